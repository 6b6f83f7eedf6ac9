package org.attentiontheorems.heads;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.attentiontheorems.heads.TrainingFlow.State;
import org.attentiontheorems.verify.Approx;
import org.attentiontheorems.verify.Trajectory;

/**
 * A training flow at given times, followed twice: with a tolerance, and with a hundred times that tolerance. What a number changes between
 * the two is its numerical error, at least ten tolerances (verification.md, section 2a).
 *
 * @param flow the flow
 * @param start heads at time 0, A x p, row-major
 * @param times increasing, the first of them at least 0
 * @param states where training stands at these times
 * @param coarse the same with a hundred times the tolerance
 * @param tolerance relative tolerance of the integrator
 */
record TrainingRun(
        TrainingFlow flow, double[] start, double[] times, List<State> states, List<State> coarse, double tolerance) {
    private static final double COARSER = 100;
    private static final double LEAST_ERROR = 10;

    static TrainingRun of(TrainingFlow flow, double[] start, double[] times, double tolerance) {
        return new TrainingRun(
                flow,
                start,
                times,
                flow.at(start, times, tolerance),
                flow.at(start, times, COARSER * tolerance),
                tolerance);
    }

    /** The run over a horizon, its end only. */
    static TrainingRun over(TrainingFlow flow, double[] start, double horizon, double tolerance) {
        return of(flow, start, new double[] {horizon}, tolerance);
    }

    State last() {
        return states.get(states.size() - 1);
    }

    double horizon() {
        return times[times.length - 1];
    }

    /** The error of an array computed from the last state: the largest of its entries. */
    double errorOfLast(Function<State, double[]> quantity) {
        double[] fine = quantity.apply(last());
        double[] rough = quantity.apply(coarse.get(coarse.size() - 1));
        double largest = 0;
        for (int k = 0; k < fine.length; k++) {
            double change = Math.abs(fine[k] - rough[k]);
            largest = Math.max(largest, Math.max(change, LEAST_ERROR * tolerance * (1 + Math.abs(fine[k]))));
        }
        return largest;
    }

    /** A number of the state at time k. */
    Approx at(int k, ToDoubleFunction<State> quantity) {
        return at(k, quantity, 1);
    }

    /** A number of the state at time k that is as accurate, relative to its size, when it is small. */
    Approx relative(int k, ToDoubleFunction<State> quantity) {
        return at(k, quantity, 0);
    }

    private Approx at(int k, ToDoubleFunction<State> quantity, double scale) {
        double value = quantity.applyAsDouble(states.get(k));
        double change = Math.abs(value - quantity.applyAsDouble(coarse.get(k)));
        return Approx.within(value, Math.max(change, LEAST_ERROR * tolerance * (scale + Math.abs(value))));
    }

    /** A number of the last state. */
    Approx last(ToDoubleFunction<State> quantity) {
        return at(states.size() - 1, quantity);
    }

    /** A number along the run. */
    List<Trajectory.Point> along(ToDoubleFunction<State> quantity) {
        List<Trajectory.Point> points = new ArrayList<>();
        for (int k = 0; k < times.length; k++) {
            points.add(new Trajectory.Point(times[k], at(k, quantity)));
        }
        return points;
    }
}
