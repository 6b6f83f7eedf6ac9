package org.attentiontheorems.prompts;

import net.jqwik.api.ForAll;
import org.attentiontheorems.verify.Draw;
import org.attentiontheorems.verify.TheoremProperty;
import org.attentiontheorems.verify.TheoremTest;

class PromptGradientConcentrationTest extends TheoremTest<PromptInstance> {
    PromptGradientConcentrationTest() {
        super(new PromptGradientConcentration());
    }

    @TheoremProperty
    void errorIsBelowItsBound(@ForAll("draws") Draw draw) {
        holds("gradient-error", draw);
    }

    @TheoremProperty
    void valueGradientIsTheOutputReadPlainly(@ForAll("draws") Draw draw) {
        holds("value-gradient-error", draw);
    }

    @TheoremProperty
    void integralAgreesWithEnumeration(@ForAll("draws") Draw draw) {
        holds("enumeration", draw);
    }
}
