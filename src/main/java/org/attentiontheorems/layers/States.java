package org.attentiontheorems.layers;

/** Norms of hidden states and adjoints: T rows of d entries, flat, row-major. */
final class States {
    private States() {}

    /** {@code |h|_∞ = max_i |h_i|}, the largest Euclidean norm of a row. */
    static double largestRow(double[] h, int d) {
        double largest = 0;
        for (int from = 0; from < h.length; from += d) {
            largest = Math.max(largest, row(h, from, d));
        }
        return largest;
    }

    /** {@code |p|_1 = Σ_i |p_i|}, the dual norm. */
    static double sumOfRows(double[] p, int d) {
        double sum = 0;
        for (int from = 0; from < p.length; from += d) {
            sum += row(p, from, d);
        }
        return sum;
    }

    /** {@code max_i |h_i - c|}. */
    static double radiusAround(double[] h, double[] c) {
        double largest = 0;
        for (int from = 0; from < h.length; from += c.length) {
            double square = 0;
            for (int k = 0; k < c.length; k++) {
                double x = h[from + k] - c[k];
                square += x * x;
            }
            largest = Math.max(largest, Math.sqrt(square));
        }
        return largest;
    }

    /** The mean row. */
    static double[] meanRow(double[] h, int d) {
        double[] mean = new double[d];
        for (int i = 0; i < h.length; i++) {
            mean[i % d] += h[i];
        }
        int rows = h.length / d;
        for (int k = 0; k < d; k++) {
            mean[k] /= rows;
        }
        return mean;
    }

    /** The sum of all entries. */
    static double sum(double[] h) {
        double sum = 0;
        for (double entry : h) {
            sum += entry;
        }
        return sum;
    }

    /** {@code g - h}. */
    static double[] difference(double[] g, double[] h) {
        return plus(g, -1, h);
    }

    /** {@code h + factor * direction}. */
    static double[] plus(double[] h, double factor, double[] direction) {
        double[] sum = h.clone();
        for (int i = 0; i < h.length; i++) {
            sum[i] += factor * direction[i];
        }
        return sum;
    }

    /** {@code |g - h|_∞}. */
    static double distance(double[] g, double[] h, int d) {
        return largestRow(difference(g, h), d);
    }

    /** The largest {@code |g_l - h_l|_∞} over two runs of the same length. */
    static double distance(double[][] g, double[][] h, int d) {
        double largest = 0;
        for (int l = 0; l < g.length; l++) {
            largest = Math.max(largest, distance(g[l], h[l], d));
        }
        return largest;
    }

    /** All entries finite? */
    static boolean areFinite(double[] h) {
        for (double x : h) {
            if (!Double.isFinite(x)) {
                return false;
            }
        }
        return true;
    }

    /** The rows of a matrix, flat. */
    static double[] flat(double[][] rows) {
        int d = rows[0].length;
        double[] flat = new double[rows.length * d];
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(rows[i], 0, flat, i * d, d);
        }
        return flat;
    }

    private static double row(double[] h, int from, int d) {
        double square = 0;
        for (int k = from; k < from + d; k++) {
            square += h[k] * h[k];
        }
        return Math.sqrt(square);
    }
}
