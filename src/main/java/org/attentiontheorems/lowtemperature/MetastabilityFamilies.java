package org.attentiontheorems.lowtemperature;

import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.attentiontheorems.lowtemperature.MetastabilityTimescale.Instance;
import org.attentiontheorems.verify.Approx;
import org.attentiontheorems.verify.Bound;
import org.attentiontheorems.verify.Claim;
import org.attentiontheorems.verify.Family;
import org.attentiontheorems.verify.Memo;
import org.attentiontheorems.verify.NegativeControl;
import org.attentiontheorems.verify.Trajectory;

/** Declared families of {@code metastability-timescale}: the formulas at huge β, a certificate that says something, exit times. */
final class MetastabilityFamilies {
    /** Exit times at four temperatures; tokens leave at the rate 1/2. */
    static final ExitLaw EXIT = ExitLaw.of(1.5, new double[] {10, 30, 100, 300}, 120, 200, 280, 400);

    /** Tokens leave at the rate 1. */
    static final ExitLaw STEEP = ExitLaw.of(2, new double[] {30, 100, 300}, 200, 280, 400);

    /** V prefers the direction of the projection map. */
    static final ExitLaw COMPATIBLE = ExitLaw.of(0.5, new double[] {10, 30, 100}, 120, 200, 280);

    /** V prefers the other axis. */
    private static final ExitLaw INCOMPATIBLE = ExitLaw.of(1.5, new double[] {10}, 120);

    private static final double THRESHOLD = 0.5;
    private static final Memo<Instance, MetastableRun> WRONG_TARGET =
            Memo.of(MetastabilityFamilies::toSecondEigenvector);

    private MetastabilityFamilies() {}

    static List<Family<?>> all() {
        return List.of(
                formulas(),
                certificate(),
                refinedExits("exit", "V prefers the other axis, by 1/2", EXIT, 0.2)
                        .controls(bounded("exit", 0.2), root("exit"), tooFewLabels("exit")),
                exits("steep-exit", "V prefers the other axis, by 1", STEEP, 0.25),
                compatible(),
                atoms(),
                exits("long-exit", "V prefers the other axis, by 1/2: to β = 4000", longLaw(), 0.1)
                        .onlyInSlowRuns());
    }

    // ---- formulas

    /**
     * Inverse temperatures {@code 10^p}.
     *
     * @param powers p, increasing
     */
    record Powers(double[] powers) {
        List<MetastableWindow> windows() {
            return Arrays.stream(powers).mapToObj(p -> window(beta(p))).toList();
        }

        /** Difference quotients of a number between neighbours. */
        double[] slopes(ToDoubleFunction<MetastableWindow> y, DoubleUnaryOperator x) {
            List<MetastableWindow> windows = windows();
            return IntStream.range(1, powers.length)
                    .mapToDouble(k -> (y.applyAsDouble(windows.get(k)) - y.applyAsDouble(windows.get(k - 1)))
                            / (x.applyAsDouble(beta(powers[k])) - x.applyAsDouble(beta(powers[k - 1]))))
                    .toArray();
        }

        double[] windowEndSlopes() {
            return slopes(window -> window.end(THRESHOLD), StrictMath::log);
        }
    }

    static double beta(double power) {
        return StrictMath.pow(10, power);
    }

    /** {@code D = I, V = diag(1, -1)}, a density between 0.8 and 1.2. */
    static MetastableWindow window(double beta) {
        double[][] value = Vectors.diagonal(1, -1);
        ScoreMatrix scores = ScoreMatrix.of(Vectors.identity(2));
        ProjectionMap projection = ProjectionMap.of(value, scores);
        return new MetastableWindow(ConcentrationBounds.of(scores, value, beta, projection, 0.8, 1.2));
    }

    private static double logOverLog(double beta) {
        return StrictMath.log(beta / StrictMath.log1p(beta));
    }

