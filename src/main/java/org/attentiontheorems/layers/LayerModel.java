package org.attentiontheorems.layers;

import java.util.List;

/**
 * Layers, read-out and population together: losses and risks of a control, by the flow and by the network.
 *
 * @param field one layer, as the flow and the bounds see it
 * @param network the network, broken where a control wants it so
 * @param readout logits and loss
 * @param population what the risk is averaged over
 */
record LayerModel(LayerField field, Network network, Readout readout, Population population) {

    /** The model of an instance whose fields have passed {@link LayerFields}. */
    static LayerModel of(double beta, LayerShape shape, double[][] readout, List<Atom> population) {
        LayerField field = LayerField.of(population.get(0).h0().length, shape, beta);
        return new LayerModel(field, Network.of(field), Readout.of(readout), Population.of(population));
    }

    /** This model with a broken network; flow and bounds stay. */
    LayerModel with(Network other) {
        return new LayerModel(field, other, readout, population);
    }

    /** The reference flow. */
    LayerFlow flow() {
        return LayerFlow.of(field);
    }

    /** {@code ℓ(h_n(1), y_n)} of every atom. */
    double[] flowLosses(Control control) {
        return flowLosses(control, LayerFlow.TIGHT);
    }

    /** The same with another tolerance of the integrator. */
    double[] flowLosses(Control control, double tolerance) {
        double[] losses = new double[population.count()];
        for (int n = 0; n < losses.length; n++) {
            double[] h = flow().within(tolerance).end(control, population.starts()[n]);
            losses[n] = readout.loss(h, population.labels()[n]);
        }
        return losses;
    }

    /** {@code ℓ(h_L, y_n)} of every atom. */
    double[] networkLosses(Control control, int depth) {
        double[] losses = new double[population.count()];
        for (int n = 0; n < losses.length; n++) {
            double[] h = network.end(control, population.starts()[n], depth);
            losses[n] = readout.loss(h, population.labels()[n]);
        }
        return losses;
    }

    /** J, the risk of the flow. */
    double flowRisk(Control control) {
        return population.mean(flowLosses(control));
    }

    /** J_L, the risk of the network. */
    double networkRisk(Control control, int depth) {
        return population.mean(networkLosses(control, depth));
    }

    /** The tube of one atom. */
    Tube tube(Control control, int atom, int depth) {
        return Tube.of(field, control, population.starts()[atom], depth);
    }

    /** {@code Σ_n w_n D_{y_n} E_L(n)}: how far J_L is from J at most. */
    double depthTerm(Control control, int depth) {
        double[] terms = new double[population.count()];
        for (int n = 0; n < terms.length; n++) {
            terms[n] = readout.lipschitz(population.labels()[n])
                    * tube(control, n, depth).endError();
        }
        return population.mean(terms);
    }

    /** Back-propagation through the network for one atom. */
    Backpropagation backpropagation(Control control, int atom, int depth) {
        double[][] states = network.states(control, population.starts()[atom], depth);
        double[] terminal = readout.gradient(states[depth], population.labels()[atom]);
        return Backpropagation.of(network.field(), control, states, terminal);
    }

    /** The gradient of {@link #networkRisk} in the control, S x p. */
    Control networkGradient(Control control, int depth) {
        Control sum = control.times(0);
        for (int n = 0; n < population.count(); n++) {
            sum = sum.plus(
                    population.weights()[n], backpropagation(control, n, depth).gradient());
        }
        return sum;
    }
}
