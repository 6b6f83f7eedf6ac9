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
        return factor == Double.POSITIVE_INFINITY ? rateOnly(instance, c) : withConstant(instance, c, factor);
    }

    /** {@code max_k X(t_k) e^(c t_k) / (C X(0)) <= 1}. */
    private Evidence withConstant(I instance, double c, double factor) {
        List<SizePoint> series = List.of();
        Evidence found = ExactTest.inequality(id, 0)
                .decide(effort -> largestRatio(window(instance, effort), c, factor), effort -> Approx.direct(1));
        List<Trajectory.Point> window = window(instance, 0);
        if (!window.isEmpty()) {
            double scale = factor * window.get(0).value().value();
            series = series(window, t -> scale * StrictMath.exp(-c * t));
        }
        return window.isEmpty() ? Evidence.vacuous(id) : found.withSeries(series);
    }

    private static Approx largestRatio(List<Trajectory.Point> window, double c, double factor) {
        Approx largest = Approx.within(0, 0);
        for (Trajectory.Point point : window) {
            double scale = factor * window.get(0).value().value() * StrictMath.exp(-c * point.time());
            double ratio = point.value().value() / scale;
            if (ratio >= largest.value()) {
                largest = new Approx(
                        ratio, point.value().err() / scale, point.value().direct());
            }
        }
        return largest;
    }

    /** Local slopes of ln X against t on the last half of the valid window. */
    private Evidence rateOnly(I instance, double c) {
        List<Trajectory.Point> window = window(instance, 0);
        double threshold = -c * (1 - RATE_TOL);
        if (window.isEmpty()) {
            return Evidence.vacuous(id);
        }
        List<SizePoint> series = series(window, t -> Double.POSITIVE_INFINITY);
        List<SlopeRule.Point> half = new ArrayList<>();
        for (SizePoint point : series.subList(series.size() / 2, series.size())) {
            half.add(new SlopeRule.Point(point.n(), point.measured(), point.se()));
        }
        if (half.size() < 4) {
            return Evidence.exact(id, Verdict.INCONCLUSIVE, false, false, 0, threshold, 0)
                    .withSeries(series);
        }
        SlopeRule rule = SlopeRule.of(half);
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
