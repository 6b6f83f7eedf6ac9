package org.attentiontheorems.lowtemperature;

import org.attentiontheorems.attention.Softmax;
import org.attentiontheorems.measure.Vectors;

/**
 * Attention of tokens to each other at the inverse temperature β: a token at x weighs tokens y by {@code e^(β <Dx, y>)} and reads their
 * mean, and the ways to get that wrong. Scores of 1e5 and more are fine.
 *
 * @param scores D
 * @param beta β; a negative one is a sign mistake
 * @param weighted whether tokens count by their masses
 * @param self whether a token looks at itself
 */
record GibbsAttention(ScoreMatrix scores, double beta, boolean weighted, boolean self) implements Attention {

    static GibbsAttention of(ScoreMatrix scores, double beta) {
        return new GibbsAttention(scores, beta, true, true);
    }

    /** This attention at another inverse temperature. */
    GibbsAttention withBeta(double other) {
        return new GibbsAttention(scores, other, weighted, self);
    }

    /** This attention with query and key exchanged. */
    GibbsAttention withTransposedScores() {
        return new GibbsAttention(scores.transposed(), beta, weighted, self);
    }

    /** This attention counting every token once, whatever its mass. */
    GibbsAttention withoutWeights() {
        return new GibbsAttention(scores, beta, false, self);
    }

    /** This attention, each token blind to itself; a single token then stays where it is. */
    GibbsAttention withoutSelf() {
        return new GibbsAttention(scores, beta, weighted, false);
    }

    /**
     * The Gibbs measure {@code G_j ∝ w_j e^(β <Dx, y_j>)} that a point x of the sphere sees.
     *
     * @param x d entries; any point, not only a token
     */
    double[] weights(double[] x, TokenLaw law) {
        return weights(x, law, -1);
    }

    /** {@code m = Σ G_j y_j} as seen from x. */
    double[] mean(double[] x, TokenLaw law) {
        return law.withWeights(weights(x, law)).mean();
    }

    @Override
    public double[] mean(int i, TokenLaw law) {
        double[] x = law.tokens()[i];
        if (!self && law.size() == 1) {
            return x;
        }
        return law.withWeights(weights(x, law, self ? -1 : i)).mean();
    }

    private double[] weights(double[] x, TokenLaw law, int hidden) {
        double[] logits = Vectors.apply(law.tokens(), scores.direction(x));
        double shift = Double.NEGATIVE_INFINITY;
        for (double score : logits) {
            shift = Math.max(shift, score);
        }
        for (int j = 0; j < logits.length; j++) {
            double mass = weighted ? law.weights()[j] : 1;
            // scores are subtracted before β makes them large, so that ties stay ties
            logits[j] = j == hidden ? Double.NEGATIVE_INFINITY : beta * (logits[j] - shift) + StrictMath.log(mass);
        }
        Softmax.inPlace(logits, 0, logits.length);
        return logits;
    }
}
