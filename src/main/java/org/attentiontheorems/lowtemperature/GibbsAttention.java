package org.attentiontheorems.lowtemperature;

import org.attentiontheorems.attention.Softmax;
import org.attentiontheorems.measure.Vectors;

/**
 * Attention of tokens to each other at the inverse temperature β: a token at x weighs tokens y by {@code e^(β <Dx, y>)} and reads their
 * mean. Scores of 1e5 and more are fine.
 *
 * @param scores D
 * @param beta β, at least 0
 */
record GibbsAttention(ScoreMatrix scores, double beta) {

    static GibbsAttention of(ScoreMatrix scores, double beta) {
        return new GibbsAttention(scores, beta);
    }

    /**
     * The Gibbs measure {@code G_j ∝ w_j e^(β <Dx, y_j>)} that a point x of the sphere sees.
     *
     * @param x d entries; any point, not only a token
     */
    double[] weights(double[] x, TokenLaw law) {
        double[] logits = Vectors.apply(law.tokens(), scores.direction(x));
        double shift = Double.NEGATIVE_INFINITY;
        for (double score : logits) {
            shift = Math.max(shift, score);
        }
        for (int j = 0; j < logits.length; j++) {
            // scores are subtracted before β makes them large, so that ties stay ties
            logits[j] = beta * (logits[j] - shift) + StrictMath.log(law.weights()[j]);
        }
        Softmax.inPlace(logits, 0, logits.length);
        return logits;
    }

    /** {@code m = Σ G_j y_j} as seen from x. */
    double[] mean(double[] x, TokenLaw law) {
        return law.withWeights(weights(x, law)).mean();
    }
}
