package org.attentiontheorems.lowtemperature;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.IntToDoubleFunction;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.attentiontheorems.lowtemperature.MetastabilityTimescale.Instance;
import org.attentiontheorems.verify.Picture;
import org.attentiontheorems.verify.Picture.Axis;

/** Pictures of {@code metastability-timescale}. */
final class MetastabilityPictures {
    private MetastabilityPictures() {}

    static List<Picture> all() {
        return List.of(phases(), tokens(), exitTimes(), certificate(), window());
    }

    /** Concentration, plateau, terminal phase. */
    private static Picture phases() {
        ExitLaw law = ExitFamilies.EXIT;
        Picture picture = Picture.of(
                "three-phases",
                "Concentration, metastable plateau, terminal phase",
                Axis.linear("time"),
                Axis.logarithmic("W₂ to the projected initial law"));
        List<MetastableRun> runs = law.runs();
        for (int i = 0; i < runs.size(); i++) {
            picture = picture.line(
                    "β = " + (int) law.betas()[i],
                    runs.get(i).times(),
                    runs.get(i).w2());
        }
        MetastableRun coldest = runs.get(runs.size() - 1);
        int until = (int) Math.rint(8 / law.step());
        double[] early = Arrays.copyOf(coldest.times(), until);
        return picture.claimed("temperature zero", early, Arrays.copyOf(coldest.zero(), until))
                .claimed("threshold", new double[] {0, law.horizon()}, new double[] {law.threshold(), law.threshold()})
                .saying(
                        "VD sends tokens to one axis, V alone prefers the other. First all laws follow the one at temperature zero;"
                                + " the colder, the closer to the projected law they come and the later they leave it, to end near √2 where"
                                + " V decides.");
    }

    /** The same run seen on the circle. */
    private static Picture tokens() {
        CircleRun run = CircleRun.of(ExitFamilies.EXIT.problem(2), 14, 140);
        Picture picture = Picture.plane("tokens", "Tokens before, at the plateau and at the end (β = 100)", "x", "y");
        String[] names = {"start", "concentrating, t = 1.5", "plateau, t = 5", "leaving, t = 9.5", "end, t = 14"};
        int[] at = {0, 15, 50, 95, 140};
        for (int k = 0; k < at.length; k++) {
            picture = ring(picture, names[k], run.finite()[at[k]], 1 - 0.15 * k);
        }
        return picture.saying(
                "Every other label of the law on the unit circle, drawn on smaller rings as time passes: to the axis of"
                        + " the projection map, a long stay there, then on to the axis that V prefers.");
    }

    private static Picture ring(Picture picture, String label, double[] angles, double radius) {
        int n = angles.length / 2;
        return picture.points(
                label,
                IntStream.range(0, n)
                        .mapToDouble(k -> radius * StrictMath.cos(angles[2 * k]))
                        .toArray(),
                IntStream.range(0, n)
                        .mapToDouble(k -> radius * StrictMath.sin(angles[2 * k]))
                        .toArray());
    }

    /** Exit times against log β. */
    private static Picture exitTimes() {
        Picture picture =
                Picture.of("exit-times", "Exit times grow like log β", Axis.logarithmic("β"), Axis.linear("exit time"));
        for (ExitLaw law : List.of(ExitFamilies.EXIT, ExitFamilies.STEEP)) {
            String name = String.format(Locale.ROOT, "V = diag(1, %.1f)", law.value()[1]);
            double[] betas = law.betas();
            double[] line = Arrays.stream(betas)
                    .map(b -> law.fit().predict(StrictMath.log(betas[0]))
                            + law.predictedSlope() * StrictMath.log(b / betas[0]))
                    .toArray();
            picture = picture.points(name, betas, law.exitTimes())
                    .claimed(String.format(Locale.ROOT, "slope %.1f, predicted", law.predictedSlope()), betas, line)
                    .claimed("certified, " + name, betas, law.certifiedTimes());
        }
        return picture.saying(
                "The time at which W₂ rises above 0.3. What is certified, t₊, grows like log β too, but its constant is"
                        + " far from what happens.");
    }

    /** What is known beforehand against what happens. */
    private static Picture certificate() {
        Instance cold = MetastabilityFamilies.cold();
        MetastableRun run = MetastabilityTimescale.run(cold);
        MetastableWindow window = MetastabilityTimescale.window(cold);
        double[] times = run.times();
        double start = window.start(cold.threshold());
        double end = window.end(cold.threshold());
        return Picture.of(
                        "certificate",
                        "A certified window at β = 4000",
                        Axis.linear("time"),
                        Axis.linear("W₂ to the projected initial law"))
                .band("certified window, W₂ ≤ 1", new double[] {start, end}, new double[] {0, 0}, new double[] {1, 1})
                .line("measured", times, run.w2())
                .claimed("e(t) + distance at temperature zero", times, at(run, i -> run.certified(window.bounds(), i)))
                .claimed("F(t)", times, at(run, i -> window.envelope(times[i])))
                .saying(
                        "D = I, V = diag(1, -1). The closed bound F falls with the contraction of the zero-temperature flow until its"
                                + " distance from the flow at β, e(t), takes over.");
    }

    private static double[] at(MetastableRun run, IntToDoubleFunction value) {
        return IntStream.rangeClosed(0, run.last()).mapToDouble(value).toArray();
    }

    /** The window of the bounds at huge β. */
    private static Picture window() {
        double[] betas = IntStream.rangeClosed(8, 60)
                .mapToDouble(k -> WindowFormulas.beta(k / 2.0))
                .toArray();
        return Picture.of("window", "When the bounds certify W₂ ≤ 1/2", Axis.logarithmic("β"), Axis.linear("time"))
                .claimed("until t₊", betas, each(betas, w -> w.end(0.5)))
                .claimed("best time t°", betas, each(betas, MetastableWindow::optimalTime))
                .claimed("from t₋", betas, each(betas, w -> w.start(0.5)))
                .saying(
                        "D = I, V = diag(1, -1). The window opens below β = 10⁶ and then grows like log β / (2Λ); inside it the bound"
                                + " is least at t°.");
    }

    private static double[] each(double[] betas, ToDoubleFunction<MetastableWindow> value) {
        return Arrays.stream(betas)
                .map(b -> value.applyAsDouble(WindowFormulas.window(b)))
                .toArray();
    }
}
