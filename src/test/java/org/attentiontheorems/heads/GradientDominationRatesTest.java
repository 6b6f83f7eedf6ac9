package org.attentiontheorems.heads;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import org.attentiontheorems.heads.ConvergentTraining.Regime;
import org.attentiontheorems.heads.GradientDominationRates.Instance;
import org.attentiontheorems.verify.Draw;
import org.attentiontheorems.verify.InvalidInstance;
import org.attentiontheorems.verify.TheoremProperty;
import org.attentiontheorems.verify.TheoremTest;
import org.junit.jupiter.api.Test;

class GradientDominationRatesTest extends TheoremTest<Instance> {
    GradientDominationRatesTest() {
        super(new GradientDominationRates());
    }

    @TheoremProperty
    void theExcessRiskIsBelowItsBound(@ForAll("draws") Draw draw) {
        holds("gap", draw);
    }

    @TheoremProperty
    void itFallsExponentially(@ForAll("draws") Draw draw) {
        holds("exponential-decay", draw);
    }

    @TheoremProperty
    void theDissipationDominates(@ForAll("draws") Draw draw) {
        holds("domination", draw);
    }

    @TheoremProperty
    void theLeastRiskIsNotTooLow(@ForAll("draws") Draw draw) {
        holds("curvature", draw);
    }

    @TheoremProperty
    void whatIsLostIsDissipated(@ForAll("draws") Draw draw) {
        holds("energy", draw);
    }

    @TheoremProperty
    void theExcessRiskIsADifferenceOfRisks(@ForAll("draws") Draw draw) {
        holds("excess-risk", draw);
    }

    @Test
    void refusesRegimesWhoseAssumptionFails() {
        HeadModel separable = GradientDominationFamilies.separableModel();
        assertThatThrownBy(() -> new Instance(separable, 1, Regime.VALUE_ONLY))
                .isInstanceOf(InvalidInstance.class)
                .hasMessageContaining("model.lambda: assumption not met");
        assertThatThrownBy(() ->
                        new Instance(GradientDominationRates.worked().instance().model(), 1, Regime.RIDGE))
                .isInstanceOf(InvalidInstance.class)
                .hasMessageContaining("assumption not met: kappa must be positive");
        assertThatThrownBy(() -> new Instance(separable, 1, Regime.QUARTIC))
                .isInstanceOf(InvalidInstance.class)
                .hasMessageContaining("assumption not met: in the quartic regime");
        assertThatThrownBy(() -> new Instance(separable, 1, "cubic"))
                .hasMessage("regime: must be \"valueOnly\" or \"ridge\" or \"quartic\", is \"cubic\"");
        assertThatThrownBy(() -> new Instance(separable, Double.NaN, "quartic")).hasMessageContaining("horizon");
    }
}
