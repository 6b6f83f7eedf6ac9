package org.attentiontheorems.layers;

/**
 * Two controls followed from every atom of a population: how far their flows and losses part, and how far they may.
 *
 * @param distances {@code |h^θ(1) - h^θ'(1)|_∞} of every atom
 * @param bounds D_L of every atom
 * @param lossDistance {@code |J(θ) - J(θ')|}
 * @param lossBound {@code Σ_n w_n D_{y_n} D_L(n)}
 */
record ControlPair(double[] distances, double[] bounds, double lossDistance, double lossBound) {

    /** Follows both flows from every atom and runs the bound; two flows and two networks an atom. */
    static ControlPair of(LayerModel model, ControlDistance bound, Control theta, Control other, int depth) {
        Population population = model.population();
        int d = theta.shape().d();
        double[] distances = new double[population.count()];
        double[] bounds = new double[population.count()];
        double[] losses = new double[population.count()];
        double[] lossBounds = new double[population.count()];
        for (int n = 0; n < distances.length; n++) {
            double[] start = population.starts()[n];
            int label = population.labels()[n];
            double[] one = model.flow().end(theta, start);
            double[] two = model.flow().end(other, start);
            distances[n] = States.distance(one, two, d);
            bounds[n] = bound.along(model.field(), theta, other, start, depth)[depth];
            losses[n] = model.readout().loss(one, label) - model.readout().loss(two, label);
            double steepest = model.readout().lipschitz(label);
            lossBounds[n] = steepest == 0 || bounds[n] == 0 ? 0 : steepest * bounds[n];
        }
        return new ControlPair(distances, bounds, Math.abs(population.mean(losses)), population.mean(lossBounds));
    }

    /** The largest distance. */
    double distance() {
        return largest(distances);
    }

    /** The largest bound. */
    double bound() {
        return largest(bounds);
    }

    /** The largest distance of an atom, divided by its own bound; distances that rounding alone may make count as 0. */
    double largestRatio() {
        double largest = 0;
        for (int n = 0; n < distances.length; n++) {
            largest = Math.max(largest, distances[n] <= 1e-12 ? 0 : distances[n] / bounds[n]);
        }
        return Math.min(largest, Double.MAX_VALUE);
    }

    private static double largest(double[] x) {
        double largest = 0;
        for (double value : x) {
            largest = Math.max(largest, value);
        }
        return largest;
    }
}
