package org.attentiontheorems.lowtemperature;

import java.util.function.DoubleUnaryOperator;

/**
 * Labelled points of the circle with masses that stand for a density: a trapezoidal rule in a smooth periodic variable, whose labels crowd
 * at the equator of a direction, from where the flow carries them apart.
 *
 * @param angles θ_k
 * @param weights w_k, sum 1
 * @param axis the angle φ of the direction
 */
record CircleLabels(double[] angles, double[] weights, double axis) {

    /**
     * {@code θ_k = φ + atan2(e^G sin u_k, cos u_k)}, {@code u_k = 2π(k + 1/2)/N}, {@code w_k ∝ ρ(θ_k) e^G / (cos² u_k + e^(2G) sin² u_k)}.
     *
     * @param density ρ, positive
     * @param n a multiple of 4, so that no label lies on the equator
     * @param stretch G, at least 0
     */
    static CircleLabels of(DoubleUnaryOperator density, double axis, int n, double stretch) {
        double[] angles = new double[n];
        double[] weights = new double[n];
        double factor = StrictMath.exp(stretch);
        double total = 0;
        for (int k = 0; k < n; k++) {
            double u = 2 * Math.PI * (k + 0.5) / n;
            double x = StrictMath.cos(u);
            double y = factor * StrictMath.sin(u);
            angles[k] = axis + StrictMath.atan2(y, x);
            weights[k] = density.applyAsDouble(angles[k]) * factor / (x * x + y * y);
            total += weights[k];
        }
        for (int k = 0; k < n; k++) {
            weights[k] /= total;
        }
        return new CircleLabels(angles, weights, axis);
    }

    int size() {
        return angles.length;
    }

    /** {@code p}, the mass on the side of the direction, {@code cos(θ - φ) >= 0}. */
    double massAhead() {
        double p = 0;
        for (int k = 0; k < angles.length; k++) {
            p += StrictMath.cos(angles[k] - axis) >= 0 ? weights[k] : 0;
        }
        return p;
    }

    /** The labels as tokens of the plane at other angles. */
    TokenLaw at(double[] others) {
        double[][] tokens = new double[others.length][];
        for (int k = 0; k < others.length; k++) {
            tokens[k] = new double[] {StrictMath.cos(others[k]), StrictMath.sin(others[k])};
        }
        return new TokenLaw(tokens, weights);
    }
}
