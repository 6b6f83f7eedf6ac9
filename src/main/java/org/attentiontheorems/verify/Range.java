package org.attentiontheorems.verify;

/** What is known about a random number X beforehand; it decides which test martingale can certify a bound on its mean. */
public sealed interface Range {
    /** A number that X never falls below. */
    double low();

    /** {@code low <= X <= high}. Choose the ends tight: the cost of HOLDS grows with their distance. */
    record Bounded(double low, double high) implements Range {
        public Bounded {
            requireFinite(low);
            requireFinite(high);
            if (low > high) {
                throw new InvalidComputation(
                        "the range from " + Json.number(low) + " to " + Json.number(high) + " is empty");
            }
        }
    }

    /** {@code X >= low} and {@code Var X <= variance}. */
    record Variance(double low, double variance) implements Range {
        public Variance {
            requireFinite(low);
            if (!(variance >= 0) || Double.isInfinite(variance)) {
                throw new InvalidComputation("the variance bound is " + Json.number(variance));
            }
        }
    }

    /** {@code X >= low} only: HOLDS rests on a normal approximation. */
    record LowerOnly(double low) implements Range {
        public LowerOnly {
            requireFinite(low);
        }
    }

    /** {@code low <= X <= high}. */
    static Range between(double low, double high) {
        return new Bounded(low, high);
    }

    /** {@code X >= low} and {@code Var X <= variance}. */
    static Range withVariance(double low, double variance) {
        return new Variance(low, variance);
    }

    /** {@code X >= low}, nothing else. */
    static Range above(double low) {
        return new LowerOnly(low);
    }

    private static void requireFinite(double end) {
        if (!Double.isFinite(end)) {
            throw new InvalidComputation("an end of a range is " + end);
        }
    }
}
