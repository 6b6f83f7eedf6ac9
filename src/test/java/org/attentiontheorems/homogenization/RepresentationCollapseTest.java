package org.attentiontheorems.homogenization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import org.attentiontheorems.homogenization.RepresentationCollapse.Instance;
import org.attentiontheorems.verify.Draw;
import org.attentiontheorems.verify.TheoremProperty;
import org.attentiontheorems.verify.TheoremTest;
import org.junit.jupiter.api.Test;

class RepresentationCollapseTest extends TheoremTest<Instance> {
    RepresentationCollapseTest() {
        super(new RepresentationCollapse());
    }

    @TheoremProperty
    void lowerTemperatureSlowsTheCollapse(@ForAll("draws") Draw draw) {
        holds("temperature", draw);
    }

    @TheoremProperty
    void theRateIsADriftOfTheGramMatrix(@ForAll("draws") Draw draw) {
        holds("gram-drift", draw);
    }

    @TheoremProperty
    void theVariationIsThatOfTheGramMatrix(@ForAll("draws") Draw draw) {
        holds("gram-variation", draw);
    }

    @TheoremProperty
    void theRateFallsAsTokensCool(@ForAll("draws") Draw draw) {
        holds("cooling", draw);
    }

    @TheoremProperty
    void longerContextSlowsTheCollapseOfOrthogonalTokens(@ForAll("draws") Draw draw) {
        holds("longer-context", draw);
    }

    @TheoremProperty
    void higherDimensionSpeedsTheCollapse(@ForAll("draws") Draw draw) {
        holds("higher-dimension", draw);
    }

    @TheoremProperty
    void orthogonalTokensStartAtTheClosedRate(@ForAll("draws") Draw draw) {
        holds("orthogonal-start", draw);
    }

    @TheoremProperty
    void twoTokensFollowTheirDiffusion(@ForAll("draws") Draw draw) {
        holds("two-tokens", draw);
    }

    @Test
    void refusesWhatHasCollapsedOrCannotBe() {
        assertThatThrownBy(() -> new Instance(1, 2, 0, 0, 1)).hasMessageContaining("tokens: must be at least 2");
        assertThatThrownBy(() -> new Instance(2, 1, 0, 0, 1)).hasMessageContaining("dimension: must be at least 2");
        assertThatThrownBy(() -> new Instance(2, 2, -1, 0, 1)).hasMessageContaining("beta: must be at least 0");
        assertThatThrownBy(() -> new Instance(2, 2, 0, 1, 1)).hasMessageContaining("overlap: must lie strictly");
        assertThatThrownBy(() -> new Instance(2, 2, 0, -1, 1)).hasMessageContaining("overlap: must lie strictly");
        assertThatThrownBy(() -> new Instance(4, 2, 0, -0.34, 1)).hasMessageContaining("overlap: must be at least -1/");
        assertThatThrownBy(() -> new Instance(2, 2, 0, Double.NaN, 1)).hasMessageContaining("overlap");
        assertThatThrownBy(() -> new Instance(2, 2, 0, 0, 0)).hasMessageContaining("valueVariance: must be positive");
    }

    @Test
    void antipodalProbabilitiesAreKnown() {
        assertThat(new TwoTokenDiffusion(2, 300).antipodalProbability(0.3))
                .isCloseTo(StrictMath.acos(0.3) / Math.PI, within(1e-12));
        assertThat(new TwoTokenDiffusion(4, 0.5).antipodalProbability(0)).isZero();
        assertThat(new TwoTokenDiffusion(3, 400).antipodalProbability(-0.999999))
                .isBetween(0.5, 1.0);
    }

    /** Limits at time ½ with {@code σ² = 1/d}, from q = 0.5, 0 and -0.5. */
    @Test
    void twoTokenLimitsAtInfiniteTemperatureAreKnown() {
        double[][] known = {
            {2, 0.463619946, 0, -0.463619946},
            {3, 0.53091226, 0.07471398, -0.41280681},
            {5, 0.58476607, 0.13928157, -0.36760554}
        };
        for (double[] row : known) {
            OverlapGenerator generator = OverlapGenerator.of((int) row[0], 0, 1 / row[0]);
            for (int k = 0; k < 3; k++) {
                assertThat(generator.expectation(0.5 - 0.5 * k, 0.5)).isCloseTo(row[k + 1], within(1e-8));
            }
        }
    }

    private static org.assertj.core.data.Offset<Double> within(double distance) {
        return org.assertj.core.data.Offset.offset(distance);
    }
}
