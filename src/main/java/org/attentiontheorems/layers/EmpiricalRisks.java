package org.attentiontheorems.layers;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.attentiontheorems.measure.CompensatedSum;
import org.attentiontheorems.measure.Multinomial;
import org.attentiontheorems.measure.Sums;

/**
 * The exact joint law of the empirical risks {@code R̂_k = 1/M Σ_n C_n l_kn} of K controls, {@code (C_1 … C_N)} multinomial with M draws:
 * no Monte Carlo, every count vector is visited. O(K N) for each of the {@code (M + N - 1 choose N - 1)} count vectors.
 *
 * @param losses l_kn, K x N
 * @param weights of the N atoms
 * @param samples M, at least 1
 * @param divisor what the sums are divided by: M
 */
record EmpiricalRisks(double[][] losses, double[] weights, int samples, int divisor) {
    /** A deviation that rounding alone may make. */
    private static final double ROUNDING = 1e-12;

    /** The law of M independent draws. */
    static EmpiricalRisks of(double[][] losses, double[] weights, int samples) {
        return new EmpiricalRisks(losses, weights, samples, samples);
    }

    /** Divides by M - 1, as variances are: wrong for means. */
    EmpiricalRisks withoutOne() {
        return new EmpiricalRisks(losses, weights, samples, samples - 1);
    }

    /** One draw that is counted M times: the samples are not independent. */
    EmpiricalRisks copied() {
        return of(losses, weights, 1);
    }

    /** Receives the empirical risks of one count vector, reused between calls, with its probability. */
    @FunctionalInterface
    interface Visitor {
        void accept(double[] risks, double probability);
    }

    void forEach(Visitor visitor) {
        double[] risks = new double[losses.length];
        Multinomial.of(samples, weights).forEach((counts, probability) -> {
            for (int k = 0; k < risks.length; k++) {
                double sum = 0;
                for (int n = 0; n < counts.length; n++) {
                    sum += counts[n] * losses[k][n];
                }
                risks[k] = sum / divisor;
            }
            visitor.accept(risks, probability);
        });
    }

    /** {@code R_k = Σ_n w_n l_kn}. */
    double[] risks() {
        return Arrays.stream(losses).mapToDouble(l -> Sums.dot(weights, l)).toArray();
    }

    /** {@code B_k = max_n l_kn - min_n l_kn}. */
    double[] ranges() {
        return Arrays.stream(losses)
                .mapToDouble(l -> Arrays.stream(l).max().orElseThrow()
                        - Arrays.stream(l).min().orElseThrow())
                .toArray();
    }

    /** {@code E R̂_k}. */
    double mean(int k) {
        CompensatedSum total = new CompensatedSum();
        forEach((risks, probability) -> total.add(probability * risks[k]));
        return total.value();
    }

    /** {@code Var R̂_k}. */
    double variance(int k) {
        double center = risks()[k];
        CompensatedSum total = new CompensatedSum();
        forEach((risks, probability) -> total.add(probability * (risks[k] - center) * (risks[k] - center)));
        return total.value();
    }

    /** {@code E |R̂_k - target|}. */
    double meanAbsoluteDeviation(int k, double target) {
        CompensatedSum total = new CompensatedSum();
        forEach((risks, probability) -> total.add(probability * Math.abs(risks[k] - target)));
        return total.value();
    }

    /**
     * The law of {@code X = max_k |R̂_k - target_k| / allowance_k}, where deviations that rounding alone may make count as 0.
     *
     * @param targets K numbers
     * @param allowances K numbers of at least 0; may be infinite
     */
    Ratios ratios(double[] targets, double[] allowances) {
        int size = (int) Multinomial.compositions(samples, weights.length);
        double[] x = new double[size];
        double[] p = new double[size];
        int[] next = {0};
        forEach((risks, probability) -> {
            x[next[0]] = largestRatio(risks, targets, allowances);
            p[next[0]++] = probability;
        });
        return Ratios.of(x, p);
    }

    static double largestRatio(double[] risks, double[] targets, double[] allowances) {
        double largest = 0;
        for (int k = 0; k < risks.length; k++) {
            double deviation = Math.abs(risks[k] - targets[k]);
            if (deviation > ROUNDING) {
                largest = Math.max(largest, deviation / allowances[k]);
            }
        }
        return Math.min(largest, Double.MAX_VALUE);
    }

    /**
     * A finite law on the half-line.
     *
     * @param x values, increasing
     * @param p their probabilities
     */
    record Ratios(double[] x, double[] p) {
        /** What rounding may take from a probability. */
        private static final double UNRESOLVED = 1e-12;

        static Ratios of(double[] x, double[] p) {
            Integer[] order = IntStream.range(0, x.length).boxed().toArray(Integer[]::new);
            Arrays.sort(order, Comparator.comparingDouble((Integer i) -> x[i]));
            return new Ratios(
                    Arrays.stream(order).mapToDouble(i -> x[i]).toArray(),
                    Arrays.stream(order).mapToDouble(i -> p[i]).toArray());
        }

        /** {@code P(X > level)}. Values within 1e-9 of the level count as equal: an atom there must not be decided by rounding. */
        double exceeding(double level) {
            CompensatedSum total = new CompensatedSum();
            for (int i = 0; i < x.length; i++) {
                if (x[i] > level * (1 + 1e-9)) {
                    total.add(p[i]);
                }
            }
            return total.value();
        }

        /** The smallest x with {@code P(X <= x) >= 1 - delta - 1e-12}. */
        double quantile(double delta) {
            CompensatedSum total = new CompensatedSum();
            for (int i = 0; i < x.length; i++) {
                total.add(p[i]);
                if (total.value() >= 1 - delta - UNRESOLVED) {
                    return x[i];
                }
            }
            return x[x.length - 1];
        }
    }
}
