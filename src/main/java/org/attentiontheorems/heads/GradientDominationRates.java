package org.attentiontheorems.heads;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.attentiontheorems.heads.ConvergentTraining.Regime;
import org.attentiontheorems.heads.TrainingFlow.Dissipation;
import org.attentiontheorems.heads.TrainingFlow.State;
import org.attentiontheorems.random.RandomField;
import org.attentiontheorems.verify.Bound;
import org.attentiontheorems.verify.Check;
import org.attentiontheorems.verify.Claim;
import org.attentiontheorems.verify.Draw;
import org.attentiontheorems.verify.Example;
import org.attentiontheorems.verify.Family;
import org.attentiontheorems.verify.Identity;
import org.attentiontheorems.verify.Memo;
import org.attentiontheorems.verify.NegativeControl;
import org.attentiontheorems.verify.Picture;
import org.attentiontheorems.verify.Ranges;
import org.attentiontheorems.verify.Search;
import org.attentiontheorems.verify.Theorem;
import org.attentiontheorems.verify.Trajectory;

/**
 * If the dissipation D dominates the excess risk E = R - R_*, training converges exponentially; if only a power of it, polynomially (arXiv
 * 2606.10469):
 *
 * <pre>{@code D >= 2 κ E          =>  E(T)  <=  e^(-2κT) E(0)
 * sqrt(D) >= c E^ϑ    =>  E(T)  <=  (E(0)^(1-2ϑ) + (2ϑ-1) c² T)^(-1/(2ϑ-1)),   1/2 < ϑ < 1.}</pre>
 *
 * Proven are κ = λ where only values are trained, κ = λ - sqrt(2) G2 in the ridge regime, and ϑ = 3/4 in {@link QuarticValley}. One instance
 * costs a few hundred gradients of the risk and a Newton iteration.
 */
public final class GradientDominationRates implements Theorem<GradientDominationRates.Instance> {
    private static final int TIMES = 100;
    private static final double RIDGE_HORIZON = 0.5;
    private static final double[] LAMBDAS = {0.05, 0.2, 1};

    /** E is known relative to its size until heads are known to rounding only: 1e-10 squared. */
    private static final double ABS_FLOOR = 1e-20;

    private static final double ROUNDING = 1e-13;
    private static final Memo<Instance, ConvergentRun> RUNS = runs(training -> training);

    /**
     * A training run.
     *
     * @param model data, ridge and the law at the start
     * @param horizon T, at least 0
     * @param regime {@code valueOnly}, {@code ridge} or {@code quartic}; its assumption must be met
     */
    public record Instance(HeadModel model, double horizon, String regime) {
        public Instance {
            Check.finite("horizon", horizon);
            Check.that(horizon >= 0, "horizon", "must be at least 0, is %s", horizon);
            Regime.of(regime, Regime.VALUE_ONLY, Regime.RIDGE, Regime.QUARTIC).require(model);
        }

        Instance(HeadModel model, double horizon, Regime regime) {
            this(model, horizon, regime.key());
        }

        ConvergentTraining training() {
            return ConvergentTraining.of(model, Regime.of(regime, Regime.values()));
        }

        boolean isQuartic() {
            return regime.equals(Regime.QUARTIC.key());
        }

        boolean isDominated() {
            return !isQuartic();
        }
    }

    static ConvergentRun run(Instance x) {
        return RUNS.apply(x);
    }

    private static Memo<Instance, ConvergentRun> runs(Function<ConvergentTraining, ConvergentTraining> change) {
        return Memo.of(x -> ConvergentRun.over(change.apply(x.training()), x.model(), x.horizon(), TIMES));
    }

    static double gapBound(Instance x) {
        return run(x).gapBound(x.horizon());
    }

    /** {@code E(T)} is at most what the regime says. */
    static Bound<Instance> gap() {
        return Claim.<Instance>bound("gap", (x, effort) -> run(x).gapEnd())
                .atMost(GradientDominationRates::gapBound)
                .absFloor(ABS_FLOOR);
    }

