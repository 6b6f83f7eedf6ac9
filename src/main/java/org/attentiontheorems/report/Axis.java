package org.attentiontheorems.report;

import java.util.ArrayList;
import java.util.List;

/**
 * One axis of a {@link Plot}: maps values to [0, 1] and knows where its ticks are.
 *
 * @param label what is measured along it
 * @param logarithmic whether equal ratios are equally long
 * @param low value at the beginning, positive on a logarithmic axis
 * @param high value at the end, above {@code low}
 */
record Axis(String label, boolean logarithmic, double low, double high) {
    private static final int MOST_TICKS = 7;
    /** Decades up to which 1, 2 and 5 are labelled instead of powers of ten only. */
    private static final double SHORT_SPAN = 2.4;
    /** Decades up to which all digits are marked. */
    private static final double MARKED_SPAN = 4;
    /** Decades below which a logarithmic axis has the ticks of a linear one. */
    private static final double TINY_SPAN = 0.6;

    private static final double MARGIN = 0.06;
    private static final double ROUNDING = 1e-9;

    Axis {
        if (!(low < high) || !Double.isFinite(low) || !Double.isFinite(high) || (logarithmic && !(low > 0))) {
            throw new IllegalArgumentException("no axis from " + low + " to " + high);
        }
    }

    /** A tick; its label is empty for a mark between labelled ones. */
    record Tick(double value, String label) {}

    /** A linear axis with exactly these ends. */
    static Axis linear(String label, double low, double high) {
        return new Axis(label, false, low, high);
    }

    /** A linear axis around all finite values. */
    static Axis linearAround(String label, double... values) {
        double[] ends = ends(values, Double.NEGATIVE_INFINITY);
        double margin = ends[0] < ends[1] ? MARGIN * (ends[1] - ends[0]) : Math.max(1, Math.abs(ends[0])) / 2;
        return linear(label, ends[0] - margin, ends[1] + margin);
    }

    /** A logarithmic axis around all positive finite values; other values have no place on it. */
    static Axis logAround(String label, double... values) {
        double[] ends = ends(values, 0);
        double margin = ends[0] < ends[1] ? StrictMath.pow(ends[1] / ends[0], MARGIN) : 2;
        return new Axis(label, true, ends[0] / margin, ends[1] * margin);
    }

    /** Least and largest finite value above {@code floor}; 1 if there is none. */
    private static double[] ends(double[] values, double floor) {
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (double value : values) {
            if (value > floor && Math.abs(value) < Double.MAX_VALUE) {
                low = Math.min(low, value);
                high = Math.max(high, value);
            }
        }
        return low <= high ? new double[] {low, high} : new double[] {1, 1};
    }

    /** Place of a value: 0 at the beginning, 1 at the end; beyond both for values outside, 0 for what has no logarithm. */
    double at(double value) {
        if (!logarithmic) {
            return (value - low) / (high - low);
        }
        return value > 0 ? StrictMath.log(value / low) / StrictMath.log(high / low) : 0;
    }

    /** The value at a place. */
    double valueAt(double place) {
        return logarithmic ? low * StrictMath.pow(high / low, place) : low + place * (high - low);
    }

    /** Length in the units in which the axis is linear: natural logarithms, or the values themselves. */
    double span() {
        return logarithmic ? StrictMath.log(high / low) : high - low;
    }

    /** About seven labelled ticks at most, in increasing order, with marks between where there is room. */
    List<Tick> ticks() {
        if (!logarithmic) {
            return linearTicks();
        }
        double decades = StrictMath.log10(high / low);
        if (decades < TINY_SPAN) {
            return linearTicks();
        }
        return logTicks(decades);
    }

    /** Multiples of 1, 2 or 5 times a power of ten. */
    private List<Tick> linearTicks() {
        double rough = (high - low) / MOST_TICKS;
        int exponent = (int) Math.floor(StrictMath.log10(rough));
        double unit = StrictMath.pow(10, exponent);
        double factor = rough <= unit ? 1 : rough <= 2 * unit ? 2 : rough <= 5 * unit ? 5 : 10;
        double step = factor * unit;
        List<Tick> ticks = new ArrayList<>();
        double last = Math.floor(high / step + ROUNDING);
        for (double k = Math.ceil(low / step - ROUNDING); k <= last; k++) {
            ticks.add(new Tick(k * step, Figures.of(k * step, 6)));
        }
        return ticks;
    }

    /** Powers of ten, every k-th labelled; on a short axis also 2 and 5, and marks at all digits while there is room. */
    private List<Tick> logTicks(double decades) {
        int every = (int) Math.ceil(decades / MOST_TICKS);
        List<Tick> ticks = new ArrayList<>();
        for (int exponent = lowestExponent(); exponent <= highestExponent(); exponent++) {
            for (int digit = 1; digit <= (decades <= MARKED_SPAN ? 9 : 1); digit++) {
                double value = digit * StrictMath.pow(10, exponent);
                boolean oneTwoFive = digit == 1 || digit == 2 || digit == 5;
                boolean labelled = decades <= SHORT_SPAN ? oneTwoFive : digit == 1 && exponent % every == 0;
                if (value >= low * (1 - ROUNDING) && value <= high * (1 + ROUNDING)) {
                    ticks.add(new Tick(value, labelled ? Figures.of(value, 1) : ""));
                }
            }
        }
        return ticks;
    }

    private int lowestExponent() {
        return (int) Math.floor(StrictMath.log10(low));
    }

    private int highestExponent() {
        return (int) Math.ceil(StrictMath.log10(high));
    }
}
