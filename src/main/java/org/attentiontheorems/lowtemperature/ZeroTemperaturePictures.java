package org.attentiontheorems.lowtemperature;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.attentiontheorems.lowtemperature.ZeroTemperatureLyapunov.Instance;
import org.attentiontheorems.measure.Vectors;
import org.attentiontheorems.random.RandomField;
import org.attentiontheorems.verify.Picture;

/** Pictures of {@code zero-temperature-lyapunov}. */
final class ZeroTemperaturePictures {
    private static final long SEED = 26_052;

    private ZeroTemperaturePictures() {}

    static List<Picture> all() {
        return List.of(decay(), densities(), paths());
    }

    private static double[] grid(double from, double to, int steps) {
        return IntStream.rangeClosed(0, steps)
                .mapToDouble(k -> from + (to - from) * k / steps)
                .toArray();
    }

    private static double[] map(double[] xs, DoubleUnaryOperator f) {
        return DoubleStream.of(xs).map(f).toArray();
    }

    private static Picture decay() {
        Instance x = ZeroTemperatureLyapunov.worked().instance();
        ZeroRun run = ZeroRun.of(x);
        double slow = x.projection().gap() / x.scores().largest();
        double fast = x.projection().range() / x.scores().smallest();
        double[] times = grid(0, 5, 50);
        double[] lower = map(times, t -> run.lyapunovAt(StrictMath.exp(-fast * t)));
        double[] upper = map(times, t -> run.lyapunovAt(StrictMath.exp(-slow * t)));
        return Picture.of(
                        "decay",
                        "Tokens approach the projected law",
                        Picture.Axis.linear("time t"),
                        Picture.Axis.logarithmic("L = mean of |x - P(x)|²"))
                .band("what the theorem allows", times, lower, upper)
                .line("the four tokens of the worked example", times, ZeroRun.lyapunov(run.flow(), x.law(), times))
                .saying("The band is between the fastest and the slowest clock, t/s_min and t/s_max.");
    }

    private static Picture densities() {
        double[] qs = map(grid(-4, 0, 40), k -> StrictMath.pow(10, k));
        return Picture.of(
                        "densities",
                        "A density is slower than its tokens",
                        Picture.Axis.logarithmic("q = e^(-γt/s)"),
                        Picture.Axis.logarithmic("L"))
                .claimed("4 c₃ q", qs, map(qs, q -> 4 * UniformGap.equatorDensity(3) * q))
                .line("uniform in R³, one top direction", qs, map(qs, q -> UniformLyapunov.of(3, 1, q)))
                .line("uniform in R³, two top directions", qs, map(qs, q -> UniformLyapunov.of(3, 2, q)))
                .claimed("2q²: uniform in R⁵, three top directions", qs, map(qs, q -> 2 * q * q))
                .line("uniform in R⁵, three top directions", qs, map(qs, q -> UniformLyapunov.of(5, 3, q)))
                .line("one token at 60 degrees", qs, map(qs, q -> ProjectionMap.squaredDistance(q * Math.sqrt(3))))
                .saying(
                        "Time runs to the left. Tokens near the equator hold a density back: L is of order q, not q², unless the top"
                                + " eigenspace has more than two dimensions.");
    }

    /** Tokens in R³ seen along the middle axis. */
    private static Picture paths() {
        RandomField random = RandomField.of(SEED, "paths", 1);
        ScoreMatrix scores = ScoreMatrix.of(LowTemperatureDraws.scores(random, 3, 2, 4));
        ZeroFlow flow = ZeroFlow.of(scores, ProjectionMap.of(Vectors.diagonal(1, 0.2, -0.8)));
        double[] times = grid(0, 6, 40);
        double[] around = grid(0, 2 * Math.PI, 120);
        List<double[]> starts = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            starts.add(LowTemperatureDraws.point(random, "tokens", i, 3));
        }
        Picture picture = Picture.plane(
                        "paths", "Twelve tokens on a sphere", "first axis, the top eigenvector", "third axis")
                .claimed("the sphere", map(around, StrictMath::cos), map(around, StrictMath::sin));
        double[] xs = new double[12 * times.length];
        double[] ys = new double[12 * times.length];
        for (int i = 0; i < 12; i++) {
            double[] taus = flow.taus(starts.get(i), times);
            for (int k = 0; k < times.length; k++) {
                double[] x = flow.position(starts.get(i), taus[k]);
                xs[i * times.length + k] = x[0];
                ys[i * times.length + k] = x[2];
            }
        }
        return dots(picture, xs, ys, starts)
                .saying(
                        "Dots are equal times apart, from the marked starts to the two poles at the left and right. Every token goes to the"
                                + " pole of its own side.");
    }

    private static Picture dots(Picture picture, double[] xs, double[] ys, List<double[]> starts) {
        int half = xs.length / 2;
        double[] startX = starts.stream().mapToDouble(x -> x[0]).toArray();
        double[] startY = starts.stream().mapToDouble(x -> x[2]).toArray();
        return picture.points("first six", Arrays.copyOf(xs, half), Arrays.copyOf(ys, half))
                .points("last six", Arrays.copyOfRange(xs, half, 2 * half), Arrays.copyOfRange(ys, half, 2 * half))
                .points("starts", startX, startY);
    }
}
