package org.attentiontheorems.verify;

import java.util.function.ToDoubleFunction;
import org.hipparchus.distribution.continuous.BetaDistribution;

/**
 * The claim {@code P(X > bound) <= delta}, tested sequentially on the indicator (verification.md, section 2d). Evidence shows the
 * share of exceedances against delta; its {@code err} leads up to the exact Clopper-Pearson limit at 99.9 %, for display
 * only, since the sample size depends on the data.
 *
 * @param id name of the claim
 * @param experiment one replicate of X
 * @param bound what X exceeds rarely
 * @param delta how rarely; in (0, 2/3), best between 0.05 and 0.2
 */
public record Tail<I extends Record>(String id, Experiment<I> experiment, ToDoubleFunction<I> bound, double delta)
        implements Claim<I> {
    private static final double TAU = 0.50;

    public Tail {
        Check.that(
                delta > 0 && delta < 2.0 / 3,
                "delta",
                "must lie between 0 and 2/3, is %s (0 is a deterministic claim, 2/3 and more need enumeration)",
                delta);
    }

    /** The random half of the claim. */
    public record Measured<I extends Record>(String id, Experiment<I> experiment) {

        /** The claim {@code P(X > bound) <= delta}. */
        public Tail<I> above(ToDoubleFunction<I> bound, double delta) {
            return new Tail<>(id, experiment, bound, delta);
        }
    }

    /** This claim with another bound and probability: how a control claims too much. */
    public Tail<I> above(ToDoubleFunction<I> other, double otherDelta) {
        return new Tail<>(id, experiment, other, otherDelta);
    }

    @Override
    public boolean simulates() {
        return true;
    }

    @Override
    public String kind() {
        return "tail";
    }

    @Override
    public Evidence check(I instance, Context context) {
        double b = bound.applyAsDouble(instance);
        if (!(b > Double.NEGATIVE_INFINITY)) {
            throw new InvalidComputation("the bound of " + id + " is " + b);
        }
        if (b == Double.POSITIVE_INFINITY) {
            return Evidence.exact(id, Verdict.HOLDS, false, true, 0, delta, 0);
        }
        long budget = (long) Math.ceil(200 / delta);
        Evidence found = new MeanTest(id, delta, Range.between(0, 1), TAU, budget)
                .decide(r -> exceeds(experiment.run(instance, context.random().replicate(r)), b));
        return found.withErr(upperLimit(found) - found.measured());
    }

    /**
     * The indicator of X > b. Where a certified error leaves it open, both values are possible; an X computed directly exceeds
     * b only beyond the relative slack of a deterministic inequality, since an atom at b must not be decided by rounding.
     */
    private Approx exceeds(Approx drawn, double b) {
        Approx x = drawn.finite(id);
        if (x.direct()) {
            double slack = ExactTest.RELATIVE_CAP * Math.max(Math.abs(x.value()), Math.abs(b));
            return Approx.direct(x.value() > b + slack ? 1 : 0);
        }
        boolean surely = x.value() > b + x.err();
        boolean perhaps = x.value() > b - x.err();
        if (surely == perhaps) {
            return Approx.direct(surely ? 1 : 0);
        }
        return Approx.within(0.5, 0.5);
    }

    private static double upperLimit(Evidence found) {
        long k = Math.round(found.measured() * found.replicates());
        return upperLimit(k, found.replicates());
    }

    /** Clopper-Pearson upper limit at 99.9 % for k exceedances in n replicates. */
    static double upperLimit(long k, long n) {
        return k == n ? 1 : new BetaDistribution(k + 1.0, n - k).inverseCumulativeProbability(0.999);
    }
}
