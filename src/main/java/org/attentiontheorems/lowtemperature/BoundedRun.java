package org.attentiontheorems.lowtemperature;

import java.util.Arrays;
import org.attentiontheorems.lowtemperature.ClusterBounds.Majorants;
import org.attentiontheorems.verify.Check;

/**
 * A cluster in time beside what its bounds allow at the same times.
 *
 * @param bounds what is known beforehand
 * @param tokens what happens
 * @param majorants what is allowed
 */
record BoundedRun(ClusterBounds bounds, ClusterRun tokens, Majorants majorants) {
    /** What rounding may leave of an angle or a diameter that is 0. */
    static final double ROUNDING = 1e-12;

    private static final double LARGEST = 1e300;

    /**
     * Runs a cluster.
     *
     * @param bounds its bounds, or wrong ones
     * @param time at least 0
     * @param steps at least 1
     * @throws org.attentiontheorems.verify.InvalidInstance if a number overflows
     */
    static BoundedRun of(Cluster cluster, ClusterBounds bounds, double time, int steps) {
        Check.that(Double.isFinite(bounds.contractionRate()), "beta", "is too large: a rate overflows");
        Majorants majorants = bounds.majorants(time, steps);
        Check.that(
                Double.isFinite(majorants.lastDiameter()),
                "steps",
                "must be more than %d: the bound of the diameter overflows",
                steps);
        return new BoundedRun(bounds, cluster.run(time, steps), majorants);
    }

    double lastAngle() {
        return tokens.lastAngle();
    }

    double lastDiameter() {
        return tokens.lastDiameter();
    }

    double allowedAngle() {
        return majorants.lastAngle();
    }

    double allowedDiameter() {
        return majorants.lastDiameter();
    }

    /** The largest share of the angle's majorant that is used after a step. */
    double angleShare() {
        return largestShare(tokens.angle(), majorants.angle());
    }

    /** The largest share of the diameter's majorant that is used after a step. */
    double diameterShare() {
        return largestShare(tokens.diameter(), majorants.diameter());
    }

    /** The largest share of the closed bound of the angle that is used after a step. */
    double exponentialShare() {
        return largestShare(
                tokens.angle(),
                Arrays.stream(tokens.times()).map(bounds::exponentialAngle).toArray());
    }

    /** The same with {@code sin φ cos φ} taken for φ in the bound. */
    double smallAngleShare() {
        return largestShare(
                tokens.angle(),
                Arrays.stream(tokens.times())
                        .map(t -> bounds.exponentialAngle(t, bounds.gap()))
                        .toArray());
    }

    private static double largestShare(double[] measured, double[] allowed) {
        double largest = 0;
        for (int k = 1; k < measured.length; k++) {
            double beyondRounding = Math.max(measured[k] - ROUNDING, 0);
            largest = Math.max(largest, beyondRounding == 0 ? 0 : Math.min(beyondRounding / allowed[k], LARGEST));
        }
        return largest;
    }

    /** Whether anything is said of the angle at the end. */
    boolean saysAngle() {
        return majorants.lastAngle() < ClusterBounds.NO_ANGLE;
    }
}