    private static Family<Powers> formulas() {
        Powers all =
                new Powers(IntStream.rangeClosed(2, 15).mapToDouble(k -> 2 * k).toArray());
        return Family.of("formulas", "the bounds for β = 10^4, 10^6, …, 10^30", List.of(all))
                .claims(
                        largeMinimum(MetastableWindow::optimalBound),
                        Claim.<Powers>monotone("window-end-slopes-rise", (x, effort) -> fallingSlopes(x)),
                        endSlope(window -> 1 / (2 * window.bounds().growth())),
                        Claim.<Powers>bound("window-end-slopes-from-below", x -> max(x.windowEndSlopes()))
                                .atMost(x -> 1 / (2 * window(1).bounds().growth())),
                        bestBoundSlope(
                                bounds -> -bounds.contraction() / (2 * (bounds.contraction() + bounds.growth()))),
                        bestTimeSlope(bounds -> 1 / (2 * (bounds.contraction() + bounds.growth()))),
                        opens(6),
                        partition(kappa -> 1 + 1 / (8 * kappa)))
                .controls(
                        new NegativeControl<>(
                                "rates-exchanged-at-large-beta",
                                "exchanges Λ and c in the formula of the best time",
                                largeMinimum(MetastableWindow::boundWithRatesExchanged)),
                        new NegativeControl<>(
                                "window-grows-twice-as-fast",
                                "claims t_+ = log(β)/Λ, forgetting the square root in ε",
                                endSlope(window -> 1 / window.bounds().growth())),
                        new NegativeControl<>(
                                "best-bound-like-epsilon",
                                "claims that F(t°) falls like ε",
                                bestBoundSlope(bounds -> -0.5)),
                        new NegativeControl<>(
                                "best-time-without-contraction",
                                "claims t° = log(β/log β)/(2c)",
                                bestTimeSlope(bounds -> 1 / (2 * bounds.contraction()))),
                        new NegativeControl<>(
                                "window-open-at-ten-thousand", "claims a window at β = 10^4 already", opens(4)),
                        new NegativeControl<>(
                                "partition-of-twice-the-density",
                                "takes 2 for 1 in Z_2 = (2πκ)^(-1/2) (1 + 1/(8κ))",
                                partition(kappa -> 2)));
    }

    private static Bound<Powers> largeMinimum(ToDoubleFunction<MetastableWindow> formula) {
        return Claim.<Powers>bound(
                        "large-minimum",
                        x -> max(x.windows().stream()
                                .mapToDouble(w -> Math.abs(formula.applyAsDouble(w) / w.searchedMinimum() - 1))
                                .toArray()))
                .atMost(x -> 1e-10);
    }

    private static List<Trajectory.Point> fallingSlopes(Powers x) {
        double[] slopes = x.windowEndSlopes();
        return IntStream.range(0, slopes.length)
                .mapToObj(k -> new Trajectory.Point(x.powers()[k + 1], Approx.direct(-slopes[k])))
                .toList();
    }

    private static Bound<Powers> endSlope(ToDoubleFunction<MetastableWindow> limit) {
        return Claim.<Powers>bound("window-end-slope", x -> {
                    double[] slopes = x.windowEndSlopes();
                    return Math.abs(slopes[slopes.length - 1] / limit.applyAsDouble(window(1)) - 1);
                })
                .atMost(x -> 0.03);
    }

    private static Bound<Powers> bestBoundSlope(ToDoubleFunction<ConcentrationBounds> rate) {
        return Claim.<Powers>bound(
                        "best-bound-slope",
                        x -> furthest(
                                x.slopes(w -> StrictMath.log(w.optimalBound()), MetastabilityFamilies::logOverLog),
                                rate.applyAsDouble(window(1).bounds())))
                .atMost(x -> 0.03);
    }

    private static Bound<Powers> bestTimeSlope(ToDoubleFunction<ConcentrationBounds> rate) {
        return Claim.<Powers>bound(
                        "best-time-slope",
                        x -> furthest(
                                x.slopes(MetastableWindow::optimalTime, MetastabilityFamilies::logOverLog),
                                rate.applyAsDouble(window(1).bounds())))
                .atMost(x -> 0.03);
    }

    private static double furthest(double[] slopes, double from) {
        return max(Arrays.stream(slopes).map(s -> Math.abs(s / from - 1)).toArray());
    }

    /** {@code t_- <= t_+} from a power of ten on. */
    private static Bound<Powers> opens(double power) {
        return Claim.<Powers>bound(
                        "window-opens",
                        x -> max(Arrays.stream(x.powers())
                                .filter(p -> p >= power)
                                .mapToObj(p -> window(beta(p)))
                                .mapToDouble(w -> w.start(THRESHOLD) / w.end(THRESHOLD))
                                .toArray()))
                .atMost(x -> 1);
    }

    /** {@code log Z_2(κ)} against its expansion for κ from 10^6 on. */
    private static Bound<Powers> partition(DoubleUnaryOperator correction) {
        return Claim.<Powers>bound(
                        "large-partition",
                        x -> max(Arrays.stream(x.powers())
                                .filter(p -> p >= 6)
                                .map(p -> Math.abs(UniformGap.of(2, beta(p)).logPartition()
                                        + StrictMath.log(2 * Math.PI * beta(p)) / 2
                                        - StrictMath.log(correction.applyAsDouble(beta(p)))))
                                .toArray()))
                .atMost(x -> 1e-11);
    }

    private static double max(double[] values) {
        return Arrays.stream(values).max().orElseThrow();
    }

    // ---- a certificate that says something

