package org.attentiontheorems.homogenization;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.attentiontheorems.homogenization.ConditionalMeanField.Instance;
import org.attentiontheorems.random.RandomField;
import org.attentiontheorems.verify.Bound;
import org.attentiontheorems.verify.Claim;
import org.attentiontheorems.verify.Draw;
import org.attentiontheorems.verify.ExactRate;
import org.attentiontheorems.verify.Family;
import org.attentiontheorems.verify.Memo;
import org.attentiontheorems.verify.NegativeControl;
import org.attentiontheorems.verify.Picture;
import org.attentiontheorems.verify.Picture.Axis;
import org.attentiontheorems.verify.SizedMeasure;

/** Declared families of {@code conditional-mean-field}: the rate, the sharp constant, what conditioning is for, and the limit equation. */
final class MeanFieldFamilies {
    private static final int DRAWS = 100;
    private static final int EQUATIONS = 60;
    private static final double REGULAR = 0.2;
    private static final int[] TWO_ATOMS = {16, 64, 256, 1024};
    private static final int[] THREE_ATOMS = {8, 16, 32, 64};
    private static final double[] STEPS = {0.1, 0.05, 0.025};
    private static final Memo<Instance, double[]> ERRORS = Memo.of(MeanFieldFamilies::errors);
    private static final Memo<Random, UnconditionedNetwork> NETWORKS =
            Memo.of(x -> UnconditionedNetwork.of(x.atoms(), x.masses(), x.tokens()));
    private static final Memo<Equation, List<RandomLayerLaw>> LAWS = Memo.of(Equation::laws);

    private MeanFieldFamilies() {}

    static List<Family<?>> all() {
        return List.of(twoAtoms(), threeAtoms(), workedRate(), unconditioned(), sameLabels(), limitEquation());
    }

    // ---- rate and constant

    private static int[] sizes(Instance x) {
        return x.size() == 2 ? TWO_ATOMS : THREE_ATOMS;
    }

    private static double[] errors(Instance x) {
        int[] sizes = sizes(x);
        double[] errors = new double[sizes.length];
        for (int k = 0; k < sizes.length; k++) {
            errors[k] = error(x, sizes[k], ConditionalMeanField.solved(x).limit());
        }
        return errors;
    }

    private static double error(Instance x, int tokens, double[][] limit) {
        return ConditionalMeanField.solved(x).path().meanSquaredError(x.atoms(), x.probabilities(), tokens, limit);
    }

    private static double slope(Instance x) {
        double[] sizes = new double[sizes(x).length];
        for (int k = 0; k < sizes.length; k++) {
            sizes[k] = sizes(x)[k];
        }
        return LogLog.slope(sizes, ERRORS.apply(x));
    }

    /** {@code c* >= 0.2 η² Σ_l |V_l|² Σ_k p_k |y_k - ȳ|²}: the leading term does not nearly cancel. */
    private static boolean isRegular(Instance x) {
        double spread = 1 - squaredNorm(Rows.mean(x.probabilities(), x.atoms()));
        ConditionalMeanField.Solved solved = ConditionalMeanField.solved(x);
        return solved.constant() >= REGULAR * solved.path().reach() * spread;
    }

    private static double squaredNorm(double[] x) {
        return Rows.norm(x) * Rows.norm(x);
    }

    /** Regular paths among random draws with so many atoms. */
    private static Function<RandomField, List<Instance>> regular(int atoms) {
        return random -> {
            ConditionalMeanField theorem = new ConditionalMeanField();
            List<Instance> instances = new ArrayList<>();
            for (int k = 0; k < DRAWS; k++) {
                RandomField field = random.size(k);
                Draw draw = theorem.ranges().sample(field);
                if (draw.dim("atoms") == atoms) {
                    Instance x = theorem.draw(draw, field);
                    if (isRegular(x)) {
                        instances.add(x);
                    }
                }
            }
            return instances;
        };
    }

