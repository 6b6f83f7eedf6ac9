package org.attentiontheorems.heads;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.attentiontheorems.flow.Flow;
import org.attentiontheorems.heads.ConvergentTraining.Regime;
import org.attentiontheorems.heads.SingleLimit.Instance;
import org.attentiontheorems.heads.TrainingFlow.State;
import org.attentiontheorems.measure.Sums;
import org.attentiontheorems.random.RandomField;
import org.attentiontheorems.verify.Approx;
import org.attentiontheorems.verify.Bound;
import org.attentiontheorems.verify.Claim;
import org.attentiontheorems.verify.Draw;
import org.attentiontheorems.verify.Family;
import org.attentiontheorems.verify.Memo;
import org.attentiontheorems.verify.NegativeControl;
import org.attentiontheorems.verify.Ranges;
import org.attentiontheorems.verify.Trajectory;

/** Declared families of {@code single-limit}: sharpness, limits without constants, and necessity. */
final class SingleLimitFamilies {
    private static final double[] LAMBDAS = {0.1, 0.3, 1};
    private static final int PER_LAMBDA = 4;
    private static final int STATES = 1000;
    private static final long SEED = 2606;
    private static final Memo<Instance, ConvergentRun> RUNS =
            Memo.of(x -> ConvergentRun.of(x.training(), x.model(), 0, x.horizon()));
    private static final Memo<Trained, TrainingRun> TRAINED = Memo.of(Trained::run);

    private SingleLimitFamilies() {}

    static List<Family<?>> all() {
        return List.of(
                ridgeWithoutTokens(),
                slowQuartic(),
                quarticStates(),
                quarticTail(),
                analytic(),
                isolated(),
                PathsWithoutLimit.spiralValley(),
                PathsWithoutLimit.mexicanHat());
    }

    private static Approx pathLength(Instance x, int effort) {
        return RUNS.apply(x).pathLength();
    }

    private static double lengthBound(Instance x) {
        return RUNS.apply(x).lengthBound();
    }

    // ---- sharpness

    /** Without tokens the risk is {@code log v + λ/2 |Θ|_m²}, and heads go straight to 0. */
    private static Family<Instance> ridgeWithoutTokens() {
        HeadModel model = DegenerateModels.withoutTokens(RidgeCorners.base());
        List<Instance> instances = IntStream.of(1, 2, 4, 8)
                .mapToObj(lambda -> new Instance(model.withLambda(lambda), 8, Regime.RIDGE))
                .toList();
        return Family.of("ridge-without-tokens", "training that only forgets: all tokens are 0", instances)
                .claims(
                        Claim.<Instance>identity(
                                "straight-length",
                                SingleLimitFamilies::pathLength,
                                SingleLimitFamilies::straightLength),
                        straight().atMost(SingleLimitFamilies::lengthBound),
                        Claim.<Instance>bound("straight-length-attained", SingleLimitFamilies::pathLength)
                                .atLeast(x -> 0.999 * lengthBound(x)))
                .controls(new NegativeControl<>(
                        "straight-length-undercut",
                        "claims 0.99 of the length bound",
                        straight().atMost(x -> 0.99 * lengthBound(x))));
    }

    private static Bound.Measured<Instance> straight() {
        return Claim.bound("straight-length-bound", SingleLimitFamilies::pathLength);
    }

    /** {@code |Θ_0|_m (1 - e^(-λT))}. */
    private static Approx straightLength(Instance x, int effort) {
        double norm = Math.sqrt(TrainingFlow.of(x.model()).squaredNorm(x.model().parameters()));
        return Approx.direct(-norm * StrictMath.expm1(-x.model().lambda() * x.horizon()));
    }

    /** A head that starts at q = k = 0.05 goes to 0 on a line, slowly: the tail of its path is of order T^(-1/2). */
    private static Family<Instance> slowQuartic() {
        Instance slow = new Instance(QuarticValley.model(4, new double[] {1}, 0.05), 1e5, Regime.QUARTIC);
        return Family.of("slow-quartic", "one head of margin 4 that starts near its degenerate minimum", List.of(slow))
                .claims(
                        slowLength().atMost(SingleLimitFamilies::lengthBound),
                        Claim.<Instance>bound("slow-length-attained", SingleLimitFamilies::pathLength)
                                .atLeast(x -> 0.96 * lengthBound(x)))
                .controls(new NegativeControl<>(
                        "slow-length-undercut",
                        "claims 0.95 of the length bound",
                        slowLength().atMost(x -> 0.95 * lengthBound(x))));
    }

    private static Bound.Measured<Instance> slowLength() {
        return Claim.bound("slow-length", SingleLimitFamilies::pathLength);
    }

    /** The inequality at the start of many valleys. */
    private static Family<QuarticValley> quarticStates() {
        return Family.drawn(
                        "quartic-states",
                        "starts of the quartic regime",
                        random -> IntStream.range(0, STATES)
                                .mapToObj(i -> valley(random.size(i)))
                                .toList())
                .claims(slope().atMost(x -> x.slope(x.products())))
                .controls(new NegativeControl<>(
                        "slope-of-a-quadratic-minimum",
                        "claims sqrt(D) >= sqrt(2u) E^(1/2)",
                        Claim.<QuarticValley>bound("quartic-slope", x -> Math.sqrt(2 * x.u() * x.gap(x.products())))
                                .atMost(x -> x.slope(x.products()))));
    }

    private static Bound.Measured<QuarticValley> slope() {
        return Claim.bound("quartic-slope", x -> x.inequality().slope(x.gap(x.products())));
    }

    private static QuarticValley valley(RandomField random) {
        Draw draw = new SingleLimit().ranges().sample(random);
        return QuarticValley.of("model", SingleLimit.quarticModel(draw, random));
    }

