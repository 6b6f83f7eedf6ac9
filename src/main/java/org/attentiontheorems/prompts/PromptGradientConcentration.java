package org.attentiontheorems.prompts;

import java.util.ArrayList;
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
 * The derivatives of the output {@code T_L = V m_L} in V and in the key-query matrix U, {@code dV -> dV m_L} and {@code dU -> V C_L dU z},
 * approach those of infinitely long prompts at the root mean square rate {@code L^-1/2} (arXiv 2512.11784, with explicit constants for
 * every L >= 1).
 *
 * <p>Gaussian tokens: {@code |V(C_L - Gamma)|_F <= |V Gamma^1/2| |Gamma^1/2| |Chat_L - I|_F} with the attention covariance of whitened
 * tokens, whose mean squared error is known exactly and bounded in {@link WhitenedCovariance}; it is of order
 *
 * <pre>{@code
 * E|Chat_L - I|_F²  ~  e^tau² [(d + tau²)² + d + 2 tau²] / L.
 * }</pre>
 *
 * <p>Atoms: {@code (E|V(C_L - C)|_F²)^(1/2)} has the first order bound of {@link AtomsGradient}. The V-gradient error is {@code |m_L -
 * t|}: prompt-output-concentration with {@code V = I}.
 */
public final class PromptGradientConcentration implements Theorem<PromptInstance> {
    private static final double UNDERFLOW = 1e-290;
    private static final double LEAST_TILT = 0.5;
    private static final int LONG = 1024;

    private final GradientModel model;
    private final Memo<PromptInstance, Double> errors;
    private final Memo<PromptInstance, AtomsGradient> atoms = Memo.of(AtomsGradient::of);
    private final Memo<PromptInstance, PromptInstance> plain = Memo.of(PromptGradientConcentration::readPlainly);
    private final GradientSimulation simulation = new GradientSimulation();

    public PromptGradientConcentration() {
        this(GradientModel.REFERENCE);
    }

    /** With another reference implementation: how the tests break a build on purpose. */
    PromptGradientConcentration(GradientModel model) {
        this.model = model;
        // a mean of squares whose terms cancel: below 0 it is rounding
        this.errors = Memo.of(x -> Math.max(0, model.squaredError(x)));
    }

    private double squaredError(GradientModel by, PromptInstance x) {
        return by.equals(model) ? errors.apply(x) : by.squaredError(x);
    }

    private double bound(PromptInstance x) {
        return x.isGaussian()
                ? WhitenedCovariance.bound(
                        GradientModel.tau(x), x.promptLength(), x.law().dimension())
                : atoms.apply(x).bound(x.promptLength());
    }

    /** What rounding may leave where the error vanishes, or where its terms cancel. */
    private double slack(PromptInstance x) {
        return UNDERFLOW + (x.isGaussian() ? 0 : atoms.apply(x).rounding());
    }

    /** The same tokens and logits, read by {@code V = I}. */
    private static PromptInstance readPlainly(PromptInstance x) {
        return new PromptInstance(x.law(), Vectors.identity(x.law().dimension()), x.logitVector(), x.promptLength());
    }

    // ---- claims

    private Bound<PromptInstance> gradientError(GradientModel by) {
        return Claim.<PromptInstance>bound("gradient-error", x -> squaredError(by, x))
                .atMost(this::bound)
                .absFloor(this::slack);
    }

    /** {@code E|m_L - t|²}, the error of the derivative in V. */
    private Bound<PromptInstance> valueGradient() {
        return Claim.<PromptInstance>bound("value-gradient-error", x -> {
                    PromptInstance read = plain.apply(x);
                    return PromptModel.REFERENCE.read(read).meanSquaredError(PromptModel.REFERENCE.limit(read));
                })
                .atMost(x -> valueGradientBound(plain.apply(x)))
                .absFloor(x -> UNDERFLOW
                        + (x.isGaussian() ? 0 : AtomsBounds.of(plain.apply(x)).rounding()));
    }

    private static double valueGradientBound(PromptInstance read) {
        return read.isGaussian()
                ? GaussianBounds.of(read).bound()
                : AtomsBounds.of(read).bound();
    }

    private Identity<PromptInstance> enumeration(GradientModel by) {
        return Claim.<PromptInstance>identity("enumeration", x -> squaredError(by, x), x -> {
                    AtomsGradient head = atoms.apply(x);
                    return MultinomialPrompt.expect(
                            head.tokens().probabilities(), x.promptLength(), head::squaredErrorOf);
                })
                .absFloor(this::slack);
    }

    private boolean isEnumerable(PromptInstance x) {
        return x.hasAtoms() && MultinomialPrompt.covers(atoms.apply(x).tokens().size(), x.promptLength());
    }

    @Override
    public List<Claim<PromptInstance>> claims() {
        return List.of(gradientError(model), valueGradient(), enumeration(model).when(this::isEnumerable));
    }

