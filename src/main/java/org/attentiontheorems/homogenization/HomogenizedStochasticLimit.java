package org.attentiontheorems.homogenization;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.function.UnaryOperator;
import org.attentiontheorems.measure.Vectors;
import org.attentiontheorems.random.RandomField;
import org.attentiontheorems.verify.Bound;
import org.attentiontheorems.verify.Claim;
import org.attentiontheorems.verify.Draw;
import org.attentiontheorems.verify.Example;
import org.attentiontheorems.verify.Family;
import org.attentiontheorems.verify.Identity;
import org.attentiontheorems.verify.Memo;
import org.attentiontheorems.verify.NegativeControl;
import org.attentiontheorems.verify.Picture;
import org.attentiontheorems.verify.Ranges;
import org.attentiontheorems.verify.Search;
import org.attentiontheorems.verify.Theorem;

/**
 * With centred heads and the time step {@code δ = η²/H} layers converge to a diffusion {@code dx_i = b_i dt + dW_i} on the spheres, whose noise
 * all tokens share (arXiv 2604.01978, with explicit constants): F the output of one head,
 *
 * <pre>{@code
 * b_i = -E[<x_i, F_i> P_i F_i] - ½ E|P_i F_i|² x_i,      d<W_i, W_j> = A_ij dt,   A_ij = E[P_i F_i (P_j F_j)ᵀ],
 * |E Δ_i/δ - b_i|          <=  max_i  E R_m(ρ_i)/δ,
 * |E Δ_i Δ_jᵀ/δ - A_ij|_F  <=  max_ij E K_m(ρ_i, ρ_j)/δ,
 * }</pre>
 *
 * where {@code Δ_i = x_i⁺ - x_i}, {@code ρ_i = |u_i| < 1}, m = 3, so that the right sides are O(η), and m = 4, O(η²), for symmetric laws; R
 * and K in {@link SphereStep}. Expectations are exact sums over the types of a layer, O(types n² d²).
 */
public final class HomogenizedStochasticLimit implements Theorem<CentredLayer> {
    static final double[] STEPS = {0.2, 0.1, 0.05, 0.025};
    private static final double ROUNDING = 1e-14;
    private static final double MARGIN = 2.5;
    private static final double FIRST_GROUP = 0.4;
    private static final Memo<CentredLayer, LayerComparison> COMPARISONS = Memo.of(LayerComparison::of);

    static LayerComparison compare(CentredLayer x) {
        return COMPARISONS.apply(x);
    }

    // ---- claims

    /** The left side may be changed, the bound is that of the theorem. */
    private static Bound<CentredLayer> drift(UnaryOperator<LayerComparison> change) {
        return Claim.<CentredLayer>bound(
                        "drift-error", x -> change.apply(compare(x)).driftError())
                .atMost(x -> compare(x).driftBound())
                .absFloor(x -> ROUNDING / x.timeStep());
    }

    private static Bound<CentredLayer> covariance(UnaryOperator<LayerComparison> change) {
        return Claim.<CentredLayer>bound(
                        "covariance-error", x -> change.apply(compare(x)).covarianceError())
                .atMost(x -> compare(x).covarianceBound())
                .absFloor(x -> ROUNDING / x.timeStep());
    }

    /** {@code -2 Σ_i <x_i, b_i> = Σ_i tr A_ii}: the limit stays on the spheres. */
    private static Identity<CentredLayer> staysOnSphere(UnaryOperator<LayerComparison> change) {
        return Claim.<CentredLayer>identity(
                        "limit-on-sphere",
                        x -> change.apply(compare(x)).inwardDrift(x.tokens()),
                        x -> compare(x).averaged().covarianceTrace())
                .absFloor(1e-13);
    }

    /** {@code tr E Σ_i u_i u_iᵀ = δ E Σ_i |F_i|²} exactly: heads are independent and centred. */
    private static Identity<CentredLayer> squaredUpdate(UnaryOperator<Layer> change) {
        return Claim.<CentredLayer>identity(
                        "squared-update",
                        x -> squaredUpdate(change.apply(Layer.of(x.law(), x.beta(), x.heads(), x.step())), x)
                                / x.timeStep(),
                        x -> squaredUpdate(Layer.of(x.law(), x.beta(), 1, 1), x))
                .absFloor(1e-13);
    }

