package org.attentiontheorems.prompts;

import java.util.Arrays;
import java.util.function.ToDoubleFunction;

/**
 * Expectations over prompts of at most three atoms by enumerating how often each atom occurs: a second way, independent of the integral
 * formula.
 */
final class MultinomialPrompt {
    private static final int MAX_ATOMS = 3;
    private static final int MAX_LENGTH = 10_000;
    private static final long MAX_TERMS = 100_000;

    private final ToDoubleFunction<int[]> value;
    private final double[] logProbabilities;
    private final double[] logFactorial;
    private final int[] counts;

    private MultinomialPrompt(double[] probabilities, int promptLength, ToDoubleFunction<int[]> value) {
        this.value = value;
        this.counts = new int[probabilities.length];
        this.logProbabilities =
                Arrays.stream(probabilities).map(StrictMath::log).toArray();
        this.logFactorial = logFactorials(promptLength);
    }

    /** {@code log c!} for c = 0..n, each to about one unit in the last place: the rounding of every addition is carried on. */
    private static double[] logFactorials(int n) {
        double[] sums = new double[n + 1];
        double lost = 0;
        for (int c = 1; c <= n; c++) {
            double term = StrictMath.log(c) + lost;
            sums[c] = sums[c - 1] + term;
            lost = sums[c - 1] - sums[c] + term;
        }
        return sums;
    }

    /** Whether there are few enough counts. */
    static boolean covers(int atoms, int promptLength) {
        long terms = atoms < MAX_ATOMS ? promptLength : (long) promptLength * promptLength / 2;
        return atoms <= MAX_ATOMS && promptLength <= MAX_LENGTH && terms <= MAX_TERMS;
    }

    /**
     * The expectation of a function of the counts of the atoms. Cost: {@code O(L^(n-1))} values.
     *
     * @param probabilities n positive numbers of sum 1
     */
    static double expect(double[] probabilities, int promptLength, ToDoubleFunction<int[]> value) {
        return new MultinomialPrompt(probabilities, promptLength, value).sum(0, promptLength);
    }

    /** {@code E|T_L - T_inf|²}. */
    static double meanSquaredError(AtomsHead head, int promptLength) {
        return expect(head.probabilities(), promptLength, head::squaredErrorOf);
    }

    /** Distributes the tokens that are left over the atoms from {@code next} on. */
    private double sum(int next, int left) {
        if (next == counts.length - 1) {
            counts[next] = left;
            return term();
        }
        double sum = 0;
        for (int c = 0; c <= left; c++) {
            counts[next] = c;
            sum += sum(next + 1, left - c);
        }
        return sum;
    }

    /** {@code L!/(c_1!...c_n!) prod pi_i^c_i value(c)}. */
    private double term() {
        double logProbability = logFactorial[logFactorial.length - 1];
        for (int i = 0; i < counts.length; i++) {
            logProbability += counts[i] * logProbabilities[i] - logFactorial[counts[i]];
        }
        return StrictMath.exp(logProbability) * value.applyAsDouble(counts);
    }
}
