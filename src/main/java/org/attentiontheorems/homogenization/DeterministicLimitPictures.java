package org.attentiontheorems.homogenization;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.IntToDoubleFunction;
import java.util.function.ToDoubleFunction;
import org.attentiontheorems.random.RandomField;
import org.attentiontheorems.verify.Picture;
import org.attentiontheorems.verify.Picture.Axis;

/** Pictures of {@code homogenized-deterministic-limit}. */
final class DeterministicLimitPictures {
    private static final int[] DEPTHS = {2, 3, 4, 6, 8, 12, 16};
    private static final int[] HEADS = {1, 2, 3, 4, 6, 8, 10};
    private static final int LAYERS = 4;
    private static final double TIME = 5;
    private static final int OUTLINE = 121;
    private static final int MOMENTS = 61;

    private DeterministicLimitPictures() {}

    static List<Picture> all(DeepNetwork worked, RandomField random) {
        double constant = worked.flow().sharpConstant();
        DepthGrid grid = DepthGrid.of(worked);
        return List.of(againstDepth(worked, grid, constant), againstHeads(worked, grid, constant), onSphere(random));
    }

    private static Picture againstDepth(DeepNetwork worked, DepthGrid grid, double constant) {
        List<DepthErrors> errors = errors(DEPTHS, l -> grid.errors(l, 1));
        return Picture.of(
                        "error-against-depth",
                        "Error against depth",
                        Axis.logarithmic("layers L"),
                        Axis.logarithmic("mean squared error"))
                .claimed("bound E_L", numbers(DEPTHS), at(DEPTHS, l -> HomogenizedDeterministicLimit.bound(
                        worked.sized(l, 1))))
                .claimed("sharp constant c*/L", numbers(DEPTHS), at(DEPTHS, l -> constant / l))
                .line("error, one head", numbers(DEPTHS), of(errors, DepthErrors::meanSquare))
                .points("its squared bias", numbers(DEPTHS), of(errors, DepthErrors::squaredBias))
                .saying("The worked example, exactly, over all paths. The error falls like 1/L onto c*/L; the bias falls faster"
                        + " and soon does not matter. The bound has the right slope and is loose by its factor.");
    }

    private static Picture againstHeads(DeepNetwork worked, DepthGrid grid, double constant) {
        List<DepthErrors> errors = errors(HEADS, h -> grid.errors(LAYERS, h));
        return Picture.of(
                        "error-against-heads",
                        "Error against heads",
                        Axis.logarithmic("heads H"),
                        Axis.logarithmic("mean squared error in four layers"))
                .claimed("bound E_4", numbers(HEADS), at(HEADS, h -> HomogenizedDeterministicLimit.bound(
                        worked.sized(LAYERS, h))))
                .claimed("sharp constant c*/4H", numbers(HEADS), at(HEADS, h -> constant / (LAYERS * h)))
                .line("variance", numbers(HEADS), of(errors, DepthErrors::variance))
                .points("error", numbers(HEADS), of(errors, DepthErrors::meanSquare))
                .saying("More heads average noise out within a layer: the variance falls like 1/H. They do not help against"
                        + " the bias of only four layers, where the bound levels off.");
    }

    /** Three tokens on the sphere in R³ seen from above, in networks of 20 and 100 layers around their averaged flow. */
    private static Picture onSphere(RandomField random) {
        DeepNetwork network = spherical(random);
        Picture picture = Picture.plane("paths-on-the-sphere", "Random networks around the averaged flow", "x", "y")
                .line("outline of the sphere", outline(false), outline(true))
                .points("20 layers", path(network, 20, random, 0), path(network, 20, random, 1))
                .points("100 layers", path(network, 100, random, 0), path(network, 100, random, 1));
        double[][][] flow = flow(network);
        for (int i = 0; i < network.n(); i++) {
            int token = i;
            picture = picture.claimed(
                    "averaged flow of token " + (i + 1),
                    at(MOMENTS, k -> flow[k][token][0]),
                    at(MOMENTS, k -> flow[k][token][1]));
        }
        return picture.saying("Three tokens on a sphere in three dimensions, seen from above, in one random network of 20 layers"
                + " and one of 100. With depth the random layers average out to the flow.");
    }

    private static DeepNetwork spherical(RandomField random) {
        double[][] common = WeightDraws.matrix(random, "V", 3, 1);
        double[][] spread = WeightDraws.matrix(random, "W0", 3, 0.8);
        double[][] b = WeightDraws.matrix(random, "B0", 3, 1);
        double[][] plus = Rows.copy(common);
        double[][] minus = Rows.copy(common);
        Rows.add(plus, 1, spread);
        Rows.add(minus, -1, spread);
        List<WeightAtom> atoms = List.of(new WeightAtom(0.5, b, plus), new WeightAtom(0.5, b, minus));
        return new DeepNetwork(1, WeightDraws.tokens(random, 3, 3), 1, 16, TIME, atoms);
    }

    /** A coordinate of all tokens after every layer of one random network. */
    private static double[] path(DeepNetwork network, int layers, RandomField random, int coordinate) {
        Layer layer = network.layer().withStep(network.time() / layers);
        List<Double> values = new ArrayList<>();
        for (double[][] tokens : layer.randomPath(network.tokens(), layers, random.size(layers))) {
            for (double[] token : tokens) {
                values.add(token[coordinate]);
            }
        }
        return values.stream().mapToDouble(Double::doubleValue).toArray();
    }

    private static double[][][] flow(DeepNetwork network) {
        double[][][] states = new double[MOMENTS][][];
        states[0] = network.tokens();
        double piece = network.time() / (MOMENTS - 1);
        for (int k = 1; k < MOMENTS; k++) {
            states[k] = new AveragedFlow(network.field(), states[k - 1], piece).end();
        }
        return states;
    }

    private static double[] outline(boolean sine) {
        double[] points = new double[OUTLINE];
        Arrays.setAll(points, k -> {
            double angle = 2 * Math.PI * k / (OUTLINE - 1);
            return sine ? StrictMath.sin(angle) : StrictMath.cos(angle);
        });
        return points;
    }

    private static List<DepthErrors> errors(int[] sizes, IntFunction<DepthErrors> error) {
        return Arrays.stream(sizes).mapToObj(error).toList();
    }

    private static double[] of(List<DepthErrors> errors, ToDoubleFunction<DepthErrors> part) {
        return errors.stream().mapToDouble(part).toArray();
    }

    private static double[] numbers(int[] sizes) {
        return at(sizes, k -> k);
    }

    private static double[] at(int[] sizes, IntToDoubleFunction value) {
        return Arrays.stream(sizes).mapToDouble(value).toArray();
    }

    private static double[] at(int n, IntToDoubleFunction value) {
        double[] values = new double[n];
        Arrays.setAll(values, value);
        return values;
    }
}
