package org.attentiontheorems.homogenization;

import org.hipparchus.linear.EigenDecompositionSymmetric;
import org.hipparchus.linear.MatrixUtils;
import org.hipparchus.linear.RealMatrix;

/**
 * A Gauss rule for a probability law, exact for polynomials of degree below twice the number of nodes: eigenvalues and squared first
 * components of eigenvectors of the Jacobi matrix of its orthogonal polynomials (Golub and Welsch).
 *
 * @param nodes increasing or decreasing
 * @param weights positive, sum 1
 */
record GaussRule(double[] nodes, double[] weights) {

    /** For the standard normal law (Gauss-Hermite). */
    static GaussRule normal(int nodes) {
        double[] diagonal = new double[nodes];
        double[] beside = new double[nodes];
        for (int k = 1; k < nodes; k++) {
            beside[k] = Math.sqrt(k);
        }
        return of(diagonal, beside);
    }

    /** For the chi-squared law with m degrees of freedom (generalised Gauss-Laguerre); for m = 0 the single node 0. */
    static GaussRule chiSquared(int degrees, int nodes) {
        if (degrees == 0) {
            return new GaussRule(new double[] {0}, new double[] {1});
        }
        double alpha = degrees / 2.0 - 1;
        double[] diagonal = new double[nodes];
        double[] beside = new double[nodes];
        for (int k = 0; k < nodes; k++) {
            diagonal[k] = 2 * (2 * k + 1 + alpha);
            beside[k] = 2 * Math.sqrt(k * (k + alpha));
        }
        return of(diagonal, beside);
    }

    /** Of the Jacobi matrix with the given diagonal and, from index 1, the entries beside it. */
    private static GaussRule of(double[] diagonal, double[] beside) {
        int n = diagonal.length;
        RealMatrix jacobi = MatrixUtils.createRealMatrix(n, n);
        for (int k = 0; k < n; k++) {
            jacobi.setEntry(k, k, diagonal[k]);
            if (k > 0) {
                jacobi.setEntry(k, k - 1, beside[k]);
                jacobi.setEntry(k - 1, k, beside[k]);
            }
        }
        EigenDecompositionSymmetric eigen = new EigenDecompositionSymmetric(jacobi);
        double[] weights = new double[n];
        for (int k = 0; k < n; k++) {
            double first = eigen.getEigenvector(k).getEntry(0);
            weights[k] = first * first;
        }
        return new GaussRule(eigen.getEigenvalues(), weights);
    }
}
