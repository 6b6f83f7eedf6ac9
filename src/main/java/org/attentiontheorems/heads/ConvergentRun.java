package org.attentiontheorems.heads;

import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.attentiontheorems.flow.Flow;
import org.attentiontheorems.heads.TrainingFlow.State;
import org.attentiontheorems.verify.Approx;
import org.attentiontheorems.verify.Trajectory;

/**
 * A run of a {@link ConvergentTraining}, and what the theorems compare.
 *
 * @param training the training
 * @param run the run, from time 0
 */
record ConvergentRun(ConvergentTraining training, TrainingRun run) {
    /** Below this excess risk the dissipation is not resolved well enough to be divided by. */
    private static final double RESOLVED = 1e-9;

    private static final double ARRIVED = 1e-14;

    /** Relative error of the numbers of which a difference is taken. */
    private static final double ROUNDING = 1e-14;

    /** The run of a model's heads at {@code n + 1} equidistant times up to the horizon. */
    static ConvergentRun over(ConvergentTraining training, HeadModel model, double horizon, int n) {
        return of(training, model, TrainingFlow.grid(horizon, n));
    }

    /** The run of a model's heads at the given times, the first of them 0. */
    static ConvergentRun of(ConvergentTraining training, HeadModel model, double... times) {
        return new ConvergentRun(training, TrainingRun.of(training.flow(), model.parameters(), times, Flow.TIGHT));
    }

    double riskStart() {
        return training.flow().risk(run.start());
    }

    private int last() {
        return run.times().length - 1;
    }

    /** The excess risk E at time k. */
    Approx gap(int k) {
        return run.relative(k, state -> training.gap().applyAsDouble(state.theta()));
    }

    double gapStart() {
        return gap(0).value();
    }

    Approx gapEnd() {
        return gap(last());
    }

    /** {@code E(0) - E(T)}. */
    Approx lost() {
        Approx lost = atEnd(state -> gapStart() - training.gap().applyAsDouble(state.theta()));
        return Approx.within(lost.value(), lost.err() + ROUNDING * gapStart());
    }

    /** A number at the horizon. */
    Approx atEnd(ToDoubleFunction<State> quantity) {
        return run.relative(last(), quantity);
    }

    /** What the excess risk is at most at time t. */
    double gapBound(double time) {
        return training.inequality().gapAfter(gapStart(), time);
    }

    /** {@code ∫ sqrt(D) dt} to the horizon. */
    Approx pathLength() {
        return atEnd(State::length);
    }

    /** What the length of the path to the limit is at most. */
    double lengthBound() {
        return training.inequality().length(gapStart());
    }

    /** The length of the path so far and what the bound, with that factor to c, says of the rest. */
    double allowance(State state, double factor) {
        double gap = training.gap().applyAsDouble(state.theta());
        return state.length() + training.inequality().length(gap) / factor;
    }

    /** A number along the run, until the heads have arrived. */
    List<Trajectory.Point> along(ToDoubleFunction<State> quantity) {
        return IntStream.rangeClosed(0, last())
                .takeWhile(this::isUnderWay)
                .mapToObj(k -> new Trajectory.Point(run.times()[k], run.relative(k, quantity)))
                .toList();
    }

    /** Whether E at time k is still larger than what errors of the heads make of it. */
    boolean isUnderWay(int k) {
        return gap(k).value() >= ARRIVED;
    }

    /** {@code |Θ_T - Θ_0|_m}: the distance of the law to its start in the coupling of each head with itself, at least W_2. */
    Approx displacement() {
        Approx moved = atEnd(state -> norm(difference(state.theta(), run.start())));
        return Approx.within(moved.value(), moved.err() + ROUNDING * norm(run.start()));
    }

    /** {@code |Θ_0|_m}. */
    double size() {
        return norm(run.start());
    }

    private double norm(double[] heads) {
        return Math.sqrt(training.flow().squaredNorm(heads));
    }

    double dissipation(int k) {
        return training.flow().dissipation(run.states().get(k).theta());
    }

    /** The largest {@code c E^ϑ / sqrt(D)} at the times where E is resolved; at most 1 if the inequality holds along the path. */
    double largestUse(KurdykaLojasiewicz inequality) {
        double largest = 0;
        for (int k = 0; k <= last() && isResolved(k); k++) {
            largest = Math.max(largest, inequality.slope(gap(k).value()) / Math.sqrt(dissipation(k)));
        }
        return largest;
    }

    /** The largest {@code D / 2E} at the times where E is resolved. */
    double largestCurvature() {
        return curvatures().max().orElse(0);
    }

    /** The least {@code D / 2E} at the times where E is resolved, at least one: what the path itself says of κ. */
    double leastCurvature() {
        return curvatures().min().orElseThrow();
    }

    /** Times end at the first where E is not resolved. */
    private DoubleStream curvatures() {
        return IntStream.rangeClosed(0, last())
                .takeWhile(this::isResolved)
                .mapToDouble(k -> dissipation(k) / (2 * gap(k).value()));
    }

    boolean isResolved(int k) {
        return gap(k).value() >= RESOLVED;
    }

    static double[] difference(double[] x, double[] y) {
        double[] difference = x.clone();
        for (int k = 0; k < x.length; k++) {
            difference[k] -= y[k];
        }
        return difference;
    }
}
