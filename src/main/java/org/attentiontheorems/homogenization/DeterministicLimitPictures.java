package org.attentiontheorems.homogenization;

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
    private static final double TIME = 3;
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
                .claimed(
                        "bound E_L",
                        numbers(DEPTHS),
                        at(DEPTHS, l -> HomogenizedDeterministicLimit.bound(worked.sized(l, 1))))
                .claimed("sharp constant c*/L", numbers(DEPTHS), at(DEPTHS, l -> constant / l))
                .line("error, one head", numbers(DEPTHS), of(errors, DepthErrors::meanSquare))
                .points("its squared bias", numbers(DEPTHS), of(errors, DepthErrors::squaredBias))
                .saying(
                        "The worked example, exactly, over all paths. The error falls like 1/L onto c*/L; the bias falls faster"
                                + " and soon does not matter. The bound has the right slope and is loose by its factor.");
    }

    private static Picture againstHeads(DeepNetwork worked, DepthGrid grid, double constant) {
        List<DepthErrors> errors = errors(HEADS, h -> grid.errors(LAYERS, h));
        return Picture.of(
                        "error-against-heads",
                        "Error against heads",
                        Axis.logarithmic("heads H"),
                        Axis.logarithmic("mean squared error in four layers"))
                .claimed(
                        "bound E_4",
                        numbers(HEADS),
                        at(HEADS, h -> HomogenizedDeterministicLimit.bound(worked.sized(LAYERS, h))))
                .claimed("sharp constant c*/4H", numbers(HEADS), at(HEADS, h -> constant / (LAYERS * h)))
                .line("variance", numbers(HEADS), of(errors, DepthErrors::variance))
                .points("error", numbers(HEADS), of(errors, DepthErrors::meanSquare))
                .saying(
                        "More heads average noise out within a layer: the variance falls like 1/H. They do not help against"
                                + " the bias of only four layers, where the bound levels off.");
    }

    /** One of three tokens on the sphere in R³ seen from above, in random networks around the averaged flow. */
    private static Picture onSphere(RandomField random) {
        DeepNetwork network = turning();
        Picture picture = Picture.plane("paths-on-the-sphere", "Random networks around the averaged flow", "x", "y")
                .line("outline of the sphere", outline(false), outline(true));
        int number = 0;
        for (int layers : new int[] {12, 12, 300}) {
            List<double[][]> path = network.layer()
                    .withStep(TIME / layers)
                    .randomPath(network.tokens(), layers, random.replicate(++number));
            picture = picture.line(
                    layers + " layers, network " + number,
                    at(layers + 1, l -> path.get(l)[0][0]),
                    at(layers + 1, l -> path.get(l)[0][1]));
        }
        double[][][] flow = flow(network);
        return picture.claimed("averaged flow", at(MOMENTS, k -> flow[k][0][0]), at(MOMENTS, k -> flow[k][0][1]))
                .saying(
                        "One of three tokens on a sphere in three dimensions, seen from above. Two networks of 12 layers go their"
                                + " own ways; 300 layers come near the flow.");
    }

    /** Values that turn around the axis on average, and tilt it one way or the other. */
    private static DeepNetwork turning() {
        double[][] b = {{0.8, 0, 0}, {0, 0.8, 0}, {0, 0, -0.4}};
        double[][] left = {{0.2, -1, 0.9}, {1, 0.9, 0}, {-0.9, 0, 0.2}};
        double[][] right = {{0.2, -1, -0.9}, {1, -0.5, 0}, {0.9, 0, 0.2}};
        List<WeightAtom> atoms = List.of(new WeightAtom(0.5, b, left), new WeightAtom(0.5, b, right));
        double[][] tokens = {{0.8, -0.5, 0.4}, {1, 0.2, 0.5}, {0.4, 0.2, 0.9}};
        return new DeepNetwork(1, tokens, 1, 12, TIME, atoms);
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
