package org.attentiontheorems.homogenization;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToDoubleBiFunction;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.attentiontheorems.homogenization.Equiangular.Model;
import org.attentiontheorems.random.RandomField;
import org.attentiontheorems.verify.Approx;
import org.attentiontheorems.verify.Bound;
import org.attentiontheorems.verify.Check;
import org.attentiontheorems.verify.Claim;
import org.attentiontheorems.verify.Draw;
import org.attentiontheorems.verify.Example;
import org.attentiontheorems.verify.Family;
import org.attentiontheorems.verify.Identity;
import org.attentiontheorems.verify.Monotone;
import org.attentiontheorems.verify.NegativeControl;
import org.attentiontheorems.verify.Picture;
import org.attentiontheorems.verify.Ranges;
import org.attentiontheorems.verify.Theorem;
import org.attentiontheorems.verify.Trajectory;

/**
 * How fast the tokens of a random deep transformer collapse, for isotropic values and {@code B = I} (arXiv 2604.01978): tokens with equal
 * overlaps q begin to move together at the rate
 *
 * <pre>R = σ² (1-q) {(1-α²) τ_0 (d-2-q) - α² q (1+q)},  see {@link Equiangular}.</pre>
 *
 * <p>For {@code q >= 0} lower temperature slows the collapse, {@code R(β) <= R(0) = σ² (1-q) τ_0 (d-2-q)}; from orthogonal tokens, {@code
 * R = σ² (d-2) (n-2+2y)/(n-1+y)²} with {@code y = e^β}, longer context slows it too (for q > 0 it need not). Two tokens become opposite
 * instead with positive probability exactly if {@code cosh 2β > d-2}, see {@link TwoTokenDiffusion}.
 */
public final class RepresentationCollapse implements Theorem<RepresentationCollapse.Instance> {
    private static final double IDENTITY = 1e-12;
    private static final double INEQUALITY = 1e-13;
    private static final double NOTHING_CLAIMED = 8;
    private static final double MOST_BETA = 6;
    private static final int BETAS = 24;
    private static final int MOST_TOKENS = 64;
    private static final int MOST_DIMENSIONS = 64;

    /** More tokens than this are not put into a Gram matrix. */
    private static final int MOST_EXPLICIT = 1000;

    /** Two tokens in more dimensions would need too fine a grid. */
    private static final int MOST_FOR_TWO = 100_000;

    /**
     * Tokens with equal overlaps.
     *
     * @param tokens n, at least 2
     * @param dimension d, at least 2; formulas are evaluated where fewer than n dimensions leave no room for the tokens, too
     * @param beta inverse temperature, at least 0
     * @param overlap q, at least {@code -1/(n-1)} and less than 1 in magnitude
     * @param valueVariance σ² > 0
     */
    public record Instance(int tokens, int dimension, double beta, double overlap, double valueVariance) {
        public Instance {
            Check.atLeast("tokens", tokens, 2);
            Check.atLeast("dimension", dimension, 2);
            Check.finite("beta", beta);
            Check.that(beta >= 0, "beta", "must be at least 0, is %s", beta);
            Check.finite("overlap", overlap);
            Check.that(
                    Math.abs(overlap) < 1,
                    "overlap",
                    "must lie strictly between -1 and 1, is %s (tokens that have collapsed stay so)",
                    overlap);
            Check.that(
                    overlap >= -1.0 / (tokens - 1.0) - 1e-12,
                    "overlap",
                    "must be at least -1/(tokens - 1), is %s: no vectors are that far apart",
                    overlap);
            Check.finite("valueVariance", valueVariance);
            Check.positive("valueVariance", valueVariance);
            Magnitude.resolvable("valueVariance", valueVariance);
            Check.that(
                    tokens > 2 || dimension <= MOST_FOR_TWO,
                    "dimension",
                    "must be at most %d for two tokens, is %d",
                    MOST_FOR_TWO,
                    dimension);
        }

        Equiangular state() {
            return Equiangular.of(tokens, dimension, beta, overlap, valueVariance);
        }

        TwoTokenDiffusion pair() {
            return new TwoTokenDiffusion(dimension, beta);
        }

        boolean isExplicit() {
            return tokens <= MOST_EXPLICIT;
        }

        boolean isAcute() {
            return overlap >= 0;
        }

        /** What every drift is at most: 1 for the usual {@code σ² = 1/d}. */
        double scale() {
            return valueVariance * dimension;
        }
    }

    // ---- claims

    /** {@code R(β) <= R(0)}. */
    private static Bound<Instance> temperature() {
        return Claim.<Instance>bound("temperature", x -> x.state().rate())
                .atMost(x -> x.state().uniformRate())
                .absFloor(x -> INEQUALITY * x.scale());
    }

