package org.attentiontheorems.lowtemperature;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.attentiontheorems.measure.Vectors;
import org.attentiontheorems.random.RandomField;
import org.attentiontheorems.verify.Approx;
import org.attentiontheorems.verify.Bound;
import org.attentiontheorems.verify.Check;
import org.attentiontheorems.verify.Claim;
import org.attentiontheorems.verify.Draw;
import org.attentiontheorems.verify.Example;
import org.attentiontheorems.verify.Family;
import org.attentiontheorems.verify.Measure;
import org.attentiontheorems.verify.Memo;
import org.attentiontheorems.verify.NegativeControl;
import org.attentiontheorems.verify.Picture;
import org.attentiontheorems.verify.Ranges;
import org.attentiontheorems.verify.Search;
import org.attentiontheorems.verify.Theorem;
import org.attentiontheorems.verify.Trajectory;

/**
 * Once tokens form one tight cluster, the value matrix V alone decides, at every temperature (arXiv 2605.10931). With eigenvalues {@code ν_1 >
 * ν_2 >= … >= ν_d}, diameter D and largest angle φ to the leading eigenvector:
 *
 * <pre>{@code D(t) <= D̄(t) <= D_0 e^(-kt),   D̄' = -(ν_d - p D̄ - q D̄²) D̄,
 * φ(t) <= ψ(t),   ψ' = -(ν_1 - ν_2) sin ψ cos ψ + p D̄,}</pre>
 *
 * <p>where {@code p = |V|}, {@code q = |V| |K'Q| β / 4} and {@code k = ν_d - p D_0 - q D_0² > 0}; and the linearisation at consensus on the
 * eigenvector k has the spectrum {@code ν_j - ν_k} (j other than k) and {@code -ν_k}, (N-1)(d-1) times, see
 * {@link ConsensusPhase}. One instance costs O(steps N² d).
 */
public final class TerminalPhase implements Theorem<TerminalPhase.Instance> {
    private static final double LEAST_GAP = 1e-9;
    private static final double ASYMMETRY = 1e-9;
    private static final int MOST_STEPS = 1_000_000;
    static final int TIMES = 20;

    /** Longest steps, in fine ones, with which what is claimed along the way is held against a run. */
    private static final double COARSEST = 20;

    private static final Memo<Instance, Cluster> CLUSTERS = Memo.of(Instance::asCluster);
    private static final Memo<Instance, BoundedRun> RUNS = Memo.of(x -> trial(x, x.steps(), bounds -> bounds));
    private static final Memo<Instance, BoundedRun> FINER = Memo.of(x -> trial(x, 2 * x.steps(), bounds -> bounds));

    /**
     * Tokens and the matrices that move them.
     *
     * @param query Q, m x d, d at least 2
     * @param key K, m x d
     * @param value V, d x d, symmetric with a simple largest eigenvalue
     * @param beta β, at least 0
     * @param tokens N unit vectors of d entries
     * @param weights N, at least 0, sum 1
     * @param time at least 0
     * @param steps of equal length, at least 1
     */
    public record Instance(
            double[][] query,
            double[][] key,
            double[][] value,
            double beta,
            double[][] tokens,
            double[] weights,
            double time,
            int steps) {
        public Instance {
            int d = Inputs.queryAndKey(query, key);
            Inputs.matrix("value", value, d, d);
            Check.finite("beta", beta);
            Check.that(beta >= 0, "beta", "must be at least 0, is %s", beta);
            TokenLaw law = TokenLaw.checked(tokens, weights, d);
            tokens = law.tokens();
            weights = law.weights();
            Check.finite("time", time);
            Check.that(time >= 0, "time", "must be at least 0, is %s", time);
            Check.between("steps", steps, 1, MOST_STEPS);
            double off = ProjectionMap.norm(Vectors.plus(value, -1, Vectors.transposed(value)));
            double size = Math.max(1, ProjectionMap.norm(value));
            Check.that(off <= ASYMMETRY * size, "value", "must be symmetric, differs from its transpose by %s", off);
            double gap =
                    Cluster.of(ScoreMatrix.of(query, key), beta, value, law).gap();
            Check.that(gap >= LEAST_GAP, "value", "must have a simple largest eigenvalue, its gap is %s", gap);
        }

        Cluster asCluster() {
            return Cluster.of(ScoreMatrix.of(query, key), beta, value, new TokenLaw(tokens, weights));
        }
    }

