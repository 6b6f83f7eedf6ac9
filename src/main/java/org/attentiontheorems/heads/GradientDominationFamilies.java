package org.attentiontheorems.heads;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.attentiontheorems.flow.Flow;
import org.attentiontheorems.heads.ConvergentTraining.Regime;
import org.attentiontheorems.heads.GradientDominationRates.Instance;
import org.attentiontheorems.heads.TrainingFlow.State;
import org.attentiontheorems.heads.TrainingFlow.Trainable;
import org.attentiontheorems.random.RandomField;
import org.attentiontheorems.verify.Approx;
import org.attentiontheorems.verify.Bound;
import org.attentiontheorems.verify.Claim;
import org.attentiontheorems.verify.ExactRate;
import org.attentiontheorems.verify.Family;
import org.attentiontheorems.verify.Memo;
import org.attentiontheorems.verify.NegativeControl;
import org.attentiontheorems.verify.Ranges;

/** Declared families of {@code gradient-domination-rates}: rates over long times, sharpness, and necessity. */
final class GradientDominationFamilies {
    private static final double[] LAMBDAS = {0.05, 0.2, 1};
    private static final int PER_LAMBDA = 3;
    private static final int[] DECADES = {100, 178, 316, 562, 1000, 1778, 3162, 5623, 10000};
    private static final long SEED = 2606;
    private static final Memo<Instance, ConvergentRun> RUNS =
            Memo.of(x -> ConvergentRun.of(x.training(), x.model(), 0, x.horizon()));

    private GradientDominationFamilies() {}

    static List<Family<?>> all() {
        return List.of(
                valuesWithoutTokens(),
                lateValues(),
                quarticRate(),
                smallQuartic(),
                quarticIsNotDominated(),
                separable());
    }

    private static Approx gapEnd(Instance x, int effort) {
        return RUNS.apply(x).gapEnd();
    }

    private static Approx gapBound(Instance x, int effort) {
        return Approx.direct(RUNS.apply(x).gapBound(x.horizon()));
    }

    // ---- exponential

    /** Without tokens the excess risk is {@code λ/2 |V|_m²}, and values decay like e^(-λt). */
    private static Family<Instance> valuesWithoutTokens() {
        HeadModel model = DegenerateModels.withoutTokens(
                GradientDominationRates.worked().instance().model());
        List<Instance> instances = Arrays.stream(LAMBDAS)
                .mapToObj(lambda -> new Instance(model.withLambda(lambda), 2 / lambda, Regime.VALUE_ONLY))
                .toList();
        return Family.of("values-without-tokens", "values that are only forgotten: all tokens are 0", instances)
                .claims(
                        Claim.<Instance>identity(
                                "forgotten-gap",
                                GradientDominationFamilies::gapEnd,
                                (x, effort) -> Approx.direct(forgotten(x, 2))),
                        Claim.<Instance>identity(
                                "forgotten-gap-bound",
                                GradientDominationFamilies::gapEnd,
                                GradientDominationFamilies::gapBound))
                .controls(new NegativeControl<>(
                        "faster-than-twice-lambda",
                        "claims E(T) = e^(-2.1 λT) E(0)",
                        Claim.<Instance>identity(
                                "forgotten-gap",
                                GradientDominationFamilies::gapEnd,
                                (x, effort) -> Approx.direct(forgotten(x, 2.1)))));
    }

    /** {@code λ/2 |V|_m² e^(-rate λT)}. */
    private static double forgotten(Instance x, double rate) {
        double lambda = x.model().lambda();
        double[] values = x.model().parameters();
        Trainable.VALUES.mask(x.model().shape(), values);
        double square = TrainingFlow.of(x.model()).squaredNorm(values);
        return lambda / 2 * square * StrictMath.exp(-rate * lambda * x.horizon());
    }

    /** The excess risk of trained values at the times 2/λ and 4/λ. */
    private static Family<Instance> lateValues() {
        return Family.of("late-values", "values of up to four heads, trained from 2/λ to 4/λ", trainedValues())
                .claims(lateSlope().atMost(x -> -2 * x.model().lambda() * (1 - 1e-3)))
                .controls(new NegativeControl<>(
                        "late-rate-five-lambda",
                        "claims that E falls like e^(-5λt)",
                        lateSlope().atMost(x -> -5 * x.model().lambda())));
    }

