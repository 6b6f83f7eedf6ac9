package org.attentiontheorems.prompts;

import net.jqwik.api.ForAll;
import org.attentiontheorems.verify.Draw;
import org.attentiontheorems.verify.TheoremProperty;
import org.attentiontheorems.verify.TheoremTest;

class InContextRegressionTest extends TheoremTest<RegressionInstance> {
    InContextRegressionTest() {
        super(new InContextRegression());
    }

    @TheoremProperty
    void excessRiskOfTheLimitIsBelowItsBound(@ForAll("draws") Draw draw) {
        holds("excess-risk", draw);
    }

    @TheoremProperty
    void riskIsBelowThePosteriorBound(@ForAll("draws") Draw draw) {
        holds("risk-at-horizon", draw);
    }

    @TheoremProperty
    void posteriorIsBelowPrior(@ForAll("draws") Draw draw) {
        holds("posterior-below-prior", draw);
    }

    @TheoremProperty
    void riskDecaysExponentially(@ForAll("draws") Draw draw) {
        holds("risk-decay", draw);
    }

    @TheoremProperty
    void scaleStaysAway(@ForAll("draws") Draw draw) {
        holds("scale-from-below", draw);
    }

    @TheoremProperty
    void flowStaysBalanced(@ForAll("draws") Draw draw) {
        holds("balance", draw);
    }

    @TheoremProperty
    void scaleIsAsNearAsTheRiskSays(@ForAll("draws") Draw draw) {
        holds("scale-distance", draw);
    }

    @TheoremProperty
    void keyIsAsNearAsTheRiskSays(@ForAll("draws") Draw draw) {
        holds("key-distance", draw);
    }

    @TheoremProperty
    void limitIsBayesOptimal(@ForAll("draws") Draw draw) {
        holds("bayes-optimum", draw);
    }

    @TheoremProperty
    void riskOfFinitePromptsIsExact(@ForAll("draws") Draw draw) {
        holds("exact-risk", draw);
    }

    @TheoremProperty
    void linearMinimumIsAttained(@ForAll("draws") Draw draw) {
        holds("linear-minimum", draw);
    }

    @TheoremProperty
    void linearMinimumIsTheLeast(@ForAll("draws") Draw draw) {
        holds("linear-optimum", draw);
    }

    @TheoremProperty
    void linearRiskAgreesWithPairings(@ForAll("draws") Draw draw) {
        holds("linear-risk", draw);
    }
}
