package org.attentiontheorems.lowtemperature;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.attentiontheorems.lowtemperature.LaplacePrinciple.Instance;
import org.attentiontheorems.lowtemperature.SoftmaxReading.Variant;
import org.attentiontheorems.measure.Vectors;
import org.attentiontheorems.random.RandomField;
import org.attentiontheorems.verify.Bound;
import org.attentiontheorems.verify.Claim;
import org.attentiontheorems.verify.ExactRate;
import org.attentiontheorems.verify.Family;
import org.attentiontheorems.verify.Identity;
import org.attentiontheorems.verify.NegativeControl;
import org.attentiontheorems.verify.SizedMeasure;

/** Declared families of {@code laplace-principle}: rates, the law that attains the bound, a jump, and laws without a density. */
final class LaplaceFamilies {
    private static final int[] KAPPAS = {100, 1000, 10_000, 100_000};
    private static final double SLOPE_TOL = 0.04;
    private static final int ATOMIC_INSTANCES = 40;
    private static final int ATOMIC_TRIES = 10_000;
    private static final long SEED = 2605;

    private LaplaceFamilies() {}

    static List<Family<?>> all() {
        return List.of(uniform(), adversarial(), growing(), jump(), atoms(), withoutDensity(), ties());
    }

    static SoftmaxReading read(Instance x) {
        return SoftmaxReading.of(x, Variant.REFERENCE);
    }

    static double slope(double from, double to, double ratio) {
        return StrictMath.log(to / from) / StrictMath.log(ratio);
    }

    // ---- rates of uniform tokens

    /** Uniform tokens in R^d. */
    record Uniform(int dimension) {
        SoftmaxReading at(double kappa) {
            return read(LaplaceCorners.uniform(dimension, kappa));
        }

        /** The largest distance of a decade's log-log slope to a claimed one, of {@code W_2} or of {@code |m - y*|}. */
        double slopeError(boolean ofMean, double claimed) {
            double worst = 0;
            for (int k = 1; k < KAPPAS.length; k++) {
                SoftmaxReading from = at(KAPPAS[k - 1]);
                SoftmaxReading to = at(KAPPAS[k]);
                double slope = ofMean ? slope(from.distance(), to.distance(), 10) : slope(from.w2(), to.w2(), 10);
                worst = Math.max(worst, Math.abs(slope - claimed));
            }
            return worst;
        }
    }

    private static Family<Uniform> uniform() {
        ExactRate<Uniform> rate = Claim.<Uniform>exactRate(
                        "uniform-rate", SizedMeasure.direct((x, n) -> x.at(n).w2()))
                .fallsLike(0.5, SLOPE_TOL, KAPPAS)
                .under((x, n) -> LaplaceBounds.distance(
                        LaplaceBounds.of(x.dimension(), n, 1).entropy()))
                .sharp();
        return Family.of(
                        "uniform",
                        "uniform tokens in R², R³ and R⁵, κ from 100 to 100000",
                        List.of(new Uniform(2), new Uniform(3), new Uniform(5)))
                .claims(rate, uniformSlope("uniform-slope", false, -0.5), uniformSlope("uniform-mean-slope", true, -1))
                .controls(
                        new NegativeControl<>("one-over-beta", "claims W_2 = O(1/β)", rate.fallsLike(1, SLOPE_TOL)),
                        new NegativeControl<>(
                                "one-over-beta-by-slope",
                                "claims that W_2 falls like 1/β",
                                uniformSlope("uniform-slope", false, -1)),
                        new NegativeControl<>(
                                "mean-as-slow-as-the-measure",
                                "claims that |m - y*| falls no faster than W_2 for uniform tokens",
                                uniformSlope("uniform-mean-slope", true, -0.5)));
    }

    private static Bound<Uniform> uniformSlope(String id, boolean ofMean, double claimed) {
        return Claim.<Uniform>bound(id, x -> x.slopeError(ofMean, claimed)).atMost(x -> 0.005);
    }

