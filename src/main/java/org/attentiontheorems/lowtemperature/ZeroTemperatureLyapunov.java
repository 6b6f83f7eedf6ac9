package org.attentiontheorems.lowtemperature;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
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
import org.attentiontheorems.verify.Identity;
import org.attentiontheorems.verify.Memo;
import org.attentiontheorems.verify.Monotone;
import org.attentiontheorems.verify.NegativeControl;
import org.attentiontheorems.verify.Picture;
import org.attentiontheorems.verify.Ranges;
import org.attentiontheorems.verify.Search;
import org.attentiontheorems.verify.Theorem;
import org.attentiontheorems.verify.Trajectory;

/**
 * At temperature zero, {@code x' = P_x V Dx/|Dx|} with {@code A = VD} symmetric, tokens keep their projection {@code P(x) = Πx/|Πx|} to the top
 * eigenspace of A and approach it exponentially (arXiv 2605.10931). With {@code q_slow = e^(-γt/s_max)} and {@code q_fast =
 * e^(-(λ_1 - λ_d)t/s_min)},
 *
 * <pre>{@code q_fast T(x_0) <= T(x(t)) <= q_slow T(x_0),    ∫ l(q_fast T) dμ_0  <=  L(μ_t) = W_2²(μ_t, P_# μ_0)  <=  ∫ l(q_slow T) dμ_0.}</pre>
 *
 * {@link ZeroFlow} gives the numbers, O(d²) a step of its clock; {@link ZeroModel} follows tokens in another way.
 */
public final class ZeroTemperatureLyapunov implements Theorem<ZeroTemperatureLyapunov.Instance> {
    private static final double ABS_FLOOR = 1e-12;
    private static final double LEAST_PROJECTION = 1e-12;
    private static final int MOST_TOKENS = 10_000;
    private static final double LONGEST = 1e4;

    /** In less time nothing moves, and an integrator would find no step. */
    private static final double SHORTEST = 1e-200;

    private static final int FOLLOWED = 6;
    private static final int TIMES = 10;
    private static final Memo<Instance, ZeroRun> RUNS = Memo.of(ZeroRun::of);
    private static final Memo<Instance, ZeroPaths> PATHS = Memo.of(x -> ZeroPaths.of(x, FOLLOWED, model -> model));

    /**
     * Tokens and what moves them.
     *
     * @param query Q, m x d
     * @param key K, m x d; {@code K'Q} must be invertible
     * @param value V, d x d; {@code V K'Q} must be symmetric
     * @param time t, at least 0
     * @param tokens N unit vectors of d entries, none orthogonal to the top eigenspace
     * @param weights N, at least 0, sum 1
     */
    public record Instance(
            double[][] query, double[][] key, double[][] value, double time, double[][] tokens, double[] weights) {
        public Instance {
            int d = Inputs.queryAndKey(query, key);
            Inputs.matrix("value", value, d, d);
            Check.finite("time", time);
            Check.that(time >= 0, "time", "must be at least 0, is %s", time);
            time = time < SHORTEST ? 0 : time;
            Check.that(
                    tokens.length <= MOST_TOKENS, "tokens", "must be at most %d, are %d", MOST_TOKENS, tokens.length);
            TokenLaw law = TokenLaw.checked(tokens, weights, d);
            tokens = law.tokens();
            weights = law.weights();
            ScoreMatrix scores = ScoreMatrix.of(query, key).requireInvertible();
            ProjectionMap projection = ProjectionMap.of(value, scores);
            double exponent = projection.range() * time / scores.smallest();
            Check.that(
                    exponent <= LONGEST,
                    "time",
                    "is too long: (λ_1 - λ_d) t / s_min is %s, more than %s",
                    exponent,
                    LONGEST);
            for (int i = 0; i < tokens.length; i++) {
                double length = Vectors.norm(projection.projected(tokens[i]));
                Check.that(
                        length >= LEAST_PROJECTION,
                        "tokens[" + i + "]",
                        "is orthogonal to the top eigenspace: its projection has length %s",
                        length);
            }
        }

        ScoreMatrix scores() {
            return ScoreMatrix.of(query, key);
        }

        ProjectionMap projection() {
            return ProjectionMap.of(value, scores());
        }

        TokenLaw law() {
            return new TokenLaw(tokens, weights);
        }
    }

    static ZeroRun run(Instance x) {
        return RUNS.apply(x);
    }

    // ---- claims

