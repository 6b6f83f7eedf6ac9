package org.attentiontheorems.homogenization;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.attentiontheorems.homogenization.DesignLayer.Values;
import org.attentiontheorems.measure.Vectors;
import org.attentiontheorems.random.RandomField;
import org.attentiontheorems.verify.Bound;
import org.attentiontheorems.verify.Check;
import org.attentiontheorems.verify.Claim;
import org.attentiontheorems.verify.Draw;
import org.attentiontheorems.verify.Example;
import org.attentiontheorems.verify.Family;
import org.attentiontheorems.verify.Memo;
import org.attentiontheorems.verify.NegativeControl;
import org.attentiontheorems.verify.Picture;
import org.attentiontheorems.verify.Ranges;
import org.attentiontheorems.verify.Search;
import org.attentiontheorems.verify.Theorem;

/**
 * With isotropic values, {@code E V = 0} and {@code E[V_ab V_cd] = σ² δ_ac δ_bd} given B, the limit of random layers has no drift along the
 * sphere (arXiv 2604.01978): {@code E[F_i F_jᵀ] = σ² M_ij I} with {@code M_ij = E <m_i, m_j>}, and the Gram matrix of the tokens diffuses with
 *
 * <pre>{@code
 * dG_ij = σ² [M_ij (d-2+G_ij²) - (d-1)/2 (M_ii+M_jj) G_ij] dt + martingale
 * }</pre>
 *
 * and the variation of {@link GramDiffusion}. One layer of the single-entry design agrees with it up to {@code E S(ρ)/η²}, {@link
 * SphereStep#gramRemainder}, which is of order η².
 */
public final class GaussianDriftVanishes implements Theorem<GaussianDriftVanishes.Instance> {
    private static final double IDENTITY = 1e-12;
    private static final double ROUNDING = 1e-14;
    private static final double SMALL_STEP = 0.025;
    private static final double[] STEPS = {0.1, 0.05, SMALL_STEP};
    private static final int MOST_OUTCOMES = 1_000_000;
    private static final Memo<Instance, DesignLayer> LAYERS = Memo.of(x -> x.layer(Values.SINGLE_ENTRY));
    private static final Memo<Instance, DesignLayer> SCALAR_LAYERS = Memo.of(x -> x.layer(Values.SIGNED_IDENTITY));

    /**
     * One layer.
     *
     * @param beta inverse temperature, at least 0
     * @param tokens at least two rows of any length but 0, which are normalised
     * @param valueVariance σ² > 0
     * @param step η > 0, less than {@code 1/(dσ)}
     * @param keyQueryAtoms law of B
     */
    public record Instance(
            double beta, double[][] tokens, double valueVariance, double step, List<KeyQueryAtom> keyQueryAtoms) {
        public Instance {
            Inputs.beta(beta);
            tokens = Inputs.points("tokens", tokens);
            Check.that(tokens.length >= 2, "tokens", "needs at least 2 rows, has %d", tokens.length);
            Inputs.positive("valueVariance", valueVariance);
            Magnitude.resolvable("valueVariance", valueVariance);
            Inputs.positive("step", step);
            Magnitude.resolvable("step", step);
            int d = tokens[0].length;
            keyQueryAtoms = Inputs.keyQueryAtoms("keyQueryAtoms", keyQueryAtoms, d, beta);
            Inputs.lemmaApplies("step", step * d * Math.sqrt(valueVariance));
            double outcomes = 2.0 * d * d * keyQueryAtoms.size();
            Check.that(
                    outcomes <= MOST_OUTCOMES,
                    "keyQueryAtoms",
                    "gives %s outcomes of a layer, more than %d",
                    outcomes,
                    MOST_OUTCOMES);
        }

        int dimension() {
            return tokens[0].length;
        }

        Instance withStep(double other) {
            return new Instance(beta, tokens, valueVariance, other, keyQueryAtoms);
        }

        DesignLayer layer(Values values) {
            return DesignLayer.of(tokens, beta, keyQueryAtoms, valueVariance, step, values);
        }

        /** What moments of outputs are at most. */
        double scale() {
            return valueVariance * dimension();
        }
    }

    static DesignLayer layer(Instance x) {
        return LAYERS.apply(x);
    }

    private static double rounding(Instance x) {
        return ROUNDING / (x.step() * x.step());
    }

    // ---- claims

