package org.attentiontheorems.layers;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.attentiontheorems.random.RandomField;
import org.attentiontheorems.verify.Picture;

/** Pictures of {@code mean-field-control-value}: values against depth, errors along a ray of controls, and a law on its way. */
final class ValuePictures {
    private static final int[] DEPTHS = {6, 12, 24, 48, 96, 192, 384};
    private static final int SHOWN = 60;

    private ValuePictures() {}

    static List<Picture> all(RandomField random) {
        LayerDraws draws = new LayerDraws(4, new LayerShape(2, 2, 3), 3, 4, 1, 4);
        Control control = Control.of(draws.control(random, "control"));
        LayerModel model = LayerModel.of(draws.beta(), draws.shape(), draws.readout(random), draws.population(random));
        ScaledValue scaled = new ScaledValue(model, control, 1.2);
        return List.of(gaps(scaled), errors(scaled), transported(model, control));
    }

    private static Picture gaps(ScaledValue scaled) {
        List<ScaledPair> pairs = ScaledPair.series(scaled, DEPTHS).values();
        double[] depth = IntStream.of(DEPTHS).mapToDouble(l -> l).toArray();
        return Picture.of(
                        "value-gap-against-depth",
                        "The value of networks tends to that of the flow",
                        Picture.Axis.logarithmic("depth L"),
                        Picture.Axis.logarithmic("|V_L - V|"))
                .line(
                        "measured",
                        depth,
                        pairs.stream().mapToDouble(ScaledPair::gap).toArray())
                .claimed(
                        "bound",
                        depth,
                        pairs.stream().mapToDouble(ScaledPair::bound).toArray())
                .saying("Multiples u θ̄, |u| ≤ 1.2, of one drawn control on four sequences. Both lines fall like 1/L;"
                        + " the bound does not know that the errors of the sequences partly cancel in the risk.");
    }

    private static Picture errors(ScaledValue scaled) {
        double[] u = IntStream.rangeClosed(0, SHOWN)
                .mapToDouble(i -> scaled.most() * (2.0 * i / SHOWN - 1))
                .toArray();
        double[] flow = Arrays.stream(u).map(scaled::flowRisk).toArray();
        Picture picture = Picture.of(
                "risk-errors-along-a-ray",
                "Errors of the risk of networks, times their depth",
                Picture.Axis.linear("multiple u of one control"),
                Picture.Axis.linear("L (J_L - J)"));
        for (int depth : new int[] {3, 6, 12, 96}) {
            double[] errors = new double[u.length];
            for (int i = 0; i < u.length; i++) {
                errors[i] = depth * (scaled.networkRisk(u[i], depth) - flow[i]);
            }
            picture = picture.line("L = " + depth, u, errors);
        }
        return picture.saying("The curves settle: the error is of order 1/L at every control of the class, uniformly,"
                + " so least risks approach at that rate too. The network without layers, u = 0, makes no error.");
    }

    /** The last tokens of a law, along the flow and through a network of six layers. */
    private static Picture transported(LayerModel model, Control control) {
        Picture picture = Picture.plane(
                "transported-law", "A law of hidden states on its way", "first coordinate", "second coordinate");
        List<double[]> stops = new ArrayList<>();
        for (int n = 0; n < model.population().count(); n++) {
            double[] start = model.population().starts()[n];
            double[][] along = model.flow().states(control, start, SHOWN);
            picture = picture.line("last token of sequence " + (n + 1), last(along, 0), last(along, 1));
            stops.addAll(List.of(model.network().states(control, start, 6)));
        }
        double[][] all = stops.toArray(double[][]::new);
        return picture.points("network of six layers", last(all, 0), last(all, 1))
                .saying("Last tokens of four sequences from depth 0 to 1; the control changes at 1/3 and 2/3."
                        + " The points are the network's, one a layer.");
    }

    private static double[] last(double[][] states, int coordinate) {
        return Arrays.stream(states)
                .mapToDouble(h -> h[h.length - 2 + coordinate])
                .toArray();
    }
}
