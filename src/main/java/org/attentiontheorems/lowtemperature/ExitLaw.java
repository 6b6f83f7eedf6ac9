package org.attentiontheorems.lowtemperature;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.attentiontheorems.measure.Vectors;
import org.attentiontheorems.verify.Memo;
import org.hipparchus.stat.regression.SimpleRegression;

/**
 * The same start at several temperatures, {@code D = diag(δ_1, δ_2)} and {@code V = diag(ν_1, ν_2)} with {@code ν_1 δ_1 > ν_2 δ_2}: the
 * projection map sends tokens to {@code ±e_1}. If ν_2 > ν_1 they leave again, later at lower temperatures.
 *
 * @param scores δ
 * @param value ν
 * @param density at the start
 * @param threshold δ that W_2 crosses
 * @param betas increasing
 * @param labels N, one for each β
 * @param horizon of every run
 * @param step of every run
 */
record ExitLaw(
        double[] scores,
        double[] value,
        CircleDensity density,
        double threshold,
        double[] betas,
        int[] labels,
        double horizon,
        double step) {
    private static final Memo<ExitLaw, List<MetastableRun>> RUNS = Memo.of(ExitLaw::compute);
    private static final Memo<ExitLaw, double[]> REFINED =
            Memo.of(x -> x.exitTimes(x.refined().compute()));

    /** {@code D = diag(2, 1/2)}, an asymmetric density, threshold 0.3, horizon 14, step 0.1. */
    static ExitLaw of(double secondValue, double[] betas, int... labels) {
        return new ExitLaw(
                new double[] {2, 0.5},
                new double[] {1, secondValue},
                new CircleDensity(new double[] {0, 0.1}, new double[] {0.3, 0.2}),
                0.3,
                betas,
                labels,
                14,
                0.1);
    }

    /** The same with other labels, rounded up to multiples of 4. */
    ExitLaw withLabels(int... others) {
        int[] rounded = Arrays.stream(others).map(n -> 4 * ((n + 3) / 4)).toArray();
        return new ExitLaw(scores, value, density, threshold, betas, rounded, horizon, step);
    }

    /** The same with half as many labels again. */
    ExitLaw refined() {
        return withLabels(Arrays.stream(labels).map(n -> n + n / 2).toArray());
    }

    /** The same at the last temperature only, with about these labels. */
    ExitLaw coldest(int n) {
        double[] last = {betas[betas.length - 1]};
        return new ExitLaw(scores, value, density, threshold, last, new int[] {n}, horizon, step).withLabels(n);
    }

    CircleProblem problem(int i) {
        double[][] d = Vectors.diagonal(scores);
        return CircleProblem.of(
                d,
                Vectors.identity(2),
                Vectors.diagonal(value),
                betas[i],
                density,
                labels[i],
                MetastabilityDraws.stretch(betas[i]));
    }

    /** One run a temperature. */
    List<MetastableRun> runs() {
        return RUNS.apply(this);
    }

    private List<MetastableRun> compute() {
        int steps = (int) Math.rint(horizon / step);
        return IntStream.range(0, betas.length)
                .mapToObj(i -> MetastableRun.of(CircleRun.of(problem(i), horizon, steps)))
                .toList();
    }

    /** A number of every run. */
    double[] each(ToDoubleFunction<MetastableRun> number) {
        return runs().stream().mapToDouble(number).toArray();
    }

    double[] exitTimes() {
        return exitTimes(runs());
    }

    private double[] exitTimes(List<MetastableRun> runs) {
        return runs.stream().mapToDouble(run -> run.exitTime(threshold)).toArray();
    }

    /** {@code t_+}, which the exit times must reach, one for each β. */
    double[] certifiedTimes() {
        return IntStream.range(0, betas.length)
                .mapToDouble(i -> new MetastableWindow(problem(i).bounds()).end(threshold))
                .toArray();
    }

    /** Exit times against log β. */
    SimpleRegression fit() {
        SimpleRegression fit = new SimpleRegression();
        double[] times = exitTimes();
        for (int i = 0; i < times.length; i++) {
            fit.addData(StrictMath.log(betas[i]), times[i]);
        }
        return fit;
    }

    /** {@code 1/(2c') + 1/(2 (ν_2 - ν_1))} with {@code c' = (ν_1 δ_1 - ν_2 δ_2)/δ_1}: to shrink to the softmax's resolution, and to drift away. */
    double predictedSlope() {
        double shrinking = (value[0] * scores[0] - value[1] * scores[1]) / scores[0];
        return 1 / (2 * shrinking) + 1 / (2 * (value[1] - value[0]));
    }

    /** {@code d log T / d log β} between the two lowest temperatures. */
    double endPower() {
        double[] times = exitTimes();
        int n = times.length;
        return StrictMath.log(times[n - 1] / times[n - 2]) / StrictMath.log(betas[n - 1] / betas[n - 2]);
    }

    /** The largest change of an exit time where there are half as many labels again. */
    double changeWhenRefined() {
        double[] here = exitTimes();
        double[] there = REFINED.apply(this);
        return IntStream.range(0, here.length)
                .mapToDouble(i -> Math.abs(here[i] - there[i]))
                .max()
                .orElseThrow();
    }
}
