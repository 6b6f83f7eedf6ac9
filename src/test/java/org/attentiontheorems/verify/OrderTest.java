package org.attentiontheorems.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Orders of convergence. */
class OrderTest {
    private record Nothing() {}

    private static Evidence order(double p, double... errors) {
        SizedMeasure<Nothing> error = (x, k, effort) -> Approx.direct(errors[k]);
        return Claim.<Nothing>order("order", error)
                .hasOrder(p, errors.length, 1)
                .check(new Nothing(), Context.of(1, "order", 1));
    }

    private static double[] falling(double order, double first, int levels) {
        double[] errors = new double[levels];
        for (int k = 0; k < levels; k++) {
            errors[k] = first * StrictMath.pow(2, -order * k);
        }
        return errors;
    }

    @ParameterizedTest
    @CsvSource({
        "4, 4, HOLDS",
        "4, 3.86, HOLDS",
        "4, 3.84, VIOLATED",
        "4, 4.49, HOLDS",
        "4, 4.51, VIOLATED",
        "2, 1, VIOLATED",
        "1, 2, VIOLATED",
    })
    void theLastTwoOrdersLieAroundTheClaimedOne(double claimed, double true_, Verdict verdict) {
        Evidence found = order(claimed, falling(true_, 0.1, 5));
        assertThat(found.verdict()).isEqualTo(verdict);
        assertThat(found.measured()).isEqualTo(true_, within(1e-9));
        assertThat(found.bound()).isEqualTo(claimed);
        assertThat(found.series()).hasSize(5);
        assertThat(found.series().get(4).n()).isEqualTo(16);
    }

    @Test
    void bothOfTheLastTwoCount() {
        assertThat(order(2, 1, 0.25, 0.0625, 0.03).verdict()).as("last").isEqualTo(Verdict.VIOLATED);
        assertThat(order(2, 1, 0.25, 0.125, 0.03125).verdict())
                .as("last but one")
                .isEqualTo(Verdict.VIOLATED);
        assertThat(order(2, 1, 0.9, 0.225, 0.05625).verdict())
                .as("an earlier one")
                .isEqualTo(Verdict.HOLDS);
    }

    @Test
    void errorsAtTheLevelOfRoundingAreNotRead() {
        assertThat(order(4, 1e-6, 6.25e-8, 3.90625e-9, 1e-15, 1e-15).verdict()).isEqualTo(Verdict.HOLDS);
        assertThat(order(4, 1e-13, 1e-15, 1e-15).verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(order(4, 0, 0, 0).verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    }

    @Test
    void anErrorThatComesBackIsAViolation() {
        Evidence found = order(4, 1e-3, 0, 1e-3, 1e-3);
        assertThat(found.verdict()).isEqualTo(Verdict.VIOLATED);
        assertThat(found.measured()).isZero();
    }

    @Test
    void whatIsNoErrorIsABug() {
        assertThatThrownBy(() -> order(4, 1, -0.1, 0.01)).isInstanceOf(InvalidComputation.class);
        assertThatThrownBy(() -> order(4, 1, Double.NaN, 0.01)).isInstanceOf(InvalidComputation.class);
        assertThatThrownBy(() -> order(4, 1, 0.1)).isInstanceOf(InvalidInstance.class);
        Order.Measured<Nothing> measured = Claim.order("order", (x, k, effort) -> Approx.direct(1));
        assertThatThrownBy(() -> measured.hasOrder(4, 5, Double.NaN)).isInstanceOf(InvalidInstance.class);
    }
}
