package org.attentiontheorems.verify;

/**
 * A computed number with an upper bound of its numerical error.
 *
 * @param value the number
 * @param err its error, at least 0; meaningless when {@code direct}
 * @param direct whether the number was computed directly (sums, softmax, enumeration), so that the claim's cap stands
 *     for its error (verification.md, section 2a)
 */
public record Approx(double value, double err, boolean direct) {

    /** A number computed directly, without an error bound of its own. */
    public static Approx direct(double value) {
        return new Approx(value, 0, true);
    }

    /** A number with a certified error. */
    public static Approx within(double value, double err) {
        return new Approx(value, err, false);
    }

    /** The same magnitude with the other sign. */
    public Approx negated() {
        return new Approx(-value, err, direct);
    }

    Approx finite(String what) {
        if (!Double.isFinite(value)) {
            throw new InvalidComputation(what + " is " + value);
        }
        if (!(err >= 0) || Double.isInfinite(err)) {
            throw new InvalidComputation("the error of " + what + " is " + Json.number(err));
        }
        return this;
    }
}
