package org.attentiontheorems.lowtemperature;

import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.attentiontheorems.lowtemperature.TemperatureSweep.Start;
import org.attentiontheorems.measure.Vectors;
import org.attentiontheorems.verify.Picture;

/** Pictures of {@code low-temperature-concentration}. */
final class ConcentrationPictures {
    private static final double[] BETAS = {6.25, 12.5, 25, 50, 100, 200, 400};
    private static final int LABELS = 400;
    private static final double T = 0.5;

    private ConcentrationPictures() {}

    static List<Picture> all() {
        return List.of(coupling(), distance(), inTime(), circle());
    }

    private static double[] map(double[] xs, DoubleUnaryOperator f) {
        return DoubleStream.of(xs).map(f).toArray();
    }

    private static TemperatureSweep sweep(Start start, double time, double stretch) {
        return new TemperatureSweep(start, 1, 0, time, (int) Math.ceil(time * 30), LABELS, stretch);
    }

    private static double[] suprema(TemperatureSweep sweep) {
        return map(BETAS, beta -> sweep.at(beta, flow -> flow).couplingSup(sweep.steps()));
    }

    private static Picture coupling() {
        TemperatureSweep smooth = sweep(Start.WORKED, T, T);
        TemperatureSweep jump = sweep(Start.JUMP, T, 0);
        double[] ofSmooth = suprema(smooth);
        double[] ofJump = suprema(jump);
        int last = BETAS.length - 1;
        return Picture.of(
                        "rate-in-beta",
                        "How far the flow at β leaves that at temperature zero, t = 0.5",
                        Picture.Axis.logarithmic("β"),
                        Picture.Axis.logarithmic("largest distance of a token in the two flows"))
                .claimed(
                        "the theorem's e(t), of order (log β / β)^(1/2)",
                        BETAS,
                        map(BETAS, beta -> smooth.bounds(beta).stability(T)))
                .line("a density with jumps", BETAS, ofJump)
                .claimed("slope -1/2", BETAS, map(BETAS, b -> ofJump[last] * Math.sqrt(BETAS[last] / b)))
                .line("a smooth density", BETAS, ofSmooth)
                .claimed("slope -1", BETAS, map(BETAS, b -> ofSmooth[last] * BETAS[last] / b))
                .saying(
                        "Smooth densities are faster than the theorem promises, of order 1/β; densities with jumps come near to the root that"
                                + " is promised for all of them.");
    }

    private static Picture distance() {
        TemperatureSweep sweep = sweep(Start.WORKED, 1, 1);
        double zero = sweep.at(1, flow -> flow).w2Zero(sweep.steps());
        return Picture.of(
                        "distance-against-beta",
                        "Distance to the projected law against β, t = 1",
                        Picture.Axis.logarithmic("β"),
                        Picture.Axis.logarithmic("W₂(μ_t, P_#μ₀)"))
                .claimed(
                        "the theorem's e(t) + be^(-ct)",
                        BETAS,
                        map(
                                BETAS,
                                beta -> sweep.bounds(beta).stability(1)
                                        + sweep.bounds(beta).remainder(1)))
                .line(
                        "measured",
                        BETAS,
                        map(BETAS, beta -> sweep.at(beta, flow -> flow).w2(sweep.steps())))
                .claimed("temperature zero", BETAS, map(BETAS, beta -> zero))
                .saying(
                        "At a fixed time the distance falls to what is left at temperature zero. W₂ is at most 2, and the bound says something"
                                + " for β above a few hundred only.");
    }

    private static Picture inTime() {
        CircleProblem problem = new ConcentrationFamilies.Cold(200, 2, 40, LABELS).problem();
        CircleRun run = CircleRun.of(problem, 2, 40);
        ConcentrationBounds bounds = problem.bounds();
        double[] all = IntStream.rangeClosed(0, 40).mapToDouble(i -> i).toArray();
        return Picture.of(
                        "distance-in-time",
                        "Distance to the projected law in time, β = 200",
                        Picture.Axis.linear("time t"),
                        Picture.Axis.logarithmic("W₂(μ_t, P_#μ₀)"))
                .claimed("b e^(-ct)", run.times(), map(run.times(), bounds::remainder))
                .line("temperature zero", run.times(), map(all, i -> run.w2Zero((int) i)))
                .points("β = 200", run.times(), map(all, i -> run.w2((int) i)))
                .saying(
                        "At moderate times the cold flow follows that of temperature zero, which contracts like e^(-ct).");
    }

    /** Labels on circles of three radii: the start, the plateau and the end. */
    private static Picture circle() {
        double[][] key = Vectors.identity(2);
        CircleDensity density = new CircleDensity(new double[] {0, 0.1}, new double[] {0.3, 0.2});
        CircleProblem problem =
                CircleProblem.of(Vectors.diagonal(2, 0.5), key, Vectors.diagonal(1, 1.5), 100, density, 200, 1.45);
        double[][] path = CircleFlow.path(
                problem.flow().finite(problem.start().weights()),
                problem.start().angles(),
                14,
                140);
        double[] around = IntStream.rangeClosed(0, 120)
                .mapToDouble(k -> 2 * Math.PI * k / 120)
                .toArray();
        Picture picture = Picture.plane(
                "before-plateau-end",
                "Tokens on the circle: before, on the plateau, at the end",
                "first axis, to which P projects",
                "second axis, which V prefers");
        picture = rings(picture, around);
        return picture.points("start, outer circle", xs(path[0], 1), ys(path[0], 1))
                .points("t = 4, middle circle", xs(path[40], 0.75), ys(path[40], 0.75))
                .points("t = 14, inner circle", xs(path[140], 0.5), ys(path[140], 0.5))
                .saying(
                        "D = diag(2, 1/2), V = diag(1, 3/2), β = 100. The tokens first gather at the two poles of the first axis, as the theorem"
                                + " says; much later the two clusters move on to the axis that V prefers.");
    }

    private static Picture rings(Picture picture, double[] around) {
        double[] turns = DoubleStream.concat(
                        DoubleStream.concat(DoubleStream.of(around), DoubleStream.of(around)), DoubleStream.of(around))
                .toArray();
        double[] x = new double[turns.length];
        double[] y = new double[turns.length];
        for (int k = 0; k < turns.length; k++) {
            int ring = k / around.length;
            double radius = 1 - 0.25 * ring;
            x[k] = radius * StrictMath.cos(turns[k]);
            y[k] = radius * StrictMath.sin(turns[k]);
        }
        return picture.claimed("circles", x, y);
    }

    private static double[] xs(double[] angles, double radius) {
        return map(angles, a -> radius * StrictMath.cos(a));
    }

    private static double[] ys(double[] angles, double radius) {
        return map(angles, a -> radius * StrictMath.sin(a));
    }
}
