package org.attentiontheorems.prompts;

import org.attentiontheorems.attention.Softmax;
import org.attentiontheorems.measure.Sums;
import org.attentiontheorems.measure.Vectors;
import org.attentiontheorems.random.RandomField;

/**
 * A prompt that is drawn token by token and read by softmax attention.
 *
 * @param output {@code T_L = V sum_l p_l x_l}, r entries
 * @param inverseSampleSize {@code P_2 = sum_l p_l²}
 */
record SampledPrompt(double[] output, double inverseSampleSize) {

    /** Draws and reads the prompt of an instance. Cost O(L d k) for a Gaussian law with k columns, O(L (n + d)) for n atoms. */
    static SampledPrompt of(PromptInstance x, RandomField random) {
        return of(x, x.logitVector(), x.promptLength(), random);
    }

    /** Draws a prompt of another length, and reads it with another logit vector. */
    static SampledPrompt of(PromptInstance x, double[] logitVector, int promptLength, RandomField random) {
        int d = logitVector.length;
        double[] tokens = tokens(x.law(), promptLength, random);
        double[] weights = weights(logitVector, tokens);
        double[] mean = new double[d];
        for (int l = 0; l < promptLength; l++) {
            for (int j = 0; j < d; j++) {
                mean[j] += weights[l] * tokens[l * d + j];
            }
        }
        return new SampledPrompt(Vectors.apply(x.valueMatrix(), mean), Sums.dot(weights, weights));
    }

    /** {@code |T_L - target|²}. */
    double squaredDistance(double[] target) {
        return Vectors.squaredNorm(Vectors.minus(output, target));
    }

    /**
     * {@code |V(sum_l p_l (x_l - c)(x_l - c)' - C)|_F²} of a drawn prompt, C the covariance that infinitely many tokens show. Cost O(L d²).
     *
     * @param centred whether c is the attention mean of the prompt, as is right; else 0
     */
    static double squaredGradientError(PromptInstance x, boolean centred, RandomField random) {
        double[] u = x.logitVector();
        int d = u.length;
        double[] tokens = tokens(x.law(), x.promptLength(), random);
        double[] p = weights(u, tokens);
        double[] mean = new double[d];
        double[][] sum = new double[d][d];
        for (int l = 0; l < p.length; l++) {
            for (int i = 0; i < d; i++) {
                double weighted = p[l] * tokens[l * d + i];
                mean[i] += weighted;
                for (int j = 0; j < d; j++) {
                    sum[i][j] += weighted * tokens[l * d + j];
                }
            }
        }
        double[][] limit = InfinitePrompt.of(x.law(), u).covariance();
        for (int i = 0; i < d; i++) {
            sum[i] = Vectors.minus(Vectors.plus(sum[i], centred ? -mean[i] : 0, mean), limit[i]);
        }
        return Vectors.squaredFrobenius(Vectors.multiply(x.valueMatrix(), sum));
    }

    /** L x d. */
    private static double[] tokens(Law law, int promptLength, RandomField random) {
        return law instanceof Law.Gaussian gaussian
                ? gaussianTokens(gaussian, promptLength, random)
                : atomTokens((Law.Atoms) law, promptLength, random);
    }

    private static double[] weights(double[] u, double[] tokens) {
        double[] weights = new double[tokens.length / u.length];
        for (int l = 0; l < weights.length; l++) {
            weights[l] = logit(u, tokens, l * u.length);
        }
        Softmax.inPlace(weights, 0, weights.length);
        return weights;
    }

    private static double logit(double[] u, double[] tokens, int from) {
        double sum = 0;
        for (int j = 0; j < u.length; j++) {
            sum += u[j] * tokens[from + j];
        }
        return sum;
    }

    /** {@code x_l = m + B g_l}, tokens L x d. */
    private static double[] gaussianTokens(Law.Gaussian law, int promptLength, RandomField random) {
        int d = law.dimension();
        int k = law.factor()[0].length;
        double[] columns = new double[k * d];
        for (int c = 0; c < k; c++) {
            for (int j = 0; j < d; j++) {
                columns[c * d + j] = law.factor()[j][c];
            }
        }
        double[] g = random.gaussians("tokens", 0, promptLength * k);
        double[] tokens = new double[promptLength * d];
        for (int l = 0; l < promptLength; l++) {
            System.arraycopy(law.mean(), 0, tokens, l * d, d);
            for (int c = 0; c < k; c++) {
                addTo(tokens, l * d, g[l * k + c], columns, c * d, d);
            }
        }
        return tokens;
    }

    private static void addTo(double[] y, int toY, double factor, double[] x, int fromX, int n) {
        for (int j = 0; j < n; j++) {
            y[toY + j] += factor * x[fromX + j];
        }
    }

    private static double[] atomTokens(Law.Atoms law, int promptLength, RandomField random) {
        int d = law.dimension();
        Law.Atoms support = law.support();
        double[] u = random.uniforms("tokens", 0, promptLength);
        double[] tokens = new double[promptLength * d];
        for (int l = 0; l < promptLength; l++) {
            System.arraycopy(support.atoms()[chosen(support.weights(), u[l])], 0, tokens, l * d, d);
        }
        return tokens;
    }

    /** The atom whose interval of cumulated weights contains u. */
    private static int chosen(double[] weights, double u) {
        double below = 0;
        for (int i = 0; i < weights.length - 1; i++) {
            below += weights[i];
            if (u < below) {
                return i;
            }
        }
        return weights.length - 1;
    }
}
