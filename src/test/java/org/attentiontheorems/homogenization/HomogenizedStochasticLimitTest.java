package org.attentiontheorems.homogenization;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import net.jqwik.api.ForAll;
import org.attentiontheorems.measure.Vectors;
import org.attentiontheorems.verify.Draw;
import org.attentiontheorems.verify.TheoremProperty;
import org.attentiontheorems.verify.TheoremTest;
import org.junit.jupiter.api.Test;

class HomogenizedStochasticLimitTest extends TheoremTest<CentredLayer> {
    HomogenizedStochasticLimitTest() {
        super(new HomogenizedStochasticLimit());
    }

    @TheoremProperty
    void theDriftOfALayerIsThatOfTheLimit(@ForAll("draws") Draw draw) {
        holds("drift-error", draw);
    }

    @TheoremProperty
    void theCovarianceOfALayerIsThatOfTheLimit(@ForAll("draws") Draw draw) {
        holds("covariance-error", draw);
    }

    @TheoremProperty
    void theLimitStaysOnTheSphere(@ForAll("draws") Draw draw) {
        holds("limit-on-sphere", draw);
    }

    @TheoremProperty
    void headsAddTheirVariances(@ForAll("draws") Draw draw) {
        holds("squared-update", draw);
    }

    @Test
    void refusesLayersThatAreNotCentredOrTooLarge() {
        CentredLayer worked = HomogenizedStochasticLimit.worked().instance();
        List<WeightAtom> atoms = worked.atoms();
        assertThatThrownBy(() -> worked.withAtoms(List.of(
                        atoms.get(0), atoms.get(1), atoms.get(2), atoms.get(3).withValue(Vectors.identity(2)))))
                .hasMessageContaining("atoms: must have mean value 0 for every key-query matrix");
        assertThatThrownBy(() -> worked.withStep(2)).hasMessageContaining("step: makes a head move a token by up to");
        assertThatThrownBy(() -> worked.withStep(0)).hasMessageContaining("step: must be positive");
        assertThatThrownBy(() -> worked.withStep(1e-160)).hasMessageContaining("step: gives a time step of");
        assertThatThrownBy(() -> new CentredLayer(1, worked.tokens(), 0, 0.1, atoms))
                .hasMessageContaining("heads: must be at least 1");
        assertThatThrownBy(() -> new CentredLayer(1, worked.tokens(), 1000, 0.1, atoms))
                .hasMessageContaining("heads: gives");
        assertThatThrownBy(() -> new CentredLayer(1, worked.tokens(), 1, 0.1, List.of(atoms.get(0))))
                .hasMessageContaining("atoms: probabilities must sum to 1");
    }
}
