package org.attentiontheorems.heads;

import org.hipparchus.linear.EigenDecompositionSymmetric;
import org.hipparchus.linear.MatrixUtils;

/**
 * Eigenvalues and unit eigenvectors of a symmetric matrix.
 *
 * @param values in increasing order
 * @param vectors row i is the eigenvector of value i
 */
record Spectrum(double[] values, double[][] vectors) {

    /**
     * The spectrum of a symmetric matrix of at least one row.
     *
     * @throws org.attentiontheorems.verify.InvalidInstance if entries overflow
     */
    static Spectrum of(double[][] matrix) {
        for (double[] row : matrix) {
            HeadLaw.requireFinite(row);
        }
        EigenDecompositionSymmetric decomposition =
                new EigenDecompositionSymmetric(MatrixUtils.createRealMatrix(matrix), 0x1p-53, false);
        double[][] vectors = new double[matrix.length][];
        for (int i = 0; i < vectors.length; i++) {
            vectors[i] = decomposition.getEigenvector(i).toArray();
        }
        return new Spectrum(decomposition.getEigenvalues(), vectors);
    }

    double least() {
        return values[0];
    }

    double greatest() {
        return values[values.length - 1];
    }
}
