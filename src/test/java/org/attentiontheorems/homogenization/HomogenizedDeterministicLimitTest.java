package org.attentiontheorems.homogenization;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import net.jqwik.api.ForAll;
import org.attentiontheorems.verify.Draw;
import org.attentiontheorems.verify.TheoremProperty;
import org.attentiontheorems.verify.TheoremTest;
import org.junit.jupiter.api.Test;

class HomogenizedDeterministicLimitTest extends TheoremTest<DeepNetwork> {
    HomogenizedDeterministicLimitTest() {
        super(new HomogenizedDeterministicLimit());
    }

    @TheoremProperty
    void deepNetworksFollowTheAveragedFlow(@ForAll("draws") Draw draw) {
        holds("mean-square-error", draw);
    }

    @TheoremProperty
    void aLayerIsAStepOfTheAveragedField(@ForAll("draws") Draw draw) {
        holds("one-layer-bias", draw);
    }

    @TheoremProperty
    void headsOfALayerAverageOut(@ForAll("draws") Draw draw) {
        holds("one-layer-noise", draw);
    }

    @TheoremProperty
    void theFlowStaysOnTheSphere(@ForAll("draws") Draw draw) {
        holds("flow-on-sphere", draw);
    }

    @Test
    void refusesWhatCannotBeComputed() {
        DeepNetwork worked = HomogenizedDeterministicLimit.worked().instance();
        List<WeightAtom> atoms = worked.atoms();
        assertThatThrownBy(() -> worked.sized(13, 2)).hasMessageContaining("layers: gives 1594323.0 paths");
        assertThatThrownBy(() -> worked.sized(0, 2)).hasMessageContaining("layers: must be at least 1");
        assertThatThrownBy(() -> worked.sized(4, 0)).hasMessageContaining("heads: must be at least 1");
        assertThatThrownBy(() -> new DeepNetwork(0.5, worked.tokens(), 1, 4, 100, atoms))
                .hasMessageContaining("time: makes a head move a token by up to");
        assertThatThrownBy(() -> new DeepNetwork(0.5, worked.tokens(), 1, 4, 0, atoms))
                .hasMessageContaining("time: must be positive");
        assertThatThrownBy(() -> new DeepNetwork(-1, worked.tokens(), 1, 4, 1, atoms))
                .hasMessageContaining("beta: must be at least 0");
        assertThatThrownBy(() -> worked.withTokens(new double[] {0, 0}))
                .hasMessageContaining("tokens[0]: must not be 0");
        assertThatThrownBy(() -> worked.withTokens(new double[] {1, 0, 0}))
                .hasMessageContaining("atoms[0].keyQuery: needs 3 rows, has 2");
        assertThatThrownBy(() -> worked.withAtoms(List.of())).hasMessageContaining("atoms: must not be empty");
        assertThatThrownBy(() -> worked.withAtoms(atoms.subList(0, 1)))
                .hasMessageContaining("atoms: probabilities must sum to 1");
    }
}
