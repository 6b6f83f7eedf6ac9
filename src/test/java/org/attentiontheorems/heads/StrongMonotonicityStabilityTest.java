package org.attentiontheorems.heads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import net.jqwik.api.ForAll;
import org.attentiontheorems.heads.StrongMonotonicityFamilies.Pair;
import org.attentiontheorems.heads.StrongMonotonicityStability.Instance;
import org.attentiontheorems.verify.Draw;
import org.attentiontheorems.verify.InvalidInstance;
import org.attentiontheorems.verify.TheoremProperty;
import org.attentiontheorems.verify.TheoremTest;
import org.junit.jupiter.api.Test;

class StrongMonotonicityStabilityTest extends TheoremTest<Instance> {
    StrongMonotonicityStabilityTest() {
        super(new StrongMonotonicityStability());
    }

    @TheoremProperty
    void twoRunsContract(@ForAll("draws") Draw draw) {
        holds("w2-contraction", draw);
    }

    @TheoremProperty
    void theyContractAtAllTimes(@ForAll("draws") Draw draw) {
        holds("w2-decay", draw);
    }

    @TheoremProperty
    void theSynchronousCouplingContracts(@ForAll("draws") Draw draw) {
        holds("synchronous-coupling", draw);
    }

    @TheoremProperty
    void theGradientIsMonotoneAlongTheOptimalCoupling(@ForAll("draws") Draw draw) {
        holds("monotone-optimal", draw);
    }

    @TheoremProperty
    void itStaysMonotone(@ForAll("draws") Draw draw) {
        holds("monotone-at-the-end", draw);
    }

    @TheoremProperty
    void itIsMonotoneAlongOtherCouplings(@ForAll("draws") Draw draw) {
        holds("monotone-any-coupling", draw);
    }

    @TheoremProperty
    void monotonicityIsIntegratedCurvature(@ForAll("draws") Draw draw) {
        holds("second-derivative", draw);
    }

    @TheoremProperty
    void assignmentFindsTheBestPermutation(@ForAll("draws") Draw draw) {
        holds("matching", draw);
    }

    @Test
    void theMirrorPairIsOutsideTheRegime() {
        Pair mirror = StrongMonotonicityFamilies.mirrorPair();
        assertThat(LawPair.regime(mirror.model(), mirror.otherAtoms()).kappa()).isCloseTo(-1334, within(1.0));
        assertThat(LawPair.of(mirror.model(), mirror.otherAtoms(), 20).w2End().value())
                .isCloseTo(1.343207508638, within(1e-11));
        assertThatThrownBy(() -> new Instance(mirror.model(), mirror.otherAtoms(), 20))
                .isInstanceOf(InvalidInstance.class)
                .hasMessageContaining("assumption not met");
    }

    @Test
    void refusesLawsThatCannotBeMatched() {
        Instance worked = StrongMonotonicityStability.worked().instance();
        List<Head> one = worked.otherAtoms().subList(0, 1);
        assertThatThrownBy(() -> new Instance(worked.model(), one, 1))
                .hasMessageContaining("otherAtoms: needs 2 entries");
        assertThatThrownBy(() -> new Instance(worked.model().withAtomWeights(0.4, 0.6), worked.otherAtoms(), 1))
                .hasMessageContaining("model.atomWeights[0]: all masses must be equal");
        assertThatThrownBy(() -> new Instance(worked.model(), worked.otherAtoms(), -1))
                .hasMessageContaining("horizon");
        assertThatThrownBy(() -> new Instance(worked.model().withLambda(0), worked.otherAtoms(), 1))
                .hasMessageContaining("assumption not met");
    }
}
