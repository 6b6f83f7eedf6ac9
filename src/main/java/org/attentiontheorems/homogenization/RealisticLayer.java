package org.attentiontheorems.homogenization;

import org.attentiontheorems.measure.Vectors;
import org.attentiontheorems.random.RandomField;

/**
 * One layer at a realistic size: 64 tokens in 64 dimensions, 8 heads, key-query matrices from a law of 16 Gaussian ones and Gaussian values,
 * whose increment is drawn given what the heads read.
 *
 * @param beta inverse temperature
 * @param delta δ = η²/8
 * @param tokens 64 x 64: the first half of them have overlaps about 0.5, the others about 0.02
 * @param keyQueries 16 matrices, equally likely
 */
record RealisticLayer(double beta, double delta, double[][] tokens, double[][][] keyQueries) {
    static final int SIZE = 64;
    static final int HEADS = 8;
    private static final int ATOMS = 16;

    /** Pairs of different tokens. */
    private static final double PAIRS = SIZE * (SIZE - 1.0);

    private static final double HIGH_OVERLAP = 0.5;
    private static final double LOW_OVERLAP = 0.02;

    /** A layer whose tokens and matrices are drawn. */
    static RealisticLayer drawn(double beta, double delta, RandomField random) {
        double[] common = random.gaussians("common", 0, SIZE);
        double[][] tokens = random.gaussianMatrix("tokens", SIZE, SIZE);
        for (int i = 0; i < SIZE; i++) {
            double overlap = i < SIZE / 2 ? HIGH_OVERLAP : LOW_OVERLAP;
            for (int k = 0; k < SIZE; k++) {
                tokens[i][k] = Math.sqrt(overlap) * common[k] + Math.sqrt(1 - overlap) * tokens[i][k];
            }
            tokens[i] = SphereStep.normalised(tokens[i]);
        }
        double[][][] keyQueries = new double[ATOMS][][];
        for (int a = 0; a < ATOMS; a++) {
            keyQueries[a] = random.gaussianMatrix("B" + a, SIZE, SIZE);
        }
        return new RealisticLayer(beta, delta, tokens, keyQueries);
    }

    /** What all replicates share: the overlaps of the averages for every B, the drift, and the predictions. */
    record Limit(double[][][] averaged, GramDiffusion limit, double largestNorm, double[] predictions) {
        static Limit of(RealisticLayer x) {
            double[][] gram = OverlapPath.gram(x.tokens());
            double[][][] averaged = new double[ATOMS][][];
            double[][] mean = new double[SIZE][SIZE];
            double largest = 0;
            for (int a = 0; a < ATOMS; a++) {
                averaged[a] = products(
                        Attention.of(x.tokens(), x.beta(), x.keyQueries()[a]).averages());
                Rows.add(mean, 1.0 / ATOMS, averaged[a]);
                for (int i = 0; i < SIZE; i++) {
                    largest = Math.max(largest, averaged[a][i][i]);
                }
            }
            GramDiffusion limit = new GramDiffusion(gram, mean, SIZE, 1.0 / SIZE);
            return new Limit(averaged, limit, largest, predictions(limit));
        }

        private static double[][] products(double[][] rows) {
            double[][] products = new double[SIZE][];
            for (int i = 0; i < SIZE; i++) {
                products[i] = Vectors.apply(rows, rows[i]);
            }
            return products;
        }

        /** The statistics of {@link Change} in the limit. */
        static double[] predictions(GramDiffusion limit) {
            double[][] drift = drift(limit);
            double squares = 0;
            double adjacent = 0;
            for (int i = 0; i < SIZE; i++) {
                for (int j = 0; j < SIZE; j++) {
                    for (int k = 0; k < SIZE && j != i; k++) {
                        if (k == j) {
                            squares += limit.variation(i, j, i, j);
                        } else if (k != i) {
                            adjacent += limit.variation(i, j, i, k);
                        }
                    }
                }
            }
            double mean = mean(drift);
            return new double[] {mean, pattern(drift, drift, mean), squares / PAIRS, adjacent / PAIRS / (SIZE - 2)};
        }

        private static double[][] drift(GramDiffusion limit) {
            double[][] drift = new double[SIZE][SIZE];
            for (int i = 0; i < SIZE; i++) {
                for (int j = 0; j < SIZE; j++) {
                    drift[i][j] = limit.drift(i, j);
                }
            }
            return drift;
        }

        /** The mean of a_ij over pairs of different tokens. */
        private static double mean(double[][] a) {
            double sum = 0;
            for (int i = 0; i < a.length; i++) {
                for (int j = 0; j < a.length; j++) {
                    sum += i == j ? 0 : a[i][j];
                }
            }
            return sum / PAIRS;
        }

        /** {@code Σ (b_ij - b̄) a_ij / Σ |b_ij - b̄|} over pairs of different tokens. */
        private static double pattern(double[][] a, double[][] drift, double mean) {
            double sum = 0;
            double total = 0;
            for (int i = 0; i < a.length; i++) {
                for (int j = 0; j < a.length; j++) {
                    double weight = i == j ? 0 : drift[i][j] - mean;
                    sum += weight * a[i][j];
                    total += Math.abs(weight);
                }
            }
            return sum / total;
        }
    }

    /**
     * Statistics of ΔG of one replicate, divided by δ.
     *
     * @param mean mean over pairs of different tokens
     * @param pattern how far the change follows the differences between the drifts of different pairs
     * @param squares mean of (ΔG_ij)²
     * @param adjacent mean of ΔG_ij ΔG_ik over j other than k
     */
    record Change(double mean, double pattern, double squares, double adjacent) {
        /** One replicate: a pair of layers with opposite values. O(64³). */
        static Change drawn(RealisticLayer x, Limit known, RandomField random) {
            double[][] averaged = new double[SIZE][SIZE];
            for (double u : random.uniforms("heads", 0, HEADS)) {
                Rows.add(averaged, 1.0 / HEADS, known.averaged()[(int) (u * ATOMS)]);
            }
            double[][] updates =
                    GaussianUpdates.of(averaged, x.delta() / SIZE).from(random.gaussianMatrix("values", SIZE, SIZE));
            double[][] even = new double[SIZE][SIZE];
            double squares = 0;
            double adjacent = 0;
            for (int sign = -1; sign <= 1; sign += 2) {
                double[][] change = OverlapPath.gram(SphereStep.step(x.tokens(), Rows.times(sign, updates)));
                Rows.add(change, -1, known.limit().gram());
                Rows.add(even, 0.5 / x.delta(), change);
                for (double[] row : change) {
                    double sum = 0;
                    double square = 0;
                    for (double entry : row) {
                        sum += entry;
                        square += entry * entry;
                    }
                    squares += 0.5 / x.delta() * square;
                    adjacent += 0.5 / x.delta() * (sum * sum - square);
                }
            }
            return new Change(
                    Limit.mean(even),
                    Limit.pattern(even, Limit.drift(known.limit()), known.predictions()[0]),
                    squares / PAIRS,
                    adjacent / PAIRS / (SIZE - 2));
        }
    }
}
