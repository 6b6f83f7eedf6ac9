package org.attentiontheorems.lowtemperature;

import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.attentiontheorems.measure.Vectors;
import org.attentiontheorems.verify.Approx;
import org.attentiontheorems.verify.Bound;
import org.attentiontheorems.verify.Claim;
import org.attentiontheorems.verify.Family;
import org.attentiontheorems.verify.NegativeControl;
import org.attentiontheorems.verify.Trajectory;

/** Declared family of {@code metastability-timescale}: the formulas of {@link MetastableWindow} for β from 10⁴ to 10³⁰. */
final class WindowFormulas {
    private static final double THRESHOLD = 0.5;

    private WindowFormulas() {}

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

    static Family<Powers> formulas() {
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
                                x.slopes(w -> StrictMath.log(w.optimalBound()), WindowFormulas::logOverLog),
                                rate.applyAsDouble(window(1).bounds())))
                .atMost(x -> 0.03);
    }

    private static Bound<Powers> bestTimeSlope(ToDoubleFunction<ConcentrationBounds> rate) {
        return Claim.<Powers>bound(
                        "best-time-slope",
                        x -> furthest(
                                x.slopes(MetastableWindow::optimalTime, WindowFormulas::logOverLog),
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
}
