package org.attentiontheorems.heads;

import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.attentiontheorems.heads.FiniteHeadApproximation.Instance;
import org.attentiontheorems.random.RandomField;
import org.attentiontheorems.verify.Bound;
import org.attentiontheorems.verify.Claim;
import org.attentiontheorems.verify.ExactRate;
import org.attentiontheorems.verify.Family;
import org.attentiontheorems.verify.NegativeControl;
import org.attentiontheorems.verify.SizedMeasure;

/** Declared families of the finite-head theorem: exact rates, sharpness, and necessity. */
final class FiniteHeadFamilies {
    private static final double LARGEST_RANGE = 4;
    private static final double ROUNDING = 1e-14;
    private static final double LEAST_CURVATURE = 1e-6;

    private FiniteHeadFamilies() {}

    static List<Family<?>> all() {
        return List.of(
                exactRates(),
                smallValues(),
                orthogonalHeads(),
                pathwise(),
                copiedHeads(),
                TwoTokens.family(),
                FiniteHeadSimulations.enumeratedSimulation(),
                FiniteHeadSimulations.simulation());
    }

    // ---- random laws

    /** Instances from the theorem's generator with the given sizes changed. */
    static Function<RandomField, List<Instance>> laws(int count, LawDraw draw) {
        return random -> IntStream.range(0, count)
                .mapToObj(i -> draw.of(random.size(i), i))
                .toList();
    }

    @FunctionalInterface
    interface LawDraw {
        Instance of(RandomField random, int index);
    }

    /** A law of {@code atoms} heads, each of mass at least 0.1, on data of random size. */
    static HeadModel law(RandomField random, int vocab, int atoms, double cap) {
        HeadDraws sizes = new HeadDraws(
                HeadDraws.among(random, "d", 1, 4),
                HeadDraws.among(random, "dk", 1, 4),
                vocab,
                HeadDraws.among(random, "seqLen", 1, 4),
                HeadDraws.among(random, "sequences", 1, 4),
                atoms);
        return sizes.model(random, cap, 0, HeadDraws.awayFromZero(random, "masses", atoms));
    }

    // ---- the rate is exactly 1/N

    private static double gap(Instance x, int n) {
        return FiniteHeadApproximation.jensenGap(x, n);
    }

    /** {@code κ > 1e-6} and {@code ρ <= 4}: beyond that the next order in 1/N is not small at N = 32. */
    private static boolean isAsymptotic(Instance x) {
        HeadFluctuations spread = FiniteHeadApproximation.law(x).fluctuations();
        return spread.curvature() > LEAST_CURVATURE && spread.largestRange() <= LARGEST_RANGE;
    }

    private static double curvature(Instance x) {
        return FiniteHeadApproximation.law(x).fluctuations().curvature();
    }

    /** Least-squares slope of log D_N against log N at N = 16, 32, 64. */
    private static double slope(Instance x) {
        return StrictMath.log(gap(x, 64) / gap(x, 16)) / StrictMath.log(4);
    }

    private static Family<Instance> exactRates() {
        Bound<Instance> limit = Claim.<Instance>bound(
                        "gap-limit", x -> Math.abs(2 * 64 * gap(x, 64) - 32 * gap(x, 32) - curvature(x)))
                .atMost(x -> 0.01 * curvature(x));
        ExactRate<Instance> rate = Claim.<Instance>exactRate("gap-rate", SizedMeasure.direct(FiniteHeadFamilies::gap))
                .fallsLike(1, 0.2, 8, 16, 32, 64)
                .under((x, n) -> FiniteHeads.upperBound(FiniteHeadApproximation.law(x), n))
                .sharp();
        return Family.drawn(
                        "exact-rates",
                        "40 random laws of two or three heads, caps 0.5 to 4, enumerated up to N = 64",
                        laws(
                                40,
                                (random, i) -> new Instance(
                                        law(
                                                random,
                                                HeadDraws.among(random, "vocab", 2, 5),
                                                2 + i % 2,
                                                Math.scalb(0.5, i % 4)),
                                        64)))
                .claims(
                        Claim.<Instance>bound("gap-settles", x -> Math.abs(64 * gap(x, 64) - 32 * gap(x, 32)))
                                .atMost(x -> 0.1 * curvature(x))
                                .when(FiniteHeadFamilies::isAsymptotic),
                        Claim.<Instance>bound("gap-slope", x -> Math.abs(slope(x) + 1))
                                .atMost(x -> 0.2)
                                .when(FiniteHeadFamilies::isAsymptotic),
                        limit.when(FiniteHeadFamilies::isAsymptotic),
                        rate.when(FiniteHeadFamilies::isAsymptotic))
                .controls(
                        new NegativeControl<>(
                                "curvature-doubled",
                                "forgets the ½ of the second order Taylor term",
                                Claim.<Instance>bound(
                                                "gap-limit",
                                                x -> Math.abs(2 * 64 * gap(x, 64) - 32 * gap(x, 32) - 2 * curvature(x)))
                                        .atMost(x -> 0.01 * curvature(x))),
                        new NegativeControl<>(
                                "gap-one-over-n-squared", "claims that D_N falls like 1/N²", rate.fallsLike(2, 0.5)));
    }

