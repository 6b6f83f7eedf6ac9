package org.attentiontheorems.heads;

import java.util.Arrays;
import java.util.List;
import org.attentiontheorems.attention.CausalAttention;
import org.attentiontheorems.verify.Check;
import org.attentiontheorems.verify.Claim;
import org.attentiontheorems.verify.Family;
import org.attentiontheorems.verify.Identity;
import org.attentiontheorems.verify.NegativeControl;

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
        Arrays.fill(theta, 0, kernel.shape().values(), query);
        double[] h = new double[2];
        kernel.averages(theta, 0, h);
        return h;
    }

    /** {@code -u tanh(sqrt(dk) q² u²)}. */
    double secondByHand() {
        return -token * StrictMath.tanh(Math.sqrt(dk) * query * query * token * token);
    }

    // ---- the values known by hand

    private static Identity<TwoTokens> firstAverage(CausalAttention attention) {
        return Claim.identity("first-token-average", x -> x.averages(attention)[0], TwoTokens::token);
    }

    private static Identity<TwoTokens> secondAverage(CausalAttention attention) {
        return Claim.identity("second-token-average", x -> x.averages(attention)[1], TwoTokens::secondByHand);
    }

    static Family<TwoTokens> family() {
        CausalAttention attention = CausalAttention.REFERENCE;
        return Family.of(
                        "two-tokens",
                        "tokens u and -u in one dimension: the attention average is u, then -u tanh(sqrt(dk) q² u²)",
                        List.of(new TwoTokens(4, 1, 1), new TwoTokens(1, 0.7, -1.3), new TwoTokens(9, 0.5, 0.8)))
                .claims(firstAverage(attention), secondAverage(attention))
                .controls(
                        new NegativeControl<>(
                                "no-causal-mask", "attends to the future", firstAverage(attention.withoutMask())),
                        new NegativeControl<>(
                                "strict-mask",
                                "does not attend to the token itself",
                                firstAverage(attention.withoutDiagonal())),
                        new NegativeControl<>(
                                "unscaled-scores", "forgets 1/sqrt(dk)", secondAverage(attention.withoutScale())));
    }
}
