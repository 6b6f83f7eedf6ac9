package org.attentiontheorems.layers;

/**
 * The sizes of a layer, and where its matrices lie in the flat vector θ = (Q, K, V, W1, b1, W2), each row-major.
 *
 * @param d width of a hidden state
 * @param m head size: Q and K are m x d
 * @param r width of the MLP: W1 is r x d, b1 has r entries, W2 is d x r
 */
public record LayerShape(int d, int m, int r) {
    /** Length of θ. */
    public int parameters() {
        return w2() + d * r;
    }

    /** Where Q begins. */
    public int q() {
        return 0;
    }

    /** Where K begins. */
    public int k() {
        return m * d;
    }

    /** Where V begins. */
    public int v() {
        return 2 * m * d;
    }

    /** Where W1 begins. */
    public int w1() {
        return v() + d * d;
    }

    /** Where b1 begins. */
    public int b1() {
        return w1() + r * d;
    }

    /** Where W2 begins. */
    public int w2() {
        return b1() + r;
    }
}
