package org.attentiontheorems.prompts;

import java.util.ArrayList;
import java.util.List;
import org.attentiontheorems.verify.Check;

/**
 * Gradient descent with prompts of L tokens beside gradient descent with infinitely long ones, from the same start.
 *
 * @param risk the risks
 * @param functions shrinkage of prompts of L tokens
 * @param stepSize eta
 * @param finite theta_L before the first step and after each
 * @param infinite theta_inf likewise
 * @param gaps {@code delta_i = |grad R_L - grad R_inf|} at theta_L^i, one a step
 */
record TrainingPair(
        PopulationRisk risk,
        Shrinkage.Functions functions,
        double stepSize,
        List<LayerParameters> finite,
        List<LayerParameters> infinite,
        double[] gaps) {
    private static final double FAR = 1e50;

    /** How many roundings one step of the descent may add up. */
    private static final double STEP_OPERATIONS = 16;

    /**
     * Both runs. Cost O(steps J) for layers of fixed size, beside the table of the length.
     *
     * @throws org.attentiontheorems.verify.InvalidInstance if an iterate leaves the range where the shrinkage is known
     */
    static TrainingPair of(TrainingModel model, TrainingInstance x) {
        return of(model, PopulationRisk.of(x.tasks()), x);
    }

    static TrainingPair of(TrainingModel model, PopulationRisk risk, TrainingInstance x) {
        Shrinkage.Functions functions = ShrinkageTable.of(x.promptLength());
        LayerParameters finite = model.start(x);
        LayerParameters infinite = x.start();
        List<LayerParameters> finitePath = new ArrayList<>(List.of(finite));
        List<LayerParameters> infinitePath = new ArrayList<>(List.of(infinite));
        double[] gaps = new double[x.steps()];
        requireSupported(risk, finite, infinite, 0);
        for (int i = 0; i < x.steps(); i++) {
            LayerParameters gap = risk.gap(finite, functions, model.gradient());
            gaps[i] = gap.norm();
            LayerParameters gradient = risk.limitGradient(finite).plus(1, gap);
            finite = finite.plus(model.direction() * x.stepSize(), gradient);
            infinite = infinite.plus(-x.stepSize(), risk.limitGradient(infinite));
            requireSupported(risk, finite, infinite, i + 1);
            finitePath.add(finite);
            infinitePath.add(infinite);
        }
        return new TrainingPair(risk, functions, x.stepSize(), finitePath, infinitePath, gaps);
    }

    private static void requireSupported(
            PopulationRisk risk, LayerParameters finite, LayerParameters infinite, int step) {
        boolean near = finite.norm() <= FAR && infinite.norm() <= FAR;
        Check.that(near, "stepSize", "is too large: the parameters diverge, after %d steps", step);
        double tau = Math.sqrt(risk.largestRho(finite));
        Check.that(
                tau <= RatioMoments.MAX_TAU,
                step == 0 ? "initialU" : "steps",
                "gives logits of standard deviation %s after %d steps, more than %s",
                tau,
                step,
                RatioMoments.MAX_TAU);
    }

    int steps() {
        return gaps.length;
    }

    /** theta_L after the last step. */
    LayerParameters last() {
        return finite.get(steps());
    }

    double distance(int i) {
        return finite.get(i).distance(infinite.get(i));
    }

    double finalDistance() {
        return distance(steps());
    }

    double largestDistance() {
        double largest = 0;
        for (int i = 0; i <= steps(); i++) {
            largest = Math.max(largest, distance(i));
        }
        return largest;
    }

    double largestGap() {
        double largest = 0;
        for (double gap : gaps) {
            largest = Math.max(largest, gap);
        }
        return largest;
    }

    /** What rounding may add to a distance: half a unit of every parameter, at every step. */
    double rounding() {
        double largest = 0;
        for (LayerParameters p : infinite) {
            largest = Math.max(largest, p.norm());
        }
        return 0x1p-52 * (1 + steps()) * largest;
    }

    /** {@code distance / bound}, where a bound below rounding says no more than that the runs agree to rounding; {@code rounding} as above. */
    static double share(double distance, double bound, double rounding) {
        double allowed = bound + STEP_OPERATIONS * rounding;
        return allowed > 0 ? distance / allowed : 0;
    }

    /** {@code R_L(theta_L^i)}. */
    double finiteRisk(int i) {
        return risk.risk(finite.get(i), functions);
    }

    /** {@code R_inf(theta_inf^i)}. */
    double infiniteRisk(int i) {
        return risk.limitRisk(infinite.get(i));
    }

    /** Largest variance rho of logits on the way of either run. */
    double largestRho() {
        double largest = 0;
        for (int i = 0; i <= steps(); i++) {
            largest = Math.max(largest, risk.largestRho(finite.get(i)));
            largest = Math.max(largest, risk.largestRho(infinite.get(i)));
        }
        return largest;
    }

    /** The first step after which {@code R_L} never increases again. */
    int descentFrom() {
        int from = steps();
        while (from > 0 && finiteRisk(from) <= finiteRisk(from - 1)) {
            from--;
        }
        return from;
    }
}
