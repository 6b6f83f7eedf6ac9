package org.attentiontheorems.prompts;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.ToDoubleFunction;
import org.attentiontheorems.measure.Vectors;
import org.attentiontheorems.prompts.LinearAttention.Scatter;
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
 * One softmax layer learns to predict {@code <w, x>} from examples (arXiv 2512.11784, with explicit constants). Tokens {@code (x_l, <w,
 * x_l>)}, {@code x_l ~ N(0, Sigma)}, {@code w ~ N(0, I)}; parameters A (d x d) and b; prediction {@code b <w, m_L>}. With {@code N = b
 * Sigma A - I} and {@code R_inf = 1/2 tr(N S N')} the infinite-prompt flow from {@code A = alpha I / sqrt(d), b = alpha}:
 *
 * <pre>{@code
 * |A|² - b² stays constant,   b² >= b_min² = (1/2 tr S - R_0) / |S Sigma|_F,
 * R_inf(t) <= R_0 e^(-r int_0^t b²) <= R_0 e^(-r b_min² t),   r = 2 lambda_min(Sigma)² lambda_min(S),
 * |b² - b_*²|, |bA - Sigma^-1|_F  <=  sqrt(2 R_inf / lambda_min(S)) / lambda_min(Sigma),   b_*⁴ = tr Sigma^-2,
 * R_L(A_*, b_*) <= 1/2n sum_q gammaUp(tau_q) (|x_q|² + b_*² tr Sigma),   tau_q² = x_q' Sigma^-1 x_q / b_*²,
 * min_W R_lin(W) = 1/2 tr(S (I - Sigma W_L)),   W_L = ((1 + 1/L) Sigma + tr Sigma / L I)^-1.
 * }</pre>
 *
 * One instance costs n quadratures of a millisecond and a flow of some hundred steps.
 */
public final class InContextRegression implements Theorem<RegressionInstance> {
    /** What rounding may leave of a risk, relative to the risks at the start and of predicting 0. */
    private static final double FLOOR = 1e-12;

    /** Square of the rounding of a prediction. */
    private static final double ROUNDING = 1e-20;

    private static final double BALANCE = 1e-9;
    private static final double LEAST_SECOND = 0.02;
    private static final int LARGEST_ENUMERATED = 6;
    private static final RegressionModel REFERENCE = RegressionModel.REFERENCE;

    private final Memo<RegressionInstance, RegressionTask> tasks = Memo.of(RegressionInstance::task);
    private final Memo<RegressionInstance, RegressionFlow> flows = Memo.of(x -> flow(REFERENCE, x));
    private final Memo<RegressionInstance, Double> excess = Memo.of(x -> atOptimum(x, x.promptLength()));

    private RegressionTask task(RegressionInstance x) {
        return tasks.apply(x);
    }

    private RegressionFlow flow(RegressionInstance x) {
        return flows.apply(x);
    }

    private RegressionFlow flow(RegressionModel model, RegressionInstance x) {
        return RegressionFlow.of(model, task(x), x.alpha(), x.horizon());
    }

    private double atOptimum(RegressionInstance x, int promptLength) {
        return task(x).finiteRisk(task(x).limit(), Shrinkage.Functions.integrated(promptLength));
    }

    /** Whether the start is better than predicting 0. */
    private boolean startsBelowNothing(RegressionInstance x) {
        return flow(x).initialGain() > 0;
    }

    private boolean isIdentified(RegressionInstance x) {
        return flow(x).isSolved() && task(x).leastSecond() > 0;
    }

    private double floor(RegressionInstance x) {
        return FLOOR * (flow(x).initialRisk() + task(x).riskOfNothing());
    }

    // ---- claims

    private Bound<RegressionInstance> excessRisk() {
        return Claim.<RegressionInstance>bound("excess-risk", excess::apply)
                .atMost(x -> task(x).excessBound(x.promptLength()));
    }

    private Bound<RegressionInstance> riskAtHorizon(double factor) {
        return Claim.<RegressionInstance>bound("risk-at-horizon", (x, effort) -> flow(x).riskAtEnd())
                .atMost((x, effort) -> flow(x).posterior(factor))
                .absFloor(this::floor);
    }

    private Bound<RegressionInstance> posteriorBelowPrior() {
        return Claim.<RegressionInstance>bound("posterior-below-prior", (x, effort) -> flow(x).posterior(1))
                .atMost(x -> flow(x).prior())
                .absFloor(this::floor);
    }

    private Claim<RegressionInstance> riskDecay() {
        return Claim.<RegressionInstance>decay("risk-decay", (x, effort) -> flow(x).riskPath())
                .atRate(x -> flow(x).priorRate(), x -> 1)
                .when(x -> flow(x).isSolved());
    }

    private Bound<RegressionInstance> scaleFromBelow(double factor) {
        return Claim.<RegressionInstance>bound("scale-from-below", (x, effort) -> flow(x).leastSquaredScale())
                .atLeast(x -> factor * flow(x).leastSquaredScaleClaimed());
    }

    private Bound<RegressionInstance> balance(RegressionModel model) {
        return Claim.<RegressionInstance>bound(
                        "balance", x -> (model.equals(REFERENCE) ? flow(x) : flow(model, x)).imbalance())
                .atMost(x -> BALANCE);
    }

    private Claim<RegressionInstance> scaleDistance(ToDoubleFunction<RegressionTask> squaredScale) {
        return Claim.<RegressionInstance>bound(
                        "scale-distance", x -> flow(x).scaleShare(squaredScale.applyAsDouble(task(x))))
                .atMost(x -> 1)
                .when(this::isIdentified);
    }

    private Claim<RegressionInstance> keyDistance(Function<RegressionTask, double[][]> target) {
        return Claim.<RegressionInstance>bound("key-distance", x -> flow(x).keyShare(target.apply(task(x))))
                .atMost(x -> 1)
                .when(this::isIdentified);
    }

    private Bound<RegressionInstance> bayesOptimum(RegressionModel model) {
        return Claim.<RegressionInstance>bound("bayes-optimum", x -> model.infiniteRisk(task(x), task(x).limit()))
                .atMost(x -> ROUNDING * task(x).riskOfNothing());
    }

    /** At the horizon, where (A, b) is not special. */
    private Claim<RegressionInstance> exactRisk(IntFunction<Shrinkage.Functions> functions) {
        return Claim.<RegressionInstance>identity(
                        "exact-risk",
                        x -> task(x).finiteRisk(flow(x).end().parameters(), functions.apply(x.promptLength())),
                        x -> REFERENCE.finiteRisk(task(x), flow(x).end().parameters(), x.promptLength()))
                .absFloor(this::floor)
                .when(x ->
                        flow(x).isSolved() && task(x).largestTau(flow(x).end().parameters()) <= RatioMoments.MAX_TAU);
    }

    private Identity<RegressionInstance> linearMinimum(Scatter scatter) {
        return Claim.<RegressionInstance>identity(
                        "linear-minimum",
                        x -> LinearAttention.risk(
                                task(x),
                                LinearAttention.optimum(task(x), x.promptLength(), scatter),
                                x.promptLength(),
                                Scatter.WISHART),
                        x -> LinearAttention.minimum(task(x), x.promptLength()))
                .absFloor(this::floor);
    }

    private Bound<RegressionInstance> linearOptimum() {
        return Claim.<RegressionInstance>bound(
                        "linear-optimum", x -> LinearAttention.leastAround(task(x), x.promptLength()))
                .atLeast(x -> LinearAttention.minimum(task(x), x.promptLength()))
                .absFloor(this::floor);
    }

    /** At {@code W = bA} of the horizon. */
    private Claim<RegressionInstance> linearRisk(Scatter scatter) {
        return Claim.<RegressionInstance>identity(
                        "linear-risk",
                        x -> LinearAttention.risk(task(x), flow(x).readout(), x.promptLength(), scatter),
                        x -> LinearAttention.riskByPairs(task(x), flow(x).readout(), x.promptLength()))
                .absFloor(this::floor)
                .when(x -> flow(x).isSolved() && task(x).dimension() <= LARGEST_ENUMERATED);
    }

    @Override
    public List<Claim<RegressionInstance>> claims() {
        return List.of(
                excessRisk(),
                riskAtHorizon(1).vacuousWhen(x -> task(x).rate() == 0),
                posteriorBelowPrior().vacuousWhen(x -> flow(x).priorRate() == 0),
                riskDecay(),
                scaleFromBelow(1).vacuousWhen(x -> !startsBelowNothing(x)),
                balance(REFERENCE).when(x -> flow(x).isSolved()),
                scaleDistance(task -> task.limitScale() * task.limitScale()),
                keyDistance(task -> task.spectrum().inverse()),
                bayesOptimum(REFERENCE),
                exactRisk(Shrinkage.Functions::integrated),
                linearMinimum(Scatter.WISHART),
                linearOptimum(),
                linearRisk(Scatter.WISHART));
    }

    @Override
    public List<NegativeControl<RegressionInstance>> controls() {
        return List.of(
                new NegativeControl<>(
                        "bound-without-labels",
                        "forgets the noise b² gamma tr Sigma of the labels in the bound",
                        excessRisk().atMost(x -> task(x).excessBoundWithoutNoise(x.promptLength()))),
                new NegativeControl<>(
                        "equal-weights",
                        "takes 1/L for gamma_L, as if all tokens weighed the same",
                        exactRisk(Shrinkage.Functions::ofEqualWeights)),
                new NegativeControl<>(
                        "risk-falls-faster",
                        "claims 2.5 times the exponent; at d = 1 it is exactly twice the one claimed",
                        riskAtHorizon(2.5)),
                new NegativeControl<>("scale-twice-as-large", "claims b² >= 2 b_min²", scaleFromBelow(2)),
                new NegativeControl<>(
                        "label-gradient-without-sigma",
                        "forgets the factor Sigma in the velocity of b",
                        balance(REFERENCE.withoutSigma())),
                new NegativeControl<>(
                        "scale-of-first-power",
                        "claims b_*² = tr(Sigma^-1) for tr(Sigma^-2)^(1/2)",
                        scaleDistance(
                                task -> RegressionTask.trace(task.spectrum().inverse()))),
                new NegativeControl<>(
                        "identity-as-key",
                        "claims that bA tends to I",
                        keyDistance(task -> Vectors.identity(task.dimension()))),
                new NegativeControl<>(
                        "logits-over-root-d",
                        "divides the logits by sqrt(d)",
                        bayesOptimum(REFERENCE.withLogitsOverRootDimension())),
                new NegativeControl<>(
                        "minimiser-without-trace",
                        "takes ((1 + 1/L) Sigma)^-1 for the best linear attention",
                        linearMinimum(Scatter.WITHOUT_TRACE)),
                new NegativeControl<>(
                        "scatter-without-trace",
                        "forgets the term tr(Sigma X) Sigma in the scatter of second moments",
                        linearRisk(Scatter.WITHOUT_TRACE)));
    }

    @Override
    public List<Family<?>> families() {
        return RegressionFamilies.all();
    }

    @Override
    public List<Picture> pictures(RandomField random) {
        return RegressionPictures.all(worked().instance(), random);
    }

    @Override
    public List<Example<RegressionInstance>> examples() {
        return List.of(worked());
    }

    static Example<RegressionInstance> worked() {
        return Example.resource(InContextRegression.class, "in-context-regression-worked", RegressionInstance.class);
    }

    // ---- instances

    @Override
    public Ranges ranges() {
        return Ranges.none()
                .dim("dimension", 1, 3)
                .dim("moreQueries", 1, 4)
                .scale("alpha", 0.2, 0.8)
                .scale("horizon", 1, 20)
                .scale("log2Length", 3, 12);
    }

    @Override
    public RegressionInstance draw(Draw draw, RandomField random) {
        RegressionTask task = RegressionDraws.task(
                random, draw.dim("dimension"), draw.dim("dimension") + draw.dim("moreQueries"), LEAST_SECOND);
        return new RegressionInstance(
                task.sigma(),
                task.queries(),
                RegressionDraws.alpha(task, draw.scale("alpha")),
                draw.scale("horizon"),
                (int) Math.rint(StrictMath.pow(2, draw.scale("log2Length"))));
    }

    @Override
    public List<RegressionInstance> corners() {
        return RegressionDraws.corners();
    }

    @Override
    public int tries() {
        return 100;
    }

    /** Every evaluation is a flow and some quadratures. */
    @Override
    public Search search() {
        return new Search(60, 2, 40);
    }

    @Override
    public Class<RegressionInstance> instanceType() {
        return RegressionInstance.class;
    }

    /** Without the numbers of the flow where it could not be followed. */
    @Override
    public SortedMap<String, Double> quantities(RegressionInstance x) {
        SortedMap<String, Double> all = new TreeMap<>();
        all.put("limitScale", task(x).limitScale());
        all.put("riskInitial", flow(x).initialRisk());
        if (flow(x).isSolved()) {
            all.put("riskHorizon", flow(x).riskAtEnd().value());
            all.put("scaleHorizon", flow(x).end().parameters().scale());
            all.put("riskBoundPosterior", flow(x).posterior(1).value());
        }
        all.put("riskBoundPrior", flow(x).prior());
        all.put("softmaxExcessRisk", excess.apply(x));
        all.put("linearExcessRisk", LinearAttention.excess(task(x), x.promptLength()));
        all.put("linearMinRisk", LinearAttention.minimum(task(x), x.promptLength()));
        all.put("bound", task(x).excessBound(x.promptLength()));
        all.forEach((name, value) ->
                Check.that(Double.isFinite(value), "covariance", "is out of range: %s overflows", name));
        return all;
    }

    @Override
    public SortedMap<String, String> remarks(RegressionInstance x) {
        SortedMap<String, String> remarks = new TreeMap<>();
        if (!flow(x).isSolved()) {
            remarks.put(
                    "flow",
                    "takes more than half a million steps, or is too stiff: the risk at the horizon is unknown");
        }
        if (!startsBelowNothing(x)) {
            remarks.put("start", "is not better than predicting 0: the prior bound is the risk at the start");
        }
        if (task(x).leastSecond() == 0) {
            remarks.put(
                    "queries",
                    "do not span the space: A is not identified, both risk bounds are the risk at the start");
        }
        return remarks;
    }
}
