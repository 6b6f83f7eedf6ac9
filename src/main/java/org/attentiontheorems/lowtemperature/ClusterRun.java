package org.attentiontheorems.lowtemperature;

/**
 * A cluster of tokens in time.
 *
 * @param times of all steps, 0 first
 * @param diameter at these times
 * @param angle the largest angle to the leading eigenvector at these times
 * @param angleOfMean the angle of the weighted mean to the leading eigenvector at these times
 * @param end the state at the end, N rows of d entries
 */
record ClusterRun(double[] times, double[] diameter, double[] angle, double[] angleOfMean, double[] end) {

    /**
     * Runs a flow.
     *
     * @param start N rows of d entries; not changed
     * @param leading the eigenvector that angles are measured to
     * @param time at least 0
     * @param steps at least 1
     */
    static ClusterRun of(ClusterFlow flow, double[] start, double[] leading, double time, int steps) {
        double[] x = start.clone();
        double[] times = new double[steps + 1];
        double[] diameter = new double[steps + 1];
        double[] angle = new double[steps + 1];
        double[] angleOfMean = new double[steps + 1];
        for (int k = 0; k <= steps; k++) {
            if (k > 0) {
                flow.step(x, time / steps);
            }
            times[k] = time * k / steps;
            diameter[k] = flow.diameter(x);
            angle[k] = flow.angle(x, leading);
            angleOfMean[k] = flow.angleOfMean(x, leading);
        }
        return new ClusterRun(times, diameter, angle, angleOfMean, x);
    }

    int steps() {
        return times.length - 1;
    }

    double lastDiameter() {
        return diameter[steps()];
    }

    double lastAngle() {
        return angle[steps()];
    }
}