    /** The slope of log E against t. */
    private static Bound.Measured<Instance> lateSlope() {
        return Claim.bound("late-slope", x -> {
            ConvergentRun run = RUNS_LATE.apply(x);
            double fall = StrictMath.log(run.gap(2).value())
                    - StrictMath.log(run.gap(1).value());
            return fall / (run.run().times()[2] - run.run().times()[1]);
        });
    }

    private static final Memo<Instance, ConvergentRun> RUNS_LATE =
            Memo.of(x -> ConvergentRun.of(x.training(), x.model(), 0, x.horizon() / 2, x.horizon()));

    /** Models of the common generator from fixed keys. */
    private static List<Instance> trainedValues() {
        Ranges shapes = TrainingDraws.ranges();
        return IntStream.range(0, LAMBDAS.length * PER_LAMBDA)
                .mapToObj(i -> {
                    RandomField random = RandomField.of(SEED, "late values", i);
                    double lambda = LAMBDAS[i % LAMBDAS.length];
                    HeadModel model = TrainingDraws.model(shapes.sample(random), random, lambda);
                    return new Instance(model, 4 / lambda, Regime.VALUE_ONLY);
                })
                .toList();
    }

    // ---- polynomial

    private static Instance quartic(double u, double horizon, double... queries) {
        double[] masses = new double[queries.length];
        Arrays.fill(masses, 1.0 / masses.length);
        return new Instance(QuarticValley.model(u, masses, queries), horizon, Regime.QUARTIC);
    }

    /** Nine times in [10², 10⁴]; the exponent is seen to a few hundredths. */
    private static Family<Instance> quarticRate() {
        return Family.of(
                        "quartic-rate",
                        "two heads of margin 2 near their degenerate minimum",
                        List.of(quartic(2, 0, 0.3, 0.6)))
                .claims(quarticFalls(2))
                .controls(
                        new NegativeControl<>(
                                "quartic-two-thirds",
                                "inverts 2ϑ where 2ϑ - 1 belongs: T^(-2/3)",
                                quarticFalls(2.0 / 3)),
                        new NegativeControl<>("quartic-cubed", "claims T^-3", quarticFalls(3)));
    }

    private static ExactRate<Instance> quarticFalls(double exponent) {
        return Claim.<Instance>exactRate("quartic-gap", (x, n, effort) -> Approx.direct(gapAfter(x, n)))
                .fallsLike(exponent, 0.07, DECADES)
                .under((x, n) -> x.training().inequality().gapAfter(gapAfter(x, 0), n))
                .sharp();
    }

    private static double gapAfter(Instance x, double time) {
        ConvergentTraining training = x.training();
        State end = training.flow().after(x.model().parameters(), time, Flow.TIGHT);
        return training.gap().applyAsDouble(end.theta());
    }

    /** Near the minimum the constant c of the inequality cannot be larger. */
    private static Family<Instance> smallQuartic() {
        return Family.of(
                        "small-quartic",
                        "one head of margin 1 that starts near its degenerate minimum",
                        List.of(quartic(1, 1000, 0.1)))
                .claims(
                        smallGap().atMost(GradientDominationFamilies::gapBound),
                        Claim.<Instance>bound("small-gap-attained", GradientDominationFamilies::gapEnd)
                                .atLeast((x, effort) -> Approx.direct(
                                        0.999 * gapBound(x, effort).value())))
                .controls(new NegativeControl<>(
                        "larger-constant",
                        "claims the inequality with 1.01 c²",
                        smallGap().atMost(x -> boundWith(x, 1.01))));
    }

    private static Bound.Measured<Instance> smallGap() {
        return Claim.bound("small-gap", GradientDominationFamilies::gapEnd);
    }

    private static double boundWith(Instance x, double factor) {
        KurdykaLojasiewicz kl = x.training().inequality();
        return new KurdykaLojasiewicz(kl.exponent(), Math.sqrt(factor) * kl.constant())
                .gapAfter(RUNS.apply(x).gapStart(), x.horizon());
    }

