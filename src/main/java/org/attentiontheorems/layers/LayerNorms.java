package org.attentiontheorems.layers;

import org.attentiontheorems.measure.Sums;

/**
 * Norms of one layer and what follows from them on a ball (lemma A). Where all rows of a state have norm at most R and lie within ρ of one
 * common point,
 *
 * <pre>{@code |f|_∞ <= F = v R + w2 min(√r, w1 R + τ1),   ‖D_h f‖ <= Λ = v (1 + β b (ρ² + R ρ)) + w2 w1,}</pre>
 *
 * because attention means are convex combinations, their derivative is a covariance under the attention weights, and tanh' <= 1.
 *
 * @param v norm of V
 * @param b norm of KᵀQ times β; 0 for a single token, whose softmax is constant
 * @param w1 norm of W1
 * @param w2 norm of W2
 * @param tau1 |b1|
 * @param r width of the MLP
 */
record LayerNorms(double v, double b, double w1, double w2, double tau1, int r) {

    /** The norms of θ; {@code b} is {@code β ‖KᵀQ‖}. */
    static LayerNorms of(LayerField field, double[] theta) {
        LayerShape shape = field.shape();
        int d = shape.d();
        double[] bias = java.util.Arrays.copyOfRange(theta, shape.b1(), shape.w2());
        return new LayerNorms(
                Matrices.norm(Matrices.matrix(theta, shape.v(), d, d)),
                field.tokens() == 1 ? 0 : field.beta() * Matrices.norm(scores(shape, theta)),
                Matrices.norm(Matrices.matrix(theta, shape.w1(), shape.r(), d)),
                Matrices.norm(Matrices.matrix(theta, shape.w2(), d, shape.r())),
                Math.sqrt(Sums.dot(bias, bias)),
                shape.r());
    }

    /** The norms of every segment. */
    static LayerNorms[] of(LayerField field, Control control) {
        LayerNorms[] norms = new LayerNorms[control.count()];
        for (int s = 0; s < norms.length; s++) {
            norms[s] = of(field, control.segments()[s]);
        }
        return norms;
    }

    /** B = KᵀQ, d x d. */
    static org.hipparchus.linear.RealMatrix scores(LayerShape shape, double[] theta) {
        return Matrices.matrix(theta, shape.k(), shape.m(), shape.d())
                .transposeMultiply(Matrices.matrix(theta, shape.q(), shape.m(), shape.d()));
    }

    /** F: how fast a state of radius R moves at most. */
    double speed(double radius) {
        return v * radius + w2 * Math.min(Math.sqrt(r), w1 * radius + tau1);
    }

    /** Λ: the Lipschitz constant of f on states of radius R and spread ρ. */
    double lipschitz(double radius, double spread) {
        return v * (1 + b * (spread * spread + radius * spread)) + w2 * w1;
    }

    /** Λ⁽²⁾: a bound of the second derivative of f, as a bilinear form, on states of radius R and spread ρ. */
    double curvature(double radius, double spread) {
        double s = b * (radius + spread);
        return v * (2 * s + 2 * b * spread + 2 * s * s * spread) + 4 / (3 * Math.sqrt(3)) * w2 * w1 * w1;
    }

    /** The radius of states after a time, from states of radius R. */
    double radiusAfter(double radius, double time) {
        return StrictMath.exp(v * time) * radius + w2 * Math.sqrt(r) * time * Growth.phi(v * time);
    }
}
