package org.attentiontheorems.heads;

import org.attentiontheorems.attention.Softmax;

/**
 * The data law: n labelled sequences of T positions. Position i = j T + t has weight ω_j / T. A field on the data, such as logits, is a
 * flat array of shape nT x vocab, row-major.
 *
 * @param d embedding dimension
 * @param vocab size of the vocabulary
 * @param seqLen positions T of a sequence
 * @param seqWeights ω_j
 * @param inputs nT x d, row-major
 * @param labels nT
 */
record Corpus(int d, int vocab, int seqLen, double[] seqWeights, double[] inputs, int[] labels) {

    /** Number n of sequences. */
    int sequences() {
        return seqWeights.length;
    }

    /** Number nT of positions. */
    int positions() {
        return labels.length;
    }

    /** Length nT vocab of a field. */
    int fieldLength() {
        return labels.length * vocab;
    }

    /** Weight ω_j / T of a position. */
    double weight(int position) {
        return seqWeights[position / seqLen] / seqLen;
    }

    /** Sequence j alone: the data law of one step of stochastic gradient descent. */
    Corpus only(int j) {
        int from = j * seqLen;
        return new Corpus(
                d,
                vocab,
                seqLen,
                new double[] {1},
                java.util.Arrays.copyOfRange(inputs, from * d, (from + seqLen) * d),
                java.util.Arrays.copyOfRange(labels, from, from + seqLen));
    }

    /** The largest Euclidean norm X of an input. */
    double radius() {
        double largest = 0;
        for (int i = 0; i < positions(); i++) {
            double square = 0;
            for (int k = i * d; k < (i + 1) * d; k++) {
                square += inputs[k] * inputs[k];
            }
            largest = Math.max(largest, square);
        }
        return Math.sqrt(largest);
    }

    /** The largest distance Δ of two inputs of one sequence. O(n T² d). */
    double diameter() {
        double largest = 0;
        for (int i = 0; i < positions(); i++) {
            for (int s = i - i % seqLen; s < i; s++) {
                double square = 0;
                for (int k = 0; k < d; k++) {
                    double difference = inputs[i * d + k] - inputs[s * d + k];
                    square += difference * difference;
                }
                largest = Math.max(largest, square);
            }
        }
        return Math.sqrt(largest);
    }

    /** The risk {@code R = Σ_i w_i (log Σ_c exp(z_ic) - z_i,y)} of logits z. O(nT vocab). */
    double crossEntropy(double[] z) {
        double risk = 0;
        for (int i = 0; i < positions(); i++) {
            risk += weight(i) * (Softmax.logSumExp(z, i * vocab, vocab) - z[i * vocab + labels[i]]);
        }
        return risk;
    }

    /** The probabilities {@code π_i = softmax(z_i)} at every position. */
    double[] probabilities(double[] z) {
        double[] pi = z.clone();
        for (int i = 0; i < positions(); i++) {
            Softmax.inPlace(pi, i * vocab, vocab);
        }
        return pi;
    }

    /** The softmax residual {@code r_i = softmax(z_i) - e_y}: the derivative of the cross-entropy at position i, not yet weighted. */
    double[] residual(double[] z) {
        double[] r = probabilities(z);
        for (int i = 0; i < positions(); i++) {
            r[i * vocab + labels[i]] -= 1;
        }
        return r;
    }

    /** The largest Euclidean norm of a residual, {@code max_i |r_i|}. */
    double largestResidual(double[] z) {
        double[] r = residual(z);
        double largest = 0;
        for (int row = 0; row < r.length; row += vocab) {
            double square = 0;
            for (int k = row; k < row + vocab; k++) {
                square += r[k] * r[k];
            }
            largest = Math.max(largest, Math.sqrt(square));
        }
        return largest;
    }

    /** The data inner product {@code ⟨f, g⟩ = Σ_i w_i ⟨f_i, g_i⟩} of two fields. */
    double inner(double[] f, double[] g) {
        double sum = 0;
        for (int i = 0; i < positions(); i++) {
            double dot = 0;
            for (int k = i * vocab; k < (i + 1) * vocab; k++) {
                dot += f[k] * g[k];
            }
            sum += weight(i) * dot;
        }
        return sum;
    }

    /** The field P f: at every position, less its mean over the vocabulary. */
    double[] centred(double[] f) {
        double[] centred = new double[f.length];
        for (int i = 0; i < positions(); i++) {
            double mean = 0;
            for (int k = i * vocab; k < (i + 1) * vocab; k++) {
                mean += f[k] / vocab;
            }
            for (int k = i * vocab; k < (i + 1) * vocab; k++) {
                centred[k] = f[k] - mean;
            }
        }
        return centred;
    }
}
