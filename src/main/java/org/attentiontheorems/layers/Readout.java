package org.attentiontheorems.layers;

import org.attentiontheorems.attention.Softmax;

/**
 * Logits {@code z = W h_T} of the last token and the cross-entropy {@code lse(z) - z_y}.
 *
 * @param w W, c x d, row-major
 * @param classes c, at least 2
 * @param d width of a hidden state
 */
record Readout(double[] w, int classes, int d) {

    /** The read-out of an instance file that has passed {@link LayerFields}. */
    static Readout of(double[][] rows) {
        return new Readout(States.flat(rows), rows.length, rows[0].length);
    }

    /** z, c entries, of a state T x d. */
    double[] logits(double[] h) {
        double[] z = new double[classes];
        Matrices.addProduct(w, 0, classes, d, h, h.length - d, z, 0);
        return z;
    }

    /** {@code lse(z) - z_y}, the cross-entropy of a state. */
    double loss(double[] h, int label) {
        double[] z = logits(h);
        return Softmax.logSumExp(z) - z[label];
    }

    /** The softmax residual {@code σ - e_y}, c entries. */
    double[] residual(double[] h, int label) {
        double[] residual = Softmax.of(logits(h));
        residual[label] -= 1;
        return residual;
    }

    /** The gradient of {@link #loss} in the state, T x d: {@code Wᵀ (σ - e_y)} in the last row, 0 elsewhere. */
    double[] gradient(double[] h, int label) {
        return pull(residual(h, label), h.length);
    }

    /** {@code Wᵀ x} in the last of the rows of a state with {@code size} entries, 0 elsewhere. */
    double[] pull(double[] x, int size) {
        double[] p = new double[size];
        Matrices.addTransposed(w, 0, classes, d, x, 0, p, size - d);
        return p;
    }

    /** {@code D_y = max_k |W_k - W_y|}: the Lipschitz constant of the loss in the last token. */
    double lipschitz(int label) {
        double largest = 0;
        for (int c = 0; c < classes; c++) {
            double square = 0;
            for (int k = 0; k < d; k++) {
                double x = w[c * d + k] - w[label * d + k];
                square += x * x;
            }
            largest = Math.max(largest, Math.sqrt(square));
        }
        return largest;
    }

    /** The norm of W. */
    double norm() {
        return Matrices.norm(Matrices.matrix(w, 0, classes, d));
    }
}
