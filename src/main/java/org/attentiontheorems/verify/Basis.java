package org.attentiontheorems.verify;

/** What a verdict rests on. */
public enum Basis {
    /** Computed with a certified numerical error; no error probability. */
    EXACT,
    /** A test martingale: the error probability is a theorem. */
    TEST_MARTINGALE,
    /** A normal approximation. */
    ASYMPTOTIC
}
