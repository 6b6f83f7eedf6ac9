package org.attentiontheorems.heads;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import org.attentiontheorems.heads.StationaryConvergence.Instance;
import org.attentiontheorems.verify.Draw;
import org.attentiontheorems.verify.TheoremProperty;
import org.attentiontheorems.verify.TheoremTest;
import org.junit.jupiter.api.Test;

class StationaryConvergenceTest extends TheoremTest<Instance> {
    StationaryConvergenceTest() {
        super(new StationaryConvergence());
    }

    @TheoremProperty
    void theLeastDissipationIsBelowTheMeanLoss(@ForAll("draws") Draw draw) {
        holds("minimum-dissipation", draw);
    }

    @TheoremProperty
    void theDissipationChangesByTheCurvatureAlongTheGradient(@ForAll("draws") Draw draw) {
        holds("dissipation-slope", draw);
    }

    @TheoremProperty
    void aRidgeKeepsHeadsBounded(@ForAll("draws") Draw draw) {
        holds("heads-stay-bounded", draw);
    }

    @TheoremProperty
    void theDissipationIsBelowTheExcessRisk(@ForAll("draws") Draw draw) {
        holds("dissipation-below-excess-risk", draw);
    }

    @TheoremProperty
    void theExcessRiskIsBelowTheDissipation(@ForAll("draws") Draw draw) {
        holds("excess-risk-below-dissipation", draw);
    }

    @TheoremProperty
    void theDistanceToTheLimitIsBelowTheDissipation(@ForAll("draws") Draw draw) {
        holds("distance-below-dissipation", draw);
    }

    @TheoremProperty
    void theDissipationCannotFallAtOnce(@ForAll("draws") Draw draw) {
        holds("dissipation-lasts", draw);
    }

    @TheoremProperty
    void queriesAndKeysComeIntoBalance(@ForAll("draws") Draw draw) {
        holds("balancedness", draw);
    }

    @Test
    void aHorizonOfZeroIsRefused() {
        assertThatThrownBy(() ->
                        new Instance(StationaryConvergence.worked().instance().model(), 0))
                .hasMessage("horizon: must be positive, is 0.0");
    }
}
