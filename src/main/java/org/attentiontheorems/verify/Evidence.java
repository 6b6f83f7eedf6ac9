package org.attentiontheorems.verify;

import java.util.List;
import java.util.Optional;

/**
 * What one check of one claim on one instance found. A value: the same claim, instance and seed give the same bits.
 * Numbers that no verdict may rest on (NaN; infinity anywhere but in an upper bound) are refused with {@link InvalidComputation}.
 *
 * @param claim id of the claim
 * @param verdict the answer
 * @param basis what it rests on
 * @param tie whether measured and bound agree within the numerical error
 * @param vacuous whether the instance could not have shown a violation
 * @param measured what the reference implementation gave (mean of the replicates, share of exceedances, slope)
 * @param bound what the theorem allows; may be positive infinity
 * @param err numerical error of {@code measured - bound}; standard error for means
 * @param replicates number of replicates used, 0 for deterministic claims
 * @param alphaSpent probability of a false alarm that this decision books
 * @param logWealthViolated log wealth of the test martingale against the claim, 0 if there is none
 * @param logWealthHolds log wealth of the test martingale for the claim, 0 if there is none
 * @param series points of a rate, order, decay or monotonicity claim, else empty
 * @param fit slopes of a rate claim
 */
public record Evidence(
        String claim,
        Verdict verdict,
        Basis basis,
        boolean tie,
        boolean vacuous,
        double measured,
        double bound,
        double err,
        long replicates,
        double alphaSpent,
        double logWealthViolated,
        double logWealthHolds,
        List<SizePoint> series,
        Optional<RateFit> fit) {
    public Evidence {
        series = List.copyOf(series);
        requireFinite("the measured value", claim, measured);
        requireFinite("the error", claim, err);
        requireFinite("the log wealth", claim, logWealthViolated);
        requireFinite("the log wealth", claim, logWealthHolds);
        if (!(bound > Double.NEGATIVE_INFINITY)) {
            throw new InvalidComputation("the bound of " + claim + " is " + bound);
        }
    }

    private static void requireFinite(String what, String claim, double x) {
        if (!Double.isFinite(x)) {
            throw new InvalidComputation(what + " of " + claim + " is " + x);
        }
    }

    /** A deterministic answer. */
    static Evidence exact(
            String claim, Verdict verdict, boolean tie, boolean vacuous, double measured, double bound, double err) {
        return new Evidence(
                claim,
                verdict,
                Basis.EXACT,
                tie,
                vacuous,
                measured,
                bound,
                err,
                0,
                0,
                0,
                0,
                List.of(),
                Optional.empty());
    }

    /** The answer to a claim that an instance cannot contradict, given without computing. */
    static Evidence vacuous(String claim) {
        return exact(claim, Verdict.HOLDS, false, true, 0, 0, 0);
    }

    Evidence withSeries(List<SizePoint> points) {
        return with(vacuous, err, points, fit);
    }

    Evidence withFit(RateFit slopes) {
        return with(vacuous, err, series, Optional.of(slopes));
    }

    Evidence withErr(double other) {
        return with(vacuous, other, series, fit);
    }

    Evidence asVacuous() {
        return with(true, err, series, fit);
    }

    Evidence asSubstantial() {
        return with(false, err, series, fit);
    }

    private Evidence with(boolean isVacuous, double error, List<SizePoint> points, Optional<RateFit> slopes) {
        return new Evidence(
                claim,
                verdict,
                basis,
                tie,
                isVacuous,
                measured,
                bound,
                error,
                replicates,
                alphaSpent,
                logWealthViolated,
                logWealthHolds,
                points,
                slopes);
    }

    /**
     * How much of the bound is used: measured / bound, 0 if both are 0, infinite if only the bound is. For negative pairs (a
     * lower bound written as an upper bound of the negative) bound / measured.
     */
    public double tightness() {
        if (bound > 0) {
            return Double.isInfinite(bound) ? 0 : Math.max(measured, 0) / bound;
        }
        if (bound < 0) {
            return measured < 0 ? bound / measured : Double.POSITIVE_INFINITY;
        }
        return measured <= Math.abs(err) ? 0 : Double.POSITIVE_INFINITY;
    }
}