    @Override
    public List<NegativeControl<PromptInstance>> controls() {
        return List.of(
                new NegativeControl<>(
                        "uncentred-covariance",
                        "takes diag(p) for the Jacobian diag(p) - pp' of softmax",
                        gradientError(model.withoutCentring()).when(PromptGradientConcentration::isTiltedAndLong)),
                new NegativeControl<>(
                        "uncentred-atoms",
                        "takes diag(p) for the Jacobian diag(p) - pp' of softmax",
                        enumeration(model.withoutCentring()).when(this::isEnumerable)),
                new NegativeControl<>(
                        "no-cross-term",
                        "forgets the mixed term of a square",
                        enumeration(model.withoutCrossTerm()).when(this::isEnumerable)),
                new NegativeControl<>(
                        "indices-may-coincide",
                        "counts L^b instead of L(L-1)...(L-b+1) tuples of different tokens",
                        enumeration(model.withAnyIndices()).when(this::isEnumerable)),
                new NegativeControl<>(
                        "weights-for-free",
                        "claims the bound without the exponential price of unequal weights",
                        gradientError(model)
                                .atMost(x ->
                                        bound(x) * StrictMath.exp(-2 * GradientModel.tau(x) * GradientModel.tau(x)))
                                .when(PromptGradientConcentration::isTiltedAndLong)),
                new NegativeControl<>(
                        "asymptotic-variance-as-bound",
                        "claims s²/L at every L, without the higher order terms",
                        gradientError(model)
                                .atMost(x -> atoms.apply(x).asymptoticVariance() / x.promptLength())
                                .when(PromptInstance::hasAtoms)),
                new NegativeControl<>(
                        "value-gradient-by-drift",
                        "bounds the error of the V-gradient by the drift Gamma u alone, without the trace",
                        valueGradient()
                                .atMost(x -> gammaUpper(x)
                                        * GaussianBounds.of(plain.apply(x)).squaredDrift())
                                .when(PromptInstance::isGaussian)));
    }

    private static double gammaUpper(PromptInstance x) {
        return PromptOutputConcentration.gammaUpper(GradientModel.tau(x), x.promptLength());
    }

    private static boolean isTiltedAndLong(PromptInstance x) {
        return x.isGaussian() && GradientModel.tau(x) >= LEAST_TILT && x.promptLength() >= LONG;
    }

    @Override
    public List<Family<?>> families() {
        return List.of(
                GradientFamilies.oneAndTwoTokens(),
                GradientFamilies.rate(),
                GradientFamilies.limit(),
                GradientFamilies.growing(),
                ExplicitGradientFamilies.derivatives(),
                ExplicitGradientFamilies.whitening(),
                simulation.shortPrompts());
    }

    @Override
    public List<Picture> pictures(RandomField random) {
        return List.of(simulation.errorAgainstLength(random));
    }

    @Override
    public List<Example<PromptInstance>> examples() {
        return Stream.of("prompt-gradient-concentration-gaussian", "prompt-gradient-concentration-atoms")
                .map(name -> Example.resource(getClass(), name, PromptInstance.class))
                .toList();
    }

    // ---- instances

    /** Lengths of Gaussian prompts from 16, of atoms from 1. */
    @Override
    public Ranges ranges() {
        return PromptDraws.ranges()
                .dim("atomDimension", 1, 3)
                .scale("tau", 0, 0.7)
                .scale("logitNorm", 0, 2)
                .scale("log2Length", 0, 12)
                .scale("log2GaussianLength", 4, 12);
    }

    @Override
    public PromptInstance draw(Draw draw, RandomField random) {
        if (draw.dim("law") == 0) {
            int d = draw.dim("dimension");
            Law.Gaussian law = PromptDraws.gaussian(random, d, draw.dim("factorColumns"));
            return new PromptInstance(
                    law,
                    PromptDraws.symmetric(random, "values", draw.dim("outputs"), d),
                    PromptDraws.logitsOf(random, law, draw.scale("tau")),
                    length(draw.scale("log2GaussianLength")));
        }
        int d = draw.dim("atomDimension");
        return new PromptInstance(
                PromptDraws.atoms(random, draw.dim("atoms"), d),
                PromptDraws.symmetric(random, "values", draw.dim("outputs"), d),
                PromptDraws.logits(random, d, draw.scale("logitNorm")),
                length(draw.scale("log2Length")));
    }

    private static int length(double log2) {
        return (int) Math.rint(StrictMath.pow(2, log2));
    }

    /** Those of prompt-output-concentration, and long prompts that are tilted enough to see what is not centred. */
    @Override
    public List<PromptInstance> corners() {
        List<PromptInstance> corners = new ArrayList<>(PromptDraws.corners());
        double[][] one = {{1}};
        Law.Gaussian standard = new Law.Gaussian(new double[] {0}, one);
        corners.add(new PromptInstance(standard, one, new double[] {0.5}, 4096));
        corners.add(new PromptInstance(standard, one, new double[] {0.7}, 4096));
        corners.add(new PromptInstance(standard, one, new double[] {3}, 2));
        Law.Atoms three = new Law.Atoms(new double[][] {{1, 0}, {0, 1}, {-1, -0.5}}, new double[] {0.5, 0.3, 0.2});
        corners.add(new PromptInstance(three, new double[][] {{1, 0.5}, {-0.3, 2}}, new double[] {2, 1}, 4));
        return corners;
    }

    /** Every evaluation is a quadrature of about two milliseconds. */
    @Override
    public Search search() {
        return new Search(60, 3, 60);
    }

    @Override
    public Class<PromptInstance> instanceType() {
        return PromptInstance.class;
    }

    @Override
    public SortedMap<String, Double> quantities(PromptInstance x) {
        Check.that(Double.isFinite(slack(x)), "valueMatrix", "is too large: squared errors overflow");
        SortedMap<String, Double> all = new TreeMap<>();
        if (x.isGaussian()) {
            all.put("tau", GradientModel.tau(x));
            all.put("whitenedMeanSquaredError", squaredError(model, x));
            all.put("bound", bound(x));
        } else {
            all.put("gradientMeanSquaredError", squaredError(model, x));
            all.putAll(atoms.apply(x).quantities(x.promptLength()));
        }
        all.forEach(
                (name, value) -> Check.that(Double.isFinite(value), "valueMatrix", "is too large: %s overflows", name));
        return all;
    }
}
