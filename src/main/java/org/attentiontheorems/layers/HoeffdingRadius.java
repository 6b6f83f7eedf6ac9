package org.attentiontheorems.layers;

/** How far empirical means of M draws may lie from their expectations: {@code B sqrt(log(2K/δ) / (2M))} for K means at once. */
@FunctionalInterface
interface HoeffdingRadius {
    /** Hoeffding's inequality and a union bound. */
    HoeffdingRadius REFERENCE =
            (range, classes, delta, samples) -> range * Math.sqrt(StrictMath.log(2 * classes / delta) / (2 * samples));

    /**
     * The radius.
     *
     * @param range B, the range of one sample
     * @param classes K, at least 1
     * @param delta in (0, 1)
     * @param samples M, at least 1
     */
    double of(double range, double classes, double delta, double samples);

    /** Divides by M where sqrt(M) belongs. */
    static HoeffdingRadius overM() {
        return (range, classes, delta, samples) -> range * Math.sqrt(StrictMath.log(2 * classes / delta) / 2) / samples;
    }

    /** Half of the range. */
    static HoeffdingRadius ofHalfTheRange() {
        return (range, classes, delta, samples) -> REFERENCE.of(range / 2, classes, delta, samples);
    }

    /** The logarithm to base 10. */
    static HoeffdingRadius withCommonLogarithm() {
        return (range, classes, delta, samples) ->
                range * Math.sqrt(StrictMath.log10(2 * classes / delta) / (2 * samples));
    }

    /** Without the union bound: the radius of one mean for all of them. */
    static HoeffdingRadius ofOneMean() {
        return (range, classes, delta, samples) -> REFERENCE.of(range, 1, delta, samples);
    }

    /** A multiple of the radius. */
    static HoeffdingRadius times(double factor) {
        return (range, classes, delta, samples) -> factor * REFERENCE.of(range, classes, delta, samples);
    }
}
