package org.attentiontheorems.layers;

import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.attentiontheorems.layers.DrivenToken.Weierstrass;
import org.attentiontheorems.layers.EulerLayers.Instance;
import org.attentiontheorems.verify.Picture;
import org.attentiontheorems.verify.Picture.Axis;

/** Pictures of {@code euler-layers}. */
final class EulerPictures {
    private static final int[] DEPTHS = {6, 12, 24, 48, 96, 192};
    private static final Weierstrass ROUGH = new Weierstrass(40, 8);

    private EulerPictures() {}

    static List<Picture> all() {
        return List.of(errorAgainstDepth(), errorAlongDepth(), paths(), roughControl(), roughRate());
    }

    private static Instance example() {
        return EulerLayers.worked().instance();
    }

    private static Picture errorAgainstDepth() {
        List<EulerRun> runs = IntStream.of(DEPTHS).mapToObj(example()::run).toList();
        double[] depths = at(DEPTHS.length, i -> DEPTHS[i]);
        return Picture.of(
                        "depth-and-error",
                        "Error against depth",
                        Axis.logarithmic("depth L"),
                        Axis.logarithmic("largest error over layers"))
                .claimed(
                        "a-priori bound C/L",
                        depths,
                        at(DEPTHS.length, i -> runs.get(i).aprioriBound()))
                .claimed(
                        "bound along the network, max E",
                        depths,
                        at(DEPTHS.length, i -> runs.get(i).tube().largestError()))
                .line(
                        "network against flow",
                        depths,
                        at(DEPTHS.length, i -> runs.get(i).error()))
                .saying(
                        "The worked example at six depths. Error and both bounds fall like 1/L; what the tube loses is a"
                                + " factor that does not depend on the depth.");
    }

    private static Picture errorAlongDepth() {
        int depth = 48;
        EulerRun run = example().run(depth);
        double[] t = at(depth + 1, l -> (double) l / depth);
        return Picture.of(
                        "error-along-depth",
                        "Error along depth",
                        Axis.linear("t = l/L"),
                        Axis.linear("distance to the flow"))
                .claimed("E", t, run.tube().error())
                .line("network against flow", t, run.errors())
                .saying("The worked example with 48 layers in two segments: the error of every layer and what the tube"
                        + " allows. The kink in the middle is the jump of the parameters.");
    }

    /** A control 2.5 times that of the worked example, three tokens, six layers. */
    private static Picture paths() {
        Control control = Control.of(example().control()).times(2.5);
        Instance x = new Instance(1, 6, control.layers(), new double[][] {{0.3, -0.8}, {-0.5, 0.1}, {0.9, 0.4}});
        EulerRun fine = x.run(120);
        EulerRun coarse = x.run(6);
        Picture picture = Picture.plane("paths", "Three tokens on their way", "first coordinate", "second coordinate");
        for (int i = 0; i < 3; i++) {
            int token = i;
            picture = picture.line(
                            "flow of token " + (i + 1),
                            at(121, l -> fine.flow()[l][2 * token]),
                            at(121, l -> fine.flow()[l][2 * token + 1]))
                    .points(
                            "six layers, token " + (i + 1),
                            at(7, l -> coarse.tube().states()[l][2 * token]),
                            at(7, l -> coarse.tube().states()[l][2 * token + 1]));
        }
        return picture.saying("Hidden states in the plane: the flow as curves, a network of six layers as points. Each"
                + " layer moves along the tangent of its own flow and so leaves the curve.");
    }

    private static Picture roughControl() {
        double[] t = at(385, i -> i / 384.0);
        double[] samples = at(9, l -> l / 8.0);
        return Picture.of(
                        "rough-control",
                        "A control that is Hölder with exponent 1/2",
                        Axis.linear("t"),
                        Axis.linear("ω(t)"))
                .line("ω(t)", t, at(385, i -> ROUGH.omega(t[i])))
                .points("what eight layers read", samples, at(9, l -> ROUGH.omega(samples[l])))
                .saying("The sum of 2^(-k/2) cos(2π 2^k t): continuous, of unbounded variation, with integral 0. Layers"
                        + " at multiples of 1/8 stand on its peaks and read too much.");
    }

    private static Picture roughRate() {
        int[] depths = {4, 8, 16, 32, 64, 128, 256, 512, 1024};
        double[] x = at(depths.length, i -> depths[i]);
        return Picture.of(
                        "rough-rate",
                        "The rate of the rough control",
                        Axis.logarithmic("depth L"),
                        Axis.logarithmic("error at the end"))
                .points("network against flow", x, at(depths.length, i -> ROUGH.error(depths[i])))
                .claimed("(2 + √2) / √L", x, at(depths.length, i -> (2 + Math.sqrt(2)) / Math.sqrt(depths[i])))
                .claimed("order 1/L, for controls of bounded variation", x, at(depths.length, i -> 4.0 / depths[i]))
                .saying(
                        "With this control the error falls like the square root of 1/L exactly: bounded variation cannot"
                                + " be left out.");
    }

    private static double[] at(int n, IntToDoubleFunction value) {
        return IntStream.range(0, n).mapToDouble(value).toArray();
    }
}
