package org.attentiontheorems.heads;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.attentiontheorems.heads.PropagationOfChaos.Instance;
import org.attentiontheorems.heads.SimulatedTraining.Law;
import org.attentiontheorems.measure.Sums;
import org.attentiontheorems.random.RandomField;
import org.attentiontheorems.verify.Approx;
import org.attentiontheorems.verify.Bound;
import org.attentiontheorems.verify.Claim;
import org.attentiontheorems.verify.ExactRate;
import org.attentiontheorems.verify.Experiment;
import org.attentiontheorems.verify.Family;
import org.attentiontheorems.verify.Mean;
import org.attentiontheorems.verify.Memo;
import org.attentiontheorems.verify.NegativeControl;
import org.attentiontheorems.verify.Range;
import org.attentiontheorems.verify.Rate;
import org.attentiontheorems.verify.SizedExperiment;
import org.attentiontheorems.verify.SizedMeasure;

/** Declared families of {@link PropagationOfChaos}: exact orders, sharpness, what is needed, and training at a realistic size. */
final class ChaosFamilies {
    private static final double HORIZON = 0.5;

    private ChaosFamilies() {}

    static List<Family<?>> all() {
        return List.of(
                orders(),
                opposedHeads(),
                singleStep(),
                alternatingTokens(),
                copiedStart(),
                biasedSequences(),
                FiniteHeadFamilies.twoTokens(),
                enumeratedSimulation(),
                simulation(),
                simulatedDistances());
    }

    // ---- orders in N and in the step size, exactly

    private static ExactRate<TwoAtomTraining> chaosRate(SizedMeasure.Sized<TwoAtomTraining> square) {
        return Claim.<TwoAtomTraining>exactRate("chaos-rate", SizedMeasure.direct(square))
                .fallsLike(1, 0.05, 8, 16, 32, 64)
                .under((x, n) -> square(x.chaosBound(n)))
                .sharp();
    }

    /** {@code lim N chaos² = σ_H²}, by Richardson extrapolation. */
    private static Bound<TwoAtomTraining> firstOrder(ToDoubleFunction<TwoAtomTraining> constant) {
        return Claim.<TwoAtomTraining>bound(
                        "chaos-constant",
                        x -> Math.abs(2 * 64 * x.chaosSquare(64) - 32 * x.chaosSquare(32) - constant.applyAsDouble(x)))
                .atMost(x -> 0.01 * constant.applyAsDouble(x));
    }

    private static Bound<TwoAtomTraining> bias() {
        return Claim.<TwoAtomTraining>bound("risk-bias", x -> Math.abs(64 * x.bias(64) - 32 * x.bias(32)))
                .atMost(x -> 0.02 * Math.max(Math.abs(64 * x.bias(64)), 64 * x.chaosSquare(64)))
                .absFloor(1e-10);
    }

    private static ExactRate<TwoAtomTraining> sgdRate() {
        return Claim.<TwoAtomTraining>exactRate(
                        "sgd-rate", SizedMeasure.direct((x, k) -> x.steps(k).sgdSquare()))
                .fallsLike(1, 0.15, 3, 5, 7, 10)
                .under((x, k) -> square(x.sgdBound(k)))
                .sharp();
    }

    private static ExactRate<TwoAtomTraining> eulerRate() {
        return Claim.<TwoAtomTraining>exactRate("euler-rate", SizedMeasure.direct(TwoAtomTraining::eulerRms))
                .fallsLike(1, 0.1, 8, 16, 32, 64)
                .under(TwoAtomTraining::eulerBound)
                .sharp();
    }

    private static ExactRate<TwoAtomTraining> startRate() {
        return Claim.<TwoAtomTraining>exactRate("start-rate", SizedMeasure.direct(TwoAtomTraining::startW2Square))
                .fallsLike(0.5, 0.25, 8, 16, 32, 64)
                .sharp();
    }

    private static boolean hasChaos(TwoAtomTraining x) {
        return x.firstOrderConstant() >= 1e-12;
    }

