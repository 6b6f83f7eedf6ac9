package org.attentiontheorems.layers;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.attentiontheorems.random.RandomField;
import org.attentiontheorems.verify.Approx;
import org.attentiontheorems.verify.Check;
import org.attentiontheorems.verify.Claim;
import org.attentiontheorems.verify.Family;
import org.attentiontheorems.verify.Mean;
import org.attentiontheorems.verify.NegativeControl;
import org.attentiontheorems.verify.Picture;
import org.attentiontheorems.verify.Range;
import org.attentiontheorems.verify.Rate;
import org.attentiontheorems.verify.Tail;

/**
 * A population too large for enumeration, really sampled: ten thousand equally likely sequences of six tokens, read by four networks of
 * twelve layers. Their losses are computed once.
 */
final class SampledPopulation {
    private static final int SEQUENCES = 10_000;
    private static final int CONTROLS = 4;
    private static final int DEPTH = 12;
    private static final double DELTA = 0.1;
    private static final int[] SAMPLES = {64, 128, 256, 512, 1024, 2048, 4096, 8192};
    private static final int PICTURED = 200;

    private SampledPopulation() {}

    /** How many sequences are drawn from the population. */
    record Sampling(int samples) {
        Sampling {
            Check.atLeast("samples", samples, 1);
        }
    }

    /** What is known of the losses of one control. */
    private record Moments(double mean, double range, double variance, double fourth) {
        static Moments of(double[] losses) {
            double mean = power(losses, 0, 1);
            double range = Arrays.stream(losses).max().orElseThrow()
                    - Arrays.stream(losses).min().orElseThrow();
            return new Moments(mean, range, power(losses, mean, 2), power(losses, mean, 4));
        }

        private static double power(double[] x, double center, int power) {
            double[] terms = new double[x.length];
            for (int n = 0; n < x.length; n++) {
                terms[n] = StrictMath.pow(x[n] - center, power);
            }
            return org.attentiontheorems.measure.Sums.neumaier(terms) / x.length;
        }

        /** {@code E (R̂ - R)² = σ² / M}. */
        double meanSquare(int samples) {
            return variance / samples;
        }

        /** {@code Var (R̂ - R)² = (μ_4 + 3 (M - 1) σ⁴) / M³ - σ⁴ / M²}. */
        double varianceOfSquare(int samples) {
            double m = samples;
            double s = variance * variance;
            return (fourth + 3 * (m - 1) * s) / (m * m * m) - s / (m * m);
        }
    }

    /** Computed when first asked for. */
    private static final class Known {
        static final double[][] LOSSES = losses();
        static final Moments[] MOMENTS = Arrays.stream(LOSSES).map(Moments::of).toArray(Moments[]::new);

        private Known() {}

        private static double[][] losses() {
            RandomField random = RandomField.of(2606, "sampled population", 0);
            LayerDraws draws = new LayerDraws(6, new LayerShape(4, 2, 4), 3, 5, 1, SEQUENCES);
            LayerModel model =
                    LayerModel.of(draws.beta(), draws.shape(), draws.readout(random), draws.population(random));
            return IntStream.range(0, CONTROLS)
                    .mapToObj(k -> Control.of(draws.control(random, "control " + k)))
                    .map(control -> model.networkLosses(control, DEPTH))
                    .toArray(double[][]::new);
        }
    }

    // ---- experiments

    /** {@code R̂_k - R_k} of all controls for one sample of M independent draws. */
    private static double[] deviations(int samples, RandomField random) {
        double[] sums = new double[CONTROLS];
        for (double u : random.uniforms("sequences", 0, samples)) {
            add(sums, u, 1);
        }
        return centred(sums, samples);
    }

    /** The same where one draw is counted M times. */
    private static double[] copied(int samples, RandomField random) {
        double[] sums = new double[CONTROLS];
        add(sums, random.uniform("sequences", 0, 0), samples);
        return centred(sums, samples);
    }

    private static void add(double[] sums, double u, int times) {
        int n = (int) (u * SEQUENCES);
        for (int k = 0; k < CONTROLS; k++) {
            sums[k] += times * Known.LOSSES[k][n];
        }
    }

    private static double[] centred(double[] sums, int samples) {
        for (int k = 0; k < CONTROLS; k++) {
            sums[k] = sums[k] / samples - Known.MOMENTS[k].mean();
        }
        return sums;
    }

    /** {@code max_k |R̂_k - R_k| / r_k}. */
    private static double inRadii(double[] deviations, HoeffdingRadius radius, int samples) {
        double largest = 0;
        for (int k = 0; k < CONTROLS; k++) {
            double r = radius.of(Known.MOMENTS[k].range(), CONTROLS, DELTA, samples);
            largest = Math.max(largest, Math.abs(deviations[k]) / r);
        }
        return largest;
    }

