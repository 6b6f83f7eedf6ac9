package org.attentiontheorems.layers;

import java.util.List;
import org.attentiontheorems.layers.ControlStability.Instance;

/** The worked example of {@code control-stability}, made degenerate in one respect each. */
final class ControlCorners {
    private ControlCorners() {}

    static List<Instance> all(Instance base) {
        Layer layer = base.control().get(0);
        List<Layer> zero = ScalarLayer.silenced(base.control());
        Atom first = base.population().get(0);
        Atom second = base.population().get(1);
        List<Atom> repeated = List.of(first.withWeight(0.125), first.withWeight(0.125), second);
        List<Atom> single = List.of(first.withWeight(1));
        List<Atom> shortened = List.of(new Atom(new double[][] {{0.6, -0.3}}, 1, 1));
        List<Layer> scalar = ScalarLayer.control(0.4);
        return List.of(
                base.with(zero, zero, zero),
                base.with(base.control(), base.control(), base.control()),
                changed(base, new Layer(negated(layer.q()), layer.k(), layer.v(), layer.w1(), layer.b1(), layer.w2())),
                changed(base, new Layer(layer.q(), layer.k(), negated(layer.v()), layer.w1(), layer.b1(), layer.w2())),
                changed(base, new Layer(layer.q(), layer.k(), layer.v(), layer.w1(), layer.b1(), negated(layer.w2()))),
                changed(base, new Layer(layer.q(), layer.k(), layer.v(), layer.w1(), negated(layer.b1()), layer.w2())),
                base.with(1, base.readout(), single),
                base.with(1, base.readout(), repeated),
                base.with(1, base.readout(), shortened),
                base.with(0, base.readout(), base.population()),
                base.with(1, new double[3][2], base.population()),
                new Instance(
                        1,
                        1,
                        scalar,
                        ScalarLayer.control(-0.3),
                        ScalarLayer.control(0.1),
                        4,
                        ScalarLayer.READOUT,
                        List.of(ScalarLayer.atom(0.7, 1))));
    }

    /** Everything else differs by a ten thousandth, so that no bound vanishes. */
    private static Instance changed(Instance base, Layer other) {
        List<Layer> shrunk = Control.of(List.of(other)).times(0.9999).layers();
        return base.with(base.control(), shrunk, base.anchor());
    }

    private static double[][] negated(double[][] rows) {
        double[][] negated = new double[rows.length][];
        for (int i = 0; i < rows.length; i++) {
            negated[i] = negated(rows[i]);
        }
        return negated;
    }

    private static double[] negated(double[] row) {
        double[] negated = row.clone();
        for (int k = 0; k < row.length; k++) {
            negated[k] = -row[k];
        }
        return negated;
    }
}
