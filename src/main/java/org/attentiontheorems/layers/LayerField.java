package org.attentiontheorems.layers;

import org.attentiontheorems.attention.CausalAttention;

/**
 * What one layer adds to the hidden states {@code h} (T x d, flat): causal attention and an MLP,
 *
 * <pre>{@code f(h, θ)_i = V m_i + W2 tanh(W1 h_i + b1),   m_i = Σ_{j <= i} a_ij h_j,   a_i = softmax_{j <= i} β ⟨Q h_i, K h_j⟩,}</pre>
 *
 * with its derivatives in both directions; and the ways to get it wrong. β is a plain factor, without {@code 1/sqrt(m)}. One evaluation
 * costs O(T² (m + d) + T d (d + m + r)). Row i depends, bit for bit, on rows 1..i only.
 *
 * @param tokens T
 * @param shape sizes d, m, r
 * @param beta inverse temperature, at least 0
 * @param attention which tokens a position sees
 * @param biased whether b1 is used
 * @param moving whether derivatives see the attention weights move with the states
 */
record LayerField(
        int tokens, LayerShape shape, double beta, CausalAttention attention, boolean biased, boolean moving) {

    /** The layer of the model. */
    static LayerField of(int tokens, LayerShape shape, double beta) {
        return new LayerField(tokens, shape, beta, CausalAttention.REFERENCE.withoutScale(), true, true);
    }

    /** This layer, looking at the future as well. */
    LayerField withoutMask() {
        return new LayerField(tokens, shape, beta, attention.withoutMask(), biased, moving);
    }

    /** This layer without the bias of the MLP. */
    LayerField withoutBias() {
        return new LayerField(tokens, shape, beta, attention, false, moving);
    }

    /** This layer at another inverse temperature. */
    LayerField withBeta(double other) {
        return new LayerField(tokens, shape, other, attention, biased, moving);
    }

    /** This layer, whose derivatives take the attention weights for constants. */
    LayerField withFrozenAttention() {
        return new LayerField(tokens, shape, beta, attention, biased, false);
    }

    /** Length T d of a state. */
    int stateSize() {
        return tokens * shape.d();
    }

    /** The field at a state, ready for its derivatives. */
    Point at(double[] theta, double[] h) {
        return new Point(this, theta, h);
    }

    /** {@code f(h, θ)}, T x d. */
    double[] value(double[] theta, double[] h) {
        return at(theta, h).value();
    }

    /** One layer at one state. Neither parameters nor state may change afterwards. */
    static final class Point {
        private final LayerField field;
        private final LayerShape shape;
        private final double[] theta;
        private final double[] h;
        private final double[] queries; // β Q h_i, T x m
        private final double[] keys; // K h_j, T x m
        private final double[] weights; // a_ij, T x T
        private final double[] means; // m_i, T x d
        private final double[] phi; // tanh(W1 h_i + b1), T x r
        private final double[] value; // f, T x d

        private Point(LayerField field, double[] theta, double[] h) {
            this.field = field;
            this.shape = field.shape;
            this.theta = theta;
            this.h = h;
            this.queries = rows(shape.q(), shape.m(), shape.d(), h);
            this.keys = rows(shape.k(), shape.m(), shape.d(), h);
            for (int i = 0; i < queries.length; i++) {
                queries[i] *= field.beta;
            }
            this.weights = new double[field.tokens * field.tokens];
            field.attention.weights(queries, keys, field.tokens, shape.m(), weights);
            this.means = means(h);
            this.phi = activations();
            this.value = rows(shape.v(), shape.d(), shape.d(), means);
            for (int i = 0; i < field.tokens; i++) {
                Matrices.addProduct(theta, shape.w2(), shape.d(), shape.r(), phi, i * shape.r(), value, i * shape.d());
            }
        }

        /** The product of each row of x with the matrix at {@code theta[from ..]}. */
        private double[] rows(int from, int rows, int columns, double[] x) {
            double[] out = new double[field.tokens * rows];
            for (int i = 0; i < field.tokens; i++) {
                Matrices.addProduct(theta, from, rows, columns, x, i * columns, out, i * rows);
            }
            return out;
        }

        private int visible(int i) {
            return field.attention.visible(i, field.tokens);
        }

        private double weight(int i, int j) {
            return weights[i * field.tokens + j];
        }

        private double[] means(double[] x) {
            int d = shape.d();
            double[] out = new double[x.length];
            for (int i = 0; i < field.tokens; i++) {
                for (int j = 0; j < visible(i); j++) {
                    double a = weight(i, j);
                    for (int k = 0; k < d; k++) {
                        out[i * d + k] += a * x[j * d + k];
                    }
                }
            }
            return out;
        }

        private double[] activations() {
            double[] z = rows(shape.w1(), shape.r(), shape.d(), h);
            for (int i = 0; i < z.length; i++) {
                z[i] = StrictMath.tanh(field.biased ? z[i] + theta[shape.b1() + i % shape.r()] : z[i]);
            }
            return z;
        }

        /** {@code f(h, θ)}, T x d; not to be changed. */
        double[] value() {
            return value;
        }

        /** The derivative {@code D_h f δ} along a direction, T x d. */
        double[] along(double[] delta) {
            double[] moved = means(delta);
            if (field.moving) {
                addMovedWeights(delta, moved);
            }
            double[] out = rows(shape.v(), shape.d(), shape.d(), moved);
            double[] z = rows(shape.w1(), shape.r(), shape.d(), delta);
            for (int i = 0; i < z.length; i++) {
                z[i] *= 1 - phi[i] * phi[i];
            }
            for (int i = 0; i < field.tokens; i++) {
                Matrices.addProduct(theta, shape.w2(), shape.d(), shape.r(), z, i * shape.r(), out, i * shape.d());
            }
            return out;
        }

        /** Adds {@code Σ_j a_ij (s'_ij - Σ_k a_ik s'_ik) h_j} to row i, with the derivative s' of the scores. */
        private void addMovedWeights(double[] delta, double[] moved) {
            int d = shape.d();
            int m = shape.m();
            double[] movedQueries = rows(shape.q(), m, d, delta);
            double[] movedKeys = rows(shape.k(), m, d, delta);
            double[] scores = new double[field.tokens];
            for (int i = 0; i < field.tokens; i++) {
                double mean = 0;
                for (int j = 0; j < visible(i); j++) {
                    scores[j] = field.beta * Matrices.dot(movedQueries, i * m, keys, j * m, m)
                            + Matrices.dot(queries, i * m, movedKeys, j * m, m);
                    mean += weight(i, j) * scores[j];
                }
                for (int j = 0; j < visible(i); j++) {
                    double moves = weight(i, j) * (scores[j] - mean);
                    for (int k = 0; k < d; k++) {
                        moved[i * d + k] += moves * h[j * d + k];
                    }
                }
            }
        }

        /** The derivatives of {@code ⟨u, f(h, θ)⟩}, u being T x d. */
        Pullback pull(double[] u) {
            return new Pullback(this, u);
        }
    }

    /** The transposed derivatives of a layer, applied to one cotangent u: {@code D_h fᵀ u} and {@code D_θ fᵀ u}. */
    static final class Pullback {
        private final Point at;
        private final double[] u;
        private final double[] g; // Vᵀ u_i, T x d
        private final double[] q; // β Σ_j ŝ_ij K h_j, T x m
        private final double[] k; // β Σ_i ŝ_ij Q h_i, T x m
        private final double[] z; // (1 - φ²) ⊙ W2ᵀ u_i, T x r

        private Pullback(Point at, double[] u) {
            this.at = at;
            this.u = u;
            LayerShape shape = at.shape;
            int tokens = at.field.tokens;
            this.g = new double[u.length];
            this.q = new double[tokens * shape.m()];
            this.k = new double[tokens * shape.m()];
            this.z = new double[tokens * shape.r()];
            for (int i = 0; i < tokens; i++) {
                Matrices.addTransposed(at.theta, shape.v(), shape.d(), shape.d(), u, i * shape.d(), g, i * shape.d());
                Matrices.addTransposed(at.theta, shape.w2(), shape.d(), shape.r(), u, i * shape.d(), z, i * shape.r());
            }
            for (int i = 0; i < z.length; i++) {
                z[i] *= 1 - at.phi[i] * at.phi[i];
            }
            if (at.field.moving) {
                pullScores();
            }
        }

        private void pullScores() {
            int d = at.shape.d();
            int m = at.shape.m();
            double beta = at.field.beta;
            for (int i = 0; i < at.field.tokens; i++) {
                double mean = Matrices.dot(g, i * d, at.means, i * d, d);
                for (int j = 0; j < at.visible(i); j++) {
                    double s = at.weight(i, j) * (Matrices.dot(g, i * d, at.h, j * d, d) - mean);
                    for (int c = 0; c < m; c++) {
                        q[i * m + c] += beta * s * at.keys[j * m + c];
                        k[j * m + c] += s * at.queries[i * m + c];
                    }
                }
            }
        }

        /** {@code D_h fᵀ u}, T x d. */
        double[] state() {
            LayerShape shape = at.shape;
            int d = shape.d();
            double[] out = new double[u.length];
            for (int i = 0; i < at.field.tokens; i++) {
                for (int j = 0; j < at.visible(i); j++) {
                    double a = at.weight(i, j);
                    for (int c = 0; c < d; c++) {
                        out[j * d + c] += a * g[i * d + c];
                    }
                }
                Matrices.addTransposed(at.theta, shape.q(), shape.m(), d, q, i * shape.m(), out, i * d);
                Matrices.addTransposed(at.theta, shape.k(), shape.m(), d, k, i * shape.m(), out, i * d);
                Matrices.addTransposed(at.theta, shape.w1(), shape.r(), d, z, i * shape.r(), out, i * d);
            }
            return out;
        }

        /** Adds {@code factor D_θ fᵀ u} to {@code out[from ..]}, in the order of {@link LayerShape}. */
        void addParameters(double factor, double[] out, int from) {
            LayerShape shape = at.shape;
            int d = shape.d();
            int m = shape.m();
            int r = shape.r();
            for (int i = 0; i < at.field.tokens; i++) {
                Matrices.addOuter(factor, q, i * m, m, at.h, i * d, d, out, from + shape.q());
                Matrices.addOuter(factor, k, i * m, m, at.h, i * d, d, out, from + shape.k());
                Matrices.addOuter(factor, u, i * d, d, at.means, i * d, d, out, from + shape.v());
                Matrices.addOuter(factor, z, i * r, r, at.h, i * d, d, out, from + shape.w1());
                for (int c = 0; at.field.biased && c < r; c++) {
                    out[from + shape.b1() + c] += factor * z[i * r + c];
                }
                Matrices.addOuter(factor, u, i * d, d, at.phi, i * r, r, out, from + shape.w2());
            }
        }
    }
}