    /** {@code E(t) <= e^(-2κt) E(0)} on the way. */
    private static final Claim<Instance> EXPONENTIAL = Claim.<Instance>decay(
                    "exponential-decay", (x, effort) -> gaps(run(x)))
            .atRate(x -> 2 * run(x).training().kappa(), x -> 1)
            .when(Instance::isDominated);

    private static List<Trajectory.Point> gaps(ConvergentRun run) {
        return IntStream.rangeClosed(0, TIMES / 5)
                .mapToObj(k -> new Trajectory.Point(run.run().times()[5 * k], run.gap(5 * k)))
                .toList();
    }

    /** {@code c E^ϑ <= sqrt(D)} along the path. */
    static Claim<Instance> domination(Function<Instance, ConvergentRun> runs) {
        return Claim.<Instance>bound(
                        "domination",
                        x -> runs.apply(x).largestUse(run(x).training().inequality()))
                .atMost(x -> 1)
                .vacuousWhen(x -> !run(x).isResolved(0));
    }

    /** {@code D <= 2 L E} along the path: R_* is the least risk, and not below it. */
    static Claim<Instance> curvature(Function<Instance, ConvergentRun> runs) {
        return Claim.<Instance>bound("curvature", x -> runs.apply(x).largestCurvature())
                .atMost(x -> run(x).training().smoothness())
                .vacuousWhen(x -> !run(x).isResolved(0))
                .when(Instance::isDominated);
    }

    /** {@code E(0) - E(T) = ∫ D dt}. */
    static Identity<Instance> energy(Function<Instance, ConvergentRun> runs) {
        return Claim.<Instance>identity(
                        "energy",
                        (x, effort) -> run(x).lost(),
                        (x, effort) -> runs.apply(x).atEnd(State::dissipated))
                .absFloor(x -> Math.max(ABS_FLOOR, ROUNDING * run(x).gapStart()));
    }

    /** The excess risk by its formula is the difference of the risks. */
    private static final Identity<Instance> EXCESS_RISK = Claim.<Instance>identity(
                    "excess-risk", x -> run(x).riskStart() - run(x).training().least(), x -> run(x).gapStart())
            .absFloor(x -> ROUNDING * (1 + run(x).riskStart()));

    @Override
    public Class<Instance> instanceType() {
        return Instance.class;
    }

    @Override
    public List<Claim<Instance>> claims() {
        return List.of(
                gap(),
                EXPONENTIAL,
                domination(GradientDominationRates::run),
                curvature(GradientDominationRates::run),
                energy(GradientDominationRates::run),
                EXCESS_RISK);
    }

    @Override
    public List<NegativeControl<Instance>> controls() {
        return List.of(
                new NegativeControl<>(
                        "twice-the-rate",
                        "claims E(T) <= e^(-4κT) E(0)",
                        gap().atMost(x -> KurdykaLojasiewicz.dominated(
                                                2 * run(x).training().kappa())
                                        .gapAfter(run(x).gapStart(), x.horizon()))
                                .when(Instance::isDominated)),
                new NegativeControl<>(
                        "exponential-on-quartic",
                        "claims that the ratio D / 2E at the start stays, so that E falls exponentially",
                        gap().atMost(GradientDominationRates::boundFromStart).when(Instance::isQuartic)),
                new NegativeControl<>(
                        "least-risk-zero",
                        "takes 0 for the least risk",
                        domination(runs(training -> training.withLeast(0)))),
                new NegativeControl<>(
                        "least-risk-from-the-end",
                        "takes the risk at the horizon for the least risk",
                        curvature(Memo.of(GradientDominationRates::againstTheEnd))),
                new NegativeControl<>(
                        "dissipation-without-masses",
                        "counts Σ |g_a|² as dissipated",
                        energy(counting(Dissipation.WITHOUT_MASSES))),
                new NegativeControl<>(
                        "dissipation-of-frozen-blocks",
                        "counts the gradient of frozen blocks as dissipated",
                        energy(counting(Dissipation.WITH_FROZEN_BLOCKS))));
    }

    private static Memo<Instance, ConvergentRun> counting(Dissipation dissipation) {
        return runs(training -> training.with(training.flow().counting(dissipation)));
    }