    private static double squaredUpdate(Layer layer, CentredLayer x) {
        double[][] none = Rows.zeros(x.n(), x.d());
        double[] sum = new double[1];
        layer.forEachUpdate(
                x.tokens(), (prob, update) -> sum[0] += prob * x.n() * Rows.meanSquaredDistance(update, none));
        return sum[0];
    }

    @Override
    public Class<CentredLayer> instanceType() {
        return CentredLayer.class;
    }

    @Override
    public List<Claim<CentredLayer>> claims() {
        return List.of(
                drift(limit -> limit),
                covariance(limit -> limit),
                staysOnSphere(limit -> limit),
                squaredUpdate(layer -> layer));
    }

    /** Each is rejected where what it changes is larger than 2.5 times the bound. */
    @Override
    public List<NegativeControl<CentredLayer>> controls() {
        return List.of(
                new NegativeControl<>(
                        "without-ito-correction",
                        "drops the curvature term of the drift",
                        drift(limit -> limit.withDrift(1, 0))
                                .when(seen(LayerComparison::curvatureNorm, LayerComparison::driftBound))),
                new NegativeControl<>(
                        "opposite-intrinsic-drift",
                        "takes the drift along the sphere with the wrong sign",
                        drift(limit -> limit.withDrift(-1, 1))
                                .when(seen(limit -> 2 * limit.intrinsicNorm(), LayerComparison::driftBound))),
                new NegativeControl<>(
                        "time-step-without-heads",
                        "takes η² for the time step where two heads make it η²/2",
                        drift(limit -> limit.withTimeStep(2 * limit.timeStep()))
                                .when(seen(limit -> limit.driftNorm() / 2, LayerComparison::driftBound)
                                        .and(x -> x.heads() == 2))),
                new NegativeControl<>(
                        "independent-noise",
                        "gives every token weights of its own",
                        covariance(LayerComparison::withIndependentTokens)
                                .when(seen(LayerComparison::sharedNoise, LayerComparison::covarianceBound))),
                new NegativeControl<>(
                        "second-order-always",
                        "claims errors of order η² for skewed laws too",
                        drift(limit -> limit)
                                .atMost(x -> LayerComparison.of(x, 4).driftBound())
                                .when(x -> x.step() <= 0.05)),
                new NegativeControl<>(
                        "flat-space",
                        "takes the limit for one in flat space, without Itô correction",
                        staysOnSphere(limit -> limit.withDrift(1, 0))),
                new NegativeControl<>(
                        "heads-summed", "adds heads up instead of averaging them", squaredUpdate(Layer::summed)));
    }

    private static Predicate<CentredLayer> seen(
            ToDoubleFunction<LayerComparison> exchanged, ToDoubleFunction<LayerComparison> bound) {
        return x -> exchanged.applyAsDouble(compare(x)) > MARGIN * bound.applyAsDouble(compare(x));
    }

    @Override
    public List<Family<?>> families() {
        return StochasticLimitFamilies.all();
    }

    @Override
    public List<Picture> pictures(RandomField random) {
        return StochasticLimitPictures.all(random);
    }

    /** Two groups of B with {@code β|B|} equal to the scales "gamma0" and "gamma1"; the step is one of 0.2, 0.1, 0.05, 0.025. */
    @Override
    public Ranges ranges() {
        return Ranges.none()
                .dim("tokens", 1, 4)
                .dim("dimension", 1, 4)
                .dim("symmetric", 0, 1)
                .dim("heads", 1, 2)
                .dim("step", 0, STEPS.length - 1)
                .scale("gamma0", 0, 1)
                .scale("gamma1", 0, 1);
    }

