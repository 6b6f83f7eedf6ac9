package org.attentiontheorems.lowtemperature;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.function.UnaryOperator;
import org.attentiontheorems.measure.Vectors;
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

/**
 * At low temperature and moderate depth the law of the tokens is close to the projection of the law they started from (arXiv 2605.10931).
 * With the constants of {@link ConcentrationBounds}, {@code X^β} and {@code X^0} the flows at β and at temperature zero,
 *
 * <pre>{@code |m_β[μ_t](x) - y*(x)| <= ε e^(χ|V|t),   |X_t^β - X_t^0| <= e(t),
 * W_2(μ_t^β, P_# μ_0)  <=  e(t) + sqrt(L(μ_t^0))  <=  ε e^(Λt) + b e^(-ct).}</pre>
 *
 * Simulated on the circle, with N labels that carry the mass of a density; O(4 N²) a step.
 */
public final class LowTemperatureConcentration implements Theorem<LowTemperatureConcentration.Instance> {
    private static final double ABS_FLOOR = 1e-12;
    private static final int MOST_STEPS = 100_000;
    private static final double MOST_WORK = 8e8;
    private static final double STEP = 0.05;

    /** Labels of drawn instances: at least so many, and so many times {@code sqrt(β)}. */
    static final int LEAST_LABELS = 200;

    /** With 24, attention at the start is off by 1.5e-4 where β, s_max and t are largest. */
    static final double RESOLUTION = 28;

    private static final double LABEL_ERROR = 5e-3;
    private static final double MEAN_ERROR = 1e-4;

    private static final Memo<Instance, CircleRun> RUNS = Memo.of(x -> run(x, flow -> flow));
    private static final Memo<Instance, CircleRun> ZERO_RUNS =
            Memo.of(x -> CircleRun.atZero(x.problem(), x.time(), x.steps()));

    /**
     * A density on the circle, carried along by attention.
     *
     * @param query Q, m x 2
     * @param key K, m x 2; {@code K'Q} must be invertible
     * @param value V, 2 x 2; {@code V K'Q} must be symmetric with a gap
     * @param beta β, positive
     * @param density ρ_0
     * @param time t, at least 0
     * @param steps equal Runge-Kutta steps, at least 1
     * @param labels N, a multiple of 4, at least {@code 8 sqrt(β s_max)}
     * @param stretch G in [0, 5]: how far labels crowd at the equator
     */
    public record Instance(
            double[][] query,
            double[][] key,
            double[][] value,
            double beta,
            CircleDensity density,
            double time,
            int steps,
            int labels,
            double stretch) {
        public Instance {
            CircleProblem.of(query, key, value, beta, density, labels, stretch);
            Check.finite("time", time);
            Check.that(time >= 0, "time", "must be at least 0, is %s", time);
            Check.between("steps", steps, 1, MOST_STEPS);
            Check.that(
                    4.0 * steps * labels * labels <= MOST_WORK,
                    "labels",
                    "and steps are too many: 4 steps labels² is %s, more than %s",
                    4.0 * steps * labels * labels,
                    MOST_WORK);
        }

        CircleProblem problem() {
            return CircleProblem.of(query, key, value, beta, density, labels, stretch);
        }

        ConcentrationBounds bounds() {
            return problem().bounds();
        }
    }

    static CircleRun run(Instance x) {
        return RUNS.apply(x);
    }

    static CircleRun zeroRun(Instance x) {
        return ZERO_RUNS.apply(x);
    }

    private static CircleRun run(Instance x, UnaryOperator<CircleFlow> change) {
        CircleProblem problem = x.problem();
        return CircleRun.of(change.apply(problem.flow()), problem.start(), x.time(), x.steps());
    }

    /** {@code e(t) + sqrt(L(μ_t^0))}. */
    private static double bound(Instance x) {
        return x.bounds().stability(x.time()) + run(x).w2Zero(run(x).last());
    }

    // ---- claims

    /** {@code W_2(μ_t^β, P_# μ_0) <= e(t) + sqrt(L(μ_t^0))}. */
    private static Bound<Instance> projectedLaw(UnaryOperator<CircleRun> change) {
        return Claim.<Instance>bound("projected-law", x -> change.apply(run(x)).w2(run(x).last()))
                .atMost(LowTemperatureConcentration::bound)
                .absFloor(ABS_FLOOR);
    }