    private static double boundFromStart(Instance x) {
        double ratio = run(x).dissipation(0) / (2 * run(x).gapStart());
        return KurdykaLojasiewicz.dominated(ratio).gapAfter(run(x).gapStart(), x.horizon());
    }

    private static ConvergentRun againstTheEnd(Instance x) {
        ConvergentTraining training = run(x).training();
        double end = training.flow().risk(run(x).run().last().theta());
        return new ConvergentRun(training.withLeast(end), run(x).run());
    }

    @Override
    public List<Family<?>> families() {
        return GradientDominationFamilies.all();
    }

    /** Regime 0 is ridge, 1 valueOnly (ridge 0.05, 0.2 or 1, to horizon 1/λ), 2 quartic (to horizon 10^log10Horizon). */
    @Override
    public Ranges ranges() {
        return TrainingDraws.ridgeRanges()
                .dim("regime", 0, 2)
                .dim("ridge", 0, LAMBDAS.length - 1)
                .scale("u", 0.5, 4)
                .scale("log10Horizon", 1, 3);
    }

    @Override
    public Instance draw(Draw draw, RandomField random) {
        return switch (draw.dim("regime")) {
            case 0 -> new Instance(TrainingDraws.ridgeModel(draw, random), RIDGE_HORIZON, Regime.RIDGE);
            case 1 -> valueOnly(TrainingDraws.model(draw, random, LAMBDAS[draw.dim("ridge")]));
            default ->
                new Instance(
                        SingleLimit.quarticModel(draw, random),
                        StrictMath.pow(10, draw.scale("log10Horizon")),
                        Regime.QUARTIC);
        };
    }

    private static Instance valueOnly(HeadModel model) {
        return new Instance(model, 1 / model.lambda(), Regime.VALUE_ONLY);
    }

    /** All regimes, made degenerate in one respect each. */
    @Override
    public List<Instance> corners() {
        Instance worked = worked().instance();
        List<Instance> corners = new ArrayList<>();
        corners.add(new Instance(worked.model(), 0, Regime.VALUE_ONLY));
        DegenerateModels.of(worked.model()).stream()
                .filter(model -> model.lambda() > 0)
                .forEach(model -> corners.add(valueOnly(model)));
        RidgeCorners.all().forEach(model -> corners.add(new Instance(model, RIDGE_HORIZON, Regime.RIDGE)));
        corners.add(new Instance(QuarticValley.model(4, new double[] {1}, 0.8), 1000, Regime.QUARTIC));
        corners.add(new Instance(QuarticValley.model(2, new double[] {0, 1}, 0.8, 0.1), 100, Regime.QUARTIC));
        corners.add(new Instance(QuarticValley.model(2, new double[] {0.5, 0.5}, 0.2, 0.2), 0, Regime.QUARTIC));
        return corners;
    }

    @Override
    public SortedMap<String, Double> quantities(Instance x) {
        ConvergentRun run = run(x);
        TreeMap<String, Double> named = new TreeMap<>();
        named.put("riskStart", run.riskStart());
        named.put("riskStar", run.training().least());
        named.put("gapEnd", run.gapEnd().value());
        named.put("gapBound", gapBound(x));
        if (x.isQuartic()) {
            named.put("klExponent", run.training().inequality().exponent());
            named.put("klConstant", run.training().inequality().constant());
        } else {
            named.put("kappa", run.training().kappa());
        }
        if (x.isDominated() && run.isResolved(0)) {
            named.put("kappaPosterior", run.leastCurvature());
        }
        named.values().forEach(HeadLaw::requireFinite);
        return named;
    }

    @Override
    public List<Picture> pictures(RandomField random) {
        HeadModel ridge = RidgeCorners.base();
        return TrainingPictures.gaps(worked().instance(), new Instance(ridge, 1, Regime.RIDGE));
    }

    @Override
    public List<Example<Instance>> examples() {
        return List.of(worked());
    }

    static Example<Instance> worked() {
        return Example.resource(GradientDominationRates.class, "gradient-domination-rates-values", Instance.class);
    }

    @Override
    public int tries() {
        return 60;
    }

    @Override
    public Search search() {
        return new Search(20, 2, 20);
    }
}
