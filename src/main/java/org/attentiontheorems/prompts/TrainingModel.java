package org.attentiontheorems.prompts;

import org.attentiontheorems.prompts.PopulationRisk.Gradient;

/**
 * How a training with prompts of L tokens and its certificate are computed, and the ways to get them wrong.
 *
 * @param gradient of the risk of finite prompts
 * @param direction -1 for descent, 1 for ascent of the finite run
 * @param shift how far every entry of the start of the finite run is off
 * @param curvature whether the certificate counts the third derivative
 */
record TrainingModel(Gradient gradient, int direction, double shift, boolean curvature) {

    /** The right one. */
    static final TrainingModel REFERENCE = new TrainingModel(Gradient.RIGHT, -1, 0, true);

    TrainingModel uphill() {
        return new TrainingModel(gradient, 1, shift, curvature);
    }

    TrainingModel fromAnotherStart() {
        return new TrainingModel(gradient, direction, 0.1, curvature);
    }

    TrainingModel withoutCurvature() {
        return new TrainingModel(gradient, direction, shift, false);
    }

    /** The start of the finite run. */
    LayerParameters start(TrainingInstance x) {
        double[] entries = x.start().flat();
        for (int k = 0; k < entries.length; k++) {
            entries[k] += shift;
        }
        return x.start().with(entries);
    }
}
