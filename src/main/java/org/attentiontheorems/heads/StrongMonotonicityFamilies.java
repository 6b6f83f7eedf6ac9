package org.attentiontheorems.heads;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.attentiontheorems.heads.StrongMonotonicityStability.Instance;
import org.attentiontheorems.random.RandomField;
import org.attentiontheorems.verify.Approx;
import org.attentiontheorems.verify.Bound;
import org.attentiontheorems.verify.Claim;
import org.attentiontheorems.verify.Draw;
import org.attentiontheorems.verify.Family;
import org.attentiontheorems.verify.Memo;
import org.attentiontheorems.verify.NegativeControl;
import org.attentiontheorems.verify.Ranges;
import org.hipparchus.analysis.solvers.BrentSolver;

/** Declared families of {@code strong-monotonicity-stability}: where the rate is attained, and where there is none. */
final class StrongMonotonicityFamilies {
    private static final int EDGES = 20;
    private static final double LEAST_KAPPA = 0.01;
    private static final Memo<Pair, LawPair> MIRRORED =
            Memo.of(x -> LawPair.of(x.model(), x.otherAtoms(), x.horizon()));

    private StrongMonotonicityFamilies() {}

    private static LawPair pair(Instance x) {
        return StrongMonotonicityStability.pair(x);
    }

    static List<Family<?>> all() {
        return List.of(manyHeads(), edge(), onePosition(), crossed(), mirror());
    }

    // ---- larger laws, smaller moduli

    /** Sixteen heads in eight dimensions, read by a vocabulary of eight: a picture of the contraction. */
    private static Family<Instance> manyHeads() {
        return Family.drawn(
                        "many-heads", "two laws of sixteen heads in eight dimensions", random -> List.of(many(random)))
                .claims(
                        StrongMonotonicityStability.contraction("many-heads-w2"),
                        StrongMonotonicityStability.decay("many-heads-decay"))
                .controls(new NegativeControl<>(
                        "many-heads-at-twice-the-rate",
                        "claims W_2 <= e^(-2κt) W_2(0) at all times",
                        Claim.<Instance>decay("many-heads-decay", (x, effort) -> pair(x).w2Path())
                                .atRate(x -> 2 * pair(x).kappa(), x -> 1)));
    }

    private static Instance many(RandomField random) {
        Ranges sizes = Ranges.none()
                .dim("sequences", 4, 4)
                .dim("seqLen", 8, 8)
                .dim("d", 8, 8)
                .dim("dk", 4, 4)
                .dim("vocab", 8, 8)
                .dim("atoms", 16, 16)
                .scale("lambda", 3, 3);
        Draw draw = sizes.sample(random);
        HeadModel model = StrongMonotonicityStability.equalMasses(TrainingDraws.ridgeModel(draw, random));
        return new Instance(model, TrainingDraws.ridgeHeads("other parameters", model, draw, random), 1);
    }

    /** The ridge is lowered until κ = 0.01: the bounds hold up to the edge of the regime. */
    private static Family<Instance> edge() {
        return Family.drawn(
                        "edge-of-the-regime",
                        "laws whose ridge is barely enough",
                        random -> IntStream.range(0, EDGES)
                                .mapToObj(i -> barely(random.size(i)))
                                .toList())
                .claims(
                        StrongMonotonicityStability.contraction("edge-w2"),
                        StrongMonotonicityStability.monotonicity("edge-monotone", x -> pair(x).leastMonotonicity()));
    }

    private static Instance barely(RandomField random) {
        Draw draw = TrainingDraws.ridgeRanges(4).sample(random);
        HeadModel model = StrongMonotonicityStability.equalMasses(TrainingDraws.ridgeModel(draw, random));
        List<Head> others = TrainingDraws.ridgeHeads("other parameters", model, draw, random);
        double lambda = new BrentSolver(1e-9)
                .solve(
                        100,
                        l -> LawPair.regime(model.withLambda(l), others).kappa() - LEAST_KAPPA,
                        1e-6,
                        model.lambda());
        return new Instance(model.withLambda(lambda), others, 1);
    }

    // ---- sharpness

    /** Sequences of one position: attention is trivial, queries and keys only decay, and κ = λ. */
    private static Family<Instance> onePosition() {
        List<Instance> instances = IntStream.rangeClosed(1, 4)
                .mapToObj(StrongMonotonicityFamilies::differentAttention)
                .toList();
        return Family.of("one-position", "two laws of equal values whose queries and keys do nothing", instances)
                .claims(
                        Claim.<Instance>identity(
                                "pure-decay", (x, effort) -> pair(x).w2End(), (x, effort) -> decayed(x, 1)),
                        pureBound().atMost((x, effort) -> decayed(x, 1)))
                .controls(
                        new NegativeControl<>(
                                "faster-than-lambda",
                                "claims W_2 <= e^(-1.01 λT) W_2(0)",
                                pureBound().atMost((x, effort) -> decayed(x, 1.01))),
                        new NegativeControl<>(
                                "twice-lambda",
                                "claims W_2 <= e^(-2λT) W_2(0)",
                                pureBound().atMost((x, effort) -> decayed(x, 2))));
    }

    private static Bound.Measured<Instance> pureBound() {
        return Claim.bound("pure-decay-bound", (x, effort) -> pair(x).w2End());
    }

