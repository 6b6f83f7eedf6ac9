package org.attentiontheorems.verify;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * The claim {@code X(t) <= C e^(-c t) X(0)}, or, without a constant, that X decays at least like {@code e^(-c t)} (verification.md,
 * section 2g). Points below 100 times their error end the grid.
 *
 * @param id name of the claim
 * @param trajectory X along increasing times, the first of them 0
 * @param rate the rate c
 * @param constant the constant C; positive infinity for a claim on the rate only
 */
public record Decay<I extends Record>(
        String id, Trajectory<I> trajectory, ToDoubleFunction<I> rate, ToDoubleFunction<I> constant)
        implements Claim<I> {
    private static final double RATE_TOL = 0.1;

    /** A larger ratio counts as this one, which is far above 1 already. */
    private static final double LARGEST = 1e300;

    /** What may appear by rounding where X(0) is 0. */
    private static final double ABSOLUTE_FLOOR = 1e-14;

    /** The measured half of the claim. */
    public record Measured<I extends Record>(String id, Trajectory<I> trajectory) {

        /** The claim {@code X(t) <= C e^(-c t) X(0)}. */
        public Decay<I> atRate(ToDoubleFunction<I> rate, ToDoubleFunction<I> constant) {
            return new Decay<>(id, trajectory, rate, constant);
        }

        /** The claim that X decays at least like {@code e^(-c t)}, with whatever constant. */
        public Decay<I> atRate(ToDoubleFunction<I> rate) {
            return new Decay<>(id, trajectory, rate, instance -> Double.POSITIVE_INFINITY);
        }
    }

    /** This claim with another rate: how a control claims too much. */
    public Decay<I> atRate(ToDoubleFunction<I> other) {
        return new Decay<>(id, trajectory, other, constant);
    }

    @Override
    public String kind() {
        return "decay";
    }

    @Override
    public Evidence check(I instance, Context context) {
        double c = rate.applyAsDouble(instance);
        double factor = constant.applyAsDouble(instance);
        if (!Double.isFinite(c) || !(factor >= 0)) {
            throw new InvalidComputation(
                    id + ": the rate is " + Json.number(c) + ", the constant " + Json.number(factor));
        }
        if (window(instance, 0).isEmpty()) {
            return unresolved(instance, c, factor);
        }
        return factor == Double.POSITIVE_INFINITY ? rateOnly(instance, c) : withConstant(instance, c, factor);
    }

    /** {@code max_k X(t_k) e^(c t_k) / (C X(0)) <= 1}. */
    private Evidence withConstant(I instance, double c, double factor) {
        List<Trajectory.Point> window = window(instance, 0);
        double scale = factor * window.get(0).value().value();
        return ExactTest.inequality(id, 0)
                .decide(effort -> largestRatio(window(instance, effort), c, factor), effort -> Approx.direct(1))
                .withSeries(series(window, t -> scale * StrictMath.exp(-c * t)));
    }

    /** The largest ratio, with an error that covers those of all points: another one may be the largest in truth. */
    private static Approx largestRatio(List<Trajectory.Point> window, double c, double factor) {
        double largest = 0;
        double atMost = 0;
        for (int k = 0; k < window.size(); k++) {
            Approx start = window.get(0).value();
            Approx x = window.get(k).value();
            double scale =
                    factor * start.value() * StrictMath.exp(-c * window.get(k).time());
            double ratio = Math.min(x.value() / scale, LARGEST);
            double relative = k == 0 ? 0 : relativeError(x, start);
            largest = Math.max(largest, ratio);
            atMost = Math.max(atMost, ratio * (1 + relative));
        }
        return Approx.within(largest, atMost - largest);
    }

    /** Of {@code x / start}, each at least 100 times its error. */
    private static double relativeError(Approx x, Approx start) {
        double ofStart = start.err() / start.value();
        return (x.err() / x.value() + ofStart) / (1 - ofStart);
    }

    /**
     * Where X(0) vanishes or is not resolved, nothing can be divided by it. The claim is multiplied out, {@code max_k X(t_k) - C e^(-c
     * t_k) X(0) <= 0}, and can only be seen to fail.
     */
    private Evidence unresolved(I instance, double c, double factor) {
        List<Trajectory.Point> points = trajectory.at(instance, 0);
        if (points.isEmpty()) {
            throw new InvalidComputation(id + ": the trajectory has no points");
        }
        Approx start = points.get(0).value().finite(id);
        if (start.value() < -start.err() - ABSOLUTE_FLOOR) {
            throw new InvalidComputation(id + ": X(0) is " + Json.number(start.value()) + ", below 0");
        }
        double largest = 0;
        double err = 0;
        for (Trajectory.Point point : points) {
            Approx x = point.value().finite(id);
            double allowed = start.value() == 0 ? 0 : factor * StrictMath.exp(-c * point.time());
            largest = Math.max(largest, x.value() - allowed * start.value());
            err = Math.max(err, x.err() + allowed * start.err());
        }
        boolean fails = largest > Math.max(err, ABSOLUTE_FLOOR);
        return fails ? Evidence.exact(id, Verdict.VIOLATED, false, false, largest, 0, err) : Evidence.vacuous(id);
    }

    /** Local slopes of ln X against t on the last half of the valid window; c is the unit of slopes, as the rule has none for time. */
    private Evidence rateOnly(I instance, double c) {
        List<Trajectory.Point> window = window(instance, 0);
        double threshold = -c * (1 - RATE_TOL);
        List<SizePoint> series = series(window, t -> Double.POSITIVE_INFINITY);
        List<SlopeRule.Point> half = new ArrayList<>();
        for (SizePoint point : series.subList(series.size() / 2, series.size())) {
            half.add(new SlopeRule.Point(point.n(), point.measured(), point.se()));
        }
        if (half.size() < 4) {
            return Evidence.exact(id, Verdict.INCONCLUSIVE, false, false, 0, threshold, 0)
                    .withSeries(series);
        }
        SlopeRule rule = SlopeRule.of(half, c > 0 ? c : 1);
        double halfWidth = (rule.high() - rule.low()) / 2;
        return Evidence.exact(id, rule.against(threshold), false, false, rule.last()[2], threshold, halfWidth)
                .withSeries(series)
                .withFit(new RateFit(rule.last()[2], halfWidth, rule.limit(), halfWidth, -c, threshold, 1));
    }

    /** The points up to the first that is not resolved. */
    private List<Trajectory.Point> window(I instance, int effort) {
        List<Trajectory.Point> window = new ArrayList<>();
        for (Trajectory.Point point : trajectory.at(instance, effort)) {
            Approx value = point.value().finite(id);
            if (!(value.value() > 0) || value.value() < 100 * value.err()) {
                break;
            }
            window.add(point);
        }
        return window;
    }

    private static List<SizePoint> series(List<Trajectory.Point> window, java.util.function.DoubleUnaryOperator limit) {
        return window.stream()
                .map(p -> new SizePoint(p.time(), p.value().value(), p.value().err(), limit.applyAsDouble(p.time()), 0))
                .toList();
    }
}
