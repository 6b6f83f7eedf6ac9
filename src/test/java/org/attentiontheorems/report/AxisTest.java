package org.attentiontheorems.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class AxisTest {
    @Test
    void labelsTheDecadesOfALongLogarithmicAxis() {
        assertThat(labels(new Axis("", true, 1e-9, 1e-3)))
                .containsExactly("10⁻⁹", "10⁻⁸", "10⁻⁷", "10⁻⁶", "10⁻⁵", "10⁻⁴", "0.001");
        assertThat(labels(new Axis("", true, 1e-30, 1)))
                .containsExactly("10⁻³⁰", "10⁻²⁵", "10⁻²⁰", "10⁻¹⁵", "10⁻¹⁰", "10⁻⁵", "1");
    }

    @Test
    void labelsOneTwoFiveWhereThereIsAboutOneDecade() {
        assertThat(labels(new Axis("", true, 16, 512))).containsExactly("20", "50", "100", "200", "500");
        assertThat(labels(new Axis("", true, 0.0019, 0.021))).containsExactly("0.002", "0.005", "0.01", "0.02");
    }

    @Test
    void marksTheDigitsBetween() {
        List<Double> values = new Axis("", true, 10, 100)
                .ticks().stream().map(Axis.Tick::value).toList();
        assertThat(values).containsExactly(10.0, 20.0, 30.0, 40.0, 50.0, 60.0, 70.0, 80.0, 90.0, 100.0);
    }

    @Test
    void takesLinearTicksOnAVeryShortLogarithmicAxis() {
        assertThat(labels(new Axis("", true, 0.9, 1.15))).containsExactly("0.9", "0.95", "1", "1.05", "1.1", "1.15");
    }

    @Test
    void labelsRoundNumbersOnALinearAxis() {
        assertThat(labels(Axis.linear("", 0, 1.12))).containsExactly("0", "0.2", "0.4", "0.6", "0.8", "1");
        assertThat(labels(Axis.linear("", -0.3, 0.3)))
                .containsExactly("−0.3", "−0.2", "−0.1", "0", "0.1", "0.2", "0.3");
        assertThat(labels(Axis.linear("", 1e6, 3e6))).containsExactly("10⁶", "1.5×10⁶", "2×10⁶", "2.5×10⁶", "3×10⁶");
    }

    @Test
    void neverLabelsMoreThanEightTicks() {
        for (int k = 1; k < 60; k++) {
            assertThat(labels(new Axis("", true, 1, StrictMath.pow(1.7, k)))).hasSizeBetween(1, 8);
            assertThat(labels(Axis.linear("", 0, 0.37 * k))).hasSizeBetween(3, 8);
        }
    }

    @Test
    void mapsValuesToPlacesAndBack() {
        Axis log = new Axis("", true, 1, 100);
        assertThat(log.at(10)).isCloseTo(0.5, within(1e-12));
        assertThat(log.at(0)).isZero();
        assertThat(log.valueAt(0.5)).isCloseTo(10, within(1e-12));
        Axis linear = Axis.linear("", -1, 3);
        assertThat(linear.at(0)).isEqualTo(0.25);
        assertThat(linear.valueAt(0.25)).isZero();
    }

    @Test
    void surroundsItsValues() {
        Axis log = Axis.logAround("", 1, 100, Double.POSITIVE_INFINITY, 0, -5);
        assertThat(log.low()).isBetween(0.5, 0.99);
        assertThat(log.high()).isBetween(101.0, 200.0);
        Axis one = Axis.linearAround("", 7);
        assertThat(one.low()).isLessThan(7);
        assertThat(one.high()).isGreaterThan(7);
        assertThat(Axis.logAround("").ticks()).isNotEmpty();
    }

    @Test
    void refusesToSpanNothing() {
        assertThatThrownBy(() -> Axis.linear("", 1, 1)).hasMessage("no axis from 1.0 to 1.0");
        assertThatThrownBy(() -> new Axis("", true, 0, 1)).isInstanceOf(IllegalArgumentException.class);
    }

    private static List<String> labels(Axis axis) {
        return axis.ticks().stream()
                .map(Axis.Tick::label)
                .filter(label -> !label.isEmpty())
                .toList();
    }
}
