package org.attentiontheorems.prompts;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.attentiontheorems.measure.Vectors;
import org.attentiontheorems.prompts.PopulationRisk.Gradient;
import org.attentiontheorems.prompts.PopulationRisk.Variance;
import org.attentiontheorems.random.RandomField;
import org.attentiontheorems.verify.Approx;
import org.attentiontheorems.verify.Bound;
import org.attentiontheorems.verify.Claim;
import org.attentiontheorems.verify.Draw;
import org.attentiontheorems.verify.ExactRate;
import org.attentiontheorems.verify.Family;
import org.attentiontheorems.verify.Mean;
import org.attentiontheorems.verify.Memo;
import org.attentiontheorems.verify.NegativeControl;
import org.attentiontheorems.verify.SizedMeasure;

/** Declared families of training-trajectory-stability: rates, sharpness, necessity and drawn prompts. */
final class TrainingFamilies {
    private static final double MODERATE_RHO = 1.5;
    private static final double RESOLVED = 1e-9;
    private static final int SHORT = 64;
    private static final int LONG = 4096;

    private TrainingFamilies() {}

    static List<Family<?>> all() {
        return List.of(
                distances(),
                oneDimension(),
                growingLogits(),
                frozenKeys("frozen-keys", 40),
                frozenKeys("many-frozen-keys", 300).onlyInSlowRuns(),
                attained(),
                longSteps(),
                drawnPrompts());
    }

    private static TrainingPair run(TrainingInstance x) {
        return TrainingPair.of(TrainingModel.REFERENCE, x);
    }

    private static double distance(TrainingInstance x, int promptLength) {
        return run(x.withLength(promptLength)).largestDistance();
    }

    /** {@code delta_0} for prompts of L tokens. */
    private static double gap(TrainingInstance x, Shrinkage.Functions functions) {
        return PopulationRisk.of(x.tasks())
                .gap(x.start(), functions, Gradient.RIGHT)
                .norm();
    }

    private static List<TrainingInstance> drawn(
            RandomField random, int count, int steps, int length, Predicate<TrainingInstance> wanted) {
        List<TrainingInstance> all = new ArrayList<>();
        for (int k = 1; all.size() < count; k++) {
            RandomField one = random.replicate(k);
            Draw draw = TrainingDraws.ranges().sample(one);
            TrainingInstance x = TrainingDraws.once(draw, one, steps, length);
            if (TrainingDraws.isWanted(x, wanted)) {
                all.add(x);
            }
        }
        return all;
    }

    // ---- the rate and its constant

    private static boolean isModerate(TrainingInstance x) {
        return run(x).largestRho() <= MODERATE_RHO && distance(x, 32_768) > RESOLVED;
    }

    private static Family<TrainingInstance> distances() {
        ExactRate<TrainingInstance> rate = Claim.<TrainingInstance>exactRate(
                        "distance-rate", SizedMeasure.direct(TrainingFamilies::distance))
                .fallsLike(1, 0.1, 512, 2048, 8192, 32_768)
                .sharp();
        return Family.<TrainingInstance>drawn(
                        "moderate-logits",
                        "ten drawn trainings of 60 steps whose logits keep a variance of at most 1.5, prompts of 512 to 32768"
                                + " tokens",
                        random -> drawn(random, 10, 60, 512, TrainingFamilies::isModerate))
                .claims(rate)
                .controls(
                        new NegativeControl<>("distance-rate-two", "claims the rate L^-2", rate.fallsLike(2, 0.1)),
                        new NegativeControl<>(
                                "distance-rate-half",
                                "claims the rate L^-1/2 of single prompts, and no better",
                                rate.fallsLike(0.5, 0.1)));
    }

    /** {@code L delta_0} at 4096 tokens relative to the gap of the given first order. */
    private static Bound<TrainingInstance> gapConstant(Shrinkage.Functions firstOrder) {
        return Claim.<TrainingInstance>bound(
                        "gap-constant", x -> Math.abs(LONG * gap(x, ShrinkageTable.of(LONG)) / gap(x, firstOrder) - 1))
                .atMost(x -> 0.01);
    }