    // ---- sharpness

    private static double quarterVariance(Instance x) {
        return FiniteHeadApproximation.law(x).fluctuations().centredVariance() / (4.0 * x.nHeads());
    }

    private static Family<Instance> smallValues() {
        Bound<Instance> quarter = Claim.<Instance>bound("small-values-upper", x -> gap(x, x.nHeads()))
                .atMost(FiniteHeadFamilies::quarterVariance)
                .absFloor(ROUNDING);
        return Family.drawn(
                        "small-values",
                        "60 random laws with two tokens in the vocabulary and values below 0.04, where V/4N is attained",
                        laws(60, (random, i) -> new Instance(law(random, 2, 2 + i % 2, Math.scalb(0.04, -(i % 4))), 8)))
                .claims(
                        quarter,
                        Claim.<Instance>bound("small-values-attained", x -> gap(x, x.nHeads()))
                                .atLeast(x -> 0.99 * quarterVariance(x)))
                .controls(new NegativeControl<>(
                        "one-eighth",
                        "claims V/8N, as if the Jacobian of softmax were at most 1/4",
                        quarter.atMost(x -> quarterVariance(x) / 2)));
    }

    private static Family<OrthogonalHeads> orthogonalHeads() {
        Bound<OrthogonalHeads> gap =
                Claim.bound("orthogonal-gap", OrthogonalHeads::gap).atMost(OrthogonalHeads::bound);
        ExactRate<OrthogonalHeads> rate = Claim.<OrthogonalHeads>exactRate(
                        "orthogonal-rate", SizedMeasure.direct((x, n) -> new OrthogonalHeads(n * x.heads()).gap()))
                .fallsLike(1, 0.1, 2, 4, 8, 16, 32)
                .under((x, n) -> new OrthogonalHeads(n * x.heads()).bound())
                .sharp();
        return Family.of(
                        "orthogonal-heads",
                        "2N orthogonal heads, of which the best N cost 1/16N: no smaller order holds for all dictionaries",
                        Stream.of(1, 2, 4, 8, 16).map(OrthogonalHeads::new).toList())
                .claims(
                        gap,
                        Claim.bound("orthogonal-attained", OrthogonalHeads::gap).atLeast(x -> x.bound() / 2),
                        Claim.identity("orthogonal-closed-form", OrthogonalHeads::gap, OrthogonalHeads::closedForm),
                        Claim.identity(
                                "orthogonal-optimum", OrthogonalHeads::optimalRisk, OrthogonalHeads::uniformRisk),
                        rate.when(x -> x.heads() == 1))
                .controls(
                        new NegativeControl<>(
                                "best-heads-one-over-n-squared",
                                "claims for all dictionaries the 1/N² that holds for a fixed one",
                                rate.fallsLike(2, 0.5)),
                        new NegativeControl<>(
                                "half-of-the-best-heads-bound",
                                "claims V/8N for the best heads",
                                gap.atMost(x -> x.bound() / 2)));
    }

    // ---- a single draw

    private static double rms(Instance x, double[] masses, int n) {
        return Math.sqrt(HeadSampling.REFERENCE
                .excess(FiniteHeadApproximation.law(x).dictionary(), masses, n)
                .meanSquare());
    }

    private static ExactRate<Instance> pathwiseRate(Function<Instance, double[]> masses) {
        return Claim.<Instance>exactRate(
                        "pathwise-at-optimum", SizedMeasure.direct((x, n) -> rms(x, masses.apply(x), n)))
                .fallsLike(1, 0.05, 128, 256, 512, 1024)
                .sharp();
    }

    private static Family<Instance> pathwise() {
        return Family.of(
                        "single-draws",
                        "the worked example: a single draw of N heads deviates like N^-1/2, and like 1/N from its optimal masses",
                        List.of(FiniteHeadApproximation.worked().instance()))
                .claims(
                        Claim.<Instance>exactRate(
                                        "pathwise-rate",
                                        SizedMeasure.direct(
                                                (x, n) -> rms(x, x.model().atomWeights(), n)))
                                .fallsLike(0.5, 0.1, 128, 256, 512, 1024)
                                .sharp(),
                        pathwiseRate(
                                x -> FiniteHeadApproximation.heads(x).optimum().masses()))
                .controls(new NegativeControl<>(
                        "pathwise-off-optimum",
                        "claims O(1/N) for single draws from masses that are not optimal",
                        pathwiseRate(x -> x.model().atomWeights())));
    }

    // ---- necessity

    private static Family<Instance> copiedHeads() {
        return Family.drawn(
                        "copied-heads",
                        "40 random laws of two to four heads, caps 0.5 to 2: one draw copied 64 times instead of 64 draws",
                        laws(
                                40,
                                (random, i) -> new Instance(
                                        law(
                                                random,
                                                HeadDraws.among(random, "vocab", 2, 5),
                                                2 + i % 3,
                                                Math.scalb(0.5, i % 3)),
                                        64)))
                .claims(Claim.<Instance>bound("copies-do-not-help", x -> gap(x, 1))
                        .atLeast(x -> 20 * FiniteHeadApproximation.upperBound(x)));
    }
}
