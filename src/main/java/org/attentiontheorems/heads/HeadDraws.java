package org.attentiontheorems.heads;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.attentiontheorems.random.RandomField;
import org.attentiontheorems.verify.Draw;

/**
 * Random models: an embedding table E, positions P and token strings s give inputs {@code x_t = E_{s_t} + P_t / 2} and labels {@code
 * y_t = s_{t+1}}, scaled to largest norm 1; heads have normal entries, scaled to given norms; weights are uniform on the simplex. Larger
 * sizes extend the arrays of smaller ones.
 *
 * @param d embedding dimension
 * @param dk key dimension
 * @param vocab size of the vocabulary
 * @param seqLen positions of a sequence
 * @param sequences number of data sequences
 * @param atoms number of heads
 */
record HeadDraws(int d, int dk, int vocab, int seqLen, int sequences, int atoms) {
    private static final double SMALLEST_FACTOR = 0.2;

    /** The sizes of a draw, each under its own name. */
    static HeadDraws of(Draw draw) {
        return new HeadDraws(
                draw.dim("d"),
                draw.dim("dk"),
                draw.dim("vocab"),
                draw.dim("seqLen"),
                draw.dim("sequences"),
                draw.dim("atoms"));
    }

    /**
     * A model whose heads have |(Q, K)| and |V| between 0.2 and 1 times {@code cap}, in the Frobenius norm.
     *
     * @param lambda ridge parameter
     * @param masses masses of the heads
     */
    HeadModel model(RandomField random, double cap, double lambda, double[] masses) {
        int[][] tokens = tokens(random);
        int[][] labels = new int[sequences][];
        for (int j = 0; j < sequences; j++) {
            labels[j] = Arrays.copyOfRange(tokens[j], 1, seqLen + 1);
        }
        double[] weights = simplex(random, "sequence weights", sequences);
        return new HeadModel(
                d, dk, vocab, seqLen, lambda, weights, inputs(random, tokens), labels, masses, heads(random, cap));
    }

    /** A point drawn uniformly from the simplex (Dirichlet with parameters 1). */
    static double[] simplex(RandomField random, String tag, int n) {
        double[] weights = random.uniforms(tag, 0, n);
        double sum = 0;
        for (int i = 0; i < n; i++) {
            weights[i] = -StrictMath.log(weights[i]);
            sum += weights[i];
        }
        for (int i = 0; i < n; i++) {
            weights[i] /= sum;
        }
        return weights;
    }

    /** A whole number drawn uniformly from low to high. */
    static int among(RandomField random, String tag, int low, int high) {
        return low + (int) (random.uniform(tag, 0, 0) * (high - low + 1));
    }

    /** A point drawn from the simplex whose coordinates are all at least 0.1. */
    static double[] awayFromZero(RandomField random, String tag, int n) {
        double[] weights = simplex(random, tag, n);
        Arrays.setAll(weights, a -> 0.1 + (1 - 0.1 * n) * weights[a]);
        return weights;
    }

    /** Token strings, one token longer than the inputs. */
    private int[][] tokens(RandomField random) {
        int[][] tokens = new int[sequences][seqLen + 1];
        for (int j = 0; j < sequences; j++) {
            double[] u = random.uniforms("tokens", j, seqLen + 1);
            for (int t = 0; t <= seqLen; t++) {
                tokens[j][t] = (int) (u[t] * vocab);
            }
        }
        return tokens;
    }

    private double[][][] inputs(RandomField random, int[][] tokens) {
        double[][] embeddings = random.gaussianMatrix("embedding", vocab, d);
        double[][] positions = random.gaussianMatrix("position", seqLen, d);
        double[][][] inputs = new double[sequences][seqLen][d];
        double largest = 0;
        for (int j = 0; j < sequences; j++) {
            for (int t = 0; t < seqLen; t++) {
                for (int k = 0; k < d; k++) {
                    inputs[j][t][k] = embeddings[tokens[j][t]][k] + positions[t][k] / 2;
                }
                largest = Math.max(largest, norm(List.of(inputs[j][t])));
            }
        }
        for (double[][] sequence : inputs) {
            scale(List.of(sequence), 1 / largest);
        }
        return inputs;
    }

    private List<Head> heads(RandomField random, double cap) {
        List<Head> heads = new ArrayList<>();
        for (int a = 0; a < atoms; a++) {
            double[][] q = random.gaussianMatrix("q" + a, dk, d);
            double[][] k = random.gaussianMatrix("k" + a, dk, d);
            double[][] v = random.gaussianMatrix("v" + a, vocab, d);
            double[] factors = random.uniforms("factors", a, 2);
            List<double[]> keysAndQueries = new ArrayList<>(List.of(q));
            keysAndQueries.addAll(List.of(k));
            scale(keysAndQueries, cap * stretched(factors[0]) / norm(keysAndQueries));
            scale(List.of(v), cap * stretched(factors[1]) / norm(List.of(v)));
            heads.add(new Head(q, k, v));
        }
        return heads;
    }

    private static double stretched(double u) {
        return SMALLEST_FACTOR + (1 - SMALLEST_FACTOR) * u;
    }

    private static double norm(List<double[]> rows) {
        double square = 0;
        for (double[] row : rows) {
            for (double x : row) {
                square += x * x;
            }
        }
        return Math.sqrt(square);
    }

    private static void scale(List<double[]> rows, double factor) {
        for (double[] row : rows) {
            for (int k = 0; k < row.length; k++) {
                row[k] *= factor;
            }
        }
    }
}
