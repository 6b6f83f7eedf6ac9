package org.attentiontheorems.heads;

import net.jqwik.api.ForAll;
import org.attentiontheorems.heads.FiniteHeadApproximation.Instance;
import org.attentiontheorems.verify.Draw;
import org.attentiontheorems.verify.TheoremProperty;
import org.attentiontheorems.verify.TheoremTest;

class FiniteHeadApproximationTest extends TheoremTest<Instance> {
    FiniteHeadApproximationTest() {
        super(new FiniteHeadApproximation());
    }

    @TheoremProperty
    void theMeanExcessIsAtMostVarianceOverN(@ForAll("draws") Draw draw) {
        holds("jensen-gap-upper", draw);
    }

    @TheoremProperty
    void theMeanExcessIsAtLeastCurvatureOverN(@ForAll("draws") Draw draw) {
        holds("jensen-gap-lower", draw);
    }

    @TheoremProperty
    void noHeadsBeatTheOptimum(@ForAll("draws") Draw draw) {
        holds("best-heads-lower", draw);
    }

    @TheoremProperty
    void theBestHeadsComeCloseToTheOptimum(@ForAll("draws") Draw draw) {
        holds("best-heads-upper", draw);
    }

    @TheoremProperty
    void copiesOfASingleOptimalHeadAreOptimal(@ForAll("draws") Draw draw) {
        holds("best-heads-single", draw);
    }

    @TheoremProperty
    void aSingleDrawDeviatesByTheFirstVariation(@ForAll("draws") Draw draw) {
        holds("pathwise-rms", draw);
    }

    @TheoremProperty
    void headsAreDrawnFromTheLaw(@ForAll("draws") Draw draw) {
        holds("composition-weights", draw);
    }
}
