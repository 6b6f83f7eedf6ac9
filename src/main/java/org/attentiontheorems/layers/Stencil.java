package org.attentiontheorems.layers;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import java.util.function.ToDoubleFunction;
import org.attentiontheorems.measure.Sums;
import org.attentiontheorems.random.RandomField;
import org.attentiontheorems.verify.Approx;

/** Derivatives by differences, for gradients computed in another way. */
final class Stencil {
    private static final double[] STEPS = {1e-3, 1e-4, 1e-5};
    private static final double ROUNDING = 0x1p-50;

    private Stencil() {}

    /**
     * {@code f'(0)} by {@code [8 (f(e) - f(-e)) - (f(2e) - f(-2e))] / 12e}, with the difference to twice the step as its error. The step
     * 2e is 1e-3 first, 1e-4 and 1e-5 on request.
     */
    static Approx slope(DoubleUnaryOperator f, int effort) {
        double e = STEPS[effort] / 2;
        double nearest = f.applyAsDouble(e) - f.applyAsDouble(-e);
        double near = f.applyAsDouble(2 * e) - f.applyAsDouble(-2 * e);
        double far = f.applyAsDouble(4 * e) - f.applyAsDouble(-4 * e);
        double fine = (8 * nearest - near) / (12 * e);
        double coarse = (8 * near - far) / (24 * e);
        return Approx.within(fine, Math.abs(fine - coarse) + ROUNDING * Math.abs(f.applyAsDouble(0)) / e);
    }

    /** The same where differences are far from delicate. */
    static double slope(DoubleUnaryOperator f) {
        return slope(f, 0).value();
    }

    /** The derivative of a function of the control along a direction. */
    static double slope(ToDoubleFunction<Control> f, Control at, Control direction) {
        return slope(f, at, direction, 0).value();
    }

    /** The same with its error. */
    static Approx slope(ToDoubleFunction<Control> f, Control at, Control direction, int effort) {
        return slope(e -> f.applyAsDouble(at.plus(e, direction)), effort);
    }

    /** A fixed direction that has nothing special about it: each of the six blocks of each segment has norm 1. */
    static Control direction(LayerShape shape, int segments) {
        RandomField random = RandomField.of(2606, "direction", 23235);
        int[] blocks = {shape.q(), shape.k(), shape.v(), shape.w1(), shape.b1(), shape.w2(), shape.parameters()};
        double[][] direction = new double[segments][];
        for (int s = 0; s < segments; s++) {
            direction[s] = random.gaussians("direction", s, shape.parameters());
            for (int b = 0; b + 1 < blocks.length; b++) {
                double[] block = Arrays.copyOfRange(direction[s], blocks[b], blocks[b + 1]);
                double norm = Math.sqrt(Sums.dot(block, block));
                for (int i = blocks[b]; i < blocks[b + 1]; i++) {
                    direction[s][i] /= norm;
                }
            }
        }
        return new Control(shape, direction);
    }

    /** A fixed direction of states, T x d. */
    static double[] stateDirection(int size) {
        return RandomField.of(2606, "state direction", 23235).gaussians("direction", 0, size);
    }
}
