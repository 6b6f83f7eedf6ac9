package org.attentiontheorems.layers;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.function.UnaryOperator;
import org.attentiontheorems.verify.InvalidInstance;

/**
 * Stationary controls of the ridge problem {@code J(θ) + λ/2 ∫ |θ - anchor|² dt} by the fixed-point iteration
 *
 * <pre>{@code θ  <-  anchor - S/λ G(θ),   G_s = ∂J/∂θ_s,}</pre>
 *
 * which contracts for λ >= 4 and norms as drawn by {@link LayerDraws}; and the iteration with another step.
 *
 * @param risk J
 * @param gradient G
 * @param anchor where θ begins and what it is held to
 * @param lambda λ, above 0
 * @param step S/λ: one over the derivative of the penalty in a segment
 */
record RidgeFixedPoint(
        ToDoubleFunction<Control> risk, UnaryOperator<Control> gradient, Control anchor, double lambda, double step) {
    private static final double SETTLED = 1e-28;
    private static final int MOST_STEPS = 400;

    /** The iteration for the network of depth L, with J_L and its gradient by back-propagation. */
    static RidgeFixedPoint of(LayerModel model, Control anchor, double lambda, int depth) {
        return new RidgeFixedPoint(
                theta -> model.networkRisk(theta, depth),
                theta -> model.networkGradient(theta, depth),
                anchor,
                lambda,
                anchor.count() / lambda);
    }

    /** The iteration for the flow, with J and its gradient by the adjoint flow. */
    static RidgeFixedPoint ofFlow(LayerModel model, Control anchor, double lambda) {
        return new RidgeFixedPoint(
                model::flowRisk,
                theta -> PontryaginRun.of(model, theta, anchor.count()).flowGradient(),
                anchor,
                lambda,
                anchor.count() / lambda);
    }

    /** This iteration with another step: a mistake. */
    RidgeFixedPoint withStep(double other) {
        return new RidgeFixedPoint(risk, gradient, anchor, lambda, other);
    }

    /** {@code J(θ) + λ/2 ∫ |θ - anchor|² dt}. */
    double objective(Control theta) {
        return risk.applyAsDouble(theta) + lambda / 2 * theta.energyOf(anchor);
    }

    /**
     * The iterates, from the anchor to where {@code ∫ |Δθ|² dt < 1e-28}.
     *
     * @throws InvalidInstance if 400 steps do not suffice
     */
    List<Control> iterates() {
        List<Control> iterates = new ArrayList<>(List.of(anchor));
        for (int i = 0; i < MOST_STEPS; i++) {
            Control last = iterates.get(i);
            Control next = anchor.plus(-step, gradient.apply(last));
            iterates.add(next);
            if (next.energyOf(last) < SETTLED) {
                return iterates;
            }
        }
        throw new InvalidInstance(
                "lambda", "is too small: the minimiser does not settle within " + MOST_STEPS + " steps");
    }

    /** The last iterate. */
    Control solution() {
        List<Control> iterates = iterates();
        return iterates.get(iterates.size() - 1);
    }
}
