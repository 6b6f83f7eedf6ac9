package org.attentiontheorems.layers;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.attentiontheorems.measure.Sums;

/**
 * The values of a finite class of controls: {@code V = min J}, {@code V_L = min J_L}.
 *
 * @param flowRisks J of every control
 * @param networkRisks J_L of every control
 * @param depthTerms {@code Δ_L} of every control
 */
record FiniteValue(double[] flowRisks, double[] networkRisks, double[] depthTerms) {

    /** Runs flow, network and bound for every control. */
    static FiniteValue of(LayerModel model, List<Control> controls, int depth) {
        return of(model, controls, each(controls, model::flowRisk), depth);
    }

    /** The values of networks of several depths, by depth; the flow is run once. */
    static DepthSeries<FiniteValue> series(LayerModel model, List<Control> controls, int... depths) {
        double[] flows = each(controls, model::flowRisk);
        return DepthSeries.of(depths, depth -> of(model, controls, flows, depth));
    }

    private static FiniteValue of(LayerModel model, List<Control> controls, double[] flows, int depth) {
        return new FiniteValue(
                flows,
                each(controls, control -> model.networkRisk(control, depth)),
                each(controls, control -> model.depthTerm(control, depth)));
    }

    private static double[] each(List<Control> controls, ToDoubleFunction<Control> number) {
        return controls.stream().mapToDouble(number).toArray();
    }

    /** The first control of least J. */
    int bestFlow() {
        return first(flowRisks);
    }

    /** The first control of least J_L. */
    int bestNetwork() {
        return first(networkRisks);
    }

    private static int first(double[] x) {
        int best = 0;
        for (int k = 1; k < x.length; k++) {
            best = x[k] < x[best] ? k : best;
        }
        return best;
    }

    /** V. */
    double flowValue() {
        return flowRisks[bestFlow()];
    }

    /** V_L. */
    double networkValue() {
        return networkRisks[bestNetwork()];
    }

    /** {@code |V_L - V|}. */
    double gap() {
        return Math.abs(networkValue() - flowValue());
    }

    /** The same where the mean over the class is taken for its least risk of networks: a mistake. */
    double gapOfMean() {
        return Math.abs(Sums.neumaier(networkRisks) / networkRisks.length - flowValue());
    }

    /** {@code max(Δ(θ*), Δ(θ_L*))}. */
    double bound() {
        return Math.max(depthTerms[bestFlow()], depthTerms[bestNetwork()]);
    }

    /** {@code J(θ_L*) - V}. */
    double recovery() {
        return flowRisks[bestNetwork()] - flowValue();
    }

    /** {@code Δ(θ*) + Δ(θ_L*)}. */
    double recoveryBound() {
        return depthTerms[bestFlow()] + depthTerms[bestNetwork()];
    }

    /** {@code max_k |J_L - J| / Δ_L}. */
    double largestRatio() {
        return EmpiricalRisks.largestRatio(networkRisks, flowRisks, depthTerms);
    }

    /** How far the second best control is from the best; infinite for one control. */
    double separation() {
        double second = Double.POSITIVE_INFINITY;
        for (int k = 0; k < flowRisks.length; k++) {
            second = k == bestFlow() ? second : Math.min(second, flowRisks[k]);
        }
        return second - flowValue();
    }

    /** The largest {@code Δ_L}. */
    double largestDepthTerm() {
        return Arrays.stream(depthTerms).max().orElseThrow();
    }
}
