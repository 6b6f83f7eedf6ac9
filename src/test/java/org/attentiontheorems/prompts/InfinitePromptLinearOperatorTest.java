package org.attentiontheorems.prompts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Set;
import net.jqwik.api.ForAll;
import org.attentiontheorems.measure.Vectors;
import org.attentiontheorems.verify.Draw;
import org.attentiontheorems.verify.InstanceVerdict;
import org.attentiontheorems.verify.InvalidInstance;
import org.attentiontheorems.verify.TheoremProperty;
import org.attentiontheorems.verify.TheoremTest;
import org.attentiontheorems.verify.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InfinitePromptLinearOperatorTest extends TheoremTest<QueryInstance> {
    private static final InfinitePromptLinearOperator THEOREM = new InfinitePromptLinearOperator();
    private static final double[][] ONE = {{1}};

    InfinitePromptLinearOperatorTest() {
        super(new InfinitePromptLinearOperator());
    }

    @TheoremProperty
    void gaussianTokensAreReadAffinely(@ForAll("draws") Draw draw) {
        holds("affine-limit", draw);
    }

    @TheoremProperty
    void oneIntegralIsEnough(@ForAll("draws") Draw draw) {
        holds("reduced-limit", draw);
    }

    @TheoremProperty
    void tiltingKeepsTheCovariance(@ForAll("draws") Draw draw) {
        holds("tilted-covariance", draw);
    }

    @TheoremProperty
    void tiltedMeanIsAGradient(@ForAll("draws") Draw draw) {
        holds("log-partition-gradient", draw);
    }

    @TheoremProperty
    void jacobianIsTheCovarianceRead(@ForAll("draws") Draw draw) {
        holds("jacobian", draw);
    }

    @TheoremProperty
    void parametersMoveTheOutputThroughTheCovariance(@ForAll("draws") Draw draw) {
        holds("parameter-derivative", draw);
    }

    @TheoremProperty
    void doublingTheQueryDoublesWhatIsRead(@ForAll("draws") Draw draw) {
        holds("affinity-defect", draw);
    }

    private static QueryInstance signs(double query) {
        return LinearOperatorDraws.scalar(new Law.Atoms(new double[][] {{-1}, {1}}, new double[] {0.5, 0.5}), query);
    }

    @Test
    void signsAreNotReadAffinelyAndTheAnswerSaysWhy() {
        InstanceVerdict answer = InstanceVerdict.of(THEOREM, signs(0.9));
        assertThat(answer.verdict()).isEqualTo(Verdict.VIOLATED);
        assertThat(answer.first().evidence().measured()).isCloseTo(Math.abs(StrictMath.tanh(0.9) - 0.9), within(1e-14));
        assertThat(answer.claims())
                .allMatch(claim -> claim.evidence().claim().equals("affine-limit")
                        || claim.evidence().verdict() == Verdict.HOLDS);
        assertThat(answer.remarks().get("explanation")).contains("not Gaussian").contains("predicts");
    }

    @Test
    void equalLogitsOfAtomsAreNoContradiction() {
        InstanceVerdict answer = InstanceVerdict.of(THEOREM, signs(0));
        assertThat(answer.verdict()).isEqualTo(Verdict.HOLDS);
        assertThat(answer.remarks().get("explanation")).contains("does not tell");
        QueryInstance gaussian = LinearOperatorDraws.scalar(new Law.Gaussian(new double[] {1}, ONE), 1);
        assertThat(InstanceVerdict.of(THEOREM, gaussian).remarks().get("explanation"))
                .startsWith("the law is Gaussian");
    }

    /** How far the mistakes are off on the worked example. */
    @Test
    void publishedFiguresAreReproduced() {
        QueryInstance x = THEOREM.examples().get(0).instance();
        AffineLimit map = AffineLimit.of(x);
        double[] u = x.logitVector();
        double[][] v = x.valueMatrix();
        double[] noMean = Vectors.apply(v, Vectors.apply(map.covariance(), u));
        assertThat(map.distance(noMean)).isCloseTo(1.15, within(5e-3));
        double[][] b = ((Law.Gaussian) x.law()).factor();
        double[] factor = Vectors.apply(v, Vectors.plus(map.mean(), 1, Vectors.apply(b, u)));
        assertThat(map.distance(factor)).isCloseTo(0.062, within(5e-4));
        LimitModel right = LimitModel.REFERENCE;
        assertThat(map.distance(right.withTransposedProduct().output(x, x.query())))
                .isCloseTo(1.89, within(5e-3));
        assertThat(map.distance(right.withoutPartition().output(x, x.query()))).isCloseTo(0.38, within(5e-3));
    }

    @Test
    void everyMistakeTurnsItsClaimsRed() {
        assertThat(violated(LimitModel.REFERENCE)).isEmpty();
        assertThat(violated(LimitModel.REFERENCE.withoutPartition()))
                .contains("affine-limit", "reduced-limit", "log-partition-gradient", "affinity-defect");
        assertThat(violated(LimitModel.REFERENCE.withoutCentring()))
                .containsExactly("jacobian", "parameter-derivative", "tilted-covariance");
    }

    private static Set<String> violated(LimitModel model) {
        return BrokenModel.violated(new InfinitePromptLinearOperator(model));
    }

    /** Sizes that a user may choose: rounding grows with them, and so does what is allowed for it. */
    @ParameterizedTest
    @CsvSource({"1e6,1", "1e-6,1", "1,1e6", "1e8,1e8", "1,1e-8"})
    void gaussianTokensOfAnySizeAreReadAffinely(double tokens, double values) {
        Law.Gaussian law = new Law.Gaussian(new double[] {0.3 * tokens, -tokens}, new double[][] {
            {tokens, 0}, {0.5 * tokens, 0.8 * tokens}
        });
        double[][] v = {{values, 0.3 * values}};
        double[][] k = {{1 / tokens, 0.2 / tokens}};
        QueryInstance x = new QueryInstance(law, v, k, new double[][] {{1, -1}}, new double[] {1.2, 0.4});
        assertThat(InstanceVerdict.of(THEOREM, x).verdict()).isEqualTo(Verdict.HOLDS);
    }

    @Test
    void refusesWhatCannotBeRead() {
        Law.Gaussian law = new Law.Gaussian(new double[] {0}, ONE);
        assertThatThrownBy(() -> LinearOperatorDraws.scalar(law, 5.1))
                .isInstanceOf(InvalidInstance.class)
                .hasMessage("query: gives logits of standard deviation 5.1, more than 5.0");
        assertThatThrownBy(() -> new QueryInstance(law, ONE, ONE, new double[][] {{1}, {2}}, new double[] {1}))
                .hasMessageStartingWith("queryMatrix: needs 1 rows");
        assertThatThrownBy(() -> new QueryInstance(law, ONE, new double[][] {{1, 2}}, ONE, new double[] {1}))
                .hasMessageStartingWith("keyMatrix[0]: needs 1 entries");
        assertThatThrownBy(() -> new QueryInstance(law, ONE, ONE, ONE, new double[] {1, 2}))
                .hasMessageStartingWith("query: needs 1 entries");
        assertThatThrownBy(() -> new QueryInstance(law, ONE, ONE, ONE, new double[] {Double.NaN}))
                .hasMessageStartingWith("query[0]: must be a finite number");
        assertThatThrownBy(() -> signs(1e308)).hasMessageStartingWith("query: gives logits that overflow");
        QueryInstance large =
                LinearOperatorDraws.scalar(new Law.Atoms(new double[][] {{1e100}}, new double[] {1}), 1e7);
        assertThat(THEOREM.quantities(large)).containsEntry("output0", 1e100);
        QueryInstance huge = LinearOperatorDraws.scalar(new Law.Atoms(new double[][] {{1e300}}, new double[] {1}), 1e7);
        assertThatThrownBy(() -> THEOREM.quantities(huge)).hasMessageStartingWith("valueMatrix: is too large");
    }
}
