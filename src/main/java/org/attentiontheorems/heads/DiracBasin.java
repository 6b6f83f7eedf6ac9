package org.attentiontheorems.heads;

import java.util.List;
import org.attentiontheorems.random.RandomField;
import org.attentiontheorems.verify.Approx;
import org.attentiontheorems.verify.Trajectory;

/**
 * The explicit basin of a stationary head with {@code m = λ_min(H_P) > 0}: every law supported in the ball of radius ε_0 around θ_* approaches
 * its Dirac measure, {@code W_2(ρ_t) <= e^(-κ t) W_2(ρ_0)}. On the cylinder of radii {@code ‖V_*‖ + ε̄} and {@code |(Q_*, K_*)| + ε̄}, ε̄ =
 * 0.1,
 *
 * <pre>{@code L3 = sqrt(2) G3 + G1 G2 / 2,   ε = min(ε̄, m / (2 L3)),   κ = m - ε L3,   ε_0 = ε / (1 + G1² / (2 e κ)).}</pre>
 *
 * Source: arXiv 2606.10469, with explicit constants.
 *
 * @param star θ_*
 * @param modulus m
 * @param kappa κ, at least m/2
 * @param radius ε_0
 */
record DiracBasin(StationaryHead star, double modulus, double kappa, double radius) {
    private static final double LARGEST_RADIUS = 0.1;
    private static final int TIMES = 10;
    private static final double[] MASSES = {0.4, 0.3, 0.2, 0.1};

    /** The basin; empty of meaning unless m > 0. */
    static DiracBasin of(StationaryHead star, double modulus) {
        Cylinder cylinder = Cylinder.around(star.model().corpus(), star.model().shape(), star.theta())
                .widened(LARGEST_RADIUS);
        double third = Math.sqrt(2) * cylinder.third() + cylinder.first() * cylinder.second() / 2;
        double epsilon = Math.min(LARGEST_RADIUS, modulus / (2 * third));
        double kappa = modulus - epsilon * third;
        double spread = cylinder.first() * cylinder.first() / (2 * StrictMath.E * kappa);
        return new DiracBasin(star, modulus, kappa, epsilon / (1 + spread));
    }

    double[] masses() {
        return MASSES.clone();
    }

    /** The distance to δ_θ* along the training of the four heads over the time 1/m. */
    List<Trajectory.Point> approach(double tolerance) {
        TrainingFlow flow = star.training(masses());
        return TrainingRun.of(flow, heads(), TrainingFlow.grid(1 / modulus, TIMES), tolerance)
                .along(state -> star.distance(MASSES, state.theta()));
    }

    /** {@code max_k W_2(ρ_t) e^(faster κ t) / W_2(ρ_0)} over the times t after the start; at most 1 where faster is 1. */
    Approx slowest(double tolerance, double faster) {
        List<Trajectory.Point> points = approach(tolerance);
        double start = points.get(0).value().value();
        double largest = 0;
        double err = 0;
        for (Trajectory.Point point : points.subList(1, points.size())) {
            double growth = StrictMath.exp(faster * kappa * point.time()) / start;
            largest = Math.max(largest, growth * point.value().value());
            err = Math.max(err, growth * point.value().err());
        }
        return Approx.within(largest, err);
    }

    /** Four heads on the sphere of radius ε_0, in fixed directions, 4 x p, row-major. */
    double[] heads() {
        RandomField random = RandomField.of(0, "dirac-stability basin", 0);
        double[][] directions = new double[MASSES.length][];
        for (int a = 0; a < directions.length; a++) {
            double[] xi = random.gaussians("direction", a, star.theta().length);
            double square = 0;
            for (double x : xi) {
                square += x * x;
            }
            for (int k = 0; k < xi.length; k++) {
                xi[k] *= radius / Math.sqrt(square);
            }
            directions[a] = xi;
        }
        return star.perturbed(directions);
    }
}
