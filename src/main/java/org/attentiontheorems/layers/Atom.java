package org.attentiontheorems.layers;

/**
 * One sequence of a population, as an instance file gives it.
 *
 * @param h0 hidden states of its tokens at depth 0, T x d
 * @param label the class of its last token
 * @param weight its weight in the population, above 0
 */
public record Atom(double[][] h0, int label, double weight) {

    /** The same sequence with another weight. */
    Atom withWeight(double other) {
        return new Atom(h0, label, other);
    }
}