    /** {@code L gamma} and {@code L gamma'} for large L: both e^rho. */
    private static Shrinkage firstOrder(double rho) {
        return new Shrinkage.Values(StrictMath.exp(rho), 0, StrictMath.exp(rho), 0);
    }

    private static Bound<TrainingInstance> fitted(double exponent) {
        return Claim.<TrainingInstance>bound("distance-fitted", x -> distance(x, LONG))
                .atMost(x -> distance(x, SHORT) * StrictMath.pow((double) SHORT / LONG, exponent));
    }

    private static TrainingInstance line(double u) {
        return TrainingDraws.line(0, 1, 1, u, 0.6, 0.1, 40, SHORT);
    }

    private static Family<TrainingInstance> oneDimension() {
        return Family.of(
                        "one-dimension",
                        "standard normal tokens on a line, query and target 1, from U = 0.5, V = 0.6, 40 steps",
                        List.of(line(0.5)))
                .claims(gapConstant(TrainingFamilies::firstOrder), fitted(0.5))
                .controls(
                        new NegativeControl<>(
                                "gap-of-equal-weights",
                                "claims the constant of equal weights, without e^rho",
                                gapConstant(rho -> new Shrinkage.Values(1, 0, 1, 0))),
                        new NegativeControl<>(
                                "distance-fitted-three-halves",
                                "claims C L^-1.5 with C fitted at 64 tokens",
                                fitted(1.5)));
    }

    // ---- necessity

    /** The gap at the start for {@code rho = log L}. */
    private static double grownGap(int promptLength) {
        return gap(line(Math.sqrt(StrictMath.log(promptLength))), Shrinkage.Functions.integrated(promptLength));
    }

    private static Family<TrainingInstance> growingLogits() {
        return Family.of(
                        "growing-logits",
                        "the same training from U = sqrt(log L), with 64 and with 4096 tokens",
                        List.of(line(0)))
                .claims(Claim.<TrainingInstance>bound("growing-logits-gap", x -> grownGap(LONG))
                        .atLeast(x -> grownGap(SHORT)))
                .controls(new NegativeControl<>(
                        "growing-logits-decay",
                        "claims a gap of order 1/L also for growing logits",
                        Claim.<TrainingInstance>bound("growing-logits-gap", x -> grownGap(LONG))
                                .atMost(x -> grownGap(SHORT) * SHORT / LONG)));
    }

    private static Family<TrainingInstance> longSteps() {
        TrainingInstance worked =
                TrainingTrajectoryStability.worked().instance().withSteps(60);
        TrainingInstance line = line(0.5).withSteps(60);
        return Family.of(
                        "long-steps",
                        "limit training of V alone with steps of 2.2/|S|, the worked tasks and the line",
                        List.of(withStepsOf(2.2, worked), withStepsOf(2.2, line)))
                .claims(Claim.<TrainingInstance>bound("long-steps-diverge", TrainingFamilies::limitRiskAtEnd)
                        .atLeast(x -> 10 * limitRiskAtStart(x)))
                .controls(new NegativeControl<>(
                        "long-steps-descend",
                        "claims that the limit run descends whatever the step",
                        Claim.<TrainingInstance>bound("long-steps-diverge", TrainingFamilies::limitRiskAtEnd)
                                .atMost(TrainingFamilies::limitRiskAtStart)));
    }

    private static TrainingInstance withStepsOf(double share, TrainingInstance x) {
        return x.withStepSize(share / FrozenKeys.unchecked(x.withSteps(0)).norm());
    }

    private static double limitRiskAtStart(TrainingInstance x) {
        return PopulationRisk.of(x.tasks()).limitRisk(x.start());
    }

    private static double limitRiskAtEnd(TrainingInstance x) {
        return FrozenKeys.unchecked(x).limitRisks()[x.steps()];
    }

    // ---- frozen keys

    private static final Memo<TrainingInstance, FrozenKeys> FROZEN = Memo.of(FrozenKeys::of);

    private static Bound<TrainingInstance> uniform() {
        return Claim.<TrainingInstance>bound(
                        "uniform-long", x -> FROZEN.apply(x).largestShare(FROZEN.apply(x)::growth))
                .atMost(x -> 1);
    }

