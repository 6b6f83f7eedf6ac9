package org.attentiontheorems.prompts;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.attentiontheorems.measure.Vectors;
import org.attentiontheorems.random.RandomField;
import org.attentiontheorems.verify.Approx;
import org.attentiontheorems.verify.Claim;
import org.attentiontheorems.verify.Family;
import org.attentiontheorems.verify.Mean;
import org.attentiontheorems.verify.Memo;
import org.attentiontheorems.verify.NegativeControl;
import org.attentiontheorems.verify.Picture;
import org.attentiontheorems.verify.Range;
import org.attentiontheorems.verify.Rate;
import org.attentiontheorems.verify.Tail;

/** Prompts that are really drawn and read, against the exact moments: short ones from both sides, long ones at a realistic size. */
final class SimulationFamilies {
    private static final int DIMENSION = 32;
    private static final int OUTPUTS = 16;
    private static final long MANY = 200_000;

    /** Indifference margin relative to the range of X, where that is several times as wide as the mean is large. */
    private static final double SMALL_MARGIN = 0.02;

    private static final double DELTA = 0.1;
    private static final int[] LENGTHS = {16, 32, 64, 128, 256, 512, 1024, 2048, 4096, 8192, 16384};

    private final Memo<PromptInstance, Exact> exact = Memo.of(Exact::of);
    private final Map<Long, Double> longPrompts = new ConcurrentHashMap<>();

    /** What simulation is compared with. */
    private record Exact(
            double[] limit, double firstOutput, double squaredError, double variance, double gamma, double bound) {
        static Exact of(PromptInstance x) {
            FinitePrompt prompt = PromptModel.REFERENCE.read(x);
            double[] limit = PromptModel.REFERENCE.limit(x);
            double squaredError = prompt.meanSquaredError(limit);
            double variance = Math.max(0, prompt.fourthMomentOfError() - squaredError * squaredError);
            double first = prompt.meanOutput()[0];
            if (x.isGaussian()) {
                GaussianBounds bounds = GaussianBounds.of(x);
                return new Exact(limit, first, squaredError, variance, bounds.gamma(), bounds.bound());
            }
            AtomsBounds bounds = AtomsBounds.of(x);
            return new Exact(limit, first, squaredError, variance, 1, bounds.bound());
        }
    }

    // ---- short prompts

    private Approx squaredError(PromptInstance x, RandomField random) {
        return Approx.direct(
                SampledPrompt.of(x, random).squaredDistance(exact.apply(x).limit()));
    }

    private Mean<PromptInstance> error() {
        return Claim.mean("sampled-error", this::squaredError)
                .atMost(x -> exact.apply(x).squaredError())
                .in(x -> Range.withVariance(0, exact.apply(x).variance()))
                .replicates(MANY);
    }

    private Mean<PromptInstance> errorFromBelow() {
        return Claim.mean("sampled-error-from-below", this::squaredError)
                .atLeast(x -> exact.apply(x).squaredError(), SimulationFamilies::squaredRadius)
                .within(SMALL_MARGIN)
                .replicates(MANY);
    }

    private static Range.Bounded squaredRadius(PromptInstance x) {
        double radius = AtomsBounds.of(x).radius();
        return new Range.Bounded(0, radius * radius);
    }

    private static Approx inverseSampleSize(PromptInstance x, RandomField random) {
        return Approx.direct(SampledPrompt.of(x, random).inverseSampleSize());
    }

    private Mean<PromptInstance> gamma() {
        return Claim.mean("sampled-gamma", SimulationFamilies::inverseSampleSize)
                .atMost(x -> exact.apply(x).gamma())
                .in(SimulationFamilies::sampleSizes)
                .replicates(MANY);
    }

    private Mean<PromptInstance> gammaFromBelow() {
        return Claim.mean("sampled-gamma-from-below", SimulationFamilies::inverseSampleSize)
                .atLeast(x -> exact.apply(x).gamma(), SimulationFamilies::sampleSizes)
                .within(SMALL_MARGIN)
                .replicates(MANY);
    }

    private static Range.Bounded sampleSizes(PromptInstance x) {
        return new Range.Bounded(1.0 / x.promptLength(), 1);
    }

    private static Approx firstOutput(PromptInstance x, RandomField random) {
        return Approx.direct(SampledPrompt.of(x, random).output()[0]);
    }

