package org.attentiontheorems.prompts;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.attentiontheorems.measure.Vectors;
import org.attentiontheorems.random.RandomField;
import org.attentiontheorems.verify.Bound;
import org.attentiontheorems.verify.Check;
import org.attentiontheorems.verify.Claim;
import org.attentiontheorems.verify.ExactRate;
import org.attentiontheorems.verify.Family;
import org.attentiontheorems.verify.Identity;
import org.attentiontheorems.verify.InvalidComputation;
import org.attentiontheorems.verify.Memo;
import org.attentiontheorems.verify.NegativeControl;
import org.attentiontheorems.verify.SizedMeasure;

/** Declared families of in-context-regression: rates, the limit of training, and necessity. */
final class RegressionFamilies {
    private static final int MOST_DRAWS = 1000;
    private static final int LONG = 262_144;
    private static final double NINE_DIGITS = 1e-9;

    private RegressionFamilies() {}

    static List<Family<?>> all() {
        return List.of(
                longPrompts(),
                longTraining(),
                RegressionTraining.descent(),
                randomQueries(),
                origin(),
                queriesOnALine(),
                RegressionSimulation.drawnPrompts());
    }

    private static double excess(RegressionInstance x, int promptLength) {
        RegressionTask task = x.task();
        return task.finiteRisk(task.limit(), Shrinkage.Functions.integrated(promptLength));
    }

    static RegressionInstance instance(RegressionTask task, double alpha) {
        return new RegressionInstance(task.sigma(), task.queries(), RegressionDraws.alpha(task, alpha), 10, 64);
    }

    private static List<RegressionInstance> tasks(RandomField random) {
        List<RegressionInstance> tasks = new ArrayList<>();
        tasks.add(InContextRegression.worked().instance());
        for (int k = 0; k < 5; k++) {
            int d = 1 + k % 3;
            tasks.add(instance(RegressionDraws.task(random.size(k), d, d + 1 + k / 3, 0.02), 0.5));
        }
        return tasks;
    }

    /** The worked task, and for each shape the first drawn one whose slowest rate rules soon. */
    private static List<RegressionInstance> separatedTasks(RandomField random) {
        List<RegressionInstance> tasks = new ArrayList<>();
        tasks.add(InContextRegression.worked().instance());
        for (int k = 0; k < 5; k++) {
            int d = 1 + k % 3;
            int queries = d + 1 + k / 3;
            RandomField field = random.size(k);
            tasks.add(IntStream.rangeClosed(1, MOST_DRAWS)
                    .mapToObj(r -> instance(RegressionDraws.task(field.replicate(r), d, queries, 0.02), 0.5))
                    .filter(x -> x.task().isSlowestRateAlone())
                    .findFirst()
                    .orElseThrow(
                            () -> new InvalidComputation("no drawn task of dimension " + d + " has one slowest rate")));
        }
        return tasks;
    }

    // ---- the excess risk of the limit

    private static Family<RegressionInstance> longPrompts() {
        ExactRate<RegressionInstance> rate = Claim.<RegressionInstance>exactRate(
                        "excess-rate", SizedMeasure.direct(RegressionFamilies::excess))
                .fallsLike(1, 0.03, 4096, 16_384, 65_536, LONG)
                .under((x, n) -> x.task().excessBound(n))
                .sharp();
        ExactRate<RegressionInstance> ratio = Claim.<RegressionInstance>exactRate(
                        "softmax-over-linear",
                        SizedMeasure.direct((x, n) -> excess(x, n) / LinearAttention.excess(x.task(), n)))
                .fallsLike(0, 0.03, 4096, 16_384, 65_536, LONG)
                .sharp();
        return Family.<RegressionInstance>drawn(
                        "long-prompts",
                        "the worked task, five drawn ones and a steep one (a query with tau² = 2.4), prompts of 4096 to"
                                + " 262144 tokens",
                        random -> {
                            List<RegressionInstance> all = new ArrayList<>(tasks(random));
                            all.add(instance(RegressionDraws.steep(), 0.2));
                            return all;
                        })
                .claims(rate, constant(tau -> StrictMath.exp(tau * tau)), ratio)
                .controls(
                        new NegativeControl<>(
                                "excess-rate-three-halves", "claims the rate L^-1.5", rate.fallsLike(1.5, 0.03)),
                        new NegativeControl<>(
                                "constant-of-equal-weights",
                                "claims the limit of 1/L for gamma_L, without e^tau²",
                                constant(tau -> 1)),
                        new NegativeControl<>(
                                "ratio-decays",
                                "claims that softmax attention gains a factor L^-1/4 on linear attention",
                                ratio.fallsLike(0.25, 0.03)));
    }

