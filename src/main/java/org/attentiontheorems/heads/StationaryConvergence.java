package org.attentiontheorems.heads;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToDoubleBiFunction;
import org.attentiontheorems.flow.Flow;
import org.attentiontheorems.heads.RiskHessian.Form;
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
import org.attentiontheorems.verify.Ranges;
import org.attentiontheorems.verify.Search;
import org.attentiontheorems.verify.Theorem;

/**
 * Training comes to rest: the dissipation vanishes, and all limit points are stationary (arXiv 2606.10469). Along the flow
 *
 * <pre>
 * min_{t &lt;= T} D(ρ_t)  &lt;=  (R(ρ_0) - R(ρ_T)) / T,          d/dt D(ρ_t) = -2 ⟨g, H g⟩_m,
 * |θ_a|²  &lt;=  2 R(ρ_0) / (λ m_a)                                                (λ > 0)
 * D &lt;= 2 L (R - R_*),   2 κ (R - R_*) &lt;= D,   κ W_2(ρ_t, δ_θ*) &lt;= sqrt(D)       (in the {@link RidgeRegime})
 * </pre>
 *
 * and queries and keys come into balance, {@code Q Qᵀ - K Kᵀ} like {@code e^(-2λt)}. One instance costs some hundred gradients.
 */
public final class StationaryConvergence implements Theorem<StationaryConvergence.Instance> {
    private static final int SAMPLES = 200;
    private static final int EVERY = 20;
    /** What the minimum over 201 times may be above that over all times, relative to the bound. */
    private static final double GRID = 1e-6;

    private static final double SLOPE = 1e-6;
    private static final double VANISHING = 1e-10;
    private static final double BALANCE = 1e-9;
    private static final double RATIO_FLOOR = 1e-5;
    /** Its reciprocal is a number. */
    private static final double SHORTEST = 1e-100;

    private static final Memo<Instance, TrainingRun> RUN = Memo.of(x -> TrainingRun.of(
            TrainingFlow.of(x.model()), x.model().parameters(), TrainingFlow.grid(x.horizon(), SAMPLES), Flow.TIGHT));
    private static final Memo<Instance, Approx> LEAST = Memo.of(StationaryConvergence::leastDissipation);
    private static final Memo<Instance, DissipationSlope> SLOPE_AT_START = Memo.of(x -> DissipationSlope.of(x.model()));
    private static final Memo<Instance, RidgePath> RIDGE = Memo.of(x -> RidgePath.of(x.model(), run(x), EVERY));

    /**
     * A law of heads to be trained.
     *
     * @param model data, ridge and the law at time 0
     * @param horizon training time T, positive
     */
    public record Instance(HeadModel model, double horizon) {
        public Instance {
            Check.finite("horizon", horizon);
            Check.positive("horizon", horizon);
            Check.that(horizon >= SHORTEST, "horizon", "must be at least %s, is %s", SHORTEST, horizon);
        }

        boolean isRidge() {
            return RidgeRegime.of(model).holds();
        }
    }

    static TrainingRun run(Instance x) {
        return RUN.apply(x);
    }

    static double dissipation(Instance x, State state) {
        return run(x).flow().dissipation(state.theta());
    }

    private static double risk(Instance x, State state) {
        return run(x).flow().risk(state.theta());
    }

    static double riskStart(Instance x) {
        return run(x).flow().risk(x.model().parameters());
    }

    /** {@code min_k D(ρ_{t_k})} over 201 equidistant times. */
    static Approx least(Instance x) {
        return LEAST.apply(x);
    }

    private static Approx leastDissipation(Instance x) {
        double least = Double.POSITIVE_INFINITY;
        double err = 0;
        for (int k = 0; k <= SAMPLES; k++) {
            Approx d = run(x).at(k, state -> dissipation(x, state));
            least = Math.min(least, d.value());
            err = Math.max(err, d.err());
        }
        return Approx.within(least, err + GRID * Math.abs(meanLoss(x).value()));
    }

    /** {@code (R(ρ_0) - R(ρ_T)) / T}. */
    static Approx meanLoss(Instance x) {
        Approx lost = run(x).last(state -> riskStart(x) - risk(x, state));
        return Approx.within(lost.value() / x.horizon(), lost.err() / x.horizon());
    }

