package org.attentiontheorems.heads;

import net.jqwik.api.ForAll;
import org.attentiontheorems.heads.EnergyDissipation.Instance;
import org.attentiontheorems.verify.Draw;
import org.attentiontheorems.verify.TheoremProperty;
import org.attentiontheorems.verify.TheoremTest;

class EnergyDissipationTest extends TheoremTest<Instance> {
    EnergyDissipationTest() {
        super(new EnergyDissipation());
    }

    @TheoremProperty
    void oneStepLosesWhatItDissipatesUpToTheCurvature(@ForAll("draws") Draw draw) {
        holds("descent-lemma", draw);
    }

    @TheoremProperty
    void trainingLosesWhatItDissipates(@ForAll("draws") Draw draw) {
        holds("energy-identity", draw);
    }

    @TheoremProperty
    void soItDoesWithFrozenBlocks(@ForAll("draws") Draw draw) {
        holds("energy-identity-frozen", draw);
    }

    @TheoremProperty
    void theRiskNeverIncreases(@ForAll("draws") Draw draw) {
        holds("risk-never-increases", draw);
    }

    @TheoremProperty
    void queriesAndKeysComeIntoBalance(@ForAll("draws") Draw draw) {
        holds("balancedness", draw);
    }

    @TheoremProperty
    void rotationsCommuteWithTraining(@ForAll("draws") Draw draw) {
        holds("rotation", draw);
    }
}
