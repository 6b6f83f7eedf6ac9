package org.attentiontheorems.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Words of the kinds, which evidence, report and glossary share, and which of them {@code check} evaluates. */
class ClaimKindsTest {
    private record Nothing() {}

    private static final Trajectory<Nothing> STILL = (x, effort) -> List.of();
    private static final Experiment<Nothing> ZERO = (x, random) -> Approx.direct(0);
    private static final ExactRate<Nothing> EXACT_RATE = Claim.<Nothing>exactRate(
                    "exact-rate", SizedMeasure.direct((x, n) -> 1.0 / n))
            .fallsLike(1, 0.25, 1, 2, 4, 8);

    private static final Claim<Nothing> BOUND =
            Claim.<Nothing>bound("bound", x -> 0).atMost(x -> 1);
    private static final Claim<Nothing> MEAN = Claim.<Nothing>mean("mean", ZERO).atMost(x -> 1);

    @Test
    void everyKindHasItsWord() {
        assertThat(BOUND.kind()).isEqualTo("bound");
        assertThat(Claim.<Nothing>identity("identity", x -> 0, x -> 0).kind()).isEqualTo("identity");
        assertThat(MEAN.kind()).isEqualTo("mean");
        assertThat(Claim.<Nothing>tail("tail", ZERO).above(x -> 1, 0.5).kind()).isEqualTo("tail");
        assertThat(EXACT_RATE.kind()).isEqualTo("exact rate");
        assertThat(EXACT_RATE.sharp().kind()).isEqualTo("sharp exact rate");
        assertThat(Claim.<Nothing>decay("decay", STILL).atRate(x -> 1).kind()).isEqualTo("decay");
        assertThat(Claim.<Nothing>monotone("monotone", STILL).kind()).isEqualTo("monotone");
        assertThat(Claim.<Nothing>order("order", SizedMeasure.direct((x, k) -> 1))
                        .hasOrder(1, 3, 1)
                        .kind())
                .isEqualTo("order");
    }

    @Test
    void boundsIdentitiesAndMonotoneQuantitiesNeedNoRandomNumbers() {
        assertThat(BOUND.isDeterministic()).isTrue();
        assertThat(Claim.<Nothing>identity("identity", x -> 0, x -> 0).isDeterministic())
                .isTrue();
        assertThat(Claim.<Nothing>monotone("monotone", STILL).isDeterministic()).isTrue();
        assertThat(MEAN.isDeterministic()).isFalse();
        assertThat(EXACT_RATE.isDeterministic()).isFalse();
    }

    @Test
    void aConditionChangesNeitherWordNorKind() {
        assertThat(BOUND.when(x -> true).isDeterministic()).isTrue();
        assertThat(MEAN.when(x -> true).isDeterministic()).isFalse();
        assertThat(MEAN.when(x -> true).kind()).isEqualTo("mean");
        assertThat(MEAN.when(x -> false).appliesTo(new Nothing())).isFalse();
        assertThat(MEAN.vacuousWhen(x -> true).id()).isEqualTo("mean");
    }

    @Test
    void theTableOfAnOrderShowsBothOrders() {
        double[] errors = {1, 0.5, 0.125};
        Evidence found = Claim.<Nothing>order("order", SizedMeasure.direct((x, k) -> errors[k]))
                .hasOrder(2, 3, 1)
                .check(new Nothing(), Context.of(1, "order", 1));
        assertThat(found.verdict()).isEqualTo(Verdict.VIOLATED);
        assertThat(found.err()).isEqualTo(1);
        assertThat(found.fit()).contains(new RateFit(-2, 0, -1, 0, -2, -1.85, 1));
    }
}
