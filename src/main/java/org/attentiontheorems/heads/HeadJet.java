package org.attentiontheorems.heads;

import java.util.Arrays;
import org.attentiontheorems.attention.CausalAttention;

/**
 * The first and second derivatives of the logits of one head along directions ξ = (Q̇, K̇, V̇). With the attention weights a_ts, averages
 * {@code ⟨f⟩_t = Σ_s a_ts f_ts} and scores l_ts,
 *
 * <pre>{@code l̇_ts = (⟨Q̇ x_t, K x_s⟩ + ⟨Q x_t, K̇ x_s⟩) / sqrt(dk),   l̈_ts = 2 ⟨Q̇ x_t, K̇ x_s⟩ / sqrt(dk),   l̃ = l̇ - ⟨l̇⟩,
 * ḣ_t = ⟨l̃ x⟩_t,   ḧ_t = ⟨(l̃² - ⟨l̃²⟩ + l̈ - ⟨l̈⟩) x⟩_t,
 * Dz[ξ] = V̇ h + V ḣ,   D²z[ξ, ξ] = 2 V̇ ḣ + V ḧ.}</pre>
 *
 * Source: arXiv 2606.10469. Reuses its workspace: one thread at a time.
 */
final class HeadJet {
    private final Corpus corpus;
    private final Head.Shape shape;
    private final CausalAttention attention;
    private final Second second;
    private final double[] values;
    private final double[] queries;
    private final double[] keys;
    private final double[] weights;
    private final double[] averages;
    private final double[] score;
    private final double[] curvature;
    private final double[] h1;
    private final double[] h2;

    /** How the second derivative is computed, and the ways to get it wrong. */
    enum Second {
        /** The second derivative of the logits. */
        REFERENCE,
        /** Forgets the curvature l̈ of the scores. */
        WITHOUT_SCORE_CURVATURE,
        /** Forgets the factor 2 in l̈. */
        HALF_SCORE_CURVATURE,
        /** Does not subtract ⟨l̃²⟩. */
        UNCENTRED_SQUARES,
        /** Forgets the squares l̃² - ⟨l̃²⟩. */
        WITHOUT_SQUARES,
        /** Forgets ḧ. */
        WITHOUT_AVERAGES,
        /** Forgets the factor 2 of V̇ ḣ. */
        HALF_MIXED
    }

    /** The derivatives along one direction: two fields on the data, nT x vocab, row-major. */
    record Along(double[] first, double[] second) {}

    private HeadJet(HeadKernel kernel, Second second, double[] theta, int from) {
        this.corpus = kernel.corpus();
        this.shape = kernel.shape();
        this.attention = kernel.attention();
        this.second = second;
        int seqLen = corpus.seqLen();
        this.values = Arrays.copyOfRange(theta, from + shape.values(), from + shape.parameters());
        this.queries = new double[corpus.positions() * shape.dk()];
        this.keys = new double[corpus.positions() * shape.dk()];
        project(theta, from, queries);
        project(theta, from + shape.keys(), keys);
        this.weights = new double[corpus.positions() * seqLen];
        for (int j = 0; j < corpus.sequences(); j++) {
            double[] a = kernel.attentionWeights(theta, from, j);
            System.arraycopy(a, 0, weights, j * seqLen * seqLen, a.length);
        }
        this.averages = new double[corpus.positions() * shape.d()];
        kernel.averages(theta, from, averages);
        this.score = new double[seqLen];
        this.curvature = new double[seqLen];
        this.h1 = new double[shape.d()];
        this.h2 = new double[shape.d()];
    }

    /** The derivatives at the head {@code theta[from ..]}. */
    static HeadJet at(HeadKernel kernel, double[] theta, int from) {
        return at(kernel, Second.REFERENCE, theta, from);
    }

    /** The derivatives at a head, the second computed in another way. */
    static HeadJet at(HeadKernel kernel, Second second, double[] theta, int from) {
        return new HeadJet(kernel, second, theta, from);
    }

