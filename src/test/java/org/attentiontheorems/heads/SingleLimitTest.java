package org.attentiontheorems.heads;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import org.attentiontheorems.heads.ConvergentTraining.Regime;
import org.attentiontheorems.heads.SingleLimit.Instance;
import org.attentiontheorems.verify.Draw;
import org.attentiontheorems.verify.InvalidInstance;
import org.attentiontheorems.verify.TheoremProperty;
import org.attentiontheorems.verify.TheoremTest;
import org.junit.jupiter.api.Test;

class SingleLimitTest extends TheoremTest<Instance> {
    SingleLimitTest() {
        super(new SingleLimit());
    }

    @TheoremProperty
    void thePathIsNoLongerThanTheInequalityAllows(@ForAll("draws") Draw draw) {
        holds("length", draw);
    }

    @TheoremProperty
    void whatIsLeftToWalkShrinksFaster(@ForAll("draws") Draw draw) {
        holds("allowance", draw);
    }

    @TheoremProperty
    void headsMoveNoFurtherThanTheirPathIsLong(@ForAll("draws") Draw draw) {
        holds("displacement", draw);
    }

    @TheoremProperty
    void theInequalityHoldsAlongThePath(@ForAll("draws") Draw draw) {
        holds("kl-inequality", draw);
    }

    @TheoremProperty
    void theExcessRiskIsADifferenceOfRisks(@ForAll("draws") Draw draw) {
        holds("excess-risk", draw);
    }

    @TheoremProperty
    void theQuarticPathFollowsItsClosedEquation(@ForAll("draws") Draw draw) {
        holds("closed-length", draw);
    }

    @TheoremProperty
    void theQuarticDissipationFollowsItsClosedFormula(@ForAll("draws") Draw draw) {
        holds("closed-slope", draw);
    }

    @Test
    void refusesRegimesWhoseAssumptionFails() {
        HeadModel valley = SingleLimit.worked().instance().model();
        HeadModel ridge = RidgeCorners.base();
        assertThatThrownBy(() -> new Instance(valley, 1, Regime.RIDGE))
                .isInstanceOf(InvalidInstance.class)
                .hasMessageContaining("model.lambda: assumption not met");
        assertThatThrownBy(() -> new Instance(ridge, 1, Regime.QUARTIC))
                .isInstanceOf(InvalidInstance.class)
                .hasMessageContaining("model: assumption not met: in the quartic regime d and dk are 1");
        assertThatThrownBy(() -> new Instance(valley.withLambda(0.1), 1, Regime.QUARTIC))
                .hasMessage("model.lambda: assumption not met: in the quartic regime lambda is 0");
        assertThatThrownBy(() -> new Instance(QuarticValley.model(2, new double[] {1}, -0.3), 1, Regime.QUARTIC))
                .hasMessageContaining("model.atoms[0].k: assumption not met");
        assertThatThrownBy(() -> new Instance(valley, 1, "valueOnly"))
                .hasMessage("regime: must be \"ridge\" or \"quartic\", is \"valueOnly\"");
        assertThatThrownBy(() -> new Instance(valley, -1, "quartic"))
                .hasMessageContaining("horizon: must be at least 0");
    }
}
