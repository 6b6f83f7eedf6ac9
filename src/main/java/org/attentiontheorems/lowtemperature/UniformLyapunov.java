package org.attentiontheorems.lowtemperature;

import org.hipparchus.analysis.integration.gauss.GaussIntegrator;
import org.hipparchus.analysis.integration.gauss.GaussIntegratorFactory;

/**
 * {@code ∫ l(qT) dσ} for uniform tokens in R^d and a top eigenspace of r dimensions, where {@code T = tan θ} and θ has the density {@code ∝
 * cos^(r-1) θ sin^(d-r-1) θ} on (0, π/2). Panels that double from the equator, where the integrand has a layer of width q, of twenty
 * Gauss-Legendre nodes.
 */
final class UniformLyapunov {
    private static final int NODES = 20;
    private static final GaussIntegrator RULE = new GaussIntegratorFactory().legendre(NODES);

    private UniformLyapunov() {}

    /** The integral, for {@code 1 <= r < d} and q in (0, 1]. */
    static double of(int d, int r, double q) {
        double sum = 0;
        double mass = 0;
        double from = 0;
        double to = Math.min(q, 1) / 4;
        while (from < Math.PI / 2) {
            double half = (Math.min(to, Math.PI / 2) - from) / 2;
            for (int i = 0; i < NODES; i++) {
                // the angle to the equator, α = π/2 - θ
                double alpha = from + half * (1 + RULE.getPoint(i));
                double sine = StrictMath.sin(alpha);
                double cosine = StrictMath.cos(alpha);
                double weight =
                        half * RULE.getWeight(i) * StrictMath.pow(sine, r - 1) * StrictMath.pow(cosine, d - r - 1);
                mass += weight;
                sum += weight * ProjectionMap.squaredDistance(q * cosine / sine);
            }
            from = to;
            to *= 2;
        }
        return sum / mass;
    }

    /** The closed form in the plane, {@code 2 (1 - 2/π arccos q / sqrt(1 - q²))}, for q below 1. */
    static double plane(double q) {
        return 2 * (1 - 2 / Math.PI * StrictMath.acos(q) / Math.sqrt((1 - q) * (1 + q)));
    }
}