    private static Family<TwoAtomTraining> orders() {
        return Family.drawn(
                        "orders",
                        "25 random laws of two heads on two sequences, every start of up to 64 heads and every path of up to 10 steps",
                        random -> IntStream.rangeClosed(1, 25)
                                .mapToObj(i -> twoAtoms(random.replicate(i), i))
                                .toList())
                .claims(
                        chaosRate(TwoAtomTraining::chaosSquare).when(ChaosFamilies::hasChaos),
                        firstOrder(TwoAtomTraining::firstOrderConstant).when(ChaosFamilies::hasChaos),
                        bias(),
                        sgdRate().when(x -> x.steps(1).noise()[0] >= 1e-12),
                        eulerRate().when(x -> x.eulerRms(8) >= 1e-10),
                        startRate())
                .controls(
                        new NegativeControl<>(
                                "without-time-scale",
                                "lets heads follow -∂R/∂θ_i, without the factor N",
                                chaosRate(TwoAtomTraining::chaosSquareWithoutTimeScale)),
                        new NegativeControl<>(
                                "chaos-rate-two",
                                "claims a mean square distance of order N^-2",
                                chaosRate(TwoAtomTraining::chaosSquare).fallsLike(2, 0.5)),
                        new NegativeControl<>(
                                "constant-without-masses",
                                "forgets the variance m_1 m_2 of the draw in σ_H²",
                                firstOrder(x -> x.firstOrderConstant()
                                        / x.model().atomWeights()[0]
                                        / x.model().atomWeights()[1])),
                        new NegativeControl<>(
                                "wasserstein-rate-one",
                                "claims that the empirical law of the heads at the start is within N^-1 of theirs in W_2²",
                                startRate().fallsLike(1, 0.25)),
                        new NegativeControl<>(
                                "sgd-rate-two",
                                "claims a root mean square distance of order η from the noise of the sequences",
                                sgdRate().fallsLike(2, 0.5)),
                        new NegativeControl<>(
                                "euler-rate-two",
                                "claims that gradient descent is within η² of the flow",
                                eulerRate().fallsLike(2, 0.5)));
    }

    private static TwoAtomTraining twoAtoms(RandomField random, int index) {
        HeadDraws sizes = new HeadDraws(
                among(random, "d", 1, 3),
                among(random, "dk", 1, 3),
                among(random, "vocab", 2, 5),
                among(random, "seqLen", 1, 4),
                2,
                2);
        return new TwoAtomTraining(PropagationOfChaos.model(random, sizes, 0.1 * (index % 2)), HORIZON);
    }

    private static int among(RandomField random, String tag, int low, int high) {
        return low + (int) (random.uniform(tag, 0, 0) * (high - low + 1));
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
        double[][] none = {{0}};
        Head up = new Head(none, none, new double[][] {{delta}, {-delta}});
        Head down = new Head(none, none, new double[][] {{-delta}, {delta}});
        HeadModel model = new HeadModel(
                1,
                1,
                2,
                1,
                0,
                new double[] {1},
                new double[][][] {{{1}}},
                new int[][] {{0}},
                new double[] {0.5, 0.5},
                List.of(up, down));
        return new Instance(model, 1, 2, delta);
    }

