package org.attentiontheorems.prompts;

import net.jqwik.api.ForAll;
import org.attentiontheorems.verify.Draw;
import org.attentiontheorems.verify.TheoremProperty;
import org.attentiontheorems.verify.TheoremTest;

class PromptOutputConcentrationTest extends TheoremTest<PromptInstance> {
    PromptOutputConcentrationTest() {
        super(new PromptOutputConcentration());
    }

    @TheoremProperty
    void errorIsBelowItsBound(@ForAll("draws") Draw draw) {
        holds("mean-squared-error", draw);
    }

    @TheoremProperty
    void errorIsBelowGammaTimesItsConstant(@ForAll("draws") Draw draw) {
        holds("error-given-gamma", draw);
    }

    @TheoremProperty
    void gammaIsBelowTheInequalityOfMeans(@ForAll("draws") Draw draw) {
        holds("gamma-upper", draw);
    }

    @TheoremProperty
    void gammaIsAboveJensen(@ForAll("draws") Draw draw) {
        holds("gamma-lower", draw);
    }

    @TheoremProperty
    void gaussianErrorIsExact(@ForAll("draws") Draw draw) {
        holds("exact-error", draw);
    }

    @TheoremProperty
    void finitePromptsShrink(@ForAll("draws") Draw draw) {
        holds("mean-output", draw);
    }

    @TheoremProperty
    void atomsErrorIsAboveItsSecondOrderBound(@ForAll("draws") Draw draw) {
        holds("lower-bound", draw);
    }

    @TheoremProperty
    void integralAgreesWithEnumeration(@ForAll("draws") Draw draw) {
        holds("enumeration", draw);
    }

    @TheoremProperty
    void weightsSumToOne(@ForAll("draws") Draw draw) {
        holds("weights-sum-to-one", draw);
    }
}
