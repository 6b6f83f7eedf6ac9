package org.attentiontheorems.measure;

import java.util.Arrays;
import org.hipparchus.linear.LUDecomposition;
import org.hipparchus.linear.MatrixUtils;

/**
 * Arithmetic of small dense vectors and of matrices as arrays of rows. Shapes must fit and are not checked; arguments stay as they are, and results
 * are new arrays. Sums run in index order, so that they have the same bits everywhere.
 */
public final class Vectors {
    private Vectors() {}

    /** {@code A x}, for A of shape m x n. */
    public static double[] apply(double[][] a, double[] x) {
        double[] y = new double[a.length];
        for (int i = 0; i < a.length; i++) {
            y[i] = Sums.dot(a[i], x);
        }
        return y;
    }

    /** {@code A' x}, for A of shape m x n and x of m entries. */
    public static double[] applyTransposed(double[][] a, double[] x) {
        double[] y = new double[a[0].length];
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < y.length; j++) {
                y[j] += a[i][j] * x[i];
            }
        }
        return y;
    }

    /** {@code A B}, for A of shape m x n and B of shape n x p. */
    public static double[][] multiply(double[][] a, double[][] b) {
        double[][] c = new double[a.length][];
        for (int i = 0; i < a.length; i++) {
            c[i] = applyTransposed(b, a[i]);
        }
        return c;
    }

    /** {@code A'}, for A of at least one row. */
    public static double[][] transposed(double[][] a) {
        double[][] t = new double[a[0].length][a.length];
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < t.length; j++) {
                t[j][i] = a[i][j];
            }
        }
        return t;
    }

    /**
     * The inverse of a regular square matrix.
     *
     * @throws org.hipparchus.exception.MathIllegalArgumentException if the matrix is singular
     */
    public static double[][] inverse(double[][] a) {
        return new LUDecomposition(MatrixUtils.createRealMatrix(a), 0)
                .getSolver()
                .getInverse()
                .getData();
    }

    /** The identity of R^d. */
    public static double[][] identity(int d) {
        double[] ones = new double[d];
        Arrays.fill(ones, 1);
        return diagonal(ones);
    }

    /** The square matrix with this diagonal. */
    public static double[][] diagonal(double... entries) {
        double[][] diagonal = new double[entries.length][entries.length];
        for (int i = 0; i < entries.length; i++) {
            diagonal[i][i] = entries[i];
        }
        return diagonal;
    }

    /** Rotation of the plane by an angle in radians. */
    public static double[][] rotation(double angle) {
        double c = StrictMath.cos(angle);
        double s = StrictMath.sin(angle);
        return new double[][] {{c, -s}, {s, c}};
    }

    /** {@code A + factor B}, for matrices of one shape. */
    public static double[][] plus(double[][] a, double factor, double[][] b) {
        double[][] sum = new double[a.length][];
        for (int i = 0; i < a.length; i++) {
            sum[i] = plus(a[i], factor, b[i]);
        }
        return sum;
    }

    /** {@code A - B}, for matrices of one shape. */
    public static double[][] minus(double[][] a, double[][] b) {
        return plus(a, -1, b);
    }

    /** {@code factor A}. */
    public static double[][] times(double factor, double[][] a) {
        double[][] scaled = new double[a.length][];
        for (int i = 0; i < a.length; i++) {
            scaled[i] = times(factor, a[i]);
        }
        return scaled;
    }

    /** {@code x + factor y}. */
    public static double[] plus(double[] x, double factor, double[] y) {
        double[] z = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            z[i] = x[i] + factor * y[i];
        }
        return z;
    }

    /** {@code x - y}. */
    public static double[] minus(double[] x, double[] y) {
        return plus(x, -1, y);
    }

    /** {@code factor x}. */
    public static double[] times(double factor, double[] x) {
        double[] y = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            y[i] = factor * x[i];
        }
        return y;
    }

    /** {@code P_x y = y - <x, y> x}: what of y is tangent to the sphere at the unit vector x. */
    public static double[] tangential(double[] x, double[] y) {
        return plus(y, -Sums.dot(x, y), x);
    }

    /** {@code |x|²}. */
    public static double squaredNorm(double[] x) {
        return Sums.dot(x, x);
    }

    /** {@code |x|}, for x whose squares neither overflow nor underflow; {@link #scaledNorm} is for the others. */
    public static double norm(double[] x) {
        return Math.sqrt(squaredNorm(x));
    }

    /** {@code |x|} without overflow or underflow of the squares; infinite if an entry is. */
    public static double scaledNorm(double[] x) {
        double largest = 0;
        for (double value : x) {
            largest = Math.max(largest, Math.abs(value));
        }
        if (largest == 0 || Double.isInfinite(largest)) {
            return largest;
        }
        double sum = 0;
        for (double value : x) {
            sum += (value / largest) * (value / largest);
        }
        return largest * Math.sqrt(sum);
    }

    /** {@code |x - y|}. */
    public static double distance(double[] x, double[] y) {
        return norm(minus(x, y));
    }

    /** {@code x / |x|} for x not 0. */
    public static double[] normalised(double[] x) {
        return times(1 / norm(x), x);
    }

    /** {@code |A|_F²}. */
    public static double squaredFrobenius(double[][] a) {
        double sum = 0;
        for (double[] row : a) {
            sum += squaredNorm(row);
        }
        return sum;
    }

    /** {@code |A|_F}, without overflow or underflow of the squares. */
    public static double frobenius(double[][] a) {
        double[] rows = new double[a.length];
        for (int i = 0; i < a.length; i++) {
            rows[i] = scaledNorm(a[i]);
        }
        return scaledNorm(rows);
    }
}
