package org.attentiontheorems.heads;

import org.attentiontheorems.verify.Approx;

/**
 * How fast the dissipation changes along training: {@code dD/dt = -2 ⟨g, H g⟩_m}, and the same by central differences along the flow.
 *
 * @param dissipation D at time 0
 * @param difference dD/dt by steps of ±h and ±2h of the flow, extrapolated; its error is what the extrapolation changed
 */
record DissipationSlope(double dissipation, Approx difference) {
    private static final double LARGEST_STEP = 1e-4;
    /** Of a dissipation that should be 0. */
    private static final double ROUNDING = 1e-16;

    private static final double STEP_TIMES_SMOOTHNESS = 1e-3;

    static DissipationSlope of(HeadModel model) {
        TrainingFlow flow = TrainingFlow.of(model);
        double[] theta = model.parameters();
        double h = Math.min(LARGEST_STEP, STEP_TIMES_SMOOTHNESS / DescentStep.smoothnessAtStart(model));
        double near = difference(flow, theta, h);
        double far = difference(flow, theta, 2 * h);
        double fourth = (4 * near - far) / 3;
        double d = flow.dissipation(theta);
        double rounding = 1e-14 * (d + ROUNDING) / h;
        return new DissipationSlope(d, Approx.within(fourth, Math.abs(fourth - near) + rounding));
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
