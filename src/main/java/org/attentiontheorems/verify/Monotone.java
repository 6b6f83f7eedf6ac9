package org.attentiontheorems.verify;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * The claim that a quantity never increases: {@code max_k f(t_(k+1)) - f(t_k) <= 0} (verification.md, section 2g). For a quantity that
 * never decreases, give its negative.
 *
 * @param id name of the claim
 * @param trajectory the quantity along increasing times, at least two; the error of a point is that of its difference to the one before
 * @param absFloor slack: 1e-14 times the natural scale of the quantity
 * @param beside another curve at the same times that the series shows where bounds stand: what the quantity should be
 */
public record Monotone<I extends Record>(
        String id, Trajectory<I> trajectory, ToDoubleFunction<I> absFloor, Optional<Trajectory<I>> beside)
        implements Claim<I> {

    /** This claim with slack for rounding. */
    public Monotone<I> absFloor(double slack) {
        return absFloor(instance -> slack);
    }

    /** This claim with slack that scales with the instance. */
    public Monotone<I> absFloor(ToDoubleFunction<I> slack) {
        return new Monotone<>(id, trajectory, slack, beside);
    }

    /** This claim with a curve, at the same times, that its series shows beside the quantity. */
    public Monotone<I> beside(Trajectory<I> curve) {
        return new Monotone<>(id, trajectory, absFloor, Optional.of(curve));
    }

    @Override
    public String kind() {
        return "monotone";
    }

    @Override
    public boolean isDeterministic() {
        return true;
    }

    @Override
    public Evidence check(I instance, Context context) {
        return ExactTest.inequality(id, absFloor.applyAsDouble(instance))
                .decide(effort -> largestIncrease(trajectory.at(instance, effort)), effort -> Approx.direct(0))
                .asSubstantial()
                .withSeries(series(instance));
    }

    private List<SizePoint> series(I instance) {
        List<Trajectory.Point> points = trajectory.at(instance, 0);
        List<Trajectory.Point> curve = beside.map(b -> b.at(instance, 0)).orElse(List.of());
        List<SizePoint> series = new ArrayList<>();
        for (int k = 0; k < points.size(); k++) {
            Approx value = points.get(k).value().finite(id);
            double shown = curve.isEmpty()
                    ? Double.POSITIVE_INFINITY
                    : curve.get(k).value().finite(id).value();
            series.add(new SizePoint(points.get(k).time(), value.value(), value.err(), shown, 0));
        }
        return series;
    }

    private Approx largestIncrease(List<Trajectory.Point> points) {
        double largest = Double.NEGATIVE_INFINITY;
        double err = 0;
        boolean direct = false;
        for (int k = 1; k < points.size(); k++) {
            Approx now = points.get(k).value().finite(id);
            largest = Math.max(largest, now.value() - points.get(k - 1).value().value());
            err = Math.max(err, now.err());
            direct |= now.direct();
        }
        return new Approx(largest, err, direct);
    }
}
