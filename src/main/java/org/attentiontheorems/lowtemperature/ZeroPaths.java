package org.attentiontheorems.lowtemperature;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.attentiontheorems.lowtemperature.ZeroTemperatureLyapunov.Instance;
import org.attentiontheorems.measure.Vectors;

/**
 * The first tokens of an instance followed in Cartesian coordinates, with all their weights equal.
 *
 * @param flow the closed form to compare with
 * @param time t
 * @param starts where they start
 * @param ends where they are at t
 */
record ZeroPaths(ZeroFlow flow, double time, List<double[]> starts, List<ZeroModel.End> ends) {

    /** Follows at most {@code count} tokens by a changed model. */
    static ZeroPaths of(Instance x, int count, UnaryOperator<ZeroModel> change) {
        List<double[]> starts = new ArrayList<>();
        for (int i = 0; i < Math.min(count, x.tokens().length); i++) {
            starts.add(x.tokens()[i]);
        }
        return of(
                ZeroFlow.of(x.scores(), x.projection()),
                change.apply(ZeroModel.of(x.scores(), x.value())),
                x.time(),
                starts);
    }

    static ZeroPaths of(ZeroFlow flow, ZeroModel model, double time, List<double[]> starts) {
        List<ZeroModel.End> ends =
                starts.stream().map(x -> model.after(x, time)).toList();
        return new ZeroPaths(flow, time, List.copyOf(starts), ends);
    }

    /** The mean of {@code |x - P(x)|²} at t. */
    double lyapunov() {
        double sum = 0;
        for (ZeroModel.End end : ends) {
            sum += ProjectionMap.squaredDistance(flow.projection().tangent(end.position()));
        }
        return sum / ends.size();
    }

    /** The same from the closed form. */
    double closedLyapunov() {
        double sum = 0;
        for (double[] x : starts) {
            sum += ProjectionMap.squaredDistance(flow.tangent(x, flow.tau(x, time)));
        }
        return sum / starts.size();
    }

    /** The mean of {@code l(qT)} at the start. */
    double lyapunovAt(double q) {
        double sum = 0;
        for (double[] x : starts) {
            sum += ProjectionMap.squaredDistance(q * flow.projection().tangent(x));
        }
        return sum / starts.size();
    }

    /** The largest {@code |P(x(t)) - P(x_0)|}. */
    double conservationError() {
        double largest = 0;
        for (int i = 0; i < ends.size(); i++) {
            double[] before = flow.projection().target(starts.get(i));
            double[] after = flow.projection().target(ends.get(i).position());
            largest = Math.max(largest, Vectors.distance(before, after));
        }
        return largest;
    }

    /** The largest distance of an end from {@code e^(τA) x_0}, normalised. */
    double identityError() {
        double largest = 0;
        for (int i = 0; i < ends.size(); i++) {
            double[] expected = flow.position(starts.get(i), ends.get(i).tau());
            largest = Math.max(largest, Vectors.distance(ends.get(i).position(), expected));
        }
        return largest;
    }

    /** The largest distance from the sphere. */
    double drift() {
        double largest = 0;
        for (ZeroModel.End end : ends) {
            largest = Math.max(largest, end.drift());
        }
        return largest;
    }

    /** The largest relative distance of {@code T(x(t))} from {@code q T(x_0)}. */
    double tangentError(double q) {
        double largest = 0;
        for (int i = 0; i < ends.size(); i++) {
            double expected = q * flow.projection().tangent(starts.get(i));
            double found = flow.projection().tangent(ends.get(i).position());
            largest = Math.max(largest, Math.abs(found / expected - 1));
        }
        return largest;
    }
}