    @Override
    public CentredLayer draw(Draw draw, RandomField random) {
        int d = draw.dim("dimension");
        double[][] tokens = WeightDraws.tokens(random, draw.dim("tokens"), d);
        List<WeightAtom> atoms = new ArrayList<>();
        for (int g = 0; g < 2; g++) {
            double[][] b = WeightDraws.matrix(random, "B" + g, d, draw.scale("gamma" + g));
            double prob = g == 0 ? FIRST_GROUP : 1 - FIRST_GROUP;
            atoms.addAll(draw.dim("symmetric") == 1 ? symmetric(random, g, d, prob, b) : skewed(random, g, d, prob, b));
        }
        return new CentredLayer(1, tokens, draw.dim("heads"), STEPS[draw.dim("step")], atoms);
    }

    /** {@code W} with probability 1/3, {@code -W/2} with 2/3. */
    private static List<WeightAtom> skewed(RandomField random, int group, int d, double prob, double[][] b) {
        double[][] w = WeightDraws.matrix(random, "W" + group, d, 1);
        return List.of(new WeightAtom(prob / 3, b, w), new WeightAtom(2 * prob / 3, b, Rows.times(-0.5, w)));
    }

    /** {@code ±W_1, ±W_2}, equally likely. */
    private static List<WeightAtom> symmetric(RandomField random, int group, int d, double prob, double[][] b) {
        List<WeightAtom> atoms = new ArrayList<>();
        for (int k = 0; k < 2; k++) {
            double[][] w = WeightDraws.matrix(random, "W" + group + k, d, 1);
            atoms.add(new WeightAtom(prob / 4, b, w));
            atoms.add(new WeightAtom(prob / 4, b, Rows.times(-1, w)));
        }
        return atoms;
    }

    /** One dimension, values along the token, no values, one token, equal and opposite tokens, a tiny step, a cold head. */
    @Override
    public List<CentredLayer> corners() {
        CentredLayer base = worked().instance();
        List<WeightAtom> atoms = base.atoms();
        double[][] one = {{1}};
        double[][] b = atoms.get(0).keyQuery();
        List<WeightAtom> line = List.of(new WeightAtom(0.5, one, one), new WeightAtom(0.5, one, Rows.times(-1, one)));
        List<WeightAtom> along = List.of(
                new WeightAtom(0.5, b, Vectors.identity(2)),
                new WeightAtom(0.5, b, Rows.times(-1, Vectors.identity(2))));
        return List.of(
                new CentredLayer(1, new double[][] {{1}, {-1}}, 2, 0.1, line),
                base.withTokens(new double[] {1, 0}).withAtoms(along),
                base.withAtoms(along),
                base.withAtoms(
                        WeightLaw.of(atoms).mapValues(v -> Rows.zeros(2, 2)).atoms()),
                base.withTokens(new double[] {0.6, 0.8}),
                base.withTokens(new double[] {0.6, 0.8}, new double[] {0.6, 0.8}),
                new CentredLayer(0, new double[][] {{0.6, 0.8}, {-0.6, -0.8}}, 1, 0.2, atoms),
                base.withStep(1e-6),
                new CentredLayer(1000, base.tokens(), 1, 0.05, atoms));
    }

    @Override
    public SortedMap<String, Double> quantities(CentredLayer x) {
        LayerComparison limit = compare(x);
        TreeMap<String, Double> named = new TreeMap<>();
        named.put("driftNorm", limit.driftNorm());
        named.put("driftError", limit.driftError());
        named.put("covarianceTrace", limit.averaged().covarianceTrace());
        named.put("covarianceError", limit.covarianceError());
        named.put("driftBound", limit.driftBound());
        named.put("covarianceBound", limit.covarianceBound());
        return named;
    }

    @Override
    public List<Example<CentredLayer>> examples() {
        return List.of(worked());
    }

    static Example<CentredLayer> worked() {
        return Example.resource(
                HomogenizedStochasticLimit.class, "homogenized-stochastic-limit-worked", CentredLayer.class);
    }

    @Override
    public Search search() {
        return new Search(120, 4, 100);
    }
}
