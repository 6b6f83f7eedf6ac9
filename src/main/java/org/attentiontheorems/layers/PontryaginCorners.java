package org.attentiontheorems.layers;

import java.util.List;
import org.attentiontheorems.layers.PontryaginTerminalCondition.Instance;

/** Degenerate instances of {@code pontryagin-terminal-condition}. */
final class PontryaginCorners {
    private PontryaginCorners() {}

    /** The worked example, made degenerate in one respect each. */
    static List<Instance> all(Instance x) {
        LayerShape shape = x.theta().shape();
        List<Layer> nothing = new Control(shape, new double[2][shape.parameters()]).layers();
        List<Atom> single = List.of(new Atom(new double[][] {{0.6, -0.2}}, 2, 1));
        Atom first = x.population().get(0);
        return List.of(
                new Instance(1, 8, nothing, x.readout(), x.population()),
                new Instance(1, 2, x.control(), x.readout(), x.population()),
                new Instance(1, 24, x.control(), x.readout(), single),
                new Instance(0, 24, x.control(), x.readout(), x.population()),
                new Instance(20, 48, x.control(), x.readout(), x.population()),
                new Instance(1, 24, x.control(), new double[3][2], x.population()),
                new Instance(
                        1,
                        24,
                        x.control(),
                        x.readout(),
                        List.of(
                                first.withWeight(0.25),
                                first.withWeight(0.25),
                                x.population().get(1))),
                PontryaginFamilies.scalar(0.6, 0.1, 1, 16),
                PontryaginFamilies.scalar(-1, 0.5, 0, 12),
                PontryaginFamilies.steep(4));
    }
}
