package org.attentiontheorems.prompts;

import org.attentiontheorems.attention.Softmax;
import org.attentiontheorems.measure.Sums;
import org.attentiontheorems.random.RandomField;

/**
 * A prompt that is drawn token by token and read by softmax attention.
 *
 * @param output {@code T_L = V sum_l p_l x_l}, r entries
 * @param inverseSampleSize {@code P_2 = sum_l p_l²}
 */
public record SampledPrompt(double[] output, double inverseSampleSize) {

    /** Draws and reads the prompt of an instance. Cost O(L d k) for a Gaussian law with k columns, O(L (n + d)) for n atoms. */
    public static SampledPrompt of(PromptInstance x, RandomField random) {
        return of(x, x.logitVector(), x.promptLength(), random);
    }

    /** Draws a prompt of another length, and reads it with another logit vector. */
    static SampledPrompt of(PromptInstance x, double[] logitVector, int promptLength, RandomField random) {
        int d = logitVector.length;
        double[] tokens = x.law() instanceof Law.Gaussian gaussian
                ? gaussianTokens(gaussian, promptLength, random)
                : atomTokens((Law.Atoms) x.law(), promptLength, random);
        double[] weights = new double[promptLength];
        for (int l = 0; l < promptLength; l++) {
            weights[l] = logit(logitVector, tokens, l * d);
        }
        Softmax.inPlace(weights, 0, promptLength);
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
