package org.attentiontheorems.verify;

import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * The claim that a quantity never increases: {@code max_k f(t_(k+1)) - f(t_k) <= 0} (verification.md, section 2g). For a quantity that
 * never decreases, give its negative.
 *
 * @param id name of the claim
 * @param trajectory the quantity along increasing times, at least two; the error of a point is that of its difference to the one before
 * @param absFloor slack: 1e-14 times the natural scale of the quantity
 */
public record Monotone<I extends Record>(String id, Trajectory<I> trajectory, ToDoubleFunction<I> absFloor)
        implements Claim<I> {

    /** This claim with slack for rounding. */
    public Monotone<I> absFloor(double slack) {
        return new Monotone<>(id, trajectory, instance -> slack);
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
        List<SizePoint> series = trajectory.at(instance, 0).stream()
                .map(p -> new SizePoint(
                        p.time(), p.value().finite(id).value(), p.value().err(), Double.POSITIVE_INFINITY, 0))
                .toList();
        return ExactTest.inequality(id, absFloor.applyAsDouble(instance))
                .decide(effort -> largestIncrease(trajectory.at(instance, effort)), effort -> Approx.direct(0))
                .asSubstantial()
                .withSeries(series);
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
