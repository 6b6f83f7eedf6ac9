package org.attentiontheorems.lowtemperature;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.attentiontheorems.verify.Approx;
import org.attentiontheorems.verify.Bound;
import org.attentiontheorems.verify.Claim;
import org.attentiontheorems.verify.Family;
import org.attentiontheorems.verify.NegativeControl;
import org.attentiontheorems.verify.Trajectory;

/**
 * Declared families of {@code metastability-timescale}: the time when tokens leave the projected law grows like log β, if V prefers another axis;
 * otherwise they stay.
 */
final class ExitFamilies {
    /** Exit times at four temperatures; tokens leave at the rate 1/2. */
    static final ExitLaw EXIT = ExitLaw.of(1.5, new double[] {10, 30, 100, 300}, 120, 200, 280, 400);

    /** Tokens leave at the rate 1. */
    static final ExitLaw STEEP = ExitLaw.of(2, new double[] {30, 100, 300}, 200, 280, 400);

    /** V prefers the direction of the projection map. */
    static final ExitLaw COMPATIBLE = ExitLaw.of(0.5, new double[] {10, 30, 100}, 120, 200, 280);

    /** V prefers the other axis. */
    private static final ExitLaw INCOMPATIBLE = ExitLaw.of(1.5, new double[] {10}, 120);

    /**
     * How far a slope may lie from the predicted one.
     *
     * @param below if it is smaller
     * @param above if it is larger
     */
    private record Tolerance(double below, double above) {
        static Tolerance both(double tolerance) {
            return new Tolerance(tolerance, tolerance);
        }

        double at(double deviation) {
            return deviation < 0 ? below : above;
        }
    }

    private ExitFamilies() {}

    /** V prefers the other axis by 1/2; with a second look at the labels. */
    static Family<ExitLaw> exit() {
        return refinedExits("exit", "V prefers the other axis, by 1/2", EXIT, Tolerance.both(0.2))
                .controls(bounded("exit", Tolerance.both(0.2)), root("exit"), tooFewLabels("exit"));
    }

    /** V prefers the other axis by 1. */
    static Family<ExitLaw> steepExit() {
        return exits("steep-exit", "V prefers the other axis, by 1", STEEP, new Tolerance(0.2, 0.25));
    }

    /** The first to β = 4000. */
    static Family<ExitLaw> longExit() {
        return exits("long-exit", "V prefers the other axis, by 1/2: to β = 4000", longLaw(), Tolerance.both(0.1))
                .onlyInSlowRuns();
    }

    private static ExitLaw longLaw() {
        double[] betas = {10, 30, 100, 300, 1000, 4000};
        int[] labels =
                Arrays.stream(betas).mapToInt(ExitFamilies::labelsOfLongRuns).toArray();
        ExitLaw law = ExitLaw.of(1.5, betas, labels);
        return new ExitLaw(law.scores(), law.value(), law.density(), law.threshold(), betas, labels, 18, 0.1);
    }

    /** Stretched by {@code e^G}, of order {@code β^(1/4)}, labels are near enough for the softmax only if there are {@code 5.5 β^(3/4)} of them. */
    private static int labelsOfLongRuns(double beta) {
        int near = 4 * (int) Math.ceil(5.5 * StrictMath.pow(beta, 0.75) / 4);
        return Math.max(near, MetastabilityDraws.labels(beta));
    }

    /** Exit times against log β. */
    private static Family<ExitLaw> exits(String id, String what, ExitLaw law, Tolerance tolerance) {
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
    private static Family<ExitLaw> refinedExits(String id, String what, ExitLaw law, Tolerance tolerance) {
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
        return Claim.<ExitLaw>bound(id + "-certified", ExitFamilies::certifiedShare)
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

    private static NegativeControl<ExitLaw> bounded(String id, Tolerance tolerance) {
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
                labels(id, ExitFamilies::few));
    }

    /** The coldest run with as many labels as 240 at β = 300. */
    private static ExitLaw few(ExitLaw x) {
        return x.coldest((int) Math.rint(240 * Math.sqrt(x.betas()[x.betas().length - 1] / 300)));
    }

    private static Bound<ExitLaw> slope(String id, Tolerance tolerance, ToDoubleFunction<ExitLaw> predicted) {
        return Claim.<ExitLaw>bound(id + "-slope", x -> Math.abs(x.fit().getSlope() - predicted.applyAsDouble(x)))
                .atMost(x -> tolerance.at(x.fit().getSlope() - predicted.applyAsDouble(x)));
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

    static Family<ExitLaw> compatible() {
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

    private static double max(double[] values) {
        return Arrays.stream(values).max().orElseThrow();
    }
}
