package org.attentiontheorems.layers;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import java.util.function.ToDoubleFunction;
import org.attentiontheorems.measure.Sums;
import org.attentiontheorems.random.RandomField;

/** Derivatives by differences, for gradients computed in another way. */
final class Stencil {
    private static final double STEP = 1e-3;

    private Stencil() {}

    /** {@code f'(0)} by {@code [8 (f(e) - f(-e)) - (f(2e) - f(-2e))] / 12e}, e = 1e-3: off by {@code e⁴ f⁽⁵⁾/30}. */
    static double slope(DoubleUnaryOperator f) {
        double near = f.applyAsDouble(STEP) - f.applyAsDouble(-STEP);
        double far = f.applyAsDouble(2 * STEP) - f.applyAsDouble(-2 * STEP);
        return (8 * near - far) / (12 * STEP);
    }

    /** The derivative of a function of the control along a direction. */
    static double slope(ToDoubleFunction<Control> f, Control at, Control direction) {
        return slope(e -> f.applyAsDouble(at.plus(e, direction)));
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