    /** The same at every step of the way: the largest share of the bound that is used. */
    private static Bound<Instance> onTheWay(ToDoubleFunction<Instance> factor) {
        return Claim.<Instance>bound(
                        "projected-law-on-the-way", x -> ConcentrationMeasures.largestShare(x, factor.applyAsDouble(x)))
                .atMost(x -> 1);
    }

    /** {@code sup |X_t^β - X_t^0| <= e(t)} at every step: the largest share of the bound that is used. */
    private static Bound<Instance> coupling(UnaryOperator<CircleFlow> change) {
        return Claim.<Instance>bound("coupling", x -> ConcentrationMeasures.largestCoupling(x, run(x, change)))
                .atMost(x -> 1);
    }

    /** {@code sup_x |m_β[μ_t](x) - y*(x)| <= ε e^(χ|V|t)}, at 40 points x. */
    private static Bound<Instance> attentionError(UnaryOperator<CircleFlow> change) {
        return Claim.<Instance>bound("attention-error", x -> ConcentrationMeasures.attentionError(x, change))
                .atMost(x -> x.bounds().attentionError(x.time()));
    }

    /** {@code sqrt(L(μ_t^0)) <= b e^(-ct)} at every step: the largest share of the bound that is used. */
    private static Claim<Instance> zeroTemperature(double rate) {
        return Claim.<Instance>bound("zero-temperature", x -> ConcentrationMeasures.largestZero(x, rate))
                .atMost(x -> 1)
                .when(ConcentrationMeasures::standsForDensity);
    }

    /** Exact transport of the zero-temperature law costs {@code L(μ_t^0)}. */
    private static Identity<Instance> zeroTransport(UnaryOperator<CircleRun> change) {
        return Claim.<Instance>identity(
                        "zero-transport",
                        x -> change.apply(zeroRun(x)).transportedZero(zeroRun(x).last()),
                        x -> zeroRun(x).w2Zero(zeroRun(x).last()))
                .absFloor(1e-7);
    }

    /** The labels' attention at the start is that of 4096 equally spaced points with masses by the density. */
    private static Claim<Instance> initialMean(UnaryOperator<CircleFlow> change) {
        return Claim.<Instance>bound("initial-mean", x -> ConcentrationMeasures.initialMeanError(x, change))
                .atMost(x -> MEAN_ERROR)
                .when(ConcentrationMeasures::isResolved);
    }

    /** {@code W_2} changes by less than 5e-3 with a fraction of the labels. */
    private static Claim<Instance> fewerLabels(int divisor) {
        return Claim.<Instance>bound("half-the-labels", x -> ConcentrationMeasures.changeWithFewer(x, divisor))
                .atMost(x -> LABEL_ERROR)
                .when(ConcentrationMeasures::isResolved);
    }

    @Override
    public List<Claim<Instance>> claims() {
        return List.of(
                projectedLaw(run -> run),
                onTheWay(x -> 1),
                coupling(flow -> flow),
                attentionError(flow -> flow),
                zeroTemperature(1),
                zeroTransport(run -> run),
                initialMean(flow -> flow),
                fewerLabels(2));
    }

    @Override
    public List<NegativeControl<Instance>> controls() {
        return List.of(
                new NegativeControl<>(
                        "second-eigenvector",
                        "takes the second eigenvector for the target",
                        projectedLaw(CircleRun::acrossTheAxis)),
                new NegativeControl<>(
                        "no-stability-term",
                        "claims that tokens at β are as near as those at temperature zero",
                        onTheWay(x -> 0)),
                new NegativeControl<>(
                        "negated-scores", "weighs tokens by e^-β<Dx,y>", coupling(flow -> flow.withBeta(-flow.beta()))),
                new NegativeControl<>(
                        "uniform-attention", "weighs all tokens alike", coupling(flow -> flow.withBeta(0))),
                new NegativeControl<>(
                        "uniform-attention-mean", "weighs all tokens alike", attentionError(flow -> flow.withBeta(0))),
                new NegativeControl<>("twice-the-contraction", "claims the rate 2c", zeroTemperature(2)),
                new NegativeControl<>(
                        "second-eigenvector-at-zero",
                        "takes the second eigenvector for the target",
                        zeroTransport(CircleRun::acrossTheAxis)),
                new NegativeControl<>(
                        "labels-without-mass",
                        "counts every label once in the softmax",
                        initialMean(CircleFlow::withoutWeights)),
                new NegativeControl<>("far-fewer-labels", "takes a twelfth of the labels", fewerLabels(12)));
    }