    /** {@code min D <= share (R(ρ_0) - R(ρ_T)) / T}; the share is 1. */
    static Bound<Instance> minimumDissipation(String id, double share) {
        return Claim.<Instance>bound(id, (x, effort) -> least(x))
                .atMost((x, effort) -> Approx.within(
                        share * meanLoss(x).value(), share * meanLoss(x).err()))
                .absFloor(x ->
                        2 * GRID * Math.abs(meanLoss(x).value()) + 1e-10 * (1 + 1 / x.horizon()) * (1 + riskStart(x)));
    }

    /** {@code dD/dt = -factor ⟨g, H g⟩_m}, against central differences along the flow; the factor is 2. */
    private static Identity<Instance> dissipationSlope(Form form, double factor) {
        return Claim.<Instance>identity(
                        "dissipation-slope",
                        (x, effort) -> SLOPE_AT_START.apply(x).difference(),
                        (x, effort) -> Approx.within(factor / 2 * DissipationSlope.formula(x.model(), form), 0))
                .absFloor(StationaryConvergence::slopeFloor);
    }

    /** 1e-6 of the terms; where both vanish, what the rounding of g makes of it. */
    private static double slopeFloor(Instance x) {
        double d = SLOPE_AT_START.apply(x).dissipation();
        double slope = SLOPE_AT_START.apply(x).difference().value();
        return SLOPE * (d + Math.abs(slope)) + VANISHING * (Math.sqrt(d) + VANISHING);
    }

    /** {@code max_a,t |θ_a|² λ m_a / (2 R(ρ_0)) <= 1}. */
    private static final Claim<Instance> COMPACTNESS = Claim.<Instance>bound(
                    "heads-stay-bounded", StationaryConvergence::largestHead)
            .atMost(x -> 1)
            .when(x -> x.model().lambda() > 0);

    private static double largestHead(Instance x) {
        int p = x.model().shape().parameters();
        double[] masses = x.model().atomWeights();
        double largest = 0;
        for (State state : run(x).states()) {
            for (int k = 0; k < masses.length; k++) {
                double square = 0;
                for (int i = k * p; i < (k + 1) * p; i++) {
                    square += state.theta()[i] * state.theta()[i];
                }
                largest = Math.max(largest, square * masses[k]);
            }
        }
        return largest * x.model().lambda() / (2 * riskStart(x));
    }

    /** A ratio that is at most 1 along the whole path in the ridge regime. */
    private static Bound<Instance> inRidge(String id, ToDoubleBiFunction<RidgePath, RidgePath.Point> ratio) {
        return Claim.<Instance>bound(
                        id, (x, effort) -> RIDGE.apply(x).largest(point -> ratio.applyAsDouble(RIDGE.apply(x), point)))
                .atMost(x -> 1)
                .absFloor(RATIO_FLOOR);
    }

    private static final Bound<Instance> DISSIPATION_BELOW =
            inRidge("dissipation-below-excess-risk", RidgePath::dissipationOverExcess);
    private static final Bound<Instance> EXCESS_BELOW =
            inRidge("excess-risk-below-dissipation", RidgePath::excessOverDissipation);
    private static final Bound<Instance> DISTANCE_BELOW =
            inRidge("distance-below-dissipation", RidgePath::distanceOverDissipation);
    private static final Bound<Instance> LASTS = Claim.<Instance>bound(
                    "dissipation-lasts", (x, effort) -> RIDGE.apply(x).fastestFall())
            .atMost(x -> 1)
            .absFloor(RATIO_FLOOR);

    private static Claim<Instance> ridge(Bound<Instance> claim) {
        return claim.when(Instance::isRidge);
    }

    /** {@code Q Qᵀ - K Kᵀ} of every head decays like {@code e^(-exponent λ t)}; the exponent is 2. */
    private static Identity<Instance> balancedness(double exponent) {
        return WorstEntry.<Instance>identity("balancedness", x -> HeadSymmetry.balancedness(run(x), exponent))
                .absFloor(BALANCE);
    }

    @Override
    public Class<Instance> instanceType() {
        return Instance.class;
    }

    @Override
    public List<Claim<Instance>> claims() {
        return List.of(
                minimumDissipation("minimum-dissipation", 1),
                dissipationSlope(Form.REFERENCE, 2),
                COMPACTNESS,
                ridge(DISSIPATION_BELOW),
                ridge(EXCESS_BELOW),
                ridge(DISTANCE_BELOW),
                ridge(LASTS),
                balancedness(2));
    }

