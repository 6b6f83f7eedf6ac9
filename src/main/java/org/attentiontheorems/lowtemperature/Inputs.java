package org.attentiontheorems.lowtemperature;

import org.attentiontheorems.measure.Vectors;
import org.attentiontheorems.verify.Check;

/** Argument checks of the instances of this group; each failure names the field. */
final class Inputs {
    private static final double UNIT_TOLERANCE = 1e-8;

    /** Larger entries of query, key and value are refused: their products would overflow. */
    private static final double LARGEST = 1e50;

    private Inputs() {}

    /** Requires a matrix of the given shape with finite entries of a size whose products do not overflow. */
    static void matrix(String field, double[][] matrix, int rows, int columns) {
        Check.matrix(field, matrix, rows, columns);
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                Check.that(
                        Math.abs(matrix[i][j]) <= LARGEST,
                        field + "[" + i + "][" + j + "]",
                        "must be at most %s in size, is %s",
                        LARGEST,
                        matrix[i][j]);
            }
        }
    }

    /** Requires query and key of the same shape m x d, d at least 2; gives d. */
    static int queryAndKey(double[][] query, double[][] key) {
        Check.that(query.length > 0, "query", "must not be empty");
        int d = query[0].length;
        Check.that(d >= 2, "query[0]", "needs at least 2 entries, has %d", d);
        matrix("query", query, query.length, d);
        matrix("key", key, query.length, d);
        return d;
    }

    /** Requires a vector of length 1 within 1e-8; gives it with length 1, unchanged where rounding alone keeps it from 1. */
    static double[] unit(String field, double[] x, int d) {
        Check.vector(field, x, d);
        double norm = Vectors.norm(x);
        Check.that(Math.abs(norm - 1) <= UNIT_TOLERANCE, field, "must have length 1, has %s", norm);
        return Math.abs(norm - 1) <= d * 0x1p-53 ? x.clone() : Vectors.times(1 / norm, x);
    }

    /** {@link #unit} for every row. */
    static double[][] units(String field, double[][] rows, int d) {
        double[][] units = new double[rows.length][];
        for (int i = 0; i < rows.length; i++) {
            units[i] = unit(field + "[" + i + "]", rows[i], d);
        }
        return units;
    }
}
