package org.attentiontheorems.homogenization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import net.jqwik.api.ForAll;
import org.attentiontheorems.homogenization.ConditionalMeanField.Instance;
import org.attentiontheorems.measure.Vectors;
import org.attentiontheorems.verify.Draw;
import org.attentiontheorems.verify.TheoremProperty;
import org.attentiontheorems.verify.TheoremTest;
import org.junit.jupiter.api.Test;

class ConditionalMeanFieldTest extends TheoremTest<Instance> {
    ConditionalMeanFieldTest() {
        super(new ConditionalMeanField());
    }

    @TheoremProperty
    void tokensStayCloseToTheirConditionalLimit(@ForAll("draws") Draw draw) {
        holds("error", draw);
    }

    @TheoremProperty
    void countingLabelsIsFollowingTokens(@ForAll("draws") Draw draw) {
        holds("token-by-token", draw);
    }

    @TheoremProperty
    void theSharpConstantIsADerivative(@ForAll("draws") Draw draw) {
        holds("constant-by-differences", draw);
    }

    /** A token alone attends to itself only. */
    @Test
    void aSingleTokenMovesByItsValues() {
        Instance x = ConditionalMeanField.worked().instance().withTokens(1);
        double[] y = x.atoms()[0];
        for (HeadWeights layer : x.weights()) {
            y = SphereStep.normalised(Vectors.plus(y, x.step(), Vectors.apply(layer.value(), y)));
        }
        double[][] end = x.path().end(x.atoms(), new double[] {1, 0});
        assertThat(Rows.squaredDistance(end[0], y)).isLessThan(1e-30);
    }

    /** Atoms at one place are one atom. */
    @Test
    void repeatedAtomsDoNotMoveApart() {
        Instance worked = ConditionalMeanField.worked().instance();
        double[][] twice = {{1, 0}, {1, 0}};
        Instance x = new Instance(1, twice, new double[] {0.3, 0.7}, 16, 0.25, worked.weights());
        assertThat(ConditionalMeanField.solved(x).error()).isLessThan(1e-30);
        assertThat(ConditionalMeanField.solved(x).constant()).isLessThan(1e-30);
    }

    @Test
    void aBoundThatOverflowsIsInfinite() {
        Instance worked = ConditionalMeanField.worked().instance();
        Instance x = new Instance(5000, worked.atoms(), worked.probabilities(), 8, 0.25, worked.weights());
        assertThat(ConditionalMeanField.solved(x).bound()).isPositive().isNotNaN();
    }

    @Test
    void refusesBadInstances() {
        Instance x = ConditionalMeanField.worked().instance();
        List<HeadWeights> w = x.weights();
        assertThatThrownBy(() -> new Instance(-1, x.atoms(), x.probabilities(), 4, 0.25, w))
                .hasMessageContaining("beta");
        assertThatThrownBy(() -> new Instance(1, new double[][] {{0, 0}, {1, 0}}, x.probabilities(), 4, 0.25, w))
                .hasMessageContaining("atoms[0]");
        assertThatThrownBy(() -> new Instance(1, x.atoms(), new double[] {0, 1}, 4, 0.25, w))
                .hasMessageContaining("probabilities[0]: must be positive");
        assertThatThrownBy(() -> new Instance(1, x.atoms(), new double[] {0.5, 0.6}, 4, 0.25, w))
                .hasMessageContaining("probabilities");
        assertThatThrownBy(() -> new Instance(1, x.atoms(), new double[] {1}, 4, 0.25, w))
                .hasMessageContaining("probabilities: needs 2 entries");
        assertThatThrownBy(() -> x.withTokens(0)).hasMessageContaining("tokens");
        assertThatThrownBy(() -> x.withTokens(2_000_000)).hasMessageContaining("tokens: gives");
        assertThatThrownBy(() -> new Instance(1, x.atoms(), x.probabilities(), 4, 0, w))
                .hasMessageContaining("step");
        assertThatThrownBy(() -> new Instance(1, x.atoms(), x.probabilities(), 4, 5, w))
                .hasMessageContaining("step: makes a head move a token");
        assertThatThrownBy(() -> new Instance(1, x.atoms(), x.probabilities(), 4, 0.25, List.of()))
                .hasMessageContaining("weights: must not be empty");
    }
}
