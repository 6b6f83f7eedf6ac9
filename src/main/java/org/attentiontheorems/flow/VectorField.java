package org.attentiontheorems.flow;

/** The right-hand side of an autonomous equation {@code x' = f(x)}. */
@FunctionalInterface
public interface VectorField {
    /**
     * Computes the velocity.
     *
     * @param x state; must not be changed
     * @param velocity where {@code f(x)} is written; same length, contents undefined before
     */
    void at(double[] x, double[] velocity);
}
