package org.attentiontheorems.layers;

import org.attentiontheorems.verify.Check;

/**
 * The residual network of depth L, {@code h_{l+1} = h_l + f(h_l, θ_s(l)) / L}: Euler's scheme of the flow; and ways to get it wrong.
 *
 * @param field one layer
 * @param step what is done with it
 */
record Network(LayerField field, Step step) {
    /** How a layer moves the states. */
    enum Step {
        /** {@code h + ε f(h)}: the reference. */
        EULER,
        /** {@code h - ε f(h)}. */
        REVERSED,
        /** {@code h + f(h) / (L + 1)}. */
        SHORT,
        /** {@code h + ε f(h + ε/2 f(h))}, which is of order 2. */
        MIDPOINT
    }

    /** The network of a layer. */
    static Network of(LayerField field) {
        return new Network(field, Step.EULER);
    }

    /** This network with other steps. */
    Network with(Step other) {
        return new Network(field, other);
    }

    /**
     * The states h_0 … h_L, (L + 1) x Td.
     *
     * @param start h_0, T x d
     * @param depth L, a multiple of the number of segments
     * @throws org.attentiontheorems.verify.InvalidInstance if a state overflows
     */
    double[][] states(Control control, double[] start, int depth) {
        double[][] states = new double[depth + 1][];
        states[0] = start;
        for (int l = 0; l < depth; l++) {
            states[l + 1] = next(control.layer(l, depth), states[l], depth);
        }
        Check.that(States.areFinite(states[depth]), "control", "the network leaves the range of double: reduce norms");
        return states;
    }

    /** The last state h_L. */
    double[] end(Control control, double[] start, int depth) {
        return states(control, start, depth)[depth];
    }

    private double[] next(double[] theta, double[] h, int depth) {
        double step = 1.0 / depth;
        double[] velocity = field.value(theta, h);
        return switch (this.step) {
            case EULER -> States.plus(h, step, velocity);
            case REVERSED -> States.plus(h, -step, velocity);
            case SHORT -> States.plus(h, 1.0 / (depth + 1), velocity);
            case MIDPOINT -> States.plus(h, step, field.value(theta, States.plus(h, step / 2, velocity)));
        };
    }
}
