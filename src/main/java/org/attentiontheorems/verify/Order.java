package org.attentiontheorems.verify;

import java.util.ArrayList;
import java.util.List;

/**
 * The claim that an integrator has order p: the last two resolved {@code log2(e_k / e_(k+1))} lie in [p - 0.15, p + 0.5]
 * (verification.md, section 2g).
 *
 * @param id name of the claim
 * @param error error e_k at step {@code h 2^-k}; without an exact solution, the difference of successive refinements
 * @param levels refinements k = 0 … levels - 1, at least 3
 * @param order the claimed order p
 * @param scale natural scale of the solution: errors up to 100 roundings of it are not resolved
 */
public record Order<I extends Record>(String id, SizedMeasure<I> error, int levels, double order, double scale)
        implements Claim<I> {
    private static final double BELOW = 0.15;
    private static final double ABOVE = 0.5;

    public Order {
        Check.atLeast("levels", levels, 3);
        Check.positive("scale", scale);
    }

    /** The measured half of the claim. */
    public record Measured<I extends Record>(String id, SizedMeasure<I> error) {

        /** The claim that the error has order p over the refinements 0 … levels - 1 of a solution of the given scale. */
        public Order<I> hasOrder(double p, int levels, double scale) {
            return new Order<>(id, error, levels, p, scale);
        }
    }

    /** This claim with another order: how a control claims too much. */
    public Order<I> hasOrder(double other) {
        return new Order<>(id, error, levels, other, scale);
    }

    @Override
    public String kind() {
        return "order";
    }

    @Override
    public Evidence check(I instance, Context context) {
        List<SizePoint> series = new ArrayList<>();
        List<Double> orders = new ArrayList<>();
        double resolution = 100 * 0x1p-53 * scale;
        double before = Double.NaN;
        for (int k = 0; k < levels; k++) {
            double e = error.at(instance, k, 0).finite(id).value();
            if (e < 0) {
                throw new InvalidComputation(
                        id + ": the error at refinement " + k + " is " + Json.number(e) + ", below 0");
            }
            series.add(new SizePoint(Math.scalb(1.0, k), e, 0, Double.POSITIVE_INFINITY, 0));
            if (k > 0 && e > resolution) {
                orders.add(StrictMath.log(Math.max(before, resolution) / e) / StrictMath.log(2));
            }
            before = e;
        }
        if (orders.size() < 2) {
            return Evidence.exact(id, Verdict.INCONCLUSIVE, false, false, 0, order, 0)
                    .withSeries(series);
        }
        double last = orders.get(orders.size() - 1);
        double lastButOne = orders.get(orders.size() - 2);
        Verdict verdict = isOrder(last) && isOrder(lastButOne) ? Verdict.HOLDS : Verdict.VIOLATED;
        return Evidence.exact(id, verdict, false, false, last, order, Math.abs(last - lastButOne))
                .withSeries(series)
                .withFit(new RateFit(-last, 0, -lastButOne, 0, -order, -order + BELOW, 1));
    }

    private boolean isOrder(double p) {
        return p >= order - BELOW && p <= order + ABOVE;
    }
}