    static Cluster cluster(Instance x) {
        return CLUSTERS.apply(x);
    }

    private static BoundedRun trial(Instance x, int steps, UnaryOperator<ClusterBounds> change) {
        return BoundedRun.of(cluster(x), change.apply(cluster(x).bounds()), x.time(), steps);
    }

    private static Memo<Instance, BoundedRun> runs(Function<Instance, UnaryOperator<ClusterBounds>> change) {
        return Memo.of(x -> trial(x, x.steps(), change.apply(x)));
    }

    private static boolean saysAngle(Instance x) {
        return RUNS.apply(x).saysAngle();
    }

    private static boolean contracts(Instance x) {
        return RUNS.apply(x).bounds().contracts();
    }

    /** Whether tokens follow their flow from step to step, as all drawn ones do; those of a file need not. */
    private static boolean isFine(Instance x) {
        return x.time() / x.steps() <= COARSEST * cluster(x).fineStep();
    }

    // ---- claims

    /** {@code φ(t) <= ψ(t)} at the end. */
    static Claim<Instance> alignment(Function<Instance, BoundedRun> runs) {
        return below("alignment", runs, BoundedRun::lastAngle, BoundedRun::allowedAngle)
                .vacuousWhen(x -> !saysAngle(x));
    }

    /** {@code φ(t) <= ψ(t)} after every step. */
    static Claim<Instance> alignmentAtEveryStep(Function<Instance, BoundedRun> runs) {
        return below("alignment-at-every-step", runs, BoundedRun::angleShare, run -> 1)
                .when(x -> isFine(x) && saysAngle(x));
    }

    /** {@code D(t) <= D̄(t)} at the end. */
    static Claim<Instance> contraction(Function<Instance, BoundedRun> runs) {
        return below("contraction", runs, BoundedRun::lastDiameter, BoundedRun::allowedDiameter)
                .vacuousWhen(x -> !contracts(x));
    }

    /** {@code D(t) <= D̄(t)} after every step. */
    static Claim<Instance> contractionAtEveryStep(Function<Instance, BoundedRun> runs) {
        return below("contraction-at-every-step", runs, BoundedRun::diameterShare, run -> 1)
                .when(x -> isFine(x) && contracts(x) && x.tokens().length > 1);
    }

    /** {@code D̄(t) <= D_0 e^(-kt)}. */
    static Claim<Instance> majorantDecay(ToDoubleFunction<ClusterBounds> rate) {
        return Claim.<Instance>decay("majorant-decay", (x, effort) -> majorant(RUNS.apply(x)))
                .atRate(x -> rate.applyAsDouble(RUNS.apply(x).bounds()), x -> 1)
                .when(x -> isFine(x) && contracts(x) && x.tokens().length > 1);
    }

    /** D̄ at twenty times. */
    private static List<Trajectory.Point> majorant(BoundedRun run) {
        double[] times = run.tokens().times();
        double[] diameter = run.majorants().diameter();
        int last = times.length - 1;
        return IntStream.rangeClosed(0, TIMES)
                .map(k -> k * last / TIMES)
                .distinct()
                .mapToObj(k -> new Trajectory.Point(times[k], Approx.direct(diameter[k])))
                .toList();
    }

    /** The closed bound of φ after every step. */
    static Claim<Instance> exponentialAlignment(ToDoubleFunction<BoundedRun> share) {
        return below("exponential-alignment", RUNS, share, run -> 1)
                .when(x -> isFine(x) && RUNS.apply(x).bounds().aligns());
    }

    /** A bound of a run's number. Where the numbers violate it, what half the step changes is counted as their error. */
    private static Bound<Instance> below(
            String id,
            Function<Instance, BoundedRun> runs,
            ToDoubleFunction<BoundedRun> number,
            ToDoubleFunction<BoundedRun> bound) {
        Measure<Instance> measured = (x, effort) -> {
            double m = number.applyAsDouble(runs.apply(x));
            double b = bound.applyAsDouble(runs.apply(x));
            if (m <= b) {
                return Approx.direct(m);
            }
            BoundedRun finer = FINER.apply(x);
            BoundedRun coarse = RUNS.apply(x);
            double error = Math.abs(number.applyAsDouble(finer) - number.applyAsDouble(coarse))
                    + Math.abs(bound.applyAsDouble(finer) - bound.applyAsDouble(coarse));
            return Approx.within(m, error);
        };
        return Claim.<Instance>bound(id, measured)
                .atMost(x -> bound.applyAsDouble(runs.apply(x)))
                .absFloor(BoundedRun.ROUNDING);
    }

