package org.attentiontheorems.heads;

import java.util.Arrays;
import org.attentiontheorems.measure.Sums;

/**
 * How far a measure μ is from minimising the risk over a set Θ of heads, seen from its first variation F: the gap {@code g = ∫ F dμ -
 * min_Θ F} brackets the excess risk,
 *
 * <pre>{@code l  <=  R_λ(μ) - min R_λ  <=  g,      l = g²/c  if g <= c/2,   l = g - c/4  if g > c/2,      c = ‖P (z_θ^ - z_μ)‖²}</pre>
 *
 * with θ^ a minimiser of F: the left side is what mixing θ^ into μ gains at least, by the ½-smoothness of the cross-entropy.
 *
 * @param gap g, at least 0
 * @param lower l, between 0 and g
 * @param least {@code min F}
 */
record DualityGap(double gap, double lower, double least) {

    /** The gap of masses on a dictionary, with the first variation computed as given. O(A nT vocab). */
    static DualityGap of(HeadDictionary dictionary, FirstVariation variation, double... masses) {
        double[] f = variation.of(dictionary, masses);
        int best = 0;
        for (int a = 0; a < f.length; a++) {
            best = f[a] < f[best] ? a : best;
        }
        double[] terms = new double[f.length];
        for (int a = 0; a < f.length; a++) {
            terms[a] = masses[a] * (f[a] - f[best]);
        }
        double distance = distance(dictionary.corpus(), dictionary.logits(best), dictionary.mixture(masses));
        return of(Sums.neumaier(terms), distance, f[best]);
    }

    /** {@code max_a m_a (F(θ_a) - min F)}. */
    static double largestShare(double[] f, double... masses) {
        double least = Arrays.stream(f).min().orElse(0);
        double largest = 0;
        for (int a = 0; a < f.length; a++) {
            largest = Math.max(largest, masses[a] * (f[a] - least));
        }
        return largest;
    }

    /** From the gap g, the squared distance c and min F. Rounding below 0 counts as 0. */
    static DualityGap of(double gap, double distance, double least) {
        double g = Math.max(0, gap);
        double lower = g <= distance / 2 ? (g == 0 ? 0 : g * (g / distance)) : g - distance / 4;
        return new DualityGap(g, lower, least);
    }

    /** {@code ‖P (z - w)‖²}. */
    static double distance(Corpus corpus, double[] z, double[] w) {
        double[] difference = z.clone();
        for (int k = 0; k < difference.length; k++) {
            difference[k] -= w[k];
        }
        double[] centred = corpus.centred(difference);
        return corpus.inner(centred, centred);
    }
}
