package org.attentiontheorems.heads;

import net.jqwik.api.ForAll;
import org.attentiontheorems.heads.PropagationOfChaos.Instance;
import org.attentiontheorems.verify.Draw;
import org.attentiontheorems.verify.TheoremProperty;
import org.attentiontheorems.verify.TheoremTest;

class PropagationOfChaosTest extends TheoremTest<Instance> {
    PropagationOfChaosTest() {
        super(new PropagationOfChaos());
    }

    @TheoremProperty
    void trainedHeadsStayCloseToTheMeanField(@ForAll("draws") Draw draw) {
        holds("total-distance", draw);
    }

    @TheoremProperty
    void theTotalIsAtMostTheSumOfItsSources(@ForAll("draws") Draw draw) {
        holds("three-sources", draw);
    }

    @TheoremProperty
    void finitelyManyHeadsStayCloseToTheMeanField(@ForAll("draws") Draw draw) {
        holds("chaos-distance", draw);
    }

    @TheoremProperty
    void gradientDescentStaysCloseToTheFlow(@ForAll("draws") Draw draw) {
        holds("euler-distance", draw);
    }

    @TheoremProperty
    void stochasticDescentStaysCloseToGradientDescent(@ForAll("draws") Draw draw) {
        holds("sgd-distance", draw);
    }

    @TheoremProperty
    void theRiskFalls(@ForAll("draws") Draw draw) {
        holds("energy", draw);
    }

    @TheoremProperty
    void theRiskFallsByTheIntegratedSquaredVelocity(@ForAll("draws") Draw draw) {
        holds("energy-balance", draw);
    }

    @TheoremProperty
    void theRiskIsWeaklyConvexInTheHeads(@ForAll("draws") Draw draw) {
        holds("weak-convexity", draw);
    }

    @TheoremProperty
    void theVelocityIsLipschitz(@ForAll("draws") Draw draw) {
        holds("lipschitz-velocity", draw);
    }

    @TheoremProperty
    void logitsAreLipschitz(@ForAll("draws") Draw draw) {
        holds("gradient-cap", draw);
    }

    @TheoremProperty
    void residualsStayBelowTheirCap(@ForAll("draws") Draw draw) {
        holds("residual-cap", draw);
    }

    @TheoremProperty
    void headsStayInTheirCylinder(@ForAll("draws") Draw draw) {
        holds("reach", draw);
    }

    @TheoremProperty
    void theSpreadIsBoundedAPriori(@ForAll("draws") Draw draw) {
        holds("spread-a-priori", draw);
    }

    @TheoremProperty
    void theNoiseIsBoundedAPriori(@ForAll("draws") Draw draw) {
        holds("noise-a-priori", draw);
    }

    @TheoremProperty
    void theSpeedIsBoundedAPriori(@ForAll("draws") Draw draw) {
        holds("speed-a-priori", draw);
    }

    @TheoremProperty
    void theFourthMomentOfChaosIsBounded(@ForAll("draws") Draw draw) {
        holds("chaos-fourth-moment", draw);
    }

    @TheoremProperty
    void theFourthMomentOfTheNoiseIsBounded(@ForAll("draws") Draw draw) {
        holds("sgd-fourth-moment", draw);
    }

    @TheoremProperty
    void noHeadIsMoreConcaveThanItsBound(@ForAll("draws") Draw draw) {
        holds("least-curvature", draw);
    }
}
