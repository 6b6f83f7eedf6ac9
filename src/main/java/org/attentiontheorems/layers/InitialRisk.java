package org.attentiontheorems.layers;

import java.util.Arrays;

/**
 * The risk of the control 0, which leaves all states where they are.
 *
 * @param risk {@code Σ_n w_n ℓ(h_0^n, y_n)}
 * @param bound {@code max_n D_{y_n} |h^n_{0,T}|}: how far it is from {@code log c} at most
 */
record InitialRisk(double risk, double bound) {

    /** The risk of a population as it comes. */
    static InitialRisk of(LayerModel model) {
        Population population = model.population();
        int d = model.readout().d();
        double[] losses = new double[population.count()];
        double bound = 0;
        for (int n = 0; n < losses.length; n++) {
            double[] h = population.starts()[n];
            int label = population.labels()[n];
            losses[n] = model.readout().loss(h, label);
            double last = States.largestRow(Arrays.copyOfRange(h, h.length - d, h.length), d);
            bound = Math.max(bound, model.readout().lipschitz(label) * last);
        }
        return new InitialRisk(population.mean(losses), bound);
    }
}
