package org.attentiontheorems.layers;

/**
 * The sizes of a layer, and where its matrices lie in the flat vector θ = (Q, K, V, W1, b1, W2), each row-major.
 *
 * @param d width of a hidden state
 * @param m head size: Q and K are m x d
 * @param r width of the MLP: W1 is r x d, b1 has r entries, W2 is d x r
 */
record LayerShape(int d, int m, int r) {
    /** Length of θ. */
    int parameters() {
        return w2() + d * r;
    }

    /** Where Q begins. */
    int q() {
        return 0;
    }

    /** Where K begins. */
    int k() {
        return m * d;
    }

    /** Where V begins. */
    int v() {
        return 2 * m * d;
    }

    /** Where W1 begins. */
    int w1() {
        return v() + d * d;
    }

    /** Where b1 begins. */
    int b1() {
        return w1() + r * d;
    }

    /** Where W2 begins. */
    int w2() {
        return b1() + r;
    }
}
