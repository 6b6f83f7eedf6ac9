package org.attentiontheorems.layers;

import org.attentiontheorems.layers.EmpiricalRiskSampling.Instance;
import org.attentiontheorems.verify.Bound;
import org.attentiontheorems.verify.Claim;
import org.attentiontheorems.verify.Memo;

/**
 * What {@link EmpiricalRiskSampling} says of infinitely many controls, the multiples {@code θ_u = u θ̄} of one, 0 <= u <= 1: a net of n + 1 of
 * them and the Lipschitz constant A of the states in u give
 *
 * <pre>{@code P(sup_u |R̂_u - R_u^L| > D A / n + B sqrt(log(2(n+1)/δ) / (2M)))  <=  δ.}</pre>
 */
final class CoveredMultiples {
    private static final Memo<Instance, ScaledControls> SCALED =
            Memo.of(x -> ScaledControls.of(x.model(), Control.of(x.controls().get(0)), x.depth()));

    private CoveredMultiples() {}

    /** A. */
    static double slopeBound(Instance x) {
        return SCALED.apply(x).lipschitz();
    }

    /** {@code |h_L^u - h_L^u'|_∞ <= A |u - u'|}. */
    static Bound<Instance> scaledStates() {
        return Claim.<Instance>bound("scaled-states", x -> SCALED.apply(x).stateSlope())
                .atMost(CoveredMultiples::slopeBound)
                .absFloor(EmpiricalRiskSampling.FLOW_ERROR);
    }

    /** On every count vector the net misses no more than {@code D A / n}. */
    static Bound<Instance> covering() {
        return Claim.<Instance>bound(
                        "covering",
                        x -> SCALED.apply(x)
                                .missedByNet(EmpiricalRiskSampling.risks(x).law()))
                .atMost(x -> SCALED.apply(x).gap())
                .absFloor(EmpiricalRiskSampling.FLOW_ERROR);
    }

    /** The (1 - δ)-quantile of {@code sup_u |R̂_u - R_u^L| / (D A / n + r)} is at most 1. */
    static Bound<Instance> coveringQuantile() {
        return Claim.<Instance>bound(
                        "covering-quantile",
                        x -> SCALED.apply(x)
                                .supremumShare(EmpiricalRiskSampling.risks(x).law(), x.delta())
                                .quantile(x.delta()))
                .atMost(x -> 1);
    }
}
