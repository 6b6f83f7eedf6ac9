package org.attentiontheorems.prompts;

import java.util.Arrays;
import org.attentiontheorems.attention.Softmax;
import org.attentiontheorems.measure.Vectors;
import org.attentiontheorems.random.RandomField;
import org.attentiontheorems.verify.Check;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.ArrayRealVector;
import org.hipparchus.linear.LUDecomposition;

/**
 * Given tokens, read with given logits and values.
 *
 * @param tokens L tokens of d entries
 * @param logitVector u, d entries
 * @param valueMatrix V, r x d
 */
record ExplicitPrompt(double[][] tokens, double[] logitVector, double[][] valueMatrix) {
    ExplicitPrompt {
        Check.finite("logitVector", logitVector);
        Check.that(tokens.length > 0, "tokens", "must not be empty");
        Check.matrix("tokens", tokens, tokens.length, logitVector.length);
        Check.that(valueMatrix.length > 0, "valueMatrix", "must not be empty");
        Check.matrix("valueMatrix", valueMatrix, valueMatrix.length, logitVector.length);
    }

    /** Standard normal tokens, logits of standard deviation tau, values with entries in [-1, 1]. */
    static ExplicitPrompt drawn(RandomField random, int promptLength, int dimension, double tau) {
        return new ExplicitPrompt(
                random.gaussianMatrix("tokens", promptLength, dimension),
                PromptDraws.logits(random, dimension, tau),
                PromptDraws.symmetric(random, "values", 2, dimension));
    }

    /** {@code p_l}, L entries. */
    double[] weights() {
        return Softmax.of(Vectors.apply(tokens, logitVector));
    }

    /** {@code m_L = sum_l p_l x_l}. */
    double[] mean() {
        return Vectors.applyTransposed(tokens, weights());
    }

    /** {@code C_L = sum_l p_l x_l x_l' - m_L m_L'}, or without the second term. */
    double[][] covariance(boolean centred) {
        double[] p = weights();
        double[] centre = centred ? mean() : new double[logitVector.length];
        double[][] sum = new double[centre.length][centre.length];
        for (int l = 0; l < p.length; l++) {
            double[] x = Vectors.minus(tokens[l], centre);
            for (int i = 0; i < x.length; i++) {
                sum[i] = Vectors.plus(sum[i], p[l] * x[i], x);
            }
        }
        return sum;
    }

    /** {@code T_L = V m_L}. */
    double[] output() {
        return Vectors.apply(valueMatrix, mean());
    }

    /** {@code V sum_l e^<u,x_l> x_l}: forgets that weights sum to 1. */
    double[] unnormalisedOutput() {
        double partition = StrictMath.exp(Softmax.logSumExp(Vectors.apply(tokens, logitVector)));
        return Vectors.times(partition, output());
    }

    /** The same tokens read with other logits. */
    ExplicitPrompt withLogits(double[] u) {
        return new ExplicitPrompt(tokens, u, valueMatrix);
    }

    private ExplicitPrompt withTokens(double[][] others) {
        return new ExplicitPrompt(others, logitVector, valueMatrix);
    }

    /** The tokens in reverse order. */
    ExplicitPrompt reversed() {
        double[][] others = new double[tokens.length][];
        for (int l = 0; l < others.length; l++) {
            others[l] = tokens[others.length - 1 - l];
        }
        return withTokens(others);
    }

    /** Every token k times. */
    ExplicitPrompt repeated(int k) {
        double[][] others = new double[k * tokens.length][];
        for (int l = 0; l < others.length; l++) {
            others[l] = tokens[l / k];
        }
        return withTokens(others);
    }

    /** {@code x_l + c}. */
    ExplicitPrompt shifted(double[] c) {
        double[][] others = new double[tokens.length][];
        for (int l = 0; l < others.length; l++) {
            others[l] = Vectors.plus(tokens[l], 1, c);
        }
        return withTokens(others);
    }

    /** {@code M x_l} with the logit vector {@code M^-T u}: the logits are unchanged. */
    ExplicitPrompt transformed(double[][] m) {
        double[][] others = new double[tokens.length][];
        for (int l = 0; l < others.length; l++) {
            others[l] = Vectors.apply(m, tokens[l]);
        }
        LUDecomposition transposed = new LUDecomposition(new Array2DRowRealMatrix(Vectors.transposed(m), false));
        double[] u =
                transposed.getSolver().solve(new ArrayRealVector(logitVector)).toArray();
        return new ExplicitPrompt(others, u, valueMatrix);
    }

    /** The law that puts 1/L on every token. */
    Law.Atoms empiricalLaw() {
        double[] equal = new double[tokens.length];
        Arrays.fill(equal, 1.0 / tokens.length);
        return new Law.Atoms(tokens, equal);
    }
}