    /** {@code max_ij |(E G⁺ - G)/η² - b^G| <= E S(ρ)/η²}. */
    private static Bound<Instance> generator(ToDoubleFunction<Instance> error) {
        return Claim.bound("generator", error)
                .atMost(x -> layer(x).gramRemainder())
                .absFloor(GaussianDriftVanishes::rounding);
    }

    private static Bound<Instance> generator(OverlapPath.GramDrift drift) {
        return generator(x -> layer(x).generatorError(drift));
    }

    private static Bound<Instance> generator() {
        return generator(GramDiffusion::drift);
    }

    /** The same for products of increments and the quadratic variation. */
    private static Bound<Instance> variation(Function<DesignLayer, GramDiffusion> limit) {
        return Claim.<Instance>bound("variation", x -> layer(x).variationError(limit.apply(layer(x))))
                .atMost(x -> layer(x).variationRemainder())
                .absFloor(GaussianDriftVanishes::rounding);
    }

    /** {@code E[F_i F_jᵀ] = σ² M_ij I}. */
    private static Bound<Instance> isotropy(Memo<Instance, DesignLayer> layers) {
        return Claim.<Instance>bound("isotropy", x -> layers.apply(x).anisotropy())
                .atMost(x -> IDENTITY * x.scale());
    }

    /** {@code E <x_i, F_i> P_i F_i = 0}. */
    private static Bound<Instance> tangentialDrift(Memo<Instance, DesignLayer> layers) {
        return Claim.<Instance>bound("tangential-drift", x -> layers.apply(x).tangentialDrift())
                .atMost(x -> IDENTITY * x.scale());
    }

    /** In the plane, {@code |E φ_i|/η² <= E Σ_(k>=4) ρ_i^k/k / η²}. */
    static Bound<Instance> angle(String id, Memo<Instance, DesignLayer> layers) {
        return Claim.<Instance>bound(id, x -> {
                    DesignLayer layer = layers.apply(x);
                    return Math.abs(layer.meanAngle(layer.worstAngle()));
                })
                .atMost(x -> {
                    DesignLayer layer = layers.apply(x);
                    return layer.angleRemainder(layer.worstAngle());
                })
                .absFloor(GaussianDriftVanishes::rounding);
    }

    static Memo<Instance, DesignLayer> isotropicLayers() {
        return LAYERS;
    }

    static Memo<Instance, DesignLayer> scalarLayers() {
        return SCALAR_LAYERS;
    }

    private static boolean isPlane(Instance x) {
        return x.dimension() == 2;
    }

    @Override
    public List<Claim<Instance>> claims() {
        return List.of(
                generator(),
                variation(DesignLayer::limit),
                isotropy(LAYERS),
                tangentialDrift(LAYERS),
                angle("angle", LAYERS).when(GaussianDriftVanishes::isPlane));
    }

    /** At the smallest step, where the bound is tightest. */
    private static Claim<Instance> small(Bound<Instance> claim) {
        return claim.when(x -> x.step() == SMALL_STEP);
    }

    @Override
    public List<NegativeControl<Instance>> controls() {
        return List.of(
                new NegativeControl<>(
                        "no-curvature",
                        "drops the Itô term that keeps tokens on the sphere",
                        small(generator((limit, i, j) -> limit.drift(i, j, limit.dimension() - 2, 0)))),
                new NegativeControl<>(
                        "one-dimension-more",
                        "writes d-1 where d-2 belongs",
                        small(generator((limit, i, j) ->
                                limit.drift(i, j, limit.dimension() - 1, 0.5 * (limit.dimension() - 1))))),
                new NegativeControl<>(
                        "twice-the-curvature",
                        "forgets the factor ½ of M_ii + M_jj",
                        small(generator(
                                (limit, i, j) -> limit.drift(i, j, limit.dimension() - 2, limit.dimension() - 1)))),
                new NegativeControl<>(
                        "averages-averaged-first",
                        "takes inner products of mean averages, <E m_i, E m_j> for E <m_i, m_j>",
                        small(generator(
                                x -> layer(x).generatorError(layer(x).limitOfMeanAverages(), GramDiffusion::drift)))),
                new NegativeControl<>(
                        "variation-of-mean-averages",
                        "the same in the quadratic variation",
                        small(variation(DesignLayer::limitOfMeanAverages))),
                new NegativeControl<>(
                        "independent-tokens",
                        "drops the common noise, M_ij for different tokens, from the quadratic variation",
                        small(variation(layer -> layer.limit().withoutCommonNoise()))),
                new NegativeControl<>(
                        "anisotropic-values",
                        "takes V = ±σ sqrt(d) I, which is centred but not isotropic",
                        isotropy(SCALAR_LAYERS)),
                new NegativeControl<>(
                        "drift-of-scalar-values",
                        "claims that V = ±σ sqrt(d) I has no drift along the sphere",
                        tangentialDrift(SCALAR_LAYERS)),
                new NegativeControl<>(
                        "angle-of-scalar-values",
                        "claims that angles stay centred for V = ±σ sqrt(d) I",
                        small(angle("angle", SCALAR_LAYERS)).when(GaussianDriftVanishes::isPlane)));
    }