    private static Bound<TrainingInstance> uniformByNorm() {
        return Claim.<TrainingInstance>bound(
                        "uniform-long",
                        x -> FROZEN.apply(x)
                                .largestShare(i -> 1 / FROZEN.apply(x).norm()))
                .atMost(x -> 1);
    }

    private static Family<TrainingInstance> frozenKeys(String id, int count) {
        String suffix = id.startsWith("many") ? "-many" : "";
        return Family.<TrainingInstance>drawn(
                        id,
                        count
                                + " drawn trainings of V alone, 200 steps, prompts of 128 tokens, limit means that span the space",
                        random -> drawn(
                                random,
                                count,
                                200,
                                128,
                                x -> FrozenKeys.covers(x) && FrozenKeys.of(x).staysNear()))
                .claims(renamed("uniform-long" + suffix, uniform()))
                .controls(new NegativeControl<>(
                        "uniform-by-norm" + suffix,
                        "claims the bound with 1/|S| for 1/lambda",
                        renamed("uniform-long" + suffix, uniformByNorm())));
    }

    private static Bound<TrainingInstance> renamed(String id, Bound<TrainingInstance> claim) {
        return new Bound<>(id, claim.measured(), claim.bound(), claim.absFloor());
    }

    private static Family<TrainingInstance> attained() {
        return Family.of(
                        "one-frozen-key",
                        "training of V alone on a line from its limit V = 1/u, 4096 tokens, 1000 steps",
                        List.of(TrainingDraws.line(0, 1, 1, 0.8, 1.25, 0.05, 1000, LONG)))
                .claims(Claim.<TrainingInstance>bound(
                                "uniform-attained", x -> FrozenKeys.of(x).largestShare(FrozenKeys.of(x)::growth))
                        .atLeast(x -> 0.99));
    }

    // ---- drawn prompts

    private static final Memo<TrainingInstance, TrainingPair> SAMPLED = Memo.of(TrainingFamilies::run);

    /** {@code 1/2J sum_j |T_L - y_j|²} of drawn prompts, one a task, read by the layer that the run ends with. */
    private static Approx sampledRisk(TrainingInstance x, RandomField random) {
        LayerParameters p = SAMPLED.apply(x).last();
        double sum = 0;
        for (int j = 0; j < x.tasks().size(); j++) {
            TrainingTask task = x.tasks().get(j);
            PromptInstance head = new PromptInstance(
                    new Law.Gaussian(task.mean(), task.factor()),
                    p.v(),
                    Vectors.apply(p.u(), task.query()),
                    x.promptLength());
            sum += SampledPrompt.of(head, random.size(j)).squaredDistance(task.target());
        }
        return Approx.direct(sum / (2 * x.tasks().size()));
    }

    private static Mean<TrainingInstance> simulated(Variance variance) {
        return Claim.<TrainingInstance>mean("simulated-risk", TrainingFamilies::sampledRisk)
                .atMost(x -> riskAtEnd(x, variance))
                .within(0.2)
                .replicates(8192);
    }

    private static double riskAtEnd(TrainingInstance x, Variance variance) {
        TrainingPair pair = SAMPLED.apply(x);
        return pair.risk().limitRisk(pair.last()) + pair.risk().riskGap(pair.last(), pair.functions(), variance);
    }

    private static Family<TrainingInstance> drawnPrompts() {
        return Family.drawn(
                        "drawn-prompts",
                        "drawn prompts on a line, and of four tasks in six dimensions with three outputs, before and after 60"
                                + " steps",
                        random -> {
                            TrainingInstance wide = TrainingDraws.wide(random);
                            return List.of(
                                    TrainingDraws.line(0, 1, 0.1, 0.3, 1, 0.1, 0, 4),
                                    wide.withSteps(0),
                                    wide,
                                    wide.withLength(256));
                        })
                .claims(simulated(Variance.COUNTED))
                .controls(new NegativeControl<>(
                        "simulated-without-variance",
                        "forgets the variance gamma beta in the risk",
                        simulated(Variance.FORGOTTEN)));
    }
}
