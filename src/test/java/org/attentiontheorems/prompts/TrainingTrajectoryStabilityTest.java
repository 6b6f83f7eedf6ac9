package org.attentiontheorems.prompts;

import net.jqwik.api.ForAll;
import org.attentiontheorems.verify.Draw;
import org.attentiontheorems.verify.TheoremProperty;
import org.attentiontheorems.verify.TheoremTest;

class TrainingTrajectoryStabilityTest extends TheoremTest<TrainingInstance> {
    TrainingTrajectoryStabilityTest() {
        super(new TrainingTrajectoryStability());
    }

    @TheoremProperty
    void runsStayAsCloseAsTheCertificateSays(@ForAll("draws") Draw draw) {
        holds("distance", draw);
    }

    @TheoremProperty
    void certificateHoldsAtEveryStep(@ForAll("draws") Draw draw) {
        holds("certificate", draw);
    }

    @TheoremProperty
    void firstStepIsTheGapOfTheGradients(@ForAll("draws") Draw draw) {
        holds("first-step", draw);
    }

    @TheoremProperty
    void valuesStayCloseForAllTimes(@ForAll("draws") Draw draw) {
        holds("uniform-in-time", draw);
    }

    @TheoremProperty
    void finalRiskIsWhatTheLimitRunPromises(@ForAll("draws") Draw draw) {
        holds("risk-transfer", draw);
    }

    @TheoremProperty
    void riskIsWhatTheLimitRunPromisesAtTheSameStep(@ForAll("draws") Draw draw) {
        holds("risk-at-the-same-step", draw);
    }

    @TheoremProperty
    void gradientIsThatOfTheRisk(@ForAll("draws") Draw draw) {
        holds("gradient", draw);
    }

    @TheoremProperty
    void hessianIsThatOfTheLimitRisk(@ForAll("draws") Draw draw) {
        holds("hessian", draw);
    }

    @TheoremProperty
    void riskOfFinitePromptsIsExact(@ForAll("draws") Draw draw) {
        holds("exact-risk", draw);
    }

    @TheoremProperty
    void oneTokenIsReadWhateverItsLogit(@ForAll("draws") Draw draw) {
        holds("one-token", draw);
    }
}
