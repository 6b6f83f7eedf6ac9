package org.attentiontheorems.heads;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.attentiontheorems.heads.PropagationOfChaos.Instance;
import org.attentiontheorems.verify.Bound;
import org.attentiontheorems.verify.Claim;
import org.attentiontheorems.verify.Family;
import org.attentiontheorems.verify.NegativeControl;

/** Declared families of {@link PropagationOfChaos}: where its constants are attained, and what it needs. */
final class ChaosFamilies {
    private ChaosFamilies() {}

    static List<Family<?>> all() {
        return List.of(
                ChaosOrders.orders(),
                opposedHeads(),
                singleStep(),
                alternatingTokens(),
                copiedStart(),
                biasedSequences(),
                TwoTokens.family(),
                ChaosSimulations.enumeratedSimulation(),
                ChaosSimulations.simulation(),
                ChaosSimulations.simulatedDistances());
    }

    // ---- sharpness

    /**
     * One token x = 1 with label 0, heads of values ±(δ, -δ)ᵀ with equal masses, δ = H: Λ = 0, G = 1, and as δ → 0 the flow of a single head
     * and a step of two uses up the bounds.
     */
    private static Family<Instance> opposedHeads() {
        Bound<Instance> chaos = Claim.<Instance>bound("opposed-chaos", PropagationOfChaos::chaosRms)
                .atMost(PropagationOfChaos::chaosBound);
        Bound<Instance> euler = Claim.<Instance>bound("opposed-euler", PropagationOfChaos::eulerRms)
                .atMost(PropagationOfChaos::eulerBound);
        return Family.of(
                        "opposed-heads",
                        "two opposed heads on one token, values and horizon 0.1, 0.01 and 0.001",
                        List.of(opposed(0.1), opposed(0.01), opposed(0.001)))
                .claims(
                        chaos,
                        Claim.<Instance>bound("chaos-attained", PropagationOfChaos::chaosRms)
                                .atLeast(x -> (1 - x.horizon() / 2) * PropagationOfChaos.chaosBound(x)),
                        Claim.identity(
                                "chaos-bound-by-hand",
                                PropagationOfChaos::chaosBound,
                                x -> x.horizon() * x.horizon() / Math.sqrt(2)),
                        euler,
                        Claim.<Instance>bound("euler-attained", PropagationOfChaos::eulerRms)
                                .atLeast(x -> (1 - x.horizon()) * PropagationOfChaos.eulerBound(x)))
                .controls(
                        new NegativeControl<>(
                                "softmax-quarter-lipschitz",
                                "claims the chaos bound with G/4 in place of G/2",
                                chaos.atMost(x -> PropagationOfChaos.chaosBound(x) / 2)),
                        new NegativeControl<>(
                                "euler-half",
                                "claims the Euler bound with η²/4 in place of η²/2",
                                euler.atMost(x -> PropagationOfChaos.eulerBound(x) / 2)));
    }

    private static Instance opposed(double delta) {
        List<Head> heads = List.of(OneToken.head(delta), OneToken.head(-delta));
        return new Instance(OneToken.model(heads, 0.5, 0.5), 1, 2, delta);
    }

    /** After a single step the noise is all there is: the bound is the distance. */
    private static Family<Instance> singleStep() {
        return Family.drawn(
                        "single-step",
                        "random laws trained for one step",
                        random -> IntStream.rangeClosed(1, 10)
                                .mapToObj(i -> new Instance(
                                        TwoAtomTraining.drawn(random.replicate(i), i)
                                                .model(),
                                        2,
                                        1,
                                        PropagationOfChaos.HORIZON))
                                .toList())
                .claims(Claim.<Instance>identity(
                                "sgd-attained", PropagationOfChaos::sgdRms, PropagationOfChaos::sgdBound)
                        .absFloor(PropagationOfChaos.ABS_FLOOR));
    }

