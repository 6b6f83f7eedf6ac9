package org.attentiontheorems.measure;

/** Sums over arrays in index order, so that they have the same bits everywhere. */
public final class Sums {
    private Sums() {}

    /** Neumaier's compensated sum of the terms; error at most {@code 2u|s| + n²u² Σ|x_i|}. */
    public static double neumaier(double... terms) {
        CompensatedSum sum = new CompensatedSum();
        for (double x : terms) {
            sum.add(x);
        }
        return sum.value();
    }

    /** The inner product of two vectors of equal length. */
    public static double dot(double[] x, double[] y) {
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            sum += x[i] * y[i];
        }
        return sum;
    }
}
