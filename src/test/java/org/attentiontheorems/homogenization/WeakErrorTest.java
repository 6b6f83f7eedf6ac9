package org.attentiontheorems.homogenization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class WeakErrorTest {
    @Test
    void gaussRulesIntegrateMoments() {
        GaussRule normal = GaussRule.normal(24);
        GaussRule chi = GaussRule.chiSquared(3, 24);
        double fourth = 0;
        double square = 0;
        for (int k = 0; k < 24; k++) {
            fourth += normal.weights()[k] * StrictMath.pow(normal.nodes()[k], 4);
            square += chi.weights()[k] * chi.nodes()[k] * chi.nodes()[k];
        }
        assertThat(fourth).isCloseTo(3, within(1e-12));
        assertThat(square).isCloseTo(15, within(1e-11));
        assertThat(GaussRule.chiSquared(0, 24).weights()).containsExactly(1);
    }

    @Test
    void theLimitOfTwoTokensIsKnown() {
        double[][] known = {
            {0.463619946, 0, -0.463619946}, {0.53091226, 0.07471398, -0.41280681}, {0.58476607, 0.13928157, -0.36760554}
        };
        int[] dimensions = {2, 3, 5};
        double[] starts = {0.5, 0, -0.5};
        for (int i = 0; i < dimensions.length; i++) {
            double[] limit = new TwoTokenChain(dimensions[i]).limit();
            for (int k = 0; k < starts.length; k++) {
                assertThat(TwoTokenChain.at(limit, starts[k])).isCloseTo(known[i][k], within(1.1e-8));
            }
        }
    }

    @Test
    void theChainOfTwoTokensIsNearItsLimit() {
        TwoTokenChain chain = new TwoTokenChain(3);
        double error = TwoTokenChain.at(chain.mean(64), 0) - TwoTokenChain.at(chain.limit(), 0);
        assertThat(64 * error).isCloseTo(0.01757, within(2e-4));
    }

    @Test
    void theMultipliersOfOneTokenAreNearTheirLimit() {
        ZonalChain chain = new ZonalChain(3, 1, -0.03984);
        assertThat(256 * chain.error(256, chain.rate())).isCloseTo(-0.03984, within(4e-5));
    }
}
