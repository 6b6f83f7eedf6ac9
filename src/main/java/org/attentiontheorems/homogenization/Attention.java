package org.attentiontheorems.homogenization;

import java.util.Arrays;
import org.attentiontheorems.measure.Sums;
import org.attentiontheorems.measure.Vectors;

/**
 * What tokens read from each other: {@code m_i = Σ_j a_ij x_j} with weights {@code a_ij} proportional to {@code p_j exp(β x_iᵀ B x_j)}. No
 * mask: a token reads all tokens, itself included. Cost O(n²d). Immutable; arrays are not copied.
 */
final class Attention {
    private final double[][] tokens;
    private final double[][] scaledKeyQuery;
    private final double[][] keys;
    private final double[][] weights;
    private final double[][] averages;

    private Attention(double[][] tokens, double[] masses, double beta, double[][] keyQuery) {
        this.tokens = tokens;
        this.scaledKeyQuery = Rows.times(beta, keyQuery);
        this.keys = Rows.applyToEach(scaledKeyQuery, tokens);
        this.weights = new double[tokens.length][];
        this.averages = new double[tokens.length][];
        for (int i = 0; i < tokens.length; i++) {
            weights[i] = weights(tokens[i], masses);
            averages[i] = Rows.mean(weights[i], tokens);
        }
    }

    /**
     * Attention among tokens of equal mass.
     *
     * @param tokens n x d
     * @param beta inverse temperature, at least 0
     * @param keyQuery B, d x d
     */
    static Attention of(double[][] tokens, double beta, double[][] keyQuery) {
        double[] ones = new double[tokens.length];
        Arrays.fill(ones, 1);
        return new Attention(tokens, ones, beta, keyQuery);
    }

    /**
     * Attention among atoms of a measure, which is that among n tokens if {@code n p_j} of them stand at atom j.
     *
     * @param tokens K x d
     * @param masses p_j, positive; their sum is divided out
     */
    static Attention weighted(double[][] tokens, double[] masses, double beta, double[][] keyQuery) {
        return new Attention(tokens, masses, beta, keyQuery);
    }

    private double[] weights(double[] query, double[] masses) {
        double[] row = Vectors.apply(keys, query);
        double max = row[0];
        for (double logit : row) {
            max = Math.max(max, logit);
        }
        double sum = 0;
        for (int j = 0; j < row.length; j++) {
            row[j] = masses[j] * StrictMath.exp(row[j] - max);
            sum += row[j];
        }
        for (int j = 0; j < row.length; j++) {
            row[j] /= sum;
        }
        return row;
    }

    /** The weights a_ij, n x n, rows with sum 1. */
    double[][] weights() {
        return weights;
    }

    /** The averages m_i, n x d. */
    double[][] averages() {
        return averages;
    }

    /** The derivative of the averages when all tokens move: {@code Σ_j a_ij (dx_j + (x_j - m_i) dl_ij)}, l the logits; O(n²d). */
    double[][] derivative(double[][] direction) {
        double[][] movedKeys = Rows.applyToEach(scaledKeyQuery, direction);
        double[][] derivative = Rows.zeros(tokens.length, tokens[0].length);
        for (int i = 0; i < tokens.length; i++) {
            double mean = 0;
            double[] change = new double[tokens.length];
            for (int j = 0; j < tokens.length; j++) {
                change[j] = Sums.dot(direction[i], keys[j]) + Sums.dot(tokens[i], movedKeys[j]);
                mean += weights[i][j] * change[j];
            }
            for (int j = 0; j < tokens.length; j++) {
                Rows.add(derivative[i], weights[i][j], direction[j]);
                Rows.add(derivative[i], weights[i][j] * (change[j] - mean), tokens[j]);
            }
        }
        return derivative;
    }

    /**
     * {@code Λ_m(γ) = e^γ sqrt((1+γ)(1+2γ)) + γ}: attention averages of tokens on the sphere are Lipschitz with this constant in the norm {@code
     * (Σ_i p_i |x_i|²)^½}, where {@code γ = β|B|}.
     */
    static double lipschitz(double gamma) {
        return StrictMath.exp(gamma) * Math.sqrt((1 + gamma) * (1 + 2 * gamma)) + gamma;
    }
}
