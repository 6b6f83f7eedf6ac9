package org.attentiontheorems.prompts;

import java.util.ArrayList;
import java.util.List;

/**
 * Gradient descent on the exact risk of prompts of one length, or of infinitely long ones.
 *
 * @param task the task
 * @param functions concentration functions of the prompt length
 * @param path parameters before the first step and after each
 */
record RegressionDescent(RegressionTask task, Shrinkage.Functions functions, List<RegressionParameters> path) {
    private static final double DIFFERENCE = 1e-5;

    /** The run from the balanced start. Cost O(steps n d²), and that of the functions. */
    static RegressionDescent of(
            RegressionTask task, Shrinkage.Functions functions, double alpha, double stepSize, int steps) {
        List<RegressionParameters> path = new ArrayList<>();
        RegressionParameters now = RegressionParameters.start(alpha, task.dimension());
        path.add(now);
        for (int i = 0; i < steps; i++) {
            now = now.plus(-stepSize, task.finiteGradient(now, functions, RegressionTask.Derivatives.OF_RHO));
            path.add(now);
        }
        return new RegressionDescent(task, functions, path);
    }

    double risk(int i) {
        return task.finiteRisk(path.get(i), functions);
    }

    double finalRisk() {
        return risk(path.size() - 1);
    }

    /** {@code max_i |theta_i - other_i|}. */
    double largestDistance(RegressionDescent other) {
        double largest = 0;
        for (int i = 0; i < path.size(); i++) {
            largest = Math.max(largest, path.get(i).distance(other.path.get(i)));
        }
        return largest;
    }

    /** {@code max_i R(i + 1) - R(i)}. */
    double largestIncrease() {
        double largest = Double.NEGATIVE_INFINITY;
        for (int i = 1; i < path.size(); i++) {
            largest = Math.max(largest, risk(i) - risk(i - 1));
        }
        return largest;
    }

    /** The distance of a gradient from central differences of the risk, relative to {@code 1 + |gradient|}. */
    static double gradientGap(
            RegressionTask task,
            RegressionParameters p,
            Shrinkage.Functions functions,
            RegressionTask.Derivatives derivatives) {
        RegressionParameters gradient = task.finiteGradient(p, functions, derivatives);
        int d = task.dimension();
        double[] differences = new double[d * d + 1];
        for (int k = 0; k < differences.length; k++) {
            double[] unit = new double[differences.length];
            unit[k] = 1;
            RegressionParameters direction = RegressionParameters.of(unit, d);
            double ahead = task.finiteRisk(p.plus(DIFFERENCE, direction), functions);
            double behind = task.finiteRisk(p.plus(-DIFFERENCE, direction), functions);
            differences[k] = (ahead - behind) / (2 * DIFFERENCE);
        }
        return gradient.distance(RegressionParameters.of(differences, d)) / (1 + Math.sqrt(gradient.squaredNorm()));
    }
}
