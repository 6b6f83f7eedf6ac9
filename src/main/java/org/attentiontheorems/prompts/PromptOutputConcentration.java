package org.attentiontheorems.prompts;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.attentiontheorems.measure.Vectors;
import org.attentiontheorems.random.RandomField;
import org.attentiontheorems.verify.Bound;
import org.attentiontheorems.verify.Check;
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
 * A prompt of L tokens reproduces what attention reads from infinitely many up to a root mean square error of order {@code L^-1/2}
 * (arXiv 2512.11784, with explicit constants for every L >= 1).
 *
 * <p>Gaussian tokens {@code N(m, Gamma)}, {@code tau² = u' Gamma u}, {@code gamma_L = E sum_l p_l²}:
 *
 * <pre>{@code
 * E T_L = V(m + (1 - gamma_L) Gamma u),
 * E|T_L - T_inf|² = gamma_L (tr V Gamma V' + |V Gamma u|²) - 6 |V Gamma u|² E[P_3 - P_2²],
 * e^tau²/L (1 + (e^2tau² - 1)/L)^-2  <=  gamma_L  <=  min(1, e^(2 tau² (1 - 1/L)) / L).
 * }</pre>
 *
 * <p>Atoms, {@code a = w V(x - t)}, {@code b = w - 1} with {@code w = e^<u,x>/Z}: first and second order bounds from the moments of a
 * and b, see {@link AtomsBounds}.
 */
public final class PromptOutputConcentration implements Theorem<PromptInstance> {
    private static final double UNDERFLOW = 1e-290;

    private final PromptModel model;
    private final SimulationFamilies simulation = new SimulationFamilies();
    private final Memo<PromptInstance, Reading> readings;
    private final Memo<PromptInstance, GaussianBounds> gaussian = Memo.of(GaussianBounds::of);
    private final Memo<PromptInstance, AtomsBounds> atoms = Memo.of(AtomsBounds::of);

    public PromptOutputConcentration() {
        this(PromptModel.REFERENCE);
    }

    /** With another reference implementation: how the tests break a build on purpose. */
    PromptOutputConcentration(PromptModel model) {
        this.model = model;
        this.readings = Memo.of(x -> Reading.of(model, x));
    }

    /** {@code min(1, e^(2 tau² (1 - 1/L)) / L)}: by the inequality of means {@code D/L >= e^(tau mean g)}. */
    static double gammaUpper(double tau, int promptLength) {
        double l = promptLength;
        return Math.min(1, StrictMath.exp(2 * tau * tau * (1 - 1 / l)) / l);
    }

    /** {@code e^tau²/L (1 + (e^2tau² - 1)/L)^-2}, by Jensen's inequality. */
    static double gammaLower(double tau, int promptLength) {
        double l = promptLength;
        double excess = 1 + StrictMath.expm1(2 * tau * tau) / l;
        return StrictMath.exp(tau * tau) / (l * excess * excess);
    }

    /** What a model gives for one instance. */
    private record Reading(double squaredError, double[] meanOutput, double normalisation) {
        static Reading of(PromptModel model, PromptInstance x) {
            FinitePrompt prompt = model.read(x);
            return new Reading(
                    prompt.meanSquaredError(model.limit(x)), prompt.meanOutput(), prompt.secondNormalisation());
        }
    }

    private Reading read(PromptModel by, PromptInstance x) {
        return by.equals(model) ? readings.apply(x) : Reading.of(by, x);
    }

    private double bound(PromptInstance x) {
        return x.isGaussian() ? gaussian.apply(x).bound() : atoms.apply(x).bound();
    }

    private double tau(PromptInstance x) {
        return gaussian.apply(x).tau();
    }

    /** What rounding may leave where the error vanishes. */
    private double slack(PromptInstance x) {
        return UNDERFLOW + (x.isGaussian() ? 0 : atoms.apply(x).rounding());
    }

    // ---- claims

    private Bound<PromptInstance> squaredError(PromptModel by) {
        return Claim.<PromptInstance>bound(
                        "mean-squared-error", x -> read(by, x).squaredError())
                .atMost(this::bound)
                .absFloor(this::slack);
    }

    private Bound<PromptInstance> squaredErrorGivenGamma() {
        return Claim.<PromptInstance>bound(
                        "error-given-gamma", x -> read(model, x).squaredError())
                .atMost(x -> gaussian.apply(x).boundGivenGamma())
                .absFloor(UNDERFLOW);
    }

    private Bound<PromptInstance> lowerBound() {
        return Claim.<PromptInstance>bound("lower-bound", x -> read(model, x).squaredError())
                .atLeast(x -> atoms.apply(x).lowerBound())
                .absFloor(this::slack);
    }

    private Bound<PromptInstance> gammaUpper() {
        return Claim.<PromptInstance>bound("gamma-upper", x -> gaussian.apply(x).gamma())
                .atMost(x -> gammaUpper(tau(x), x.promptLength()));
    }

    private Bound<PromptInstance> gammaLower() {
        return Claim.<PromptInstance>bound("gamma-lower", x -> gaussian.apply(x).gamma())
                .atLeast(x -> gammaLower(tau(x), x.promptLength()));
    }

    private Identity<PromptInstance> exactError() {
        return Claim.<PromptInstance>identity(
                        "exact-error",
                        x -> read(model, x).squaredError(),
                        x -> gaussian.apply(x).squaredError())
                .absFloor(UNDERFLOW);
    }

    /** The distance of E T_L from {@code V(m + (1 - sign gamma) Gamma u)}. */
    private Bound<PromptInstance> meanOutput(PromptModel by, double sign) {
        return Claim.<PromptInstance>bound(
                        "mean-output",
                        x -> Vectors.scaledNorm(Vectors.minus(
                                read(by, x).meanOutput(), gaussian.apply(x).meanOutput(sign))))
                .atMost(x -> 1e-10 * gaussian.apply(x).outputScale())
                .absFloor(x -> gaussian.apply(x).rounding());
    }

    private Identity<PromptInstance> enumeration(PromptModel by) {
        return Claim.<PromptInstance>identity(
                        "enumeration",
                        x -> read(by, x).squaredError(),
                        x -> MultinomialPrompt.meanSquaredError(atoms.apply(x).head(), x.promptLength()))
                .absFloor(this::slack);
    }

    private Identity<PromptInstance> normalisation(PromptModel by) {
        return Claim.identity("weights-sum-to-one", x -> read(by, x).normalisation(), x -> 1);
    }

    @Override
    public List<Claim<PromptInstance>> claims() {
        return List.of(
                squaredError(model),
                squaredErrorGivenGamma().when(PromptInstance::isGaussian),
                gammaUpper()
                        .when(PromptInstance::isGaussian)
                        .vacuousWhen(x -> gammaUpper(tau(x), x.promptLength()) == 1),
                gammaLower().when(PromptInstance::isGaussian),
                exactError().when(PromptInstance::isGaussian),
                meanOutput(model, 1).when(PromptInstance::isGaussian),
                lowerBound()
                        .when(PromptInstance::hasAtoms)
                        .vacuousWhen(x -> atoms.apply(x).lowerBound() == 0),
                enumeration(model).when(this::isEnumerable),
                normalisation(model));
    }

    private boolean isEnumerable(PromptInstance x) {
        return x.hasAtoms() && MultinomialPrompt.covers(atoms.apply(x).head().size(), x.promptLength());
    }

    @Override
    public List<NegativeControl<PromptInstance>> controls() {
        return List.of(
                new NegativeControl<>(
                        "twice-the-lower-gamma",
                        "claims twice the lower bound of gamma_L",
                        gammaLower().atMost(x -> gaussian.apply(x).gamma() / 2).when(PromptInstance::isGaussian)),
                new NegativeControl<>(
                        "twice-the-lower-error",
                        "claims twice the lower bound of the mean squared error",
                        lowerBound()
                                .atMost(x -> read(model, x).squaredError() / 2)
                                .when(PromptInstance::hasAtoms)),
                new NegativeControl<>(
                        "half-the-exponent",
                        "claims gamma_L <= e^(tau²/2)/L, the root mean square constant for the mean square",
                        gammaUpper()
                                .atMost(x -> StrictMath.exp(tau(x) * tau(x) / 2) / x.promptLength())
                                .when(PromptInstance::isGaussian)),
                new NegativeControl<>(
                        "constant-one",
                        "claims gamma_L <= 1/L, as if all tokens weighed the same",
                        gammaUpper().atMost(x -> 1.0 / x.promptLength()).when(PromptInstance::isGaussian)),
                new NegativeControl<>(
                        "no-drift-term",
                        "forgets the term |V Gamma u|²",
                        squaredErrorGivenGamma()
                                .atMost(x -> gaussian.apply(x).gamma()
                                        * gaussian.apply(x).trace())
                                .when(PromptInstance::isGaussian)),
                new NegativeControl<>(
                        "bias-of-the-wrong-sign",
                        "claims that finite prompts read too much: 1 + gamma_L for 1 - gamma_L",
                        meanOutput(model, -1).when(PromptInstance::isGaussian)),
                new NegativeControl<>(
                        "logits-over-root-d",
                        "divides the logits by sqrt(d)",
                        meanOutput(model.withLogitsOverRootDimension(), 1).when(PromptInstance::isGaussian)),
                new NegativeControl<>(
                        "negated-logits",
                        "weights tokens by e^-<u,x>",
                        squaredError(model.withNegatedLogits()).when(PromptInstance::hasAtoms)),
                new NegativeControl<>(
                        "no-partition",
                        "forgets to divide the limit by its partition function",
                        squaredError(model.withoutPartition())),
                new NegativeControl<>(
                        "indices-may-coincide",
                        "counts L² instead of L(L-1) pairs of different tokens",
                        normalisation(model.withAnyIndices())),
                new NegativeControl<>(
                        "indices-may-coincide-in-the-error",
                        "counts L² instead of L(L-1) pairs of different tokens",
                        enumeration(model.withAnyIndices()).when(this::isEnumerable)),
                new NegativeControl<>(
                        "asymptotic-variance-as-bound",
                        "claims sigma_N²/L at every L, without the higher order term",
                        squaredError(model)
                                .atMost(x -> atoms.apply(x).asymptoticVariance() / x.promptLength())
                                .when(PromptInstance::hasAtoms)));
    }

    @Override
    public List<Family<?>> families() {
        return List.of(
                GammaFamilies.attained(),
                GammaFamilies.growing(),
                GammaFamilies.randomQuery(),
                ErrorFamilies.rate(),
                simulation.shortPrompts(),
                simulation.longPrompts());
    }

    @Override
    public List<Picture> pictures(RandomField random) {
        return List.of(simulation.errorAgainstLength(random));
    }

    @Override
    public List<Example<PromptInstance>> examples() {
        return Stream.of(
                        "prompt-output-concentration-gaussian",
                        "prompt-output-concentration-atoms",
                        "minilm-layer0-head3-in")
                .map(name -> Example.resource(getClass(), name, PromptInstance.class))
                .toList();
    }

    // ---- instances

    @Override
    public Ranges ranges() {
        return PromptDraws.ranges().scale("tau", 0, 1).scale("logitNorm", 0, 2).scale("log2Length", 0, 12);
    }

    @Override
    public PromptInstance draw(Draw draw, RandomField random) {
        int length = (int) Math.rint(StrictMath.pow(2, draw.scale("log2Length")));
        double[][] v = PromptDraws.symmetric(random, "values", draw.dim("outputs"), draw.dim("dimension"));
        if (draw.dim("law") == 0) {
            Law.Gaussian law = PromptDraws.gaussian(random, draw.dim("dimension"), draw.dim("factorColumns"));
            return new PromptInstance(law, v, PromptDraws.logitsOf(random, law, draw.scale("tau")), length);
        }
        Law law = PromptDraws.atoms(random, draw.dim("atoms"), draw.dim("dimension"));
        return new PromptInstance(
                law, v, PromptDraws.logits(random, draw.dim("dimension"), draw.scale("logitNorm")), length);
    }

    @Override
    public List<PromptInstance> corners() {
        return PromptDraws.corners();
    }

    /** Every evaluation is a quadrature of about half a millisecond. */
    @Override
    public Search search() {
        return new Search(120, 3, 100);
    }

    @Override
    public Class<PromptInstance> instanceType() {
        return PromptInstance.class;
    }

    /** The numbers of {@link GaussianBounds} or {@link AtomsBounds}, with {@code meanSquaredError} and {@code bound}. */
    @Override
    public SortedMap<String, Double> quantities(PromptInstance x) {
        SortedMap<String, Double> all = new TreeMap<>();
        all.put("meanSquaredError", read(model, x).squaredError());
        all.putAll(
                x.isGaussian() ? gaussian.apply(x).quantities() : atoms.apply(x).quantities());
        all.forEach(
                (name, value) -> Check.that(Double.isFinite(value), "valueMatrix", "is too large: %s overflows", name));
        return all;
    }
}
