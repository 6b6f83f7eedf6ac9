package org.attentiontheorems.measure;

/** Slopes of positive numbers on logarithmic axes. */
public final class LogLog {
    private LogLog() {}

    /**
     * The least-squares slope of log y against log x.
     *
     * @param x at least two positive numbers, not all equal
     * @param y as many positive numbers
     */
    public static double slope(double[] x, double[] y) {
        int n = x.length;
        double meanX = 0;
        double meanY = 0;
        for (int k = 0; k < n; k++) {
            meanX += StrictMath.log(x[k]) / n;
            meanY += StrictMath.log(y[k]) / n;
        }
        double above = 0;
        double below = 0;
        for (int k = 0; k < n; k++) {
            double dx = StrictMath.log(x[k]) - meanX;
            above += dx * (StrictMath.log(y[k]) - meanY);
            below += dx * dx;
        }
        return above / below;
    }
}
