package org.attentiontheorems.layers;

import java.util.Arrays;

/**
 * A proven bound of the distance of the two adjoints, {@code |p̂_l - p(l/L)|_1 <= D_l}, from the tube of the states. With the constants E, Λ, g
 * of the {@link Tube}, Λ⁽²⁾ of {@link LayerNorms#curvature} and ε = 1/L,
 *
 * <pre>{@code D_L = ½ ‖W‖² E_L,
 * D_l = e^(Λε) D_{l+1} + [Λ⁽²⁾ (g + Λ E) ε² ψ(2Λε) + (e^(Λε) - 1 - Λε) + ε Λ⁽²⁾ E] |p̂_{l+1}|_1.}</pre>
 *
 * The bracket bounds the derivative of the exact flow over one step against {@code I + ε D_h f(h_l)}.
 *
 * @param error D_l, L + 1 entries; infinite where the tube is
 */
record AdjointTube(double[] error) {

    /**
     * The tube of the adjoints of a run of the network.
     *
     * @param tube that of the states
     * @param adjoints p̂_0 … p̂_L
     */
    static AdjointTube of(LayerField field, Control control, Tube tube, Readout readout, double[][] adjoints) {
        int depth = tube.depth();
        double[] error = new double[depth + 1];
        if (!tube.isFinite()) {
            Arrays.fill(error, Double.POSITIVE_INFINITY);
            return new AdjointTube(error);
        }
        LayerNorms[] norms = LayerNorms.of(field, control);
        double width = readout.norm();
        error[depth] = width * width / 2 * tube.endError();
        for (int l = depth - 1; l >= 0; l--) {
            double size = States.sumOfRows(adjoints[l + 1], field.shape().d());
            double grown = StrictMath.exp(tube.lipschitz()[l] / depth) * error[l + 1];
            double next = grown + defect(norms[control.segmentOf(l, depth)], tube, l) * size;
            error[l] = Double.isFinite(next) ? next : Double.POSITIVE_INFINITY;
        }
        return new AdjointTube(error);
    }

    private static double defect(LayerNorms norms, Tube tube, int l) {
        double step = 1.0 / tube.depth();
        double lipschitz = tube.lipschitz()[l];
        double curvature = norms.curvature(tube.radius()[l], tube.spread()[l]);
        double x = lipschitz * step;
        return curvature * (tube.velocity()[l] + lipschitz * tube.error()[l]) * step * step * Growth.psi(2 * x)
                + x * x * Growth.psi(x)
                + step * curvature * tube.error()[l];
    }

    /** {@code max_l D_l}. */
    double largest() {
        double largest = 0;
        for (double d : error) {
            largest = Math.max(largest, d);
        }
        return largest;
    }
}