    @Override
    public List<Family<?>> families() {
        List<Family<?>> all = new ArrayList<>(GaussianDriftFamilies.all());
        all.add(new LayerSimulations().family());
        return List.copyOf(all);
    }

    @Override
    public List<Picture> pictures(RandomField random) {
        return GaussianDriftFamilies.pictures();
    }

    // ---- instances

    @Override
    public Ranges ranges() {
        return Ranges.none()
                .dim("tokens", 2, 5)
                .dim("dimension", 1, 4)
                .dim("keyQueries", 1, 2)
                .dim("step", 0, STEPS.length - 1)
                .scale("beta", 0, 2)
                .scale("norm", 0, 1);
    }

    @Override
    public Instance draw(Draw draw, RandomField random) {
        int d = draw.dim("dimension");
        List<KeyQueryAtom> atoms = new ArrayList<>();
        int count = draw.dim("keyQueries");
        for (int a = 0; a < count; a++) {
            double prob = count == 1 ? 1 : a == 0 ? 0.4 : 0.6;
            atoms.add(new KeyQueryAtom(
                    prob, WeightDraws.matrix(random, a == 0 ? "first B" : "second B", d, draw.scale("norm"))));
        }
        double[][] tokens = WeightDraws.tokens(random, draw.dim("tokens"), d);
        return new Instance(draw.scale("beta"), tokens, 1.0 / d, STEPS[draw.dim("step")], atoms);
    }

    @Override
    public List<Instance> corners() {
        Instance worked = worked().instance();
        double[][] one = Vectors.identity(2);
        List<KeyQueryAtom> plane = List.of(new KeyQueryAtom(1, one));
        return List.of(
                worked.withStep(SMALL_STEP),
                new Instance(1, new double[][] {{1, 0}, {1, 0}}, 0.5, 0.1, plane),
                new Instance(0, new double[][] {{1, 0}, {-1, 0}}, 0.5, 0.1, plane),
                new Instance(0, new double[][] {{1, 0}, {0.6, 0.8}}, 0.5, SMALL_STEP, plane),
                new Instance(700, new double[][] {{1, 0}, {0, 1}, {-1, 0}}, 0.5, 0.1, plane),
                new Instance(1, new double[][] {{1}, {-1}, {1}}, 1, 0.1, List.of(new KeyQueryAtom(1, new double[][] {{1}
                }))),
                worked.withStep(0.6));
    }

    static Example<Instance> worked() {
        return Example.resource(GaussianDriftVanishes.class, "gaussian-drift-vanishes-worked", Instance.class);
    }

    @Override
    public List<Example<Instance>> examples() {
        return List.of(worked());
    }

    @Override
    public Search search() {
        return new Search(100, 3, 80);
    }

    @Override
    public Class<Instance> instanceType() {
        return Instance.class;
    }

    @Override
    public SortedMap<String, Double> quantities(Instance x) {
        DesignLayer layer = layer(x);
        TreeMap<String, Double> named = new TreeMap<>();
        named.put("averagedOverlap01", layer.limit().averaged()[0][1]);
        named.put("gramDrift01", layer.limit().drift(0, 1));
        named.put("gramVariation01", layer.limit().variation(0, 1, 0, 1));
        named.put("meanIncrement01", layer.meanIncrement()[0][1]);
        named.put("generatorError", layer.generatorError(GramDiffusion::drift));
        named.put("bound", layer.gramRemainder());
        named.forEach((name, value) ->
                Check.that(Double.isFinite(value), "valueVariance", "is too large: %s overflows", name));
        return named;
    }
}
