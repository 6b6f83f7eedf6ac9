package org.attentiontheorems.layers;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.attentiontheorems.verify.Approx;
import org.attentiontheorems.verify.Check;

/**
 * The risks of several controls over a population: by the flow, by the network, and empirically with M draws.
 *
 * @param model layers, read-out and population
 * @param controls θ¹ … θᴷ
 * @param law the law of the empirical risks R̂_k of the network
 * @param networkRisks {@code R_k^L}
 * @param flowRisks {@code R_k}
 * @param ranges B_k
 * @param depthTerms {@code Δ_k}
 */
record SampledRisks(
        LayerModel model,
        List<Control> controls,
        EmpiricalRisks law,
        double[] networkRisks,
        double[] flowRisks,
        double[] ranges,
        double[] depthTerms) {

    /** Runs flow, network and bounds for every control and atom. */
    static SampledRisks of(LayerModel model, List<List<Layer>> controls, int depth, int samples) {
        List<Control> all = new ArrayList<>();
        controls.forEach(layers -> all.add(Control.of(layers)));
        double[][] losses =
                all.stream().map(control -> model.networkLosses(control, depth)).toArray(double[][]::new);
        requireFiniteSquares(losses);
        EmpiricalRisks law = EmpiricalRisks.of(losses, model.population().weights(), samples);
        return new SampledRisks(
                model,
                List.copyOf(all),
                law,
                law.risks(),
                all.stream().mapToDouble(model::flowRisk).toArray(),
                law.ranges(),
                all.stream()
                        .mapToDouble(control -> model.depthTerm(control, depth))
                        .toArray());
    }

    private static void requireFiniteSquares(double[][] losses) {
        for (double[] each : losses) {
            for (double loss : each) {
                Check.that(Double.isFinite(loss * loss), "readout", "is too large: the square of a loss overflows");
            }
        }
    }

    /** The radii of all controls. */
    double[] radii(HoeffdingRadius radius, double delta) {
        return Arrays.stream(ranges)
                .map(range -> radius.of(range, controls.size(), delta, law.samples()))
                .toArray();
    }

    /** The law of {@code max_k |R̂_k - R_k^L| / r_k}. */
    EmpiricalRisks.Ratios aboutNetwork(HoeffdingRadius radius, double delta) {
        return law.ratios(networkRisks, radii(radius, delta));
    }

    /** The law of {@code X = max_k |R̂_k - R_k| / (Δ_k + r_k)}. */
    EmpiricalRisks.Ratios aboutFlow(HoeffdingRadius radius, double delta) {
        double[] allowances = radii(radius, delta);
        for (int k = 0; k < allowances.length; k++) {
            allowances[k] += depthTerms[k];
        }
        return law.ratios(flowRisks, allowances);
    }

    /** {@code max_k |R_k^L - R_k| / Δ_k} where the network makes such steps. */
    double depthRatio(Network.Step step, int depth) {
        LayerModel stepping = model.with(model.network().with(step));
        double[] risks = controls.stream()
                .mapToDouble(control -> stepping.networkRisk(control, depth))
                .toArray();
        return EmpiricalRisks.largestRatio(risks, flowRisks, depthTerms);
    }

    /** {@code |R_1^L - R_1|} at another depth L. */
    double bias(int depth) {
        return Math.abs(model.networkRisk(controls.get(0), depth) - flowRisks[0]);
    }

    /** {@code Δ_1} at another depth. */
    double depthTerm(int depth) {
        return model.depthTerm(controls.get(0), depth);
    }

    /** {@code Var(ℓ^L)}, the variance of the loss of the first control over the population. */
    double lossVariance() {
        double[] squares = law.losses()[0].clone();
        for (int n = 0; n < squares.length; n++) {
            double deviation = squares[n] - networkRisks[0];
            squares[n] = deviation * deviation;
        }
        return model.population().mean(squares);
    }

    /** The gradient of {@code J_L} at the first control. */
    Control gradient(int depth) {
        return model.networkGradient(controls.get(0), depth);
    }

    /** The slope of the risk by some loss along the direction of that gradient, by differences. */
    Approx alongGradient(LossFormula loss, int depth, int effort) {
        Control gradient = gradient(depth);
        double norm = Math.sqrt(gradient.squaredNorm());
        Control direction = gradient.times(norm == 0 ? 0 : 1 / norm);
        return loss.slope(model, controls.get(0), direction, depth, effort);
    }
}
