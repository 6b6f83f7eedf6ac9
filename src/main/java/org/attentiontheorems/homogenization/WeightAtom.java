package org.attentiontheorems.homogenization;

/**
 * One value that the weights of a head may take.
 *
 * @param prob its probability, positive
 * @param keyQuery B = QᵀK, d x d
 * @param value V, d x d
 */
public record WeightAtom(double prob, double[][] keyQuery, double[][] value) {

    WeightAtom withValue(double[][] other) {
        return new WeightAtom(prob, keyQuery, other);
    }
}
