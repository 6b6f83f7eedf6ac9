package org.attentiontheorems.layers;

import java.util.Arrays;
import java.util.List;

/** Layers of width 1 whose flow has a closed form. */
final class ScalarLayer {
    private static final double[][] ZERO = {{0}};

    /** W = (1, -1)ᵀ: label 0 costs {@code log(1 + e^-2h)}. */
    static final double[][] READOUT = {{1}, {-1}};

    private ScalarLayer() {}

    /** {@code f(h) = v h} for a single token. */
    static Layer values(double v) {
        return new Layer(ZERO, ZERO, new double[][] {{v}}, ZERO, new double[1], ZERO);
    }

    /** A control of such layers, one a segment. */
    static List<Layer> control(double... v) {
        return Arrays.stream(v).mapToObj(ScalarLayer::values).toList();
    }

    /** {@code f(h) = w2 tanh(b1)}: a shift. */
    static Layer shift(double w2, double b1) {
        return new Layer(ZERO, ZERO, ZERO, ZERO, new double[] {b1}, new double[][] {{w2}});
    }

    /** A sequence of one token of width 1 with label 0. */
    static Atom atom(double h0, double weight) {
        return new Atom(new double[][] {{h0}}, 0, weight);
    }

    /** {@code log(1 + e^-2h)}: the loss of label 0. */
    static double loss(double h) {
        return StrictMath.log1p(StrictMath.exp(-2 * h));
    }

    /** The same layers with all parameters 0. */
    static List<Layer> silenced(List<Layer> control) {
        return Control.of(control).times(0).layers();
    }
}
