package org.attentiontheorems.attention;

/**
 * The attention weights of one head over one sequence of T tokens,
 *
 * <pre>{@code a_ts = exp(l_ts) / Σ_{s' <= t} exp(l_ts'),   l_ts = ⟨q_t, k_s⟩ / sqrt(dk),   s <= t,}</pre>
 *
 * the diagonal s = t included; and the ways to get them wrong. Row t depends, bit for bit, on tokens 1..t only.
 *
 * @param mask which tokens a position sees
 * @param scaled whether scores are divided by sqrt(dk)
 */
public record CausalAttention(Mask mask, boolean scaled) {
    /** Which tokens a position sees. */
    public enum Mask {
        /** Itself and all before: the reference. */
        CAUSAL,
        /** Only those before; the first position sees nothing. */
        STRICT,
        /** All tokens, the future included. */
        NONE
    }

    /** Causal and scaled. */
    public static final CausalAttention REFERENCE = new CausalAttention(Mask.CAUSAL, true);

    /** This attention, looking at the future as well. */
    public CausalAttention withoutMask() {
        return new CausalAttention(Mask.NONE, scaled);
    }

    /** This attention, blind to the position's own token. */
    public CausalAttention withoutDiagonal() {
        return new CausalAttention(Mask.STRICT, scaled);
    }

    /** This attention without the factor 1 / sqrt(dk). */
    public CausalAttention withoutScale() {
        return new CausalAttention(mask, false);
    }

    /** Number of tokens that position {@code t} (from 0) sees: it sees s = 0 .. visible - 1. */
    public int visible(int t, int seqLen) {
        return switch (mask) {
            case CAUSAL -> t + 1;
            case STRICT -> t;
            case NONE -> seqLen;
        };
    }

    /** The factor of the scores, {@code 1 / sqrt(dk)}. */
    public double scale(int dk) {
        return scaled ? 1 / Math.sqrt(dk) : 1;
    }

    /**
     * Writes the weights a_ts to {@code weights[t * seqLen + s]} for the visible s; other entries are left alone. O(T² dk).
     *
     * @param queries T x dk, row-major
     * @param keys T x dk, row-major
     * @param weights T x T, row-major
     */
    public void weights(double[] queries, double[] keys, int seqLen, int dk, double[] weights) {
        double scale = scale(dk);
        for (int t = 0; t < seqLen; t++) {
            int visible = visible(t, seqLen);
            for (int s = 0; s < visible; s++) {
                double score = 0;
                for (int i = 0; i < dk; i++) {
                    score += queries[t * dk + i] * keys[s * dk + i];
                }
                weights[t * seqLen + s] = score * scale;
            }
            if (visible > 0) {
                Softmax.inPlace(weights, t * seqLen, visible);
            }
        }
    }
}
