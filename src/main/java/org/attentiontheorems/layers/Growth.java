package org.attentiontheorems.layers;

/** What exponential growth leaves of a step, without cancellation. */
final class Growth {
    private static final double SMALL = 1e-3;

    private Growth() {}

    /** {@code φ(x) = (e^x - 1) / x}, φ(0) = 1. */
    static double phi(double x) {
        return x == 0 ? 1 : StrictMath.expm1(x) / x;
    }

    /** {@code ψ(x) = (e^x - 1 - x) / x²}, ψ(0) = 1/2. */
    static double psi(double x) {
        return Math.abs(x) < SMALL
                ? 0.5 + x * (1.0 / 6 + x * (1.0 / 24 + x / 120))
                : (StrictMath.expm1(x) - x) / (x * x);
    }
}
