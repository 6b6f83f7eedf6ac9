package org.attentiontheorems.prompts;

import org.attentiontheorems.attention.Softmax;
import org.attentiontheorems.measure.Vectors;

/**
 * A head on tokens from finitely many atoms, those of weight 0 dropped.
 *
 * @param probabilities {@code pi_i}, n entries
 * @param logits {@code <u, x_i>}, n entries
 * @param density {@code w_i = e^<u,x_i> / Z}, n entries
 * @param limit {@code T_inf = V t}, r entries
 * @param values {@code V (x_i - t)}, n rows of r entries
 * @param scale {@code |V|_F} times the largest {@code |x_i|}: what rounding is relative to
 */
record AtomsHead(
        double[] probabilities, double[] logits, double[] density, double[] limit, double[][] values, double scale) {

    /** Cost O(n r d). */
    static AtomsHead of(Law.Atoms law, double[][] valueMatrix, double[] logitVector) {
        Law.Atoms support = law.support();
        double[] pi = support.weights();
        double[] logits = Vectors.apply(support.atoms(), logitVector);
        double[] tilted = new double[pi.length];
        for (int i = 0; i < pi.length; i++) {
            tilted[i] = StrictMath.log(pi[i]) + logits[i];
        }
        double logPartition = Softmax.logSumExp(tilted);
        double[] t = InfinitePrompt.of(law, logitVector).mean();
        double[] density = new double[pi.length];
        double[][] values = new double[pi.length][];
        double absolute = 0;
        for (int i = 0; i < pi.length; i++) {
            density[i] = StrictMath.exp(logits[i] - logPartition);
            values[i] = Vectors.apply(valueMatrix, Vectors.minus(support.atoms()[i], t));
            absolute = Math.max(absolute, Vectors.scaledNorm(support.atoms()[i]));
        }
        double norm = Math.sqrt(Vectors.squaredFrobenius(valueMatrix));
        return new AtomsHead(pi, logits, density, Vectors.apply(valueMatrix, t), values, norm * absolute);
    }

    int size() {
        return probabilities.length;
    }

    /** {@code sigma_N² = E|a|²}, {@code a = w V(x - t)}. */
    double numeratorVariance() {
        double sum = 0;
        for (int i = 0; i < size(); i++) {
            sum += probabilities[i] * density[i] * density[i] * Vectors.squaredNorm(values[i]);
        }
        return sum;
    }

    /** {@code sigma_D² = E b²}, {@code b = w - 1}. */
    double denominatorVariance() {
        double sum = 0;
        for (int i = 0; i < size(); i++) {
            sum += probabilities[i] * b(i) * b(i);
        }
        return sum;
    }

    /** {@code E b⁴}. */
    double denominatorFourthMoment() {
        double sum = 0;
        for (int i = 0; i < size(); i++) {
            sum += probabilities[i] * b(i) * b(i) * b(i) * b(i);
        }
        return sum;
    }

    /** {@code E[|a|² b²]}. */
    double mixedFourthMoment() {
        double sum = 0;
        for (int i = 0; i < size(); i++) {
            double ab = density[i] * b(i);
            sum += probabilities[i] * ab * ab * Vectors.squaredNorm(values[i]);
        }
        return sum;
    }

    /** {@code |E[a b]|²}. */
    double squaredCovariance() {
        double[] mean = new double[limit.length];
        for (int i = 0; i < size(); i++) {
            mean = Vectors.plus(mean, probabilities[i] * density[i] * b(i), values[i]);
        }
        return Vectors.squaredNorm(mean);
    }

    /** {@code R = max_i |V(x_i - t)|}: no output is further from the limit. */
    double radius() {
        double largest = 0;
        for (double[] value : values) {
            largest = Math.max(largest, Vectors.scaledNorm(value));
        }
        return largest;
    }

    /** {@code |sum_i c_i w_i V(x_i - t)|² / (sum_i c_i w_i)²}: the squared error of a prompt in which atom i occurs {@code c_i} times. */
    double squaredErrorOf(int[] counts) {
        double weight = 0;
        double[] error = new double[limit.length];
        for (int i = 0; i < counts.length; i++) {
            double w = counts[i] * density[i];
            weight += w;
            for (int j = 0; j < error.length; j++) {
                error[j] += w * values[i][j];
            }
        }
        return Vectors.squaredNorm(error) / (weight * weight);
    }

    private double b(int i) {
        return density[i] - 1;
    }
}
