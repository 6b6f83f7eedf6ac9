package org.attentiontheorems.verify;

import java.util.List;

/**
 * What steers a run besides the theorems.
 *
 * @param seed the master seed
 * @param tries tries a claim where the theorem declares 200; others in proportion
 * @param run name of the run, as it stands in the evidence
 * @param fresh whether the seed was drawn for this run: then lost power is a warning, not a failure
 * @param slow whether slow families are examined too
 */
public record RunSettings(long seed, int tries, String run, boolean fresh, boolean slow) {
    /** The committed master seed: a red run with it can only be caused by a change. */
    public static final long DEFAULT_SEED = 20261;

    /** The number of tries that theorems declare for. */
    public static final int DEFAULT_TRIES = 200;

    public RunSettings {
        Check.between("tries", tries, 1, 1_000_000);
    }

    /** The default seed and tries. */
    public static RunSettings standard(String run) {
        return new RunSettings(DEFAULT_SEED, DEFAULT_TRIES, run, false, false);
    }

    /** The families of a theorem that this run examines. */
    List<Family<?>> familiesOf(Theorem<?> theorem) {
        return theorem.families().stream()
                .filter(family -> slow || !family.slow())
                .toList();
    }

    /** Tries of a claim whose theorem declares the given number. */
    public int triesOf(Theorem<?> theorem) {
        return (int) Math.max(1, ((long) theorem.tries() * tries + DEFAULT_TRIES - 1) / DEFAULT_TRIES);
    }
}
