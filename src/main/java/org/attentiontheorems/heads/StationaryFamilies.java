package org.attentiontheorems.heads;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.attentiontheorems.flow.Flow;
import org.attentiontheorems.heads.StationaryConvergence.Instance;
import org.attentiontheorems.heads.TrainingFlow.State;
import org.attentiontheorems.random.RandomField;
import org.attentiontheorems.verify.Bound;
import org.attentiontheorems.verify.Claim;
import org.attentiontheorems.verify.Decay;
import org.attentiontheorems.verify.Family;
import org.attentiontheorems.verify.Identity;
import org.attentiontheorems.verify.Memo;
import org.attentiontheorems.verify.Monotone;
import org.attentiontheorems.verify.NegativeControl;
import org.attentiontheorems.verify.Trajectory;

/** Declared families of convergence to stationary laws: rates, sharpness, and a dissipation that grows. */
final class StationaryFamilies {
    private static final long FIXED_SEED = 20261;
    private static final double[] LAMBDAS = {0.1, 0.3, 1};
    private static final double AT_REST = 40;
    private static final double LEFT = 1e-8;
    private static final int DOUBLINGS = 3;

    private StationaryFamilies() {}

    static List<Family<?>> all() {
        return List.of(
                vanishing(), ridgePaths(), shortHorizon(), withoutTokens(), EscapeWithoutRidge.escape(), growth());
    }

    // ---- the dissipation vanishes

    /** Fixed, whatever the run's seed: two of them stay near a saddle for long, others would do so for longer. */
    private static List<Instance> longRuns() {
        return IntStream.rangeClosed(1, 24)
                .mapToObj(i -> {
                    RandomField random = RandomField.of(FIXED_SEED, "stationary-convergence long runs", i);
                    double lambda = LAMBDAS[i % LAMBDAS.length];
                    HeadModel model = TrainingDraws.model(TrainingDraws.ranges().sample(random), random, lambda);
                    return new Instance(model, AT_REST / lambda);
                })
                .toList();
    }

    /** {@code D(ρ_T) / D(ρ_0)} at the horizon, doubled at most three times where the heads have not come to rest by then. */
    private static double dissipationLeft(Instance x, double share) {
        TrainingFlow flow = TrainingFlow.of(x.model());
        double start = flow.dissipation(x.model().parameters());
        double horizon = share * x.horizon();
        double[] theta = flow.after(x.model().parameters(), horizon, Flow.TIGHT).theta();
        for (int k = 0; k < DOUBLINGS && flow.dissipation(theta) > LEFT * start; k++) {
            theta = flow.after(theta, horizon, Flow.TIGHT).theta();
            horizon *= 2;
        }
        return flow.dissipation(theta) / start;
    }

    private static Bound<Instance> vanishes(double share) {
        return Claim.<Instance>bound("dissipation-vanishes", x -> dissipationLeft(x, share))
                .atMost(x -> LEFT);
    }

    private static Family<Instance> vanishing() {
        Memo<Instance, TrainingRun> run = Memo.of(
                x -> TrainingRun.over(TrainingFlow.of(x.model()), x.model().parameters(), x.horizon(), Flow.TIGHT));
        return Family.of(
                        "long-runs",
                        "24 fixed models with λ = 0.1, 0.3, 1 over the horizon 40/λ (up to 320/λ for those near a saddle): at rest, with"
                                + " queries and keys in balance",
                        longRuns())
                .claims(
                        vanishes(1),
                        Claim.<Instance>bound("balance-at-rest", x -> imbalance(run.apply(x)))
                                .atMost(x -> 1e-9))
                .controls(new NegativeControl<>(
                        "rest-too-early", "claims that heads are at rest by the time 0.4/λ", vanishes(0.01)));
    }

    private static double imbalance(TrainingRun run) {
        WorstEntry worst = HeadSymmetry.balancedness(run, 2);
        return Math.abs(worst.measured() - worst.reference());
    }

    // ---- in the ridge regime, exponentially

    private static List<Instance> ridgeModels(RandomField random, int count, double horizon) {
        return IntStream.range(0, count)
                .mapToObj(random::size)
                .map(field ->
                        TrainingDraws.ridgeModel(TrainingDraws.ridgeRanges().sample(field), field))
                .filter(model -> RidgeRegime.of(model).holds())
                .map(model -> new Instance(model, horizon))
                .toList();
    }

    /** {@code D(ρ_t) <= (L/κ) e^(-2κt) D(ρ_0)}: from {@code D <= 2L E}, {@code E' = -D <= -2κ E} and {@code 2κ E <= D}. */
    private static Decay<Instance> dissipationDecays(double faster) {
        return Claim.<Instance>decay(
                        "dissipation-decays",
                        (x, effort) -> StationaryConvergence.run(x)
                                .along(state -> StationaryConvergence.dissipation(x, state))
                                .subList(0, 101))
                .atRate(
                        x -> faster * 2 * RidgeRegime.of(x.model()).kappa(),
                        x -> RidgeRegime.of(x.model()).smoothness()
                                / RidgeRegime.of(x.model()).kappa());
    }

    /** Every fifth of 201 points. */
    private static List<Trajectory.Point> thinned(List<Trajectory.Point> points) {
        return IntStream.rangeClosed(0, (points.size() - 1) / 5)
                .mapToObj(k -> points.get(5 * k))
                .toList();
    }

