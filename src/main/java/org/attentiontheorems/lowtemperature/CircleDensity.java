package org.attentiontheorems.lowtemperature;

import org.attentiontheorems.verify.Check;

/**
 * A law on the circle by its density {@code 1 + Σ_k (a_k cos kθ + b_k sin kθ)} with respect to the uniform probability.
 *
 * @param cos a_1 … a_H; none for the uniform law
 * @param sin b_1 … b_H
 */
public record CircleDensity(double[] cos, double[] sin) {
    public CircleDensity {
        Check.that(sin.length == cos.length, "sin", "needs %d entries like cos, has %d", cos.length, sin.length);
        for (int k = 0; k < cos.length; k++) {
            Check.finite("cos[" + k + "]", cos[k]);
            Check.finite("sin[" + k + "]", sin[k]);
        }
        double amplitude = amplitude(cos, sin);
        Check.that(amplitude < 1, "cos", "must keep the density positive: the amplitudes sum to %s", amplitude);
    }

    /** The uniform law. */
    static CircleDensity uniform() {
        return new CircleDensity(new double[0], new double[0]);
    }

    private static double amplitude(double[] cos, double[] sin) {
        double sum = 0;
        for (int k = 0; k < cos.length; k++) {
            sum += Math.sqrt(cos[k] * cos[k] + sin[k] * sin[k]);
        }
        return sum;
    }

    /** The density at an angle. */
    double at(double theta) {
        double density = 1;
        for (int k = 0; k < cos.length; k++) {
            density += cos[k] * StrictMath.cos((k + 1) * theta) + sin[k] * StrictMath.sin((k + 1) * theta);
        }
        return density;
    }

    /** {@code a = 1 - Σ_k sqrt(a_k² + b_k²)}, a lower bound of the density. */
    double lower() {
        return 1 - amplitude(cos, sin);
    }

    /** {@code M = 1 + Σ_k sqrt(a_k² + b_k²)}, an upper bound of the density. */
    double upper() {
        return 1 + amplitude(cos, sin);
    }
}
