package org.attentiontheorems.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import net.jqwik.api.ForAll;
import org.attentiontheorems.layers.PontryaginTerminalCondition.Instance;
import org.attentiontheorems.verify.Draw;
import org.attentiontheorems.verify.TheoremProperty;
import org.attentiontheorems.verify.TheoremTest;
import org.junit.jupiter.api.Test;

class PontryaginTerminalConditionTest extends TheoremTest<Instance> {
    PontryaginTerminalConditionTest() {
        super(new PontryaginTerminalCondition());
    }

    @TheoremProperty
    void backPropagationIsCloseToTheAdjointFlow(@ForAll("draws") Draw draw) {
        holds("adjoint", draw);
    }

    @TheoremProperty
    void backPropagationIsTheGradientOfTheNetwork(@ForAll("draws") Draw draw) {
        holds("network-gradient", draw);
    }

    @TheoremProperty
    void theAdjointGivesTheGradientOfTheFlow(@ForAll("draws") Draw draw) {
        holds("flow-gradient", draw);
    }

    @TheoremProperty
    void theHamiltonianIsConstantOnSegments(@ForAll("draws") Draw draw) {
        holds("hamiltonian", draw);
    }

    @TheoremProperty
    void adjointAndTangentAreDual(@ForAll("draws") Draw draw) {
        holds("duality", draw);
    }

    @TheoremProperty
    void theWayBackEndsWhereTheFlowBegan(@ForAll("draws") Draw draw) {
        holds("way-back", draw);
    }

    @TheoremProperty
    void adjointsApproachLikeOneOverDepth(@ForAll("draws") Draw draw) {
        holds("adjoint-first-order", draw);
    }

    @TheoremProperty
    void gradientsApproachLikeOneOverDepth(@ForAll("draws") Draw draw) {
        holds("gradient-first-order", draw);
    }

    @Test
    void theScalarBoundIsApproachedAsTheStateVanishes() {
        double[] starts = {0.5, 0.1, 0.01};
        double[] wrong = {0.821, 0.9957, 0.99999};
        double[] right = {0.20, 0.64, 0.96};
        for (int i = 0; i < starts.length; i++) {
            assertThat(tightness(starts[i], 1)).isCloseTo(wrong[i], within(5e-4));
            assertThat(tightness(starts[i], 0)).isCloseTo(right[i], within(5e-3));
        }
    }

    private static double tightness(double start, int label) {
        Instance x = PontryaginFamilies.scalar(0.6, start, label, 16);
        PontryaginRun run = PontryaginTerminalCondition.run(x);
        return run.adjointError() / run.adjointBound();
    }

    @Test
    void aRepeatedAtomCountsOnce() {
        Instance x = PontryaginTerminalCondition.worked().instance();
        Atom first = x.population().get(0);
        Instance repeated = new Instance(
                x.beta(),
                x.depth(),
                x.control(),
                x.readout(),
                List.of(
                        first.withWeight(0.2),
                        first.withWeight(0.3),
                        x.population().get(1)));
        assertClose(theorem().quantities(repeated), theorem().quantities(x), 1e-12, 1);
    }

    @Test
    void withoutReadOutThereIsNothingToLearn() {
        Instance x = PontryaginTerminalCondition.worked().instance();
        Instance blind = new Instance(x.beta(), x.depth(), x.control(), new double[3][2], x.population());
        assertThat(theorem().quantities(blind))
                .containsEntry("gradientNormFlow", 0.0)
                .containsEntry("adjointStartDiscrete", 0.0)
                .hasEntrySatisfying("lossFlow", loss -> assertThat(loss).isCloseTo(StrictMath.log(3), within(1e-15)));
    }

    @Test
    void refusesWhatDoesNotFit() {
        Instance x = PontryaginTerminalCondition.worked().instance();
        assertThatThrownBy(() -> new Instance(1, 8, x.control(), new double[][] {{1, 2}}, x.population()))
                .hasMessageContaining("readout: needs at least 2 rows");
        assertThatThrownBy(() -> new Instance(
                        1, 8, x.control(), x.readout(), x.population().subList(0, 1)))
                .hasMessageContaining("population: weights must sum to 1");
    }
}
