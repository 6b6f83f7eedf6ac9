package org.attentiontheorems.prompts;

import org.attentiontheorems.attention.Softmax;
import org.attentiontheorems.measure.Sums;
import org.attentiontheorems.measure.Vectors;

/**
 * What softmax attention with logits {@code <u, x>} reads from infinitely many tokens x of a law: the law tilted by {@code e^<u,x>}.
 *
 * @param logPartition {@code log Z = log E e^<u,x>}
 * @param mean {@code t = E[e^<u,x> x] / Z}, d entries
 * @param covariance {@code C = E[e^<u,x> (x-t)(x-t)'] / Z}, d x d
 */
record InfinitePrompt(double logPartition, double[] mean, double[][] covariance) {

    /** The limit for a law and a logit vector u of d entries. Cost O(k d²), or O(n d²) for n atoms. */
    static InfinitePrompt of(Law law, double[] u) {
        if (law instanceof Law.Gaussian gaussian) {
            return of(gaussian, u);
        }
        return of((Law.Atoms) law, u);
    }

    /** {@code t = m + Gamma u, C = Gamma, log Z = <u, m> + u' Gamma u / 2}. */
    private static InfinitePrompt of(Law.Gaussian law, double[] u) {
        double[][] b = law.factor();
        double[] pulled = Vectors.applyTransposed(b, u);
        double[] mean = Vectors.plus(law.mean(), 1, Vectors.apply(b, pulled));
        double[][] covariance = new double[b.length][b.length];
        for (int i = 0; i < b.length; i++) {
            for (int j = 0; j < b.length; j++) {
                covariance[i][j] = Sums.dot(b[i], b[j]);
            }
        }
        double logPartition = Sums.dot(u, law.mean()) + Vectors.squaredNorm(pulled) / 2;
        return new InfinitePrompt(logPartition, mean, covariance);
    }

    private static InfinitePrompt of(Law.Atoms law, double[] u) {
        Law.Atoms support = law.support();
        double[] tilted = tiltedLogWeights(support, u);
        double logPartition = Softmax.logSumExp(tilted);
        Softmax.inPlace(tilted, 0, tilted.length);
        double[][] x = support.atoms();
        double[] mean = Vectors.applyTransposed(x, tilted);
        double[][] covariance = new double[mean.length][mean.length];
        for (int i = 0; i < x.length; i++) {
            double[] centred = Vectors.minus(x[i], mean);
            for (int j = 0; j < mean.length; j++) {
                for (int k = 0; k < mean.length; k++) {
                    covariance[j][k] += tilted[i] * centred[j] * centred[k];
                }
            }
        }
        return new InfinitePrompt(logPartition, mean, covariance);
    }

    /** {@code log pi_i + <u, x_i>} of atoms with positive weight. */
    private static double[] tiltedLogWeights(Law.Atoms support, double[] u) {
        double[] logs = Vectors.apply(support.atoms(), u);
        for (int i = 0; i < logs.length; i++) {
            logs[i] += StrictMath.log(support.weights()[i]);
        }
        return logs;
    }
}
