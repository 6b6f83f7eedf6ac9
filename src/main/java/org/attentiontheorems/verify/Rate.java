package org.attentiontheorems.verify;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.attentiontheorems.measure.Sums;
import org.attentiontheorems.random.RandomField;

/**
 * The claim that the mean of a random number falls at least like {@code n^-exponent}: the log-log slope at the upper end of the
 * declared grid is at most {@code -exponent + tol} (verification.md, section 2e). Where {@code attained}, also at least {@code
 * -exponent - tol} (section 2f).
 *
 * @param id name of the claim
 * @param experiment one replicate at one size
 * @param limit what the theorem allows at one size, for the table; positive infinity where it gives no constant
 * @param grid sizes, at least six, increasing; the range is part of the claim
 * @param exponent the claimed exponent
 * @param tol half the gap to the next wrong exponent
 * @param attained whether the rate is also claimed to be attained
 */
public record Rate<I extends Record>(
        String id,
        SizedExperiment<I> experiment,
        SizedMeasure.Sized<I> limit,
        int[] grid,
        double exponent,
        double tol,
        boolean attained)
        implements Claim<I> {
    static final int FIRST_REPLICATES = 64;
    static final int LEVELS = 4;
    private static final double Z_VIOLATED = 6;
    private static final double Z_HOLDS = 3;

    public Rate {
        Check.that(grid.length >= 6, "grid", "needs at least 6 sizes, has %d", grid.length);
        Check.increasing("grid", grid);
        Check.finite("exponent", exponent);
        Check.positive("tol", tol);
    }

    /** The random half of the claim. */
    public record Measured<I extends Record>(String id, SizedExperiment<I> experiment) {

        /** The claim that the mean falls like {@code n^-exponent} along the grid. */
        public Rate<I> fallsLike(double exponent, double tol, int... grid) {
            return new Rate<>(id, experiment, (instance, n) -> Double.POSITIVE_INFINITY, grid, exponent, tol, false);
        }
    }

    /** This claim with another exponent: how a control claims too much. */
    public Rate<I> fallsLike(double other, double otherTol) {
        return new Rate<>(id, experiment, limit, grid, other, otherTol, attained);
    }

    /** This claim with the bound that its table shows beside the means. */
    public Rate<I> under(SizedMeasure.Sized<I> shown) {
        return new Rate<>(id, experiment, shown, grid, exponent, tol, attained);
    }

    /** This claim together with its mirror: the rate is attained. */
    public Rate<I> sharp() {
        return new Rate<>(id, experiment, limit, grid, exponent, tol, true);
    }

    @Override
    public boolean simulates() {
        return true;
    }

    @Override
    public String kind() {
        return attained ? "sharp rate" : "rate";
    }

    @Override
    public Evidence check(I instance, Context context) {
        double[][] drawn = new double[grid.length][0];
        Evidence found = Evidence.vacuous(id);
        for (int level = 1; level <= LEVELS; level++) {
            int replicates = FIRST_REPLICATES << (2 * (level - 1));
            for (int k = 0; k < grid.length; k++) {
                drawn[k] = extended(instance, context.random().size(k), k, drawn[k], replicates);
            }
            found = judge(instance, drawn, level);
            if (found.verdict() != Verdict.INCONCLUSIVE) {
                return found;
            }
        }
        return found;
    }

    private double[] extended(I instance, RandomField random, int k, double[] drawn, int replicates) {
        double[] all = Arrays.copyOf(drawn, replicates);
        for (int r = drawn.length; r < replicates; r++) {
            all[r] = experiment.run(instance, grid[k], random.replicate(r + 1L));
            if (!Double.isFinite(all[r])) {
                throw new InvalidComputation(id + ": replicate at size " + grid[k] + " is " + all[r]);
            }
        }
        return all;
    }

    private Evidence judge(I instance, double[][] drawn, int level) {
        double[] n = new double[grid.length];
        double[] means = new double[grid.length];
        double[] v = new double[grid.length];
        List<SizePoint> series = new ArrayList<>();
        for (int k = 0; k < grid.length; k++) {
            n[k] = grid[k];
            means[k] = Sums.neumaier(drawn[k]) / drawn[k].length;
            double relative = relativeVariance(drawn[k], means[k]);
            v[k] = relative + 1e-8;
            double se = Math.abs(means[k]) * Math.sqrt(relative);
            series.add(new SizePoint(n[k], means[k], se, limit.at(instance, grid[k]), drawn[k].length));
        }
        return judge(n, means, v, level).withSeries(series);
    }

    /** A mean of 0 among others has no logarithm: it leaves the matter open. */
    private Evidence judge(double[] n, double[] means, double[] v, int level) {
        requireNotNegative(means);
        if (Arrays.stream(means).allMatch(mean -> mean == 0)) {
            return Evidence.vacuous(id);
        }
        if (Arrays.stream(means).anyMatch(mean -> mean == 0)) {
            return evidence(Verdict.INCONCLUSIVE, 0, 0, level);
        }
        LogLogFit fit = LogLogFit.of(n, means, v);
        double threshold = -exponent + tol;
        return evidence(judge(fit, threshold), fit.endSlope(), fit.endSlopeSe(), level)
                .withFit(new RateFit(
                        fit.slope(), fit.slopeSe(), fit.endSlope(), fit.endSlopeSe(), -exponent, threshold, level));
    }

    /** A claim with its mirror is two decisions. */
    private Evidence evidence(Verdict verdict, double endSlope, double endSlopeSe, int level) {
        long replicates = (long) grid.length * (FIRST_REPLICATES << (2 * (level - 1)));
        return new Evidence(
                id,
                verdict,
                Basis.ASYMPTOTIC,
                false,
                false,
                endSlope,
                -exponent + tol,
                endSlopeSe,
                replicates,
                attained ? 2 * ErrorLedger.ALPHA_RATE : ErrorLedger.ALPHA_RATE,
                0,
                0,
                List.of(),
                Optional.empty());
    }

    Verdict judge(LogLogFit fit, double threshold) {
        Verdict fastEnough = oneSided(fit, threshold);
        if (!attained || fastEnough == Verdict.VIOLATED) {
            return fastEnough;
        }
        LogLogFit mirrored = new LogLogFit(-fit.slope(), fit.slopeSe(), -fit.endSlope(), fit.endSlopeSe());
        Verdict slowEnough = oneSided(mirrored, exponent + tol);
        if (slowEnough == Verdict.VIOLATED) {
            return Verdict.VIOLATED;
        }
        return fastEnough == slowEnough ? fastEnough : Verdict.INCONCLUSIVE;
    }

    /** Both lenses must agree. */
    private static Verdict oneSided(LogLogFit fit, double threshold) {
        if (fit.slope() - Z_VIOLATED * fit.slopeSe() > threshold
                && fit.endSlope() - Z_VIOLATED * fit.endSlopeSe() > threshold) {
            return Verdict.VIOLATED;
        }
        if (fit.slope() + Z_HOLDS * fit.slopeSe() < threshold
                && fit.endSlope() + Z_HOLDS * fit.endSlopeSe() < threshold) {
            return Verdict.HOLDS;
        }
        return Verdict.INCONCLUSIVE;
    }

    private void requireNotNegative(double[] means) {
        for (int k = 0; k < means.length; k++) {
            if (means[k] < 0) {
                throw new InvalidComputation(
                        id + ": the mean at size " + grid[k] + " is " + Json.number(means[k]) + ", below 0");
            }
        }
    }

    /** The variance of the mean of the replicates, divided by the square of that mean; 0 where the mean is. */
    private static double relativeVariance(double[] x, double mean) {
        if (mean == 0) {
            return 0;
        }
        double squares = 0;
        for (double value : x) {
            squares += (value / mean - 1) * (value / mean - 1);
        }
        return squares / (x.length - 1) / x.length;
    }
}
