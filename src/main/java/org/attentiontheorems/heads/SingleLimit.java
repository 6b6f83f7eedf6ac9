package org.attentiontheorems.heads;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.attentiontheorems.attention.CausalAttention;
import org.attentiontheorems.flow.Flow;
import org.attentiontheorems.heads.ConvergentTraining.Regime;
import org.attentiontheorems.heads.TrainingFlow.State;
import org.attentiontheorems.random.RandomField;
import org.attentiontheorems.verify.Approx;
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

/**
 * Under a Kurdyka-Łojasiewicz inequality {@code sqrt(D) >= c E^ϑ, 1/2 <= ϑ < 1}, between dissipation and excess risk the training of the heads
 * follows a path of finite length and converges to a single stationary law (arXiv 2606.10469):
 *
 * <pre>{@code W_2(ρ_0, ρ_T)  <=  |Θ_T - Θ_0|_m  <=  ∫_0^T sqrt(D) dt  <=  E_0^(1-ϑ) / (c (1-ϑ)).}</pre>
 *
 * The inequality is proven with constants in the ridge regime (ϑ = 1/2, c² = 2κ) and in {@link QuarticValley} (ϑ = 3/4). One
 * instance costs a few hundred gradients of the risk.
 */
public final class SingleLimit implements Theorem<SingleLimit.Instance> {
    private static final int TIMES = 20;
    private static final double RIDGE_HORIZON = 8;
    private static final double ABS_FLOOR = 1e-13;
    private static final double LEAST_QUERY = 0.05;
    private static final double LARGEST_QUERY = 0.8;
    private static final Memo<Instance, ConvergentRun> RUNS = runs(training -> training);

    /**
     * A training run.
     *
     * @param model data, ridge and the law at the start
     * @param horizon T, at least 0
     * @param regime {@code ridge} or {@code quartic}; its assumption must be met
     */
    public record Instance(HeadModel model, double horizon, String regime) {
        public Instance {
            Check.finite("horizon", horizon);
            Check.that(horizon >= 0, "horizon", "must be at least 0, is %s", horizon);
            Regime.of(regime, Regime.RIDGE, Regime.QUARTIC).require(model);
        }

        Instance(HeadModel model, double horizon, Regime regime) {
            this(model, horizon, regime.key());
        }

        ConvergentTraining training() {
            return ConvergentTraining.of(model, Regime.of(regime, Regime.values()));
        }

        QuarticValley valley() {
            return QuarticValley.of("model", model);
        }

        boolean isQuartic() {
            return regime.equals(Regime.QUARTIC.key());
        }
    }

    static ConvergentRun run(Instance x) {
        return RUNS.apply(x);
    }

    private static Memo<Instance, ConvergentRun> runs(Function<ConvergentTraining, ConvergentTraining> change) {
        return Memo.of(x -> ConvergentRun.over(change.apply(x.training()), x.model(), x.horizon(), TIMES));
    }

    static double lengthBound(Instance x) {
        return run(x).lengthBound();
    }

    /** {@code ∫ sqrt(D) dt <= E_0^(1-ϑ) / (c (1-ϑ))}. */
    static Bound<Instance> length() {
        return Claim.<Instance>bound("length", (x, effort) -> run(x).pathLength())
                .atMost(SingleLimit::lengthBound)
                .absFloor(ABS_FLOOR);
    }

    /** What has been walked and what the bound leaves to be walked, {@code ∫_0^t sqrt(D) + E_t^(1-ϑ) / (c (1-ϑ))}, never increases; the factor of c is 1. */
    static Claim<Instance> allowance(double factor) {
        return Claim.<Instance>monotone(
                        "allowance", (x, effort) -> run(x).along(state -> run(x).allowance(state, factor)))
                .absFloor(x -> 1e-10 * lengthBound(x))
                .beside((x, effort) -> run(x).along(State::length))
                .when(x -> run(x).isUnderWay(1));
    }

