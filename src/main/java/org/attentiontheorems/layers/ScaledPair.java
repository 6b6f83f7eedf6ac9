package org.attentiontheorems.layers;

/**
 * The values of the multiples of one control, by flow and by network of one depth.
 *
 * @param flow V and where it is attained
 * @param network V_L and where it is attained
 * @param flowAtNetwork {@code J(θ_L*)}
 * @param atFlow {@code Δ_L(θ*)}
 * @param atNetwork {@code Δ_L(θ_L*)}
 */
record ScaledPair(
        ScaledValue.Least flow, ScaledValue.Least network, double flowAtNetwork, double atFlow, double atNetwork) {

    static ScaledPair of(ScaledValue scaled, int depth) {
        return of(scaled, scaled.flow(), depth);
    }

    /** The values of networks of several depths, by depth; that of the flow is found once. */
    static DepthSeries<ScaledPair> series(ScaledValue scaled, int... depths) {
        ScaledValue.Least flow = scaled.flow();
        return DepthSeries.of(depths, depth -> of(scaled, flow, depth));
    }

    /** The same where the value of the flow is known. */
    private static ScaledPair of(ScaledValue scaled, ScaledValue.Least flow, int depth) {
        ScaledValue.Least network = scaled.network(depth);
        return new ScaledPair(
                flow,
                network,
                scaled.flowRisk(network.u()),
                scaled.depthTerm(flow.u(), depth),
                scaled.depthTerm(network.u(), depth));
    }

    /** {@code |V_L - V|}. */
    double gap() {
        return Math.abs(network.value() - flow.value());
    }

    /** {@code max(Δ_L(θ*), Δ_L(θ_L*))}. */
    double bound() {
        return Math.max(atFlow, atNetwork);
    }

    /** {@code J(θ_L*) - V}. */
    double recovery() {
        return flowAtNetwork - flow.value();
    }

    /** {@code Δ_L(θ*) + Δ_L(θ_L*)}. */
    double recoveryBound() {
        return atFlow + atNetwork;
    }

    /** Leading coefficients do not nearly cancel, and the minimum is not too flat to be found by this network. */
    boolean isAsymptotic() {
        return gap() > 0.005 * bound() && recovery() <= 0.1 * gap();
    }
}
