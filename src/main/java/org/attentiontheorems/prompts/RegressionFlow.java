package org.attentiontheorems.prompts;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.attentiontheorems.flow.Flow;
import org.attentiontheorems.measure.Vectors;
import org.attentiontheorems.verify.Approx;
import org.attentiontheorems.verify.Trajectory;
import org.hipparchus.exception.MathRuntimeException;

/**
 * The infinite-prompt flow of (A, b) at some times, with the integral of b².
 *
 * @param task the task
 * @param times output times, increasing, the first of them 0
 * @param states the states, one per time; empty where the flow is too stiff, or its horizon too long, to be followed
 * @param coarse the same with a hundredfold tolerance
 * @param initialRisk {@code R_0}
 * @param initialGain {@code 1/2 tr S - R_0}
 */
record RegressionFlow(
        RegressionTask task,
        double[] times,
        List<State> states,
        List<State> coarse,
        double initialRisk,
        double initialGain) {
    private static final int INTERVALS = 10;

    /** Shorter horizons move nothing. */
    private static final double SHORTEST = 1e-200;

    /** In one interval: half a million steps in all. */
    private static final int MAX_EVALUATIONS = 6_000_000 / INTERVALS;

    /** Steps of the integrator leave N at rest within this many tolerances of 0. */
    private static final double SETTLED = 100;

    /** Points with a smaller share of the initial risk are not resolved against their own distance bound. */
    private static final double RESOLVED = 1e-8;

    /**
     * The flow at one time.
     *
     * @param parameters (A, b)
     * @param squaredScales {@code int_0^t b²}
     */
    record State(RegressionParameters parameters, double squaredScales) {}

    /** From the balanced start, at ten equidistant times up to the horizon. */
    static RegressionFlow of(RegressionModel model, RegressionTask task, double alpha, double horizon) {
        double[] times = new double[horizon > SHORTEST ? INTERVALS + 1 : 1];
        for (int k = 0; k < times.length; k++) {
            times[k] = horizon * k / INTERVALS;
        }
        return of(model, task, RegressionParameters.start(alpha, task.dimension()), times);
    }

    static RegressionFlow of(RegressionModel model, RegressionTask task, RegressionParameters start, double[] times) {
        Optional<List<State>> fine = followed(model, task, start, times, Flow.TIGHT);
        Optional<List<State>> coarse =
                fine.isEmpty() ? Optional.empty() : followed(model, task, start, times, 100 * Flow.TIGHT);
        return new RegressionFlow(
                task,
                times,
                coarse.isEmpty() ? List.of() : fine.orElse(List.of()),
                coarse.orElse(List.of()),
                task.infiniteRisk(start),
                task.gain(start));
    }

    private static Optional<List<State>> followed(
            RegressionModel model, RegressionTask task, RegressionParameters start, double[] times, double tolerance) {
        int d = task.dimension();
        double[] first = new double[d * d + 2];
        start.write(first);
        try {
            List<State> states = new ArrayList<>();
            for (double[] state : Flow.of((x, velocity) -> velocity(model, task, x, velocity))
                    .within(MAX_EVALUATIONS)
                    .at(first, times, tolerance)) {
                states.add(new State(RegressionParameters.of(state, d), state[d * d + 1]));
            }
            return Optional.of(states);
        } catch (MathRuntimeException tooStiff) {
            return Optional.empty();
        }
    }

    private static void velocity(RegressionModel model, RegressionTask task, double[] state, double[] velocity) {
        RegressionParameters p = RegressionParameters.of(state, task.dimension());
        model.velocity(task, p).write(velocity);
        velocity[velocity.length - 1] = p.scale() * p.scale();
    }

    /** Whether the flow could be followed up to the horizon. */
    boolean isSolved() {
        return !states.isEmpty();
    }

    private int last() {
        return times.length - 1;
    }

    /** The state at the horizon, of a flow that is solved. */
    State end() {
        return states.get(last());
    }

    /** {@code bA} at the horizon. */
    double[][] readout() {
        return end().parameters().readout();
    }

    // ---- numbers along the flow, with their errors

    /** {@code R_inf} at time k; of a flow that is not solved one knows that it lies between 0 and R_0. */
    Approx risk(int k) {
        if (!isSolved()) {
            return Approx.within(initialRisk / 2, initialRisk / 2);
        }
        double risk = task.infiniteRisk(states.get(k).parameters());
        double other = task.infiniteRisk(coarse.get(k).parameters());
        return Approx.within(risk, Math.max(Math.abs(risk - other), riskError(risk)));
    }

    /** The risk is quadratic in {@code N = b Sigma A - I}: an error e of N changes it by up to {@code 2e sqrt(R r) + e² r}, r the risk at N = I. */
    private double riskError(double risk) {
        double nothing = task.riskOfNothing();
        double square = SETTLED * Flow.TIGHT;
        return 20 * Flow.TIGHT * Math.sqrt(risk * nothing) + square * square * nothing;
    }

    /** {@code R_inf} at all times. */
    List<Trajectory.Point> riskPath() {
        List<Trajectory.Point> path = new ArrayList<>();
        for (int k = 0; k < times.length; k++) {
            path.add(new Trajectory.Point(times[k], risk(k)));
        }
        return path;
    }

    Approx riskAtEnd() {
        return risk(last());
    }

    /** {@code R_0 e^(-factor rate int_0^t b²)} at the horizon; the bound is that of factor 1. */
    Approx posterior(double factor) {
        return isSolved() ? posterior(last(), factor) : Approx.within(initialRisk / 2, initialRisk / 2);
    }

    private Approx posterior(int k, double factor) {
        double value = posterior(states.get(k), factor);
        double exponent = factor * task.rate() * states.get(k).squaredScales();
        double error = 10 * Flow.TIGHT * (1 + exponent) * value;
        return Approx.within(value, Math.max(Math.abs(value - posterior(coarse.get(k), factor)), error));
    }

    private double posterior(State state, double factor) {
        return initialRisk * StrictMath.exp(-factor * task.rate() * state.squaredScales());
    }

    /** {@code R_0 e^(-rate b_min² T)}. */
    double prior() {
        return initialRisk * StrictMath.exp(-priorRate() * times[last()]);
    }

    double priorRate() {
        return task.rate() * leastSquaredScaleClaimed();
    }

    /** {@code b_min² = (1/2 tr S - R_0) / |S Sigma|_F}, and 0 where that is not positive. */
    double leastSquaredScaleClaimed() {
        double norm = Math.sqrt(Vectors.squaredFrobenius(Vectors.multiply(task.second(), task.sigma())));
        return norm > 0 ? Math.max(0, initialGain / norm) : 0;
    }

    /** The smallest b² on the way. */
    Approx leastSquaredScale() {
        Approx least = squaredScale(0);
        for (int k = 1; k < times.length; k++) {
            Approx now = squaredScale(k);
            least = now.value() < least.value() ? now : least;
        }
        return least;
    }

    private Approx squaredScale(int k) {
        if (!isSolved()) {
            return Approx.within(0, 1e300);
        }
        double scale = states.get(k).parameters().scale();
        double other = coarse.get(k).parameters().scale();
        double value = scale * scale;
        return Approx.within(value, Math.max(Math.abs(value - other * other), 10 * Flow.TIGHT * value));
    }

    /** {@code max_k | |A|² - b² | / (1 + b²)}. */
    double imbalance() {
        double largest = 0;
        for (State state : states) {
            RegressionParameters p = state.parameters();
            largest = Math.max(largest, Math.abs(p.imbalance()) / (1 + p.scale() * p.scale()));
        }
        return largest;
    }

    /**
     * {@code max_k | b² - target | / bound_k} over the times at which the risk is resolved; {@code bound_k = sqrt(2 R / lambda_min(S)) /
     * lambda_min(Sigma)}.
     */
    double scaleShare(double target) {
        return largestShare(p -> Math.abs(p.scale() * p.scale() - target));
    }

    /** The same for {@code | bA - target |_F}. */
    double keyShare(double[][] target) {
        return largestShare(p -> {
            double[][] gap = p.readout();
            for (int i = 0; i < gap.length; i++) {
                gap[i] = Vectors.minus(gap[i], target[i]);
            }
            return Math.sqrt(Vectors.squaredFrobenius(gap));
        });
    }

    /** A distance of the parameters. */
    private interface Distance {
        double of(RegressionParameters p);
    }

    private double largestShare(Distance distance) {
        double largest = 0;
        for (State state : states) {
            double risk = task.infiniteRisk(state.parameters());
            if (risk > RESOLVED * initialRisk) {
                largest = Math.max(largest, distance.of(state.parameters()) / task.distanceBound(risk));
            }
        }
        return largest;
    }
}