    @Override
    public Class<Instance> instanceType() {
        return Instance.class;
    }

    @Override
    public List<Claim<Instance>> claims() {
        List<Claim<Instance>> claims = new ArrayList<>(List.of(
                alignment(RUNS),
                alignmentAtEveryStep(RUNS),
                contraction(RUNS),
                contractionAtEveryStep(RUNS),
                majorantDecay(ClusterBounds::contractionRate),
                exponentialAlignment(BoundedRun::exponentialShare)));
        claims.addAll(ConsensusPhase.claims());
        return List.copyOf(claims);
    }

    @Override
    public List<NegativeControl<Instance>> controls() {
        Memo<Instance, BoundedRun> aligningAtNuOne =
                runs(x -> bounds -> bounds.withGap(cluster(x).eigenvalues()[0]));
        Memo<Instance, BoundedRun> contractingAtNuOne =
                runs(x -> bounds -> bounds.withLeast(cluster(x).eigenvalues()[0]));
        List<NegativeControl<Instance>> controls = new ArrayList<>(List.of(
                new NegativeControl<>(
                        "alignment-at-nu-one", "aligns at the rate ν_1, not ν_1 - ν_2", alignment(aligningAtNuOne)),
                new NegativeControl<>(
                        "steps-aligned-at-nu-one",
                        "aligns at the rate ν_1, not ν_1 - ν_2",
                        alignmentAtEveryStep(aligningAtNuOne)),
                new NegativeControl<>(
                        "contraction-at-nu-one",
                        "contracts at the rate ν_1, not ν_d, from the start",
                        contraction(contractingAtNuOne)),
                new NegativeControl<>(
                        "steps-contracted-at-nu-one",
                        "contracts at the rate ν_1, not ν_d, from the start",
                        contractionAtEveryStep(contractingAtNuOne)),
                new NegativeControl<>(
                        "majorant-at-the-bare-rate",
                        "claims D_0 e^(-ν_d t), as for a point",
                        majorantDecay(ClusterBounds::least)),
                new NegativeControl<>(
                        "small-angles-everywhere",
                        "takes sin φ cos φ for φ at any angle",
                        exponentialAlignment(BoundedRun::smallAngleShare))));
        controls.addAll(ConsensusPhase.controls());
        return List.copyOf(controls);
    }

    @Override
    public List<Family<?>> families() {
        return TerminalFamilies.all();
    }

    @Override
    public List<Picture> pictures(RandomField random) {
        return TerminalPictures.all();
    }

    /** The scales are: least is ν_d, tilt the angle of the cluster's middle, spread and scoreNorm shares of what is allowed; β = 0 if warm is 0. */
    @Override
    public Ranges ranges() {
        return Ranges.none()
                .dim("d", 2, 5)
                .dim("tokens", 1, 8)
                .dim("rows", 1, 5)
                .dim("warm", 0, 7)
                .scale("log10Beta", -1, 2)
                .scale("scoreNorm", 0, 1)
                .scale("least", 0.3, 0.98)
                .scale("spread", 0, 1)
                .scale("tilt", 0, 1)
                .scale("time", 0, 3);
    }

    @Override
    public Instance draw(Draw draw, RandomField random) {
        return ClusterDraws.instance(draw, random);
    }

    @Override
    public List<Instance> corners() {
        return ClusterDraws.corners();
    }

    @Override
    public SortedMap<String, Double> quantities(Instance x) {
        BoundedRun run = RUNS.apply(x);
        TreeMap<String, Double> named = new TreeMap<>();
        named.put("diameterInitial", run.bounds().diameter());
        named.put("diameter", run.lastDiameter());
        named.put("diameterMajorant", run.allowedDiameter());
        named.put("angleInitial", run.bounds().angle());
        named.put("angle", run.lastAngle());
        named.put("angleMajorant", run.allowedAngle());
        named.put("contractionRate", run.bounds().contractionRate());
        named.put("slowestLinearRate", cluster(x).slowestRate());
        return named;
    }

    @Override
    public List<Example<Instance>> examples() {
        return List.of(worked());
    }

    static Example<Instance> worked() {
        return Example.resource(TerminalPhase.class, "terminal-phase-worked", Instance.class);
    }

    @Override
    public int tries() {
        return 100;
    }

    @Override
    public Search search() {
        return Search.SHORT;
    }
}
