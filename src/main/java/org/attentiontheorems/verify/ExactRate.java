package org.attentiontheorems.verify;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The claim that a deterministic number falls at least like {@code n^-exponent} (verification.md, section 2e, deterministic X).
 * An undecided grid is extended by two octaves, at most three times and never beyond {@code maxSize}.
 *
 * @param id name of the claim
 * @param measured the number at one size
 * @param limit what the theorem allows at one size, for the table; positive infinity where it gives no constant
 * @param grid sizes, at least four, increasing
 * @param maxSize largest size that can be computed
 * @param exponent the claimed exponent
 * @param tol half the gap to the next wrong exponent: 0.5 where 1 must be told from 2
 * @param attained whether the rate is also claimed to be attained
 */
public record ExactRate<I extends Record>(
        String id,
        SizedMeasure<I> measured,
        SizedMeasure.Sized<I> limit,
        int[] grid,
        int maxSize,
        double exponent,
        double tol,
        boolean attained)
        implements Claim<I> {
    private static final int LEVELS = 4;

    public ExactRate {
        Check.that(grid.length >= 4, "grid", "needs at least 4 sizes, has %d", grid.length);
        Check.increasing("grid", grid);
        Check.finite("exponent", exponent);
        Check.positive("tol", tol);
    }

    /** The measured half of the claim. */
    public record Measured<I extends Record>(String id, SizedMeasure<I> measured) {

        /** The claim that the number falls like {@code n^-exponent} along the grid, which is not extended. */
        public ExactRate<I> fallsLike(double exponent, double tol, int... grid) {
            int end = grid.length == 0 ? 0 : grid[grid.length - 1];
            return new ExactRate<>(
                    id, measured, (instance, n) -> Double.POSITIVE_INFINITY, grid, end, exponent, tol, false);
        }
    }

    /** This claim with another exponent: how a control claims too much. */
    public ExactRate<I> fallsLike(double other, double otherTol) {
        return new ExactRate<>(id, measured, limit, grid, maxSize, other, otherTol, attained);
    }

    /** This claim with the bound that its table shows beside the values. */
    public ExactRate<I> under(SizedMeasure.Sized<I> shown) {
        return new ExactRate<>(id, measured, shown, grid, maxSize, exponent, tol, attained);
    }

    /** This claim together with its mirror: the rate is attained. */
    public ExactRate<I> sharp() {
        return new ExactRate<>(id, measured, limit, grid, maxSize, exponent, tol, true);
    }

    /** This claim with a grid that may grow up to {@code largest}. */
    public ExactRate<I> extensibleTo(int largest) {
        return new ExactRate<>(id, measured, limit, grid, largest, exponent, tol, attained);
    }

    @Override
    public String kind() {
        return attained ? "sharp exact rate" : "exact rate";
    }

    @Override
    public Evidence check(I instance, Context context) {
        List<SizePoint> series = new ArrayList<>();
        int[] sizes = grid;
        Evidence found = Evidence.vacuous(id);
        for (int level = 1; level <= LEVELS; level++) {
            for (int k = series.size(); k < sizes.length; k++) {
                series.add(point(instance, sizes[k]));
            }
            found = judge(series, level);
            int next = sizes[sizes.length - 1];
            if (found.verdict() != Verdict.INCONCLUSIVE || next > maxSize / 4) {
                return found;
            }
            sizes = Arrays.copyOf(sizes, sizes.length + 2);
            sizes[sizes.length - 2] = 2 * next;
            sizes[sizes.length - 1] = 4 * next;
        }
        return found;
    }

    private SizePoint point(I instance, int n) {
        Approx value = measured.at(instance, n, 0).finite(id);
        double err = value.direct() ? 1e-14 * Math.abs(value.value()) : value.err();
        return new SizePoint(n, value.value(), err, limit.at(instance, n), 0);
    }

    private Evidence judge(List<SizePoint> series, int level) {
        if (series.stream().allMatch(point -> point.measured() == 0)) {
            return Evidence.vacuous(id).withSeries(series);
        }
        double threshold = -exponent + tol;
        List<SlopeRule.Point> kept = SlopeRule.resolved(series.stream()
                .map(p -> new SlopeRule.Point(StrictMath.log(p.n()), p.measured(), p.se()))
                .toList());
        if (kept.size() < 4) {
            return Evidence.exact(id, Verdict.INCONCLUSIVE, false, false, 0, threshold, 0)
                    .withSeries(series);
        }
        SlopeRule rule = SlopeRule.of(kept);
        double halfWidth = (rule.high() - rule.low()) / 2;
        double slope = rule.last()[2];
        return Evidence.exact(id, verdict(rule, threshold), false, false, slope, threshold, halfWidth)
                .withSeries(series)
                .withFit(new RateFit(slope, halfWidth, rule.limit(), halfWidth, -exponent, threshold, level));
    }

    private Verdict verdict(SlopeRule rule, double threshold) {
        Verdict fastEnough = rule.against(threshold);
        if (!attained || fastEnough == Verdict.VIOLATED) {
            return fastEnough;
        }
        Verdict slowEnough = rule.above(-exponent - tol);
        return slowEnough == Verdict.HOLDS ? fastEnough : slowEnough;
    }
}