    /** The slope of log E_n against log n is -exponent within the tolerance. */
    private static Bound<Instance> rate(String id, double exponent, double tolerance) {
        return Claim.<Instance>bound(id, x -> Math.abs(slope(x) + exponent)).atMost(x -> tolerance);
    }

    /** {@code |n E_n/c* - 1| <= 20/n} at the last but one size. */
    private static Bound<Instance> constant(String id, Function<Instance, double[][]> limit) {
        return Claim.<Instance>bound(id, x -> {
                    int n = sizes(x)[2];
                    double error = error(x, n, limit.apply(x));
                    return Math.abs(n * error / ConditionalMeanField.solved(x).constant() - 1);
                })
                .atMost(x -> 20.0 / sizes(x)[2]);
    }

    private static double[][] limit(Instance x) {
        return ConditionalMeanField.solved(x).limit();
    }

    /** Whether limits under other weights end far enough from the limit: {@code n Σ_k p_k |y_k - y'_k|² >= 4 c*}. */
    private static boolean otherEndsElsewhere(Instance x) {
        double[][] other = ConditionalMeanField.otherLimit(x);
        double distance = 0;
        for (int k = 0; k < x.size(); k++) {
            distance += x.probabilities()[k] * Rows.squaredDistance(limit(x)[k], other[k]);
        }
        return sizes(x)[2] * distance >= 4 * ConditionalMeanField.solved(x).constant();
    }

    private static Family<Instance> twoAtoms() {
        return Family.drawn(
                        "two-atoms",
                        "random paths with two atoms whose sharp constant does not nearly vanish, n = 16 to 1024",
                        regular(2))
                .claims(
                        rate("rate-two-atoms", 1, 0.08),
                        constant("constant-two-atoms", MeanFieldFamilies::limit),
                        Claim.<Instance>bound(
                                        "constant-at-1024",
                                        x -> Math.abs(1024
                                                        * ERRORS.apply(x)[3]
                                                        / ConditionalMeanField.solved(x)
                                                                .constant()
                                                - 1))
                                .atMost(x -> 0.02))
                .controls(
                        new NegativeControl<>(
                                "rate-one-over-n-squared", "claims the rate n^-2", rate("rate-two-atoms", 2, 0.08)),
                        new NegativeControl<>(
                                "rate-one-over-root-n", "claims the rate n^-1/2", rate("rate-two-atoms", 0.5, 0.08)),
                        new NegativeControl<>(
                                "coupling-broken",
                                "compares with the limit under other weights",
                                constant("constant-two-atoms", ConditionalMeanField::otherLimit)
                                        .when(MeanFieldFamilies::otherEndsElsewhere)),
                        new NegativeControl<>(
                                "equal-masses-in-the-limit",
                                "lets the limit attend to its atoms as if they had equal masses",
                                constant("constant-two-atoms", ConditionalMeanField::uniformLimit)
                                        .when(x -> Math.abs(x.probabilities()[0] - 0.5) >= 0.1)));
    }

    private static Family<Instance> threeAtoms() {
        return Family.drawn(
                        "three-atoms",
                        "random paths with three atoms whose sharp constant does not nearly vanish, n = 8 to 64",
                        regular(3))
                .claims(
                        rate("rate-three-atoms", 1.025, 0.225),
                        constant("constant-three-atoms", MeanFieldFamilies::limit))
                .controls(new NegativeControl<>(
                        "rate-three-atoms-one-over-n-squared",
                        "claims the rate n^-2",
                        rate("rate-three-atoms", 2, 0.225)));
    }

    private static ExactRate<Instance> workedRate(double exponent) {
        return Claim.exactRate("error-rate", SizedMeasure.direct((Instance x, int n) -> error(x, n, limit(x))))
                .fallsLike(exponent, 0.1, 16, 32, 64, 128, 256, 512, 1024)
                .under((x, n) -> {
                    double e = ConditionalMeanField.solved(x).path().bound(x.atoms(), x.probabilities(), n);
                    return e * e;
                })
                .sharp();
    }