    /** The derivatives along the direction {@code xi[from ..]}, flat like θ. O(nT (T (d + dk) + vocab d)). */
    Along along(double[] xi, int from) {
        double[] dq = new double[queries.length];
        double[] dk = new double[keys.length];
        project(xi, from, dq);
        project(xi, from + shape.keys(), dk);
        Along along = new Along(new double[corpus.fieldLength()], new double[corpus.fieldLength()]);
        for (int i = 0; i < corpus.positions(); i++) {
            differentiateScores(i, dq, dk);
            differentiateAverage(i);
            differentiateLogits(i, xi, from + shape.values(), along);
        }
        return along;
    }

    /** Writes {@code M x_i} of a dk x d matrix at every position, nT x dk, row-major. */
    private void project(double[] matrix, int from, double[] out) {
        int d = shape.d();
        for (int i = 0; i < corpus.positions(); i++) {
            for (int r = 0; r < shape.dk(); r++) {
                out[i * shape.dk() + r] = dot(matrix, from + r * d, corpus.inputs(), i * d, d);
            }
        }
    }

    /** l̃ and l̈ - ⟨l̈⟩ of position i, over the positions it sees. */
    private void differentiateScores(int i, double[] dq, double[] dk) {
        int k = shape.dk();
        int start = i - i % corpus.seqLen();
        double scale = attention.scale(k);
        double factor = switch (second) {
            case WITHOUT_SCORE_CURVATURE -> 0;
            case HALF_SCORE_CURVATURE -> 1;
            default -> 2;
        };
        for (int s = 0; s < visible(i); s++) {
            int key = (start + s) * k;
            score[s] = scale * (dot(dq, i * k, keys, key, k) + dot(queries, i * k, dk, key, k));
            curvature[s] = factor * scale * dot(dq, i * k, dk, key, k);
        }
        centre(i, score);
        centre(i, curvature);
    }

    /** ḣ and ḧ of position i. */
    private void differentiateAverage(int i) {
        int d = shape.d();
        int start = i - i % corpus.seqLen();
        double variance = second == Second.UNCENTRED_SQUARES ? 0 : variance(i);
        Arrays.fill(h1, 0);
        Arrays.fill(h2, 0);
        for (int s = 0; s < visible(i); s++) {
            double a = weight(i, s);
            double square = second == Second.WITHOUT_SQUARES ? 0 : score[s] * score[s] - variance;
            double second2 = second == Second.WITHOUT_AVERAGES ? 0 : a * (square + curvature[s]);
            for (int k = 0; k < d; k++) {
                double x = corpus.inputs()[(start + s) * d + k];
                h1[k] += a * score[s] * x;
                h2[k] += second2 * x;
            }
        }
    }

    private void differentiateLogits(int i, double[] xi, int dv, Along along) {
        int d = shape.d();
        double mixed = second == Second.HALF_MIXED ? 1 : 2;
        for (int c = 0; c < shape.vocab(); c++) {
            int row = i * shape.vocab() + c;
            along.first()[row] = dot(xi, dv + c * d, averages, i * d, d) + dot(values, c * d, h1, 0, d);
            along.second()[row] = mixed * dot(xi, dv + c * d, h1, 0, d) + dot(values, c * d, h2, 0, d);
        }
    }

    /** Subtracts the mean under the weights of position i. */
    private void centre(int i, double[] f) {
        double mean = 0;
        for (int s = 0; s < visible(i); s++) {
            mean += weight(i, s) * f[s];
        }
        for (int s = 0; s < visible(i); s++) {
            f[s] -= mean;
        }
    }

    /** {@code ⟨l̃²⟩}. */
    private double variance(int i) {
        double sum = 0;
        for (int s = 0; s < visible(i); s++) {
            sum += weight(i, s) * score[s] * score[s];
        }
        return sum;
    }

    private double weight(int i, int s) {
        return weights[i * corpus.seqLen() + s];
    }

    private int visible(int i) {
        return attention.visible(i % corpus.seqLen(), corpus.seqLen());
    }

    private static double dot(double[] a, int aFrom, double[] b, int bFrom, int n) {
        double sum = 0;
        for (int k = 0; k < n; k++) {
            sum += a[aFrom + k] * b[bFrom + k];
        }
        return sum;
    }
}
