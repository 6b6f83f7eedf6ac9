package org.attentiontheorems.heads;

import java.util.ArrayList;
import java.util.List;
import org.attentiontheorems.flow.Flow;
import org.attentiontheorems.verify.Check;

/**
 * A head whose value and tokens vanish, confined by a potential of (q, k) that is three times differentiable but not analytic. In polar
 * coordinates (r, φ) with δ = 1 - r,
 *
 * <pre>{@code U = δ⁴ [1 + (1 - cos ψ)],   ψ = φ + 8 log δ,   0 < δ <= 1/2,   and U = 0 for r >= 1.}</pre>
 *
 * The head slides down a valley that winds around the unit circle for ever: the path is bounded, U and its gradient tend to 0, and
 * there is no limit. Computed in the rescaled time s with {@code dt = δ⁻⁴ ds} and with ℓ = -log δ:
 *
 * <pre>{@code ℓ' = B / δ²,   φ' = -C / r²,   B = 4 (2 - cos ψ) + 8 sin ψ,   C = sin ψ.}</pre>
 *
 * @param delta distance δ to the unit circle at the start, in (0, 1/2]
 * @param psi phase ψ at the start, relative to the valley
 */
record SpiralValley(double delta, double psi) {
    private static final double WINDING = 8;
    private static final double TOLERANCE = 1e-9;

    /** ℓ is cut off outside these, far from the path: trial steps that leave the ring need a finite velocity to be rejected by. */
    private static final double SHALLOWEST = 0.5;

    private static final double DEEPEST = 8;

    SpiralValley {
        Check.that(delta > 0 && delta <= 0.5, "delta", "must be in (0, 1/2], is %s", delta);
        Check.finite("psi", psi);
    }

    /**
     * A point of the path.
     *
     * @param s rescaled time
     * @param delta distance to the unit circle
     * @param phi angle
     * @param length length of the path so far
     * @param dissipated integral of |∇U|² over time so far
     * @param time time t
     */
    record Point(double s, double delta, double phi, double length, double dissipated, double time) {
        /** The potential U. */
        double potential() {
            return SpiralValley.potential(delta, phi);
        }

        /** |∇U|. */
        double slope() {
            return StrictMath.pow(delta, 4) * speed(delta, phase(delta, phi));
        }
    }

    /** The path at times s, increasing from at least 0; by Dormand-Prince with relative tolerance 1e-9. */
    List<Point> path(double... s) {
        double ell = -StrictMath.log(delta);
        double[] start = {ell, psi + WINDING * ell, 0, 0, 0};
        double[][] states = Flow.of(SpiralValley::velocity).at(start, s, TOLERANCE);
        List<Point> path = new ArrayList<>();
        for (int k = 0; k < s.length; k++) {
            double[] x = states[k];
            path.add(new Point(s[k], StrictMath.exp(-x[0]), x[1], x[2], x[3], x[4]));
        }
        return path;
    }

    /** {@code U(δ, φ)} inside the unit circle. */
    static double potential(double delta, double phi) {
        return StrictMath.pow(delta, 4) * (2 - StrictMath.cos(phase(delta, phi)));
    }

    private static double phase(double delta, double phi) {
        return phi + WINDING * StrictMath.log(delta);
    }

    /** The velocity of (ℓ, φ, length, ∫|∇U|² dt, t) in the time s. */
    private static void velocity(double[] x, double[] velocity) {
        double ell = Math.min(Math.max(x[0], SHALLOWEST), DEEPEST);
        double delta = StrictMath.exp(-ell);
        double psi = x[1] - WINDING * ell;
        double speed = speed(delta, psi);
        double fourth = StrictMath.exp(-4 * ell);
        double r = 1 - delta;
        velocity[0] = radial(psi) / (delta * delta);
        velocity[1] = -StrictMath.sin(psi) / (r * r);
        velocity[2] = speed;
        velocity[3] = fourth * speed * speed;
        velocity[4] = 1 / fourth;
    }

    /** {@code B = δ⁻³ ∂U/∂δ}. */
    private static double radial(double psi) {
        return 4 * (2 - StrictMath.cos(psi)) + WINDING * StrictMath.sin(psi);
    }

    /** {@code δ⁻⁴ |∇U| = sqrt((B/δ)² + (C/r)²)}. */
    private static double speed(double delta, double psi) {
        return StrictMath.hypot(radial(psi) / delta, StrictMath.sin(psi) / (1 - delta));
    }
}
