package org.attentiontheorems.lowtemperature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import org.attentiontheorems.lowtemperature.LowTemperatureConcentration.Instance;
import org.attentiontheorems.verify.Draw;
import org.attentiontheorems.verify.InstanceVerdict;
import org.attentiontheorems.verify.InvalidInstance;
import org.attentiontheorems.verify.TheoremProperty;
import org.attentiontheorems.verify.TheoremTest;
import org.attentiontheorems.verify.Verdict;
import org.junit.jupiter.api.Test;

class LowTemperatureConcentrationTest extends TheoremTest<Instance> {
    private static final double[][] ONE = {{1, 0}, {0, 1}};
    private static final double[][] SADDLE = {{1, 0}, {0, -1}};

    LowTemperatureConcentrationTest() {
        super(new LowTemperatureConcentration());
    }

    @TheoremProperty
    void theLawIsNearItsProjection(@ForAll("draws") Draw draw) {
        holds("projected-law", draw);
    }

    @TheoremProperty
    void theLawIsNearItsProjectionOnTheWay(@ForAll("draws") Draw draw) {
        holds("projected-law-on-the-way", draw);
    }

    @TheoremProperty
    void theTwoFlowsStayTogether(@ForAll("draws") Draw draw) {
        holds("coupling", draw);
    }

    @TheoremProperty
    void attentionReadsTheHardmaxPoint(@ForAll("draws") Draw draw) {
        holds("attention-error", draw);
    }

    @TheoremProperty
    void theZeroTemperatureLawContracts(@ForAll("draws") Draw draw) {
        holds("zero-temperature", draw);
    }

    @TheoremProperty
    void theZeroTemperatureDistanceIsATransportCost(@ForAll("draws") Draw draw) {
        holds("zero-transport", draw);
    }

    @TheoremProperty
    void theLabelsCarryTheDensity(@ForAll("draws") Draw draw) {
        holds("initial-mean", draw);
    }

    @TheoremProperty
    void halfTheLabelsWouldDo(@ForAll("draws") Draw draw) {
        holds("half-the-labels", draw);
    }

    @Test
    void theExampleHasTheKnownBoundAndMistakes() {
        Instance x = LowTemperatureConcentration.worked().instance();
        CircleProblem problem = x.problem();
        assertThat(sup(problem, problem.flow().withBeta(-50))).isEqualTo(0.834, within(5e-4));
        assertThat(sup(problem, problem.flow().withBeta(0))).isEqualTo(0.566, within(5e-4));
        assertThat(sup(problem, problem.flow().withoutWeights())).isEqualTo(0.00671, within(5e-6));
        assertThat(LowTemperatureConcentration.run(x).acrossTheAxis().w2(20)).isGreaterThan(1);
    }

    private static double sup(CircleProblem problem, CircleFlow flow) {
        return CircleRun.of(flow, problem.start(), 0.5, 20).couplingSup(20);
    }

    private static Instance of(double[][] value, double beta, CircleDensity density, int labels, double stretch) {
        return new Instance(ONE, ONE, value, beta, density, 1, 20, labels, stretch);
    }

    @Test
    void crudeLabelsAndStepsAreNoCounterexample() {
        CircleDensity lopsided = new CircleDensity(new double[] {0}, new double[] {0.9});
        Instance crowded = new Instance(ONE, ONE, SADDLE, 5, lopsided, 2, 1, 40, 5);
        Instance few = new Instance(ONE, ONE, SADDLE, 0.01, lopsided, 0.5, 3, 4, 1);
        assertThat(InstanceVerdict.of(theorem(), crowded).verdict()).isEqualTo(Verdict.HOLDS);
        assertThat(InstanceVerdict.of(theorem(), few).verdict()).isEqualTo(Verdict.HOLDS);
    }

    @Test
    void refusesWhatTheTheoremDoesNotSpeakOf() {
        CircleDensity uniform = CircleDensity.uniform();
        assertThatThrownBy(() -> of(new double[2][2], 1, uniform, 64, 0))
                .isInstanceOf(InvalidInstance.class)
                .hasMessageContaining("value: must give V K'Q a simple largest eigenvalue");
        assertThatThrownBy(() -> of(ONE, 1, uniform, 64, 0)).hasMessageContaining("simple largest eigenvalue");
        assertThatThrownBy(() -> of(new double[][] {{1, 1}, {0, 1}}, 1, uniform, 64, 0))
                .hasMessageContaining("value: must make V K'Q symmetric");
        assertThatThrownBy(() -> of(SADDLE, 0, uniform, 64, 0)).hasMessageContaining("beta: must be positive");
        assertThatThrownBy(() -> of(SADDLE, 1, uniform, 66, 0)).hasMessage("labels: must be a multiple of 4, is 66");
        assertThatThrownBy(() -> of(SADDLE, 100, uniform, 64, 0))
                .hasMessage("labels: must be at least 8 sqrt(beta |K'Q|) = 80.0, is 64");
        assertThatThrownBy(() -> of(SADDLE, 1, uniform, 64, 5.1)).hasMessageContaining("stretch: must be between");
        assertThatThrownBy(() -> new Instance(ONE, ONE, SADDLE, 1, uniform, 1, 0, 64, 0))
                .hasMessageContaining("steps: must be between 1");
        assertThatThrownBy(() -> new Instance(ONE, ONE, SADDLE, 1, uniform, 1, 100_000, 10_000, 0))
                .hasMessageContaining("labels: and steps are too many");
        assertThatThrownBy(() -> new CircleDensity(new double[] {0.8}, new double[] {0.8}))
                .hasMessageContaining("cos: must keep the density positive");
        assertThatThrownBy(() -> new CircleDensity(new double[] {0.8}, new double[0]))
                .hasMessage("sin: needs 1 entries like cos, has 0");
        Instance forEver = new Instance(ONE, ONE, SADDLE, 1, uniform, 1e6, 1, 64, 0);
        assertThatThrownBy(() -> theorem().quantities(forEver)).hasMessageContaining("time: is too long");
        double[][] space = {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}};
        assertThatThrownBy(() -> new Instance(space, space, space, 1, uniform, 1, 1, 64, 0))
                .hasMessageContaining("query[0]: needs 2 entries, has 3");
    }
}
