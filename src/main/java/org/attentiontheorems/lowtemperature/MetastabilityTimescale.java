package org.attentiontheorems.lowtemperature;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.DoubleBinaryOperator;
import java.util.function.ToDoubleBiFunction;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
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
 * How long tokens stay near the projected initial law at low temperature (arXiv 2605.10931). With the constants of {@link
 * ConcentrationBounds},
 *
 * <pre>{@code W_2(μ_t^β, P_# μ_0) <= e(t) + sqrt(L(μ_t^0)) <= F(t) = ε e^(Λt) + b e^(-ct)}</pre>
 *
 * <p>is least at a time {@code t° = log(b c / (ε Λ)) / (Λ + c)} of order log β, where it is a power of log β/β; and W_2 stays below a
 * threshold δ until {@code t_+ = log(β / log β) / (2Λ) + O(1)} at least. See {@link MetastableWindow} for the formulas. One instance costs
 * O(steps labels²), about sixteen nanoseconds a step and pair.
 */
public final class MetastabilityTimescale implements Theorem<MetastabilityTimescale.Instance> {

    private static final double ABS_FLOOR = 1e-12;
    private static final int MOST_STEPS = 100_000;
    private static final double MOST_WORK = 2e8;
    private static final Memo<Instance, CircleProblem> PROBLEMS = Memo.of(Instance::problem);
    private static final Memo<Instance, ConcentrationBounds> BOUNDS = Memo.of(MetastabilityTimescale::finiteBounds);
    private static final Memo<Instance, MetastableRun> RUNS =
            Memo.of(x -> MetastableRun.of(CircleRun.of(problem(x), x.horizon(), x.steps())));

    /**
     * A law on the circle and how long to follow it.
     *
     * @param query Q, m x 2
     * @param key K, m x 2, so that K'Q is invertible
     * @param value V, 2 x 2, so that V K'Q is symmetric with two different eigenvalues
     * @param beta β, positive
     * @param density ρ_0
     * @param horizon positive
     * @param steps of equal length, at least 1
     * @param labels N, a multiple of 4, at least 8 sqrt(β |K'Q|)
     * @param stretch G, in [0, 5]
     * @param threshold δ, in (0, 2)
     */
    public record Instance(
            double[][] query,
            double[][] key,
            double[][] value,
            double beta,
            CircleDensity density,
            double horizon,
            int steps,
            int labels,
            double stretch,
            double threshold) {
        public Instance {
            Check.finite("horizon", horizon);
            Check.positive("horizon", horizon);
            Check.between("steps", steps, 1, MOST_STEPS);
            Check.finite("threshold", threshold);
            Check.that(threshold > 0 && threshold < 2, "threshold", "must be between 0 and 2, is %s", threshold);
            CircleProblem.of(query, key, value, beta, density, labels, stretch);
            Check.that(
                    (double) steps * labels * labels <= MOST_WORK,
                    "labels",
                    "and steps are too many: steps labels² is %s, more than %s",
                    (double) steps * labels * labels,
                    MOST_WORK);
        }

        CircleProblem problem() {
            return CircleProblem.of(query, key, value, beta, density, labels, stretch);
        }
    }

    static CircleProblem problem(Instance x) {
        return PROBLEMS.apply(x);
    }

    static MetastableRun run(Instance x) {
        return RUNS.apply(x);
    }

    static ConcentrationBounds bounds(Instance x) {
        return BOUNDS.apply(x);
    }

    private static ConcentrationBounds finiteBounds(Instance x) {
        ConcentrationBounds bounds = problem(x).bounds();
        Check.that(Double.isFinite(bounds.epsilon()), "beta", "is too small: the error of attention overflows");
        return bounds;
    }

    static MetastableWindow window(Instance x) {
        return new MetastableWindow(bounds(x));
    }

    // ---- claims

    /** {@code W_2 <= min_i e(t_i) + sqrt(L(μ_(t_i)^0))} at the time where that is certified. */
    static Bound<Instance> certifiedDistance() {
        return Claim.<Instance>bound("certified-distance", x -> run(x).w2()[run(x).bestCertified(bounds(x))])
                .atMost(x -> run(x).certified(bounds(x), run(x).bestCertified(bounds(x))))
                .absFloor(ABS_FLOOR);
    }

    /** {@code W_2 <= e(t) + sqrt(L(μ_t^0))} after every step; the factor of e is 1. */
    static Bound<Instance> certifiedAtEveryStep(double factor) {
        return Claim.<Instance>bound(
                        "certified-at-every-step",
                        x -> largestShare(x, (t, zero) -> factor * bounds(x).stability(t) + zero))
                .atMost(x -> 1);
    }

    /** {@code W_2 <= F(t)} after every step. */
    static Claim<Instance> envelope() {
        return envelope((x, t) -> window(x).envelope(t));
    }

    private static Claim<Instance> envelope(ToDoubleBiFunction<Instance, Double> allowed) {
        return Claim.<Instance>bound("envelope", x -> largestShare(x, (t, zero) -> allowed.applyAsDouble(x, t)))
                .atMost(x -> 1)
                .when(MetastabilityTimescale::standsForDensity);
    }

    private static boolean standsForDensity(Instance x) {
        return problem(x).standsForDensity(x.horizon() / x.steps());
    }

    private static double largestShare(Instance x, DoubleBinaryOperator allowed) {
        MetastableRun run = run(x);
        return IntStream.rangeClosed(1, run.last())
                .mapToDouble(i -> run.w2()[i] / allowed.applyAsDouble(run.times()[i], run.zero()[i]))
                .max()
                .orElseThrow();
    }

    /** {@code sqrt(L(μ_t^0)) <= b e^(-ct)} at every time of the grid, rounding apart, for a rate that should be c. */
    static Claim<Instance> remainder(ToDoubleFunction<ConcentrationBounds> rate) {
        return Claim.<Instance>bound("remainder", x -> {
                    double b = bounds(x).spread();
                    double c = rate.applyAsDouble(bounds(x));
                    MetastableRun run = run(x);
                    return IntStream.rangeClosed(0, run.last())
                            .filter(i -> run.zero()[i] > ABS_FLOOR)
                            .mapToDouble(i ->
                                    run.zero()[i] / Math.max(b * StrictMath.exp(-c * run.times()[i]), ABS_FLOOR))
                            .max()
                            .orElse(0);
                })
                .atMost(x -> 1)
                .when(MetastabilityTimescale::standsForDensity);
    }

    /** The closed form of {@code F(t°)} is the minimum of F. */
    static Identity<Instance> closedMinimum(ToDoubleFunction<MetastableWindow> formula) {
        return Claim.identity(
                "closed-minimum",
                x -> formula.applyAsDouble(window(x)),
                x -> window(x).searchedMinimum());
    }

    /** {@code e(t_+) = δ/2}. */
    static Identity<Instance> windowEnd(ToDoubleFunction<Instance> end) {
        return Claim.identity("window-end", x -> bounds(x).stability(end.applyAsDouble(x)), x -> x.threshold() / 2);
    }

    /** {@code b e^(-c t_-) = δ/2} if the window does not begin at once. */
    static Claim<Instance> windowStart(ToDoubleFunction<Instance> start) {
        return Claim.<Instance>identity(
                        "window-start", x -> bounds(x).remainder(start.applyAsDouble(x)), x -> x.threshold() / 2)
                .when(x -> 2 * bounds(x).spread() > x.threshold());
    }

    @Override
    public Class<Instance> instanceType() {
        return Instance.class;
    }

    @Override
    public List<Claim<Instance>> claims() {
        return List.of(
                certifiedDistance(),
                certifiedAtEveryStep(1),
                envelope(),
                remainder(ConcentrationBounds::contraction),
                closedMinimum(MetastableWindow::optimalBound),
                windowStart(x -> window(x).start(x.threshold())),
                windowEnd(x -> window(x).end(x.threshold())));
    }

    @Override
    public List<NegativeControl<Instance>> controls() {
        return List.of(
                new NegativeControl<>(
                        "zero-temperature-for-ever",
                        "claims the distance at temperature zero at the horizon",
                        Claim.<Instance>bound("certified-distance", x -> run(x).finalDistance())
                                .atMost(x -> run(x).zero()[run(x).last()])),
                new NegativeControl<>(
                        "zero-temperature-at-every-step",
                        "claims the distance at temperature zero, without e(t)",
                        certifiedAtEveryStep(0)),
                new NegativeControl<>(
                        "envelope-without-the-remainder",
                        "claims ε e^(Λt) alone",
                        envelope((x, t) -> window(x).envelope(t) - bounds(x).remainder(t))),
                new NegativeControl<>(
                        "rate-of-the-mean-distance",
                        "claims the rate γ/s_max, that of the mean distance W_1, for W_2",
                        remainder(bounds -> 2 * bounds.contraction())),
                new NegativeControl<>(
                        "rates-exchanged",
                        "exchanges Λ and c in the formula of the best time",
                        closedMinimum(MetastableWindow::boundWithRatesExchanged)),
                new NegativeControl<>(
                        "window-start-at-double-rate",
                        "waits for W_2 at the rate γ/s_max of W_1",
                        windowStart(x ->
                                window(x).start(x.threshold(), 2 * bounds(x).contraction()))),
                new NegativeControl<>(
                        "window-without-a-common-start",
                        "takes ε e^(Λt) for e(t), as if the flows did not start together",
                        windowEnd(x -> window(x).endWithoutCommonStart(x.threshold()))));
    }

    @Override
    public List<Family<?>> families() {
        return MetastabilityFamilies.all();
    }

    @Override
    public List<Picture> pictures(RandomField random) {
        return MetastabilityPictures.all();
    }

    /** Score norm and condition are those of K'Q; V is scaled to norm 1; log10Beta up to 400. */
    @Override
    public Ranges ranges() {
        return Ranges.none()
                .dim("harmonics", 1, 3)
                .scale("scoreNorm", 0.5, 2)
                .scale("condition", 1, 2)
                .scale("log10Beta", 0, 2.602)
                .scale("amplitude", 0, 0.8)
                .scale("horizon", 0.5, 6)
                .scale("threshold", 0.1, 1.9);
    }

    @Override
    public Instance draw(Draw draw, RandomField random) {
        return MetastabilityDraws.instance(draw, random);
    }

    @Override
    public List<Instance> corners() {
        return MetastabilityDraws.corners();
    }

    @Override
    public SortedMap<String, Double> quantities(Instance x) {
        MetastableRun run = run(x);
        MetastableWindow window = window(x);
        TreeMap<String, Double> named = new TreeMap<>();
        named.put("optimalTime", window.optimalTime());
        named.put("optimalBound", window.optimalBound());
        named.put("windowStart", window.start(x.threshold()));
        named.put("windowEnd", window.end(x.threshold()));
        named.put("minW2", run.leastDistance());
        named.put("minTime", run.leastTime());
        named.put("enterTime", run.enterTime(x.threshold()));
        named.put("exitTime", run.exitTime(x.threshold()));
        named.put("finalW2", run.finalDistance());
        named.put("certifiedTime", run.times()[run.bestCertified(bounds(x))]);
        named.forEach((name, number) ->
                Check.that(Double.isFinite(number), "value", "is too large or too small: %s is %s", name, number));
        return named;
    }

    @Override
    public List<Example<Instance>> examples() {
        return List.of(worked());
    }

    static Example<Instance> worked() {
        return Example.resource(MetastabilityTimescale.class, "metastability-timescale-worked", Instance.class);
    }

    @Override
    public int tries() {
        return 20;
    }

    @Override
    public Search search() {
        return new Search(8, 1, 8);
    }
}
