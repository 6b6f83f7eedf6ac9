package org.attentiontheorems.prompts;

import org.attentiontheorems.attention.Softmax;
import org.attentiontheorems.measure.Sums;
import org.attentiontheorems.measure.Vectors;
import org.hipparchus.analysis.integration.gauss.GaussIntegrator;
import org.hipparchus.analysis.integration.gauss.GaussIntegratorFactory;

/**
 * What attention reads from infinitely many Gaussian tokens, without completing the square: the tilted law is summed over the nodes of a
 * Gauss-Hermite rule in the standard normal g behind {@code x = m + Bg}. With 40 nodes the error is below 1e-14 for tau up to 5.
 *
 * @param abscissae n nodes g
 * @param logWeights logarithms of their weights, which sum to 1
 */
record GaussHermite(double[] abscissae, double[] logWeights) {
    /** Largest standard deviation of the logits. */
    static final double MAX_TAU = 5;

    /** The tensor rule has 40^k nodes. */
    static final int MAX_COLUMNS = 3;

    static final GaussHermite REFERENCE = of(40);

    /** The rule with n nodes: Hipparchus has the weight {@code e^(-y²)}, so that {@code g = sqrt(2) y}. */
    static GaussHermite of(int nodes) {
        GaussIntegrator rule = new GaussIntegratorFactory().hermite(nodes);
        double[] g = new double[nodes];
        double[] logs = new double[nodes];
        for (int a = 0; a < nodes; a++) {
            g[a] = Math.sqrt(2) * rule.getPoint(a);
            logs[a] = StrictMath.log(rule.getWeight(a)) - 0.5 * StrictMath.log(Math.PI);
        }
        return new GaussHermite(g, logs);
    }

    /** Every node of the product rule in {@code g in R^k} is a token, weighted by the rule times {@code e^<u, x>}. Cost O(n^k k d). */
    InfinitePrompt tensor(Law.Gaussian law, double[] u) {
        int k = law.factor()[0].length;
        int n = abscissae.length;
        double[] pulled = Vectors.applyTransposed(law.factor(), u);
        double[] tilted = new double[(int) StrictMath.pow(n, k)];
        for (int node = 0; node < tilted.length; node++) {
            for (int c = 0, rest = node; c < k; c++, rest /= n) {
                tilted[node] += logWeights[rest % n] + pulled[c] * abscissae[rest % n];
            }
        }
        double logPartition = Sums.dot(u, law.mean()) + Softmax.logSumExp(tilted);
        Softmax.inPlace(tilted, 0, tilted.length);
        return pushed(law, moments(tilted, k), logPartition);
    }

    /** First and second moments of g in R^k over the product rule with the given weights: a row each, the first one the mean. */
    private double[][] moments(double[] weights, int k) {
        int n = abscissae.length;
        double[][] sums = new double[k + 1][k];
        double[] g = new double[k];
        for (int node = 0; node < weights.length; node++) {
            for (int c = 0, rest = node; c < k; c++, rest /= n) {
                g[c] = abscissae[rest % n];
            }
            for (int c = 0; c < k; c++) {
                sums[0][c] += weights[node] * g[c];
                for (int b = 0; b < k; b++) {
                    sums[c + 1][b] += weights[node] * g[c] * g[b];
                }
            }
        }
        return sums;
    }

    /** Mean and covariance of {@code m + Bg} from the moments of g. */
    private static InfinitePrompt pushed(Law.Gaussian law, double[][] moments, double logPartition) {
        int k = moments[0].length;
        double[][] covariance = new double[k][k];
        for (int c = 0; c < k; c++) {
            covariance[c] = Vectors.plus(moments[c + 1], -moments[0][c], moments[0]);
        }
        double[][] b = law.factor();
        double[] mean = Vectors.plus(law.mean(), 1, Vectors.apply(b, moments[0]));
        return new InfinitePrompt(
                logPartition, mean, Vectors.multiply(Vectors.multiply(b, covariance), Vectors.transposed(b)));
    }

    /**
     * The same by one integral, for any k: only the direction {@code e = B'u / tau} of g is tilted, by {@code e^(tau g)}. Cost O(n + k
     * d²).
     */
    InfinitePrompt reduced(Law.Gaussian law, double[] u) {
        double[] pulled = Vectors.applyTransposed(law.factor(), u);
        double tau = Vectors.scaledNorm(pulled);
        double[] tilted = new double[abscissae.length];
        for (int a = 0; a < tilted.length; a++) {
            tilted[a] = logWeights[a] + tau * abscissae[a];
        }
        double logPartition = Sums.dot(u, law.mean()) + Softmax.logSumExp(tilted);
        Softmax.inPlace(tilted, 0, tilted.length);
        double[][] along = moments(tilted, 1);
        double variance = along[1][0] - along[0][0] * along[0][0];
        double[] e = Vectors.times(tau > 0 ? 1 / tau : 0, pulled);
        double[] drift = Vectors.apply(law.factor(), e);
        double[] mean = Vectors.plus(law.mean(), along[0][0], drift);
        double[][] covariance = Vectors.multiply(law.factor(), Vectors.transposed(law.factor()));
        for (int i = 0; i < covariance.length; i++) {
            covariance[i] = Vectors.plus(covariance[i], (variance - 1) * drift[i], drift);
        }
        return new InfinitePrompt(logPartition, mean, covariance);
    }

    /** Error of {@code E[g e^(tau g)] / E[e^(tau g)] = tau}, relative to tau. */
    double error(double tau) {
        Law.Gaussian standard = new Law.Gaussian(new double[] {0}, new double[][] {{1}});
        return Math.abs(reduced(standard, new double[] {tau}).mean()[0] / tau - 1);
    }
}
