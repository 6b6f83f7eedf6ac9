package org.attentiontheorems.heads;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.attentiontheorems.flow.Flow;
import org.attentiontheorems.heads.DiracStability.Instance;
import org.attentiontheorems.verify.Bound;
import org.attentiontheorems.verify.Claim;
import org.attentiontheorems.verify.Decay;
import org.attentiontheorems.verify.Family;
import org.attentiontheorems.verify.Identity;
import org.attentiontheorems.verify.Memo;
import org.attentiontheorems.verify.NegativeControl;
import org.attentiontheorems.verify.Trajectory;

/** Declared families of Dirac stability: named instances with known spectra, where heads return, part, or stay. */
final class DiracFamilies {
    /** Known values have eight digits. */
    private static final double KNOWN = 1e-8;

    private static final double MIRROR_MASS = 1e-4;

    private DiracFamilies() {}

    static List<Family<?>> all() {
        return List.of(
                PartingHeads.separation(),
                activeAttention(),
                activeBasin(),
                mirror(),
                criticalHead(),
                unstableAndZero());
    }

    // ---- named instances

    /** One sequence of two scalar tokens, two words. */
    private static Instance scalar(int dk, double first, double second, int label, double lambda, double... theta) {
        Head.Shape shape = new Head.Shape(1, dk, 2);
        HeadModel model = new HeadModel(
                1,
                dk,
                2,
                2,
                lambda,
                new double[] {1},
                new double[][][] {{{first}, {second}}},
                new int[][] {{label, label}},
                new double[] {1},
                List.of(Head.of(shape, theta, 0)));
        return new Instance(model, 100);
    }

    /** Stable, with attention that is not uniform. */
    static Instance active() {
        return scalar(1, -2.3, 0.6, 0, 0.05, 0.739, -0.739, -0.987, 0.987);
    }

    /** Stable, with attention that is not uniform and a basin wide enough to be seen. */
    static Instance wide() {
        return scalar(1, 0.6, -1, 1, 0.1, -1.08, 1.08, -1.158, 1.158);
    }

    /** H_P is positive except along the rotations of queries and keys. */
    static Instance critical() {
        return scalar(2, -2.3, 0.6, 0, 0.02, 0.924, 0, -0.924, 0, -1.19, 1.19);
    }

    /** The worked example with two key dimensions and λ = 0.02: zero along rotations, and unstable. */
    static Instance twoKeys() {
        HeadModel worked = DiracStability.worked().instance().model();
        Head.Shape shape = new Head.Shape(1, 2, 2);
        Head head = Head.of(shape, new double[] {0.715, 0, 0.715, 0, -0.35, 0.35}, 0);
        return new Instance(
                new HeadModel(
                        1,
                        2,
                        2,
                        worked.seqLen(),
                        0.02,
                        worked.seqWeights(),
                        worked.inputs(),
                        worked.labels(),
                        new double[] {1},
                        List.of(head)),
                100);
    }

    static Identity<Instance> known(String id, Function<Instance, double[]> found, double... values) {
        return WorstEntry.<Instance>identity(id, x -> WorstEntry.of(found.apply(x), values, 0.5 * KNOWN))
                .absFloor(KNOWN);
    }

    static double[] joined(double[]... parts) {
        return Arrays.stream(parts).flatMapToDouble(Arrays::stream).toArray();
    }

    static double[] potential(Instance x) {
        return DiracStability.hessian(x).potential().values();
    }

    static double[] full(Instance x) {
        return DiracStability.hessian(x).full().values();
    }

    // ---- stable with active attention

    private static Family<Instance> activeAttention() {
        return Family.of(
                        "active-attention",
                        "tokens (-2.3, 0.6): a stable head whose attention is not uniform",
                        List.of(active()))
                .claims(
                        known(
                                "active-head",
                                x -> DiracStability.star(x).theta(),
                                0.73933111,
                                -0.73933111,
                                -0.98733525,
                                0.98733525),
                        known(
                                "active-spectrum",
                                x -> joined(potential(x), new double[] {full(x)[0]}),
                                0.00840302,
                                0.05,
                                0.08369977,
                                0.1,
                                0.05));
    }

    // ---- near means near in support

    /** A law on the data of an instance. */
    private record Law(double[] masses, double[] heads) {
        /** All but 1e-4 of the mass at θ_*, the rest at its mirror image (-Q, -K, V). */
        static Law mirrored(Instance x) {
            double[] star = DiracStability.star(x).theta();
            int p = star.length;
            double[] heads = Arrays.copyOf(star, 2 * p);
            for (int k = 0; k < p; k++) {
                heads[p + k] = k < x.model().shape().values() ? -star[k] : star[k];
            }
            return new Law(new double[] {1 - MIRROR_MASS, MIRROR_MASS}, heads);
        }

        static Law inBasin(DiracBasin basin) {
            return new Law(basin.masses(), basin.heads());
        }

        /** The distance to δ_θ* along training. */
        List<Trajectory.Point> along(Instance x, double horizon) {
            StationaryHead star = DiracStability.star(x);
            double[] times = TrainingFlow.grid(horizon, 10);
            return TrainingRun.of(star.training(masses), heads, times, Flow.TIGHT)
                    .along(state -> star.distance(masses, state.theta()));
        }
    }

