package org.attentiontheorems.verify;

import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.LUDecomposition;
import org.hipparchus.linear.RealMatrix;

/**
 * The two lenses on a log-log curve of means with known variances: a weighted line, and the slope at the large end of a weighted
 * parabola (verification.md, section 2e).
 */
record LogLogFit(double slope, double slopeSe, double endSlope, double endSlopeSe) {

    /**
     * Fits {@code ln mean + v/2} against {@code ln n}.
     *
     * @param n sizes, increasing, at least three
     * @param means positive means
     * @param v variances of the logarithms of the means, positive
     */
    static LogLogFit of(double[] n, double[] means, double[] v) {
        double[] x = new double[n.length];
        double[] y = new double[n.length];
        double[] w = new double[n.length];
        for (int k = 0; k < n.length; k++) {
            x[k] = StrictMath.log(n[k]);
            y[k] = StrictMath.log(means[k]) + v[k] / 2;
            w[k] = 1 / v[k];
        }
        double centre = weightedMean(x, w);
        double spread = 0;
        double moment = 0;
        for (int k = 0; k < n.length; k++) {
            spread += w[k] * (x[k] - centre) * (x[k] - centre);
            moment += w[k] * (x[k] - centre) * y[k];
        }
        RealMatrix covariance = parabolaCovariance(x, w);
        double end = 0;
        for (int k = 0; k < n.length; k++) {
            double[] row = parabolaRow(x, k);
            for (int i = 0; i < 3; i++) {
                end += covariance.getEntry(1, i) * row[i] * w[k] * y[k];
            }
        }
        return new LogLogFit(moment / spread, 1 / Math.sqrt(spread), end, Math.sqrt(covariance.getEntry(1, 1)));
    }

    /** {@code (AᵀWA)⁻¹} for the columns {@code 1, x - x_end, (x - x_end)²}. */
    private static RealMatrix parabolaCovariance(double[] x, double[] w) {
        double[][] normal = new double[3][3];
        for (int k = 0; k < x.length; k++) {
            double[] row = parabolaRow(x, k);
            for (int i = 0; i < 3; i++) {
                for (int j = 0; j < 3; j++) {
                    normal[i][j] += w[k] * row[i] * row[j];
                }
            }
        }
        return new LUDecomposition(new Array2DRowRealMatrix(normal, false), 0)
                .getSolver()
                .getInverse();
    }

    private static double[] parabolaRow(double[] x, int k) {
        double fromEnd = x[k] - x[x.length - 1];
        return new double[] {1, fromEnd, fromEnd * fromEnd};
    }

    private static double weightedMean(double[] x, double[] w) {
        double sum = 0;
        double total = 0;
        for (int k = 0; k < x.length; k++) {
            sum += w[k] * x[k];
            total += w[k];
        }
        return sum / total;
    }
}