    /** The same where it is claimed; for negative overlaps the slack is larger than any rate, so that nothing is said. */
    private static Bound<Instance> temperatureOfAcuteTokens() {
        return temperature().absFloor(x -> (x.isAcute() ? INEQUALITY : NOTHING_CLAIMED) * x.scale());
    }

    /** R is the drift of an overlap by the general formula for the Gram matrix, with M from the softmax. */
    private static Identity<Instance> gramDrift(Model model, GramAttention attention) {
        return agree(
                "gram-drift",
                x -> x.state().with(model).rate(),
                x -> gram(x, attention).drift(0, 1));
    }

    /** {@code 2σ²(1-q²)(M_ii - q M_ij)} is the quadratic variation of an overlap. */
    private static Identity<Instance> gramVariation(ToDoubleFunction<Instance> variation) {
        return agree(
                "gram-variation",
                variation,
                x -> gram(x, GramAttention.REFERENCE).variation(0, 1, 0, 1));
    }

    private static GramDiffusion gram(Instance x, GramAttention attention) {
        double[][] gram = GramDiffusion.equiangular(x.tokens(), x.overlap());
        return attention.diffusion(gram, x.beta(), 2, x.dimension(), x.valueVariance());
    }

    /** An identity to 1e-12, the precision at which every mistake shows. */
    private static Identity<Instance> agree(
            String id, ToDoubleFunction<Instance> measured, ToDoubleFunction<Instance> reference) {
        return Claim.<Instance>identity(
                        id,
                        (x, effort) -> Approx.within(measured.applyAsDouble(x), IDENTITY * x.scale()),
                        (x, effort) -> Approx.within(reference.applyAsDouble(x), 0))
                .absFloor(x -> IDENTITY * x.scale());
    }

    /** R does not increase with β. */
    private static Monotone<Instance> cooling() {
        return neverIncreases(
                "cooling",
                0,
                BETAS,
                (x, k) -> x.state().withBeta(k * MOST_BETA / BETAS).rate());
    }

    /** From the given overlap, R does not increase with n. */
    private static Monotone<Instance> longerContext(ToDoubleFunction<Instance> overlap) {
        return neverIncreases(
                "longer-context",
                2,
                MOST_TOKENS,
                (x, n) -> x.state()
                        .withOverlap(overlap.applyAsDouble(x))
                        .withTokens(n)
                        .rate());
    }

    /** With {@code σ² = 1/d}, R does not decrease with d; the sign of R is given. */
    private static Monotone<Instance> higherDimension(int sign) {
        return neverIncreases(
                "higher-dimension",
                2,
                MOST_DIMENSIONS,
                (x, d) -> sign * x.state().inDimension(d).rate());
    }

    private static Monotone<Instance> neverIncreases(
            String id, int from, int to, ToDoubleBiFunction<Instance, Integer> value) {
        Trajectory<Instance> curve = (x, effort) -> IntStream.rangeClosed(from, to)
                .mapToObj(k -> new Trajectory.Point(k - from, Approx.direct(value.applyAsDouble(x, k))))
                .toList();
        return Claim.monotone(id, curve).absFloor(x -> INEQUALITY * Math.max(1, x.scale()));
    }

    /** The rate from orthogonal tokens; {@code self} is how often one's own weight e^β is counted in the numerator. */
    private static Identity<Instance> orthogonal(double self) {
        return agree(
                "orthogonal-start",
                x -> x.state().orthogonalRate(self),
                x -> x.state().withOverlap(0).rate());
    }

    /** For two tokens {@code R = σ²(1-q²)[c(d-2) - (1-c)q]}, {@code c = 1/(1 + cosh z)}, z being β(1-q) times a factor. */
    private static Identity<Instance> twoTokens(double factor) {
        return agree(
                "two-tokens",
                x -> x.state().twoTokenRate(factor),
                x -> x.state().withTokens(2).rate());
    }

    @Override
    public List<Claim<Instance>> claims() {
        return List.of(
                temperatureOfAcuteTokens(),
                gramDrift(Model.REFERENCE, GramAttention.REFERENCE).when(Instance::isExplicit),
                gramVariation(x -> x.state().variation()).when(Instance::isExplicit),
                cooling().when(Instance::isAcute),
                longerContext(x -> 0),
                higherDimension(-1).when(Instance::isAcute),
                orthogonal(2),
                twoTokens(1));
    }

