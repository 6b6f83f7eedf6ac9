package org.attentiontheorems.prompts;

import org.attentiontheorems.measure.Sums;

/** Small dense vectors and matrices of rows. */
final class Vectors {
    private Vectors() {}

    /** {@code A x}, for A of shape m x n. */
    static double[] apply(double[][] a, double[] x) {
        double[] y = new double[a.length];
        for (int i = 0; i < a.length; i++) {
            y[i] = Sums.dot(a[i], x);
        }
        return y;
    }

    /** {@code A' x}, for A of shape m x n and x of m entries. */
    static double[] applyTransposed(double[][] a, double[] x) {
        double[] y = new double[a[0].length];
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < y.length; j++) {
                y[j] += a[i][j] * x[i];
            }
        }
        return y;
    }

    /** {@code A B}, for A of shape m x n and B of shape n x p. */
    static double[][] multiply(double[][] a, double[][] b) {
        double[][] c = new double[a.length][];
        for (int i = 0; i < a.length; i++) {
            c[i] = applyTransposed(b, a[i]);
        }
        return c;
    }

    static double[][] transposed(double[][] a) {
        double[][] t = new double[a[0].length][a.length];
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < t.length; j++) {
                t[j][i] = a[i][j];
            }
        }
        return t;
    }

    /** {@code A + factor B}, for matrices of one shape. */
    static double[][] plus(double[][] a, double factor, double[][] b) {
        double[][] sum = new double[a.length][];
        for (int i = 0; i < a.length; i++) {
            sum[i] = plus(a[i], factor, b[i]);
        }
        return sum;
    }

    static double[][] minus(double[][] a, double[][] b) {
        return plus(a, -1, b);
    }

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

    static double squaredNorm(double[] x) {
        return Sums.dot(x, x);
    }

    /** The Euclidean norm, without overflow or underflow of the squares. */
    static double norm(double[] x) {
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

    /** {@code |A|_F²}. */
    static double squaredFrobenius(double[][] a) {
        double sum = 0;
        for (double[] row : a) {
            sum += squaredNorm(row);
        }
        return sum;
    }

    /** {@code |A|_F}. */
    static double frobenius(double[][] a) {
        double[] rows = new double[a.length];
        for (int i = 0; i < a.length; i++) {
            rows[i] = norm(a[i]);
        }
        return norm(rows);
    }
}
