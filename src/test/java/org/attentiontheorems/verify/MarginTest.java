package org.attentiontheorems.verify;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** How clearly a control is rejected. */
class MarginTest {
    private record Nothing() {}

    private static final Claim<Nothing> BOUND =
            Claim.<Nothing>bound("bound", x -> 0).atMost(x -> 1);
    private static final Claim<Nothing> IDENTITY = Claim.identity("identity", x -> 0, x -> 1);

    private static Evidence found(double measured, double bound, double err) {
        return Evidence.exact("x", Verdict.VIOLATED, false, false, measured, bound, err);
    }

    private static double ratio(double measured, double bound) {
        return Margin.of(BOUND, found(measured, bound, 1e-9)).value();
    }

    @Test
    void boundsAreMissedByAFactor() {
        assertThat(Margin.of(BOUND, found(3, 2, 1e-9))).isEqualTo(new Margin(1.5, "measured / bound"));
        assertThat(ratio(-2, -3))
                .as("a lower bound, written as an upper bound of the negative")
                .isEqualTo(1.5);
        assertThat(ratio(1, -3)).isInfinite();
        assertThat(ratio(1, 0)).isInfinite();
        assertThat(ratio(0, -1)).isInfinite();
    }

    @Test
    void identitiesAreMissedByNumericalErrors() {
        assertThat(Margin.of(IDENTITY, found(3, 2, 0.25))).isEqualTo(new Margin(4, "numerical errors"));
        assertThat(Margin.of(IDENTITY, found(2, 3, 0.25)).value()).isEqualTo(4);
    }

    @Test
    void slopesAreMissedByStandardErrors() {
        RateFit fit = new RateFit(-0.5, 0.125, -0.5, 0.125, -1, -0.75, 1);
        assertThat(Margin.of(BOUND, found(-0.5, -0.75, 0).withFit(fit)))
                .isEqualTo(new Margin(2, "standard errors of the slope"));
        RateFit exact = new RateFit(-0.5, 0, -0.5, 0, -1, -0.75, 1);
        assertThat(Margin.of(BOUND, found(-0.5, -0.75, 0).withFit(exact)))
                .isEqualTo(new Margin(0.25, "difference of the slope"));
    }
}
