package org.attentiontheorems.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Evidence as a value, and claims with the instances that they speak of. */
class EvidenceTest {
    private record Single(double value) {}

    private static Evidence evidence(double measured, double bound, double err) {
        return Evidence.exact("claim", Verdict.HOLDS, false, false, measured, bound, err);
    }

    private static Evidence withWealth(double violated, double holds) {
        return new Evidence(
                "claim",
                Verdict.HOLDS,
                Basis.TEST_MARTINGALE,
                false,
                false,
                0,
                1,
                0,
                1,
                0,
                violated,
                holds,
                List.of(),
                Optional.empty());
    }

    @ParameterizedTest
    @CsvSource({
        "1, 2, 0, 0.5",
        "3, 2, 0, 1.5",
        "0, 2, 0, 0",
        "-1, 2, 0, 0",
        "5, Infinity, 0, 0",
        "-3, -2, 0, 0.6666666666666666",
        "-1, -2, 0, 2",
        "1, -2, 0, Infinity",
        "0, -2, 0, Infinity",
        "0, 0, 0, 0",
        "-1, 0, 0, 0",
        "1e-15, 0, 1e-14, 0",
        "1e-13, 0, 1e-14, Infinity",
    })
    void tightnessIsTheShareOfTheBoundThatIsUsed(double measured, double bound, double err, double tightness) {
        assertThat(evidence(measured, bound, err).tightness()).isEqualTo(tightness);
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void noVerdictRestsOnWhatIsNoNumber(double x) {
        assertThatThrownBy(() -> evidence(x, 1, 0)).isInstanceOf(InvalidComputation.class);
        assertThatThrownBy(() -> evidence(1, 2, x)).isInstanceOf(InvalidComputation.class);
        assertThatThrownBy(() -> withWealth(x, 0)).isInstanceOf(InvalidComputation.class);
        assertThatThrownBy(() -> withWealth(0, x)).isInstanceOf(InvalidComputation.class);
        if (x != Double.POSITIVE_INFINITY) {
            assertThatThrownBy(() -> evidence(1, x, 0)).isInstanceOf(InvalidComputation.class);
        }
    }

    @Test
    void aScopedClaimIsTheClaimOnFewerInstances() {
        Claim<Single> claim =
                Claim.<Single>bound("square", x -> x.value() * x.value()).atMost(x -> 4);
        Claim<Single> scoped = claim.when(x -> x.value() > 0).vacuousWhen(x -> x.value() < 1);
        Context context = Context.of(1, "scoped", 1);
        assertThat(scoped.id()).isEqualTo("square");
        assertThat(scoped.kind()).isEqualTo("bound");
        assertThat(scoped.isDeterministic()).isTrue();
        assertThat(scoped.appliesTo(new Single(-1))).isFalse();
        assertThat(scoped.appliesTo(new Single(1))).isTrue();
        assertThat(scoped.check(new Single(0.5), context).vacuous()).isTrue();
        assertThat(scoped.check(new Single(1.5), context)).isEqualTo(claim.check(new Single(1.5), context));
        assertThat(scoped.check(new Single(3), context).verdict()).isEqualTo(Verdict.VIOLATED);
        assertThat(scoped.when(x -> x.value() < 9).appliesTo(new Single(-1)))
                .as("both conditions count")
                .isFalse();
    }

    @Test
    void aViolationStaysOneOnAnInstanceThatIsMarkedVacuous() {
        Claim<Single> claim = Claim.<Single>bound("value", Single::value).atMost(x -> 1);
        Evidence found = claim.vacuousWhen(x -> true).check(new Single(2), Context.of(1, "scoped", 1));
        assertThat(found.verdict()).isEqualTo(Verdict.VIOLATED);
        assertThat(found.measured()).isEqualTo(2);
    }

    private static long bits(Evidence found) {
        long hash = found.verdict().name().length();
        double[] numbers = {
            found.measured(),
            found.bound(),
            found.err(),
            found.replicates(),
            found.logWealthViolated(),
            found.logWealthHolds()
        };
        for (double x : numbers) {
            hash = 31 * hash + Double.doubleToRawLongBits(x);
        }
        if (found.fit().isPresent()) {
            RateFit fit = found.fit().get();
            hash = 31 * hash + Double.doubleToRawLongBits(fit.slope());
            hash = 31 * hash + Double.doubleToRawLongBits(fit.endSlopeSe());
        }
        return hash;
    }

    private static Claim<Single> mean(Range range) {
        return Claim.<Single>mean(
                        "mean", (x, random) -> Approx.direct(x.value() * Math.min(8, Law.LOG_NORMAL.draw(random))))
                .atMost(x -> 1)
                .in(x -> range)
                .replicates(512);
    }

    /** The same on every JDK, for decisions of every kind. */
    @Test
    void evidenceHasKnownBits() {
        List<Claim<Single>> claims = List.of(
                mean(Range.between(0, 16)),
                mean(Range.withVariance(0, 8)),
                mean(Range.above(0)),
                Claim.<Single>tail("tail", (x, random) -> Approx.direct(Law.CHI_SQUARE_1.draw(random)))
                        .above(x -> 4 * x.value(), 0.2),
                Claim.<Single>rate("rate", (x, n, random) -> x.value() * Law.BETA.draw(random) / n)
                        .fallsLike(1, 0.25, 16, 32, 64, 128, 256, 512),
                Claim.<Single>exactRate("exact", SizedMeasure.direct((x, n) -> StrictMath.pow(n, -x.value())))
                        .fallsLike(1, 0.25, 16, 32, 64, 128, 256, 512));
        long hash = 0;
        for (Claim<Single> claim : claims) {
            for (double value : new double[] {0.5, 1, 2}) {
                hash = 31 * hash + bits(claim.check(new Single(value), Context.of(20261, "bits", 3)));
            }
        }
        assertThat(Long.toHexString(hash)).isEqualTo("73af5e2ae8cab73f");
    }
}
