package org.attentiontheorems.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import net.jqwik.api.ForAll;
import org.attentiontheorems.layers.DrivenToken.Weierstrass;
import org.attentiontheorems.layers.EulerLayers.Instance;
import org.attentiontheorems.verify.Draw;
import org.attentiontheorems.verify.TheoremProperty;
import org.attentiontheorems.verify.TheoremTest;
import org.junit.jupiter.api.Test;

class EulerLayersTest extends TheoremTest<Instance> {
    EulerLayersTest() {
        super(new EulerLayers());
    }

    @TheoremProperty
    void theFlowStaysInTheTubeOfTheNetwork(@ForAll("draws") Draw draw) {
        holds("tube", draw);
    }

    @TheoremProperty
    void normsBoundTheErrorInAdvance(@ForAll("draws") Draw draw) {
        holds("apriori", draw);
    }

    @TheoremProperty
    void theErrorFallsLikeOneOverDepth(@ForAll("draws") Draw draw) {
        holds("first-order", draw);
    }

    @TheoremProperty
    void layersDoNotLookAhead(@ForAll("draws") Draw draw) {
        holds("causal-network", draw);
    }

    @TheoremProperty
    void theFlowDoesNotLookAhead(@ForAll("draws") Draw draw) {
        holds("causal-flow", draw);
    }

    @TheoremProperty
    void theFlowIsResolved(@ForAll("draws") Draw draw) {
        holds("resolved-flow", draw);
    }

    @Test
    void shortStepsMissTheScalarFlowByAFactor() {
        double[] rates = {0.2, 0.5, 1, 2};
        double[] factors = {10.9, 4.9, 3.0, 2.0};
        for (int i = 0; i < rates.length; i++) {
            Instance x = EulerFamilies.scalar(rates[i], 0.7, 96);
            double error = x.run(96).error(Network.of(x.field()).with(Network.Step.SHORT));
            assertThat(error / x.run(96).tube().endError()).isCloseTo(factors[i], within(0.05));
        }
    }

    @Test
    void theRoughControlHasTheErrorsThatItsOctavesGive() {
        int[] depths = {4, 16, 64, 256};
        double[] scaled = {3.41421, 3.41420, 3.41419, 3.41416};
        for (int i = 0; i < depths.length; i++) {
            double error = new Weierstrass(40, depths[i]).error(depths[i]);
            assertThat(error * Math.sqrt(depths[i])).isCloseTo(scaled[i], within(1e-5));
        }
    }

    @Test
    void refusesWhatDoesNotFit() {
        Instance x = EulerLayers.worked().instance();
        assertThatThrownBy(() -> new Instance(1, 7, x.control(), x.h0()))
                .hasMessageContaining("depth: must be a multiple");
        assertThatThrownBy(() -> new Instance(Double.NaN, 8, x.control(), x.h0()))
                .hasMessageContaining("beta");
        assertThatThrownBy(() -> new Instance(1, 8, List.of(), x.h0()))
                .hasMessageContaining("control: must not be empty");
        assertThatThrownBy(() -> new Instance(1, 8, x.control(), new double[0][]))
                .hasMessageContaining("h0: must not be empty");
        assertThatThrownBy(() -> new Instance(1, 8, x.control(), new double[][] {{1}}))
                .hasMessageContaining("h0[0]: needs 2 entries");
    }
}
