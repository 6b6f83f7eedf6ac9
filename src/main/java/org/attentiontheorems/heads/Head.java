package org.attentiontheorems.heads;

import org.attentiontheorems.verify.Check;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.SingularValueDecomposition;

/**
 * One head, one particle: {@code z_θ(x)_t = V Σ_{s <= t} a_ts x_s} with attention scores {@code ⟨Q x_t, K x_s⟩ / sqrt(dk)}.
 *
 * @param q queries, dk x d
 * @param k keys, dk x d
 * @param v values straight to vocabulary logits, vocab x d
 */
public record Head(double[][] q, double[][] k, double[][] v) {

    /** The sizes of a head, and where its matrices lie in the flat vector θ = (Q, K, V), each row-major. */
    public record Shape(int d, int dk, int vocab) {
        /** Length p = 2 dk d + vocab d of θ. */
        public int parameters() {
            return keys() + dk * d + vocab * d;
        }

        /** Where K begins. */
        public int keys() {
            return dk * d;
        }

        /** Where V begins. */
        public int values() {
            return 2 * dk * d;
        }
    }

    /** The head whose flat parameters stand at {@code theta[from ..]}. */
    public static Head of(Shape shape, double[] theta, int from) {
        return new Head(
                matrix(theta, from, shape.dk(), shape.d()),
                matrix(theta, from + shape.keys(), shape.dk(), shape.d()),
                matrix(theta, from + shape.values(), shape.vocab(), shape.d()));
    }

    /** Requires finite matrices of these sizes; {@code field} is the head's own path. */
    void check(String field, Shape shape) {
        Check.matrix(field + ".q", q, shape.dk(), shape.d());
        Check.matrix(field + ".k", k, shape.dk(), shape.d());
        Check.matrix(field + ".v", v, shape.vocab(), shape.d());
    }

    /** Writes θ = (Q, K, V) to {@code out[at ..]}. */
    void flatten(double[] out, int at) {
        flatten(v, out, flatten(k, out, flatten(q, out, at)));
    }

    /** The operator norm of V: {@code |z_θ(x)_t| <= ‖V‖ max_s |x_s|}. */
    public double valueNorm() {
        return new SingularValueDecomposition(new Array2DRowRealMatrix(v)).getNorm();
    }

    private static int flatten(double[][] matrix, double[] out, int at) {
        int next = at;
        for (double[] row : matrix) {
            System.arraycopy(row, 0, out, next, row.length);
            next += row.length;
        }
        return next;
    }

    private static double[][] matrix(double[] theta, int from, int rows, int columns) {
        double[][] matrix = new double[rows][columns];
        for (int i = 0; i < rows; i++) {
            System.arraycopy(theta, from + i * columns, matrix[i], 0, columns);
        }
        return matrix;
    }
}