    private Mean<PromptInstance> output() {
        return Claim.mean("sampled-output", SimulationFamilies::firstOutput)
                .atMost(x -> exact.apply(x).firstOutput())
                .in(SimulationFamilies::outputs)
                .within(SMALL_MARGIN)
                .replicates(MANY);
    }

    private Mean<PromptInstance> outputFromBelow() {
        return Claim.mean("sampled-output-from-below", SimulationFamilies::firstOutput)
                .atLeast(x -> exact.apply(x).firstOutput(), SimulationFamilies::outputs)
                .within(SMALL_MARGIN)
                .replicates(MANY);
    }

    /** Every output is a mean of the atoms' values. */
    private static Range.Bounded outputs(PromptInstance x) {
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (double[] atom : ((Law.Atoms) x.law()).support().atoms()) {
            double value = Vectors.apply(x.valueMatrix(), atom)[0];
            low = Math.min(low, value);
            high = Math.max(high, value);
        }
        return new Range.Bounded(low, high);
    }

    private Tail<PromptInstance> markov() {
        return Claim.tail("markov", this::squaredError)
                .above(x -> exact.apply(x).bound() / DELTA, DELTA);
    }

    private Approx errorOfNegatedLogits(PromptInstance x, RandomField random) {
        double[] wrong = Vectors.times(-1, x.logitVector());
        SampledPrompt read = SampledPrompt.of(x, wrong, x.promptLength(), random);
        return Approx.direct(read.squaredDistance(exact.apply(x).limit()));
    }

    /** Short prompts, from both sides. */
    Family<PromptInstance> shortPrompts() {
        double[][] values = {{1, -1}, {0.5, 2}};
        Law.Gaussian plane = new Law.Gaussian(new double[] {0.25, -0.5}, new double[][] {{1, 0}, {0.5, 0.8}});
        Law.Atoms three = new Law.Atoms(new double[][] {{1, 0}, {0, 1}, {-1, -0.5}}, new double[] {0.5, 0.3, 0.2});
        return Family.of(
                        "short-prompts",
                        "drawn prompts of 4 to 8 tokens of the worked examples' laws",
                        List.of(
                                new PromptInstance(plane, values, new double[] {1.2, 0.4}, 8),
                                new PromptInstance(plane, values, new double[] {-0.4, 0.9}, 4),
                                new PromptInstance(three, values, new double[] {0.8, -0.4}, 4),
                                new PromptInstance(three, values, new double[] {-1.5, 0.5}, 6)))
                .claims(
                        error(),
                        errorFromBelow().when(PromptInstance::hasAtoms),
                        gamma().when(PromptInstance::isGaussian),
                        gammaFromBelow().when(PromptInstance::isGaussian),
                        output().when(PromptInstance::hasAtoms),
                        outputFromBelow().when(PromptInstance::hasAtoms),
                        markov())
                .controls(
                        new NegativeControl<>(
                                "sampled-negated-logits",
                                "reads with the weights e^-<u,x>",
                                Claim.mean("sampled-error", this::errorOfNegatedLogits)
                                        .atMost(x -> exact.apply(x).squaredError())),
                        new NegativeControl<>(
                                "sampled-gamma-of-equal-weights",
                                "claims 1.01/L, as if all tokens weighed nearly the same",
                                gamma().atMost(x -> 1.01 / x.promptLength()).when(PromptInstance::isGaussian)));
    }

    // ---- long prompts

    private Mean<PromptInstance> errorAt(int promptLength) {
        Memo<PromptInstance, PromptInstance> sized = Memo.of(x -> x.withLength(promptLength));
        return Claim.<PromptInstance>mean(
                        "simulated-error-" + promptLength, (x, random) -> squaredError(sized.apply(x), random))
                .atMost(x -> exact.apply(sized.apply(x)).squaredError())
                .in(x -> Range.withVariance(0, exact.apply(sized.apply(x)).variance()))
                .within(0.2)
                .replicates(16_384);
    }

    /** One long prompt. The claim and its control read the same prompts: the word at an address stands for the prompt drawn there. */
    private double squaredErrorAt(PromptInstance x, int promptLength, RandomField random) {
        return longPrompts.computeIfAbsent(
                random.word("prompt", promptLength, 0),
                word -> SampledPrompt.of(x, x.logitVector(), promptLength, random)
                        .squaredDistance(exact.apply(x).limit()));
    }