    /** After a single step the noise is all there is: the bound is the distance. */
    private static Family<Instance> singleStep() {
        return Family.drawn(
                        "single-step",
                        "random laws trained for one step",
                        random -> IntStream.rangeClosed(1, 10)
                                .mapToObj(i -> new Instance(
                                        twoAtoms(random.replicate(i), i).model(), 2, 1, HORIZON))
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
                        "alternating-curvature", x -> -PropagationOfChaos.leastCurvature(x))
                .atMost(x -> PropagationOfChaos.bounds(x).growth());
        return Family.of(
                        "alternating-tokens",
                        "8, 32 and 128 tokens of alternating sign, each labelled by its sign",
                        List.of(alternating(8), alternating(32), alternating(128)))
                .claims(
                        curvature,
                        Claim.<Instance>bound("curvature-attained", x -> -PropagationOfChaos.leastCurvature(x))
                                .atLeast(x -> (1 - 2.0 / x.model().seqLen())
                                        * PropagationOfChaos.bounds(x).growth()))
                .controls(new NegativeControl<>(
                        "half-the-curvature",
                        "claims weak convexity with Λ/2",
                        curvature.atMost(x -> PropagationOfChaos.bounds(x).growth() / 2)));
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
        HeadModel model = withSequenceWeights(worked.model(), 0.9, 0.1);
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

    private static HeadModel withSequenceWeights(HeadModel m, double... weights) {
        return new HeadModel(
                m.d(),
                m.dk(),
                m.vocab(),
                m.seqLen(),
                m.lambda(),
                weights,
                m.inputs(),
                m.labels(),
                m.atomWeights(),
                m.atoms());
    }

    private static double biasedRms(Instance x) {
        return Math.sqrt(limitSteps(x, true).sgdSquare());
    }

    /** The bound of the correct process with infinitely many heads. */
    private static double limitNoise(Instance x) {
        return PropagationOfChaos.bounds(x).sgd(limitSteps(x, false).noise());
    }

    private static TrainingErrors.Steps limitSteps(Instance x, boolean biased) {
        TrainingErrors errors = PropagationOfChaos.errors(x);
        TrainingErrors used = biased ? errors.with(errors.descent().drawnUniformly()) : errors;
        return used.steps(
                List.of(errors.limit()),
                x.steps(),
                PropagationOfChaos.meanField(x).theta());
    }

    // ---- training at a realistic size

    private static final SizedExperiment<SimulatedTraining> CHAOS_RUN =
            once((x, n, random) -> x.chaosSquare(n, random));
    private static final SizedExperiment<SimulatedTraining> STEPS_RUN =
            once((x, k, random) -> x.totalSquare(x.heads(), k, random));
    private static final SizedExperiment<SimulatedTraining> TOTAL_RUN =
            once((x, n, random) -> x.totalSquare(n, stepsFor(n), random));

    /** Runs that a claim and its controls look at alike, computed once: a run is known by the word of its random numbers. */
    private static SizedExperiment<SimulatedTraining> once(SizedExperiment<SimulatedTraining> run) {
        Memo<SimulatedTraining, ConcurrentHashMap<Long, Double>> known = Memo.of(x -> new ConcurrentHashMap<>());
        return (x, n, random) ->
                known.apply(x).computeIfAbsent(random.word("run", 0, 0), word -> run.run(x, n, random));
    }

    /**
     * 64 atoms with d = 8, 32 sequences of 8 positions from a vocabulary of 16 whose embeddings share a direction, as trained embeddings do,
     * and 16 of the sequences for the steps.
     */
    private static List<SimulatedTraining> simulated(RandomField random, int... heads) {
        HeadDraws sizes = new HeadDraws(8, 4, 16, 8, 32, 64);
        HeadModel drawn = sizes.model(random, 1, 0, HeadDraws.simplex(random, "masses", 64));
        HeadModel model = new HeadModel(
                drawn.d(),
                drawn.dk(),
                drawn.vocab(),
                drawn.seqLen(),
                drawn.lambda(),
                drawn.seqWeights(),
                withCommonDirection(drawn.inputs()),
                drawn.labels(),
                drawn.atomWeights(),
                drawn.atoms());
        StochasticDescent descent = StochasticDescent.of(HeadRisk.of(model));
        int[] path = Arrays.stream(random.uniforms("path", 0, 16))
                .mapToInt(descent::drawn)
                .toArray();
        Law law = new Law(model, 1);
        return Arrays.stream(heads)
                .mapToObj(n -> new SimulatedTraining(law, n, path))
                .toList();
    }

    /** Every token with 2 for its first entry, all divided by the largest norm. */
    private static double[][][] withCommonDirection(double[][][] inputs) {
        double largest = 0;
        for (double[][] sequence : inputs) {
            for (double[] x : sequence) {
                x[0] = 2;
                largest = Math.max(largest, Math.sqrt(Sums.dot(x, x)));
            }
        }
        for (double[][] sequence : inputs) {
            for (double[] x : sequence) {
                for (int k = 0; k < x.length; k++) {
                    x[k] /= largest;
                }
            }
        }
        return inputs;
    }

    private static double square(double x) {
        return x * x;
    }

    private static Range.Bounded ends(SimulatedTraining x) {
        return new Range.Bounded(0, x.enumeratedChaos(x.heads()).largest());
    }

    /** The simulation where its means are known: both ways to compute them must agree. */
    private static Family<SimulatedTraining> enumeratedSimulation() {
        Experiment<SimulatedTraining> run = (x, random) -> Approx.direct(x.chaosSquare(x.heads(), random));
        Mean<SimulatedTraining> atMost = Claim.mean("sampled-chaos-at-most-enumerated", run)
                .atMost(x -> x.enumeratedChaos(x.heads()).mean())
                .in(ChaosFamilies::ends)
                .replicates(1 << 14);
        return Family.drawn(
                        "enumerated-simulation",
                        "random laws of two heads, from which 2, 3 and 4 are drawn and trained on 4 given sequences",
                        random -> IntStream.rangeClosed(2, 4)
                                .mapToObj(n -> new SimulatedTraining(
                                        new Law(twoAtoms(random.replicate(n), n).model(), HORIZON),
                                        n,
                                        new int[] {0, 1, 1, 0}))
                                .toList())
                .claims(
                        atMost,
                        Claim.mean("sampled-chaos-at-least-enumerated", run)
                                .atLeast(x -> x.enumeratedChaos(x.heads()).mean(), ChaosFamilies::ends)
                                .within(0.02)
                                .replicates(1 << 14))
                .controls(new NegativeControl<>(
                        "chaos-of-twice-the-heads",
                        "compares N sampled heads with the enumerated distance of 2N",
                        atMost.atMost(x -> x.enumeratedChaos(2 * x.heads()).mean())));
    }

    /** Steps of a run with n heads: η = 8H/n. */
    private static int stepsFor(int heads) {
        return heads / 8;
    }

    private static Family<SimulatedTraining> simulation() {
        Rate<SimulatedTraining> heads = Claim.rate("simulated-heads", CHAOS_RUN)
                .fallsLike(1, 0.25, 8, 16, 32, 64, 128, 256, 512)
                .under((x, n) -> square(x.chaosBound(n)))
                .sharp();
        Rate<SimulatedTraining> step = Claim.rate("simulated-steps", STEPS_RUN)
                .fallsLike(1, 0.25, 1, 2, 4, 8, 16, 32, 64)
                .under((x, k) -> square(x.totalBound(x.heads(), k)))
                .sharp();
        return Family.drawn(
                        "simulation",
                        "8 to 512 heads from a law of 64 (d = 8, vocabulary 16, 32 sequences of 8), trained on one sequence a step",
                        random -> simulated(random, 32))
                .claims(
                        heads,
                        step,
                        Claim.rate("simulated-total", TOTAL_RUN)
                                .fallsLike(1, 0.25, 8, 16, 32, 64, 128, 256, 512)
                                .under((x, n) -> square(x.totalBound(n, stepsFor(n))))
                                .sharp())
                .controls(
                        new NegativeControl<>(
                                "simulated-heads-two", "claims a mean square of order N^-2", heads.fallsLike(2, 0.5)),
                        new NegativeControl<>(
                                "simulated-copies",
                                "starts all heads at one draw",
                                Claim.<SimulatedTraining>rate(
                                                "simulated-heads", (x, n, random) -> x.copiedSquare(random))
                                        .fallsLike(1, 0.25, 8, 16, 32, 64, 128, 256, 512)),
                        new NegativeControl<>(
                                "simulated-steps-two", "claims a mean square of order η²", step.fallsLike(2, 0.5)));
    }

    private static Family<SimulatedTraining> simulatedDistances() {
        Mean<SimulatedTraining> total = Claim.<SimulatedTraining>mean(
                        "simulated-total-distance",
                        (x, random) -> Approx.direct(x.totalSquare(x.heads(), x.path().length, random)))
                .atMost(x -> square(x.totalBound(x.heads(), x.path().length)))
                .in(x -> fourth(x.totalFourth(x.heads(), x.path().length)));
        return Family.drawn(
                        "simulated-distances",
                        "8, 64 and 512 such heads, trained for 16 steps",
                        random -> simulated(random, 8, 64, 512))
                .claims(
                        Claim.<SimulatedTraining>mean(
                                        "simulated-chaos-distance",
                                        (x, random) -> Approx.direct(x.chaosSquare(x.heads(), random)))
                                .atMost(x -> square(x.chaosBound(x.heads())))
                                .in(x -> fourth(x.chaosFourth(x.heads()))),
                        total)
                .controls(new NegativeControl<>(
                        "simulated-without-noise",
                        "leaves the steps out of the bound",
                        total.atMost(x -> square(x.chaosBound(x.heads())))));
    }

    /** A square is at least 0, and its variance at most its second moment. */
    private static Range fourth(double fourthMean) {
        return Range.withVariance(0, square(square(fourthMean)));
    }
}