    /** {@code L R_L(A_*, b_*)} at 262144 tokens relative to a claimed limit. */
    private static Bound<RegressionInstance> constant(RegressionTask.Constant claimed) {
        return Claim.<RegressionInstance>bound(
                        "excess-constant",
                        x -> Math.abs(LONG * excess(x, LONG) / x.task().atOptimum(claimed) - 1))
                .atMost(x -> 0.01);
    }

    // ---- the limit of the flow

    private static final Memo<RegressionInstance, RegressionFlow> LATE = Memo.of(x -> RegressionFlow.of(
            RegressionModel.REFERENCE,
            x.task(),
            RegressionParameters.start(x.alpha(), x.task().dimension()),
            times(x.task().slowestRate())));

    private static double[] times(double rate) {
        return new double[] {0, 8 / rate, 10 / rate, Math.max(300, 30 / rate)};
    }

    private static Bound<RegressionInstance> limit(RegressionTask.Limit claimed) {
        return Claim.<RegressionInstance>bound(
                        "limit-reached", x -> LATE.apply(x).end().parameters().distance(claimed.of(x.task())))
                .atMost(x -> NINE_DIGITS * x.task().limitScale());
    }

    /** Slope of the logarithm of the risk between {@code 8/rate} and {@code 10/rate}, per rate. */
    private static double lateSlope(RegressionInstance x) {
        RegressionFlow flow = LATE.apply(x);
        return StrictMath.log(flow.risk(1).value() / flow.risk(2).value()) / 2;
    }

    private static Bound<RegressionInstance> logRisk(double factor) {
        return Claim.<RegressionInstance>bound("log-risk-linear", x -> Math.abs(lateSlope(x) / factor - 1))
                .atMost(x -> 0.01);
    }

    private static Family<RegressionInstance> longTraining() {
        return Family.drawn(
                        "long-training",
                        "the infinite-prompt flow of the worked task and of five drawn ones with one slowest rate, up to t = 300"
                                + " at least",
                        RegressionFamilies::separatedTasks)
                .claims(limit(RegressionTask::limit), logRisk(2))
                .controls(
                        new NegativeControl<>(
                                "limit-without-inverse",
                                "claims the limit A = I/b",
                                limit(task -> new RegressionParameters(
                                        Vectors.times(1 / task.limitScale(), Vectors.identity(task.dimension())),
                                        task.limitScale()))),
                        new NegativeControl<>(
                                "limit-of-first-power",
                                "claims b_*² = tr(Sigma^-1)",
                                limit(RegressionFamilies::firstPower)),
                        new NegativeControl<>("log-risk-steeper", "claims the slope -3 mu for -2 mu", logRisk(3)));
    }

    private static RegressionParameters firstPower(RegressionTask task) {
        double scale = Math.sqrt(RegressionTask.trace(task.spectrum().inverse()));
        double[][] key = task.spectrum().inverse();
        for (int i = 0; i < key.length; i++) {
            key[i] = Vectors.times(1 / scale, key[i]);
        }
        return new RegressionParameters(key, scale);
    }

    // ---- necessity

    /**
     * One-dimensional tokens and queries with the same standard normal law: at the optimum {@code A = b = 1} a query has logits of
     * standard deviation |x_q|.
     *
     * @param spread standard deviation of the queries
     */
    record RandomQueries(double spread) {
        private static final double RADIUS = 6.5;
        private static final double STEP = 0.25;

        RandomQueries {
            Check.that(spread > 0 && spread <= 1, "spread", "must be between 0 and 1, is %s", spread);
        }

