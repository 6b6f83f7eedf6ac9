package org.attentiontheorems.homogenization;

import org.attentiontheorems.verify.Check;

/** Numbers whose squares and reciprocals can be computed with. */
final class Magnitude {
    private static final double LEAST = 1e-100;
    private static final double MOST = 1e100;

    private Magnitude() {}

    /** Requires a positive number that is neither so small nor so large that drifts underflow or overflow. */
    static void resolvable(String field, double value) {
        Check.that(value >= LEAST && value <= MOST, field, "must be between %s and %s, is %s", LEAST, MOST, value);
    }
}
