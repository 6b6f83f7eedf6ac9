package org.attentiontheorems.guide;

import net.jqwik.api.ForAll;
import org.attentiontheorems.verify.Draw;
import org.attentiontheorems.verify.TheoremProperty;
import org.attentiontheorems.verify.TheoremTest;

/** The guide's example: a theorem of one's own, tested like all others. */
class SampledAttentionTest extends TheoremTest<SampledAttention.Instance> {
    SampledAttentionTest() {
        super(new SampledAttention());
    }

    @TheoremProperty
    void varianceIsBelowPopoviciu(@ForAll("draws") Draw draw) {
        holds("variance", draw);
    }

    @TheoremProperty
    void errorFallsLikeOneOverN(@ForAll("draws") Draw draw) {
        holds("sampled-error", draw);
    }

    @TheoremProperty
    void errorHalvesWhenTwiceAsManyTokensAreRead(@ForAll("draws") Draw draw) {
        holds("rate", draw);
    }
}
