package org.attentiontheorems.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.attentiontheorems.random.RandomField;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the decisions see, and how soon. A prototype missed none of 4000 violations in each row, so that a run misses with probability
 * below 7.5e-4; seven misses of 200 have probability 3e-10. All tables together: {@link EngineAlpha#POWER}.
 */
class PowerTest {
    private static final int RUNS = 200;
    private static final RandomField RANDOM = RandomField.of(20261, "power", 0);

    private record Nothing() {}

    private static double median(long... x) {
        long[] sorted = x.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    /** Violations by a factor, with the median number of replicates that the prototype took; twenty percent are seven standard errors and more. */
    @ParameterizedTest
    @CsvSource({
        "1.5, BETA, 2048, 139",
        "1.5, CHI_SQUARE_1, 2048, 671",
        "1.5, CHI_SQUARE_8, 2048, 112",
        "1.5, LOG_NORMAL, 2048, 422",
        "2, BETA, 768, 62",
        "2, CHI_SQUARE_1, 768, 230",
        "2, CHI_SQUARE_8, 768, 56",
        "2, LOG_NORMAL, 768, 132",
        "4, BETA, 256, 26",
        "4, CHI_SQUARE_1, 256, 62",
        "4, CHI_SQUARE_8, 256, 25",
        "4, LOG_NORMAL, 256, 35",
    })
    void aMeanAboveItsBoundIsViolated(double factor, Law law, int most, double usual) {
        long[] replicates = new long[RUNS];
        int missed = 0;
        for (int run = 0; run < RUNS; run++) {
            double[] x = law.sample(RANDOM.size((int) factor), run, most);
            Evidence found = new MeanTest("power", 1, Range.above(0), 0.1, most)
                    .decide(r -> Approx.direct(factor * x[(int) r - 1]));
            missed += found.verdict() == Verdict.VIOLATED ? 0 : 1;
            replicates[run] = found.replicates();
        }
        assertThat(missed).isLessThan(7);
        assertThat(median(replicates)).isEqualTo(usual, within(0.2 * usual));
    }

    /** With a known variance, at {@code E X = share b'}: the range over laws of the prototype's medians. */
    @ParameterizedTest
    @CsvSource({
        "0.1, CHI_SQUARE_1, 5, 7",
        "0.3, CHI_SQUARE_1, 10, 24",
        "0.3, LOG_NORMAL, 10, 24",
        "0.6, CHI_SQUARE_1, 52, 179",
        "0.6, LOG_NORMAL, 52, 179",
    })
    void aMeanBelowItsBoundHoldsWithAKnownVariance(double share, Law law, double least, double most) {
        double scale = 1.1 * share;
        long[] replicates = new long[RUNS];
        int missed = 0;
        for (int run = 0; run < RUNS; run++) {
            double[] x = law.sample(RANDOM.size(5), run, 2048);
            Evidence found = new MeanTest("power", 1, Range.withVariance(0, scale * scale * law.variance), 0.1, 2048)
                    .decide(r -> Approx.direct(scale * x[(int) r - 1]));
            missed += found.verdict() == Verdict.HOLDS ? 0 : 1;
            replicates[run] = found.replicates();
        }
        assertThat(missed).isLessThan(7);
        assertThat(median(replicates)).isBetween(least, most);
    }

    private static Evidence tail(double p, double delta, long key) {
        return Claim.<Nothing>tail("uniform", (x, random) -> Approx.direct(random.uniform("u", 0, 0)))
                .above(x -> 1 - p, delta)
                .check(new Nothing(), Context.of(20261, "tail-power", key));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.05, 0.1, 0.2})
    void aTailOfTwiceItsProbabilityIsViolated(double delta) {
        int missed = 0;
        for (long key = 0; key < RUNS; key++) {
            missed += tail(2 * delta, delta, key).verdict() == Verdict.VIOLATED ? 0 : 1;
        }
        assertThat(missed).isLessThan(7);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.05, 0.1, 0.2})
    void aTailOfFourTimesItsProbabilityIsViolatedEarly(double delta) {
        int missed = 0;
        for (long key = 0; key < RUNS; key++) {
            Evidence found = tail(4 * delta, delta, key);
            boolean early = found.verdict() == Verdict.VIOLATED && found.replicates() <= 40 / delta;
            missed += early ? 0 : 1;
        }
        assertThat(missed).isLessThan(7);
    }

    /** 200 decisions at 2^-40. At the bound itself HOLDS came out in 72 to 95 % of the prototype's runs. */
    @Test
    void aTailOfItsProbabilityIsNeverViolated() {
        int holds = 0;
        for (long key = 0; key < RUNS; key++) {
            Verdict verdict = tail(0.1, 0.1, key).verdict();
            assertThat(verdict).isNotEqualTo(Verdict.VIOLATED);
            holds += verdict == Verdict.HOLDS ? 1 : 0;
        }
        assertThat(holds).isBetween(RUNS / 2, RUNS);
    }

    /** Missed with probability 2^-20 each. */
    @Test
    void aTailBeyondItsMarginNeverHolds() {
        for (long key = 0; key < RUNS; key++) {
            assertThat(tail(0.15, 0.1, key).verdict()).isNotEqualTo(Verdict.HOLDS);
        }
    }

    /** The exact alternative to a rate decision: {@code X(512) - rho X(16)} has a mean below 0 if X falls like 1/n. 40 true decisions. */
    @ParameterizedTest
    @CsvSource({"1, false", "0.75, false", "0.5, true"})
    void twoSizesAndAKnownRangeDecideARateExactly(double exponent, boolean violated) {
        double rho = StrictMath.pow(16.0 / 512, 0.75);
        double high = 6 * StrictMath.pow(16, -exponent);
        Mean<Nothing> claim = Claim.<Nothing>mean("two-point", (x, random) -> {
                    double last = StrictMath.pow(512, -exponent) * Math.min(6, Law.CHI_SQUARE_8.draw(random.size(5)));
                    double first = StrictMath.pow(16, -exponent) * Math.min(6, Law.CHI_SQUARE_8.draw(random.size(0)));
                    return Approx.direct(last - rho * first);
                })
                .atMost(x -> 0)
                .in(x -> Range.above(-rho * high));
        long[] pairs = new long[40];
        for (int key = 0; key < pairs.length; key++) {
            Evidence found = claim.check(new Nothing(), Context.of(20261, "two-point", key));
            assertThat(found.verdict() == Verdict.VIOLATED).isEqualTo(violated);
            pairs[key] = found.replicates();
        }
        if (violated) {
            assertThat(median(pairs)).isBetween(130.0, 200.0);
        }
    }
}
