package org.attentiontheorems.homogenization;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import org.attentiontheorems.measure.Sums;
import org.attentiontheorems.measure.Vectors;
import org.attentiontheorems.random.RandomField;
import org.attentiontheorems.verify.Draw;
import org.attentiontheorems.verify.Picture;
import org.attentiontheorems.verify.Picture.Axis;

/** Pictures of {@code homogenized-stochastic-limit}. */
final class StochasticLimitPictures {
    private static final double[] STEPS = {0.4, 0.2, 0.1, 0.05, 0.025, 0.0125};
    private static final int[] DEPTHS = {8, 16, 32, 64, 128, 256, 512};
    private static final double[] CONSTANTS = {-0.09778, -0.03984, 0.02688, 0.10988};
    private static final int[] DIMENSIONS = {2, 3, 5, 16};
    private static final int TOKENS = 3;
    private static final int LAYERS = 300;
    private static final double TIME = 4;

    private StochasticLimitPictures() {}

    static List<Picture> all(RandomField random) {
        return List.of(
                oneLayer(
                        "one-layer-skewed",
                        "One layer of a skewed law against its limit",
                        layer(random, 0),
                        "Two heads, three tokens in three dimensions, exactly, over all types of the layer. Terms of degree 3 do"
                                + " not average out: errors and bounds fall like the step."),
                oneLayer(
                        "one-layer-symmetric",
                        "One layer of a symmetric law against its limit",
                        layer(random, 1),
                        "The same for a law that gives V and -V equal probability: terms of degree 3 average out, and errors"
                                + " and bounds fall like the square of the step."),
                weakError(),
                sharedNoise(random));
    }

    private static CentredLayer layer(RandomField random, int symmetric) {
        Draw drawn = new HomogenizedStochasticLimit().ranges().sample(random);
        SortedMap<String, Integer> dims = new TreeMap<>(drawn.dims());
        dims.putAll(Map.of("tokens", 3, "dimension", 3, "heads", 2, "step", 0, "symmetric", symmetric));
        return new HomogenizedStochasticLimit().draw(new Draw(dims, drawn.scales(), drawn.key()), random);
    }

    private static Picture oneLayer(String id, String title, CentredLayer layer, String caption) {
        List<LayerComparison> at = Arrays.stream(STEPS)
                .mapToObj(step -> LayerComparison.of(layer.withStep(step)))
                .toList();
        return Picture.of(id, title, Axis.logarithmic("step η"), Axis.logarithmic("error"))
                .claimed("bound of the drift", STEPS, values(at, LayerComparison::driftBound))
                .line("error of the drift", STEPS, values(at, LayerComparison::driftError))
                .claimed("bound of the covariance", STEPS, values(at, LayerComparison::covarianceBound))
                .line("error of the covariance", STEPS, values(at, LayerComparison::covarianceError))
                .saying(caption);
    }

    private static double[] values(List<LayerComparison> at, ToDoubleFunction<LayerComparison> value) {
        return at.stream().mapToDouble(value).toArray();
    }

    private static Picture weakError() {
        double[] layers = Arrays.stream(DEPTHS).mapToDouble(k -> k).toArray();
        Picture picture = Picture.of(
                "weak-error",
                "Weak error of one token against depth",
                Axis.logarithmic("layers L"),
                Axis.logarithmic("error of the mean overlap with the start"));
        for (int i = 0; i < DIMENSIONS.length; i++) {
            ZonalChain chain = new ZonalChain(DIMENSIONS[i], 1, CONSTANTS[i]);
            double[] errors = Arrays.stream(DEPTHS)
                    .mapToDouble(l -> Math.abs(chain.error(l, chain.rate())))
                    .toArray();
            picture = picture.points("dimension " + DIMENSIONS[i], layers, errors);
        }
        double[] claimed = Arrays.stream(layers)
                .map(l -> CONSTANTS[CONSTANTS.length - 1] / l)
                .toArray();
        return picture.claimed("0.10988/L", layers, claimed)
                .saying(
                        "Gaussian values, time 1: the closed form of L layers minus that of the diffusion, in size. The error"
                                + " falls like 1/L, with a constant of either sign; for dimension 16 it is drawn.");
    }

    /** Three tokens on the circle; beside them the same tokens, each with weights of its own. */
    private static Picture sharedNoise(RandomField random) {
        double[][] common = angles(random, true);
        double[][] own = angles(random, false);
        double[] times = new double[LAYERS + 1];
        Arrays.setAll(times, l -> l * TIME / LAYERS);
        Picture picture = Picture.of(
                "shared-noise", "Tokens share the noise", Axis.linear("time"), Axis.linear("angle on the circle"));
        for (int i = 0; i < TOKENS; i++) {
            picture = picture.line("token " + (i + 1) + ", same weights", times, common[i]);
        }
        for (int i = 0; i < TOKENS; i++) {
            picture = picture.claimed("token " + (i + 1) + ", weights of its own", times, own[i]);
        }
        return picture.saying(
                "One network of 300 layers with Gaussian values, on a circle. Under the same weights (thick lines)"
                        + " tokens that come near each other move together; with weights of their own (thin lines) they do not.");
    }

    /** The lifted angle of each token after every layer. */
    private static double[][] angles(RandomField random, boolean shared) {
        double step = Math.sqrt(TIME / LAYERS / 2);
        double[][] x = new double[TOKENS][];
        double[][] angles = new double[TOKENS][LAYERS + 1];
        for (int i = 0; i < TOKENS; i++) {
            angles[i][0] = 1.2 * i;
            x[i] = new double[] {StrictMath.cos(1.2 * i), StrictMath.sin(1.2 * i)};
        }
        for (int l = 0; l < LAYERS; l++) {
            double[][] averages = Attention.of(x, 1, Vectors.identity(2)).averages();
            double[][] next = new double[TOKENS][];
            for (int i = 0; i < TOKENS; i++) {
                double[][] value = random.gaussianMatrix("V " + l + (shared ? "" : " of " + i), 2, 2);
                next[i] = SphereStep.normalised(Vectors.plus(x[i], step, Vectors.apply(value, averages[i])));
                double turn = StrictMath.atan2(x[i][0] * next[i][1] - x[i][1] * next[i][0], Sums.dot(x[i], next[i]));
                angles[i][l + 1] = angles[i][l] + turn;
            }
            x = next;
        }
        return angles;
    }
}
