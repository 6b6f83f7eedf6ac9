package org.attentiontheorems.prompts;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.attentiontheorems.random.RandomField;
import org.attentiontheorems.verify.Picture;
import org.attentiontheorems.verify.Picture.Axis;

/**
 * A mean squared error against the length of the prompt for several temperatures: its exact value, its bound, and averages over prompts
 * that are really drawn. The logits {@code tau g} of standard normal numbers g are those of {@code e^(g/T)} at temperature {@code T =
 * 1/tau}.
 */
final class LengthPicture {
    private static final double[] TAUS = {0, 0.5, 1};
    private static final int[] DRAWN_LENGTHS = {8, 32, 128, 512, 2048};
    private static final int PROMPTS = 200;
    private static final double LEAST_LOG2 = 2;
    private static final double LARGEST_LOG2 = 14;

    private final String id;
    private final String title;
    private final String what;
    private final Curve exact;
    private final Curve bound;
    private final Drawn drawn;

    /** A number for logits of standard deviation tau and prompts of n tokens. */
    @FunctionalInterface
    interface Curve {
        double at(double tau, int n);
    }

    /** The squared error of one drawn prompt. */
    @FunctionalInterface
    interface Drawn {
        double at(double tau, int n, RandomField random);
    }

    private LengthPicture(String id, String title, String what, Curve exact, Curve bound, Drawn drawn) {
        this.id = id;
        this.title = title;
        this.what = what;
        this.exact = exact;
        this.bound = bound;
        this.drawn = drawn;
    }

    /** A picture of nothing yet. */
    static LengthPicture of(String id, String title, String what) {
        return new LengthPicture(id, title, what, (tau, n) -> 1, (tau, n) -> 1, (tau, n, random) -> 1);
    }

    LengthPicture exact(Curve value) {
        return new LengthPicture(id, title, what, value, bound, drawn);
    }

    LengthPicture bound(Curve value) {
        return new LengthPicture(id, title, what, exact, value, drawn);
    }

    LengthPicture drawn(Drawn value) {
        return new LengthPicture(id, title, what, exact, bound, value);
    }

    Picture picture(RandomField random) {
        int[] lengths = lengths();
        double[] x = Arrays.stream(lengths).asDoubleStream().toArray();
        Picture picture = Picture.of(id, title, Axis.logarithmic("prompt length L"), Axis.logarithmic(what));
        for (double tau : TAUS) {
            picture = picture.line("exact, " + name(tau), x, values(exact, tau, lengths));
        }
        for (double tau : TAUS) {
            picture = picture.claimed("bound, " + name(tau), x, values(bound, tau, lengths));
        }
        return withDrawn(picture, random)
                .saying(
                        "Colder attention (larger τ) needs longer prompts: the error falls like 1/L, with a constant that grows like"
                                + " exp(τ²). The bound has exp(2τ²). Points are averages over " + PROMPTS
                                + " prompts that were really drawn, with bars of two standard errors.");
    }

    /** Half octaves. */
    private static int[] lengths() {
        List<Integer> all = new ArrayList<>();
        for (double log2 = LEAST_LOG2; log2 <= LARGEST_LOG2; log2 += 0.5) {
            all.add((int) Math.rint(StrictMath.pow(2, log2)));
        }
        return all.stream().mapToInt(Integer::intValue).toArray();
    }

    private static String name(double tau) {
        return String.format(Locale.ROOT, "τ = %s", tau == Math.rint(tau) ? String.valueOf((int) tau) : tau);
    }

    private static double[] values(Curve curve, double tau, int[] lengths) {
        return Arrays.stream(lengths).mapToDouble(n -> curve.at(tau, n)).toArray();
    }

    private Picture withDrawn(Picture picture, RandomField random) {
        int n = TAUS.length * DRAWN_LENGTHS.length;
        double[] x = new double[n];
        double[] mean = new double[n];
        double[] bar = new double[n];
        for (int k = 0; k < n; k++) {
            int length = DRAWN_LENGTHS[k % DRAWN_LENGTHS.length];
            double tau = TAUS[k / DRAWN_LENGTHS.length];
            double sum = 0;
            double squares = 0;
            for (int r = 1; r <= PROMPTS; r++) {
                double error = drawn.at(tau, length, random.size(k).replicate(r));
                sum += error;
                squares += error * error;
            }
            x[k] = length;
            mean[k] = sum / PROMPTS;
            bar[k] = 2 * Math.sqrt((squares / PROMPTS - mean[k] * mean[k]) / PROMPTS);
        }
        return picture.points("drawn prompts", x, mean, bar);
    }
}
