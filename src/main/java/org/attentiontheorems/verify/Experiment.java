package org.attentiontheorems.verify;

import org.attentiontheorems.random.RandomField;

/** One replicate of a random number of an instance. */
@FunctionalInterface
public interface Experiment<I> {
    /** Draws the replicate from its own field of random numbers. */
    Approx run(I instance, RandomField random);
}
