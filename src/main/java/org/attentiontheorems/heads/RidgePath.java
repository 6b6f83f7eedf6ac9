package org.attentiontheorems.heads;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.attentiontheorems.verify.Approx;

/**
 * A training run in the ridge regime, at the times where its excess risk {@code E = R - R_*} is above rounding.
 *
 * @param regime the regime, whose assumption holds
 * @param points the times
 */
record RidgePath(RidgeRegime regime, List<Point> points) {
    private static final double LEAST_EXCESS = 1e-9;
    private static final double ROUNDING = 1e-15;

    /**
     * One time.
     *
     * @param excess {@code R(ρ_t) - R_*}
     * @param dissipation D
     * @param distance {@code W_2(ρ_t, δ_θ*)}
     * @param relativeError of the excess
     */
    record Point(double time, double excess, double dissipation, double distance, double relativeError) {}

    static RidgePath of(HeadModel model, TrainingRun run, int every) {
        StationaryHead star = StationaryHead.uniform(model);
        double least = star.risk();
        List<Point> points = new ArrayList<>();
        for (int k = 0; k < run.times().length; k += every) {
            double[] theta = run.states().get(k).theta();
            double excess = run.flow().risk(theta) - least;
            if (excess >= LEAST_EXCESS) {
                points.add(new Point(
                        run.times()[k],
                        excess,
                        run.flow().dissipation(theta),
                        star.distance(run.flow().masses(), theta),
                        ROUNDING * (1 + least) / excess));
            }
        }
        return new RidgePath(RidgeRegime.of(model).required(), List.copyOf(points));
    }

    /** The largest ratio along the path; 0 if the path starts at the minimiser. */
    Approx largest(ToDoubleFunction<Point> ratio) {
        double largest = 0;
        double err = 0;
        for (Point point : points) {
            double value = ratio.applyAsDouble(point);
            largest = Math.max(largest, value);
            err = Math.max(err, value * point.relativeError());
        }
        return Approx.within(largest, err);
    }

    /** {@code D / (2 L E)}, at most 1. */
    double dissipationOverExcess(Point at) {
        return at.dissipation() / (2 * regime.smoothness() * at.excess());
    }

    /** {@code 2 κ E / D}, at most 1. */
    double excessOverDissipation(Point at) {
        return 2 * regime.kappa() * at.excess() / at.dissipation();
    }

    /** {@code κ W_2 / sqrt(D)}, at most 1. */
    double distanceOverDissipation(Point at) {
        return regime.kappa() * at.distance() / Math.sqrt(at.dissipation());
    }

    /** The largest {@code e^(-2 L (s - t)) D(ρ_t) / D(ρ_s)} over successive times t < s, at most 1. */
    Approx fastestFall() {
        double largest = 0;
        for (int k = 1; k < points.size(); k++) {
            Point before = points.get(k - 1);
            Point now = points.get(k);
            double allowed = StrictMath.exp(-2 * regime.smoothness() * (now.time() - before.time()));
            largest = Math.max(largest, allowed * before.dissipation() / now.dissipation());
        }
        return Approx.direct(largest);
    }
}
