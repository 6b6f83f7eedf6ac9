package org.attentiontheorems.layers;

/**
 * A run of the network with a proven bound of its distance to the flow, from norms alone (lemmas A and B). With ε = 1/L, E_0 = 0 and the
 * norms of layer l,
 *
 * <pre>{@code R_l = e^(vε) (|h_l|_∞ + E_l) + w2 √r ε φ(vε),   F_l = speed(R_l),
 * ρ_l = min(R_l, |h_l - mean row|_∞ + E_l + ε F_l),   Λ_l = lipschitz(R_l, ρ_l),   g_l = |f(h_l)|_∞,
 * E_{l+1} = e^(Λ_l ε) E_l + g_l Λ_l ε² ψ(Λ_l ε)   gives   |h_l - h(l/L)|_∞ <= E_l.}</pre>
 *
 * Both the flow and the flow restarted at h_l stay within radius R_l and spread ρ_l until (l+1)/L; there they part by at most e^(Λε), and one
 * Euler step errs by {@code ∫ (ε - t) Λ g e^(Λt) dt}. Where numbers overflow, E and all later entries are infinite: vacuous, but true.
 *
 * @param states the network's states h_0 … h_L, (L + 1) x Td
 * @param radius R_l, L entries
 * @param speed F_l, L entries
 * @param spread ρ_l, L entries; 0 for a single token
 * @param lipschitz Λ_l, L entries
 * @param velocity g_l, L entries
 * @param error E_l, L + 1 entries
 */
record Tube(
        double[][] states,
        double[] radius,
        double[] speed,
        double[] spread,
        double[] lipschitz,
        double[] velocity,
        double[] error) {

    /** The tube of the network of a layer field with a control, from a start h_0. */
    static Tube of(LayerField field, Control control, double[] start, int depth) {
        double[][] states = Network.of(field).states(control, start, depth);
        Tube tube = new Tube(
                states,
                new double[depth],
                new double[depth],
                new double[depth],
                new double[depth],
                new double[depth],
                new double[depth + 1]);
        LayerNorms[] norms = LayerNorms.of(field, control);
        for (int l = 0; l < depth; l++) {
            double[] moves = field.value(control.layer(l, depth), states[l]);
            tube.velocity[l] = States.largestRow(moves, field.shape().d());
            tube.advance(l, norms[control.segmentOf(l, depth)], field);
            if (!Double.isFinite(tube.error[l + 1])) {
                tube.giveUp(l);
                break;
            }
        }
        return tube;
    }

    private void advance(int l, LayerNorms norms, LayerField field) {
        int d = field.shape().d();
        double step = 1.0 / depth();
        double r = norms.radiusAfter(States.largestRow(states[l], d) + error[l], step);
        double f = norms.speed(r);
        double around = States.radiusAround(states[l], States.meanRow(states[l], d));
        radius[l] = r;
        speed[l] = f;
        spread[l] = field.tokens() == 1 ? 0 : Math.min(r, around + error[l] + step * f);
        lipschitz[l] = norms.lipschitz(r, spread[l]);
        double x = lipschitz[l] * step;
        error[l + 1] = StrictMath.exp(x) * error[l] + velocity[l] * x * step * Growth.psi(x);
    }

    private void giveUp(int from) {
        for (int l = from; l < depth(); l++) {
            radius[l] = Double.POSITIVE_INFINITY;
            speed[l] = Double.POSITIVE_INFINITY;
            spread[l] = Double.POSITIVE_INFINITY;
            lipschitz[l] = Double.POSITIVE_INFINITY;
            error[l + 1] = Double.POSITIVE_INFINITY;
        }
    }

    /** L. */
    int depth() {
        return states.length - 1;
    }

    /** Whether the bound is a number. */
    boolean isFinite() {
        return Double.isFinite(endError());
    }

    /** E_L: how far h_L is from h(1) at most. */
    double endError() {
        return error[depth()];
    }

    /** {@code max_l E_l}. */
    double largestError() {
        double largest = 0;
        for (double e : error) {
            largest = Math.max(largest, e);
        }
        return largest;
    }
}
