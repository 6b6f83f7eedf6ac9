package org.attentiontheorems.layers;

import org.attentiontheorems.verify.Check;

/**
 * The parameters θ of one segment of depth, as an instance file gives them.
 *
 * @param q queries, m x d
 * @param k keys, m x d
 * @param v values, d x d
 * @param w1 first matrix of the MLP, r x d
 * @param b1 its bias, r entries
 * @param w2 second matrix of the MLP, d x r
 */
public record Layer(double[][] q, double[][] k, double[][] v, double[][] w1, double[] b1, double[][] w2) {

    /** The layer whose flat parameters are θ. */
    static Layer of(LayerShape shape, double[] theta) {
        return new Layer(
                matrix(theta, shape.q(), shape.m(), shape.d()),
                matrix(theta, shape.k(), shape.m(), shape.d()),
                matrix(theta, shape.v(), shape.d(), shape.d()),
                matrix(theta, shape.w1(), shape.r(), shape.d()),
                java.util.Arrays.copyOfRange(theta, shape.b1(), shape.w2()),
                matrix(theta, shape.w2(), shape.d(), shape.r()));
    }

    /** The sizes that Q, and b1, declare; {@code field} is the layer's own path. */
    LayerShape shape(String field) {
        Check.that(q.length > 0, field + ".q", "must not be empty");
        Check.that(q[0].length > 0, field + ".q[0]", "must not be empty");
        Check.that(b1.length > 0, field + ".b1", "must not be empty");
        return new LayerShape(q[0].length, q.length, b1.length);
    }

    /** Requires finite matrices of these sizes; {@code field} is the layer's own path. */
    void check(String field, LayerShape shape) {
        Check.matrix(field + ".q", q, shape.m(), shape.d());
        Check.matrix(field + ".k", k, shape.m(), shape.d());
        Check.matrix(field + ".v", v, shape.d(), shape.d());
        Check.matrix(field + ".w1", w1, shape.r(), shape.d());
        Check.vector(field + ".b1", b1, shape.r());
        Check.matrix(field + ".w2", w2, shape.d(), shape.r());
    }

    /** θ = (Q, K, V, W1, b1, W2), flat. */
    double[] flat(LayerShape shape) {
        double[] theta = new double[shape.parameters()];
        fill(q, theta, shape.q());
        fill(k, theta, shape.k());
        fill(v, theta, shape.v());
        fill(w1, theta, shape.w1());
        System.arraycopy(b1, 0, theta, shape.b1(), b1.length);
        fill(w2, theta, shape.w2());
        return theta;
    }

    private static void fill(double[][] matrix, double[] theta, int from) {
        for (int i = 0; i < matrix.length; i++) {
            System.arraycopy(matrix[i], 0, theta, from + i * matrix[i].length, matrix[i].length);
        }
    }

    private static double[][] matrix(double[] theta, int from, int rows, int columns) {
        double[][] matrix = new double[rows][columns];
        for (int i = 0; i < rows; i++) {
            System.arraycopy(theta, from + i * columns, matrix[i], 0, columns);
        }
        return matrix;
    }
}