    /** {@code |Θ_T - Θ_0|_m <= ∫ sqrt(D) dt}. */
    static Bound<Instance> displacement() {
        return Claim.<Instance>bound("displacement", (x, effort) -> run(x).displacement())
                .atMost((x, effort) -> run(x).pathLength())
                .absFloor(x -> ABS_FLOOR * (1 + run(x).size()));
    }

    /** {@code c E^ϑ <= sqrt(D)} along the path. */
    static Claim<Instance> inequality() {
        return Claim.<Instance>bound(
                        "kl-inequality",
                        x -> run(x).largestUse(run(x).training().inequality()))
                .atMost(x -> 1)
                .vacuousWhen(x -> !run(x).isResolved(0));
    }

    /** The excess risk by its formula is the difference of the risks. */
    static Identity<Instance> excessRisk(CausalAttention attention) {
        return Claim.<Instance>identity(
                        "excess-risk",
                        x -> risk(x, attention) - run(x).training().least(),
                        x -> run(x).gapStart())
                .absFloor(x -> ABS_FLOOR * (1 + run(x).riskStart()));
    }

    /** The length of the path of the model's heads is that of the closed equation. */
    static Claim<Instance> closedLength(Function<Instance, ConvergentRun> runs) {
        return Claim.<Instance>identity(
                        "closed-length", (x, effort) -> runs.apply(x).pathLength(), SingleLimit::closedLength)
                .absFloor(ABS_FLOOR)
                .when(Instance::isQuartic);
    }

    /** The dissipation of the model's heads is that of the closed formula. */
    static Claim<Instance> closedSlope() {
        return Claim.<Instance>identity(
                        "closed-slope",
                        x -> Math.sqrt(run(x).dissipation(0)),
                        x -> x.valley().slope(x.valley().products()))
                .when(Instance::isQuartic);
    }

    private static double risk(Instance x, CausalAttention attention) {
        HeadKernel kernel = HeadKernel.of(x.model().corpus(), x.model().dk(), attention);
        return HeadRisk.of(kernel, x.model().lambda())
                .value(x.model().atomWeights(), x.model().parameters());
    }

    private static Approx closedLength(Instance x, int effort) {
        double[] end = x.valley().after(x.horizon(), Flow.TIGHT);
        return Approx.direct(end[end.length - 1]);
    }

    @Override
    public Class<Instance> instanceType() {
        return Instance.class;
    }

    @Override
    public List<Claim<Instance>> claims() {
        return List.of(
                length(),
                allowance(1),
                displacement(),
                inequality(),
                excessRisk(CausalAttention.REFERENCE),
                closedLength(SingleLimit::run),
                closedSlope());
    }

    @Override
    public List<NegativeControl<Instance>> controls() {
        return List.of(
                new NegativeControl<>(
                        "half-the-path",
                        "claims that heads end within half the length of their path",
                        displacement().atMost(x -> run(x).pathLength().value() / 2)),
                new NegativeControl<>(
                        "half-the-length", "claims half of the length bound", length().atMost(x -> lengthBound(x) / 2)),
                new NegativeControl<>(
                        "exponents-confused",
                        "writes E_0^ϑ where E_0^(1-ϑ) belongs",
                        length().atMost(SingleLimit::confusedBound).when(Instance::isQuartic)),
                new NegativeControl<>(
                        "quadratic-minimum",
                        "claims exponent 1/2, with c² = 2u, where the minimum is degenerate",
                        length().atMost(SingleLimit::quadraticBound).when(Instance::isQuartic)),
                new NegativeControl<>(
                        "allowance-with-twice-the-constant",
                        "claims the inequality with 2c along the path",
                        allowance(2)),
                new NegativeControl<>(
                        "mass-weighted-flow",
                        "moves each head by its mass times the gradient",
                        closedLength(
                                runs(training -> training.with(training.flow().massWeighted())))),
                new NegativeControl<>(
                        "no-causal-mask",
                        "lets positions attend to the future",
                        excessRisk(CausalAttention.REFERENCE.withoutMask())));
    }