    // ---- necessity

    /** {@code D / 2E} falls to 0 along the path: no exponential rate. */
    private static Family<Instance> quarticIsNotDominated() {
        return Family.of(
                        "quartic-ratio",
                        "two heads of margin 2: what the dissipation is to the excess risk",
                        List.of(quartic(2, 0, 0.3, 0.6)))
                .claims(ratioFalls(1), ratioLater().atMost(x -> ratio(x, 10) / 5))
                .controls(
                        new NegativeControl<>(
                                "ratio-stays",
                                "claims gradient domination: the ratio at t = 100 is at least that at t = 10",
                                Claim.<Instance>bound("ratio-vanishes", x -> ratio(x, 100))
                                        .atLeast(x -> ratio(x, 10))),
                        new NegativeControl<>(
                                "ratio-like-the-gap", "claims that D / 2E falls like E, as T^-2", ratioFalls(2)));
    }

    private static Bound.Measured<Instance> ratioLater() {
        return Claim.bound("ratio-vanishes", x -> ratio(x, 100));
    }

    private static double ratio(Instance x, double time) {
        ConvergentTraining training = x.training();
        double[] theta =
                training.flow().after(x.model().parameters(), time, Flow.TIGHT).theta();
        return training.flow().dissipation(theta) / (2 * training.gap().applyAsDouble(theta));
    }

    /** {@code D / 2E ~ 1/T}, since {@code -E' = D} and E is of order T^-2. */
    private static ExactRate<Instance> ratioFalls(double exponent) {
        return Claim.<Instance>exactRate("ratio-falls", (x, n, effort) -> Approx.direct(ratio(x, n)))
                .fallsLike(exponent, 0.07, DECADES)
                .sharp();
    }

    /**
     * Training of one value matrix without ridge.
     *
     * @param model data that one token separates; λ = 0
     */
    record Separable(HeadModel model) {
        /** The margin {@code u = v_0 - v_1} at time t. */
        double margin(double time) {
            double[] theta = flow().after(model.parameters(), time, Flow.TIGHT).theta();
            return theta[2] - theta[3];
        }

        /** The excess risk over the infimum 0, {@code log(1 + e^-u)}. */
        double gap(double time) {
            return StrictMath.log1p(StrictMath.exp(-margin(time)));
        }

        /** {@code D / 2E} at time t. */
        double ratio(double time) {
            State state = flow().after(model.parameters(), time, Flow.TIGHT);
            return flow().dissipation(state.theta()) / (2 * gap(time));
        }

        private TrainingFlow flow() {
            return TrainingFlow.of(model).training(Trainable.VALUES);
        }
    }

    static HeadModel separableModel() {
        Head zero = new Head(new double[1][1], new double[1][1], new double[2][1]);
        double[] one = {1};
        return new HeadModel(1, 1, 2, 1, 0, one, new double[][][] {{{1}}}, new int[][] {{0}}, one, List.of(zero));
    }

    /** Without ridge the least risk is not attained: {@code u + e^u = 1 + 2t}, E ~ 1/2t. */
    private static Family<Separable> separable() {
        return Family.of(
                        "separable",
                        "one token, one label, no ridge: the values grow for ever",
                        List.of(new Separable(separableModel())))
                .claims(
                        Claim.<Separable>identity(
                                "separable-margin", x -> x.margin(1e4) + StrictMath.exp(x.margin(1e4)), x -> 1 + 2e4),
                        separableFalls(1),
                        Claim.<Separable>bound("separable-ratio", x -> 2e4 * x.ratio(1e4))
                                .atMost(x -> 1.01))
                .controls(
                        new NegativeControl<>("separable-squared", "claims that E falls like T^-2", separableFalls(2)));
    }

    private static ExactRate<Separable> separableFalls(double exponent) {
        return Claim.<Separable>exactRate("separable-gap", (x, n, effort) -> Approx.direct(x.gap(n)))
                .fallsLike(exponent, 0.1, 128, 256, 512, 1024, 2048, 4096, 8192, 16384)
                .sharp();
    }
}
