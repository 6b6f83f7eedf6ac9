package org.attentiontheorems.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** The test martingales on numbers that were computed by other means. */
class WealthTest {
    private static final double[] X = {2, 0.5, 3, 1, 4};

    private static double against(int n) {
        Wealth wealth = new Wealth();
        for (int i = 0; i < n; i++) {
            wealth.bet((X[i] - 1) / (1 - 0));
        }
        return wealth.log();
    }

    private static double inFavour(int n) {
        Wealth wealth = new Wealth();
        for (int i = 0; i < n; i++) {
            wealth.bet((1.1 - X[i]) / (5 - 1.1));
        }
        return wealth.log();
    }

    @Test
    void theWealthAgainstTheClaimIsKnown() {
        assertThat(against(1)).isEqualTo(0.180224229909621, within(1e-12 * 0.18));
        assertThat(against(3)).isEqualTo(0.379352659067534, within(1e-12 * 0.37));
        assertThat(against(5)).isEqualTo(1.04306158458913, within(1e-12 * 1.04));
    }

    @Test
    void theWealthForTheClaimIsKnown() {
        assertThat(inFavour(1)).isEqualTo(-0.0466448065005681, within(1e-12 * 0.046));
        assertThat(inFavour(5)).isEqualTo(-0.230886658356495, within(1e-12 * 0.23));
    }

    @Test
    void catonisWealthIsKnown() {
        Wealth wealth = new Wealth();
        for (double x : X) {
            wealth.betCatoni(1.1 - x, Math.sqrt(2));
        }
        assertThat(wealth.log()).isEqualTo(-0.446956501978916, within(1e-12 * 0.44));
    }

    /** The same numbers through the whole decision. */
    @Test
    void theDecisionFeedsThem() {
        Evidence bounded = new MeanTest("x", 1, Range.between(0, 5), 0.1, 5).decide(r -> Approx.direct(X[(int) r - 1]));
        assertThat(bounded.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(bounded.logWealthViolated()).isEqualTo(1.04306158458913, within(1e-12 * 1.04));
        assertThat(bounded.logWealthHolds()).isEqualTo(-0.230886658356495, within(1e-12 * 0.23));
        Evidence variance =
                new MeanTest("x", 1, Range.withVariance(0, 2), 0.1, 5).decide(r -> Approx.direct(X[(int) r - 1]));
        assertThat(variance.logWealthViolated()).isEqualTo(bounded.logWealthViolated());
        assertThat(variance.logWealthHolds()).isEqualTo(-0.446956501978916, within(1e-12 * 0.44));
    }

    @Test
    void theWealthStartsAtOne() {
        assertThat(new Wealth().log()).isEqualTo(0, within(1e-15));
        assertThat(new Wealth().reaches(1e-9)).isFalse();
    }

    @Test
    void theLargestLossLeavesATwentiethToTheBoldest() {
        Wealth wealth = new Wealth();
        wealth.bet(-1);
        double mean = 0;
        for (int g = 0; g < 12; g++) {
            mean += (1 - 0.95 * StrictMath.pow(0.6, g)) / 12;
        }
        assertThat(wealth.log()).isEqualTo(StrictMath.log(mean), within(1e-14));
    }

    @Test
    void lookingIsTheSameAsReadingTheWealth() {
        Wealth wealth = new Wealth();
        for (int i = 0; i < 400; i++) {
            wealth.bet(Math.floorMod(i * 7, 11) / 5.0 - 1);
            for (double threshold : new double[] {0.01, 0.1, 1, 4.6}) {
                assertThat(wealth.reaches(threshold)).isEqualTo(wealth.log() >= threshold);
            }
        }
    }

    @Test
    void aGainThatOverflowsMakesOneRichAndNotNotANumber() {
        Wealth wealth = new Wealth();
        wealth.bet(Double.POSITIVE_INFINITY);
        assertThat(wealth.log()).isBetween(300.0, 400.0);
        assertThat(wealth.reaches(27.7)).isTrue();
        Wealth catoni = new Wealth();
        catoni.betCatoni(Double.NEGATIVE_INFINITY, 1);
        catoni.betCatoni(1, Double.MIN_NORMAL);
        assertThat(catoni.log()).isFinite();
    }
}
