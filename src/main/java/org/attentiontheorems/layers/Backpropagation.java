package org.attentiontheorems.layers;

/**
 * The discrete adjoint of one run of the network and the gradient of its loss in the control,
 *
 * <pre>{@code p_l = p_{l+1} + ε D_h f(h_l)ᵀ p_{l+1},   G_s = Σ_{l in segment s} ε D_θ f(h_l)ᵀ p_{l+1}.}</pre>
 *
 * @param adjoints p_0 … p_L, (L + 1) x Td
 * @param gradient G_s, S x p
 */
record Backpropagation(double[][] adjoints, Control gradient) {

    /**
     * Back-propagation through the states of a network.
     *
     * @param states h_0 … h_L
     * @param terminal p_L, T x d
     */
    static Backpropagation of(LayerField field, Control control, double[][] states, double[] terminal) {
        return of(field, control, states, terminal, 1);
    }

    /** The same where the gradient takes {@code p_l} for {@code p_{l+1}}: a mistake. */
    static Backpropagation withEarlyAdjoint(LayerField field, Control control, double[][] states, double[] terminal) {
        return of(field, control, states, terminal, 0);
    }

    private static Backpropagation of(
            LayerField field, Control control, double[][] states, double[] terminal, int ahead) {
        int depth = states.length - 1;
        double step = 1.0 / depth;
        double[][] adjoints = new double[depth + 1][];
        double[][] gradient = new double[control.count()][control.shape().parameters()];
        adjoints[depth] = terminal;
        for (int l = depth - 1; l >= 0; l--) {
            LayerField.Point at = field.at(control.layer(l, depth), states[l]);
            LayerField.Pullback pulled = at.pull(adjoints[l + 1]);
            adjoints[l] = States.plus(adjoints[l + 1], step, pulled.state());
            LayerField.Pullback used = ahead == 1 ? pulled : at.pull(adjoints[l]);
            used.addParameters(step, gradient[control.segmentOf(l, depth)], 0);
        }
        return new Backpropagation(adjoints, new Control(control.shape(), gradient));
    }
}
