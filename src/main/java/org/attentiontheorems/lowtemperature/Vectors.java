package org.attentiontheorems.lowtemperature;

import org.attentiontheorems.measure.Sums;
import org.attentiontheorems.verify.Check;
import org.hipparchus.linear.LUDecomposition;
import org.hipparchus.linear.MatrixUtils;

/** Small dense vectors and matrices of rows. */
final class Vectors {
    private static final double UNIT_TOLERANCE = 1e-8;

    /** Larger entries of query, key and value are refused: their products would overflow. */
    private static final double LARGEST = 1e50;

    private Vectors() {}

    /** {@code A x}, for A of shape m x n. */
    static double[] apply(double[][] a, double[] x) {
        double[] y = new double[a.length];
        for (int i = 0; i < a.length; i++) {
            y[i] = Sums.dot(a[i], x);
        }
        return y;
    }

    /** {@code A B}, for A of shape m x n and B of shape n x p. */
    static double[][] multiply(double[][] a, double[][] b) {
        double[][] c = new double[a.length][b[0].length];
        for (int i = 0; i < a.length; i++) {
            for (int k = 0; k < b.length; k++) {
                for (int j = 0; j < b[k].length; j++) {
                    c[i][j] += a[i][k] * b[k][j];
                }
            }
        }
        return c;
    }

    static double[][] transpose(double[][] a) {
        double[][] t = new double[a[0].length][a.length];
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < t.length; j++) {
                t[j][i] = a[i][j];
            }
        }
        return t;
    }

    /** The inverse of a regular square matrix. */
    static double[][] inverse(double[][] a) {
        return new LUDecomposition(MatrixUtils.createRealMatrix(a), 0)
                .getSolver()
                .getInverse()
                .getData();
    }

    static double[][] identity(int d) {
        double[][] identity = new double[d][d];
        for (int i = 0; i < d; i++) {
            identity[i][i] = 1;
        }
        return identity;
    }

    static double[][] diagonal(double... entries) {
        double[][] diagonal = new double[entries.length][entries.length];
        for (int i = 0; i < entries.length; i++) {
            diagonal[i][i] = entries[i];
        }
        return diagonal;
    }

    /** Rotation of the plane by an angle. */
    static double[][] rotation(double angle) {
        double c = StrictMath.cos(angle);
        double s = StrictMath.sin(angle);
        return new double[][] {{c, -s}, {s, c}};
    }

    /** {@code A + factor B}. */
    static double[][] plus(double[][] a, double factor, double[][] b) {
        double[][] sum = new double[a.length][];
        for (int i = 0; i < a.length; i++) {
            sum[i] = plus(a[i], factor, b[i]);
        }
        return sum;
    }

    static double[][] times(double factor, double[][] a) {
        double[][] scaled = new double[a.length][];
        for (int i = 0; i < a.length; i++) {
            scaled[i] = times(factor, a[i]);
        }
        return scaled;
    }

    /** {@code x + factor y}. */
    static double[] plus(double[] x, double factor, double[] y) {
        double[] z = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            z[i] = x[i] + factor * y[i];
        }
        return z;
    }

    static double[] minus(double[] x, double[] y) {
        return plus(x, -1, y);
    }

    static double[] times(double factor, double[] x) {
        double[] y = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            y[i] = factor * x[i];
        }
        return y;
    }

    /** {@code P_x y = y - <x, y> x}: what of y is tangent to the sphere at the unit vector x. */
    static double[] tangential(double[] x, double[] y) {
        return plus(y, -Sums.dot(x, y), x);
    }

    static double norm(double[] x) {
        return Math.sqrt(Sums.dot(x, x));
    }

    static double distance(double[] x, double[] y) {
        return norm(minus(x, y));
    }

    /** {@code x / |x|} for x not 0. */
    static double[] normalised(double[] x) {
        return times(1 / norm(x), x);
    }

    /** Requires a matrix of the given shape with finite entries of a size whose products do not overflow. */
    static void checkMatrix(String field, double[][] matrix, int rows, int columns) {
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
    static int checkQueryAndKey(double[][] query, double[][] key) {
        Check.that(query.length > 0, "query", "must not be empty");
        int d = query[0].length;
        Check.that(d >= 2, "query[0]", "needs at least 2 entries, has %d", d);
        checkMatrix("query", query, query.length, d);
        checkMatrix("key", key, query.length, d);
        return d;
    }

    /** Requires a vector of length 1 within 1e-8; gives it with length 1, unchanged where rounding alone keeps it from 1. */
    static double[] unit(String field, double[] x, int d) {
        Check.vector(field, x, d);
        double norm = norm(x);
        Check.that(Math.abs(norm - 1) <= UNIT_TOLERANCE, field, "must have length 1, has %s", norm);
        return Math.abs(norm - 1) <= d * 0x1p-53 ? x.clone() : times(1 / norm, x);
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
