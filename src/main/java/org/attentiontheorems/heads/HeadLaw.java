package org.attentiontheorems.heads;

import org.attentiontheorems.attention.CausalAttention;
import org.attentiontheorems.verify.Check;

/**
 * The atomic law of a model's heads with all that depends on it alone.
 *
 * @param dictionary the heads
 * @param masses their masses m
 * @param risk R_λ(μ)
 * @param firstVariation F_μ(θ_a) of every head
 * @param fluctuations spread of the heads' logits around their average
 * @param rounding bounds the rounding of a difference of two risks of measures on these heads
 */
record HeadLaw(
        HeadDictionary dictionary,
        double[] masses,
        double risk,
        double[] firstVariation,
        HeadFluctuations fluctuations,
        double rounding) {

    /**
     * The law of a model.
     *
     * @throws org.attentiontheorems.verify.InvalidInstance if a number overflows
     */
    static HeadLaw of(HeadModel model) {
        return of(HeadDictionary.of(model, CausalAttention.REFERENCE), model.atomWeights());
    }

    /** Masses on a dictionary. O(A nT vocab). */
    static HeadLaw of(HeadDictionary dictionary, double... masses) {
        HeadFluctuations spread = HeadFluctuations.of(dictionary, masses);
        double risk = dictionary.risk(masses);
        HeadLaw law = new HeadLaw(
                dictionary, masses, risk, dictionary.firstVariation(masses), spread, rounding(dictionary, risk));
        requireFinite(
                law.risk(),
                spread.centredVariance(),
                spread.curvature(),
                spread.lowerCurvature(),
                spread.largestSquare(),
                spread.firstVariationVariance());
        return law;
    }

    /** Refuses a model whose norms are finite but too large to compute with. */
    static void requireFinite(double... values) {
        for (double value : values) {
            Check.that(Double.isFinite(value), "model.atoms", "values overflow: reduce norms");
        }
    }

    /** Sums of A, vocab and nT terms, in that order, and the exponentials and logarithms between them. */
    private static double rounding(HeadDictionary dictionary, double risk) {
        double largest = Math.max(Math.abs(risk), dictionary.largestLogit());
        Corpus corpus = dictionary.corpus();
        int terms = dictionary.size() + corpus.vocab() + corpus.positions();
        return 0x1p-52 * (terms + 8) * (1 + largest);
    }
}
