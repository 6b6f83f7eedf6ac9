package org.attentiontheorems.heads;

import java.util.Arrays;
import org.attentiontheorems.attention.CausalAttention;

/**
 * What one head computes on a data law, forwards and backwards,
 *
 * <pre>{@code h_t = Σ_{s <= t} a_ts x_s,   z_θ(x)_t = V h_t,}</pre>
 *
 * with causal attention weights a_ts of Q x_t and K x_s. A head is a flat vector θ of {@link Head.Shape}. Reuses its workspace: one
 * thread at a time.
 */
final class HeadKernel {
    private final Corpus corpus;
    private final Head.Shape shape;
    private final CausalAttention attention;
    private final Backward backward;
    private final double[] keys;
    private final double[] u;
    private final double[] spread;
    private final Attended here;

    /**
     * What a head attends to on one sequence: computed forwards, used again backwards.
     *
     * @param queries T x dk, row-major
     * @param weights T x T, row-major, where visible
     * @param averages T x d, row-major
     */
    record Attended(double[] queries, double[] weights, double[] averages) {
        static Attended of(int seqLen, Head.Shape shape) {
            return new Attended(
                    new double[seqLen * shape.dk()], new double[seqLen * seqLen], new double[seqLen * shape.d()]);
        }

        int length() {
            return queries.length + weights.length + averages.length;
        }
    }

    /** How the gradient is computed, and the ways to get it wrong. */
    enum Backward {
        /** The derivative of the logits. */
        REFERENCE,
        /** Forgets the factor 1 / sqrt(dk) in ∇_Q and ∇_K. */
        UNSCALED,
        /** Writes ∇_Q where ∇_K belongs. */
        KEYS_FROM_QUERIES
    }

    private HeadKernel(Corpus corpus, Head.Shape shape, CausalAttention attention, Backward backward) {
        this.corpus = corpus;
        this.shape = shape;
        this.attention = attention;
        this.backward = backward;
        this.keys = new double[corpus.seqLen() * shape.dk()];
        this.here = Attended.of(corpus.seqLen(), shape);
        this.u = new double[shape.d()];
        this.spread = new double[shape.d()];
    }

    /** Causal scaled attention on a data law. */
    static HeadKernel of(Corpus corpus, int dk) {
        return of(corpus, dk, CausalAttention.REFERENCE);
    }

    /** Another attention on a data law. */
    static HeadKernel of(Corpus corpus, int dk, CausalAttention attention) {
        return new HeadKernel(corpus, new Head.Shape(corpus.d(), dk, corpus.vocab()), attention, Backward.REFERENCE);
    }

    /** This kernel with another gradient. */
    HeadKernel with(Backward other) {
        return new HeadKernel(corpus, shape, attention, other);
    }

    /** This kernel on another data law of the same sizes. */
    HeadKernel on(Corpus other) {
        return new HeadKernel(other, shape, attention, backward);
    }

    /** The data law. */
    Corpus corpus() {
        return corpus;
    }

    /** The sizes of a head. */
    Head.Shape shape() {
        return shape;
    }

    /** The attention. */
    CausalAttention attention() {
        return attention;
    }

    /**
     * The attention weights of the head {@code theta[from ..]} on sequence j, T x T, row-major; entries that a position does not see are
     * 0. O(T (T + d) dk).
     */
    double[] attentionWeights(double[] theta, int from, int j) {
        attend(theta, from, j, here);
        double[] all = new double[here.weights().length];
        for (int t = 0; t < corpus.seqLen(); t++) {
            System.arraycopy(here.weights(), t * corpus.seqLen(), all, t * corpus.seqLen(), visible(t));
        }
        return all;
    }

    /** Writes the averages h of the head {@code theta[from ..]} to {@code out}, nT x d, row-major. O(nT (T d + dk d + T dk)). */
    void averages(double[] theta, int from, double[] out) {
        for (int j = 0; j < corpus.sequences(); j++) {
            attend(theta, from, j, here);
            System.arraycopy(here.averages(), 0, out, j * corpus.seqLen() * shape.d(), here.averages().length);
        }
    }

    /** Writes the logits z_θ of the head {@code theta[from ..]} to {@code out}, nT x vocab, row-major. O(nT (T d + dk d + T dk + vocab d)). */
    void logits(double[] theta, int from, double[] out) {
        for (int j = 0; j < corpus.sequences(); j++) {
            logits(theta, from, j, here, out);
        }
    }

    /** The same, keeping what the head attends to on every sequence. */
    void logits(double[] theta, int from, Attended[] kept, double[] out) {
        for (int j = 0; j < kept.length; j++) {
            logits(theta, from, j, kept[j], out);
        }
    }

    private void logits(double[] theta, int from, int j, Attended seen, double[] out) {
        attend(theta, from, j, seen);
        int v = from + shape.values();
        for (int t = 0; t < corpus.seqLen(); t++) {
            int row = (j * corpus.seqLen() + t) * shape.vocab();
            for (int c = 0; c < shape.vocab(); c++) {
                out[row + c] = dot(theta, v + c * shape.d(), seen.averages(), t * shape.d());
            }
        }
    }

    /** How many numbers a head attends to on one sequence. */
    int attendedLength() {
        return here.length();
    }

