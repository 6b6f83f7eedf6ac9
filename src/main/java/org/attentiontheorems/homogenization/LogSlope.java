package org.attentiontheorems.homogenization;

/** The least-squares slope of log against log. */
final class LogSlope {
    private LogSlope() {}

    /** The slope through the points (x_k, |y_k|); x and y are not 0. */
    static double of(double[] x, double[] y) {
        double meanX = 0;
        double meanY = 0;
        for (int k = 0; k < x.length; k++) {
            meanX += StrictMath.log(x[k]) / x.length;
            meanY += StrictMath.log(Math.abs(y[k])) / x.length;
        }
        double covariance = 0;
        double variance = 0;
        for (int k = 0; k < x.length; k++) {
            double centred = StrictMath.log(x[k]) - meanX;
            covariance += centred * (StrictMath.log(Math.abs(y[k])) - meanY);
            variance += centred * centred;
        }
        return covariance / variance;
    }
}
