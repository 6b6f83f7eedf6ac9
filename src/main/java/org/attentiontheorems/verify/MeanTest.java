package org.attentiontheorems.verify;

import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;

/** Sequential test of {@code E X <= b} by two test martingales (verification.md, section 2c). */
final class MeanTest {
    static final long CORNER_REPLICATES = 16;
    private static final long FIRST_NORMAL_LOOK = 256;

    private final String claim;
    private final double bound;
    private final Range range;
    private final double refuted;
    private final double margin;
    private final long maxReplicates;
    private final Levels levels;

    private final Wealth against = new Wealth();
    private final Wealth inFavour = new Wealth();
    private long n;
    private double mean;
    private double meanErr;
    private double squares;

    /** Log wealth at which a claim is refuted or certified: {@code ln 1/alpha}. */
    record Levels(double violated, double holds) {
        static final Levels STANDARD = of(ErrorLedger.ALPHA_VIOLATED, ErrorLedger.ALPHA_HOLDS);

        static Levels of(double alphaViolated, double alphaHolds) {
            return new Levels(-StrictMath.log(alphaViolated), -StrictMath.log(alphaHolds));
        }
    }

    MeanTest(String claim, double bound, Range range, double tau, long maxReplicates) {
        this(claim, bound, range, tau, maxReplicates, Levels.STANDARD);
    }

    MeanTest(String claim, double bound, Range range, double tau, long maxReplicates, Levels levels) {
        if (!(bound > Double.NEGATIVE_INFINITY)) {
            throw new InvalidComputation("the bound of " + claim + " is " + bound);
        }
        this.claim = claim;
        this.bound = bound;
        this.range = range;
        this.margin = tau * (bound - range.low());
        this.refuted =
                range instanceof Range.Bounded b ? Math.min(bound + margin, (bound + b.high()) / 2) : bound + margin;
        this.maxReplicates = maxReplicates;
        this.levels = levels;
    }

    /** Draws replicates 1, 2, … until the matter is settled or the budget is spent. */
    Evidence decide(LongFunction<Approx> replicate) {
        if (bound == Double.POSITIVE_INFINITY || (range instanceof Range.Bounded b && bound >= b.high())) {
            return evidence(Verdict.HOLDS, Basis.TEST_MARTINGALE, true, 0);
        }
        if (bound <= range.low()) {
            return decideCorner(replicate);
        }
        while (n < maxReplicates) {
            feed(replicate.apply(n + 1));
            if (against.reaches(levels.violated())) {
                return evidence(Verdict.VIOLATED, Basis.TEST_MARTINGALE, false, ErrorLedger.ALPHA_VIOLATED);
            }
            if (inFavour.reaches(levels.holds())) {
                return evidence(Verdict.HOLDS, Basis.TEST_MARTINGALE, false, ErrorLedger.ALPHA_VIOLATED);
            }
            if (range instanceof Range.LowerOnly && normalLimitBelow()) {
                return evidence(Verdict.HOLDS, Basis.ASYMPTOTIC, false, ErrorLedger.ALPHA_VIOLATED);
            }
        }
        return evidence(Verdict.INCONCLUSIVE, Basis.TEST_MARTINGALE, false, ErrorLedger.ALPHA_VIOLATED);
    }

    /** No bet is possible on {@code E X <= low}: it says that X = low almost surely, so each replicate must. */
    private Evidence decideCorner(LongFunction<Approx> replicate) {
        ExactTest test = ExactTest.inequality(claim, absFloor());
        Verdict verdict = Verdict.HOLDS;
        boolean vacuous = true;
        while (n < CORNER_REPLICATES && verdict != Verdict.VIOLATED) {
            Approx x = inRange(replicate.apply(n + 1).finite(claim));
            count(x.value());
            Evidence one = test.decide(effort -> x, effort -> Approx.direct(bound));
            vacuous &= one.vacuous();
            verdict = one.verdict() == Verdict.HOLDS ? verdict : one.verdict();
        }
        return evidence(verdict, Basis.EXACT, vacuous, 0);
    }

    private void feed(Approx drawn) {
        Approx x = inRange(drawn.finite(claim));
        count(x.value());
        meanErr += (x.err() - meanErr) / n;
        double low = range.low();
        against.bet((Math.max(x.value() - x.err(), low) - bound) / (bound - low));
        if (range instanceof Range.Bounded b) {
            inFavour.bet((refuted - Math.min(x.value() + x.err(), b.high())) / (b.high() - refuted));
        } else if (range instanceof Range.Variance v) {
            // a constant has variance 0: any larger number bounds it as well
            double floor = Math.max(1e-9 * (bound - low), Double.MIN_NORMAL);
            inFavour.betCatoni(refuted - (x.value() + x.err()), Math.max(Math.sqrt(v.variance()), floor));
        }
    }

    private Approx inRange(Approx x) {
        double high = range instanceof Range.Bounded b ? b.high() : Double.POSITIVE_INFINITY;
        double rounding = 1e-12 * Math.max(Math.abs(x.value()), Math.abs(range.low()));
        double slack = x.err() + Math.max(rounding, absFloor());
        if (x.value() < range.low() - slack || x.value() > high + slack) {
            throw new InvalidComputation(claim + ": replicate " + Json.number(x.value()) + " lies outside its range ["
                    + Json.number(range.low()) + ", " + Json.number(high) + "]");
        }
        return new Approx(Math.min(Math.max(x.value(), range.low()), high), x.err(), x.direct());
    }

    private double absFloor() {
        return 1e-14 * Math.max(1, Math.abs(bound));
    }

    private void count(double x) {
        n++;
        double before = x - mean;
        mean += before / n;
        squares += before * (x - mean);
    }

    /** Looks at n = 256, 512, … only. */
    private boolean normalLimitBelow() {
        boolean look = n >= FIRST_NORMAL_LOOK && Long.bitCount(n) == 1;
        return look && mean + meanErr + 5 * standardError() <= refuted;
    }

    private double standardError() {
        return n > 1 ? Math.sqrt(squares / (n - 1.0) / n) : 0;
    }

    private Evidence evidence(Verdict verdict, Basis basis, boolean vacuous, double alpha) {
        return new Evidence(
                claim,
                verdict,
                basis,
                false,
                vacuous,
                mean,
                bound,
                standardError(),
                n,
                alpha,
                against.log(),
                inFavour.log(),
                List.of(),
                Optional.empty());
    }
}
