package org.attentiontheorems.heads;

import java.util.Arrays;
import org.attentiontheorems.measure.Multinomial;
import org.attentiontheorems.random.RandomField;
import org.attentiontheorems.verify.Approx;
import org.attentiontheorems.verify.InvalidInstance;

/**
 * N heads drawn iid from an atomic law, {@code μ_N = 1/N Σ_i δ_θi}: exactly, by the law of the counts, and by simulation; and the ways to
 * get it wrong.
 *
 * @param averaged whether the logits of the N heads are averaged, not summed
 * @param iid whether heads are drawn from the law, not uniformly from its atoms
 */
record HeadSampling(boolean averaged, boolean iid) {
    /** The largest number of compositions that is enumerated. */
    static final double MAX_COMPOSITIONS = 2e6;

    /** Averaged and iid. */
    static final HeadSampling REFERENCE = new HeadSampling(true, true);

    /** The logits of the N heads are summed instead of averaged. */
    HeadSampling summed() {
        return new HeadSampling(false, iid);
    }

    /** Heads are drawn uniformly from the atoms instead of by their masses. */
    HeadSampling uniform() {
        return new HeadSampling(averaged, false);
    }

    /**
     * What the draw of N heads does to the risk.
     *
     * @param meanExcess {@code E R_λ(μ_N) - R_λ(μ)}
     * @param meanSquare {@code E |R_λ(μ_N) - R_λ(μ)|²}
     * @param best {@code min_c R_λ(c/N)} over all compositions c of N
     * @param massError largest deviation of {@code Σ_c w_c} from 1 and of {@code Σ_c w_c c_a / N} from m_a
     */
    record Excess(double meanExcess, double meanSquare, double best, double massError) {}

    /**
     * The exact expectations over the draw, by enumeration of all compositions of N. O((N + A - 1 choose A - 1) A nT vocab).
     *
     * @throws InvalidInstance if there are more than 2 million compositions
     */
    Excess excess(HeadDictionary dictionary, double[] masses, int n) {
        double count = Multinomial.compositions(n, masses.length);
        if (count > MAX_COMPOSITIONS) {
            throw new InvalidInstance(
                    "nHeads",
                    String.format(
                            java.util.Locale.ROOT,
                            "enumeration too large: %d heads from %d atoms in %.0f ways, more than 2000000",
                            n,
                            masses.length,
                            count));
        }
        Enumeration all = new Enumeration(dictionary, masses, n);
        Multinomial.of(n, law(masses)).forEach(all::add);
        return all.excess();
    }

    /** {@code E R_λ(μ_N) - R_λ(μ)}. */
    double meanExcess(HeadDictionary dictionary, double[] masses, int n) {
        return excess(dictionary, masses, n).meanExcess();
    }

    /** One draw of N heads by inverse CDF: the fraction of heads at each atom. */
    double[] draw(double[] masses, int n, RandomField random) {
        double[] cumulative = law(masses);
        for (int a = 1; a < cumulative.length; a++) {
            cumulative[a] += cumulative[a - 1];
        }
        double total = cumulative[cumulative.length - 1];
        double[] fractions = new double[masses.length];
        for (double u : random.uniforms("heads", 0, n)) {
            fractions[firstAbove(cumulative, u * total)] += 1;
        }
        for (int a = 0; a < fractions.length; a++) {
            fractions[a] /= n;
        }
        return fractions;
    }

    /** The first entry above x: an atom of positive mass. */
    private static int firstAbove(double[] cumulative, double x) {
        int found = Arrays.binarySearch(cumulative, x);
        int index = found >= 0 ? found : -found - 1;
        while (cumulative[index] <= x) {
            index++;
        }
        return index;
    }

    /**
     * The remainder {@code q = R(μ_N) - R(μ) - ⟨F_μ, μ_N - μ⟩} of one draw: never negative, and its mean is exactly the mean excess, for
     * the linear part has mean zero. O(N log A + A nT vocab).
     */
    Approx remainder(HeadLaw law, int n, RandomField random) {
        double[] fractions = draw(law.masses(), n, random);
        double linear = 0;
        for (int a = 0; a < fractions.length; a++) {
            linear += law.firstVariation()[a] * (fractions[a] - law.masses()[a]);
        }
        double risk = risk(law.dictionary(), fractions, n);
        return Approx.within(risk - law.risk() - linear, law.rounding());
    }

    private double[] law(double[] masses) {
        double[] law = masses.clone();
        if (!iid) {
            Arrays.fill(law, 1.0 / law.length);
        }
        return law;
    }

    private double risk(HeadDictionary dictionary, double[] fractions, int n) {
        double[] z = dictionary.mixture(fractions);
        if (!averaged) {
            Arrays.setAll(z, k -> n * z[k]);
        }
        return dictionary.corpus().crossEntropy(z) + dictionary.ridge(fractions);
    }

    private final class Enumeration {
        private final HeadDictionary dictionary;
        private final double[] masses;
        private final int n;
        private final double risk;
        private final double[] fractions;
        private final double[] meanFractions;
        private double total;
        private double mean;
        private double square;
        private double best = Double.POSITIVE_INFINITY;

        Enumeration(HeadDictionary dictionary, double[] masses, int n) {
            this.dictionary = dictionary;
            this.masses = masses;
            this.n = n;
            this.risk = dictionary.risk(masses);
            this.fractions = new double[masses.length];
            this.meanFractions = new double[masses.length];
        }

        void add(int[] counts, double weight) {
            for (int a = 0; a < counts.length; a++) {
                fractions[a] = (double) counts[a] / n;
                meanFractions[a] += weight * fractions[a];
            }
            double drawn = risk(dictionary, fractions, n);
            total += weight;
            mean += weight * (drawn - risk);
            square += weight * (drawn - risk) * (drawn - risk);
            best = Math.min(best, drawn);
        }

        Excess excess() {
            double error = Math.abs(total - 1);
            for (int a = 0; a < masses.length; a++) {
                error = Math.max(error, Math.abs(meanFractions[a] - masses[a]));
            }
            return new Excess(mean, square, best, error);
        }
    }
}
