package org.attentiontheorems.heads;

import java.util.Arrays;

/**
 * The first variation of the risk at the heads of a dictionary,
 *
 * <pre>{@code F_μ(θ_a) = ⟨r(μ), z_a⟩ + λ/2 |θ_a|²,   r = softmax(z_μ) - e_y,}</pre>
 *
 * and the ways to get it wrong.
 */
enum FirstVariation {
    /** The derivative of the risk in the mass of a head. */
    REFERENCE,
    /** The residual has the wrong sign. */
    NEGATED_RESIDUAL,
    /** Forgets the label: {@code r = softmax(z_μ)}. */
    WITHOUT_LABEL,
    /** Forgets the ridge. */
    WITHOUT_RIDGE,
    /** Takes {@code λ |θ|²} for the ridge. */
    DOUBLED_RIDGE,
    /** Takes the residual of the head's own logits instead of the averaged ones. */
    OWN_RESIDUAL;

    /** F_μ(θ_a) of every head of the dictionary. O(A nT vocab). */
    double[] of(HeadDictionary dictionary, double... masses) {
        Corpus corpus = dictionary.corpus();
        double[] residual = residual(corpus, dictionary.mixture(masses));
        double[] f = new double[dictionary.size()];
        for (int a = 0; a < f.length; a++) {
            double[] z = dictionary.logits(a);
            f[a] = corpus.inner(this == OWN_RESIDUAL ? residual(corpus, z) : residual, z) + ridge(dictionary, a);
        }
        return f;
    }

    private double[] residual(Corpus corpus, double[] z) {
        double[] r = this == WITHOUT_LABEL ? corpus.probabilities(z) : corpus.residual(z);
        if (this == NEGATED_RESIDUAL) {
            Arrays.setAll(r, k -> -r[k]);
        }
        return r;
    }

    private double ridge(HeadDictionary dictionary, int a) {
        double[] only = new double[dictionary.size()];
        only[a] = 1;
        return switch (this) {
            case WITHOUT_RIDGE -> 0;
            case DOUBLED_RIDGE -> 2 * dictionary.ridge(only);
            default -> dictionary.ridge(only);
        };
    }
}
