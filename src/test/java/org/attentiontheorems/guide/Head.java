package org.attentiontheorems.guide;

import org.attentiontheorems.attention.Softmax;
import org.attentiontheorems.guide.SampledAttention.Instance;
import org.attentiontheorems.random.RandomField;
import org.attentiontheorems.verify.Approx;

/** One attention head as a law on its values, and the way to get it wrong. */
public record Head(boolean normalised) {
    public static final Head REFERENCE = new Head(true);

    public Head withoutNormalisation() {
        return new Head(false);
    }

    /** The weights {@code a_i = exp(l_i) / Z}; without normalisation {@code exp(l_i - max l)}. */
    double[] weights(Instance x) {
        double[] weights = Softmax.of(x.logits());
        double z = 0;
        for (double weight : weights) {
            z = Math.max(z, weight);
        }
        for (int i = 0; !normalised && i < weights.length; i++) {
            weights[i] /= z;
        }
        return weights;
    }

    /** {@code Σ a_i v_i}. */
    double output(Instance x) {
        double[] a = weights(x);
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * x.values()[i];
        }
        return sum;
    }

    /** {@code Σ a_i (v_i - Σ a_k v_k)²}. */
    double variance(Instance x) {
        double[] a = weights(x);
        double mean = output(x);
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * (x.values()[i] - mean) * (x.values()[i] - mean);
        }
        return sum;
    }

    /** Squared error of the average over N tokens drawn from the weights. */
    Approx sampledError(Instance x, RandomField random) {
        double[] a = weights(x);
        double[] u = random.uniforms("samples", 0, x.samples());
        double sum = 0;
        for (double one : u) {
            sum += x.values()[drawn(a, one)];
        }
        double error = sum / x.samples() - output(x);
        return Approx.direct(error * error);
    }

    private static int drawn(double[] weights, double u) {
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
