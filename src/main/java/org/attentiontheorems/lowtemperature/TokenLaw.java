package org.attentiontheorems.lowtemperature;

import org.attentiontheorems.measure.Vectors;
import org.attentiontheorems.verify.Check;

/**
 * Finitely many weighted tokens on the unit sphere.
 *
 * @param tokens N unit vectors of d entries, N at least 1
 * @param weights N, at least 0, sum 1
 */
record TokenLaw(double[][] tokens, double[] weights) {

    /** The law that an instance file gives: tokens of length 1 within 1e-8 and weights of sum 1 within 1e-9, both then made exact. */
    static TokenLaw checked(double[][] tokens, double[] weights, int d) {
        Check.that(tokens.length > 0, "tokens", "must not be empty");
        double[][] units = Inputs.units("tokens", tokens, d);
        Check.vector("weights", weights, tokens.length);
        return new TokenLaw(units, Check.weights("weights", weights));
    }

    int size() {
        return weights.length;
    }

    /** The same weights on other tokens. */
    TokenLaw moved(double[][] others) {
        return new TokenLaw(others, weights);
    }

    /** Other weights on the same tokens. */
    TokenLaw withWeights(double[] others) {
        return new TokenLaw(tokens, others);
    }

    /** {@code Σ w_i x_i}. */
    double[] mean() {
        double[] mean = new double[tokens[0].length];
        for (int i = 0; i < weights.length; i++) {
            mean = Vectors.plus(mean, weights[i], tokens[i]);
        }
        return mean;
    }

    /** The largest distance of two tokens. */
    double diameter() {
        double largest = 0;
        for (int i = 0; i < tokens.length; i++) {
            for (int j = 0; j < i; j++) {
                largest = Math.max(largest, Vectors.distance(tokens[i], tokens[j]));
            }
        }
        return largest;
    }
}
