package org.attentiontheorems.lowtemperature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import org.attentiontheorems.lowtemperature.TerminalPhase.Instance;
import org.attentiontheorems.measure.Vectors;
import org.attentiontheorems.verify.Draw;
import org.attentiontheorems.verify.InvalidInstance;
import org.attentiontheorems.verify.TheoremProperty;
import org.attentiontheorems.verify.TheoremTest;
import org.junit.jupiter.api.Test;

class TerminalPhaseTest extends TheoremTest<Instance> {
    TerminalPhaseTest() {
        super(new TerminalPhase());
    }

    @TheoremProperty
    void theAngleStaysBelowItsMajorant(@ForAll("draws") Draw draw) {
        holds("alignment", draw);
    }

    @TheoremProperty
    void soItDoesAfterEveryStep(@ForAll("draws") Draw draw) {
        holds("alignment-at-every-step", draw);
    }

    @TheoremProperty
    void theDiameterStaysBelowItsMajorant(@ForAll("draws") Draw draw) {
        holds("contraction", draw);
    }

    @TheoremProperty
    void soItDoesAtEveryStep(@ForAll("draws") Draw draw) {
        holds("contraction-at-every-step", draw);
    }

    @TheoremProperty
    void theMajorantDecaysExponentially(@ForAll("draws") Draw draw) {
        holds("majorant-decay", draw);
    }

    @TheoremProperty
    void theAngleDecaysExponentially(@ForAll("draws") Draw draw) {
        holds("exponential-alignment", draw);
    }

    @TheoremProperty
    void consensusFollowsTheMatrixExponential(@ForAll("draws") Draw draw) {
        holds("consensus", draw);
    }

    @TheoremProperty
    void consensusAlignsAtTheRateOfTheGap(@ForAll("draws") Draw draw) {
        holds("consensus-alignment", draw);
    }

    @TheoremProperty
    void theSpectrumIsThatOfTheValueMatrix(@ForAll("draws") Draw draw) {
        holds("linear-spectrum", draw);
    }

    @TheoremProperty
    void velocitiesAreTangential(@ForAll("draws") Draw draw) {
        holds("leaves-no-sphere", draw);
    }

    @Test
    void refusesWhatTheTheoremDoesNotSpeakOf() {
        Instance x = TerminalPhase.worked().instance();
        assertThatThrownBy(() -> with(x, new double[][] {{1, 0.1}, {0.2, 0.6}}, 1, 1))
                .isInstanceOf(InvalidInstance.class)
                .hasMessageStartingWith("value: must be symmetric, differs from its transpose by 0.1");
        assertThatThrownBy(() -> with(x, Vectors.identity(2), 1, 1))
                .hasMessageStartingWith("value: must have a simple largest eigenvalue, its gap is 0.0");
        assertThatThrownBy(() -> with(x, x.value(), -1, 1)).hasMessageStartingWith("time: must be at least 0");
        assertThatThrownBy(() -> with(x, x.value(), 1, 0)).hasMessageStartingWith("steps: must be between 1 and");
    }

    @Test
    void tooCoarseStepsAreRefusedNotAnswered() {
        Instance x = TerminalPhase.worked().instance();
        Instance coarse = with(x, new double[][] {{1e50, 0}, {0, 1}}, 1, 1);
        assertThatThrownBy(() -> theorem().quantities(coarse)).isInstanceOf(InvalidInstance.class);
    }

    @Test
    void theFastFlowIsTheFlowOfTokens() {
        Cluster cluster = TerminalPhase.worked().instance().asCluster();
        GibbsAttention attention = GibbsAttention.of(cluster.scores(), cluster.beta());
        TokenLaw end = TokenFlow.of(attention, cluster.value()).after(cluster.law(), 1, 50);
        double[] fast = cluster.run(1, 50).end();
        for (int k = 0; k < fast.length; k++) {
            assertThat(fast[k]).isCloseTo(end.tokens()[k / 2][k % 2], org.assertj.core.api.Assertions.within(1e-14));
        }
    }

    private static Instance with(Instance x, double[][] value, double time, int steps) {
        return new Instance(x.query(), x.key(), value, x.beta(), x.tokens(), x.weights(), time, steps);
    }
}
