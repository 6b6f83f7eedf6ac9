package org.attentiontheorems.heads;

import org.attentiontheorems.verify.InvalidInstance;
import org.hipparchus.exception.MathIllegalStateException;
import org.hipparchus.linear.EigenDecompositionSymmetric;
import org.hipparchus.linear.MatrixUtils;

/**
 * Eigenvalues and unit eigenvectors of a symmetric matrix.
 *
 * @param values in increasing order
 * @param vectors row i is the eigenvector of value i
 */
record Spectrum(double[] values, double[][] vectors) {
    private static final double NEGLIGIBLE = 0x1p-100;

    /**
     * The spectrum of a symmetric matrix of at least one row.
     *
     * @throws InvalidInstance if entries overflow, or are too far apart for the eigenvalues to be found
     */
    static Spectrum of(double[][] matrix) {
        for (double[] row : matrix) {
            HeadLaw.requireFinite(row);
        }
        EigenDecompositionSymmetric decomposition = decomposition(matrix);
        double[][] vectors = new double[matrix.length][];
        for (int i = 0; i < vectors.length; i++) {
            vectors[i] = decomposition.getEigenvector(i).toArray();
        }
        return new Spectrum(decomposition.getEigenvalues(), vectors);
    }

    private static EigenDecompositionSymmetric decomposition(double[][] matrix) {
        try {
            return new EigenDecompositionSymmetric(MatrixUtils.createRealMatrix(flushed(matrix)), 0x1p-53, false);
        } catch (MathIllegalStateException notConverged) {
            throw new InvalidInstance("model", "eigenvalues are not found: reduce lambda or norms");
        }
    }

    /** The matrix with 0 for entries far below rounding: of such a tail the library's iteration may not see the end. */
    private static double[][] flushed(double[][] matrix) {
        double largest = 0;
        for (double[] row : matrix) {
            for (double entry : row) {
                largest = Math.max(largest, Math.abs(entry));
            }
        }
        double[][] flushed = new double[matrix.length][matrix.length];
        for (int i = 0; i < matrix.length; i++) {
            for (int k = 0; k < matrix.length; k++) {
                flushed[i][k] = Math.abs(matrix[i][k]) < NEGLIGIBLE * largest ? 0 : matrix[i][k];
            }
        }
        return flushed;
    }

    double least() {
        return values[0];
    }

    double greatest() {
        return values[values.length - 1];
    }
}
