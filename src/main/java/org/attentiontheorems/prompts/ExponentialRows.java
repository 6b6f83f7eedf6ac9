package org.attentiontheorems.prompts;

import java.util.Arrays;

/**
 * The numbers {@code e^(-s_j w_i)} and {@code 1 - e^(-s_j w_i)} for nodes i and a geometric grid {@code s_j = e^(r + j delta)}. Row i
 * is {@code exponential[offset[i] + j]}, j = 0..length-1.
 *
 * <p>Where the logarithms of the weights lie on the same grid, rows overlap and the whole matrix has only about as many different
 * entries as one row.
 *
 * @param exponential {@code e^(-s_j w_i)}
 * @param deficit {@code 1 - e^(-s_j w_i)}, to full relative accuracy
 * @param offset where row i begins
 * @param length number J of grid points
 */
record ExponentialRows(double[] exponential, double[] deficit, int[] offset, int length) {

    /** Rows for any weights {@code w_i}: n J exponentials. */
    static ExponentialRows dense(double[] weights, double[] s) {
        double[] products = new double[weights.length * s.length];
        int[] offset = new int[weights.length];
        for (int i = 0; i < weights.length; i++) {
            offset[i] = i * s.length;
            for (int j = 0; j < s.length; j++) {
                products[offset[i] + j] = s[j] * weights[i];
            }
        }
        return of(products, offset, s.length);
    }

    /**
     * Rows for {@code log w_i = a + i stride delta / phases}: about {@code phases J + n stride} exponentials.
     *
     * @param first {@code r + a}, the logarithm of {@code s_0 w_0}
     * @param delta step of the grid
     * @param phases into how many parts the nodes divide the step; 1 unless {@code stride} is
     * @param stride how many steps the nodes are apart; 1 unless {@code phases} is
     */
    static ExponentialRows overlapping(double first, double delta, int phases, int stride, int nodes, int length) {
        int perPhase = length + (nodes - 1) / phases * stride;
        double[] products = new double[phases * perPhase];
        for (int p = 0; p < phases; p++) {
            for (int q = 0; q < perPhase; q++) {
                products[p * perPhase + q] = StrictMath.exp(first + (q * phases + p) * (delta / phases));
            }
        }
        int[] offset = new int[nodes];
        Arrays.setAll(offset, i -> i % phases * perPhase + i / phases * stride);
        return of(products, offset, length);
    }

    private static ExponentialRows of(double[] products, int[] offset, int length) {
        double[] deficit = new double[products.length];
        for (int k = 0; k < products.length; k++) {
            double y = products[k];
            if (y < 0.5) {
                deficit[k] = -StrictMath.expm1(-y);
                products[k] = 1 - deficit[k];
            } else {
                products[k] = StrictMath.exp(-y);
                deficit[k] = 1 - products[k];
            }
        }
        return new ExponentialRows(products, deficit, offset, length);
    }

    /** {@code sum_i c_i e^(-s_j w_i)} for every j. Cost O(n J). */
    double[] laplace(double[] coefficients) {
        return combine(coefficients, exponential);
    }

    /** {@code log sum_i pi_i e^(-s_j w_i)} for every j, where the {@code pi_i} sum to 1; minus infinity where it underflows. */
    double[] logLaplace(double[] probabilities) {
        double[] missing = combine(probabilities, deficit);
        double[] present = combine(probabilities, exponential);
        for (int j = 0; j < length; j++) {
            present[j] = logOf(missing[j], present[j]);
        }
        return present;
    }

    /** The logarithm of a number near 1 known together with its distance from 1. */
    static double logOf(double missing, double present) {
        return missing < 0.5 ? StrictMath.log1p(-missing) : StrictMath.log(present);
    }

    private double[] combine(double[] coefficients, double[] rows) {
        double[] sum = new double[length];
        for (int i = 0; i < offset.length; i++) {
            if (coefficients[i] != 0) {
                addTo(sum, coefficients[i], rows, offset[i]);
            }
        }
        return sum;
    }

    private static void addTo(double[] sum, double c, double[] row, int from) {
        for (int j = 0; j < sum.length; j++) {
            sum[j] += c * row[from + j];
        }
    }
}