    // ---- sharpness

    /** The law with density at least a whose free mass sits where it does most harm at κ. */
    record Adversary(int dimension, double a, double kappa) {
        LaplaceBounds bounds() {
            return LaplaceBounds.of(dimension, kappa, a);
        }

        /** {@code E_G g} with the atom moved from the most harmful gap by {@code shift/κ}. */
        double valueGap(double shift) {
            double gap = bounds().adversarialGap() - shift / kappa;
            return read(LaplaceCorners.placed(dimension, a, kappa, gap)).valueGap();
        }
    }

    private static Family<Adversary> adversarial() {
        List<Adversary> all = new ArrayList<>();
        for (int d : new int[] {2, 3, 5}) {
            for (double a : new double[] {0.01, 0.05, 0.5, 0.95}) {
                for (double kappa : new double[] {0.1, 10, 100, 1e4, 1e5}) {
                    all.add(new Adversary(d, a, kappa));
                }
            }
        }
        Bound<Adversary> entropy = Claim.<Adversary>bound("adversary-below-entropy", x -> x.valueGap(0))
                .atMost(x -> x.bounds().entropy());
        return Family.of(
                        "adversarial-atom",
                        "a uniform part of mass a = 0.01 to 0.95 and one atom at the most harmful gap",
                        all)
                .claims(attained(0), entropy)
                .controls(
                        new NegativeControl<>(
                                "atom-at-the-mean-gap",
                                "places the atom at the gap E*, not E* + 1/κ",
                                attained(1).when(x -> x.kappa() >= 10)),
                        new NegativeControl<>(
                                "adversary-without-density-term",
                                "forgets log(1/a) in the entropy bound",
                                entropy.atMost(x -> -x.bounds().uniform().logPartition() / x.kappa())));
    }

    private static Identity<Adversary> attained(double shift) {
        return Claim.identity(
                "sharp-bound-attained", x -> x.valueGap(shift), x -> x.bounds().sharp());
    }

    /** Adversarial laws of density at least a, one for every κ. */
    record Adversaries(int dimension, double a) {
        SoftmaxReading at(double kappa) {
            return read(LaplaceCorners.adversarial(dimension, a, kappa));
        }

        /** {@code sqrt(κ) W_2}. */
        double scaled(double kappa) {
            return Math.sqrt(kappa) * at(kappa).w2();
        }

        double leastShareOfTheMean() {
            return IntStream.of(KAPPAS)
                    .mapToDouble(kappa -> at(kappa).distance() / at(kappa).w2())
                    .min()
                    .orElseThrow();
        }
    }

    private static Family<Adversaries> growing() {
        Bound<Adversaries> share =
                Claim.<Adversaries>bound("mean-attains-the-bound", x -> 0.78).atMost(Adversaries::leastShareOfTheMean);
        return Family.of(
                        "adversarial-atoms",
                        "the law of density at least 0.3 with the largest gap, for each κ from 100 to 100000",
                        List.of(new Adversaries(2, 0.3), new Adversaries(3, 0.3), new Adversaries(5, 0.3)))
                .claims(
                        Claim.<Adversaries>bound("logarithm-remains", x -> 1.4 * x.scaled(KAPPAS[0]))
                                .atMost(x -> x.scaled(KAPPAS[3])),
                        share)
                .controls(
                        new NegativeControl<>(
                                "no-logarithm",
                                "claims W_2 <= C/sqrt(κ) uniformly, with C from κ = 100",
                                Claim.<Adversaries>bound("logarithm-remains", x -> x.scaled(KAPPAS[3]))
                                        .atMost(x -> x.scaled(KAPPAS[0]))),
                        new NegativeControl<>(
                                "mean-is-much-closer",
                                "claims that |m - y*| is at most half of W_2",
                                Claim.<Adversaries>bound("mean-attains-the-bound", Adversaries::leastShareOfTheMean)
                                        .atMost(x -> 0.5)));
    }

