package org.attentiontheorems.homogenization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import java.util.List;
import net.jqwik.api.ForAll;
import org.attentiontheorems.homogenization.GaussianDriftVanishes.Instance;
import org.attentiontheorems.measure.Sums;
import org.attentiontheorems.measure.Vectors;
import org.attentiontheorems.verify.Draw;
import org.attentiontheorems.verify.TheoremProperty;
import org.attentiontheorems.verify.TheoremTest;
import org.junit.jupiter.api.Test;

class GaussianDriftVanishesTest extends TheoremTest<Instance> {
    GaussianDriftVanishesTest() {
        super(new GaussianDriftVanishes());
    }

    @TheoremProperty
    void oneLayerMovesTheGramMatrixByItsDrift(@ForAll("draws") Draw draw) {
        holds("generator", draw);
    }

    @TheoremProperty
    void oneLayerSpreadsTheGramMatrixByItsVariation(@ForAll("draws") Draw draw) {
        holds("variation", draw);
    }

    @TheoremProperty
    void outputsAreIsotropic(@ForAll("draws") Draw draw) {
        holds("isotropy", draw);
    }

    @TheoremProperty
    void nothingDriftsAlongTheSphere(@ForAll("draws") Draw draw) {
        holds("tangential-drift", draw);
    }

    @TheoremProperty
    void anglesInThePlaneAreCentred(@ForAll("draws") Draw draw) {
        holds("angle", draw);
    }

    /** The design without matrices is the design as a law of weights, enumerated by the common model. */
    @Test
    void theDesignIsThatOfTheCommonModel() {
        Instance x = GaussianDriftVanishes.worked().instance();
        WeightLaw law = WeightLaw.singleEntryDesign(x.keyQueryAtoms(), 3, Math.sqrt(x.valueVariance()));
        double[] moments = new double[3];
        Layer.of(law, x.beta(), 1, x.step()).forEachUpdate(x.tokens(), (prob, update) -> {
            double[][] next = SphereStep.step(x.tokens(), update);
            double change = OverlapPath.gram(next)[0][1] - 0.6;
            double rho = 0;
            for (double[] u : update) {
                rho = Math.max(rho, Vectors.norm(u));
            }
            moments[0] += prob * change / 0.01;
            moments[1] += prob * SphereStep.gramRemainder(rho) / 0.01;
            moments[2] += prob;
        });
        DesignLayer layer = GaussianDriftVanishes.layer(x);
        assertThat(moments[0]).isCloseTo(layer.meanIncrement()[0][1], offset(1e-12));
        assertThat(moments[1]).isCloseTo(layer.gramRemainder(), offset(1e-14));
        assertThat(moments[2]).isCloseTo(1, offset(1e-12));
    }

    /** Updates drawn given what tokens read have the second moments of {@code V m_i}. */
    @Test
    void gaussianUpdatesHaveTheirCovariance() {
        double[][] averaged = {{1, 0.5, 0.5}, {0.5, 1, 1}, {0.5, 1, 1}};
        GaussianUpdates updates = GaussianUpdates.of(averaged, 4);
        double[][] factor = updates.from(Vectors.identity(3));
        for (int i = 0; i < 3; i++) {
            for (int j = 0; j < 3; j++) {
                double product = Sums.dot(factor[i], factor[j]);
                assertThat(product).isCloseTo(4 * averaged[i][j], offset(1e-12));
            }
        }
    }

    @Test
    void refusesBadInstances() {
        double[][] tokens = {{1, 0}, {0, 1}};
        List<KeyQueryAtom> one = List.of(new KeyQueryAtom(1, Vectors.identity(2)));
        assertThatThrownBy(() -> new Instance(1, new double[][] {{1, 0}}, 0.5, 0.1, one))
                .hasMessageContaining("tokens: needs at least 2 rows");
        assertThatThrownBy(() -> new Instance(1, new double[][] {{1, 0}, {0, 0}}, 0.5, 0.1, one))
                .hasMessageContaining("tokens[1]: must not be 0");
        assertThatThrownBy(() -> new Instance(1, tokens, 0, 0.1, one)).hasMessageContaining("valueVariance");
        assertThatThrownBy(() -> new Instance(1, tokens, 0.5, 0.8, one)).hasMessageContaining("step");
        assertThatThrownBy(() -> new Instance(-1, tokens, 0.5, 0.1, one)).hasMessageContaining("beta");
        assertThatThrownBy(() -> new Instance(1, tokens, 0.5, 0.1, List.of()))
                .hasMessageContaining("keyQueryAtoms: must not be empty");
        assertThatThrownBy(() -> new Instance(1, tokens, 0.5, 0.1, List.of(new KeyQueryAtom(0.5, Vectors.identity(2)))))
                .hasMessageContaining("sum to 1");
    }
}
