package org.attentiontheorems.prompts;

import org.attentiontheorems.verify.Check;

/**
 * One task of a training: what attention over prompts of a Gaussian law should answer to a query.
 *
 * @param mean m, d entries
 * @param factor B, d rows of k entries, k at least 1; the law of the tokens is {@code N(m, BB')}
 * @param query z, e entries
 * @param target y, r entries
 */
public record TrainingTask(double[] mean, double[][] factor, double[] query, double[] target) {
    public TrainingTask {
        Check.finite("mean", mean);
        Check.that(factor.length == mean.length, "factor", "needs %d rows, has %d", mean.length, factor.length);
        Check.matrix("factor", factor, mean.length, factor[0].length);
        Check.finite("query", query);
        Check.finite("target", target);
    }
}
