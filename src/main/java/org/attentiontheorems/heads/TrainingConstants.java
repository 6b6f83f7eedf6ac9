package org.attentiontheorems.heads;

import java.util.Arrays;
import org.attentiontheorems.heads.PropagationOfChaos.Instance;
import org.attentiontheorems.verify.Bound;

/**
 * The claims of {@link PropagationOfChaos} that the constants of {@link TrainingBounds} are what they are said to be: bounds on convexity,
 * on gradients, on where training can reach, and a priori on what the bounds of the theorem integrate.
 */
final class TrainingConstants {
    /** Largest number of parameters of a head whose Hessian is computed. */
    private static final int MAX_HESSIAN = 100;

    static final Bound<Instance> WEAK_CONVEXITY = PropagationOfChaos.bound(
            "weak-convexity",
            x -> -coupled(x).monotonicity(),
            x -> ChaosRun.bounds(x).growth() * coupled(x).squaredDistance());
    static final Bound<Instance> LIPSCHITZ = PropagationOfChaos.bound(
            "lipschitz-velocity",
            x -> coupled(x).velocityDistance(),
            x -> ChaosRun.bounds(x).lipschitz() * Math.sqrt(coupled(x).squaredDistance()));
    static final Bound<Instance> GRADIENT_CAP = PropagationOfChaos.bound(
            "gradient-cap",
            x -> coupled(x).largestLogitRatio(),
            x -> ChaosRun.bounds(x).gradientCap());
    static final Bound<Instance> RESIDUAL_CAP = PropagationOfChaos.bound(
            "residual-cap",
            TrainingConstants::largestResidual,
            x -> ChaosRun.bounds(x).residualCap());
    static final Bound<Instance> CHAOS_FOURTH = PropagationOfChaos.bound(
            "chaos-fourth-moment",
            x -> fourthRoot(TrainingErrors.meanFourth(ChaosRun.starts(x), ChaosRun.flows(x), ChaosRun.particles(x))),
            x -> ChaosRun.bounds(x)
                    .chaosFourth(
                            ChaosRun.meanField(x).spread(),
                            ChaosRun.meanField(x).largestSpread(),
                            x.nHeads()));
    static final Bound<Instance> SGD_FOURTH = PropagationOfChaos.bound(
            "sgd-fourth-moment",
            x -> fourthRoot(ChaosRun.steps(x).sgdFourth()),
            x -> ChaosRun.bounds(x).sgdFourth(x.steps()));
    static final Bound<Instance> SPREAD = PropagationOfChaos.bound(
            "spread-a-priori",
            x -> ChaosRun.meanField(x).spread(),
            x -> ChaosRun.bounds(x).spreadCap());
    static final Bound<Instance> NOISE = PropagationOfChaos.bound(
            "noise-a-priori",
            x -> Arrays.stream(ChaosRun.steps(x).noise()).max().orElse(0),
            x -> ChaosRun.bounds(x).noiseCap());
    static final Bound<Instance> SPEED = PropagationOfChaos.bound(
            "speed-a-priori", PropagationOfChaos::speed, x -> ChaosRun.bounds(x).speedCap());
    static final Bound<Instance> REACH = PropagationOfChaos.bound("reach", TrainingConstants::largestReach, x -> 1);

    private TrainingConstants() {}

    private static double fourthRoot(double x) {
        return Math.sqrt(Math.sqrt(x));
    }

    private static CoupledHeads coupled(Instance x) {
        return CoupledHeads.rotated(x.model());
    }

    /** Its cost is O(p²) evaluations of a head. */
    static boolean hasHessian(Instance x) {
        return x.model().shape().parameters() <= MAX_HESSIAN;
    }

    /** No head's Hessian of {@code F_μ} is below -Λ'. */
    static Bound<Instance> curvature() {
        return PropagationOfChaos.bound(
                "least-curvature",
                x -> -leastCurvature(x),
                x -> ChaosRun.bounds(x).growth());
    }

    /** The least eigenvalue of the Hessian of {@code F_μ} at a head of the law. */
    static double leastCurvature(Instance x) {
        HeadModel model = x.model();
        return RiskHessian.at(HeadRisk.of(model), model.atomWeights(), model.parameters())
                .leastPotential();
    }

    /** The largest {@code |r_i|} at the start and at the end. */
    private static double largestResidual(Instance x) {
        return Math.max(
                residualAt(x, x.model().parameters()),
                residualAt(x, ChaosRun.meanField(x).theta()));
    }

    private static double residualAt(Instance x, double[] theta) {
        HeadRisk risk = HeadRisk.of(x.model());
        return risk.kernel().corpus().largestResidual(risk.mixture(x.model().atomWeights(), theta));
    }

    /** The largest {@code |V| / B_V} and {@code |(Q, K)| / B} at the end of the flows of N heads. */
    private static double largestReach(Instance x) {
        double[][] ends = ChaosRun.flows(x).toArray(double[][]::new);
        return ChaosRun.bounds(x)
                .caps()
                .share(Cylinder.around(x.model().corpus(), x.model().shape(), ends));
    }
}
