package org.attentiontheorems.verify;

import org.attentiontheorems.random.RandomField;

/** One replicate of a random number of an instance at size {@code n}. */
@FunctionalInterface
public interface SizedExperiment<I> {
    /** Draws the replicate from its own field of random numbers. */
    double run(I instance, int n, RandomField random);
}
