package org.attentiontheorems.homogenization;

/**
 * The weights of one head.
 *
 * @param keyQuery B = QᵀK, d x d
 * @param value V, d x d
 */
public record HeadWeights(double[][] keyQuery, double[][] value) {}
