package org.attentiontheorems.verify;

import java.util.Locale;
import org.attentiontheorems.measure.Sums;

/** The error levels of single decisions and the budget of a whole run (verification.md, section 1). */
public final class ErrorLedger {
    /** Probability of a false alarm of one statistical decision. */
    public static final double ALPHA_VIOLATED = 0x1p-40;

    /** Probability that one statistical decision misses a violation beyond its indifference margin. */
    public static final double ALPHA_HOLDS = 0x1p-20;

    /** Nominal false-alarm level of one rate decision: four looks at six standard errors. A sharp rate is two decisions. */
    public static final double ALPHA_RATE = 4e-9;

    /** False-alarm budget of a whole run. */
    public static final double SUITE_BUDGET = 1e-6;

    private ErrorLedger() {}

    /** Sum of the levels that were booked. */
    public static double total(double... alphas) {
        return Sums.neumaier(alphas);
    }

    /**
     * Refuses a run that has spent more than its budget.
     *
     * @throws IllegalStateException if {@code spent} is above {@link #SUITE_BUDGET}
     */
    public static void requireWithinBudget(double spent) {
        if (!(spent <= SUITE_BUDGET)) {
            throw new IllegalStateException(String.format(
                    Locale.ROOT,
                    "error budget exceeded: lower tries or alpha (spent %.3g, budget %.3g)",
                    spent,
                    SUITE_BUDGET));
        }
    }
}
