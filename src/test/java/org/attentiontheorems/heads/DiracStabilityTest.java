package org.attentiontheorems.heads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import org.attentiontheorems.heads.DiracStability.Instance;
import org.attentiontheorems.verify.Draw;
import org.attentiontheorems.verify.InvalidInstance;
import org.attentiontheorems.verify.TheoremProperty;
import org.attentiontheorems.verify.TheoremTest;
import org.junit.jupiter.api.Test;

class DiracStabilityTest extends TheoremTest<Instance> {
    DiracStabilityTest() {
        super(new DiracStability());
    }

    @TheoremProperty
    void headsPartAtTheRateOfThePotential(@ForAll("draws") Draw draw) {
        holds("split-rate", draw);
    }

    @TheoremProperty
    void aSingleHeadReturnsAtTheRateOfItsRisk(@ForAll("draws") Draw draw) {
        holds("common-rate", draw);
    }

    @TheoremProperty
    void theInteractionStabilises(@ForAll("draws") Draw draw) {
        holds("interaction-stabilises", draw);
    }

    @TheoremProperty
    void theInteractionIsPositive(@ForAll("draws") Draw draw) {
        holds("interaction-positive", draw);
    }

    @TheoremProperty
    void theFullHessianIsTheDerivativeOfTheGradient(@ForAll("draws") Draw draw) {
        holds("full-hessian", draw);
    }

    @TheoremProperty
    void threeHeadsHaveOneCommonRateAndTwoSplitting(@ForAll("draws") Draw draw) {
        holds("spectrum-of-three-heads", draw);
    }

    @TheoremProperty
    void atUniformAttentionTheSpectrumIsKnown(@ForAll("draws") Draw draw) {
        holds("uniform-attention-spectrum", draw);
    }

    @TheoremProperty
    void lawsInTheBasinConverge(@ForAll("draws") Draw draw) {
        holds("basin", draw);
    }

    @Test
    void stabilityIsSaidInAWord() {
        assertThat(theorem().remarks(DiracStability.worked().instance())).containsEntry("stability", "unstable");
        assertThat(theorem().remarks(DiracFamilies.active())).containsEntry("stability", "stable");
        assertThat(theorem().remarks(DiracFamilies.critical())).containsEntry("stability", "critical");
        assertThat(theorem().remarks(DiracFamilies.twoKeys())).containsEntry("stability", "unstable");
    }

    @Test
    void instancesOutsideTheTheoremAreRefused() {
        HeadModel model = DiracStability.worked().instance().model();
        assertThatThrownBy(() -> new Instance(model.withLambda(0), 1))
                .isInstanceOf(InvalidInstance.class)
                .hasMessageContaining("model.lambda: assumption not met");
        assertThatThrownBy(() -> new Instance(model, 0)).hasMessageContaining("horizon: must be positive");
        HeadModel two = EnergyDissipation.worked().instance().model();
        assertThatThrownBy(() -> new Instance(two, 1)).hasMessageContaining("model.atoms: needs one head, has 2");
    }
}
