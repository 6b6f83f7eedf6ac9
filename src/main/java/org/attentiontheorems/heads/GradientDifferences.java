package org.attentiontheorems.heads;

/** The second derivative of the single-head risk by central differences of its gradient: independent of {@link RiskHessian}. */
final class GradientDifferences {
    private static final double STEP = 1e-4;
    private static final double ROUNDING = 1e-10;

    private GradientDifferences() {}

    /**
     * The worst entry of a matrix, p x p, against the differences of {@code θ -> ∇R(δ_θ)} at θ_*, of fourth order: their error is what twice
     * the step changes.
     */
    static WorstEntry against(StationaryHead star, double[][] matrix) {
        HeadRisk risk = HeadRisk.of(star.model());
        int p = matrix.length;
        WorstEntry worst = new WorstEntry(0, 0, 0);
        for (int i = 0; i < p; i++) {
            double[] near = difference(risk, star.theta(), i, STEP);
            double[] middle = difference(risk, star.theta(), i, 2 * STEP);
            double[] far = difference(risk, star.theta(), i, 4 * STEP);
            for (int k = 0; k < p; k++) {
                double fourth = (4 * near[k] - middle[k]) / 3;
                double coarse = (4 * middle[k] - far[k]) / 3;
                double err = Math.abs(fourth - coarse) + ROUNDING;
                worst = WorstEntry.worse(new WorstEntry(matrix[i][k], fourth, err), worst);
            }
        }
        return worst;
    }

    private static double[] difference(HeadRisk risk, double[] theta, int i, double step) {
        double[] plus = gradient(risk, theta, i, step);
        double[] minus = gradient(risk, theta, i, -step);
        double[] difference = new double[plus.length];
        for (int k = 0; k < difference.length; k++) {
            difference[k] = (plus[k] - minus[k]) / (2 * step);
        }
        return difference;
    }

    private static double[] gradient(HeadRisk risk, double[] theta, int i, double step) {
        double[] moved = theta.clone();
        moved[i] += step;
        return risk.gradient(StationaryHead.ALL_MASS, moved, moved);
    }
}
