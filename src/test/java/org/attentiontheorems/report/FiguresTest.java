package org.attentiontheorems.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FiguresTest {
    @Test
    void keepsThreeSignificantDigits() {
        assertThat(Figures.of(0)).isEqualTo("0");
        assertThat(Figures.of(-0.0)).isEqualTo("0");
        assertThat(Figures.of(1)).isEqualTo("1");
        assertThat(Figures.of(0.0012345)).isEqualTo("0.00123");
        assertThat(Figures.of(-98765.4)).isEqualTo("−98800");
        assertThat(Figures.of(100)).isEqualTo("100");
    }

    @Test
    void writesSmallAndLargeNumbersWithPowersOfTen() {
        assertThat(Figures.of(8.2e-8)).isEqualTo("8.2×10⁻⁸");
        assertThat(Figures.of(1e-12)).isEqualTo("10⁻¹²");
        assertThat(Figures.of(-3e100)).isEqualTo("−3×10¹⁰⁰");
        assertThat(Figures.of(Double.MIN_VALUE)).isEqualTo("4.94×10⁻³²⁴");
    }

    @Test
    void readsTheLargestDoubleAsInfinity() {
        assertThat(Figures.of(Double.POSITIVE_INFINITY)).isEqualTo("∞");
        assertThat(Figures.of(Double.MAX_VALUE)).isEqualTo("∞");
        assertThat(Figures.of(Double.NEGATIVE_INFINITY)).isEqualTo("−∞");
        assertThat(Figures.of(Double.NaN)).isEqualTo("–");
    }

    @Test
    void roundsLimitsToTheSafeSide() {
        assertThat(Figures.atMost(8.2000001e-8)).isEqualTo("8.3×10⁻⁸");
        assertThat(Figures.atLeast(12_199_999)).isEqualTo("1.2×10⁷");
        assertThat(Figures.atMost(0)).isEqualTo("0");
    }

    @Test
    void fixesDecimalsAndGroupsDigits() {
        assertThat(Figures.fixed(-0.9845961, 3)).isEqualTo("−0.985");
        assertThat(Figures.fixed(-1, 3)).isEqualTo("−1.000");
        assertThat(Figures.count(9999)).isEqualTo("9999");
        assertThat(Figures.count(1234567)).isEqualTo("1\u202f234\u202f567");
    }
}
