package org.attentiontheorems.heads;

import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.attentiontheorems.verify.Approx;
import org.attentiontheorems.verify.Bound;
import org.attentiontheorems.verify.Claim;
import org.attentiontheorems.verify.Family;
import org.attentiontheorems.verify.Memo;
import org.attentiontheorems.verify.NegativeControl;
import org.attentiontheorems.verify.Trajectory;

/**
 * Why {@code single-limit} asks for more than smoothness: two bounded gradient flows that wind around a circle for ever. Along both,
 * {@code |∇U| / U^0.9} falls to 0, so that no Kurdyka-Łojasiewicz inequality holds.
 */
final class PathsWithoutLimit {
    private static final double EXPONENT = 0.9;

    /** The path is kept at s = 0, 1/2, .., 20. */
    private static final int PER_UNIT = 2;

    private static final int LAST = 20;
    private static final Memo<SpiralValley, List<SpiralValley.Point>> PATH =
            Memo.of(valley -> valley.path(IntStream.rangeClosed(0, LAST * PER_UNIT)
                    .mapToDouble(k -> (double) k / PER_UNIT)
                    .toArray()));

    private PathsWithoutLimit() {}

    // ---- three times differentiable

    static Family<SpiralValley> spiralValley() {
        return Family.of(
                        "spiral-valley",
                        "a head in a valley, three times differentiable, that winds around the unit circle",
                        List.of(new SpiralValley(0.45, 0)))
                .claims(
                        Claim.identity(
                                "valley-energy",
                                x -> at(x, 0).potential() - at(x, LAST).potential(),
                                x -> at(x, LAST).dissipated()),
                        Claim.monotone(
                                "valley-descends",
                                (x, effort) -> along(x, 0, PATH.apply(x).size(), p -> StrictMath.log(p.potential()))),
                        length().atMost(x -> cauchySchwarz(x)),
                        Claim.<SpiralValley>bound(
                                        "valley-keeps-moving",
                                        x -> at(x, LAST).length() - at(x, 10).length())
                                .atLeast(x -> 5),
                        Claim.<SpiralValley>bound(
                                        "valley-turns", x -> (at(x, LAST).phi() - at(x, 0).phi()) / (2 * Math.PI))
                                .atLeast(x -> 2.5),
                        Claim.bound("valley-angle", PathsWithoutLimit::anglePerLogarithm)
                                .atLeast(x -> 1.8),
                        Claim.monotone(
                                "valley-kl-ratio",
                                (x, effort) ->
                                        along(x, 5 * PER_UNIT, PATH.apply(x).size(), p -> ratio(p))))
                .controls(
                        new NegativeControl<>(
                                "valley-taken-for-analytic",
                                "claims that |∇U| >= c U^0.9 keeps the constant it has at s = 5",
                                Claim.<SpiralValley>bound("valley-kl-ratio", x -> ratio(at(x, LAST)))
                                        .atLeast(x -> ratio(at(x, 5)))),
                        new NegativeControl<>(
                                "valley-length-by-half",
                                "claims the length bound of exponent 1/2, with the constant at s = 5",
                                length().atMost(x -> assumedLength(x, 0.5))),
                        new NegativeControl<>(
                                "valley-length-by-three-quarters",
                                "claims the length bound of exponent 3/4, with the constant at s = 5",
                                length().atMost(x -> assumedLength(x, 0.75))));
    }

    /** The length of the path from s = 5 to 20. */
    private static Bound.Measured<SpiralValley> length() {
        return Claim.bound("valley-length", x -> at(x, LAST).length() - at(x, 5).length());
    }

    /** What is true of every gradient flow: the length is at most {@code sqrt(Δt ΔU)}, which grows without limit. */
    private static double cauchySchwarz(SpiralValley x) {
        SpiralValley.Point from = at(x, 5);
        SpiralValley.Point to = at(x, LAST);
        return Math.sqrt((to.time() - from.time()) * (from.potential() - to.potential()));
    }

    /** What the length would be at most if {@code |∇U| >= c U^ϑ} held from s = 5 on, with the constant at s = 5. */
    private static double assumedLength(SpiralValley x, double exponent) {
        SpiralValley.Point from = at(x, 5);
        double constant = from.slope() / StrictMath.pow(from.potential(), exponent);
        return new KurdykaLojasiewicz(exponent, constant).length(from.potential());
    }

    /** Growth of the angle per unit of log t, over s from 10 to 20; tends to 2. */
    private static double anglePerLogarithm(SpiralValley x) {
        SpiralValley.Point from = at(x, 10);
        SpiralValley.Point to = at(x, LAST);
        return (to.phi() - from.phi()) / (StrictMath.log(to.time()) - StrictMath.log(from.time()));
    }

    private static double ratio(SpiralValley.Point p) {
        return p.slope() / StrictMath.pow(p.potential(), EXPONENT);
    }

    private static SpiralValley.Point at(SpiralValley x, int s) {
        return PATH.apply(x).get(s * PER_UNIT);
    }

    /** A number along the path, in the rescaled time s. */
    private static List<Trajectory.Point> along(
            SpiralValley x, int from, int to, ToDoubleFunction<SpiralValley.Point> quantity) {
        return PATH.apply(x).subList(from, to).stream()
                .map(p -> new Trajectory.Point(p.s(), Approx.direct(quantity.applyAsDouble(p))))
                .toList();
    }

    // ---- differentiable without end

    static Family<MexicanHat> mexicanHat() {
        return Family.of(
                        "mexican-hat",
                        "points of a spiral that is an exact orbit of a flow whose potential has all derivatives",
                        DoubleStream.of(1.5, 3, 6, 12, 24)
                                .mapToObj(MexicanHat::new)
                                .toList())
                .claims(
                        Claim.identity("hat-tangent", x -> x.velocity(0)[0], x -> x.velocity(0)[1]),
                        Claim.identity("hat-velocity", x -> x.velocity(0)[1], MexicanHat::angularVelocity),
                        Claim.<MexicanHat>bound("hat-kl-ratio", x -> ratio(new MexicanHat(2 * x.sigma())))
                                .atMost(x -> 0.75 * ratio(x)))
                .controls(
                        new NegativeControl<>(
                                "hat-beside-the-spiral",
                                "claims that the flow follows the spiral from a hundredth of a radian beside it too",
                                Claim.identity("hat-tangent", x -> x.velocity(0.01)[0], x -> x.velocity(0.01)[1])),
                        new NegativeControl<>(
                                "hat-taken-for-analytic",
                                "claims that |∇f| >= c f^0.9 keeps its constant when σ doubles",
                                Claim.<MexicanHat>bound("hat-kl-ratio", PathsWithoutLimit::ratio)
                                        .atMost(x -> ratio(new MexicanHat(2 * x.sigma())))));
    }

    private static double ratio(MexicanHat x) {
        return x.slope() / StrictMath.pow(x.value(), EXPONENT);
    }
}
