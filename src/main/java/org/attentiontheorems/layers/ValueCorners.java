package org.attentiontheorems.layers;

import java.util.List;
import org.attentiontheorems.layers.MeanFieldControlValue.Instance;

/** Degenerate instances of {@code mean-field-control-value}. */
final class ValueCorners {
    private ValueCorners() {}

    /** The worked example, made degenerate in one respect each, and a single number. */
    static List<Instance> all(Instance base) {
        Atom first = base.population().get(0);
        Atom second = base.population().get(1);
        List<Atom> repeated = List.of(first.withWeight(0.3), first.withWeight(0.37), second);
        List<double[][]> three = List.of(
                base.otherLaw().get(0), base.otherLaw().get(0), base.otherLaw().get(1));
        double[][] token = {{0.4, -0.7}};
        List<Atom> single = List.of(new Atom(token, 2, 1));
        List<double[][]> same = List.of(first.h0(), second.h0());
        TestFunction flat = new TestFunction(new double[2][2], 0, 0.5);
        return List.of(
                base.with(List.of(ScalarLayer.silenced(base.controls().get(0))), base.readout()),
                base.with(List.of(base.controls().get(1)), base.readout()),
                base.with(base.controls(), new double[3][2]),
                base.with(1, base.population(), same, base.testFunction()),
                base.with(1, base.population(), base.otherLaw(), flat),
                base.with(0, base.population(), base.otherLaw(), base.testFunction()),
                base.with(1, repeated, three, base.testFunction()),
                base.with(1, single, List.<double[][]>of(new double[][] {{-0.2, 0.3}}), new TestFunction(token, 1, 0)),
                new Instance(
                        0,
                        1,
                        List.of(ScalarLayer.control(0.8)),
                        ScalarLayer.READOUT,
                        List.of(ScalarLayer.atom(1, 1)),
                        List.<double[][]>of(new double[][] {{0.3}}),
                        new TestFunction(new double[][] {{1}}, 0.5, 0)));
    }
}
