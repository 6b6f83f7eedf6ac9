package org.attentiontheorems.heads;

import net.jqwik.api.ForAll;
import org.attentiontheorems.heads.VariationalSupport.Instance;
import org.attentiontheorems.verify.Draw;
import org.attentiontheorems.verify.TheoremProperty;
import org.attentiontheorems.verify.TheoremTest;

class VariationalSupportTest extends TheoremTest<Instance> {
    VariationalSupportTest() {
        super(new VariationalSupport());
    }

    @TheoremProperty
    void theExcessRiskIsAtMostTheDualityGap(@ForAll("draws") Draw draw) {
        holds("excess-at-most-gap", draw);
    }

    @TheoremProperty
    void theExcessRiskIsAtLeastTheCertificate(@ForAll("draws") Draw draw) {
        holds("excess-at-least-certificate", draw);
    }

    @TheoremProperty
    void massAwayFromTheMinimumCostsAsMuch(@ForAll("draws") Draw draw) {
        holds("mass-away-from-minimum", draw);
    }

    @TheoremProperty
    void theRiskLiesAboveItsTangent(@ForAll("draws") Draw draw) {
        holds("tangent-below", draw);
    }

    @TheoremProperty
    void theRiskLiesBelowAParabola(@ForAll("draws") Draw draw) {
        holds("parabola-above", draw);
    }

    @TheoremProperty
    void theContinuumContainsTheDictionary(@ForAll("draws") Draw draw) {
        holds("dictionary-in-continuum", draw);
    }
}