    @Override
    public List<Family<?>> families() {
        return ConcentrationFamilies.all();
    }

    @Override
    public List<Picture> pictures(RandomField random) {
        return ConcentrationPictures.all();
    }

    // ---- instances

    @Override
    public Ranges ranges() {
        return Ranges.none()
                .dim("harmonics", 1, 3)
                .scale("log10Beta", 0, 2.6)
                .scale("time", 0.1, 1.5)
                .scale("largest", 0.5, 2)
                .scale("condition", 1, 2)
                .scale("amplitude", 0, 0.8);
    }

    /** {@code |V| = 1}; labels and steps by the resolution rule. */
    @Override
    public Instance draw(Draw draw, RandomField random) {
        double[][] scores = LowTemperatureDraws.scores(random, 2, draw.scale("largest"), draw.scale("condition"));
        double[] g = random.gaussians("value", 0, 3);
        double[][] a = {{g[0], g[1]}, {g[1], g[2]}};
        double[][] raw = LowTemperatureDraws.value(a, scores);
        double[][] value = Vectors.times(1 / ProjectionMap.norm(raw), raw);
        LowTemperatureDraws.QueryKey factors = LowTemperatureDraws.factors(random, scores);
        double beta = StrictMath.pow(10, draw.scale("log10Beta"));
        double time = draw.scale("time");
        ScoreMatrix d = ScoreMatrix.of(scores);
        double gap = ProjectionMap.of(value, d).gap();
        return new Instance(
                factors.query(),
                factors.key(),
                value,
                beta,
                LowTemperatureDraws.density(random, draw.dim("harmonics"), draw.scale("amplitude")),
                time,
                (int) Math.ceil(time / STEP),
                4 * (int) Math.ceil(Math.max(LEAST_LABELS, RESOLUTION * Math.sqrt(beta)) / 4),
                Math.min(5, gap * time / (2 * d.largest())));
    }

    @Override
    public List<Instance> corners() {
        Instance worked = worked().instance();
        List<Instance> corners = new ArrayList<>(List.of(worked));
        CircleDensity[] densities = {worked.density(), CircleDensity.uniform()};
        for (CircleDensity density : densities) {
            corners.add(with(worked, density, 0, 1, 64));
            corners.add(with(worked, density, 1, 20, 200));
        }
        return corners;
    }

    private static Instance with(Instance x, CircleDensity density, double time, int steps, int labels) {
        return new Instance(x.query(), x.key(), x.value(), x.beta(), density, time, steps, labels, x.stretch());
    }

    @Override
    public SortedMap<String, Double> quantities(Instance x) {
        CircleRun run = run(x);
        ConcentrationBounds bounds = x.bounds();
        double p = run.labels().massAhead();
        TreeMap<String, Double> named = new TreeMap<>();
        named.put("massPlusMinusProduct", p * (1 - p));
        named.put("w2Initial", run.w2(0));
        named.put("w2", run.w2(run.last()));
        named.put("w2ZeroTemperature", run.w2Zero(run.last()));
        named.put("couplingSup", run.couplingSup(run.last()));
        named.put("couplingL2", run.couplingL2(run.last()));
        named.put("laplaceScale", bounds.epsilon());
        named.put("stabilityTerm", bounds.stability(x.time()));
        named.put("contractionTerm", bounds.remainder(x.time()));
        named.put("boundClosedForm", bounds.stability(x.time()) + bounds.remainder(x.time()));
        named.forEach(
                (name, number) -> Check.that(Double.isFinite(number), "time", "is too long: %s is %s", name, number));
        return named;
    }

    @Override
    public Class<Instance> instanceType() {
        return Instance.class;
    }

    @Override
    public List<Example<Instance>> examples() {
        return List.of(worked());
    }

    static Example<Instance> worked() {
        return Example.resource(
                LowTemperatureConcentration.class, "low-temperature-concentration-worked", Instance.class);
    }

    @Override
    public int tries() {
        return 40;
    }

    @Override
    public Search search() {
        return new Search(6, 1, 8);
    }
}