    /** β = 4000, where the bound is well below the distance at the start. */
    static Instance cold() {
        return new Instance(
                Vectors.identity(2),
                Vectors.identity(2),
                Vectors.diagonal(1, -1),
                4000,
                new CircleDensity(new double[] {0.1}, new double[] {0.1}),
                1.5,
                30,
                800,
                1,
                1);
    }

    private static Family<Instance> certificate() {
        return Family.of("certificate", "β = 4000, D = I, V = diag(1, -1), threshold 1", List.of(cold()))
                .claims(
                        inWindow(MetastabilityTimescale::run).atMost(Instance::threshold),
                        Claim.<Instance>bound("certified-times", MetastabilityFamilies::timesInWindow)
                                .atLeast(x -> 8),
                        coldDistance()
                                .atMost(x ->
                                        MetastabilityTimescale.run(x).certified(MetastabilityTimescale.bounds(x), 16)),
                        Claim.<Instance>bound(
                                        "certificate-is-informative",
                                        x -> MetastabilityTimescale.run(x)
                                                .certified(MetastabilityTimescale.bounds(x), 16))
                                .atMost(x ->
                                        0.75 * MetastabilityTimescale.run(x).w2()[0]))
                .controls(
                        new NegativeControl<>(
                                "window-around-the-second-eigenvector",
                                "takes the second eigenvector of VD for the first",
                                inWindow(WRONG_TARGET).atMost(Instance::threshold)),
                        new NegativeControl<>(
                                "projected-at-once",
                                "claims e(t) alone, as if tokens were projected at once",
                                coldDistance()
                                        .atMost(x -> MetastabilityTimescale.bounds(x)
                                                .stability(MetastabilityTimescale.run(x)
                                                        .times()[16]))));
    }

    private static Bound.Measured<Instance> inWindow(Function<Instance, MetastableRun> run) {
        return Claim.bound("certified-window", x -> {
            MetastableWindow window = MetastabilityTimescale.window(x);
            return run.apply(x).largestBetween(window.start(x.threshold()), window.end(x.threshold()));
        });
    }

    private static double timesInWindow(Instance x) {
        MetastableWindow window = MetastabilityTimescale.window(x);
        return Arrays.stream(MetastabilityTimescale.run(x).times())
                .filter(t -> t >= window.start(x.threshold()) && t <= window.end(x.threshold()))
                .count();
    }

    /** {@code W_2} at t = 0.8. */
    private static Bound.Measured<Instance> coldDistance() {
        return Claim.bound("cold-distance", x -> MetastabilityTimescale.run(x).w2()[16]);
    }

    private static MetastableRun toSecondEigenvector(Instance x) {
        CircleRun run = CircleRun.of(MetastabilityTimescale.problem(x), x.horizon(), x.steps());
        return MetastableRun.of(run.acrossTheAxis());
    }

    // ---- exit times

    private static ExitLaw longLaw() {
        double[] betas = {10, 30, 100, 300, 1000, 4000};
        int[] labels = Arrays.stream(betas)
                .mapToInt(MetastabilityFamilies::labelsOfLongRuns)
                .toArray();
        ExitLaw law = ExitLaw.of(1.5, betas, labels);
        return new ExitLaw(law.scores(), law.value(), law.density(), law.threshold(), betas, labels, 18, 0.1);
    }

    /** Stretched by {@code e^G}, of order {@code β^(1/4)}, labels are near enough for the softmax only if there are {@code 5.5 β^(3/4)} of them. */
    private static int labelsOfLongRuns(double beta) {
        int near = 4 * (int) Math.ceil(5.5 * StrictMath.pow(beta, 0.75) / 4);
        return Math.max(near, MetastabilityTimescale.labels(beta));
    }

    /** Exit times against log β. */
    private static Family<ExitLaw> exits(String id, String what, ExitLaw law, double tolerance) {
        return Family.of(id, what, List.of(law))
                .claims(
                        slope(id, tolerance, ExitLaw::predictedSlope),
                        line(id),
                        certified(id),
                        power(id).atMost(x -> 0.3),
                        minimumFalls(id))
                .controls(bounded(id, tolerance), root(id));
    }

    /** The same, with a second look at the labels. */
    private static Family<ExitLaw> refinedExits(String id, String what, ExitLaw law, double tolerance) {
        return exits(id, what, law, tolerance)
                .claims(
                        slope(id, tolerance, ExitLaw::predictedSlope),
                        line(id),
                        certified(id),
                        power(id).atMost(x -> 0.3),
                        minimumFalls(id),
                        labels(id, x -> x));
    }

    private static Bound<ExitLaw> line(String id) {
        return Claim.<ExitLaw>bound(id + "-line", x -> 1 - x.fit().getRSquare()).atMost(x -> 0.01);
    }

    private static Bound<ExitLaw> certified(String id) {
        return Claim.<ExitLaw>bound(id + "-certified", MetastabilityFamilies::certifiedShare)
                .atMost(x -> 1);
    }