    private static double largest(double[] deviations) {
        return Arrays.stream(deviations).map(Math::abs).max().orElseThrow();
    }

    private static double largestRadius(int samples) {
        return Arrays.stream(Known.MOMENTS)
                .mapToDouble(moments -> HoeffdingRadius.REFERENCE.of(moments.range(), CONTROLS, DELTA, samples))
                .max()
                .orElseThrow();
    }

    // ---- claims

    private static Tail<Sampling> tail(HoeffdingRadius radius) {
        return Claim.<Sampling>tail(
                        "sampled-deviation",
                        (x, random) -> Approx.direct(inRadii(deviations(x.samples(), random), radius, x.samples())))
                .above(x -> 1, DELTA);
    }

    private static Tail<Sampling> tailOfCopies() {
        return Claim.<Sampling>tail(
                        "sampled-deviation",
                        (x, random) -> Approx.direct(
                                inRadii(copied(x.samples(), random), HoeffdingRadius.REFERENCE, x.samples())))
                .above(x -> 1, DELTA);
    }

    private static Mean<Sampling> meanSquare(double factor) {
        return Claim.<Sampling>mean("sampled-mean-square", (x, random) -> {
                    double deviation = deviations(x.samples(), random)[0];
                    return Approx.direct(deviation * deviation);
                })
                .atMost(x -> factor * Known.MOMENTS[0].meanSquare(x.samples()))
                .in(x -> Range.withVariance(0, Known.MOMENTS[0].varianceOfSquare(x.samples())))
                .within(0.25);
    }

    /** Four controls at once, δ = 0.1. */
    static Family<Sampling> deviations() {
        List<Sampling> instances = IntStream.of(SAMPLES).mapToObj(Sampling::new).toList();
        return Family.of(
                        "sampled-population",
                        "64 to 8192 sequences drawn from ten thousand, read by four networks of twelve layers",
                        instances)
                .claims(tail(HoeffdingRadius.REFERENCE), meanSquare(1))
                .controls(
                        new NegativeControl<>(
                                "sampled-radius-over-m", "divides by M for sqrt(M)", tail(HoeffdingRadius.overM())),
                        new NegativeControl<>("one-sequence-copied", "counts one sequence M times", tailOfCopies()),
                        new NegativeControl<>(
                                "half-of-the-variance", "claims half of the mean square", meanSquare(0.5)));
    }

    private static Rate<Sampling> rate() {
        return Claim.<Sampling>rate("sampled-rate", (x, samples, random) -> largest(deviations(samples, random)))
                .fallsLike(0.5, 0.25, SAMPLES)
                .under((x, samples) -> largestRadius(samples));
    }

    /** The largest deviation of the four falls like {@code M^-1/2}. */
    static Family<Sampling> rates() {
        return Family.of(
                        "sampled-sizes",
                        "the same population: the mean of the largest of the four deviations",
                        List.of(new Sampling(SAMPLES[0])))
                .claims(rate())
                .controls(new NegativeControl<>(
                        "sampled-rate-one-over-m", "claims the rate 1/M", rate().fallsLike(1, 0.25)));
    }

    /** Deviation against M with radius and quantiles. */
    static Picture picture(RandomField random) {
        int sizes = SAMPLES.length;
        double[] m = new double[sizes];
        double[] low = new double[sizes];
        double[] middle = new double[sizes];
        double[] high = new double[sizes];
        double[] radius = new double[sizes];
        for (int k = 0; k < sizes; k++) {
            int samples = SAMPLES[k];
            RandomField sized = random.size(k);
            double[] drawn = IntStream.rangeClosed(1, PICTURED)
                    .mapToDouble(r -> largest(deviations(samples, sized.replicate(r))))
                    .sorted()
                    .toArray();
            m[k] = samples;
            low[k] = drawn[PICTURED / 10];
            middle[k] = drawn[PICTURED / 2];
            high[k] = drawn[PICTURED - PICTURED / 10];
            radius[k] = largestRadius(samples);
        }
        return Picture.of(
                        "deviation-against-samples",
                        "Four networks on a sample of a population of ten thousand",
                        Picture.Axis.logarithmic("samples M"),
                        Picture.Axis.logarithmic("largest deviation of the empirical risks"))
                .band("from the 10 % to the 90 % quantile", m, low, high)
                .line("median", m, middle)
                .claimed("radius at δ = 0.1", m, radius)
                .saying("Both fall like one over the square root of the samples. The radius knows only the range of the"
                        + " losses, so it pays for their tails.");
    }
}