    /** {@code L(μ_t) <= ∫ l(q_slow T) dμ_0}. */
    private static Bound<Instance> lyapunovUpper() {
        return Claim.<Instance>bound("lyapunov-upper", x -> run(x).lyapunov())
                .atMost(x -> run(x).lyapunovAt(run(x).slow()))
                .absFloor(ABS_FLOOR);
    }

    /** The same of a few tokens, as another model moves them. */
    private static Bound<Instance> lyapunovUpper(UnaryOperator<ZeroModel> change) {
        return Claim.<Instance>bound("lyapunov-upper", x -> paths(x, change).lyapunov())
                .atMost(x -> paths(x, change).lyapunovAt(run(x).slow()))
                .absFloor(ABS_FLOOR);
    }

    /** {@code ∫ l(q_fast T) dμ_0 <= L(μ_t)}. */
    private static Bound<Instance> lyapunovLower(ToDoubleFunction<ZeroRun> factor) {
        return Claim.<Instance>bound("lyapunov-lower", x -> run(x).lyapunovAt(factor.applyAsDouble(run(x))))
                .atMost(x -> run(x).lyapunov())
                .absFloor(ABS_FLOOR);
    }

    /** {@code T(x(t)) <= q_slow T(x_0)} for every token. */
    private static Bound<Instance> tangentUpper() {
        return Claim.<Instance>bound("tangent-upper", x -> run(x).largestFactor())
                .atMost(x -> run(x).slow());
    }

    /** {@code q_fast T(x_0) <= T(x(t))} for every token. */
    private static Bound<Instance> tangentLower(ToDoubleFunction<ZeroRun> factor) {
        return Claim.<Instance>bound("tangent-lower", x -> factor.applyAsDouble(run(x)))
                .atMost(x -> run(x).smallestFactor());
    }

    /** {@code L(μ_t)} never increases. */
    private static Monotone<Instance> decreases(UnaryOperator<ZeroFlow> change) {
        return Claim.<Instance>monotone("lyapunov-decreases", (x, effort) -> trajectory(x, change))
                .absFloor(ABS_FLOOR);
    }

    private static List<Trajectory.Point> trajectory(Instance x, UnaryOperator<ZeroFlow> change) {
        double[] times = IntStream.rangeClosed(0, TIMES)
                .mapToDouble(k -> x.time() * k / TIMES)
                .toArray();
        double[] values = ZeroRun.lyapunov(change.apply(ZeroFlow.of(x.scores(), x.projection())), x.law(), times);
        return IntStream.rangeClosed(0, TIMES)
                .mapToObj(k -> new Trajectory.Point(times[k], Approx.direct(values[k])))
                .toList();
    }

    /** {@code W_2²(μ_t, P_# μ_0) = L(μ_t)}. */
    private static Identity<Instance> transport(boolean oneAtom) {
        return Claim.<Instance>identity("transport", x -> run(x).transport(oneAtom), x -> run(x).lyapunov())
                .absFloor(1e-13);
    }

    /** {@code |P(x(t)) - P(x_0)|} along Cartesian paths. */
    private static Bound<Instance> conservation(UnaryOperator<ZeroModel> change) {
        return Claim.<Instance>bound("conservation", x -> paths(x, change).conservationError())
                .atMost(x -> 1e-9);
    }

    /** A Cartesian path ends at {@code e^(τA) x_0}, normalised, with the τ of its own clock. */
    private static Bound<Instance> pathIdentity(UnaryOperator<ZeroModel> change) {
        return Claim.<Instance>bound("path-identity", x -> paths(x, change).identityError())
                .atMost(x -> 1e-8);
    }

    /** Tangential velocities keep tokens on the sphere. */
    private static Bound<Instance> sphere(UnaryOperator<ZeroModel> change) {
        return Claim.<Instance>bound("sphere", x -> paths(x, change).drift()).atMost(x -> 1e-8);
    }

    /** L of a few tokens along Cartesian paths is that of the closed form. */
    private static Identity<Instance> pathLyapunov() {
        return Claim.<Instance>identity(
                        "path-lyapunov",
                        x -> PATHS.apply(x).lyapunov(),
                        x -> PATHS.apply(x).closedLyapunov())
                .absFloor(1e-10);
    }

    private static ZeroPaths paths(Instance x, UnaryOperator<ZeroModel> change) {
        return ZeroPaths.of(x, FOLLOWED, change);
    }

    @Override
    public List<Claim<Instance>> claims() {
        return List.of(
                lyapunovUpper(),
                lyapunovLower(ZeroRun::fast),
                tangentUpper().when(x -> run(x).moves()),
                tangentLower(ZeroRun::fast).when(x -> run(x).moves()),
                decreases(flow -> flow),
                transport(false).when(x -> run(x).isTransportable()),
                conservation(model -> model),
                pathIdentity(model -> model),
                sphere(model -> model),
                pathLyapunov());
    }