    private static Family<Instance> ridgePaths() {
        return Family.drawn(
                        "ridge-paths",
                        "12 random models in the ridge regime over a time of 2: the dissipation falls exponentially",
                        random -> ridgeModels(random, 12, 2))
                .claims(dissipationDecays(1))
                .controls(new NegativeControl<>(
                        "dissipation-three-times-faster", "claims three times the rate", dissipationDecays(3)));
    }

    // ---- sharpness: over a short time the minimum is the mean

    private static Instance shortRun(HeadModel model) {
        return new Instance(model, 0.05 / DescentStep.smoothnessAtStart(model));
    }

    private static Family<Instance> shortHorizon() {
        Bound<Instance> below = StationaryConvergence.minimumDissipation("short-minimum", 1);
        return Family.drawn(
                        "short-horizon",
                        "60 random models over the horizon 0.05/L: the least dissipation is nearly the mean loss",
                        random -> EnergyFamilies.models(random, 60).stream()
                                .map(StationaryFamilies::shortRun)
                                .toList())
                .claims(
                        below,
                        Claim.<Instance>bound(
                                        "short-minimum-near-mean",
                                        x -> StationaryConvergence.least(x).value())
                                .atLeast(x ->
                                        0.85 * StationaryConvergence.meanLoss(x).value()))
                .controls(new NegativeControl<>(
                        "twice-the-horizon",
                        "claims min D <= (R(ρ_0) - R(ρ_T)) / 2T",
                        StationaryConvergence.minimumDissipation("short-minimum", 0.5)));
    }

    // ---- sharpness: without tokens the ridge regime is exact

    /** Along the run, measured numbers against what they should be. */
    private static WorstEntry alongRun(Instance x, ToDoubleFunction<State> measured, ToDoubleFunction<State> expected) {
        List<State> states = StationaryConvergence.run(x).states();
        double[] found = new double[states.size() / 20];
        double[] should = new double[found.length];
        for (int k = 0; k < found.length; k++) {
            found[k] = measured.applyAsDouble(states.get(20 * k));
            should[k] = expected.applyAsDouble(states.get(20 * k));
        }
        return WorstEntry.of(
                found, should, 1e-13 * (1 + Arrays.stream(should).max().orElse(0)));
    }

    private static Identity<Instance> excessWithoutTokens(double factor) {
        return WorstEntry.<Instance>identity("excess-without-tokens", x -> {
                    double lambda = x.model().lambda();
                    double least = StrictMath.log(x.model().vocab());
                    TrainingFlow flow = TrainingFlow.of(x.model());
                    return alongRun(
                            x,
                            state -> StationaryConvergence.dissipation(x, state),
                            state -> factor * lambda * (flow.risk(state.theta()) - least));
                })
                .absFloor(1e-9);
    }

    private static Family<Instance> withoutTokens() {
        return Family.drawn(
                        "without-tokens",
                        "20 random models whose tokens are all 0: D = 2λ (R - log v) and λ W_2 = sqrt(D) at all times",
                        random -> EnergyFamilies.models(random, 40).stream()
                                .filter(model -> model.lambda() > 0)
                                .limit(20)
                                .map(model -> new Instance(DegenerateModels.withoutTokens(model), 1 / model.lambda()))
                                .toList())
                .claims(
                        excessWithoutTokens(2),
                        WorstEntry.<Instance>identity("distance-without-tokens", x -> {
                                    TrainingFlow flow = TrainingFlow.of(x.model());
                                    return alongRun(
                                            x,
                                            state -> Math.sqrt(StationaryConvergence.dissipation(x, state)),
                                            state -> x.model().lambda() * Math.sqrt(flow.squaredNorm(state.theta())));
                                })
                                .absFloor(1e-9))
                .controls(new NegativeControl<>(
                        "excess-without-the-two", "claims D = L (R - R_*)", excessWithoutTokens(1)));
    }

    // ---- the dissipation itself may grow

    /** Two heads that part from the stationary head of {@link DiracStability}'s worked example. */
    private static Instance parting() {
        DiracStability.Instance worked = DiracStability.worked().instance();
        StationaryHead star = DiracStability.star(worked);
        double[] e = DiracStability.hessian(worked).potential().vectors()[0];
        double[] heads = star.split(e, 1e-3);
        Head.Shape shape = worked.model().shape();
        return new Instance(
                worked.model()
                        .withAtoms(
                                new double[] {0.5, 0.5},
                                List.of(Head.of(shape, heads, 0), Head.of(shape, heads, e.length))),
                80);
    }

    private static Monotone<Instance> falls(ToDoubleFunction<State> quantity) {
        return Claim.<Instance>monotone(
                        "risk-falls-while-heads-part",
                        (x, effort) -> thinned(StationaryConvergence.run(x).along(quantity)))
                .absFloor(1e-10);
    }

    private static Family<Instance> growth() {
        Instance x = parting();
        TrainingFlow flow = TrainingFlow.of(x.model());
        return Family.of(
                        "parting-heads",
                        "two heads that part from an unstable stationary head: the risk falls, the dissipation grows sixtyfold",
                        List.of(x))
                .claims(
                        falls(state -> flow.risk(state.theta())),
                        Claim.<Instance>identity(
                                        "dissipation-grows",
                                        y -> flow.dissipation(StationaryConvergence.run(y)
                                                        .last()
                                                        .theta())
                                                / flow.dissipation(y.model().parameters()),
                                        y -> 60.4)
                                .absFloor(0.05))
                .controls(new NegativeControl<>(
                        "dissipation-never-increases",
                        "claims that the dissipation falls at all times",
                        falls(state -> flow.dissipation(state.theta()))));
    }
}
