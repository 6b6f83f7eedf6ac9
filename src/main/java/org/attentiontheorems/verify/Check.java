package org.attentiontheorems.verify;

import java.util.Locale;

/** Argument checks of instances; each failure is an {@link InvalidInstance} that names the field. */
public final class Check {
    private Check() {}

    /** Requires {@code condition}; the reason is a format string. */
    public static void that(boolean condition, String field, String reason, Object... arguments) {
        if (!condition) {
            throw new InvalidInstance(field, String.format(Locale.ROOT, reason, arguments));
        }
    }

    /** Requires a finite number. */
    public static void finite(String field, double value) {
        that(Double.isFinite(value), field, "must be a finite number, is %s", value);
    }

    /** Requires at least one entry, all finite. */
    public static void finite(String field, double[] values) {
        that(values.length > 0, field, "must not be empty");
        for (int i = 0; i < values.length; i++) {
            finite(field + "[" + i + "]", values[i]);
        }
    }

    /** Requires a matrix of the given shape, all entries finite. */
    public static void matrix(String field, double[][] values, int rows, int columns) {
        that(values.length == rows, field, "needs %d rows, has %d", rows, values.length);
        for (int i = 0; i < rows; i++) {
            vector(field + "[" + i + "]", values[i], columns);
        }
    }

    /** Requires a vector of the given length, all entries finite. */
    public static void vector(String field, double[] values, int length) {
        that(values.length == length, field, "needs %d entries, has %d", length, values.length);
        finite(field, values);
    }

    /** Requires sizes of at least 1, each larger than the one before. */
    public static void increasing(String field, int[] sizes) {
        for (int k = 0; k < sizes.length; k++) {
            int least = k == 0 ? 1 : sizes[k - 1] + 1;
            that(sizes[k] >= least, field + "[" + k + "]", "must be at least %d, is %d", least, sizes[k]);
        }
    }

    /** Requires an integer between the two ends, both included. */
    public static void between(String field, long value, long min, long max) {
        that(value >= min && value <= max, field, "must be between %d and %d, is %d", min, max, value);
    }

    /** Requires a number above 0. */
    public static void positive(String field, double value) {
        that(value > 0, field, "must be positive, is %s", value);
    }

    /** Requires an integer of at least {@code min}. */
    public static void atLeast(String field, long value, long min) {
        that(value >= min, field, "must be at least %d, is %d", min, value);
    }

    /**
     * Requires weights that are at least 0 and sum to 1 within 1e-9.
     *
     * @return the weights divided by their sum; unchanged where rounding alone keeps it from 1, so that weights once normalised read back
     *     bit for bit
     */
    public static double[] weights(String field, double[] weights) {
        finite(field, weights);
        double sum = 0;
        for (int i = 0; i < weights.length; i++) {
            that(weights[i] >= 0, field + "[" + i + "]", "must be at least 0, is %s", weights[i]);
            sum += weights[i];
        }
        that(Math.abs(sum - 1) <= 1e-9, field, "must sum to 1, sum is %s", sum);
        double[] normalised = weights.clone();
        if (Math.abs(sum - 1) <= weights.length * 0x1p-52) {
            return normalised;
        }
        for (int i = 0; i < weights.length; i++) {
            normalised[i] /= sum;
        }
        return normalised;
    }
}
