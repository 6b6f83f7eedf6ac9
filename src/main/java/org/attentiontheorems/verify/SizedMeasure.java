package org.attentiontheorems.verify;

/** A deterministic number of an instance at size {@code n}, with its numerical error. */
@FunctionalInterface
public interface SizedMeasure<I> {
    /** Computes the number; {@code effort} as in {@link Measure#at}. */
    Approx at(I instance, int n, int effort);

    /** A number that is computed directly. */
    static <I> SizedMeasure<I> direct(Sized<I> value) {
        return (instance, n, effort) -> Approx.direct(value.at(instance, n));
    }

    /** A plain number of an instance and a size. */
    @FunctionalInterface
    interface Sized<I> {
        /** The number at size {@code n}. */
        double at(I instance, int n);
    }
}
