package org.attentiontheorems.prompts;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.attentiontheorems.prompts.RegressionTask.Derivatives;
import org.attentiontheorems.verify.Bound;
import org.attentiontheorems.verify.Claim;
import org.attentiontheorems.verify.ExactRate;
import org.attentiontheorems.verify.Family;
import org.attentiontheorems.verify.Memo;
import org.attentiontheorems.verify.NegativeControl;
import org.attentiontheorems.verify.SizedMeasure;

/** Training with prompts of L tokens: gradient descent on the exact risk of the worked task. */
final class RegressionTraining {
    static final double STEP_SIZE = 0.1;
    static final int STEPS = 600;
    private static final double GRADIENT = 1e-9;
    private static final Memo<RegressionInstance, Runs> RUNS = Memo.of(x -> new Runs(x, new ConcurrentHashMap<>()));

    private RegressionTraining() {}

    /** The runs of one task by their lengths, that of infinite prompts under 0. */
    private record Runs(RegressionInstance task, Map<Integer, RegressionDescent> byLength) {
        RegressionDescent of(int promptLength) {
            return byLength.computeIfAbsent(promptLength, length -> run(task, length));
        }
    }

    /** Training with prompts of one length; 0 stands for infinitely long ones. */
    static RegressionDescent run(RegressionInstance x, int promptLength) {
        Shrinkage.Functions functions =
                promptLength == 0 ? Shrinkage.Functions.limit() : ShrinkageTable.of(promptLength);
        return RegressionDescent.of(x.task(), functions, x.alpha(), STEP_SIZE, STEPS);
    }

    private static RegressionDescent of(RegressionInstance x, int promptLength) {
        return RUNS.apply(x).of(promptLength);
    }

    private static Bound<RegressionInstance> gradient(Derivatives derivatives) {
        return Claim.<RegressionInstance>bound("trained-gradient", x -> {
                    RegressionDescent run = of(x, 64);
                    return RegressionDescent.gradientGap(run.task(), run.path().get(50), run.functions(), derivatives);
                })
                .atMost(x -> GRADIENT);
    }

    private static Bound<RegressionInstance> descent(double direction) {
        return Claim.<RegressionInstance>bound(
                        "trained-descent",
                        x -> RegressionDescent.of(
                                        x.task(), ShrinkageTable.of(64), x.alpha(), direction * STEP_SIZE, STEPS)
                                .largestIncrease())
                .atMost(x -> 0);
    }

    static Family<RegressionInstance> descent() {
        ExactRate<RegressionInstance> risk = Claim.<RegressionInstance>exactRate(
                        "trained-risk", SizedMeasure.direct((x, n) -> of(x, n).finalRisk()))
                .fallsLike(1, 0.05, 64, 256, 1024, 4096)
                .under((x, n) -> x.task().excessBound(n))
                .sharp();
        ExactRate<RegressionInstance> distance = Claim.<RegressionInstance>exactRate(
                        "trained-distance", SizedMeasure.direct((x, n) -> of(x, n).largestDistance(of(x, 0))))
                .fallsLike(1, 0.1, 64, 256, 1024, 4096)
                .sharp();
        return Family.of(
                        "descent",
                        "600 steps of gradient descent on the exact risk of the worked task, prompts of 64 to 4096 tokens",
                        List.of(InContextRegression.worked().instance()))
                .claims(risk, distance, descent(1), gradient(Derivatives.OF_RHO))
                .controls(
                        new NegativeControl<>(
                                "trained-risk-faster", "claims the rate L^-1.5", risk.fallsLike(1.5, 0.05)),
                        new NegativeControl<>(
                                "trained-distance-faster", "claims the rate L^-1.5", distance.fallsLike(1.5, 0.1)),
                        new NegativeControl<>("descent-uphill", "steps along the gradient", descent(-0.1)),
                        new NegativeControl<>(
                                "gradient-by-tau",
                                "takes derivatives of gamma and kappa by tau for those by tau²",
                                gradient(Derivatives.OF_TAU)),
                        new NegativeControl<>(
                                "gradient-of-constant-weights",
                                "forgets that gamma and kappa depend on the logits",
                                gradient(Derivatives.NONE)));
    }
}
