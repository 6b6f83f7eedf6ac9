package org.attentiontheorems.verify;

import org.attentiontheorems.attention.Softmax;

/**
 * Log wealth of a test martingale: the mixture, in equal parts, of twelve gamblers who stake fixed fractions
 * (verification.md, section 2c). By Ville's inequality wealth 1/alpha is ever reached with probability at most alpha.
 */
final class Wealth {
    static final int BETS = 12;

    /** Larger gains count as this one, so that wealth stays finite; a smaller factor leaves a supermartingale one. */
    private static final double LARGEST = 1e150;

    private static final double LOG_BETS = StrictMath.log(BETS);
    private static final double[] POWERS = powers();

    private final double[] logs = new double[BETS];

    /** Multiplies the wealth of gambler g by {@code 1 + 0.95 0.6^g gain}; the gain is at least -1. */
    void bet(double gain) {
        double counted = Math.min(gain, LARGEST);
        for (int g = 0; g < BETS; g++) {
            logs[g] += StrictMath.log1p(0.95 * POWERS[g] * counted);
        }
    }

    /**
     * Catoni's bet on a variable with variance at most v: factor {@code exp(phi(lambda gap) - lambda² v / 2)} with {@code lambda =
     * 0.6^g / sqrt(v)}.
     *
     * @param gap how far the replicate lies below the mean that is to be refuted
     * @param deviation {@code sqrt(v)}, positive
     */
    void betCatoni(double gap, double deviation) {
        for (int g = 0; g < BETS; g++) {
            logs[g] += influence(POWERS[g] * (gap / deviation)) - POWERS[g] * POWERS[g] / 2;
        }
    }

    /** Whether the log wealth has reached a threshold. It never exceeds that of the richest gambler, which is cheaper to know. */
    boolean reaches(double threshold) {
        double richest = logs[0];
        for (double log : logs) {
            richest = Math.max(richest, log);
        }
        return richest >= threshold && log() >= threshold;
    }

    double log() {
        return Softmax.logSumExp(logs) - LOG_BETS;
    }

    /** Odd, and {@code ln(1 + x + x²/2)} for x at least 0. */
    private static double influence(double x) {
        double a = Math.min(Math.abs(x), LARGEST);
        double value = StrictMath.log1p(a + a * a / 2);
        return x < 0 ? -value : value;
    }

    private static double[] powers() {
        double[] powers = new double[BETS];
        for (int g = 0; g < BETS; g++) {
            powers[g] = StrictMath.pow(0.6, g);
        }
        return powers;
    }
}
