package org.attentiontheorems.layers;

import java.util.List;
import org.attentiontheorems.layers.EmpiricalRiskSampling.Instance;

/** Degenerate instances of {@code empirical-risk-sampling}. */
final class EmpiricalRiskCorners {
    private EmpiricalRiskCorners() {}

    /** The worked example, made degenerate in one respect each, and a single token that grows as fast in u as A allows. */
    static List<Instance> all(Instance base) {
        Atom first = base.population().get(0);
        Atom second = base.population().get(1);
        List<Atom> repeated = List.of(first.withWeight(0.25), first.withWeight(0.25), second);
        List<Atom> shortened =
                List.of(new Atom(new double[][] {{0.3, -0.2}}, 0, 0.4), new Atom(new double[][] {{-0.5, 0.1}}, 2, 0.6));
        List<Atom> scalars = List.of(ScalarLayer.atom(1, 0.3), ScalarLayer.atom(0.4, 0.7));
        return List.of(
                base.with(List.of(ScalarLayer.silenced(base.controls().get(0))), base.readout(), base.population()),
                base.with(base.controls(), new double[3][2], base.population()),
                base.with(base.controls(), base.readout(), List.of(first.withWeight(1))),
                base.with(base.controls(), base.readout(), repeated),
                base.with(base.controls(), base.readout(), shortened),
                new Instance(0, 2, base.controls(), base.readout(), base.population(), 1, 0.05),
                new Instance(1, 8, List.of(ScalarLayer.control(0.05)), ScalarLayer.READOUT, scalars, 20, 0.1));
    }
}
