package org.attentiontheorems.verify;

import java.util.function.IntFunction;

/** Deterministic inequality and identity (verification.md, sections 2a and 2b). */
final class ExactTest {
    static final double RELATIVE_CAP = 1e-9;
    private static final int EFFORTS = 3;

    private final String claim;
    private final boolean twoSided;
    private final double absFloor;

    private ExactTest(String claim, boolean twoSided, double absFloor) {
        if (!(absFloor >= 0) || Double.isInfinite(absFloor)) {
            throw new InvalidComputation("the absolute slack of " + claim + " is " + Json.number(absFloor));
        }
        this.claim = claim;
        this.twoSided = twoSided;
        this.absFloor = absFloor;
    }

    static ExactTest inequality(String claim, double absFloor) {
        return new ExactTest(claim, false, absFloor);
    }

    static ExactTest identity(String claim, double absFloor) {
        return new ExactTest(claim, true, absFloor);
    }

    /** Decides at the lowest effort whose error is below the cap; the last effort decides as far as its error allows. */
    Evidence decide(IntFunction<Approx> measured, IntFunction<Approx> bound) {
        Evidence last = null;
        for (int effort = 0; effort < EFFORTS; effort++) {
            Approx b = bound.apply(effort);
            if (!twoSided && b.value() == Double.POSITIVE_INFINITY) {
                double m = measured.apply(effort).finite(claim).value();
                return Evidence.exact(claim, Verdict.HOLDS, false, true, m, b.value(), 0);
            }
            Approx m = measured.apply(effort).finite(claim);
            b.finite("the bound of " + claim);
            double cap = cap(m.value(), b.value());
            double err = error(m, b, cap);
            boolean precise = err <= cap;
            last = precise ? settled(m.value(), b.value(), err) : visible(m.value(), b.value(), err);
            if (precise || (m.direct() && b.direct())) {
                return last;
            }
        }
        return java.util.Objects.requireNonNull(last);
    }

    double cap(double m, double b) {
        return Math.max(RELATIVE_CAP * Math.max(Math.abs(m), Math.abs(b)), absFloor);
    }

    private static double error(Approx m, Approx b, double cap) {
        double certified = m.err() + b.err();
        return m.direct() || b.direct() ? Math.max(certified, cap) : certified;
    }

    private Evidence settled(double m, double b, double err) {
        return answer(excess(m, b) > err ? Verdict.VIOLATED : Verdict.HOLDS, m, b, err);
    }

    /** The error is above the cap: only what is visible beyond it counts. */
    private Evidence visible(double m, double b, double err) {
        if (excess(m, b) > err) {
            return answer(Verdict.VIOLATED, m, b, err);
        }
        return answer(!twoSided && m + err <= b ? Verdict.HOLDS : Verdict.INCONCLUSIVE, m, b, err);
    }

    private double excess(double m, double b) {
        return twoSided ? Math.abs(m - b) : m - b;
    }

    private Evidence answer(Verdict verdict, double m, double b, double err) {
        boolean tie = !twoSided && Math.abs(m - b) <= err;
        boolean vacuous = !twoSided && Math.abs(m) <= absFloor && Math.abs(b) <= absFloor;
        return Evidence.exact(claim, verdict, tie, vacuous, m, b, err);
    }
}
