package org.attentiontheorems.verify;

/** The answer to two separate one-sided tests, never the negation of one another (verification.md, section 1). */
public enum Verdict {
    /** The statement "the claim fails by more than the indifference margin" is refuted. */
    HOLDS,
    /** The claim is refuted. */
    VIOLATED,
    /** Neither is refuted after the whole budget. */
    INCONCLUSIVE
}