    private static Family<Instance> workedRate() {
        return Family.of(
                        "worked-rate",
                        "the worked example with n = 16 to 1024 tokens",
                        List.of(ConditionalMeanField.worked().instance()))
                .claims(workedRate(1))
                .controls(new NegativeControl<>("error-falls-faster", "claims the rate n^-3/2", workedRate(1.5)));
    }

    // ---- what conditioning is for

    /**
     * An initial law and a number of tokens for {@link UnconditionedNetwork}, with known variances.
     *
     * @param given known {@code E Var(. | weights)}
     * @param ofWeights known {@code Var E(. | weights)}
     */
    record Random(double[][] atoms, double[] masses, int tokens, double given, double ofWeights) {}

    private static Bound<Random> known(String id, ToDoubleFunction<Random> value, ToDoubleFunction<Random> known) {
        return Claim.<Random>bound(id, x -> Math.abs(value.applyAsDouble(x) - known.applyAsDouble(x)))
                .atMost(x -> 5.1e-8);
    }

    private static double given(Random x, int tokens) {
        return UnconditionedNetwork.of(x.atoms(), x.masses(), tokens).givenWeights();
    }

    private static double total(Random x, int tokens) {
        return UnconditionedNetwork.of(x.atoms(), x.masses(), tokens).total();
    }

    private static Claim<Random> falls(SizedMeasure.Sized<Random> variance) {
        return Claim.exactRate("variance-given-the-weights", SizedMeasure.direct(variance))
                .fallsLike(1, 0.1, 8, 16, 32, 64)
                .sharp()
                .when(x -> x.masses().length == 2 && x.tokens() == 4);
    }

    private static Family<Random> unconditioned() {
        double[][] two = {{1, 0}, {0, 1}};
        double[] masses = {0.4, 0.6};
        double[][] one = {SphereStep.normalised(new double[] {1, 0.3})};
        double[] all = {1};
        return Family.of(
                        "unconditioned",
                        "three layers of the single-entry design in the plane, all 512 paths: the mean of the tokens stays random",
                        List.of(
                                new Random(two, masses, 4, 0.1227311, 0.0454854),
                                new Random(two, masses, 16, 0.0310782, 0.0433553),
                                new Random(two, masses, 64, 0.0077901, 0.0430194),
                                new Random(one, all, 4, 0, 0.12711284),
                                new Random(one, all, 64, 0, 0.12711284)))
                .claims(
                        known(
                                "known-variance-given-the-weights",
                                x -> NETWORKS.apply(x).givenWeights(),
                                Random::given),
                        known(
                                "known-variance-of-the-weights",
                                x -> NETWORKS.apply(x).ofWeights(),
                                Random::ofWeights),
                        falls(MeanFieldFamilies::given))
                .controls(
                        new NegativeControl<>(
                                "variance-without-conditioning",
                                "claims that the variance falls like 1/n without conditioning, too",
                                falls(MeanFieldFamilies::total)),
                        new NegativeControl<>(
                                "weights-are-forgotten",
                                "claims that the mean of the tokens does not depend on the weights",
                                known(
                                        "known-variance-of-the-weights",
                                        x -> NETWORKS.apply(x).ofWeights(),
                                        x -> 0)),
                        new NegativeControl<>(
                                "no-variance-given-the-weights",
                                "claims that the weights decide everything",
                                known(
                                        "known-variance-given-the-weights",
                                        x -> NETWORKS.apply(x).givenWeights(),
                                        x -> 0)));
    }

    /** If all tokens have one label, drawn once, each sees its own atom only: {@code Σ_k p_k |N-fold step of y_k alone - y_k(L)|²}. */
    private static double correlatedError(Instance x) {
        double error = 0;
        for (int k = 0; k < x.size(); k++) {
            double[] alone = new double[x.size()];
            alone[k] = 1;
            double[][] end = ConditionalMeanField.solved(x).path().end(x.atoms(), alone);
            error += x.probabilities()[k] * Rows.squaredDistance(end[k], limit(x)[k]);
        }
        return error;
    }

