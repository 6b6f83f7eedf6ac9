package org.attentiontheorems.verify;

/**
 * What the engine's own tests book in the error ledger of a run. Their random numbers are fixed, so that a red test can only be caused by
 * a change; but a change of the draws is a fresh sample, hence these levels.
 */
final class EngineAlpha {
    /** Probability that more than 160 of 10 000 samples alarm at a level of one in a hundred: one calibration. */
    static final double CALIBRATION = 1.1e-8;

    /** Number of calibrations. */
    static final int CALIBRATIONS = 7;

    /** All decisions on true claims (or claims on the boundary) that must never be VIOLATED, at 2^-40 each. */
    static final int TRUE_DECISIONS = 20_000;

    /** Decisions on true rates, a sharp one counted twice: rows of the table that hold, those that are hard, attained ones. */
    static final int TRUE_RATES = 8 * 5 + 3 * 4 + 2 * 5;

    /** Known powers that are missed by chance, all tables together: 38 rows at 5e-10 or less. */
    static final double POWER = 2e-8;

    /** What a run with these tests spends on them. */
    static final double TOTAL = CALIBRATIONS * CALIBRATION
            + TRUE_DECISIONS * ErrorLedger.ALPHA_VIOLATED
            + TRUE_RATES * ErrorLedger.ALPHA_RATE
            + POWER;

    private EngineAlpha() {}
}
