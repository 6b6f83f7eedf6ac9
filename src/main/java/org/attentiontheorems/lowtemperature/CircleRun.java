package org.attentiontheorems.lowtemperature;

/**
 * The labels of a density carried along by the flow at β and by that at temperature zero, at the same times.
 *
 * @param times of the grid, the first of them 0
 * @param labels where they start
 * @param finite angles at inverse temperature β, one row a time
 * @param zero angles at temperature zero, one row a time
 */
record CircleRun(double[] times, CircleLabels labels, double[][] finite, double[][] zero) {

    /** The run of a problem. */
    static CircleRun of(CircleProblem problem, double time, int steps) {
        return of(problem.flow(), problem.start(), time, steps);
    }

    /** The run of any labels. */
    static CircleRun of(CircleFlow flow, CircleLabels labels, double time, int steps) {
        return new CircleRun(
                grid(time, steps),
                labels,
                CircleFlow.path(flow.finite(labels.weights()), labels.angles(), time, steps),
                CircleFlow.path(flow.zero(), labels.angles(), time, steps));
    }

    /** The run of a problem at temperature zero, which costs O(N) a step, in both places. */
    static CircleRun atZero(CircleProblem problem, double time, int steps) {
        CircleLabels labels = problem.start();
        double[][] path = CircleFlow.path(problem.flow().zero(), labels.angles(), time, steps);
        return new CircleRun(grid(time, steps), labels, path, path);
    }

    private static double[] grid(double time, int steps) {
        double[] times = new double[steps + 1];
        for (int i = 0; i <= steps; i++) {
            times[i] = i * (time / steps);
        }
        return times;
    }

    /** This run held against the other eigenvector. */
    CircleRun acrossTheAxis() {
        CircleLabels turned = new CircleLabels(labels.angles(), labels.weights(), labels.axis() + Math.PI / 2);
        return new CircleRun(times, turned, finite, zero);
    }

    int last() {
        return times.length - 1;
    }

    /** {@code W_2(μ_t^β, P_# μ_0)} at time i, exactly. */
    double w2(int i) {
        return w2(finite[i]);
    }

    /** {@code W_2(μ_t^0, P_# μ_0)} at time i by transport, which {@link #w2Zero} knows in closed form. */
    double transportedZero(int i) {
        return w2(zero[i]);
    }

    /** {@code sqrt(L(μ_t^0))} at time i: every token goes to the nearest of the two atoms. */
    double w2Zero(int i) {
        double sum = 0;
        for (int k = 0; k < labels.size(); k++) {
            double toPlus = squaredDistance(zero[i][k], labels.axis());
            sum += labels.weights()[k] * Math.min(toPlus, squaredDistance(zero[i][k], labels.axis() + Math.PI));
        }
        return Math.sqrt(sum);
    }

    /** The largest distance at time i of a label in the two flows. */
    double couplingSup(int i) {
        double largest = 0;
        for (int k = 0; k < labels.size(); k++) {
            largest = Math.max(largest, squaredDistance(finite[i][k], zero[i][k]));
        }
        return Math.sqrt(largest);
    }

    /** The root mean square of that distance. */
    double couplingL2(int i) {
        double sum = 0;
        for (int k = 0; k < labels.size(); k++) {
            sum += labels.weights()[k] * squaredDistance(finite[i][k], zero[i][k]);
        }
        return Math.sqrt(sum);
    }

    private double w2(double[] angles) {
        double[] toPlus = new double[angles.length];
        for (int k = 0; k < angles.length; k++) {
            toPlus[k] = squaredDistance(angles[k], labels.axis());
        }
        return TwoAtoms.w2(toPlus, labels.weights(), labels.massAhead());
    }

    /** {@code 4 sin²((α - φ)/2)}, the squared chord. */
    static double squaredDistance(double alpha, double phi) {
        double s = 2 * StrictMath.sin((alpha - phi) / 2);
        return s * s;
    }
}
