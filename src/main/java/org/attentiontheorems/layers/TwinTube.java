package org.attentiontheorems.layers;

/**
 * Two runs of the network of one depth with their tubes, and how far the two flows may part (Lemma A on a set that contains both, and
 * Gronwall's inequality).
 *
 * @param one the first run
 * @param two the second run
 * @param d width of a hidden state
 * @param tokens T
 */
record TwinTube(Tube one, Tube two, int d, int tokens) {

    /** {@code max(R_l of the first, R_l of the second)}. */
    private double radius(int l) {
        return Math.max(one.radius()[l], two.radius()[l]);
    }

    /** {@code min{R, max_i (|h_l^i - c|_∞ + E_l^i + ε F_l^i)}} with c the mean row of the mean of both states; 0 for a single token. */
    private double spread(int l) {
        if (tokens == 1) {
            return 0;
        }
        double[] middle = States.plus(one.states()[l], 1, two.states()[l]);
        double[] center = States.meanRow(middle, d);
        for (int k = 0; k < d; k++) {
            center[k] /= 2;
        }
        return Math.min(radius(l), Math.max(around(one, l, center), around(two, l, center)));
    }

    private static double around(Tube tube, int l, double[] center) {
        double moves = tube.speed()[l] / tube.depth();
        return States.radiusAround(tube.states()[l], center) + tube.error()[l] + moves;
    }

    boolean isFinite() {
        return one.isFinite() && two.isFinite();
    }

    /**
     * The Lipschitz constant of a layer on both tubes.
     *
     * @param norms of layer l
     */
    double lipschitz(int l, LayerNorms norms) {
        return norms.lipschitz(radius(l), spread(l));
    }

    /**
     * {@code γ = exp(Σ_l ε Λ_l)}: how much farther apart than their starts the two flows of one control may end. Infinite where a tube is.
     *
     * @param norms of every segment
     */
    double growth(Control control, LayerNorms[] norms) {
        if (!isFinite()) {
            return Double.POSITIVE_INFINITY;
        }
        int depth = one.depth();
        double sum = 0;
        for (int l = 0; l < depth; l++) {
            sum += lipschitz(l, norms[control.segmentOf(l, depth)]) / depth;
        }
        return StrictMath.exp(sum);
    }
}