    // ---- a density that jumps at y*

    /** The density {@code 1 + h sign(θ - θ*)} on the circle. */
    record Jump(double h) {
        private static final int LABELS = 20_000;

        /** {@code |m - y*|}. */
        double distance(double kappa) {
            CircleLabels labels = CircleLabels.of(theta -> 1 + h * Math.signum(theta), 0, LABELS, 0);
            double[][] one = Vectors.identity(2);
            double[] m = CircleFlow.of(ScoreMatrix.of(one), one, kappa).mean(0, labels.angles(), labels.weights());
            return Vectors.distance(m, one[0]);
        }

        /** {@code sqrt(κ) |m - y*| / (h sqrt(2/π))}. */
        double share(double kappa) {
            return Math.sqrt(kappa) * distance(kappa) / (h * Math.sqrt(2 / Math.PI));
        }
    }

    private static Family<Jump> jump() {
        ExactRate<Jump> rate = Claim.<Jump>exactRate("jump-rate", SizedMeasure.direct((x, n) -> x.distance(n)))
                .fallsLike(0.5, SLOPE_TOL, KAPPAS)
                .under((x, n) ->
                        LaplaceBounds.distance(LaplaceBounds.of(2, n, 1 - x.h()).sharp()))
                .sharp();
        return Family.of(
                        "jump",
                        "tokens on the circle with density 3/2 on one side of the hardmax point and 1/2 on the other",
                        List.of(new Jump(0.5)))
                .claims(
                        rate,
                        Claim.<Jump>bound("jump-constant", x -> Math.abs(x.share(1e4) - 1))
                                .atMost(x -> 1e-3))
                .controls(
                        new NegativeControl<>(
                                "mean-of-every-density-like-one-over-beta",
                                "claims |m - y*| = O(1/β) for every bounded density",
                                rate.fallsLike(1, SLOPE_TOL)),
                        new NegativeControl<>(
                                "jump-constant-of-a-whole-step",
                                "takes the whole jump 2h for its half",
                                Claim.<Jump>bound("jump-constant", x -> Math.abs(x.share(1e4) / 2 - 1))
                                        .atMost(x -> 1e-3)));
    }

    // ---- atoms

    private static Family<Instance> atoms() {
        return Family.drawn(
                        "atoms-only",
                        "up to eight atoms with one best, one second and all others at least twice as far",
                        random -> atomicInstances())
                .claims(atomicSlope(1))
                .controls(new NegativeControl<>(
                        "slope-of-the-square", "claims that |m - m_J| falls like e^(-2βΔ)", atomicSlope(2)));
    }

    /** The slope of {@code log|m - m_J|} against β between βΔ = 8, 16.5 and 25 is -Δ within 2 %. */
    private static Bound<Instance> atomicSlope(double factor) {
        return Claim.<Instance>bound("atomic-slope", x -> slopeError(x, factor)).atMost(x -> 0.02);
    }

    private static double slopeError(Instance x, double factor) {
        double gap = AtomicReading.of(x, Variant.REFERENCE).scoreGap();
        double[] logs = DoubleStream.of(8, 16.5, 25)
                .map(s -> StrictMath.log(
                        AtomicReading.of(at(x, s / gap), Variant.REFERENCE).distance()))
                .toArray();
        return Math.max(Math.abs((logs[1] - logs[0]) / 8.5 + factor), Math.abs((logs[2] - logs[1]) / 8.5 + factor));
    }

    static Instance at(Instance x, double beta) {
        return new Instance(x.query(), x.key(), x.token(), beta, x.uniformMass(), x.atoms(), x.atomWeights());
    }

    private static List<Instance> atomicInstances() {
        return IntStream.range(0, ATOMIC_TRIES)
                .mapToObj(LaplaceFamilies::atomicInstance)
                .filter(LaplaceFamilies::isSpread)
                .limit(ATOMIC_INSTANCES)
                .toList();
    }