    private static Bound<Instance> vanishes(ToDoubleFunction<Instance> error) {
        return Claim.bound("error-of-many-tokens", error)
                .atMost(x -> ConditionalMeanField.solved(x).bound());
    }

    private static Family<Instance> sameLabels() {
        return Family.of(
                        "same-labels",
                        "the worked example with 1024 tokens: independent labels against one label for all",
                        List.of(ConditionalMeanField.worked().instance().withTokens(1024)))
                .claims(
                        vanishes(x -> ConditionalMeanField.solved(x).error()),
                        Claim.<Instance>bound("one-label-for-all", x -> Math.abs(correlatedError(x) - 0.00546202))
                                .atMost(x -> 5.1e-9),
                        Claim.<Instance>bound(
                                        "a-label-each",
                                        x -> Math.abs(
                                                ConditionalMeanField.solved(x).error() - 6.3e-6))
                                .atMost(x -> 5.1e-8))
                .controls(new NegativeControl<>(
                        "labels-need-not-be-independent",
                        "claims the same bound if all tokens have the same label",
                        vanishes(MeanFieldFamilies::correlatedError)));
    }

    // ---- the limit equation

    /** One layer on a measure, for three steps. */
    record Equation(RandomLayerLaw.Setting setting) {
        List<RandomLayerLaw> laws() {
            List<RandomLayerLaw> laws = new ArrayList<>();
            for (double step : STEPS) {
                laws.add(RandomLayerLaw.of(setting, step));
            }
            return laws;
        }

        static Equation drawn(RandomField random) {
            double[] u = random.uniforms("shape", 0, 4);
            int d = 2 + (int) (3 * u[0]);
            int size = 2 + (int) (2 * u[1]);
            List<KeyQueryAtom> keyQueries = List.of(
                    new KeyQueryAtom(0.4, WeightDraws.matrix(random, "first B", d, 1)),
                    new KeyQueryAtom(0.6, WeightDraws.matrix(random, "second B", d, 1)));
            return new Equation(new RandomLayerLaw.Setting(
                    2 * u[2],
                    WeightDraws.tokens(random, size, d),
                    WeightDraws.dirichlet(random, "masses", size, 4, 0.05),
                    keyQueries,
                    SphereStep.normalised(random.gaussians("direction", 0, d)),
                    u[3] > 0.5));
        }
    }

    /** Of the ratio of error and bound, the largest over the steps. */
    private static Bound<Equation> within(
            String id, ToDoubleFunction<RandomLayerLaw> error, ToDoubleFunction<RandomLayerLaw> bound) {
        return Claim.<Equation>bound(id, x -> {
                    double largest = 0;
                    for (RandomLayerLaw law : LAWS.apply(x)) {
                        largest = Math.max(largest, error.applyAsDouble(law) / bound.applyAsDouble(law));
                    }
                    return largest;
                })
                .atMost(x -> 1);
    }

    private static Claim<Equation> order(
            String id,
            ToDoubleFunction<RandomLayerLaw> error,
            ToDoubleFunction<RandomLayerLaw> bound,
            double exponent) {
        return Claim.<Equation>bound(id, x -> {
                    double[] errors = new double[STEPS.length];
                    for (int k = 0; k < errors.length; k++) {
                        errors[k] = error.applyAsDouble(LAWS.apply(x).get(k));
                    }
                    return Math.abs(LogLog.slope(STEPS, errors) - exponent);
                })
                .atMost(x -> 0.1)
                .when(x -> LAWS.apply(x).stream()
                        .allMatch(law -> error.applyAsDouble(law) >= Math.max(0.02 * bound.applyAsDouble(law), 1e-9)));
    }

    private static Claim<Equation> varianceOrder(double exponent) {
        return order(
                "limit-variance-order", RandomLayerLaw::varianceError, RandomLayerLaw::varianceRemainder, exponent);
    }

    private static Claim<Equation> driftOrder(double exponent) {
        return order("limit-drift-order", RandomLayerLaw::driftError, RandomLayerLaw::driftRemainder, exponent);
    }

