package org.attentiontheorems.prompts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.attentiontheorems.random.RandomField;
import org.attentiontheorems.verify.InstanceVerdict;
import org.attentiontheorems.verify.InvalidInstance;
import org.attentiontheorems.verify.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RegressionTaskTest {
    private static final double[][] PLANE = {{1, 0.3}, {0.3, 0.8}};
    private static final double[][] QUERIES = {{1, 0}, {0.2, 0.9}, {-0.6, 0.5}};

    @ParameterizedTest
    @CsvSource({"64, 0.0466015, 0.493", "256, 0.0134835, 0.175", "1024, 0.00354334, 0.0504", "4096, 0.000899111, 0.0131"
    })
    void trainingWithFinitePromptsEndsWhereItIsKnownToEnd(int length, double risk, double distance) {
        RegressionInstance x = InContextRegression.worked().instance();
        RegressionDescent run = RegressionTraining.run(x, length);
        assertThat(run.finalRisk()).isCloseTo(risk, within(6e-6 * risk));
        assertThat(run.largestDistance(RegressionTraining.run(x, 0))).isCloseTo(distance, within(3e-3 * distance));
    }

    @ParameterizedTest
    @ValueSource(ints = {16, 64, 4096, 1_000_000})
    void tableAgreesWithQuadrature(int length) {
        for (int k = 0; k <= 40; k++) {
            double rho = 9 * k * k / 1600.0;
            Shrinkage table = ShrinkageTable.of(length).at(rho);
            Shrinkage direct = Shrinkage.Functions.integrated(length).at(rho);
            assertThat(table.gamma()).isCloseTo(direct.gamma(), within(1e-13));
            assertThat(table.defect()).isCloseTo(direct.defect(), within(1e-13));
            assertThat(table.gammaPrime()).isCloseTo(direct.gammaPrime(), within(1e-13));
            assertThat(table.defectPrime()).isCloseTo(direct.defectPrime(), within(1e-13));
            assertThat(table.kappa()).isCloseTo(direct.kappa(), within(1e-13));
            assertThat(table.kappaPrime()).isCloseTo(direct.kappaPrime(), within(1e-13));
        }
    }

    @Test
    void tableRefusesLogitsBeyondItsEnd() {
        assertThatThrownBy(() -> ShrinkageTable.of(64).at(9.001))
                .isInstanceOf(InvalidInstance.class)
                .hasMessageContaining("rho");
    }

    @Test
    void predictionsAreExactForATokenThatIsTheQuery() {
        RegressionTask task = RegressionTask.of(PLANE, QUERIES);
        SampledRegression drawn = SampledRegression.draw(task, 1, 3, RandomField.of(1, "test", 2));
        double[] query = drawn.tokens()[0];
        RegressionParameters p = new RegressionParameters(PLANE, 1);
        assertThat(drawn.softmax(p, query, 1)).containsExactly(drawn.truth(query), within(1e-15));
    }

    @Test
    void aFlowThatIsTooLongIsLeftUndecided() {
        RegressionInstance x = new RegressionInstance(PLANE, QUERIES, 1e10, 1, 100);
        InstanceVerdict answer = InstanceVerdict.of(new InContextRegression(), x);
        assertThat(answer.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(answer.quantities()).containsKey("softmaxExcessRisk").doesNotContainKey("riskHorizon");
        assertThat(answer.remarks()).containsKeys("flow", "start");
    }

    /** The risk is then what rounding leaves, and its bound may underflow. */
    @ParameterizedTest
    @CsvSource({"0.01, 300", "0.5, 1000", "3, 300"})
    void aLongHorizonLeavesNoDoubt(double alpha, double horizon) {
        RegressionInstance line =
                new RegressionInstance(new double[][] {{1.2}}, new double[][] {{1}}, alpha, horizon, 5);
        RegressionInstance plane = new RegressionInstance(PLANE, QUERIES, alpha, horizon, 5);
        for (RegressionInstance x : new RegressionInstance[] {line, plane}) {
            assertThat(InstanceVerdict.of(new InContextRegression(), x).verdict())
                    .isEqualTo(Verdict.HOLDS);
        }
    }

    @Test
    void instancesNameTheFieldThatIsWrong() {
        refused("covariance[1][0]", new double[][] {{1, 0.3}, {0.2, 1}}, QUERIES, 1, 1, 1);
        refused("covariance", new double[][] {{1, 1}, {1, 1}}, QUERIES, 1, 1, 1);
        refused("covariance", new double[][] {{1e-200, 0}, {0, 1e-200}}, QUERIES, 1, 1, 1);
        refused("covariance[0][0]", new double[][] {{Double.NaN, 0}, {0, 1}}, QUERIES, 1, 1, 1);
        refused("covariance[0]", new double[][] {{1}, {0, 1}}, QUERIES, 1, 1, 1);
        refused("covariance", new double[0][], QUERIES, 1, 1, 1);
        refused("queries", PLANE, new double[0][], 1, 1, 1);
        refused("queries[0]", PLANE, new double[][] {{1}}, 1, 1, 1);
        refused("queries", PLANE, new double[][] {{10, 0}}, 1, 1, 1);
        refused("alpha", PLANE, QUERIES, 0, 1, 1);
        refused("horizon", PLANE, QUERIES, 1, -1, 1);
        refused("promptLength", PLANE, QUERIES, 1, 1, 0);
        refused("promptLength", PLANE, QUERIES, 1, 1, 1_000_001);
    }

    private static void refused(
            String field, double[][] covariance, double[][] queries, double alpha, double horizon, int length) {
        assertThatThrownBy(() -> new RegressionInstance(covariance, queries, alpha, horizon, length))
                .isInstanceOfSatisfying(
                        InvalidInstance.class, e -> assertThat(e.field()).isEqualTo(field));
    }
}