    @Override
    public List<NegativeControl<Instance>> controls() {
        return List.of(
                new NegativeControl<>(
                        "dissipation-lasts-twice-as-long",
                        "claims that the dissipation falls at half the fastest rate",
                        ridge(LASTS.atMost(x -> 0.5))),
                new NegativeControl<>(
                        "slope-without-the-two",
                        "claims that the dissipation changes by -⟨g, Hg⟩",
                        dissipationSlope(Form.REFERENCE, 1)),
                new NegativeControl<>(
                        "slope-without-interaction",
                        "forgets the interaction of the heads in the second derivative",
                        dissipationSlope(Form.WITHOUT_INTERACTION, 2)),
                new NegativeControl<>(
                        "slope-with-interaction-subtracted",
                        "subtracts the interaction of the heads in the second derivative",
                        dissipationSlope(Form.NEGATED_INTERACTION, 2)),
                new NegativeControl<>(
                        "half-of-the-excess-risk",
                        "claims D <= L (R - R_*)",
                        ridge(DISSIPATION_BELOW.atMost(x -> 0.5))),
                new NegativeControl<>(
                        "twice-the-modulus", "claims 4κ (R - R_*) <= D", ridge(EXCESS_BELOW.atMost(x -> 0.5))),
                new NegativeControl<>(
                        "twice-the-distance", "claims 2κ W_2 <= sqrt(D)", ridge(DISTANCE_BELOW.atMost(x -> 0.5))),
                new NegativeControl<>("slow-balance", "claims that the balance decays like e^(-λt)", balancedness(1)));
    }

    @Override
    public List<Family<?>> families() {
        return StationaryFamilies.all();
    }

    /** Regime 0 is the common generator, regime 1 that of the ridge regime with its own λ. */
    @Override
    public Ranges ranges() {
        return TrainingDraws.ranges()
                .dim("regime", 0, 1)
                .scale("lambda", 2.5, 4)
                .scale("horizon", 0.5, 5);
    }

    @Override
    public Instance draw(Draw draw, RandomField random) {
        HeadModel model =
                draw.dim("regime") == 0 ? TrainingDraws.model(draw, random) : TrainingDraws.ridgeModel(draw, random);
        return new Instance(model, draw.scale("horizon"));
    }

    /** The worked example of the energy identity, which has two heads and two coordinates, made degenerate in one respect each. */
    @Override
    public List<Instance> corners() {
        HeadModel wide = EnergyDissipation.worked().instance().model();
        List<Instance> corners = new ArrayList<>(List.of(worked().instance()));
        for (HeadModel model : DegenerateModels.of(wide)) {
            corners.add(new Instance(model, 2));
            corners.add(new Instance(model.lambda() > 0 ? model.withLambda(5) : model, 1));
        }
        double[] star = StationaryHead.uniform(wide).theta();
        Head rest = Head.of(wide.shape(), star, 0);
        corners.add(new Instance(wide.withAtoms(new double[] {1}, List.of(rest)), 2));
        return List.copyOf(corners);
    }

    @Override
    public SortedMap<String, Double> quantities(Instance x) {
        SortedMap<String, Double> named = new TreeMap<>();
        named.put("riskStart", riskStart(x));
        named.put("riskEnd", risk(x, run(x).last()));
        named.put("dissipationStart", run(x).flow().dissipation(x.model().parameters()));
        named.put("dissipationEnd", dissipation(x, run(x).last()));
        named.put("minDissipation", least(x).value());
        named.put("dissipationSlopeStart", DissipationSlope.formula(x.model(), Form.REFERENCE));
        named.put(
                "balanceEnd",
                HeadSymmetry.imbalance(
                        x.model().shape(),
                        x.model().atomWeights(),
                        run(x).last().theta()));
        named.values().forEach(HeadLaw::requireFinite);
        return named;
    }

    @Override
    public List<Example<Instance>> examples() {
        return List.of(worked());
    }

    static Example<Instance> worked() {
        return Example.resource(StationaryConvergence.class, "stationary-convergence-worked", Instance.class);
    }

    /** Half of them in the ridge regime. */
    @Override
    public int tries() {
        return 120;
    }

    @Override
    public Search search() {
        return Search.SHORT;
    }
}
