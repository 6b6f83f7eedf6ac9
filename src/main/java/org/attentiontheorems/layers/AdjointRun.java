package org.attentiontheorems.layers;

/**
 * One atom of a population, followed forwards and back: states and adjoints of the flow and of the network of depth L, with the proven
 * distance of the latter.
 *
 * @param model layers, read-out and population
 * @param control parameters along depth
 * @param atom which one
 * @param states flow and network, forwards
 * @param flow the adjoint of the flow
 * @param network back-propagation through the network
 * @param tube how far apart the two adjoints are at most
 */
record AdjointRun(
        LayerModel model,
        Control control,
        int atom,
        EulerRun states,
        AdjointFlow flow,
        Backpropagation network,
        AdjointTube tube) {

    static AdjointRun of(LayerModel model, Control control, int atom, int depth) {
        EulerRun states = EulerRun.of(model.field(), control, model.population().starts()[atom], depth);
        AdjointFlow flow = AdjointRule.of(model.field())
                .flow(
                        control,
                        model.readout(),
                        states.flow(),
                        model.population().labels()[atom]);
        return of(model, control, atom, states, flow);
    }

    private static AdjointRun of(LayerModel model, Control control, int atom, EulerRun states, AdjointFlow flow) {
        Backpropagation network = AdjointRule.of(model.field())
                .network(
                        control,
                        model.readout(),
                        states.tube().states(),
                        model.population().labels()[atom]);
        AdjointTube tube = AdjointTube.of(model.field(), control, states.tube(), model.readout(), network.adjoints());
        return new AdjointRun(model, control, atom, states, flow, network, tube);
    }

    /** The same in a network of a depth that divides this one's and is a multiple of the number of segments. */
    AdjointRun atDepth(int depth) {
        int every = states.depth() / depth;
        double[][] coarseStates = new double[depth + 1][];
        double[][] coarseAdjoints = new double[depth + 1][];
        for (int l = 0; l <= depth; l++) {
            coarseStates[l] = flow.states()[l * every];
            coarseAdjoints[l] = flow.adjoints()[l * every];
        }
        AdjointFlow coarse = new AdjointFlow(model.field(), control, coarseStates, coarseAdjoints, flow.gradient());
        return of(model, control, atom, states.atDepth(depth), coarse);
    }

    private int d() {
        return control.shape().d();
    }

    double weight() {
        return model.population().weights()[atom];
    }

    private int label() {
        return model.population().labels()[atom];
    }

    /** Back-propagation by another rule, through another network. */
    Backpropagation network(AdjointRule rule, Network other) {
        double[][] run = other.states(control, states.flow()[0], states.depth());
        return rule.network(control, model.readout(), run, label());
    }

    /** The adjoint of the flow by another rule. */
    AdjointFlow flow(AdjointRule rule) {
        return rule.flow(control, model.readout(), states.flow(), label());
    }

    /** {@code max_l |p̂_l - p(l/L)|_1} of some back-propagation. */
    double error(Backpropagation other) {
        double largest = 0;
        for (int l = 0; l <= states.depth(); l++) {
            double[] difference = States.difference(other.adjoints()[l], flow.adjoints()[l]);
            largest = Math.max(largest, States.sumOfRows(difference, d()));
        }
        return largest;
    }

    /** The largest adjoint on the way, at least 1: the scale of rounding. */
    double size() {
        double largest = 1;
        for (double[] p : flow.adjoints()) {
            largest = Math.max(largest, States.sumOfRows(p, d()));
        }
        return largest;
    }
}
