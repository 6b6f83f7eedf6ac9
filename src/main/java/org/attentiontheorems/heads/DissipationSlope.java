package org.attentiontheorems.heads;

import org.attentiontheorems.verify.Approx;

/**
 * How fast the dissipation changes along training: {@code dD/dt = -2 ⟨g, H g⟩_m}, and the same by central differences along the flow.
 *
 * @param dissipation D at time 0
 * @param difference dD/dt by steps of ±h and ±2h of the flow, extrapolated; its error is what twice these steps change
 */
record DissipationSlope(double dissipation, Approx difference) {
    private static final double LARGEST_STEP = 1e-4;
    /** Of a gradient of size 1. */
    private static final double ROUNDING = 1e-15;

    private static final double STEP_TIMES_CURVATURE = 3e-4;
    private static final double PROBE = 1e-6;

    static DissipationSlope of(HeadModel model) {
        TrainingFlow flow = TrainingFlow.of(model);
        double[] theta = model.parameters();
        double h = Math.min(LARGEST_STEP, STEP_TIMES_CURVATURE / curvature(flow, theta));
        double near = difference(flow, theta, h);
        double middle = difference(flow, theta, 2 * h);
        double far = difference(flow, theta, 4 * h);
        double fourth = (4 * near - middle) / 3;
        double coarse = (4 * middle - far) / 3;
        double d = flow.dissipation(theta);
        double rounding = ROUNDING * (d + Math.sqrt(d) + ROUNDING) / h;
        return new DissipationSlope(d, Approx.within(fourth, Math.abs(fourth - coarse) + rounding));
    }

    /** About {@code |Hg| / |g|}, by a probe along g. */
    private static double curvature(TrainingFlow flow, double[] theta) {
        double[] g = flow.gradient(theta);
        double norm = Math.sqrt(flow.squaredNorm(g));
        double eta = PROBE * (1 + Math.sqrt(flow.squaredNorm(theta))) / Math.max(norm, PROBE);
        double[] change = flow.gradient(flow.step(theta, eta));
        for (int k = 0; k < change.length; k++) {
            change[k] -= g[k];
        }
        return Math.sqrt(flow.squaredNorm(change)) / (eta * Math.max(norm, PROBE));
    }

    private static double difference(TrainingFlow flow, double[] theta, double h) {
        double after = flow.dissipation(flow.rungeKutta(theta, h, 1).theta());
        double before = flow.dissipation(flow.rungeKutta(theta, -h, 1).theta());
        return (after - before) / (2 * h);
    }

    /** {@code -2 ⟨g, H g⟩_m} at the heads of a model, with H put together in the given way. */
    static double formula(HeadModel model, RiskHessian.Form form) {
        TrainingFlow flow = TrainingFlow.of(model);
        double[] theta = model.parameters();
        return -2
                * RiskHessian.at(flow.risk(), flow.masses(), theta, form, HeadJet.Second.REFERENCE)
                        .quadratic(flow.gradient(theta));
    }
}
