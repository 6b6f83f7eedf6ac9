package org.attentiontheorems.attention;

/** Softmax and log-sum-exp, shifted by the largest logit so that they never overflow. */
public final class Softmax {
    private Softmax() {}

    /** {@code log Σ exp(z_i)} of at least one finite logit. */
    public static double logSumExp(double... logits) {
        return logSumExp(logits, 0, logits.length);
    }

    /** {@code log Σ exp(z_i)} over {@code logits[from .. from + n - 1]}, n at least 1. */
    public static double logSumExp(double[] logits, int from, int n) {
        double max = max(logits, from, n);
        double sum = 0;
        for (int i = from; i < from + n; i++) {
            sum += StrictMath.exp(logits[i] - max);
        }
        return max + StrictMath.log(sum);
    }

    /** The weights {@code exp(z_i) / Σ exp(z_k)}, same length as the logits. */
    public static double[] of(double... logits) {
        double[] weights = logits.clone();
        inPlace(weights, 0, weights.length);
        return weights;
    }

    /** Replaces the logits {@code values[from .. from + n - 1]} by their softmax weights. */
    public static void inPlace(double[] values, int from, int n) {
        double max = max(values, from, n);
        double sum = 0;
        for (int i = from; i < from + n; i++) {
            values[i] = StrictMath.exp(values[i] - max);
            sum += values[i];
        }
        for (int i = from; i < from + n; i++) {
            values[i] /= sum;
        }
    }

    private static double max(double[] values, int from, int n) {
        double max = values[from];
        for (int i = from + 1; i < from + n; i++) {
            max = Math.max(max, values[i]);
        }
        return max;
    }
}
