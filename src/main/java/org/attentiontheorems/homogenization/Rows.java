package org.attentiontheorems.homogenization;

import org.attentiontheorems.measure.Vectors;
import org.hipparchus.linear.MatrixUtils;
import org.hipparchus.linear.SingularValueDecomposition;

/** Arithmetic of small vectors and of matrices as rows. */
final class Rows {
    private Rows() {}

    /** {@code A x_i} for every row x_i. */
    static double[][] applyToEach(double[][] a, double[][] rows) {
        double[][] images = new double[rows.length][];
        for (int i = 0; i < rows.length; i++) {
            images[i] = Vectors.apply(a, rows[i]);
        }
        return images;
    }

    /** {@code y += factor x}. */
    static void add(double[] y, double factor, double[] x) {
        for (int k = 0; k < y.length; k++) {
            y[k] += factor * x[k];
        }
    }

    /** {@code Y += factor X}, of equal shapes. */
    static void add(double[][] y, double factor, double[][] x) {
        for (int i = 0; i < y.length; i++) {
            add(y[i], factor, x[i]);
        }
    }

    /** {@code A += factor x yᵀ}. */
    static void addOuter(double[][] a, double factor, double[] x, double[] y) {
        for (int i = 0; i < a.length; i++) {
            add(a[i], factor * x[i], y);
        }
    }

    /** {@code factor A}. */
    static double[][] times(double factor, double[][] a) {
        double[][] b = zeros(a.length, a[0].length);
        add(b, factor, a);
        return b;
    }

    static double[][] zeros(int rows, int columns) {
        return new double[rows][columns];
    }

    static double[][] copy(double[][] a) {
        double[][] b = new double[a.length][];
        for (int i = 0; i < a.length; i++) {
            b[i] = a[i].clone();
        }
        return b;
    }

    /** Whether all entries are the same numbers; 0 and -0 are. */
    static boolean same(double[][] a, double[][] b) {
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < a[i].length; j++) {
                if (a[i][j] != b[i][j]) {
                    return false;
                }
            }
        }
        return true;
    }

    /** {@code |x - y|²}. */
    static double squaredDistance(double[] x, double[] y) {
        double sum = 0;
        for (int k = 0; k < x.length; k++) {
            sum += (x[k] - y[k]) * (x[k] - y[k]);
        }
        return sum;
    }

    /** {@code 1/n Σ_i |x_i - y_i|²}. */
    static double meanSquaredDistance(double[][] x, double[][] y) {
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            sum += squaredDistance(x[i], y[i]);
        }
        return sum / x.length;
    }

    /** {@code |A - B|_F}. */
    static double frobeniusDistance(double[][] a, double[][] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += squaredDistance(a[i], b[i]);
        }
        return Math.sqrt(sum);
    }

    static double trace(double[][] a) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i][i];
        }
        return sum;
    }

    /** The mean of the rows with the given weights. */
    static double[] mean(double[] weights, double[][] rows) {
        double[] mean = new double[rows[0].length];
        for (int i = 0; i < rows.length; i++) {
            add(mean, weights[i], rows[i]);
        }
        return mean;
    }

    /** The largest absolute entry. */
    static double largest(double[][] a) {
        double largest = 0;
        for (double[] row : a) {
            for (double entry : row) {
                largest = Math.max(largest, Math.abs(entry));
            }
        }
        return largest;
    }

    /** The largest singular value of a matrix of finite entries; scaled, so that it overflows only where the norm does. */
    static double operatorNorm(double[][] a) {
        double largest = largest(a);
        if (largest == 0) {
            return 0;
        }
        double[][] scaled = copy(a);
        for (double[] row : scaled) {
            for (int j = 0; j < row.length; j++) {
                row[j] /= largest;
            }
        }
        return largest * new SingularValueDecomposition(MatrixUtils.createRealMatrix(scaled)).getNorm();
    }

    /** All rows one after the other. */
    static double[] flat(double[][] rows) {
        double[] all = new double[rows.length * rows[0].length];
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(rows[i], 0, all, i * rows[i].length, rows[i].length);
        }
        return all;
    }

    /** The rows of length {@code columns} that begin at {@code from}. */
    static double[][] unflat(double[] all, int from, int rows, int columns) {
        double[][] out = new double[rows][columns];
        for (int i = 0; i < rows; i++) {
            System.arraycopy(all, from + i * columns, out[i], 0, columns);
        }
        return out;
    }
}
