package org.attentiontheorems.prompts;

import org.attentiontheorems.measure.Vectors;
import org.hipparchus.linear.EigenDecompositionSymmetric;
import org.hipparchus.linear.MatrixUtils;

/**
 * A symmetric matrix of a few rows by its eigenvalues.
 *
 * @param values eigenvalues in increasing order
 * @param vectors row i is the unit eigenvector of value i
 */
record Spectra(double[] values, double[][] vectors) {
    private static final double NEGLIGIBLE = 0x1p-100;

    /** Cost O(n³). Entries must be below 1e100 in size; what rounding keeps from symmetry is averaged out. */
    static Spectra of(double[][] symmetric) {
        EigenDecompositionSymmetric found =
                new EigenDecompositionSymmetric(MatrixUtils.createRealMatrix(flushed(symmetric)), 0x1p-53, false);
        double[][] vectors = new double[symmetric.length][];
        for (int i = 0; i < vectors.length; i++) {
            vectors[i] = found.getEigenvector(i).toArray();
        }
        return new Spectra(found.getEigenvalues(), vectors);
    }

    /** The symmetric part, with 0 for entries far below rounding: of such a tail the library's iteration may not see the end. */
    private static double[][] flushed(double[][] matrix) {
        double largest = 0;
        for (double[] row : matrix) {
            for (double entry : row) {
                largest = Math.max(largest, Math.abs(entry));
            }
        }
        double[][] flushed = new double[matrix.length][matrix.length];
        for (int i = 0; i < matrix.length; i++) {
            for (int j = 0; j < matrix.length; j++) {
                double entry = (matrix[i][j] + matrix[j][i]) / 2;
                flushed[i][j] = Math.abs(entry) < NEGLIGIBLE * largest ? 0 : entry;
            }
        }
        return flushed;
    }

    /** {@code |A|}, the largest singular value of a matrix of any shape. */
    static double operatorNorm(double[][] a) {
        double[][] gram = new double[a.length][];
        for (int i = 0; i < a.length; i++) {
            gram[i] = Vectors.apply(a, a[i]);
        }
        return Math.sqrt(Math.max(0, of(gram).greatest()));
    }

    double least() {
        return values[0];
    }

    double greatest() {
        return values[values.length - 1];
    }

    /** The largest absolute value of an eigenvalue of {@code I - step A}. */
    double contraction(double step) {
        return Math.max(Math.abs(1 - step * least()), Math.abs(1 - step * greatest()));
    }

    /** {@code sum_i f_i v_i v_i'}: the inverse for {@code f = 1/values}. */
    double[][] with(double[] f) {
        int n = values.length;
        double[][] matrix = new double[n][n];
        for (int k = 0; k < n; k++) {
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < n; j++) {
                    matrix[i][j] += f[k] * vectors[k][i] * vectors[k][j];
                }
            }
        }
        return matrix;
    }

    double[][] inverse() {
        double[] f = new double[values.length];
        for (int k = 0; k < f.length; k++) {
            f[k] = 1 / values[k];
        }
        return with(f);
    }

    /** B with {@code B B' = A}, for eigenvalues of at least 0: column k is {@code sqrt(value_k) v_k}. */
    double[][] factor() {
        int n = values.length;
        double[][] b = new double[n][n];
        for (int k = 0; k < n; k++) {
            for (int i = 0; i < n; i++) {
                b[i][k] = Math.sqrt(Math.max(0, values[k])) * vectors[k][i];
            }
        }
        return b;
    }
}
