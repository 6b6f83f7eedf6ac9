package org.attentiontheorems.layers;

import java.util.List;
import java.util.stream.IntStream;
import org.attentiontheorems.layers.ControlStability.Instance;
import org.attentiontheorems.random.RandomField;
import org.attentiontheorems.verify.Picture;

/** Pictures of {@code control-stability}: controls drawn nearer, states along depth, minimisers under growing penalties. */
final class ControlPictures {
    private static final int DEPTH = 48;

    private ControlPictures() {}

    static List<Picture> all(RandomField random) {
        LayerDraws draws = new LayerDraws(4, new LayerShape(3, 2, 3), 3, 4, 1, 3);
        Instance drawn = new Instance(
                draws.beta(),
                DEPTH,
                draws.control(random, "control"),
                draws.control(random, "other"),
                draws.control(random, "anchor"),
                4,
                draws.readout(random),
                draws.population(random));
        return List.of(distance(drawn), alongDepth(drawn), penalties(drawn));
    }

    private static Picture distance(Instance x) {
        int points = 31;
        double[] share = new double[points];
        double[] found = new double[points];
        double[] bound = new double[points];
        Control one = Control.of(x.control());
        for (int i = 0; i < points; i++) {
            share[i] = StrictMath.pow(10, -3 + i * 0.1);
            Control other = one.towards(Control.of(x.otherControl()), share[i]);
            ControlPair pair = ControlPair.of(x.model(), ControlDistance.REFERENCE, one, other, x.depth());
            found[i] = pair.distance();
            bound[i] = pair.bound();
        }
        return Picture.of(
                        "distance-of-controls",
                        "Flows of two controls part in proportion to the controls",
                        Picture.Axis.logarithmic("share of the way to an independent control"),
                        Picture.Axis.logarithmic("largest distance of hidden states at depth 1"))
                .line("measured", share, found)
                .claimed("bound", share, bound)
                .saying(
                        "One drawn instance of three sequences. Both are of first order in the distance of the controls;"
                                + " the bound adds up norms where differences partly cancel.");
    }

    private static Picture alongDepth(Instance x) {
        int depth = x.depth();
        Control one = Control.of(x.control());
        Control other = Control.of(x.otherControl());
        LayerModel model = x.model();
        double[] start = model.population().starts()[0];
        double[][] h = model.flow().states(one, start, depth);
        double[][] g = model.flow().states(other, start, depth);
        int d = one.shape().d();
        return Picture.of(
                        "distance-along-depth",
                        "How two flows of one sequence part along depth",
                        Picture.Axis.linear("depth t"),
                        Picture.Axis.linear("distance of hidden states"))
                .line(
                        "measured",
                        IntStream.rangeClosed(0, depth)
                                .mapToDouble(l -> (double) l / depth)
                                .toArray(),
                        IntStream.rangeClosed(0, depth)
                                .mapToDouble(l -> States.distance(h[l], g[l], d))
                                .toArray())
                .claimed(
                        "bound",
                        IntStream.rangeClosed(0, depth)
                                .mapToDouble(l -> (double) l / depth)
                                .toArray(),
                        ControlDistance.REFERENCE.along(model.field(), one, other, start, depth))
                .saying("Two independent controls of three segments; the bound bends where a segment ends.");
    }

    private static Picture penalties(Instance x) {
        int points = 22;
        double[] lambda = new double[points];
        double[] energy = new double[points];
        double[] fall = new double[points];
        double[] crude = new double[points];
        for (int i = 0; i < points; i++) {
            lambda[i] = 4 * StrictMath.pow(2, i / 3.0);
            RidgeMinimiser.Problem problem = x.problem(lambda[i]);
            RidgeMinimiser.Run run = RidgeMinimiser.REFERENCE.run(problem);
            double start = problem.risk(problem.anchor());
            energy[i] = run.energy();
            fall[i] = 2 / lambda[i] * (start - problem.risk(run.minimiser()));
            crude[i] = 2 / lambda[i] * start;
        }
        return Picture.of(
                        "energy-against-penalty",
                        "How far the minimiser goes from its anchor",
                        Picture.Axis.logarithmic("penalty λ"),
                        Picture.Axis.logarithmic("squared distance ∫|θ* - θ̄|² dt"))
                .line("measured", lambda, energy)
                .claimed("2/λ times the fall of the risk", lambda, fall)
                .claimed("2/λ times the risk at the anchor", lambda, crude)
                .saying("The energy falls like λ⁻² and tends to half of the finer bound;"
                        + " the cruder one falls like 1/λ only, since it does not know how little the risk can fall.");
    }
}
