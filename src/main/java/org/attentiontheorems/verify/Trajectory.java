package org.attentiontheorems.verify;

import java.util.List;

/** A deterministic quantity of an instance along increasing times. */
@FunctionalInterface
public interface Trajectory<I> {
    /** The values at the claim's times; {@code effort} as in {@link Measure#at}. */
    List<Point> at(I instance, int effort);

    /** The value at one time. */
    record Point(double time, Approx value) {}
}