    /** {@code W_2(ρ_t, δ_θ*) <= e^(-κ t) W_2(ρ_0, δ_θ*)} over the time 1/m. */
    private static Decay<Instance> approach(Function<Instance, Law> law) {
        return Claim.<Instance>decay(
                        "near-in-support", (x, effort) -> law.apply(x).along(x, 1 / potential(x)[0]))
                .atRate(x -> DiracStability.basin(x).kappa(), x -> 1);
    }

    private static Family<Instance> activeBasin() {
        return Family.of(
                        "active-basin",
                        "tokens (0.6, -1): the basin of a stable head whose attention is not uniform; it is a ball of supports, not of laws in W_2",
                        List.of(wide()))
                .claims(
                        known(
                                "active-basin-head",
                                x -> DiracStability.star(x).theta(),
                                -1.07976244,
                                1.07976244,
                                -1.15821272,
                                1.15821272),
                        known(
                                "active-basin-rates",
                                x -> new double[] {
                                    DiracStability.basin(x).modulus(),
                                    DiracStability.basin(x).kappa()
                                },
                                0.05933202,
                                0.02966601),
                        Claim.<Instance>identity(
                                        "active-basin-radius",
                                        x -> DiracStability.basin(x).radius(),
                                        x -> 1.98560e-5)
                                .absFloor(1e-10),
                        approach(x -> Law.inBasin(DiracStability.basin(x))))
                .controls(new NegativeControl<>(
                        "near-in-w2",
                        "claims that every law close in W_2 to a stable Dirac measure converges to it",
                        approach(Law::mirrored)));
    }

    private static Family<Instance> mirror() {
        Memo<Instance, Law> mirrored = Memo.of(Law::mirrored);
        return Family.of(
                        "mirror",
                        "the stable head with active attention, and 1e-4 of the mass at its mirror image (-Q, -K, V): close in W_2, not in support",
                        List.of(active()))
                .claims(
                        Claim.<Instance>bound(
                                        "mirror-is-stationary",
                                        x -> largest(DiracStability.star(x)
                                                .training(mirrored.apply(x).masses())
                                                .gradient(mirrored.apply(x).heads())))
                                .atMost(x -> 1e-13),
                        WorstEntry.<Instance>identity(
                                        "mirror-distance",
                                        x -> WorstEntry.of(
                                                ends(mirrored.apply(x).along(x, 400)),
                                                new double[] {0.0209114418, 0.0209114418},
                                                1e-10))
                                .absFloor(1e-9));
    }

    private static double[] ends(List<Trajectory.Point> points) {
        return new double[] {
            points.get(0).value().value(), points.get(points.size() - 1).value().value()
        };
    }

    private static double largest(double[] x) {
        return Arrays.stream(x).map(Math::abs).max().orElse(0);
    }

    // ---- H_P >= 0 is not enough

    /** The distance of a head at θ_* and a copy with queries and keys rotated by 0.1, after a time. */
    private static double twinDistance(Instance x, double time) {
        StationaryHead star = DiracStability.star(x);
        double[] both = joined(star.theta(), HeadSymmetry.rotated(x.model().shape(), star.theta(), 0.1));
        double[] end = star.training(0.5, 0.5).after(both, time, Flow.TIGHT).theta();
        int p = star.theta().length;
        double square = 0;
        for (int k = 0; k < p; k++) {
            square += (end[k] - end[p + k]) * (end[k] - end[p + k]);
        }
        return Math.sqrt(square);
    }

    private static Family<Instance> criticalHead() {
        Bound<Instance> stays = Claim.<Instance>bound("rotated-twin-stays", x -> twinDistance(x, 200))
                .atLeast(x -> 0.13055259758 * (1 - 1e-9));
        return Family.of(
                        "critical",
                        "two key dimensions: H_P is zero along rotations, positive else; a rotated copy of the head keeps its distance",
                        List.of(critical()))
                .claims(
                        known(
                                "critical-head",
                                x -> DiracStability.star(x).theta(),
                                0.92353103,
                                0,
                                -0.92353103,
                                0,
                                -1.18969845,
                                1.18969845),
                        known(
                                "critical-spectrum",
                                DiracFamilies::potential,
                                0,
                                0.00457597,
                                0.02,
                                0.03562756,
                                0.04,
                                0.04),
                        Claim.<Instance>bound("zero-eigenvalue", x -> Math.abs(potential(x)[0]))
                                .atMost(x -> 1e-15),
                        Claim.identity("rotated-twin-distance", x -> twinDistance(x, 200), x -> 0.13055259758),
                        stays)
                .controls(new NegativeControl<>(
                        "semidefinite-suffices",
                        "claims that heads come together where H_P is positive semidefinite",
                        Claim.<Instance>bound("rotated-twin-stays", x -> twinDistance(x, 200))
                                .atMost(x -> 0.5 * twinDistance(x, 0))));
    }

    private static Family<Instance> unstableAndZero() {
        return Family.of(
                        "two-keys",
                        "the worked example with two key dimensions: a zero eigenvalue along rotations, and a negative one",
                        List.of(twoKeys()))
                .claims(known("two-keys-spectrum", x -> Arrays.copyOf(potential(x), 2), -0.00771112, 0));
    }
}