    @Override
    public List<NegativeControl<Instance>> controls() {
        return List.of(
                new NegativeControl<>("negated-value", "moves along -V", lyapunovUpper(ZeroModel::withNegatedValue)),
                new NegativeControl<>("no-scores", "forgets D", lyapunovUpper(ZeroModel::withoutScores)),
                new NegativeControl<>(
                        "transposed-scores", "takes Q'K for K'Q", lyapunovUpper(ZeroModel::withTransposedScores)),
                new NegativeControl<>(
                        "twice-the-rate",
                        "claims the rate 2γ/s_max for T",
                        lyapunovUpper().atMost(x -> run(x).lyapunovAt(run(x).slow() * run(x).slow()))),
                new NegativeControl<>(
                        "rate-by-the-smallest-score",
                        "claims the rate γ/s_min for T",
                        tangentUpper()
                                .atMost(x -> run(x).factor(x.projection().gap()
                                        / x.scores().smallest()))
                                .when(x -> run(x).moves())),
                new NegativeControl<>(
                        "slow-for-fast", "claims that no token is faster than q_slow", lyapunovLower(ZeroRun::slow)),
                new NegativeControl<>(
                        "no-token-faster-than-slow",
                        "claims that no token is faster than q_slow",
                        tangentLower(ZeroRun::slow).when(x -> run(x).moves())),
                new NegativeControl<>("runs-backwards", "moves along -A", decreases(ZeroFlow::reversed)),
                new NegativeControl<>(
                        "one-pole",
                        "transports all tokens to one of the two poles",
                        transport(true).when(x -> run(x).hasTwoPoles())),
                new NegativeControl<>(
                        "transposed-value-turns-the-projection",
                        "takes V' for V",
                        conservation(ZeroModel::withTransposedValue)),
                new NegativeControl<>("no-clock", "forgets 1/|Dx|", pathIdentity(ZeroModel::withoutNormalisation)),
                new NegativeControl<>(
                        "transposed-value", "takes V' for V", pathIdentity(ZeroModel::withTransposedValue)),
                new NegativeControl<>(
                        "no-projection", "forgets P_x, and sets tokens back", sphere(ZeroModel::withoutProjection)));
    }

    @Override
    public List<Family<?>> families() {
        return ZeroTemperatureFamilies.all();
    }

    @Override
    public List<Picture> pictures(RandomField random) {
        return ZeroTemperaturePictures.all();
    }

    // ---- instances

    /** Equal weights if {@code equal} is 1; a multiplicity above the dimension counts as 1. */
    @Override
    public Ranges ranges() {
        return Ranges.none()
                .dim("dimension", 2, 6)
                .dim("multiplicity", 1, 6)
                .dim("tokens", 1, 50)
                .dim("equal", 0, 1)
                .scale("largest", 0.5, 2)
                .scale("condition", 1, 4)
                .scale("top", -0.9, 1)
                .scale("gap", 0, 1)
                .scale("time", 0, 5);
    }

    @Override
    public Instance draw(Draw draw, RandomField random) {
        return ZeroTemperatureDraws.instance(draw, random);
    }

    @Override
    public List<Instance> corners() {
        return ZeroTemperatureDraws.corners();
    }

    @Override
    public SortedMap<String, Double> quantities(Instance x) {
        ZeroRun run = run(x);
        TreeMap<String, Double> named = new TreeMap<>();
        named.put("topMultiplicity", (double) run.projection().multiplicity());
        named.put("spectralGap", run.projection().gap());
        named.put("lyapunovInitial", run.lyapunovAt(1));
        named.put("lyapunov", run.lyapunov());
        named.put("lyapunovUpper", run.lyapunovAt(run.slow()));
        named.put("lyapunovLower", run.lyapunovAt(run.fast()));
        named.put("w2", Math.sqrt(run.lyapunov()));
        named.put("firstTau", run.taus()[0]);
        return named;
    }

    @Override
    public Class<Instance> instanceType() {
        return Instance.class;
    }

    @Override
    public List<Example<Instance>> examples() {
        return List.of(worked());
    }

    static Example<Instance> worked() {
        return Example.resource(ZeroTemperatureLyapunov.class, "zero-temperature-lyapunov-worked", Instance.class);
    }

    @Override
    public int tries() {
        return 60;
    }

    @Override
    public Search search() {
        return new Search(20, 1, 20);
    }
}