    /** {@code E_0^ϑ / (c (1-ϑ))}. */
    private static double confusedBound(Instance x) {
        KurdykaLojasiewicz kl = run(x).training().inequality();
        return kl.slope(run(x).gapStart()) / (kl.constant() * kl.constant() * (1 - kl.exponent()));
    }

    private static double quadraticBound(Instance x) {
        return KurdykaLojasiewicz.dominated(x.valley().u()).length(run(x).gapStart());
    }

    @Override
    public List<Family<?>> families() {
        return SingleLimitFamilies.all();
    }

    /** Regime 0 is ridge, to horizon 8; regime 1 is quartic, to horizon 10^log10Horizon. */
    @Override
    public Ranges ranges() {
        return TrainingDraws.ridgeRanges()
                .dim("regime", 0, 1)
                .scale("u", 0.5, 4)
                .scale("log10Horizon", 1, 3);
    }

    @Override
    public Instance draw(Draw draw, RandomField random) {
        if (draw.dim("regime") == 0) {
            return new Instance(TrainingDraws.ridgeModel(draw, random), RIDGE_HORIZON, Regime.RIDGE);
        }
        double horizon = StrictMath.pow(10, draw.scale("log10Horizon"));
        return new Instance(quarticModel(draw, random), horizon, Regime.QUARTIC);
    }

    /** A model of {@link QuarticValley} with queries uniform on [0.05, 0.8]; masses uniform on the simplex. */
    static HeadModel quarticModel(Draw draw, RandomField random) {
        double[] queries = random.uniforms("queries", 0, draw.dim("atoms"));
        Arrays.setAll(queries, a -> LEAST_QUERY + (LARGEST_QUERY - LEAST_QUERY) * queries[a]);
        return QuarticValley.model(
                draw.scale("u"), HeadDraws.simplex(random, "quartic masses", queries.length), queries);
    }

    /** Both regimes, made degenerate in one respect each. */
    @Override
    public List<Instance> corners() {
        HeadModel valley = worked().instance().model();
        List<Instance> corners = new ArrayList<>(List.of(
                new Instance(valley, 0, Regime.QUARTIC),
                new Instance(valley.withAtomWeights(1, 0), 100, Regime.QUARTIC),
                new Instance(QuarticValley.model(4, new double[] {1}, 0.8), 1000, Regime.QUARTIC),
                new Instance(QuarticValley.model(1, new double[] {0.5, 0.5}, 0.2, 0.2), 10, Regime.QUARTIC)));
        corners.add(new Instance(RidgeCorners.base(), 0, Regime.RIDGE));
        RidgeCorners.all().forEach(model -> corners.add(new Instance(model, RIDGE_HORIZON, Regime.RIDGE)));
        return corners;
    }

    @Override
    public SortedMap<String, Double> quantities(Instance x) {
        ConvergentRun run = run(x);
        TreeMap<String, Double> named = new TreeMap<>();
        named.put("riskStart", run.riskStart());
        named.put("riskStar", run.training().least());
        named.put("klExponent", run.training().inequality().exponent());
        named.put("klConstant", run.training().inequality().constant());
        named.put("pathLength", run.pathLength().value());
        named.put("lengthBound", run.lengthBound());
        if (x.isQuartic()) {
            named.put("gapEnd", run.gapEnd().value());
        }
        named.values().forEach(HeadLaw::requireFinite);
        return named;
    }

    @Override
    public List<Picture> pictures(RandomField random) {
        return List.of(TrainingPictures.headsInThePlane(), TrainingPictures.spiralValley());
    }

    @Override
    public List<Example<Instance>> examples() {
        return List.of(worked());
    }

    static Example<Instance> worked() {
        return Example.resource(SingleLimit.class, "single-limit-quartic", Instance.class);
    }

    @Override
    public int tries() {
        return 30;
    }

    @Override
    public Search search() {
        return new Search(20, 2, 20);
    }
}
