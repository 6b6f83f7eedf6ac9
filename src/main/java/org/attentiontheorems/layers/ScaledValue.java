package org.attentiontheorems.layers;

import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import org.hipparchus.analysis.UnivariateFunction;
import org.hipparchus.optim.MaxEval;
import org.hipparchus.optim.nonlinear.scalar.GoalType;
import org.hipparchus.optim.univariate.BrentOptimizer;
import org.hipparchus.optim.univariate.SearchInterval;
import org.hipparchus.optim.univariate.UnivariateObjectiveFunction;
import org.hipparchus.optim.univariate.UnivariatePointValuePair;

/**
 * The class {@code {u θ̄ : |u| <= most}}: a scan of 13 points, Brent's method around the best of them to 1e-8 in u, and the better of its
 * point and the best of the scan. About forty risks a value.
 *
 * @param model layers, read-out and population
 * @param direction θ̄
 * @param most largest |u|
 */
record ScaledValue(LayerModel model, Control direction, double most) {
    static final int SCAN = 13;
    private static final double TOLERANCE = 1e-8;
    private static final double FLOW_TOLERANCE = 1e-11;

    /** A least value and where it is. */
    record Least(double u, double value) {}

    Control at(double u) {
        return direction.times(u);
    }

    /** {@code J(u)}. */
    double flowRisk(double u) {
        return model.population().mean(model.flowLosses(at(u), FLOW_TOLERANCE));
    }

    /** {@code J_L(u)}. */
    double networkRisk(double u, int depth) {
        return model.networkRisk(at(u), depth);
    }

    /** V. */
    Least flow() {
        return least(this::flowRisk);
    }

    /** V_L. */
    Least network(int depth) {
        return least(u -> networkRisk(u, depth));
    }

    /** {@code Δ_L(u)}. */
    double depthTerm(double u, int depth) {
        return model.depthTerm(at(u), depth);
    }

    /** The points of the scan. */
    double[] grid() {
        return IntStream.range(0, SCAN)
                .mapToDouble(i -> most * (2.0 * i / (SCAN - 1) - 1))
                .toArray();
    }

    /** The mean over the scan: what a class is worth to one who does not choose. */
    double mean(DoubleUnaryOperator risk) {
        double sum = 0;
        for (double u : grid()) {
            sum += risk.applyAsDouble(u);
        }
        return sum / SCAN;
    }

    Least least(DoubleUnaryOperator risk) {
        double[] u = grid();
        double[] values = new double[SCAN];
        int best = 0;
        for (int i = 0; i < SCAN; i++) {
            values[i] = risk.applyAsDouble(u[i]);
            best = values[i] < values[best] ? i : best;
        }
        Least scanned = new Least(u[best], values[best]);
        Least refined = brent(risk::applyAsDouble, u[Math.max(best - 1, 0)], u[Math.min(best + 1, SCAN - 1)], u[best]);
        return refined.value() < scanned.value() ? refined : scanned;
    }

    private static Least brent(UnivariateFunction risk, double low, double high, double start) {
        double inside = start == low || start == high ? (low + high) / 2 : start;
        UnivariatePointValuePair found = new BrentOptimizer(TOLERANCE, TOLERANCE)
                .optimize(
                        new MaxEval(500),
                        new UnivariateObjectiveFunction(risk),
                        GoalType.MINIMIZE,
                        new SearchInterval(low, high, inside));
        return new Least(found.getPoint(), found.getValue());
    }
}