    @Override
    public List<NegativeControl<Instance>> controls() {
        return List.of(
                new NegativeControl<>(
                        "longer-context-always-slows",
                        "claims that longer context slows the collapse from every overlap, not only from orthogonal tokens",
                        longerContext(Instance::overlap).when(Instance::isAcute)),
                new NegativeControl<>(
                        "one-dimension-more",
                        "writes d-1 where d-2 belongs",
                        gramDrift(Model.ONE_DIMENSION_MORE, GramAttention.REFERENCE)),
                new NegativeControl<>(
                        "no-self-term",
                        "takes q for |mean of the tokens|²",
                        gramDrift(Model.WITHOUT_SELF_TERM, GramAttention.REFERENCE)),
                new NegativeControl<>(
                        "attention-to-others-only",
                        "leaves a token out of its own context",
                        gramDrift(Model.REFERENCE, GramAttention.REFERENCE.withoutSelf())),
                new NegativeControl<>(
                        "temperature-for-obtuse-tokens",
                        "claims that lower temperature slows the collapse for negative overlaps too",
                        temperature()),
                new NegativeControl<>(
                        "cooling-for-obtuse-tokens",
                        "claims that the rate falls with β for negative overlaps too",
                        cooling()),
                new NegativeControl<>(
                        "half-of-the-uniform-rate",
                        "claims that any temperature halves the rate",
                        temperature()
                                .atMost(x -> x.state().uniformRate() / 2)
                                .when(x -> x.isAcute() && x.state().uniformRate() > 0)),
                new NegativeControl<>(
                        "higher-dimension-slows",
                        "claims that the collapse is slower in higher dimension",
                        higherDimension(1).when(Instance::isAcute)),
                new NegativeControl<>(
                        "orthogonal-tokens-count-once", "counts one's own weight once in n-2+2y", orthogonal(1)),
                new NegativeControl<>("half-the-temperature", "writes cosh 2z for cosh z", twoTokens(2)),
                new NegativeControl<>(
                        "independent-noise",
                        "drops the common noise from the quadratic variation",
                        gramVariation(x -> x.state().variationOfIndependentNoise())));
    }

    @Override
    public List<Family<?>> families() {
        return CollapseFamilies.all();
    }

    @Override
    public List<Picture> pictures(RandomField random) {
        return CollapsePictures.all(random);
    }

    // ---- instances

    /** The overlap is {@code -1/(n-1)} times {@code obtuse} where that is positive, which it is for one draw in six. */
    @Override
    public Ranges ranges() {
        return Ranges.none()
                .dim("tokens", 2, 50)
                .dim("dimension", 2, 64)
                .scale("beta", 0, MOST_BETA)
                .scale("overlap", 0, 0.999)
                .scale("obtuse", -5, 1);
    }

    @Override
    public Instance draw(Draw draw, RandomField random) {
        int n = draw.dim("tokens");
        int d = draw.dim("dimension");
        double obtuse = draw.scale("obtuse");
        double overlap = obtuse > 0 ? -0.999 * obtuse / (n - 1) : draw.scale("overlap");
        return new Instance(n, d, draw.scale("beta"), overlap, 1.0 / d);
    }

    @Override
    public List<Instance> corners() {
        return List.of(
                worked().instance(),
                new Instance(2, 2, 1, -0.45, 1),
                new Instance(2, 2, 0, 0, 0.5),
                new Instance(2, 3, 0, 0.5, 1.0 / 3),
                new Instance(3, 2, 2, -0.5, 0.5),
                new Instance(50, 64, 0, 0.3, 1.0 / 64),
                new Instance(50, 64, 1000, 0.3, 1.0 / 64),
                new Instance(4, 8, 6, 0.999999, 0.125),
                new Instance(2, 16, 3, -0.999999, 1.0 / 16));
    }

    static Example<Instance> worked() {
        return Example.resource(RepresentationCollapse.class, "representation-collapse-worked", Instance.class);
    }

    @Override
    public List<Example<Instance>> examples() {
        return List.of(worked());
    }

    @Override
    public Class<Instance> instanceType() {
        return Instance.class;
    }

    @Override
    public SortedMap<String, Double> quantities(Instance x) {
        Equiangular state = x.state();
        TreeMap<String, Double> named = new TreeMap<>();
        named.put("attentionExcess", state.excess());
        named.put("averagedSelf", state.averagedSelf());
        named.put("averagedCross", state.averagedCross());
        named.put("collapseRate", state.rate());
        named.put("uniformRate", state.uniformRate());
        named.put("orthogonalRate", state.orthogonalRate());
        if (x.tokens() == 2) {
            named.put("antipodalProbability", x.pair().antipodalProbability(x.overlap()));
        }
        named.forEach((name, value) ->
                Check.that(Double.isFinite(value), "valueVariance", "is too large: %s overflows", name));
        return named;
    }
}