    private static Instance atomicInstance(int number) {
        RandomField random = RandomField.of(SEED, "atoms only", number);
        int d = 2 + (int) (7 * random.uniform("dimension", 0, 0));
        int n = 2 + (int) (7 * random.uniform("atoms", 0, 0));
        double[][] scores = LowTemperatureDraws.scores(random, d, 3, 1 + 19 * random.uniform("condition", 0, 0));
        return new Instance(
                scores,
                Vectors.identity(d),
                LowTemperatureDraws.point(random, "token", 0, d),
                1,
                0,
                LowTemperatureDraws.points(random, "atoms", n, d),
                LowTemperatureDraws.simplex(random, "weights", n));
    }

    private static boolean isSpread(Instance x) {
        double[] scores = Vectors.apply(x.atoms(), x.scores().direction(x.token()));
        double[] sorted = DoubleStream.of(scores).sorted().toArray();
        int last = sorted.length - 1;
        boolean third = last < 2 || sorted[last] - sorted[last - 2] >= 2 * (sorted[last] - sorted[last - 1]);
        return third && AtomicReading.of(x, Variant.REFERENCE).hardmaxMass() >= 0.2;
    }

    // ---- necessity

    /** Tokens on the half circle away from y*, or all opposite to it, at one κ. */
    record Away(boolean antipode, double kappa) {
        private static final int LABELS = 4096;

        /** {@code |m - y*|}. */
        double distance() {
            double[][] one = Vectors.identity(2);
            double[] angles = new double[antipode ? 1 : LABELS];
            Arrays.setAll(angles, k -> Math.PI / 2 + Math.PI * (k + 0.5) / angles.length);
            double[] masses = new double[angles.length];
            Arrays.fill(masses, 1.0 / angles.length);
            return Vectors.distance(
                    CircleFlow.of(ScoreMatrix.of(one), one, kappa).mean(0, angles, masses), one[0]);
        }
    }

    private static Family<Away> withoutDensity() {
        List<Away> all = Stream.of(true, false)
                .flatMap(antipode -> DoubleStream.of(1, 100, 1e4, 1e6).mapToObj(kappa -> new Away(antipode, kappa)))
                .toList();
        return Family.of("no-lower-density", "tokens on the half circle away from y* only, or all at -y*", all)
                .claims(Claim.<Away>bound("stays-away", x -> 1).atMost(Away::distance))
                .controls(new NegativeControl<>(
                        "any-law",
                        "claims the bound of uniform tokens for every law",
                        Claim.<Away>bound("stays-away", Away::distance)
                                .atMost(x -> LaplaceBounds.distance(
                                        LaplaceBounds.of(2, x.kappa(), 1).entropy()))));
    }

    private static Family<Instance> ties() {
        double h = Math.sqrt(0.5);
        double[][] atoms = {{h, h}, {h, -h}, {-1, 0}};
        List<Instance> all = DoubleStream.of(10, 1e3, 1e6)
                .mapToObj(beta -> LaplaceCorners.mixed(beta, 0, atoms, 0.3, 0.3, 0.4))
                .toList();
        double[] average = {h, 0};
        return Family.of("tied-atoms", "two best atoms with equal scores and a third", all)
                .claims(Claim.<Instance>bound("tie-is-not-broken", x -> distanceTo(x, average))
                        .atMost(x -> 1e-6))
                .controls(new NegativeControl<>(
                        "first-of-the-best",
                        "claims that the mean tends to the first of the best atoms",
                        Claim.<Instance>bound("tie-is-not-broken", x -> distanceTo(x, atoms[0]))
                                .atMost(x -> 1e-6)));
    }

    private static double distanceTo(Instance x, double[] point) {
        TokenLaw law = new TokenLaw(x.atoms(), x.atomWeights());
        return Vectors.distance(GibbsAttention.of(x.scores(), x.beta()).mean(x.token(), law), point);
    }
}
