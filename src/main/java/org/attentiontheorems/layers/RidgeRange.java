package org.attentiontheorems.layers;

import java.util.List;
import java.util.function.ToDoubleFunction;
import org.attentiontheorems.layers.ControlStability.Instance;
import org.attentiontheorems.layers.RidgeMinimiser.Penalty;
import org.attentiontheorems.verify.Approx;
import org.attentiontheorems.verify.Claim;
import org.attentiontheorems.verify.Memo;
import org.attentiontheorems.verify.NegativeControl;

/**
 * The ridge half of {@link ControlStability}: how far from its anchor a penalty lets a control go. For the minimiser θ* of {@code J_L + λ/2 ∫
 * |θ - θ̄|² dt},
 *
 * <pre>{@code ∫ |θ* - θ̄|² dt  <=  2/λ (J_L(θ̄) - J_L(θ*))  <=  2 J_L(θ̄) / λ.}</pre>
 */
final class RidgeRange {
    private static final double STATIONARY = 1e-8;

    /** What rounding of the penalty leaves of a slope, relative to λ: far below 1e-8 unless λ is huge. */
    private static final double PENALTY_ROUNDING = 1e-16;

    private static final int[] LAMBDAS = {16, 32, 64, 128};

    /** Half of the allowed window of slopes, 0.15, and the blur of the rule for slopes. */
    private static final double PENALTY_WINDOW = 0.17;

    private static final double FLOW_ERROR = 1e-12;
    private static final Memo<Instance, RidgeMinimiser.Run> RUNS = runs(RidgeMinimiser.REFERENCE);

    private RidgeRange() {}

    private static Memo<Instance, RidgeMinimiser.Run> runs(RidgeMinimiser method) {
        return Memo.of(x -> method.run(x.problem()));
    }

    static RidgeMinimiser.Run run(Instance x) {
        return RUNS.apply(x);
    }

    /** {@code ∫ |θ - θ̄|² <= 2/λ (J_L(θ̄) - J_L(θ))} for every iterate, the minimiser among them. */
    static Claim<Instance> range(double factor) {
        return Claim.<Instance>bound("range", x -> RUNS.apply(x).mostSpent().energy())
                .atMost(x -> factor * RUNS.apply(x).mostSpent().allowed())
                .absFloor(FLOW_ERROR)
                .when(Instance::isShallow);
    }

    /** {@code ∫ |θ* - θ̄|² <= 2 J_L(θ̄) / λ}. */
    static Claim<Instance> crudeRange() {
        return Claim.<Instance>bound("crude-range", x -> RUNS.apply(x).energy())
                .atMost(x -> bound(x, x.lambda()))
                .when(Instance::isShallow);
    }

    /** {@code 2 J_L(θ̄) / λ}. */
    static double bound(Instance x, double lambda) {
        return 2 * x.problem().risk(Control.of(x.anchor())) / lambda;
    }

    /** {@code J_{L,λ}(θ*) <= J_{L,λ}(θ̄)}. */
    static Claim<Instance> descends(RidgeMinimiser method) {
        return descends(runs(method));
    }

    private static Claim<Instance> descends(Memo<Instance, RidgeMinimiser.Run> runs) {
        return Claim.<Instance>bound(
                        "descends", x -> x.problem().objective(runs.apply(x).minimiser()))
                .atMost(x -> x.problem().objective(Control.of(x.anchor())))
                .when(Instance::isShallow);
    }

    /** The objective has no slope at θ*. */
    static Claim<Instance> stationary(RidgeMinimiser method) {
        return stationary(runs(method));
    }

    private static Claim<Instance> stationary(Memo<Instance, RidgeMinimiser.Run> runs) {
        return Claim.<Instance>bound("stationary", x -> runs.apply(x).steepest(Control.of(x.control())))
                .atMost(x -> STATIONARY)
                .absFloor(x -> PENALTY_ROUNDING * x.lambda())
                .when(Instance::isShallow);
    }

    /** {@code ∫ |θ* - θ̄|² = S/λ² Σ_s |Ĝ_s|²}; the factor is that of a wrong report. */
    static Claim<Instance> energy(ToDoubleFunction<Instance> factor) {
        return Claim.<Instance>identity(
                        "energy",
                        x -> factor.applyAsDouble(x) * RUNS.apply(x).energy(),
                        x -> RUNS.apply(x).energyOfGradient())
                .absFloor(1e-26)
                .when(Instance::isShallow);
    }

    /** {@code ∫ |θ* - θ̄|²} falls like λ⁻²: a step of length 1/λ along the gradient. */
    static Claim<Instance> penaltyRate(double exponent) {
        return Claim.<Instance>exactRate(
                        "penalty-rate",
                        (x, lambda, effort) -> Approx.direct(
                                RidgeMinimiser.REFERENCE.run(x.problem(lambda)).energy()))
                .fallsLike(exponent, PENALTY_WINDOW, LAMBDAS)
                .under(RidgeRange::bound)
                .sharp()
                .when(Instance::isShallow);
    }

    /** The last claims of {@link ControlStability}. */
    static List<Claim<Instance>> claims() {
        return List.of(range(1), crudeRange(), descends(RUNS), stationary(RUNS), energy(x -> 1), penaltyRate(2));
    }

    /** Its last controls. */
    static List<NegativeControl<Instance>> controls() {
        RidgeMinimiser method = RidgeMinimiser.REFERENCE;
        return List.of(
                new NegativeControl<>(
                        "half-the-range", "claims 1/λ for 2/λ: not every minimiser is so near", range(0.5)),
                new NegativeControl<>(
                        "step-without-segments",
                        "steps by 1/λ for S/λ",
                        stationary(runs(method.with(RidgeMinimiser.Step.PLAIN)))
                                .when(x -> x.control().size() > 1)),
                new NegativeControl<>(
                        "penalty-summed",
                        "sums the penalty over segments",
                        stationary(method.with(Penalty.SUM))
                                .when(x -> x.control().size() > 1)),
                new NegativeControl<>(
                        "penalty-rewarded", "subtracts the penalty", stationary(method.with(Penalty.REWARD))),
                new NegativeControl<>(
                        "step-uphill",
                        "steps from the anchor along the gradient",
                        descends(method.with(RidgeMinimiser.Step.UPHILL))),
                new NegativeControl<>(
                        "energy-summed",
                        "reports the sum over segments for the integral",
                        energy(x -> x.control().size()).when(x -> x.control().size() > 1)),
                new NegativeControl<>(
                        "energy-like-one-over-lambda", "claims that the energy falls like 1/λ only", penaltyRate(1)));
    }
}
