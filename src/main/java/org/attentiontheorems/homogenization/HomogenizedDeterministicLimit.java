package org.attentiontheorems.homogenization;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.function.UnaryOperator;
import org.attentiontheorems.measure.Sums;
import org.attentiontheorems.random.RandomField;
import org.attentiontheorems.verify.Bound;
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
 * A deep network of layers of step {@code η = T/L} follows the flow of its averaged head, {@code x_i' = b_i(x) = P_i Σ_a p_a V_a m_i(x; B_a)}
 * (arXiv 2604.01978, with explicit constants): the mean squared error of L layers of H heads is at most E_L, where {@code E_0 = 0},
 *
 * <pre>{@code E_(l+1) = ((1 + ηΛ) sqrt(E_l) + R_2(ρ) + ½ η² Λ v)² + η² s²/H + 2 η s/sqrt(H) R_2(ρ),}</pre>
 *
 * which is of order {@code 1/L² + 1/(LH)}. The second order is attained: the variance is {@code c* / (LH) (1 + O(1/L))}, {@link
 * AveragedFlow#sharpConstant}. Errors are exact sums over all paths, O(paths n² d) with {@code (H+1)^L} paths for two atoms.
 */
public final class HomogenizedDeterministicLimit implements Theorem<DeepNetwork> {
    private static final double ABS_FLOOR = 1e-12;
    private static final int[][] SIZES = {{4, 1}, {8, 1}, {12, 1}, {4, 2}, {4, 4}, {4, 8}};
    private static final Memo<DeepNetwork, double[][]> ENDS =
            Memo.of(x -> x.flow().end());
    private static final Memo<DeepNetwork, DepthErrors> ERRORS = Memo.of(x -> x.errors(ENDS.apply(x)));
    private static final Memo<DeepNetwork, Sizes> SIZES_OF = Memo.of(x -> Sizes.of(x.law(), x.beta()));

    /**
     * What the bound is made of.
     *
     * @param lambda Λ, Lipschitz constant of the averaged field
     * @param speed v, bound of the averaged head
     * @param spread s, bound of what a single head adds to it
     * @param output F, bound of all heads
     */
    record Sizes(double lambda, double speed, double spread, double output) {

        /** One B: {@code Λ = |V̄| (1 + Λ_m(γ))}, {@code s² = Σ p_a |V_a - V̄|²}. Otherwise means over atoms of |V_a|, and {@code 2|V̄| tanh(γ_a/2)}. */
        static Sizes of(WeightLaw law, double beta) {
            double[][] mean = law.meanValue();
            double meanNorm = Rows.operatorNorm(mean);
            boolean one = law.hasOneKeyQuery();
            double speed = one ? meanNorm : 0;
            double lambda = one
                    ? lipschitz(meanNorm, beta * Rows.operatorNorm(law.atom(0).keyQuery()))
                    : 0;
            double squaredSpread = 0;
            for (WeightAtom atom : law.atoms()) {
                double gamma = beta * Rows.operatorNorm(atom.keyQuery());
                double norm = Rows.operatorNorm(atom.value());
                double distance = Rows.operatorNorm(difference(atom.value(), mean))
                        + (one ? 0 : 2 * meanNorm * StrictMath.tanh(gamma / 2));
                squaredSpread += atom.prob() * distance * distance;
                speed += one ? 0 : atom.prob() * norm;
                lambda += one ? 0 : atom.prob() * lipschitz(norm, gamma);
            }
            return new Sizes(lambda, speed, Math.sqrt(squaredSpread), law.largestValueNorm());
        }

        private static double lipschitz(double norm, double gamma) {
            return norm == 0 ? 0 : norm * (1 + Attention.lipschitz(gamma));
        }

        private static double[][] difference(double[][] a, double[][] b) {
            double[][] difference = Rows.copy(a);
            Rows.add(difference, -1, b);
            return difference;
        }

        /** Of a law whose heads do not fluctuate. */
        Sizes withoutNoise() {
            return new Sizes(lambda, speed, 0, output);
        }

        /** E_L for L layers of H heads and step η; infinite where it overflows. */
        double bound(int layers, int heads, double eta) {
            double growth = eta * lambda;
            double rest = SphereStep.remainder(2, eta * output);
            double noise = eta * spread / Math.sqrt(heads);
            double e = 0;
            for (int l = 0; l < layers && e < Double.POSITIVE_INFINITY; l++) {
                double grown = (e == 0 ? 0 : (1 + growth) * Math.sqrt(e)) + rest + 0.5 * growth * (eta * speed);
                e = grown * grown + noise * noise + 2 * noise * rest;
            }
            return Double.isNaN(e) ? Double.POSITIVE_INFINITY : e;
        }
    }

    /** E_L; infinite where it overflows. */
    static double bound(DeepNetwork x) {
        return SIZES_OF.apply(x).bound(x.layers(), x.heads(), x.step());
    }

    // ---- claims

    static Bound<DeepNetwork> meanSquareError() {
        return Claim.<DeepNetwork>bound(
                        "mean-square-error", x -> ERRORS.apply(x).meanSquare())
                .atMost(HomogenizedDeterministicLimit::bound)
                .absFloor(ABS_FLOOR);
    }

    /** {@code |E X⁺ - X - η b(X)| <= R_2(ρ)} in the first layer. */
    private static Bound<DeepNetwork> layerBias(UnaryOperator<AveragedField> field) {
        return Claim.<DeepNetwork>bound(
                        "one-layer-bias", x -> step(x, field, layer -> layer).bias())
                .atMost(x ->
                        SphereStep.remainder(2, x.step() * SIZES_OF.apply(x).output()))
                .absFloor(ABS_FLOOR);
    }

    /** {@code η² E|ξ|² <= η² s²/H} in the first layer. */
    private static Bound<DeepNetwork> layerNoise(UnaryOperator<Layer> layer) {
        return Claim.<DeepNetwork>bound(
                        "one-layer-noise", x -> step(x, field -> field, layer).squaredNoise())
                .atMost(x -> square(x.step() * SIZES_OF.apply(x).spread()) / x.heads())
                .absFloor(ABS_FLOOR);
    }

    private static StepErrors step(DeepNetwork x, UnaryOperator<AveragedField> field, UnaryOperator<Layer> layer) {
        return StepErrors.of(layer.apply(x.layer()), field.apply(x.field()), x.step(), x.tokens());
    }

    private static double square(double x) {
        return x * x;
    }

    /** The averaged flow keeps tokens on the sphere; beside it errors of the integrator may grow like {@code e^(2vT)}. */
    private static Bound<DeepNetwork> staysOnSphere(ToDoubleFunction<DeepNetwork> largestDeviation) {
        return Claim.<DeepNetwork>bound("flow-on-sphere", largestDeviation)
                .atMost(x -> 1e-10 * StrictMath.exp(2 * SIZES_OF.apply(x).speed() * x.time()));
    }

    @Override
    public Class<DeepNetwork> instanceType() {
        return DeepNetwork.class;
    }

    @Override
    public List<Claim<DeepNetwork>> claims() {
        return List.of(
                meanSquareError(),
                layerBias(field -> field),
                layerNoise(layer -> layer),
                staysOnSphere(x -> SphereStep.largestDeviation(ENDS.apply(x))));
    }

    @Override
    public List<NegativeControl<DeepNetwork>> controls() {
        return List.of(
                new NegativeControl<>(
                        "noise-forgotten",
                        "claims the error of a network without noise, of order 1/L²",
                        meanSquareError()
                                .atMost(x -> SIZES_OF.apply(x).withoutNoise().bound(x.layers(), x.heads(), x.step()))),
                new NegativeControl<>(
                        "without-projection",
                        "averages heads without projecting them to the sphere",
                        layerBias(AveragedField::withoutProjection)),
                new NegativeControl<>(
                        "transposed-values", "transposes every value matrix", layerBias(AveragedField::transposed)),
                new NegativeControl<>(
                        "heads-summed",
                        "adds the heads of a layer up instead of averaging them",
                        layerNoise(Layer::summed)),
                new NegativeControl<>(
                        "flow-leaves-the-sphere",
                        "lets the averaged flow run without projection",
                        staysOnSphere(x -> SphereStep.largestDeviation(
                                new AveragedFlow(x.field().withoutProjection(), x.tokens(), x.time()).end()))));
    }

    @Override
    public List<Family<?>> families() {
        return DeterministicLimitFamilies.all();
    }

    @Override
    public List<Picture> pictures(RandomField random) {
        return DeterministicLimitPictures.all(worked().instance(), random);
    }

    /** The size is one of (L, H) = (4, 1), (8, 1), (12, 1), (4, 2), (4, 4), (4, 8); beta is the larger of both {@code β|B|}. */
    @Override
    public Ranges ranges() {
        return shapes().dim("size", 0, SIZES.length - 1);
    }

    static Ranges shapes() {
        return Ranges.none()
                .dim("tokens", 1, 4)
                .dim("dimension", 2, 3)
                .dim("keyQueries", 1, 2)
                .scale("prob", 0.2, 0.8)
                .scale("mean", 0.1, 0.4)
                .scale("spread0", 0.3, 0.6)
                .scale("spread1", 0.3, 0.6)
                .scale("beta", 0, 0.25);
    }

    @Override
    public DeepNetwork draw(Draw draw, RandomField random) {
        int[] size = SIZES[draw.dim("size")];
        return network(draw, random).sized(size[0], size[1]);
    }

    /** Two atoms with values {@code V_0 + W_a} and {@code T = 1}, in four layers of one head. */
    static DeepNetwork network(Draw draw, RandomField random) {
        int d = draw.dim("dimension");
        double[][] common = WeightDraws.matrix(random, "V", d, draw.scale("mean"));
        double[][] first = WeightDraws.matrix(random, "W0", d, draw.scale("spread0"));
        double[][] second = WeightDraws.matrix(random, "W1", d, draw.scale("spread1"));
        Rows.add(first, 1, common);
        Rows.add(second, 1, common);
        double[][] b = WeightDraws.matrix(random, "B0", d, 1);
        double[][] other =
                draw.dim("keyQueries") == 1 ? b : WeightDraws.matrix(random, "B1", d, random.uniform("|B1|", 0, 0));
        double p = draw.scale("prob");
        List<WeightAtom> atoms = List.of(new WeightAtom(p, b, first), new WeightAtom(1 - p, other, second));
        double[][] tokens = WeightDraws.tokens(random, draw.dim("tokens"), d);
        return new DeepNetwork(draw.scale("beta"), tokens, 1, 4, 1, atoms);
    }

    /** One dimension, one token, equal or opposite tokens, no temperature, one atom, equal values, no values, many layers of one path. */
    @Override
    public List<DeepNetwork> corners() {
        DeepNetwork base = worked().instance();
        List<WeightAtom> atoms = base.atoms();
        WeightAtom only =
                new WeightAtom(1, atoms.get(0).keyQuery(), atoms.get(0).value());
        double[][] one = {{1}};
        List<WeightAtom> line = List.of(
                new WeightAtom(0.5, one, new double[][] {{0.5}}), new WeightAtom(0.5, one, new double[][] {{-0.2}}));
        return List.of(
                new DeepNetwork(1, new double[][] {{1}, {-1}}, 1, 8, 1, line),
                base.withTokens(new double[] {0.6, 0.8}),
                base.withTokens(new double[] {0.6, 0.8}, new double[] {0.6, 0.8}),
                base.withTokens(new double[] {0.6, 0.8}, new double[] {-0.6, -0.8}),
                new DeepNetwork(0, base.tokens(), 1, 8, 1, atoms),
                base.withAtoms(List.of(only)),
                base.withAtoms(List.of(
                        atoms.get(0), atoms.get(1).withValue(atoms.get(0).value()))),
                base.withAtoms(
                        WeightLaw.of(atoms).mapValues(value -> Rows.zeros(2, 2)).atoms()),
                base.withAtoms(List.of(only)).sized(500, 3),
                new DeepNetwork(20, base.tokens(), 1, 4, 0.01, atoms));
    }

    @Override
    public SortedMap<String, Double> quantities(DeepNetwork x) {
        TreeMap<String, Double> named = new TreeMap<>();
        named.put("meanSquareError", ERRORS.apply(x).meanSquare());
        named.put("squaredBias", ERRORS.apply(x).squaredBias());
        named.put("flowOverlap01", x.n() == 1 ? 1 : Sums.dot(ENDS.apply(x)[0], ENDS.apply(x)[1]));
        named.put("bound", bound(x));
        return named;
    }

    @Override
    public List<Example<DeepNetwork>> examples() {
        return List.of(worked());
    }

    static Example<DeepNetwork> worked() {
        return Example.resource(
                HomogenizedDeterministicLimit.class, "homogenized-deterministic-limit-worked", DeepNetwork.class);
    }

    @Override
    public int tries() {
        return 40;
    }

    @Override
    public Search search() {
        return new Search(30, 2, 40);
    }
}
