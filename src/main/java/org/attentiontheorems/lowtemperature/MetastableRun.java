package org.attentiontheorems.lowtemperature;

import java.util.stream.IntStream;

/**
 * The distance of the token law to the projected initial law in time.
 *
 * @param times of the grid, 0 first
 * @param w2 {@code W_2(μ_t^β, P_# μ_0)} at these times
 * @param zero {@code sqrt(L(μ_t^0))}, the same at temperature zero
 */
record MetastableRun(double[] times, double[] w2, double[] zero) {
    /** The answer where a threshold is not crossed. */
    static final double NEVER = -1;

    static MetastableRun of(CircleRun run) {
        return new MetastableRun(
                run.times(),
                IntStream.rangeClosed(0, run.last()).mapToDouble(run::w2).toArray(),
                IntStream.rangeClosed(0, run.last()).mapToDouble(run::w2Zero).toArray());
    }

    int last() {
        return times.length - 1;
    }

    /** The first index where W_2 is least. */
    int least() {
        return IntStream.rangeClosed(0, last())
                .reduce((i, j) -> w2[j] < w2[i] ? j : i)
                .orElseThrow();
    }

    double leastDistance() {
        return w2[least()];
    }

    double leastTime() {
        return times[least()];
    }

    double finalDistance() {
        return w2[last()];
    }

    /** When W_2 first falls to δ, by linear interpolation; {@link #NEVER} also if it starts below. */
    double enterTime(double delta) {
        for (int i = 1; i <= last(); i++) {
            if (w2[i - 1] > delta && w2[i] <= delta) {
                return crossing(i, delta);
            }
        }
        return NEVER;
    }

    /** When W_2 first rises above δ after its minimum, by linear interpolation. */
    double exitTime(double delta) {
        for (int i = least() + 1; i <= last(); i++) {
            if (w2[i - 1] <= delta && w2[i] > delta) {
                return crossing(i, delta);
            }
        }
        return NEVER;
    }

    private double crossing(int i, double delta) {
        double share = (delta - w2[i - 1]) / (w2[i] - w2[i - 1]);
        return times[i - 1] + share * (times[i] - times[i - 1]);
    }

    /** {@code e(t_i) + sqrt(L(μ_(t_i)^0))}, what is certified at time i. */
    double certified(ConcentrationBounds bounds, int i) {
        return bounds.stability(times[i]) + zero[i];
    }

    /** The first index where most is certified. */
    int bestCertified(ConcentrationBounds bounds) {
        return IntStream.rangeClosed(0, last())
                .reduce((i, j) -> certified(bounds, j) < certified(bounds, i) ? j : i)
                .orElseThrow();
    }

    /** The largest W_2 at grid times between two times; 0 if there are none. */
    double largestBetween(double from, double to) {
        double largest = 0;
        for (int i = 0; i <= last(); i++) {
            if (times[i] >= from && times[i] <= to) {
                largest = Math.max(largest, w2[i]);
            }
        }
        return largest;
    }
}
