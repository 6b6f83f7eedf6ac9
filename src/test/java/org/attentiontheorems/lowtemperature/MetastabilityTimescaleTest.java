package org.attentiontheorems.lowtemperature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import org.attentiontheorems.lowtemperature.MetastabilityTimescale.Instance;
import org.attentiontheorems.verify.Draw;
import org.attentiontheorems.verify.InvalidInstance;
import org.attentiontheorems.verify.TheoremProperty;
import org.attentiontheorems.verify.TheoremTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MetastabilityTimescaleTest extends TheoremTest<Instance> {
    MetastabilityTimescaleTest() {
        super(new MetastabilityTimescale());
    }

    @TheoremProperty
    void theDistanceIsAtMostWhatIsCertified(@ForAll("draws") Draw draw) {
        holds("certified-distance", draw);
    }

    @TheoremProperty
    void soItIsAfterEveryStep(@ForAll("draws") Draw draw) {
        holds("certified-at-every-step", draw);
    }

    @TheoremProperty
    void theDistanceIsBelowTheClosedEnvelope(@ForAll("draws") Draw draw) {
        holds("envelope", draw);
    }

    @TheoremProperty
    void theZeroTemperatureLawApproachesItsLimit(@ForAll("draws") Draw draw) {
        holds("remainder", draw);
    }

    @TheoremProperty
    void theBestTimeIsTheBest(@ForAll("draws") Draw draw) {
        holds("closed-minimum", draw);
    }

    @TheoremProperty
    void theWindowStartsAtHalfTheThreshold(@ForAll("draws") Draw draw) {
        holds("window-start", draw);
    }

    @TheoremProperty
    void theWindowEndsAtHalfTheThreshold(@ForAll("draws") Draw draw) {
        holds("window-end", draw);
    }

    /** D = I, V = diag(1, -1), a density between 0.8 and 1.2, δ = 1/2. */
    @ParameterizedTest
    @CsvSource({"1e6, 1.598, 2.115", "1e12, 1.598, 5.359"})
    void windowsAreThoseComputedElsewhere(double beta, double start, double end) {
        MetastableWindow window = WindowFormulas.window(beta);
        assertThat(window.start(0.5)).isCloseTo(start, within(5e-4));
        assertThat(window.end(0.5)).isCloseTo(end, within(5e-4));
    }

    @Test
    void refusesWhatTheTheoremDoesNotSpeakOf() {
        Instance x = MetastabilityTimescale.worked().instance();
        assertThatThrownBy(() -> with(x, x.value(), 120, 0, 0.3))
                .isInstanceOf(InvalidInstance.class)
                .hasMessage("horizon: must be positive, is 0.0");
        assertThatThrownBy(() -> with(x, x.value(), 120, 8, 2))
                .hasMessage("threshold: must be between 0 and 2, is 2.0");
        assertThatThrownBy(() -> with(x, x.value(), 122, 8, 1)).hasMessage("labels: must be a multiple of 4, is 122");
        assertThatThrownBy(() -> with(x, new double[2][2], 120, 8, 1)).hasMessageStartingWith("value: ");
    }

    private static Instance with(Instance x, double[][] value, int labels, double horizon, double threshold) {
        return new Instance(
                x.query(), x.key(), value, x.beta(), x.density(), horizon, x.steps(), labels, x.stretch(), threshold);
    }
}