    private static Family<Equation> limitEquation() {
        return Family.drawn(
                        "limit-equation",
                        "one layer of isotropic values on a measure of two or three atoms, η = 0.1, 0.05, 0.025, against the"
                                + " stochastic Fokker-Planck equation",
                        random -> {
                            List<Equation> drawn = new ArrayList<>();
                            for (int k = 0; k < EQUATIONS; k++) {
                                drawn.add(Equation.drawn(random.size(k)));
                            }
                            return drawn;
                        })
                .claims(
                        within("limit-drift", RandomLayerLaw::driftError, RandomLayerLaw::driftRemainder),
                        within("limit-variance", RandomLayerLaw::varianceError, RandomLayerLaw::varianceRemainder),
                        driftOrder(2),
                        varianceOrder(2))
                .controls(
                        new NegativeControl<>(
                                "independent-noises",
                                "gives every atom noise of its own",
                                within(
                                        "limit-variance",
                                        law -> Math.abs(law.variance() - law.ownNoise()),
                                        RandomLayerLaw::varianceRemainder)),
                        new NegativeControl<>(
                                "twice-the-laplacian",
                                "forgets the factor ½ of the Laplacian",
                                within(
                                        "limit-drift",
                                        law -> Math.abs(law.drift() - 2 * law.driftLimit()),
                                        RandomLayerLaw::driftRemainder)),
                        new NegativeControl<>(
                                "limit-drift-of-third-order", "claims that the error falls like η³", driftOrder(3)),
                        new NegativeControl<>(
                                "limit-variance-of-third-order",
                                "claims that the error falls like η³",
                                varianceOrder(3)));
    }

    // ---- pictures

    static List<Picture> pictures() {
        return List.of(variances(), ratio());
    }

    private static Picture variances() {
        double[] sizes = {1, 2, 4, 8, 16, 32, 64, 128, 256};
        double[] given = new double[sizes.length];
        double[] total = new double[sizes.length];
        double[] rest = new double[sizes.length];
        for (int k = 0; k < sizes.length; k++) {
            UnconditionedNetwork network =
                    UnconditionedNetwork.of(new double[][] {{1, 0}, {0, 1}}, new double[] {0.4, 0.6}, (int) sizes[k]);
            given[k] = network.givenWeights();
            total[k] = network.total();
            rest[k] = network.ofWeights();
        }
        return Picture.of(
                        "variance-of-the-mean",
                        "Variance of the mean token, with and without conditioning",
                        Axis.logarithmic("tokens n"),
                        Axis.logarithmic("variance of the mean token"))
                .line("given the weights", sizes, given)
                .line("without conditioning", sizes, total)
                .claimed("due to the weights alone", sizes, rest)
                .saying(
                        "Three layers of the single-entry design in the plane, two atoms, all 512 paths of weights. Given the weights the"
                                + " variance falls like 1/n; without conditioning it levels off, because all tokens share the noise.");
    }

    private static Picture ratio() {
        Instance x = ConditionalMeanField.worked().instance();
        double[] sizes = {1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024};
        double[] errors = new double[sizes.length];
        double[] sharp = new double[sizes.length];
        double[] bounds = new double[sizes.length];
        for (int k = 0; k < sizes.length; k++) {
            errors[k] = error(x, (int) sizes[k], limit(x));
            sharp[k] = ConditionalMeanField.solved(x).constant() / sizes[k];
            double e = ConditionalMeanField.solved(x).path().bound(x.atoms(), x.probabilities(), (int) sizes[k]);
            bounds[k] = e * e;
        }
        return Picture.of(
                        "error-against-tokens",
                        "Error of n tokens given the weights",
                        Axis.logarithmic("tokens n"),
                        Axis.logarithmic("mean square error"))
                .line("n tokens against the conditional limit", sizes, errors)
                .claimed("c*/n", sizes, sharp)
                .claimed("bound", sizes, bounds)
                .saying(
                        "The worked example: the error approaches c*/n from below a bound that loses a factor at every layer.");
    }
}
