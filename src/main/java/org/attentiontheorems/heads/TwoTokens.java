package org.attentiontheorems.heads;

import org.attentiontheorems.attention.CausalAttention;
import org.attentiontheorems.verify.Check;

/**
 * A head whose averages are known by hand: tokens x = (u, -u) in one dimension, every entry of Q and K equal to q. The first position sees
 * itself only, {@code h_1 = u}; the scores of the second are {@code ± sqrt(dk) q² u²}, {@code h_2 = -u tanh(sqrt(dk) q² u²)}.
 *
 * @param dk key dimension
 * @param query q
 * @param token u
 */
record TwoTokens(int dk, double query, double token) {
    TwoTokens {
        Check.atLeast("dk", dk, 1);
        Check.finite("query", query);
        Check.finite("token", token);
    }

    /** The averages (h_1, h_2) as a kernel computes them. */
    double[] averages(CausalAttention attention) {
        Corpus corpus = new Corpus(1, 2, 2, new double[] {1}, new double[] {token, -token}, new int[2]);
        HeadKernel kernel = HeadKernel.of(corpus, dk, attention);
        double[] theta = new double[kernel.shape().parameters()];
        java.util.Arrays.fill(theta, 0, kernel.shape().values(), query);
        double[] h = new double[2];
        kernel.averages(theta, 0, h);
        return h;
    }

    /** {@code -u tanh(sqrt(dk) q² u²)}. */
    double secondByHand() {
        return -token * StrictMath.tanh(Math.sqrt(dk) * query * query * token * token);
    }
}