    /** Where what a head attends to can be kept. */
    Attended[] unattended() {
        Attended[] unattended = new Attended[corpus.sequences()];
        Arrays.setAll(unattended, j -> Attended.of(corpus.seqLen(), shape));
        return unattended;
    }

    /**
     * Adds the gradient in θ of {@code Σ_i ⟨g_i, z_θ,i⟩} to {@code out[at ..]}. With u_t = Vᵀ g_t and Σ_t the covariance of the inputs
     * under a_t,
     *
     * <pre>{@code ∇_V = Σ g_t h_tᵀ,   ∇_Q = Σ (K Σ_t u_t) x_tᵀ / sqrt(dk),   ∇_K = Σ (Q x_t) (Σ_t u_t)ᵀ / sqrt(dk).}</pre>
     *
     * Same cost as {@link #logits}.
     *
     * @param g a field, nT x vocab, row-major
     */
    void addGradient(double[] theta, int from, double[] g, double[] out, int at) {
        for (int j = 0; j < corpus.sequences(); j++) {
            attend(theta, from, j, here);
            addOnSequence(theta, from, j, here, g, out, at);
        }
        exchangeKeys(out, at);
    }

    /** The same with what this head was seen to attend to. */
    void addGradient(double[] theta, int from, Attended[] kept, double[] g, double[] out, int at) {
        for (int j = 0; j < kept.length; j++) {
            addOnSequence(theta, from, j, kept[j], g, out, at);
        }
        exchangeKeys(out, at);
    }

    private void exchangeKeys(double[] out, int at) {
        if (backward == Backward.KEYS_FROM_QUERIES) {
            System.arraycopy(out, at, out, at + shape.keys(), shape.keys());
        }
    }

    private void addOnSequence(double[] theta, int from, int j, Attended seen, double[] g, double[] out, int at) {
        for (int t = 0; t < corpus.seqLen(); t++) {
            addAtPosition(theta, from, j, t, seen, g, out, at);
        }
    }

    private void addAtPosition(
            double[] theta, int from, int j, int t, Attended seen, double[] g, double[] out, int at) {
        int d = shape.d();
        int position = j * corpus.seqLen() + t;
        Arrays.fill(u, 0);
        for (int c = 0; c < shape.vocab(); c++) {
            double gc = g[position * shape.vocab() + c];
            addScaled(gc, theta, from + shape.values() + c * d, u, 0, d);
            addScaled(gc, seen.averages(), t * d, out, at + shape.values() + c * d, d);
        }
        spread(j, t, seen);
        double scale = backward == Backward.UNSCALED ? 1 : attention.scale(shape.dk());
        for (int i = 0; i < shape.dk(); i++) {
            double key = scale * dot(theta, from + shape.keys() + i * d, spread, 0);
            addScaled(key, corpus.inputs(), position * d, out, at + i * d, d);
            addScaled(scale * seen.queries()[t * shape.dk() + i], spread, 0, out, at + shape.keys() + i * d, d);
        }
    }

    /** {@code Σ_t u = Σ_s a_ts ⟨u, x_s - h_t⟩ x_s}. */
    private void spread(int j, int t, Attended seen) {
        Arrays.fill(spread, 0);
        double mean = dot(u, 0, seen.averages(), t * shape.d());
        for (int s = 0; s < visible(t); s++) {
            int x = (j * corpus.seqLen() + s) * shape.d();
            double tilt = seen.weights()[t * corpus.seqLen() + s] * (dot(corpus.inputs(), x, u, 0) - mean);
            addScaled(tilt, corpus.inputs(), x, spread, 0, shape.d());
        }
    }

    private void attend(double[] theta, int from, int j, Attended seen) {
        for (int t = 0; t < corpus.seqLen(); t++) {
            int x = (j * corpus.seqLen() + t) * shape.d();
            for (int i = 0; i < shape.dk(); i++) {
                seen.queries()[t * shape.dk() + i] = dot(theta, from + i * shape.d(), corpus.inputs(), x);
                keys[t * shape.dk() + i] = dot(theta, from + shape.keys() + i * shape.d(), corpus.inputs(), x);
            }
        }
        attention.weights(seen.queries(), keys, corpus.seqLen(), shape.dk(), seen.weights());
        for (int t = 0; t < corpus.seqLen(); t++) {
            average(j, t, seen);
        }
    }

    /** {@code h_t = Σ_s a_ts x_s}. */
    private void average(int j, int t, Attended seen) {
        int h = t * shape.d();
        Arrays.fill(seen.averages(), h, h + shape.d(), 0);
        for (int s = 0; s < visible(t); s++) {
            int x = (j * corpus.seqLen() + s) * shape.d();
            addScaled(seen.weights()[t * corpus.seqLen() + s], corpus.inputs(), x, seen.averages(), h, shape.d());
        }
    }

    private int visible(int t) {
        return attention.visible(t, corpus.seqLen());
    }

    /** Inner product of d entries. */
    private double dot(double[] a, int aFrom, double[] b, int bFrom) {
        double sum = 0;
        for (int k = 0; k < shape.d(); k++) {
            sum += a[aFrom + k] * b[bFrom + k];
        }
        return sum;
    }

    private static void addScaled(double factor, double[] from, int at, double[] to, int toAt, int n) {
        for (int k = 0; k < n; k++) {
            to[toAt + k] += factor * from[at + k];
        }
    }
}