    private Rate<PromptInstance> errorRate() {
        return Claim.<PromptInstance>rate("simulated-rate", this::squaredErrorAt)
                .fallsLike(1, 0.25, LENGTHS)
                .under((x, n) -> GaussianBounds.of(x.withLength(n)).bound())
                .sharp();
    }

    /** Tokens in 32 dimensions, 16 outputs. */
    Family<PromptInstance> longPrompts() {
        return Family.drawn(
                        "long-prompts",
                        "drawn prompts of 16 to 16384 Gaussian tokens in 32 dimensions, 16 outputs: a law with a dominant"
                                + " direction and rank 8 (tau = 1), and one of full rank (tau = 0.5)",
                        random -> List.of(dominated(random.size(0)), isotropic(random.size(1))))
                .claims(errorAt(16), errorAt(128), errorAt(1024), errorRate())
                .controls(
                        new NegativeControl<>(
                                "simulated-without-drift",
                                "forgets the term |V Gamma u|²",
                                errorAt(1024).atMost(x -> withoutDrift(x.withLength(1024)))),
                        new NegativeControl<>(
                                "simulated-faster-rate",
                                "claims the rate L^-2, the square of the rate of the mean square",
                                errorRate().fallsLike(2, 0.25)));
    }

    private static double withoutDrift(PromptInstance x) {
        GaussianBounds bounds = GaussianBounds.of(x);
        return bounds.gamma() * bounds.trace();
    }

    /** Column j of the factor falls like 1/j; the query looks along the first. */
    private static PromptInstance dominated(RandomField random) {
        int columns = 8;
        double[][] factor = random.gaussianMatrix("factor", DIMENSION, columns);
        double[] first = new double[DIMENSION];
        for (int i = 0; i < DIMENSION; i++) {
            for (int j = 0; j < columns; j++) {
                factor[i][j] /= j + 1;
            }
            first[i] = factor[i][0];
        }
        return head(random, factor, first, 1);
    }

    private static PromptInstance isotropic(RandomField random) {
        double[][] factor = random.gaussianMatrix("factor", DIMENSION, DIMENSION);
        return head(random, factor, random.gaussians("query", 0, DIMENSION), 0.5);
    }

    /** Logits of standard deviation tau along a direction; factor and values are scaled by {@code 1/sqrt(d)}. */
    private static PromptInstance head(RandomField random, double[][] factor, double[] direction, double tau) {
        double scale = 1 / Math.sqrt(DIMENSION);
        double[][] scaled = new double[DIMENSION][];
        for (int i = 0; i < DIMENSION; i++) {
            scaled[i] = Vectors.times(scale, factor[i]);
        }
        double[][] values = new double[OUTPUTS][];
        for (int i = 0; i < OUTPUTS; i++) {
            values[i] = Vectors.times(scale, random.gaussians("values", i, DIMENSION));
        }
        Law.Gaussian law = new Law.Gaussian(random.gaussians("mean", 0, DIMENSION), scaled);
        double unit = Vectors.scaledNorm(Vectors.applyTransposed(scaled, direction));
        return new PromptInstance(law, values, Vectors.times(tau / unit, direction), LENGTHS[0]);
    }

    // ---- picture

    /** Tokens of unit covariance in the plane, read by the identity, with logits of standard deviation tau. */
    private static PromptInstance plane(double tau, int promptLength) {
        double[][] identity = {{1, 0}, {0, 1}};
        Law.Gaussian law = new Law.Gaussian(new double[2], identity);
        return new PromptInstance(law, identity, new double[] {tau, 0}, promptLength);
    }

    /** Exact error, bound and drawn prompts for three temperatures. */
    Picture errorAgainstLength(RandomField random) {
        return LengthPicture.of(
                        "error-against-length",
                        "Error of the output against prompt length",
                        "E|T_L - T_inf|² of tokens N(0, I), d = 2, V = I")
                .exact((tau, n) -> GaussianBounds.of(plane(tau, n)).squaredError())
                .bound((tau, n) -> PromptOutputConcentration.gammaUpper(tau, n) * (2 + tau * tau))
                .drawn((tau, n, field) -> SampledPrompt.of(plane(tau, n), field).squaredDistance(new double[] {tau, 0}))
                .picture(random);
    }
}