    /**
     * Tokens 1, -1, 1, …, each labelled by its sign, and a head with Q = 1, K = 0, V = 0: attention is uniform, so that the tokens a position
     * sees vary as much as they can, and the Hessian has the eigenvalue -Λ as the sequence grows and H → 0.
     */
    private static Family<Instance> alternatingTokens() {
        Bound<Instance> curvature = Claim.<Instance>bound(
                        "alternating-curvature", x -> -TrainingConstants.leastCurvature(x))
                .atMost(x -> ChaosRun.bounds(x).growth());
        return Family.of(
                        "alternating-tokens",
                        "8, 32 and 128 tokens of alternating sign, each labelled by its sign",
                        List.of(alternating(8), alternating(32), alternating(128)))
                .claims(
                        curvature,
                        Claim.<Instance>bound("curvature-attained", x -> -TrainingConstants.leastCurvature(x))
                                .atLeast(x -> (1 - 2.0 / x.model().seqLen())
                                        * ChaosRun.bounds(x).growth()))
                .controls(new NegativeControl<>(
                        "half-the-curvature",
                        "claims weak convexity with Λ/2",
                        curvature.atMost(x -> ChaosRun.bounds(x).growth() / 2)));
    }

    private static Instance alternating(int tokens) {
        double[][] inputs = new double[tokens][1];
        int[] labels = new int[tokens];
        for (int t = 0; t < tokens; t++) {
            labels[t] = t % 2;
            inputs[t][0] = 1 - 2 * labels[t];
        }
        Head head = new Head(new double[][] {{1}}, new double[][] {{0}}, new double[][] {{0}, {0}});
        HeadModel model = new HeadModel(
                1,
                1,
                2,
                tokens,
                0,
                new double[] {1},
                new double[][][] {inputs},
                new int[][] {labels},
                new double[] {1},
                List.of(head));
        return new Instance(model, 1, 1, 1e-3);
    }

    // ---- what is needed

    /** One draw, copied to all N heads, is no better than a single head, whatever N. */
    private static Family<Instance> copiedStart() {
        Instance worked = PropagationOfChaos.worked().instance();
        return Family.of(
                        "copied-start",
                        "the worked example with 16 and 64 heads that all start at the same draw",
                        Stream.of(16, 64)
                                .map(heads -> new Instance(worked.model(), heads, 1, worked.horizon()))
                                .toList())
                .claims(Claim.<Instance>bound("copies-stay-away", ChaosFamilies::copiedRms)
                        .atLeast(x -> 1.7 * PropagationOfChaos.chaosBound(x)))
                .controls(new NegativeControl<>(
                        "copies-come-closer",
                        "claims that 16 copies come as close as 16 draws",
                        Claim.<Instance>bound("copies-stay-away", x -> copiedRms(x) / Math.sqrt(x.nHeads()))
                                .atLeast(x -> 1.7 * PropagationOfChaos.chaosBound(x))));
    }

    private static double copiedRms(Instance x) {
        return PropagationOfChaos.chaosRms(new Instance(x.model(), 1, x.steps(), x.horizon()));
    }

    /** Sequences drawn uniformly although their weights are 0.9 and 0.1: the distance to gradient descent does not vanish with the step. */
    private static Family<Instance> biasedSequences() {
        Instance worked = PropagationOfChaos.worked().instance();
        HeadModel m = worked.model();
        HeadModel model = m.withData(new double[] {0.9, 0.1}, m.inputs(), m.labels());
        return Family.of(
                        "biased-sequences",
                        "the worked law, its sequences of weights 0.9 and 0.1 drawn uniformly, in 2, 4, 8 and 11 steps",
                        Stream.of(2, 4, 8, 11)
                                .map(steps -> new Instance(model, 1, steps, worked.horizon()))
                                .toList())
                .claims(Claim.<Instance>bound("bias-stays", ChaosFamilies::biasedRms)
                        .atLeast(x -> 2 * limitNoise(x)))
                .controls(new NegativeControl<>(
                        "unbiased-sequences",
                        "draws sequences by their weights after all",
                        Claim.<Instance>bound(
                                        "bias-stays",
                                        x -> Math.sqrt(limitSteps(x, false).sgdSquare()))
                                .atLeast(x -> 2 * limitNoise(x))));
    }

    private static double biasedRms(Instance x) {
        return Math.sqrt(limitSteps(x, true).sgdSquare());
    }

    /** The bound of the correct process with infinitely many heads. */
    private static double limitNoise(Instance x) {
        return ChaosRun.bounds(x).sgd(limitSteps(x, false).noise());
    }

    private static TrainingErrors.Steps limitSteps(Instance x, boolean biased) {
        TrainingErrors errors = ChaosRun.errors(x);
        TrainingErrors used = biased ? errors.with(errors.descent().drawnUniformly()) : errors;
        return used.steps(
                List.of(errors.limit()), x.steps(), ChaosRun.meanField(x).theta());
    }
}
