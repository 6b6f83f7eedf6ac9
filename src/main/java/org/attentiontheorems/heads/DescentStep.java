package org.attentiontheorems.heads;

/**
 * One step {@code Θ⁺ = Θ - η g} of explicit gradient descent in the mean-field metric.
 *
 * @param eta step size η
 * @param risk R(Θ)
 * @param dissipation {@code D = |g|_m²} at Θ
 * @param riskAfter R(Θ⁺)
 * @param smoothness L of the smallest cylinder around Θ and Θ⁺
 */
record DescentStep(double eta, double risk, double dissipation, double riskAfter, double smoothness) {

    /**
     * The first step of a model.
     *
     * @throws org.attentiontheorems.verify.InvalidInstance if a number overflows
     */
    static DescentStep of(HeadModel model, double eta) {
        TrainingFlow flow = TrainingFlow.of(model);
        double[] start = model.parameters();
        double[] end = flow.step(start, eta);
        Cylinder segment = Cylinder.around(model.corpus(), model.shape(), start, end);
        DescentStep step = new DescentStep(
                eta, flow.risk(start), flow.dissipation(start), flow.risk(end), segment.smoothness(model.lambda()));
        HeadLaw.requireFinite(step.risk, step.dissipation, step.riskAfter, step.smoothness, step.bound());
        return step;
    }

    /** L at the heads of a model. */
    static double smoothnessAtStart(HeadModel model) {
        return Cylinder.around(model.corpus(), model.shape(), model.parameters())
                .smoothness(model.lambda());
    }

    /** {@code |R(Θ⁺) - R(Θ) + η D|}. */
    double defect() {
        return Math.abs(riskAfter - risk + eta * dissipation);
    }

    /** {@code η² L D / 2}. */
    double bound() {
        return eta * eta / 2 * smoothness * dissipation;
    }

    /** The scale of the numbers that the defect subtracts. */
    double scale() {
        return 1 + risk + riskAfter + eta * dissipation;
    }
}
