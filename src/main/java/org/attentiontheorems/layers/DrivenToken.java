package org.attentiontheorems.layers;

import java.util.function.DoubleUnaryOperator;
import org.attentiontheorems.flow.Flow;

/**
 * A single number moved by a control alone: T = d = r = 1, V = 0, W1 = 0, b1 = 1 and {@code W2(t) = ω(t) / tanh 1}, so that {@code f = ω(t)}.
 * Layer l of a network of depth L uses {@code θ(l / L)}.
 */
final class DrivenToken {
    private static final LayerShape SHAPE = new LayerShape(1, 1, 1);

    private DrivenToken() {}

    /** {@code h_L - h_0}: the Euler sum {@code 1/L Σ_l ω(l/L)}, by the network. */
    static double networkShift(DoubleUnaryOperator omega, int depth) {
        double[][] layers = new double[depth][];
        for (int l = 0; l < depth; l++) {
            layers[l] = new double[SHAPE.parameters()];
            layers[l][SHAPE.b1()] = 1;
            layers[l][SHAPE.w2()] = omega.applyAsDouble((double) l / depth) / StrictMath.tanh(1);
        }
        return Network.of(LayerField.of(1, SHAPE, 1)).end(new Control(SHAPE, layers), new double[1], depth)[0];
    }

    /** {@code h(1) - h_0 = ∫ ω} of a smooth ω, by the flow with depth as a second state. */
    static double flowShift(DoubleUnaryOperator omega) {
        double[] end = Flow.of((x, velocity) -> {
                    velocity[0] = omega.applyAsDouble(x[1]);
                    velocity[1] = 1;
                })
                .after(new double[2], 1, LayerFlow.TIGHT);
        return end[0];
    }

    /**
     * {@code ω(t) = Σ_{k < octaves} 2^(-k/2) cos(2π 2^k t)}: continuous, Hölder with exponent 1/2 and no better, integral 0. Sums over l/L with
     * L = 2^n see the octaves from n on as constants.
     */
    record Weierstrass(int octaves, int depth) {
        double omega(double t) {
            double sum = 0;
            for (int k = 0; k < octaves; k++) {
                double turns = Math.scalb(t, k);
                sum += amplitude(k) * StrictMath.cos(2 * Math.PI * (turns - Math.floor(turns)));
            }
            return sum;
        }

        /** {@code h_L - h(1)}, where h(1) = h_0. */
        double error(int otherDepth) {
            return Math.abs(networkShift(this::omega, otherDepth));
        }

        /** {@code Σ_{n <= k < octaves} 2^(-k/2)} for L = 2^n; about {@code (2 + √2) / √L}. */
        double closedError() {
            double sum = 0;
            for (int k = octaves - 1; k >= 0 && Math.scalb(1.0, k) >= depth; k--) {
                sum += amplitude(k);
            }
            return sum;
        }

        private static double amplitude(int k) {
            return Math.sqrt(Math.scalb(1.0, -k));
        }
    }

    /** {@code ω_L(t) = cos(2π frequency t)} in a network of depth L. */
    record Oscillation(int frequency, int depth) {
        double omega(double t) {
            return StrictMath.cos(2 * Math.PI * frequency * t);
        }

        /** {@code |h_L - h(1)|}. */
        double error() {
            return Math.abs(networkShift(this::omega, depth) - flowShift(this::omega));
        }

        Oscillation slowed() {
            return new Oscillation(1, depth);
        }
    }
}
