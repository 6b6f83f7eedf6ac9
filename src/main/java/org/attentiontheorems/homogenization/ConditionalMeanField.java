package org.attentiontheorems.homogenization;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.attentiontheorems.measure.Multinomial;
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
 * Given a path of weights, n tokens drawn from an initial law behave like independent copies that are driven by their conditional law (arXiv
 * 2604.01978): with the same weights and the same first token,
 *
 * <pre>
 * E_n = E[1/n Σ_i |x_i(L) - y_k(i)(L)|² | weights]  &lt;=  e_L²,   e_L of {@link MeanFieldPath#bound},
 * n E_n -&gt; c* = Σ_k p_k tr(J_k (diag p - p pᵀ) J_kᵀ),   J_k = ∂y_k(L)/∂p.
 * </pre>
 *
 * Without the condition the mean of the tokens stays random, however many they are.
 */
public final class ConditionalMeanField implements Theorem<ConditionalMeanField.Instance> {
    private static final int MOST_COMPOSITIONS = 1_000_000;
    private static final int MOST_ATOMS = 200;
    private static final int LABELLED = 4;
    private static final int MOST_LABELS = 6;
    private static final int MOST_TAME_LAYERS = 8;
    private static final double TAME = 0.5;
    private static final double ROUNDING = 1e-15;
    private static final double LEAST_MASS = 0.01;
    private static final int[][] SIZES = {{16, 64, 256, 1024}, {8, 16, 32, 64}};
    private static final Memo<Instance, Solved> SOLUTIONS = Memo.of(Solved::of);

    /**
     * A path of weights and an initial law.
     *
     * @param beta inverse temperature, at least 0
     * @param atoms K x d: places of the initial law, of any length but 0, which are normalised
     * @param probabilities masses p_k, positive, with sum 1
     * @param tokens n, at least 1
     * @param step η > 0, such that no layer moves a token by 1
     * @param weights one head a layer
     */
    public record Instance(
            double beta, double[][] atoms, double[] probabilities, int tokens, double step, List<HeadWeights> weights) {
        public Instance {
            Inputs.beta(beta);
            atoms = Inputs.points("atoms", atoms);
            Check.that(atoms.length <= MOST_ATOMS, "atoms", "may be %d at most, are %d", MOST_ATOMS, atoms.length);
            Check.vector("probabilities", probabilities, atoms.length);
            for (int k = 0; k < probabilities.length; k++) {
                Inputs.positive("probabilities[" + k + "]", probabilities[k]);
            }
            probabilities = Check.weights("probabilities", probabilities);
            Check.atLeast("tokens", tokens, 1);
            double compositions = Multinomial.compositions(tokens, atoms.length);
            Check.that(
                    compositions <= MOST_COMPOSITIONS,
                    "tokens",
                    "gives %s compositions, more than %d",
                    compositions,
                    MOST_COMPOSITIONS);
            Inputs.positive("step", step);
            Magnitude.resolvable("step", step);
            Check.that(!weights.isEmpty(), "weights", "must not be empty");
            weights = List.copyOf(weights);
            for (int l = 0; l < weights.size(); l++) {
                String at = "weights[" + l + "]";
                Inputs.keyQuery(at + ".keyQuery", weights.get(l).keyQuery(), atoms[0].length, beta);
                Check.matrix(at + ".value", weights.get(l).value(), atoms[0].length, atoms[0].length);
                Inputs.lemmaApplies(
                        "step", step * Rows.operatorNorm(weights.get(l).value()));
            }
        }

        int size() {
            return probabilities.length;
        }

        Instance withTokens(int other) {
            return new Instance(beta, atoms, probabilities, other, step, weights);
        }

        MeanFieldPath path() {
            return MeanFieldPath.of(beta, step, weights);
        }
    }

    /**
     * What an instance gives.
     *
     * @param limit the atoms of the conditional law after all layers, K x d
     */
    record Solved(MeanFieldPath path, double[][] limit, double error, double constant, double bound) {
        static Solved of(Instance x) {
            MeanFieldPath path = x.path();
            double[][] limit = path.end(x.atoms(), x.probabilities());
            double e = path.bound(x.atoms(), x.probabilities(), x.tokens());
            return new Solved(
                    path,
                    limit,
                    path.meanSquaredError(x.atoms(), x.probabilities(), x.tokens(), limit),
                    path.asymptoticConstant(x.atoms(), x.probabilities()),
                    e * e);
        }
    }

    static Solved solved(Instance x) {
        return SOLUTIONS.apply(x);
    }

    /** E_n for n tokens against given end points: those of the limit, or others to break the coupling. */
    static double error(Instance x, int tokens, double[][] limit) {
        return solved(x).path().meanSquaredError(x.atoms(), x.probabilities(), tokens, limit);
    }

    /** {@code e_L²} for n tokens. */
    static double bound(Instance x, int tokens) {
        double e = solved(x).path().bound(x.atoms(), x.probabilities(), tokens);
        return e * e;
    }

    /** A wrong limit for controls: all atoms have the same mass. */
    static double[][] uniformLimit(Instance x) {
        double[] equal = new double[x.size()];
        Arrays.fill(equal, 1.0 / x.size());
        return solved(x).path().end(x.atoms(), equal);
    }

    /** A wrong limit for controls: that of other weights. */
    static double[][] otherLimit(Instance x) {
        return solved(x).path().negated().end(x.atoms(), x.probabilities());
    }

    // ---- claims

    /** {@code E_n <= e_L²}. */
    private static Bound<Instance> error(Function<Instance, double[][]> limit) {
        return Claim.<Instance>bound("error", x -> error(x, x.tokens(), limit.apply(x)))
                .atMost(x -> solved(x).bound())
                .absFloor(1e-28);
    }

    private static Bound<Instance> error() {
        return Claim.<Instance>bound("error", x -> solved(x).error())
                .atMost(x -> solved(x).bound())
                .absFloor(1e-28);
    }

    /** Counting labels, and following every token, give the same error; for up to four tokens. */
    private static Claim<Instance> labels(boolean seesItself) {
        return Claim.<Instance>identity(
                        "token-by-token",
                        x -> error(x, few(x), solved(x).limit()),
                        x -> solved(x)
                                .path()
                                .meanSquaredErrorByLabels(
                                        x.atoms(),
                                        x.probabilities(),
                                        few(x),
                                        solved(x).limit(),
                                        seesItself))
                .absFloor(ROUNDING)
                .when(x -> x.size() <= MOST_LABELS);
    }

    private static int few(Instance x) {
        return Math.min(LABELLED, x.tokens());
    }

    /** {@code c*} by differences of end points is c* by differentiation. */
    private static Claim<Instance> constant(double factor) {
        return Claim.<Instance>identity(
                        "constant-by-differences",
                        x -> factor * ConstantByDifferences.of(solved(x).path(), x.atoms(), x.probabilities()),
                        x -> solved(x).constant())
                .absFloor(1e-11)
                .when(ConditionalMeanField::isTame);
    }

    /** Whether end points depend on the masses so mildly that differences give nine digits. */
    private static boolean isTame(Instance x) {
        boolean tame = Arrays.stream(x.probabilities()).allMatch(p -> p >= LEAST_MASS)
                && x.weights().size() <= MOST_TAME_LAYERS;
        for (HeadWeights layer : x.weights()) {
            tame &= x.beta() * Rows.operatorNorm(layer.keyQuery()) <= TAME;
        }
        return tame;
    }

    @Override
    public List<Claim<Instance>> claims() {
        return List.of(error(), labels(true), constant(1));
    }

    @Override
    public List<NegativeControl<Instance>> controls() {
        return List.of(
                new NegativeControl<>(
                        "limit-with-equal-masses",
                        "lets the limit attend to its atoms as if they had equal masses",
                        error(ConditionalMeanField::uniformLimit)),
                new NegativeControl<>(
                        "limit-of-other-weights",
                        "compares with the limit under other weights: without conditioning nothing converges",
                        error(ConditionalMeanField::otherLimit)),
                new NegativeControl<>(
                        "one-over-n-squared",
                        "claims a bound of order n^-2",
                        error().atMost(x -> solved(x).bound() / x.tokens())),
                new NegativeControl<>(
                        "tokens-blind-to-themselves",
                        "leaves a token out of its own context",
                        labels(false).when(x -> x.tokens() > 1 && x.size() > 1 && x.size() <= MOST_LABELS)),
                new NegativeControl<>(
                        "half-of-the-constant", "forgets half of the fluctuations of the masses", constant(0.5)));
    }

    @Override
    public List<Family<?>> families() {
        return MeanFieldFamilies.all();
    }

    @Override
    public List<Picture> pictures(RandomField random) {
        return MeanFieldPictures.all();
    }

    // ---- instances

    @Override
    public Ranges ranges() {
        return Ranges.none()
                .dim("atoms", 2, 3)
                .dim("dimension", 2, 4)
                .dim("layers", 2, 6)
                .dim("size", 0, 3)
                .scale("beta", 0.5, 2)
                .scale("logits", 0, 0.4)
                .scale("values", 0.1, 0.5);
    }

    /** Two or three atoms (one is a corner), logits up to 0.4, values up to 0.5, {@code η = sqrt(0.5/L)}, masses with the law Dirichlet(4), floored at 0.05. */
    @Override
    public Instance draw(Draw draw, RandomField random) {
        int size = draw.dim("atoms");
        int d = draw.dim("dimension");
        double beta = draw.scale("beta");
        List<HeadWeights> weights = new ArrayList<>();
        for (int l = 0; l < draw.dim("layers"); l++) {
            double[] u = random.uniforms("norms", l, 2);
            weights.add(new HeadWeights(
                    WeightDraws.matrix(random, "B" + l, d, draw.scale("logits") / beta * u[0]),
                    WeightDraws.matrix(random, "V" + l, d, draw.scale("values") * (0.5 + 0.5 * u[1]))));
        }
        return new Instance(
                beta,
                WeightDraws.tokens(random, size, d),
                WeightDraws.dirichlet(random, "masses", size, 4, 0.05),
                SIZES[size - 2][draw.dim("size")],
                Math.sqrt(0.5 / weights.size()),
                weights);
    }

    @Override
    public List<Instance> corners() {
        Instance worked = worked().instance();
        List<HeadWeights> still = List.of(new HeadWeights(Vectors.identity(2), Rows.zeros(2, 2)));
        double[][] twice = {{1, 0}, {2, 0}};
        double[] masses = worked.probabilities();
        return List.of(
                worked,
                worked.withTokens(1),
                new Instance(1, new double[][] {{1, 0.3}}, new double[] {1}, 16, 0.25, worked.weights()),
                new Instance(1, worked.atoms(), masses, 16, 0.25, still),
                new Instance(1, twice, masses, 16, 0.25, worked.weights()),
                new Instance(2000, worked.atoms(), masses, 8, 0.25, worked.weights()),
                new Instance(0, worked.atoms(), new double[] {1e-6, 1 - 1e-6}, 64, 0.25, worked.weights()));
    }

    static Example<Instance> worked() {
        return Example.resource(ConditionalMeanField.class, "conditional-mean-field-worked", Instance.class);
    }

    @Override
    public List<Example<Instance>> examples() {
        return List.of(worked());
    }

    @Override
    public int tries() {
        return 40;
    }

    @Override
    public Search search() {
        return new Search(40, 2, 40);
    }

    @Override
    public Class<Instance> instanceType() {
        return Instance.class;
    }

    @Override
    public SortedMap<String, Double> quantities(Instance x) {
        Solved solved = solved(x);
        TreeMap<String, Double> named = new TreeMap<>();
        named.put("conditionalMeanSquareError", solved.error());
        named.put("asymptoticConstant", solved.constant());
        named.put("limitMeanNorm", Vectors.norm(Rows.mean(x.probabilities(), solved.limit())));
        named.put("bound", solved.bound());
        Check.that(Double.isFinite(solved.constant()), "beta", "is too large: the sharp constant overflows");
        Check.that(!Double.isNaN(solved.bound()), "beta", "is too large: the bound is not a number");
        return named;
    }
}
