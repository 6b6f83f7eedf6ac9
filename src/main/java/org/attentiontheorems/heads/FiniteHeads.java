package org.attentiontheorems.heads;

import java.util.SortedMap;
import java.util.TreeMap;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.EigenDecompositionSymmetric;

/**
 * Everything that the finite-head theorem says of N heads and an atomic law.
 *
 * @param law the law μ
 * @param n number N of heads
 * @param excess what the draw of N heads does to the risk
 * @param optimum the least risk over all masses, and where it is attained
 * @param optimalLaw the law μ* with these masses
 */
record FiniteHeads(HeadLaw law, int n, HeadSampling.Excess excess, SimplexOptimum optimum, HeadLaw optimalLaw) {

    /**
     * O(number of compositions of N into A parts, times A nT vocab).
     *
     * @throws org.attentiontheorems.verify.InvalidInstance if there are too many of them, or a number overflows
     */
    static FiniteHeads of(HeadModel model, int n) {
        HeadLaw law = HeadLaw.of(model);
        HeadSampling.Excess excess = HeadSampling.REFERENCE.excess(law.dictionary(), law.masses(), n);
        HeadLaw.requireFinite(excess.meanExcess(), excess.meanSquare(), excess.best());
        SimplexOptimum optimum = SimplexOptimum.of(law.dictionary());
        return new FiniteHeads(law, n, excess, optimum, HeadLaw.of(law.dictionary(), optimum.masses()));
    }

    /** {@code D_N = E R_λ(μ_N) - R_λ(μ)}. */
    double jensenGap() {
        return excess.meanExcess();
    }

    /** {@code Σ ψ_-(ρ) κ / N <= D_N}. */
    static double lowerBound(HeadLaw law, int n) {
        return law.fluctuations().lowerCurvature() / n;
    }

    /** {@code D_N <= min(V/4, Σ ψ_+(ρ) κ) / N}. */
    static double upperBound(HeadLaw law, int n) {
        HeadFluctuations spread = law.fluctuations();
        return Math.min(spread.centredVariance() / 4, spread.upperCurvature()) / n;
    }

    /** {@code R*_N - R*}: what the best N heads cost. */
    double bestHeadsGap() {
        return excess.best() - optimum.risk();
    }

    /** {@code R*_N - R* <= min(V(μ*) / 4N, λ_max(G) s / 16N²)}, and 0 where μ* is a single head. */
    double bestHeadsBound() {
        int support = optimum.support();
        if (support == 1) {
            return 0;
        }
        double average = optimalLaw.fluctuations().centredVariance() / (4.0 * n);
        return Math.min(average, largestEigenvalue(law.dictionary().gram()) * support / (16.0 * n * n));
    }

    /** {@code (E |R_λ(μ_N) - R_λ(μ)|²)^½}. */
    double pathwiseRms() {
        return Math.sqrt(excess.meanSquare());
    }

    /** {@code |rms - σ_F / sqrt(N)|}. */
    double pathwiseDistance() {
        return Math.abs(pathwiseRms() - Math.sqrt(law.fluctuations().firstVariationVariance() / n));
    }

    /** {@code (3 V²/N² + M² V/N³)^½ / 4}. */
    double pathwiseBound() {
        double variance = law.fluctuations().centredVariance() / n;
        return Math.sqrt(3 * variance * variance + law.fluctuations().largestSquare() / n * variance / n) / 4;
    }

    SortedMap<String, Double> quantities() {
        SortedMap<String, Double> named = new TreeMap<>();
        named.put("risk", law.risk());
        named.put("expectedRisk", law.risk() + jensenGap());
        named.put("jensenGap", jensenGap());
        named.put("centredVariance", law.fluctuations().centredVariance());
        named.put("curvature", law.fluctuations().curvature());
        named.put("lowerBound", lowerBound(law, n));
        named.put("upperBound", upperBound(law, n));
        named.put("pathwiseRms", pathwiseRms());
        named.put("firstVariationVariance", law.fluctuations().firstVariationVariance());
        named.put("optimalRisk", optimum.risk());
        named.put("bestHeadsRisk", excess.best());
        return named;
    }

    /** Divided by the trace before the decomposition, which does not converge on entries near the ends of the double range. */
    private static double largestEigenvalue(double[][] gram) {
        double trace = 0;
        for (int a = 0; a < gram.length; a++) {
            HeadLaw.requireFinite(gram[a]);
            trace += gram[a][a];
        }
        HeadLaw.requireFinite(trace);
        if (trace < Double.MIN_NORMAL) {
            return 0;
        }
        double largest = 0;
        Array2DRowRealMatrix scaled = new Array2DRowRealMatrix(gram);
        for (double one : new EigenDecompositionSymmetric(scaled.scalarMultiply(1 / trace)).getEigenvalues()) {
            largest = Math.max(largest, one);
        }
        return largest * trace;
    }
}
