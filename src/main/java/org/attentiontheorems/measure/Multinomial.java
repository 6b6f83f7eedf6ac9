package org.attentiontheorems.measure;

/**
 * The law of the counts of N iid draws from a finite law m: every composition c_1 + … + c_A = N with weight
 *
 * <pre>{@code w_c = N! Π_a m_a^c_a / c_a!   (zero if c_a > 0 = m_a),}</pre>
 *
 * so that expectations over the draw are finite sums. Weights are products of conditional binomial probabilities, each row of which is
 * made by its ratio recursion from the mode and divided by its sum: the relative error stays near {@code A u sqrt(N)}, where logarithms
 * of factorials would lose {@code u N log N}. Immutable.
 */
public final class Multinomial {
    private final int trials;
    private final double[] masses;
    private final double[] tails;

    private Multinomial(int trials, double[] masses) {
        this.trials = trials;
        this.masses = masses;
        this.tails = new double[masses.length + 1];
        for (int a = masses.length - 1; a >= 0; a--) {
            tails[a] = tails[a + 1] + masses[a];
        }
    }

    /** Receives one composition with its weight. */
    @FunctionalInterface
    public interface Visitor {
        /** {@code counts} is reused between calls: copy it to keep it. */
        void accept(int[] counts, double weight);
    }

    /**
     * The counts of {@code trials} draws from the given law.
     *
     * @param trials number of draws, at least 1
     * @param masses at least one, each at least 0, sum positive (its value is divided out)
     */
    public static Multinomial of(int trials, double... masses) {
        if (trials < 1 || masses.length == 0) {
            throw new IllegalArgumentException("needs at least one trial and one mass");
        }
        return new Multinomial(trials, masses.clone());
    }

    /** Number of compositions of N into A parts, {@code (N + A - 1 choose A - 1)}, rounded to an integer. */
    public static double compositions(int trials, int parts) {
        double count = 1;
        for (int a = 1; a < parts; a++) {
            count = count * (trials + (double) a) / a;
        }
        return Math.rint(count);
    }

    /** Visits all compositions, those of weight 0 included, in lexicographic order. O(number of compositions) and A small arrays. */
    public void forEach(Visitor visitor) {
        visit(0, trials, 1, new int[masses.length], visitor);
    }

    private void visit(int part, int left, double weight, int[] counts, Visitor visitor) {
        if (part == counts.length - 1) {
            counts[part] = left;
            visitor.accept(counts, weight);
            return;
        }
        double[] row = binomial(left, masses[part], tails[part + 1]);
        for (int c = 0; c <= left; c++) {
            counts[part] = c;
            visit(part + 1, left - c, weight * row[c], counts, visitor);
        }
    }

    /** The probabilities of c = 0..n successes, each of mass p against q (not normalised): {@code b_(c+1) / b_c = (n - c) p / ((c + 1) q)}. */
    private static double[] binomial(int n, double p, double q) {
        double[] row = new double[n + 1];
        int mode = p == 0 ? 0 : (int) Math.min(n, Math.floor((n + 1.0) * (p / (p + q))));
        row[mode] = 1;
        if (p == 0) {
            return row;
        }
        for (int c = mode; c < n; c++) {
            row[c + 1] = row[c] * ((double) (n - c) / (c + 1)) * (p / q);
        }
        for (int c = mode; c > 0; c--) {
            row[c - 1] = row[c] * ((double) c / (n - c + 1)) * (q / p);
        }
        double sum = Sums.neumaier(row);
        for (int c = 0; c <= n; c++) {
            row[c] /= sum;
        }
        return row;
    }
}
