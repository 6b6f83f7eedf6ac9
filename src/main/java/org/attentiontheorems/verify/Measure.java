package org.attentiontheorems.verify;

import java.util.function.ToDoubleFunction;

/** A deterministic number of an instance, with its numerical error. */
@FunctionalInterface
public interface Measure<I> {
    /**
     * Computes the number.
     *
     * @param effort 0 first; 1 and 2 ask for a smaller error (solver tolerance / 100, twice the steps) after the first
     *     answer was too coarse to decide
     */
    Approx at(I instance, int effort);

    /** A number that is computed directly. */
    static <I> Measure<I> direct(ToDoubleFunction<I> value) {
        return (instance, effort) -> Approx.direct(value.applyAsDouble(instance));
    }
}