    private static Claim<ExitLaw> minimumFalls(String id) {
        return Claim.monotone(id + "-minimum-falls", (x, effort) -> minima(x));
    }

    /** Half as many labels again leave exit times where they are. */
    private static Bound<ExitLaw> labels(String id, UnaryOperator<ExitLaw> change) {
        return Claim.<ExitLaw>bound(id + "-labels", x -> change.apply(x).changeWhenRefined())
                .atMost(x -> 0.2);
    }

    private static NegativeControl<ExitLaw> bounded(String id, double tolerance) {
        return new NegativeControl<>(
                id + "-time-bounded", "claims exit times without growth", slope(id, tolerance, x -> 0));
    }

    private static NegativeControl<ExitLaw> root(String id) {
        return new NegativeControl<>(
                id + "-time-like-a-root",
                "claims exit times of order β^(1/2)",
                power(id).atLeast(x -> 0.5));
    }

    private static NegativeControl<ExitLaw> tooFewLabels(String id) {
        return new NegativeControl<>(
                id + "-with-too-few-labels",
                "resolves the coldest run with 14 sqrt(β) labels",
                labels(id, MetastabilityFamilies::few));
    }

    /** The coldest run with as many labels as 240 at β = 300. */
    private static ExitLaw few(ExitLaw x) {
        return x.coldest((int) Math.rint(240 * Math.sqrt(x.betas()[x.betas().length - 1] / 300)));
    }

    private static Bound<ExitLaw> slope(String id, double tolerance, ToDoubleFunction<ExitLaw> predicted) {
        return Claim.<ExitLaw>bound(id + "-slope", x -> Math.abs(x.fit().getSlope() - predicted.applyAsDouble(x)))
                .atMost(x -> tolerance);
    }

    private static Bound.Measured<ExitLaw> power(String id) {
        return Claim.bound(id + "-power", ExitLaw::endPower);
    }

    /** The largest {@code t_+ / T}. */
    private static double certifiedShare(ExitLaw x) {
        double[] certified = x.certifiedTimes();
        double[] times = x.exitTimes();
        return max(IntStream.range(0, times.length)
                .mapToDouble(i -> times[i] > 0 ? certified[i] / times[i] : 2)
                .toArray());
    }

    private static List<Trajectory.Point> minima(ExitLaw x) {
        double[] least = x.each(MetastableRun::leastDistance);
        return IntStream.range(0, least.length)
                .mapToObj(i -> new Trajectory.Point(StrictMath.log10(x.betas()[i]), Approx.direct(least[i])))
                .toList();
    }

    // ---- necessity

    private static Family<ExitLaw> compatible() {
        return Family.of("compatible", "V prefers the axis of the projection map", List.of(COMPATIBLE))
                .claims(
                        stays(COMPATIBLE),
                        Claim.<ExitLaw>bound("compatible-end", x -> max(x.each(MetastableRun::finalDistance)))
                                .atMost(x -> 0.12))
                .controls(new NegativeControl<>(
                        "incompatible-stays", "claims no exit where V prefers the other axis", stays(INCOMPATIBLE)));
    }

    /** {@code W_2 <= δ} from its minimum on. */
    private static Bound<ExitLaw> stays(ExitLaw law) {
        return Claim.<ExitLaw>bound(
                        "compatible-stays",
                        x -> max(law.each(run -> run.largestBetween(run.leastTime(), law.horizon()))))
                .atMost(ExitLaw::threshold);
    }

    /**
     * A single token at (0.8, 0.6), {@code D = diag(2, 1/2)}, {@code V = diag(1, 3/2)}: no density is behind it.
     *
     * @param beta β
     */
    record Atom(double beta) {
        double distanceAtTheEnd() {
            CircleLabels atom = new CircleLabels(new double[] {StrictMath.atan2(0.6, 0.8)}, new double[] {1}, 0);
            CircleFlow flow = CircleFlow.of(ScoreMatrix.of(Vectors.diagonal(2, 0.5)), Vectors.diagonal(1, 1.5), beta);
            CircleRun run = CircleRun.of(flow, atom, 14, 140);
            return run.w2(run.last());
        }
    }

    private static Family<Atom> atoms() {
        return Family.of(
                        "atoms",
                        "a single token where the projection map points to e_1, but V prefers e_2",
                        List.of(new Atom(1), new Atom(100), new Atom(10_000)))
                .claims(atom().atLeast(x -> 1.4))
                .controls(new NegativeControl<>(
                        "atoms-are-projected",
                        "claims the projected law for laws without a density",
                        atom().atMost(x -> 0.3)));
    }

    private static Bound.Measured<Atom> atom() {
        return Claim.bound("atom-leaves", Atom::distanceAtTheEnd);
    }
}
