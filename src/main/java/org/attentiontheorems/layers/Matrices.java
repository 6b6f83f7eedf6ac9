package org.attentiontheorems.layers;

import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.RealMatrix;
import org.hipparchus.linear.SingularValueDecomposition;

/** Products with small matrices that lie inside flat arrays, row-major. */
final class Matrices {
    private Matrices() {}

    /** Adds {@code A x} to {@code out[outFrom ..]}, with A rows x columns at {@code a[from ..]}. */
    static void addProduct(
            double[] a, int from, int rows, int columns, double[] x, int xFrom, double[] out, int outFrom) {
        for (int i = 0; i < rows; i++) {
            double sum = 0;
            for (int k = 0; k < columns; k++) {
                sum += a[from + i * columns + k] * x[xFrom + k];
            }
            out[outFrom + i] += sum;
        }
    }

    /** Adds {@code Aᵀ y} to {@code out[outFrom ..]}, with A rows x columns at {@code a[from ..]}. */
    static void addTransposed(
            double[] a, int from, int rows, int columns, double[] y, int yFrom, double[] out, int outFrom) {
        for (int i = 0; i < rows; i++) {
            double factor = y[yFrom + i];
            for (int k = 0; k < columns; k++) {
                out[outFrom + k] += factor * a[from + i * columns + k];
            }
        }
    }

    /** Adds {@code factor y xᵀ} to the rows x columns matrix at {@code out[outFrom ..]}. */
    static void addOuter(
            double factor, double[] y, int yFrom, int rows, double[] x, int xFrom, int columns, double[] out, int at) {
        for (int i = 0; i < rows; i++) {
            double scaled = factor * y[yFrom + i];
            for (int k = 0; k < columns; k++) {
                out[at + i * columns + k] += scaled * x[xFrom + k];
            }
        }
    }

    /** {@code ⟨x, y⟩} of n entries. */
    static double dot(double[] x, int xFrom, double[] y, int yFrom, int n) {
        double sum = 0;
        for (int k = 0; k < n; k++) {
            sum += x[xFrom + k] * y[yFrom + k];
        }
        return sum;
    }

    /** The rows x columns matrix at {@code a[from ..]}. */
    static RealMatrix matrix(double[] a, int from, int rows, int columns) {
        RealMatrix matrix = new Array2DRowRealMatrix(rows, columns);
        for (int i = 0; i < rows; i++) {
            for (int k = 0; k < columns; k++) {
                matrix.setEntry(i, k, a[from + i * columns + k]);
            }
        }
        return matrix;
    }

    /** The largest singular value. */
    static double norm(RealMatrix matrix) {
        double largest = matrix.getNormInfty();
        if (largest == 0 || !Double.isFinite(largest)) {
            return largest;
        }
        return largest * new SingularValueDecomposition(matrix.scalarMultiply(1 / largest)).getNorm();
    }
}