        /** {@code E_q R_L = 1/2 E_q E(G - tau)²}, by the midpoint rule; only low powers of the weights, so that tau may exceed 3. */
        double excess(int promptLength) {
            double sum = 0;
            for (int i = 0; (i + 0.5) * STEP < RADIUS; i++) {
                double z = (i + 0.5) * STEP;
                double tau = spread * z;
                RatioMoments kernel = RatioMoments.wideGaussian(tau, promptLength);
                RatioMoments.TokenFunction gap = kernel.weight().times(kernel.given(g -> g - tau));
                double density = 2 * STEP * StrictMath.exp(-z * z / 2) / Math.sqrt(2 * Math.PI);
                sum += density * kernel.expect(2, gap, gap) / 2;
            }
            return sum;
        }
    }

    private static Family<RandomQueries> randomQueries() {
        ExactRate<RandomQueries> rate = Claim.<RandomQueries>exactRate(
                        "random-query-excess", SizedMeasure.direct((x, n) -> x.excess(n)))
                .fallsLike(0.62, 0.1, 64, 256, 1024, 4096)
                .sharp();
        ExactRate<RandomQueries> small = Claim.<RandomQueries>exactRate(
                        "small-query-excess", SizedMeasure.direct((x, n) -> x.excess(n)))
                .fallsLike(1, 0.05, 64, 256, 1024, 4096)
                .sharp();
        return Family.of(
                        "random-queries",
                        "the risk averaged over normal queries in one dimension, of standard deviation 1 and 0.4",
                        List.of(new RandomQueries(1), new RandomQueries(0.4)))
                .claims(rate.when(x -> x.spread() == 1), small.when(x -> x.spread() < 0.5))
                .controls(new NegativeControl<>(
                        "random-query-slope-one",
                        "claims the rate L^-1 for standard normal queries",
                        rate.fallsLike(1, 0.1).when(x -> x.spread() == 1)));
    }

    private static RegressionFlow from(RegressionInstance x, double alpha) {
        RegressionTask task = x.task();
        return RegressionFlow.of(
                RegressionModel.REFERENCE, task, RegressionParameters.start(alpha, task.dimension()), new double[] {
                    0, 50
                });
    }

    private static Identity<RegressionInstance> saddle(double alpha) {
        return Claim.identity(
                "saddle", x -> from(x, alpha).riskAtEnd().value(), x -> x.task().riskOfNothing());
    }

    private static Family<RegressionInstance> origin() {
        return Family.of(
                        "origin",
                        "the flow of the worked task from A = 0, b = 0 up to t = 50",
                        List.of(InContextRegression.worked().instance()))
                .claims(saddle(0))
                .controls(new NegativeControl<>(
                        "saddle-escaped", "claims the same of a start at alpha = 0.01", saddle(0.01)));
    }

    private static final Memo<RegressionInstance, RegressionFlow> ON_A_LINE = Memo.of(x -> from(x, x.alpha()));

    /** {@code |bA - Sigma^-1|_F} in the end. */
    private static double keyGap(RegressionInstance x) {
        double[][] gap = ON_A_LINE.apply(x).readout();
        double[][] inverse = x.task().spectrum().inverse();
        for (int i = 0; i < gap.length; i++) {
            gap[i] = Vectors.minus(gap[i], inverse[i]);
        }
        return Math.sqrt(Vectors.squaredFrobenius(gap));
    }

    private static Family<RegressionInstance> queriesOnALine() {
        double[][] plane = {{1, 0.3}, {0.3, 0.8}};
        return Family.of(
                        "queries-on-a-line",
                        "training with queries that do not span the plane",
                        List.of(
                                new RegressionInstance(plane, new double[][] {{1, 0.5}, {-0.5, -0.25}}, 0.5, 50, 64),
                                new RegressionInstance(plane, new double[][] {{1, 0}}, 0.4, 50, 64)))
                .claims(
                        Claim.<RegressionInstance>bound(
                                        "unidentified-risk",
                                        x -> ON_A_LINE.apply(x).riskAtEnd().value())
                                .atMost(x -> NINE_DIGITS * x.task().riskOfNothing()),
                        Claim.<RegressionInstance>bound("unidentified-key", RegressionFamilies::keyGap)
                                .atLeast(x -> 0.1))
                .controls(new NegativeControl<>(
                        "identified-key",
                        "claims that bA tends to Sigma^-1 all the same",
                        Claim.<RegressionInstance>bound("unidentified-key", RegressionFamilies::keyGap)
                                .atMost(x -> 0.01)));
    }
}
