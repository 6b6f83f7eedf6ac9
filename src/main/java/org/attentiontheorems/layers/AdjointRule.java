package org.attentiontheorems.layers;

import org.attentiontheorems.attention.Softmax;

/**
 * How adjoints are computed, and ways to get it wrong.
 *
 * @param field one layer, whose transposed derivative moves the adjoint
 * @param terminal where the adjoint begins
 * @param early whether back-propagation takes p_l for p_{l+1} in the gradient
 */
record AdjointRule(LayerField field, Terminal terminal, boolean early) {
    /** Where the adjoint begins, at depth 1: Wᵀ times what, with the softmax σ and the label y. */
    enum Terminal {
        /** {@code σ - e_y}: the reference. */
        RESIDUAL(1, 1),
        /** {@code e_y - σ}. */
        FLIPPED(-1, -1),
        /** {@code σ}. */
        WITHOUT_LABEL(1, 0),
        /** {@code -e_y}. */
        WITHOUT_SOFTMAX(0, 1);

        private final int softmax;
        private final int label;

        Terminal(int softmax, int label) {
            this.softmax = softmax;
            this.label = label;
        }
    }

    /** The adjoint of the model. */
    static AdjointRule of(LayerField field) {
        return new AdjointRule(field, Terminal.RESIDUAL, false);
    }

    /** This rule with another beginning. */
    AdjointRule from(Terminal other) {
        return new AdjointRule(field, other, early);
    }

    /** This rule, taking attention weights for constants. */
    AdjointRule withFrozenAttention() {
        return new AdjointRule(field.withFrozenAttention(), terminal, early);
    }

    /** This rule with the adjoint of the wrong end of a layer in the gradient. */
    AdjointRule withEarlyAdjoint() {
        return new AdjointRule(field, terminal, true);
    }

    /** p at depth 1, T x d, for the last state of a run. */
    double[] terminal(Readout readout, double[] h, int label) {
        double[] x = Softmax.of(readout.logits(h));
        for (int c = 0; c < x.length; c++) {
            x[c] = terminal.softmax * x[c] - (c == label ? terminal.label : 0);
        }
        return readout.pull(x, h.length);
    }

    /** Back-propagation through the states h_0 … h_L of a network. */
    Backpropagation network(Control control, Readout readout, double[][] states, int label) {
        double[] last = terminal(readout, states[states.length - 1], label);
        return early
                ? Backpropagation.withEarlyAdjoint(field, control, states, last)
                : Backpropagation.of(field, control, states, last);
    }

    /** The adjoint of the flow with the states h(l/L). */
    AdjointFlow flow(Control control, Readout readout, double[][] flow, int label) {
        double[] last = terminal(readout, flow[flow.length - 1], label);
        return AdjointFlow.of(field, control, flow, last);
    }
}
