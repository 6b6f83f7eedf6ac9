package org.attentiontheorems.heads;

import org.attentiontheorems.measure.Sums;

/**
 * How much the logits z_a of the heads of a law {@code μ = Σ m_a δ_θa} differ from their average, {@code Δ_a = z_a - z_μ}: what the cost of
 * replacing μ by N of its heads is bounded by. With {@code π_i = softmax(z_μ,i)} and the range ρ_i of Δ at position i over all heads of
 * positive mass, {@code κ_i = w_i/2 Σ_a m_a Var_π_i(Δ_a,i)}.
 *
 * @param centredVariance {@code V = Σ_a m_a ‖P Δ_a‖²}, P the centring over the vocabulary
 * @param curvature {@code κ = Σ_i κ_i}: the limit of N times the mean excess risk
 * @param lowerCurvature {@code Σ_i ψ_-(ρ_i) κ_i}
 * @param upperCurvature {@code Σ_i ψ_+(ρ_i) κ_i}; may be infinite
 * @param largestRange {@code max_i ρ_i}
 * @param largestSquare {@code M² = max_a ‖P Δ_a‖²} over heads of positive mass
 * @param largestCurvature {@code max_a Σ_i ψ_+(ρ_i) w_i/2 Var_π_i(Δ_a,i)}; may be infinite
 * @param firstVariationVariance {@code σ_F² = Var_μ(F_μ)}
 */
record HeadFluctuations(
        double centredVariance,
        double curvature,
        double lowerCurvature,
        double upperCurvature,
        double largestRange,
        double largestSquare,
        double largestCurvature,
        double firstVariationVariance) {
    private static final double SMALL_RANGE = 1e-4;

    /** The fluctuations of a law on a dictionary. O(A nT vocab). */
    static HeadFluctuations of(HeadDictionary dictionary, double... masses) {
        Corpus corpus = dictionary.corpus();
        double[] average = dictionary.mixture(masses);
        double[] pi = corpus.probabilities(average);
        double[] ranges = new double[corpus.positions()];
        double[][] variances = new double[masses.length][corpus.positions()];
        double variance = 0;
        double largestSquare = 0;
        for (int a = 0; a < masses.length; a++) {
            if (masses[a] == 0) {
                continue;
            }
            double[] delta = dictionary.logits(a).clone();
            for (int k = 0; k < delta.length; k++) {
                delta[k] -= average[k];
            }
            double[] centred = corpus.centred(delta);
            double square = corpus.inner(centred, centred);
            variance += masses[a] * square;
            largestSquare = Math.max(largestSquare, square);
            spreadAtPositions(corpus, pi, delta, variances[a], ranges);
        }
        return ofPositions(
                corpus,
                masses,
                variances,
                ranges,
                variance,
                largestSquare,
                varianceOfFirstVariation(dictionary, masses));
    }

    /** {@code Var_π_i(Δ_i)} at every position, and the largest range so far. */
    private static void spreadAtPositions(
            Corpus corpus, double[] pi, double[] delta, double[] variances, double[] ranges) {
        int vocab = corpus.vocab();
        for (int i = 0; i < corpus.positions(); i++) {
            double mean = 0;
            double low = Double.POSITIVE_INFINITY;
            double high = Double.NEGATIVE_INFINITY;
            for (int k = i * vocab; k < (i + 1) * vocab; k++) {
                mean += pi[k] * delta[k];
                low = Math.min(low, delta[k]);
                high = Math.max(high, delta[k]);
            }
            for (int k = i * vocab; k < (i + 1) * vocab; k++) {
                variances[i] += pi[k] * (delta[k] - mean) * (delta[k] - mean);
            }
            ranges[i] = Math.max(ranges[i], high - low);
        }
    }

    private static HeadFluctuations ofPositions(
            Corpus corpus,
            double[] masses,
            double[][] variances,
            double[] ranges,
            double centredVariance,
            double largestSquare,
            double firstVariationVariance) {
        double curvature = 0;
        double lower = 0;
        double upper = 0;
        double largestRange = 0;
        double[] dominated = new double[masses.length];
        for (int i = 0; i < ranges.length; i++) {
            double kappa = 0;
            double plus = corpus.weight(i) == 0 ? 0 : psiPlus(ranges[i]);
            for (int a = 0; a < masses.length; a++) {
                double half = corpus.weight(i) / 2 * variances[a][i];
                kappa += masses[a] * half;
                dominated[a] += times(plus, half);
            }
            curvature += kappa;
            lower += psiMinus(ranges[i]) * kappa;
            upper += times(plus, kappa);
            largestRange = Math.max(largestRange, ranges[i]);
        }
        double largestCurvature = 0;
        for (double one : dominated) {
            largestCurvature = Math.max(largestCurvature, one);
        }
        return new HeadFluctuations(
                centredVariance,
                curvature,
                lower,
                upper,
                largestRange,
                largestSquare,
                largestCurvature,
                firstVariationVariance);
    }

    /** Infinite where e^ρ overflows, whatever the variance: there a probability, and with it the variance, may have underflowed to 0. */
    private static double times(double plus, double variance) {
        return Double.isInfinite(plus) ? plus : plus * variance;
    }

    private static double varianceOfFirstVariation(HeadDictionary dictionary, double[] masses) {
        double[] f = dictionary.firstVariation(masses);
        double mean = Sums.dot(masses, f);
        double variance = 0;
        for (int a = 0; a < f.length; a++) {
            variance += masses[a] * (f[a] - mean) * (f[a] - mean);
        }
        return variance;
    }

    /** {@code ψ_-(ρ) = 2 (e^-ρ + ρ - 1) / ρ²}. */
    static double psiMinus(double range) {
        if (range < SMALL_RANGE) {
            return 1 - range / 3 + range * range / 12;
        }
        return 2 * (StrictMath.expm1(-range) + range) / (range * range);
    }

    /** {@code ψ_+(ρ) = 2 (e^ρ - ρ - 1) / ρ²}. */
    static double psiPlus(double range) {
        if (range < SMALL_RANGE) {
            return 1 + range / 3 + range * range / 12;
        }
        return 2 * (StrictMath.expm1(range) - range) / (range * range);
    }

    /**
     * Bounds the variance of the nonnegative remainder {@code q = R(μ_N) - R(μ) - ⟨F_μ, μ_N - μ⟩} over the draw of N heads. It is at most
     * ‖δ‖², where {@code δ = z_μN - z_μ}, in the norm whose square at Δ_a is {@code Σ_i ψ_+(ρ_i) w_i/2 Var_π_i(Δ_a,i)}; the fourth moment
     * of an average of N centred vectors is at most {@code 3 C²/N² + M² C/N³}; and its mean is at least {@link #lowerCurvature} / N.
     */
    double remainderVariance(int n) {
        double fourth = 3 * upperCurvature * upperCurvature + largestCurvature * upperCurvature / n;
        return (fourth - lowerCurvature * lowerCurvature) / n / n;
    }
}
