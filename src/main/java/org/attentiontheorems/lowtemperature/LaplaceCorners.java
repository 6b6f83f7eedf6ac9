package org.attentiontheorems.lowtemperature;

import java.util.List;
import org.attentiontheorems.lowtemperature.LaplacePrinciple.Instance;
import org.attentiontheorems.measure.Vectors;

/** Degenerate laws and temperatures of {@code laplace-principle}. */
final class LaplaceCorners {
    private static final double[][] NONE = new double[0][];
    private static final double[] NO_WEIGHTS = new double[0];
    private static final double[][] ONE = Vectors.identity(2);
    private static final double[] EAST = {1, 0};
    private static final double[] NORTH = {0, 1};
    private static final double[] WEST = {-1, 0};

    private LaplaceCorners() {}

    static List<Instance> all() {
        double[][] wide = {{0.6, 0, 0.8}};
        double[] token = {0.6, 0, 0.8};
        return List.of(
                // infinite temperature: G is the law itself
                mixed(0, 0.4, new double[][] {NORTH, WEST}, 0.5, 0.5),
                mixed(0, 1, NONE),
                mixed(0, 0.2, new double[][] {WEST}, 1),
                // no atoms, or atoms without mass
                mixed(30, 1, NONE),
                mixed(30, 1, new double[][] {NORTH}, 1),
                mixed(30, 0.5, new double[][] {NORTH, WEST}, 0, 1),
                // at the best point, opposite to it, repeated
                mixed(1e5, 0.1, new double[][] {EAST}, 1),
                mixed(1e5, 0.1, new double[][] {WEST}, 1),
                mixed(10, 0.1, new double[][] {NORTH, NORTH}, 0.5, 0.5),
                // the worst law
                adversarial(2, 0.01, 10),
                adversarial(2, 0.01, 1e4),
                adversarial(3, 0.3, 1e6),
                adversarial(5, 0.5, 0.1),
                // one query for three dimensions
                new Instance(wide, wide, token, 100, 0.5, new double[][] {token}, new double[] {1}),
                // atoms only: one, two, ties, infinite temperature, no scores at all
                mixed(1, 0, new double[][] {WEST}, 1),
                mixed(3, 0, new double[][] {EAST, NORTH}, 0.1, 0.9),
                mixed(1e6, 0, new double[][] {NORTH, {0, -1}, WEST}, 0.5, 0.25, 0.25),
                mixed(0, 0, new double[][] {EAST, WEST}, 0.5, 0.5),
                new Instance(new double[2][2], ONE, EAST, 5, 0, new double[][] {EAST, NORTH}, new double[] {0.5, 0.5}));
    }

    /** A token at the best point of D = I, on the circle. */
    static Instance mixed(double beta, double a, double[][] atoms, double... weights) {
        return new Instance(ONE, ONE, EAST, beta, a, atoms, weights.length == 0 ? NO_WEIGHTS : weights);
    }

    /** The law of smallest density a with the largest mean gap at κ. */
    static Instance adversarial(int d, double a, double kappa) {
        return placed(d, a, kappa, LaplaceBounds.of(d, kappa, a).adversarialGap());
    }

    /** The law {@code aσ + (1-a)δ} with an atom at a gap, seen through D = I from the best point. */
    static Instance placed(int d, double a, double kappa, double gap) {
        double[][] one = Vectors.identity(d);
        double[][] atom = {LaplaceDraws.atGap(one[0], one[1], gap)};
        return new Instance(one, one, one[0], kappa, a, atom, new double[] {1});
    }

    /** The uniform law, seen through D = I. */
    static Instance uniform(int d, double kappa) {
        double[][] one = Vectors.identity(d);
        return new Instance(one, one, one[0], kappa, 1, NONE, NO_WEIGHTS);
    }
}
