package org.attentiontheorems.homogenization;

/**
 * One value that the key-query matrix of a head may take, where values have a law of their own.
 *
 * @param prob its probability, positive
 * @param keyQuery B = QᵀK, d x d
 */
public record KeyQueryAtom(double prob, double[][] keyQuery) {}
