package org.attentiontheorems.layers;

import java.util.Arrays;

/**
 * The values of a finite class of controls: {@code V = min J}, {@code V_L = min J_L}.
 *
 * @param flowRisks J of every control
 * @param networkRisks J_L of every control
 * @param depthTerms {@code Δ_L} of every control
 */
record ClassValue(double[] flowRisks, double[] networkRisks, double[] depthTerms) {

    /** Runs flow, network and bound for every control. */
    static ClassValue of(LayerModel model, Iterable<Control> controls, int depth) {
        double[] flows = new double[0];
        double[] networks = new double[0];
        double[] terms = new double[0];
        for (Control control : controls) {
            flows = append(flows, model.flowRisk(control));
            networks = append(networks, model.networkRisk(control, depth));
            terms = append(terms, model.depthTerm(control, depth));
        }
        return new ClassValue(flows, networks, terms);
    }

    private static double[] append(double[] x, double last) {
        double[] longer = Arrays.copyOf(x, x.length + 1);
        longer[x.length] = last;
        return longer;
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
        return Math.abs(Arrays.stream(networkRisks).reduce(0, Double::sum) / networkRisks.length - flowValue());
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
