package org.attentiontheorems.measure;

/** Wasserstein distances between finite clouds of points with equal weights. */
public final class Wasserstein {
    private Wasserstein() {}

    /**
     * {@code W_2 = (min_σ 1/n Σ |x_i - y_σ(i)|²)^(1/2)}, exactly, by assignment.
     *
     * @param x n points of equal dimension, n at least 1
     * @param y as many points of the same dimension
     */
    public static double w2(double[][] x, double[][] y) {
        return Math.sqrt(meanSquare(x, y, optimalCoupling(x, y)));
    }

    /** The partner of each x in an optimal coupling. */
    public static int[] optimalCoupling(double[][] x, double[][] y) {
        int n = x.length;
        double[] cost = new double[n * n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                cost[i * n + j] = squaredDistance(x[i], y[j]);
            }
        }
        return Assignment.solve(cost, n);
    }

    /** {@code 1/n Σ |x_i - y_σ(i)|²}: the mean square of a coupling, at least {@code W_2²}. */
    public static double meanSquare(double[][] x, double[][] y, int[] coupling) {
        double[] terms = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            terms[i] = squaredDistance(x[i], y[coupling[i]]);
        }
        return Sums.neumaier(terms) / x.length;
    }

    private static double squaredDistance(double[] x, double[] y) {
        double sum = 0;
        for (int k = 0; k < x.length; k++) {
            sum += (x[k] - y[k]) * (x[k] - y[k]);
        }
        return sum;
    }
}