    /** {@code e^(-share λT) W_2(0)}. */
    private static Approx decayed(Instance x, double share) {
        return Approx.direct(StrictMath.exp(-share * x.model().lambda() * x.horizon())
                * pair(x).w2(0).value());
    }

    /** Laws of that many heads, λ = 2.5, equal values throughout. */
    private static Instance differentAttention(int heads) {
        double[][] value = {{0.3, -0.2}, {-0.1, 0.4}};
        List<Head> first = IntStream.range(0, heads)
                .mapToObj(a -> new Head(new double[][] {{0.1 * a, 0.3}}, new double[][] {{0.2, -0.1 * a}}, value))
                .toList();
        List<Head> second = IntStream.range(0, heads)
                .mapToObj(a -> new Head(new double[][] {{-0.2, 0.1 * a}}, new double[][] {{0.15 * a, 0.4}}, value))
                .toList();
        double[] half = {0.5, 0.5};
        double[][][] tokens = {{{0.6, -0.5}}, {{-0.3, 0.8}}};
        int[][] labels = {{0}, {1}};
        HeadModel model = new HeadModel(2, 1, 2, 1, 2.5, half, tokens, labels, new double[] {1}, first.subList(0, 1));
        double[] masses = new double[heads];
        Arrays.fill(masses, 1.0 / heads);
        return new Instance(model.withAtoms(masses, first), second, 1);
    }

    /** The nearest two heads are no pair of the optimal coupling: {@code W_2² = ((0.2 - 0.9)² + 0.15²) / 2}. */
    private static Family<Instance> crossed() {
        HeadModel model = new HeadModel(
                1,
                1,
                2,
                1,
                1,
                new double[] {1},
                new double[][][] {{{1}}},
                new int[][] {{0}},
                new double[] {0.5, 0.5},
                queries(0.2, 0));
        return Family.of(
                        "crossed-pairs",
                        "heads on a line, matched best by crossing over the nearest pair",
                        List.of(new Instance(model, queries(0.15, 0.9), 0)))
                .claims(Claim.<Instance>identity(
                        "crossed-distance", x -> pair(x).w2(0).value(), x -> Math.sqrt((0.49 + 0.0225) / 2)))
                .controls(new NegativeControl<>(
                        "nearest-pair-first",
                        "matches the nearest pair first",
                        Claim.<Instance>identity(
                                "crossed-distance",
                                x -> pair(x).greedyDistance(),
                                x -> Math.sqrt((0.49 + 0.0225) / 2))));
    }

    private static List<Head> queries(double... q) {
        return Arrays.stream(q)
                .mapToObj(one -> new Head(new double[][] {{one}}, new double[1][1], new double[2][1]))
                .toList();
    }

    // ---- necessity

    /**
     * Two laws outside the ridge regime.
     *
     * @param model data, ridge and one law
     * @param otherAtoms the heads of the other law
     * @param horizon T, at least 0
     */
    record Pair(HeadModel model, List<Head> otherAtoms, double horizon) {}

    /** A stationary head with active attention and its mirror image (-Q, -K, V), stationary too: their distance stays. */
    static Pair mirrorPair() {
        HeadModel data = DiracStability.worked().instance().model();
        double[] theta = StationaryHead.near(data).theta();
        double[] mirrored = {-theta[0], -theta[1], theta[2], theta[3]};
        HeadModel model = data.withAtoms(new double[] {1}, List.of(Head.of(data.shape(), theta, 0)));
        return new Pair(model, List.of(Head.of(data.shape(), mirrored, 0)), 20);
    }

    private static Family<Pair> mirror() {
        return Family.of(
                        "mirror-pair",
                        "a stationary head and its mirror image, outside the ridge regime",
                        List.of(mirrorPair()))
                .claims(
                        Claim.<Pair>identity(
                                "mirror-distance",
                                (x, effort) -> MIRRORED.apply(x).w2End(),
                                (x, effort) -> MIRRORED.apply(x).w2(0)),
                        mirrorMonotone().atLeast(x -> MIRRORED.apply(x).kappa()),
                        Claim.<Pair>bound(
                                        "mirror-outside-the-regime",
                                        x -> MIRRORED.apply(x).kappa())
                                .atMost(x -> 0))
                .controls(
                        new NegativeControl<>(
                                "kappa-is-lambda",
                                "forgets the curvature of the potential: takes κ = λ",
                                mirrorMonotone()
                                        .atLeast(x -> x.model().lambda())
                                        .absFloor(1e-12)),
                        new NegativeControl<>(
                                "mirror-contracts",
                                "claims that the distance falls like e^(-λt) here too",
                                Claim.<Pair>identity(
                                        "mirror-distance",
                                        (x, effort) -> MIRRORED.apply(x).w2End(),
                                        (x, effort) -> contracted(x))));
    }

    private static Bound.Measured<Pair> mirrorMonotone() {
        return Claim.bound(
                "mirror-monotonicity", x -> MIRRORED.apply(x).optimal(0).monotonicity());
    }

    private static Approx contracted(Pair x) {
        double factor = StrictMath.exp(-x.model().lambda() * x.horizon());
        return Approx.direct(factor * MIRRORED.apply(x).w2(0).value());
    }
}
