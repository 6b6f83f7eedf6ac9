package org.attentiontheorems.layers;

/**
 * What the norms of a control and the radius of the start say in advance, for every depth: states stay within R_*, and with Λ_* and F_* the
 * largest constants of lemma A there (spread R_*),
 *
 * <pre>{@code max_l |h_l - h(l/L)|_∞  <=  C / L,   C = ½ F_* (e^Λ_* - 1).}</pre>
 *
 * @param radii R⁽⁰⁾ … R⁽ˢ⁾ at the ends of the segments, S + 1 entries, increasing
 * @param lipschitz Λ_*
 * @param speed F_*
 */
record AprioriTube(double[] radii, double lipschitz, double speed) {

    /**
     * The tube of a control.
     *
     * @param startRadius |h_0|_∞, or the largest of several
     */
    static AprioriTube of(LayerField field, Control control, double startRadius) {
        LayerNorms[] norms = LayerNorms.of(field, control);
        double[] radii = new double[norms.length + 1];
        radii[0] = startRadius;
        for (int s = 0; s < norms.length; s++) {
            radii[s + 1] = norms[s].radiusAfter(radii[s], 1.0 / norms.length);
        }
        double r = radii[norms.length];
        double lipschitz = 0;
        double speed = 0;
        for (LayerNorms segment : norms) {
            lipschitz = Math.max(lipschitz, orInfinite(segment.lipschitz(r, field.tokens() == 1 ? 0 : r)));
            speed = Math.max(speed, orInfinite(segment.speed(r)));
        }
        return new AprioriTube(radii, lipschitz, speed);
    }

    /** R_*. */
    double radius() {
        return radii[radii.length - 1];
    }

    /** Zero times infinity, after an overflow, says nothing. */
    private static double orInfinite(double x) {
        return Double.isNaN(x) ? Double.POSITIVE_INFINITY : x;
    }

    /** C of {@code C / L}; 0 where Λ_* or F_* is 0. */
    double constant() {
        return lipschitz == 0 || speed == 0 ? 0 : speed / 2 * StrictMath.expm1(lipschitz);
    }
}
