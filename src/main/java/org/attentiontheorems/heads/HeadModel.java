package org.attentiontheorems.heads;

import java.util.List;
import org.attentiontheorems.verify.Check;

/**
 * A finite data law and an atomic law of heads: the part {@code "model"} of every instance file of this package.
 *
 * @param d embedding dimension
 * @param dk key dimension
 * @param vocab size of the vocabulary, at least 2
 * @param seqLen positions T of a sequence
 * @param lambda ridge parameter, at least 0
 * @param seqWeights weight ω_j of each of the n data sequences; sum 1
 * @param inputs tokens x of each sequence (embedding plus position), n x T x d
 * @param labels next token y of each position, n x T, in 0..vocab - 1
 * @param atomWeights mass m_a of each head; sum 1
 * @param atoms the heads θ_a
 */
public record HeadModel(
        int d,
        int dk,
        int vocab,
        int seqLen,
        double lambda,
        double[] seqWeights,
        double[][][] inputs,
        int[][] labels,
        double[] atomWeights,
        List<Head> atoms) {
    public HeadModel {
        Check.atLeast("d", d, 1);
        Check.atLeast("dk", dk, 1);
        Check.atLeast("vocab", vocab, 2);
        Check.atLeast("seqLen", seqLen, 1);
        Check.finite("lambda", lambda);
        Check.that(lambda >= 0, "lambda", "must be at least 0, is %s", lambda);
        seqWeights = Check.weights("seqWeights", seqWeights);
        checkSequences(inputs, labels, seqWeights.length, seqLen, d, vocab);
        atomWeights = Check.weights("atomWeights", atomWeights);
        Check.that(
                atoms.size() == atomWeights.length,
                "atoms",
                "needs %d entries, has %d",
                atomWeights.length,
                atoms.size());
        for (int a = 0; a < atoms.size(); a++) {
            atoms.get(a).check("atoms[" + a + "]", new Head.Shape(d, dk, vocab));
        }
        atoms = List.copyOf(atoms);
    }

    private static void checkSequences(double[][][] inputs, int[][] labels, int n, int seqLen, int d, int vocab) {
        Check.that(inputs.length == n, "inputs", "needs %d entries, has %d", n, inputs.length);
        Check.that(labels.length == n, "labels", "needs %d entries, has %d", n, labels.length);
        for (int j = 0; j < n; j++) {
            Check.matrix("inputs[" + j + "]", inputs[j], seqLen, d);
            String row = "labels[" + j + "]";
            Check.that(labels[j].length == seqLen, row, "needs %d entries, has %d", seqLen, labels[j].length);
            for (int t = 0; t < seqLen; t++) {
                Check.between(row + "[" + t + "]", labels[j][t], 0, vocab - 1L);
            }
        }
    }

    /** The sizes of a head. */
    public Head.Shape shape() {
        return new Head.Shape(d, dk, vocab);
    }

    /** The data law, flat. */
    Corpus corpus() {
        double[] x = new double[seqWeights.length * seqLen * d];
        int[] y = new int[seqWeights.length * seqLen];
        for (int j = 0; j < seqWeights.length; j++) {
            for (int t = 0; t < seqLen; t++) {
                System.arraycopy(inputs[j][t], 0, x, (j * seqLen + t) * d, d);
                y[j * seqLen + t] = labels[j][t];
            }
        }
        return new Corpus(d, vocab, seqLen, seqWeights, x, y);
    }

    /** All heads, A x p, row-major; a row is θ_a = (Q, K, V). */
    public double[] parameters() {
        int p = shape().parameters();
        double[] theta = new double[atoms.size() * p];
        for (int a = 0; a < atoms.size(); a++) {
            atoms.get(a).flatten(theta, a * p);
        }
        return theta;
    }

    /** The largest Frobenius norm of an atom's values. */
    double largestValues() {
        int p = shape().parameters();
        double[] theta = parameters();
        double largest = 0;
        for (int from = 0; from < theta.length; from += p) {
            double square = 0;
            for (int k = from + shape().values(); k < from + p; k++) {
                square += theta[k] * theta[k];
            }
            largest = Math.max(largest, Math.sqrt(square));
        }
        return largest;
    }

    /** The largest operator norm of an atom's values. */
    double largestValueNorm() {
        return atoms.stream().mapToDouble(Head::valueNorm).reduce(0, Math::max);
    }

    /** The same data and heads with other masses. */
    public HeadModel withAtomWeights(double... masses) {
        return new HeadModel(d, dk, vocab, seqLen, lambda, seqWeights, inputs, labels, masses, atoms);
    }

    /** The same with another ridge parameter. */
    public HeadModel withLambda(double other) {
        return new HeadModel(d, dk, vocab, seqLen, other, seqWeights, inputs, labels, atomWeights, atoms);
    }

    /** The same law of heads on other data; all sequences are as long as the first. */
    public HeadModel withData(double[] weights, double[][][] tokens, int[]... nextTokens) {
        return new HeadModel(d, dk, vocab, tokens[0].length, lambda, weights, tokens, nextTokens, atomWeights, atoms);
    }

    /** The same with other tokens of the same sizes. */
    public HeadModel withInputs(double[][][] tokens) {
        return new HeadModel(d, dk, vocab, seqLen, lambda, seqWeights, tokens, labels, atomWeights, atoms);
    }

    /** The same data with another law of heads. */
    public HeadModel withAtoms(double[] masses, List<Head> heads) {
        return new HeadModel(d, dk, vocab, seqLen, lambda, seqWeights, inputs, labels, masses, heads);
    }
}