    /** What is left of the path at time T, {@code sqrt(2) q_T}, against the length bound from there on. */
    private static Family<Instance> quarticTail() {
        Instance start = new Instance(QuarticValley.model(2, new double[] {1}, 0.6), 0, Regime.QUARTIC);
        return Family.of("quartic-tail", "one head of margin 2: what is left of its path", List.of(start))
                .claims(tail(0.5))
                .controls(new NegativeControl<>(
                        "quartic-tail-like-one-over-t", "claims that the rest of the path falls like 1/T", tail(1)));
    }

    private static Claim<Instance> tail(double exponent) {
        return Claim.<Instance>exactRate("quartic-tail", (x, n, effort) -> Approx.direct(Math.sqrt(2 * product(x, n))))
                .fallsLike(exponent, 0.1, 64, 128, 256, 512, 1024, 2048, 4096, 8192)
                .under((x, n) -> x.training().inequality().length(x.valley().gap(product(x, n))))
                .sharp();
    }

    /** q² at time n. */
    private static double product(Instance x, int n) {
        State end = x.training().flow().after(x.model().parameters(), n, Flow.TIGHT);
        return QuarticValley.products(end.theta())[0];
    }

    // ---- limits without constants

    /**
     * A law of heads on data with a ridge, and when to look at its training.
     *
     * @param model data, ridge and the law at the start
     * @param times increasing, in units of 1/λ
     */
    record Trained(HeadModel model, double[] times) {
        private TrainingRun run() {
            double[] scaled = Arrays.stream(times).map(t -> t / model.lambda()).toArray();
            return TrainingRun.of(TrainingFlow.of(model), model.parameters(), scaled, Flow.TIGHT);
        }
    }

    /** The risk is analytic and its sublevel sets are compact: the path has finite length, though no constant is known. */
    private static Family<Trained> analytic() {
        return Family.of("analytic", "up to four heads with any ridge", trained("analytic", 4, 2, 0, 5, 10, 20, 40))
                .claims(
                        Claim.<Trained>monotone("length-increments-fall", (x, effort) -> increments(x)),
                        Claim.<Trained>bound("tail-displacement", (x, effort) -> displacement(x))
                                .atMost((x, effort) -> increment(x, 1, 4)));
    }

    /** The lengths of the path over [5, 10], [10, 20] and [20, 40] divided by λ. */
    private static List<Trajectory.Point> increments(Trained x) {
        return IntStream.rangeClosed(1, 3)
                .mapToObj(k -> new Trajectory.Point(TRAINED.apply(x).times()[k], increment(x, k, k + 1)))
                .toList();
    }

    private static Approx increment(Trained x, int from, int to) {
        TrainingRun run = TRAINED.apply(x);
        return run.at(to, end -> end.length() - run.states().get(from).length());
    }

    /** {@code |Θ(40/λ) - Θ(5/λ)|_m}. */
    private static Approx displacement(Trained x) {
        TrainingRun run = TRAINED.apply(x);
        double[] from = run.states().get(1).theta();
        return run.last(end -> Math.sqrt(run.flow().squaredNorm(ConvergentRun.difference(end.theta(), from))));
    }

    /** A single head with dk = 1 ends where the second derivative of its risk is regular: the stationary law is isolated. */
    private static Family<Trained> isolated() {
        return Family.of(
                        "isolated",
                        "single heads with one query dimension, trained to the end",
                        trained("isolated", 1, 1, 5, 200))
                .claims(
                        Claim.<Trained>bound("regular-end", x -> leastCurvature(x))
                                .atLeast(x -> 1e-3),
                        Claim.<Trained>bound("newton-correction", x -> newtonCorrection(x, 1))
                                .atMost(x -> 1e-6))
                .controls(new NegativeControl<>(
                        "unfinished",
                        "takes the law at time 5/λ for the limit",
                        Claim.<Trained>bound("newton-correction", x -> newtonCorrection(x, 0))
                                .atMost(x -> 1e-6)));
    }

    private static double leastCurvature(Trained x) {
        return Arrays.stream(spectrum(x, 1).values()).map(Math::abs).min().orElseThrow();
    }

    /** {@code |H⁻¹ g|} at the end. */
    private static double newtonCorrection(Trained x, int time) {
        double[] g = TRAINED.apply(x)
                .flow()
                .gradient(TRAINED.apply(x).states().get(time).theta());
        Spectrum spectrum = spectrum(x, time);
        double square = 0;
        for (int i = 0; i < g.length; i++) {
            double component = Sums.dot(spectrum.vectors()[i], g) / spectrum.values()[i];
            square += component * component;
        }
        return Math.sqrt(square);
    }

    private static Spectrum spectrum(Trained x, int time) {
        TrainingRun run = TRAINED.apply(x);
        double[] theta = run.states().get(time).theta();
        return Spectrum.of(
                RiskHessian.at(run.flow().risk(), run.flow().masses(), theta).matrix());
    }

    /** Models of the common generator from fixed keys: near a saddle the path may speed up for a while. */
    private static List<Trained> trained(String purpose, int atoms, int dk, double... times) {
        Ranges shapes = Ranges.none()
                .dim("sequences", 1, 3)
                .dim("seqLen", 1, 4)
                .dim("d", 1, 3)
                .dim("dk", 1, dk)
                .dim("vocab", 2, 3)
                .dim("atoms", 1, atoms);
        return IntStream.range(0, LAMBDAS.length * PER_LAMBDA)
                .mapToObj(i -> {
                    RandomField random = RandomField.of(SEED, purpose, i);
                    HeadModel model = TrainingDraws.model(shapes.sample(random), random, LAMBDAS[i % LAMBDAS.length]);
                    return new Trained(model, times);
                })
                .toList();
    }
}
