package org.attentiontheorems.heads;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.attentiontheorems.flow.Flow;
import org.attentiontheorems.heads.DiracStability.Instance;
import org.attentiontheorems.verify.Approx;
import org.attentiontheorems.verify.Bound;
import org.attentiontheorems.verify.Claim;
import org.attentiontheorems.verify.Decay;
import org.attentiontheorems.verify.Family;
import org.attentiontheorems.verify.Memo;
import org.attentiontheorems.verify.NegativeControl;
import org.attentiontheorems.verify.Trajectory;

/** A strict minimum of the single-head risk from which two heads part: why {@link DiracStability} is judged by H_P. */
final class PartingHeads {
    private static final double LATE = 2300;

    private PartingHeads() {}

    private record Parted(double singleDistance, double risk, double[] larger, double[] smaller) {
        static Parted of(Instance x) {
            StationaryHead star = DiracStability.star(x);
            double[] e = DiracStability.hessian(x).potential().vectors()[0];
            double[] up = StationaryHead.scaled(e, 0.01);
            double[] down = StationaryHead.scaled(e, -0.01);
            double[] two = star.training(0.5, 0.5)
                    .after(star.perturbed(up, down), LATE, Flow.TIGHT)
                    .theta();
            double[] first = Arrays.copyOf(two, e.length);
            double[] second = Arrays.copyOfRange(two, e.length, two.length);
            boolean ordered = Math.abs(first[0]) >= Math.abs(second[0]);
            return new Parted(
                    Math.max(alone(star, up), alone(star, down)),
                    star.training(0.5, 0.5).risk(two),
                    ordered ? first : second,
                    ordered ? second : first);
        }

        /** How far a single head is from θ_* in the end. */
        private static double alone(StationaryHead star, double[] xi) {
            double[] end =
                    star.training(1).after(star.perturbed(xi), LATE, Flow.TIGHT).theta();
            return star.distance(StationaryHead.ALL_MASS, end);
        }

        /** Both heads, up to the common sign of queries and keys. */
        double[] heads() {
            double[] both = DiracFamilies.joined(larger, smaller);
            for (int from = 0; from < both.length; from += larger.length) {
                double sign = both[from] < 0 ? -1 : 1;
                both[from] *= sign;
                both[from + 1] *= sign;
            }
            return both;
        }
    }

    private static Bound<Instance> twoHeadsEndBelow(Memo<Instance, Parted> parted, double gain) {
        return Claim.<Instance>bound("two-heads-part", x -> parted.apply(x).risk())
                .atMost(x -> DiracStability.star(x).risk() - gain);
    }

    /** The distance of two heads that start at {@code θ_* ± 1e-4 e}, as long as it is small. */
    private static List<Trajectory.Point> parting(Instance x) {
        StationaryHead star = DiracStability.star(x);
        double[] e = DiracStability.hessian(x).potential().vectors()[0];
        TrainingFlow flow = star.training(0.5, 0.5);
        return TrainingRun.of(flow, star.split(e, 1e-4), TrainingFlow.grid(x.horizon(), 20), Flow.TIGHT)
                .along(state -> 2 * star.distance(flow.masses(), state.theta()));
    }

    /** The distance to θ_* of a single head that starts at {@code θ_* + 1e-6 e}, e the lowest eigenvector of H_R. */
    private static List<Trajectory.Point> returning(Instance x) {
        StationaryHead star = DiracStability.star(x);
        double[] e = DiracStability.hessian(x).full().vectors()[0];
        double[] start = star.perturbed(StationaryHead.scaled(e, 1e-6));
        return TrainingRun.of(star.training(1), start, TrainingFlow.grid(x.horizon(), 20), Flow.TIGHT)
                .along(state -> star.distance(StationaryHead.ALL_MASS, state.theta()));
    }

    private static Decay<Instance> returningAt(Function<Instance, DiracHessian> at, double faster) {
        return Claim.<Instance>decay("single-head-returns-at-rate", (x, effort) -> returning(x))
                .atRate(x -> faster * at.apply(x).leastFull(), x -> 1.001);
    }

    private static Decay<Instance> partingAt(Function<Instance, DiracHessian> at, boolean full) {
        return Claim.<Instance>decay("parting-no-faster", (x, effort) -> parting(x))
                .atRate(x -> full ? at.apply(x).leastFull() : at.apply(x).leastPotential(), x -> 1.001);
    }

    static Family<Instance> separation() {
        Memo<Instance, Parted> parted = Memo.of(Parted::of);
        return Family.of(
                        "separation",
                        "the worked example, where H_R is positive and H_P is not: a single head returns, two heads part for a lower risk",
                        List.of(DiracStability.worked().instance()))
                .claims(
                        DiracFamilies.known(
                                "separation-spectra",
                                x -> DiracFamilies.joined(DiracFamilies.potential(x), DiracFamilies.full(x)),
                                -0.02562734,
                                0.05,
                                0.1,
                                0.11606858,
                                0.05,
                                0.07198115,
                                0.1,
                                0.48311537),
                        Claim.<Instance>identity(
                                        "second-common-rate",
                                        (x, effort) -> LinearRates.commonRate(x, 1, effort),
                                        (x, effort) -> Approx.direct(-DiracFamilies.full(x)[1]))
                                .absFloor(1e-3 * 0.07198115),
                        Claim.<Instance>bound(
                                        "single-head-returns",
                                        x -> parted.apply(x).singleDistance())
                                .atMost(x -> 1e-12),
                        twoHeadsEndBelow(parted, 0.002),
                        Claim.<Instance>identity(
                                        "parted-risk", x -> parted.apply(x).risk(), x -> 0.636705982)
                                .absFloor(1e-9),
                        WorstEntry.<Instance>identity(
                                        "parted-heads",
                                        x -> WorstEntry.of(
                                                parted.apply(x).heads(),
                                                new double[] {0.628, 0.628, -0.577, 0.577, 0, 0, -0.038, 0.038},
                                                5e-4))
                                .absFloor(1e-3),
                        returningAt(DiracStability::hessian, 1),
                        partingAt(DiracStability::hessian, false))
                .controls(
                        new NegativeControl<>(
                                "single-head-returns-faster",
                                "claims that a single head returns at 1.1 times λ_min(H_R)",
                                returningAt(DiracStability::hessian, 1.1)),
                        new NegativeControl<>(
                                "strict-minimum-is-least",
                                "claims that the risk of a strict single-head minimum cannot be undercut",
                                Claim.<Instance>bound(
                                                "two-heads-part",
                                                x -> DiracStability.star(x).risk())
                                        .atMost(x -> parted.apply(x).risk())),
                        new NegativeControl<>(
                                "heads-return-together",
                                "claims that two heads return at the rate λ_min(H_R) of a single one",
                                partingAt(DiracStability::hessian, true)));
    }
}
