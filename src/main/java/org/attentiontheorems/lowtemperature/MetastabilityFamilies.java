package org.attentiontheorems.lowtemperature;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.attentiontheorems.lowtemperature.MetastabilityTimescale.Instance;
import org.attentiontheorems.measure.Vectors;
import org.attentiontheorems.verify.Bound;
import org.attentiontheorems.verify.Claim;
import org.attentiontheorems.verify.Family;
import org.attentiontheorems.verify.Memo;
import org.attentiontheorems.verify.NegativeControl;

/**
 * Declared families of {@code metastability-timescale}: a certificate that says something, and a single token. {@link WindowFormulas} and {@link
 * ExitFamilies} hold the others.
 */
final class MetastabilityFamilies {
    private static final Memo<Instance, MetastableRun> WRONG_TARGET =
            Memo.of(MetastabilityFamilies::toSecondEigenvector);

    private MetastabilityFamilies() {}

    static List<Family<?>> all() {
        return List.of(
                WindowFormulas.formulas(),
                certificate(),
                ExitFamilies.exit(),
                ExitFamilies.steepExit(),
                ExitFamilies.compatible(),
                atoms(),
                ExitFamilies.longExit());
    }

    /** β = 4000, where the bound is well below the distance at the start. */
    static Instance cold() {
        return new Instance(
                Vectors.identity(2),
                Vectors.identity(2),
                Vectors.diagonal(1, -1),
                4000,
                new CircleDensity(new double[] {0.1}, new double[] {0.1}),
                1.5,
                30,
                800,
                1,
                1);
    }

    private static Family<Instance> certificate() {
        return Family.of("certificate", "β = 4000, D = I, V = diag(1, -1), threshold 1", List.of(cold()))
                .claims(
                        inWindow(MetastabilityTimescale::run).atMost(Instance::threshold),
                        Claim.<Instance>bound("certified-times", MetastabilityFamilies::timesInWindow)
                                .atLeast(x -> 8),
                        coldDistance()
                                .atMost(x ->
                                        MetastabilityTimescale.run(x).certified(MetastabilityTimescale.bounds(x), 16)),
                        Claim.<Instance>bound(
                                        "certificate-is-informative",
                                        x -> MetastabilityTimescale.run(x)
                                                .certified(MetastabilityTimescale.bounds(x), 16))
                                .atMost(x ->
                                        0.75 * MetastabilityTimescale.run(x).w2()[0]))
                .controls(
                        new NegativeControl<>(
                                "window-around-the-second-eigenvector",
                                "takes the second eigenvector of VD for the first",
                                inWindow(WRONG_TARGET).atMost(Instance::threshold)),
                        new NegativeControl<>(
                                "projected-at-once",
                                "claims e(t) alone, as if tokens were projected at once",
                                coldDistance()
                                        .atMost(x -> MetastabilityTimescale.bounds(x)
                                                .stability(MetastabilityTimescale.run(x)
                                                        .times()[16]))));
    }

    private static Bound.Measured<Instance> inWindow(Function<Instance, MetastableRun> run) {
        return Claim.bound("certified-window", x -> {
            MetastableWindow window = MetastabilityTimescale.window(x);
            return run.apply(x).largestBetween(window.start(x.threshold()), window.end(x.threshold()));
        });
    }

    private static double timesInWindow(Instance x) {
        MetastableWindow window = MetastabilityTimescale.window(x);
        return Arrays.stream(MetastabilityTimescale.run(x).times())
                .filter(t -> t >= window.start(x.threshold()) && t <= window.end(x.threshold()))
                .count();
    }

    /** {@code W_2} at t = 0.8. */
    private static Bound.Measured<Instance> coldDistance() {
        return Claim.bound("cold-distance", x -> MetastabilityTimescale.run(x).w2()[16]);
    }

    private static MetastableRun toSecondEigenvector(Instance x) {
        CircleRun run = CircleRun.of(MetastabilityTimescale.problem(x), x.horizon(), x.steps());
        return MetastableRun.of(run.acrossTheAxis());
    }

    /**
     * A single token at (0.8, 0.6), {@code D = diag(2, 1/2)}, {@code V = diag(1, 3/2)}: no density is behind it.
     *
     * @param beta β
     */
    record Atom(double beta) {
        double distanceAtTheEnd() {
            CircleLabels atom = new CircleLabels(new double[] {StrictMath.atan2(0.6, 0.8)}, new double[] {1}, 0);
            CircleFlow flow = CircleFlow.of(ScoreMatrix.of(Vectors.diagonal(2, 0.5)), Vectors.diagonal(1, 1.5), beta);
            CircleRun run = CircleRun.of(flow, atom, 14, 140);
            return run.w2(run.last());
        }
    }

    private static Family<Atom> atoms() {
        return Family.of(
                        "atoms",
                        "a single token where the projection map points to e_1, but V prefers e_2",
                        List.of(new Atom(1), new Atom(100), new Atom(10_000)))
                .claims(atom().atLeast(x -> 1.4))
                .controls(new NegativeControl<>(
                        "atoms-are-projected",
                        "claims the projected law for laws without a density",
                        atom().atMost(x -> 0.3)));
    }

    private static Bound.Measured<Atom> atom() {
        return Claim.bound("atom-leaves", Atom::distanceAtTheEnd);
    }
}
