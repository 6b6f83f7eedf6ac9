package org.attentiontheorems.prompts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.attentiontheorems.prompts.PopulationRisk.Gradient;
import org.attentiontheorems.verify.InstanceVerdict;
import org.attentiontheorems.verify.InvalidInstance;
import org.attentiontheorems.verify.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrainingPairTest {
    private static final TrainingInstance WORKED =
            TrainingTrajectoryStability.worked().instance();

    private static double gap(TrainingInstance x, Gradient kind) {
        PopulationRisk risk = PopulationRisk.of(x.tasks());
        LayerParameters right = risk.gradient(x.start(), ShrinkageTable.of(x.promptLength()), Gradient.RIGHT);
        return risk.gradient(x.start(), ShrinkageTable.of(x.promptLength()), kind)
                .distance(right);
    }

    @ParameterizedTest
    @CsvSource({
        "256, WITHOUT_BIAS_DERIVATIVE, 1.8e-5",
        "16, WITHOUT_BIAS_DERIVATIVE, 2.7e-4",
        "256, BY_TAU, 3.1e-5",
        "16, BY_TAU, 4.5e-4",
        "256, WITHOUT_VARIANCE, 7.5e-4",
        "16, WITHOUT_VARIANCE, 0.012"
    })
    void wrongGradientsAreAsWrongAsIsKnown(int length, Gradient kind, double expected) {
        assertThat(gap(WORKED.withLength(length), kind)).isCloseTo(expected, within(0.05 * expected));
    }

    @ParameterizedTest
    @CsvSource({"64, 1.598", "256, 1.630", "1024, 1.638", "4096, 1.640"})
    void gapOnALineIsWhatItIsKnownToBe(int length, double expected) {
        TrainingInstance line = TrainingDraws.line(0, 1, 1, 0.5, 0.6, 0.1, 1, length);
        double gap = TrainingPair.of(TrainingModel.REFERENCE, line).gaps()[0];
        assertThat(length * gap).isCloseTo(expected, within(6e-4));
    }

    @Test
    void certificateWithoutCurvatureFailsOnALine() {
        TrainingInstance line = TrainingDraws.line(0.1, 1, -0.7, 0.3, 0.5, 0.1, 60, 4);
        TrainingPair pair = TrainingPair.of(TrainingModel.REFERENCE, line);
        TrainingCertificate right = TrainingCertificate.of(TrainingModel.REFERENCE, pair);
        TrainingCertificate wrong = TrainingCertificate.of(TrainingModel.REFERENCE.withoutCurvature(), pair);
        assertThat(pair.largestDistance() / right.largest()).isCloseTo(0.995, within(1e-3));
        assertThat(pair.largestDistance() / wrong.largest()).isCloseTo(2.6, within(0.05));
        assertThat(wrong.largestShare().value()).isCloseTo(3.2, within(0.05));
    }

    @Test
    void runsCoincideWhereTokensDoNotVary() {
        TrainingPair pair =
                TrainingPair.of(TrainingModel.REFERENCE, TrainingDraws.line(0.3, 0, 1, 0.5, 0.6, 0.1, 20, 7));
        assertThat(pair.largestDistance()).isZero();
        assertThat(pair.largestGap()).isZero();
    }

    /** Tokens that hardly vary: gaps are below rounding, or the certificate is attained at every step. */
    @ParameterizedTest
    @CsvSource({"1e-7, 1e6", "1e-5, 1000", "1e-3, 7", "1e-3, 1e6", "0.1, 7", "0.1, 1e6"})
    void runsThatAgreeToRoundingAreNotCalledApart(double factor, double length) {
        for (double u : new double[] {0, 0.8}) {
            TrainingInstance line = TrainingDraws.line(0.3, factor, 0.4, u, -0.2, 0.1, 100, (int) length);
            assertThat(InstanceVerdict.of(new TrainingTrajectoryStability(), line)
                            .verdict())
                    .isEqualTo(Verdict.HOLDS);
        }
    }

    @Test
    void boundUniformInTimeRefusesLongStepsAndSingularMeans() {
        assertThatThrownBy(() -> FrozenKeys.of(WORKED.withStepSize(100)))
                .isInstanceOfSatisfying(
                        InvalidInstance.class, e -> assertThat(e.field()).isEqualTo("stepSize"));
        TrainingInstance oneTask =
                new TrainingInstance(WORKED.tasks().subList(0, 1), WORKED.initialU(), WORKED.initialV(), 0.1, 5, 64);
        assertThatThrownBy(() -> FrozenKeys.of(oneTask))
                .isInstanceOfSatisfying(
                        InvalidInstance.class, e -> assertThat(e.field()).isEqualTo("tasks"));
        assertThat(FrozenKeys.covers(WORKED)).isTrue();
    }

    @Test
    void runsThatLeaveTheRangeAreRefused() {
        refused("initialU", () -> run(TrainingDraws.line(0, 1, 1, 3.1, 1, 0.1, 5, 64)));
        refused("steps", () -> run(TrainingDraws.line(0, 1, 9, 2.9, 0.3, 0.1, 50, 64)));
        refused("stepSize", () -> run(TrainingDraws.line(0, 1, 1e40, 0.3, 1e40, 1e10, 50, 64)));
    }

    private static void run(TrainingInstance x) {
        new TrainingTrajectoryStability().quantities(x);
    }

    @Test
    void instancesNameTheFieldThatIsWrong() {
        TrainingTask task = WORKED.tasks().get(0);
        double[][] u = WORKED.initialU();
        double[][] v = WORKED.initialV();
        TrainingTask other = new TrainingTask(new double[] {1}, new double[][] {{1}}, task.query(), task.target());
        refused("tasks", () -> new TrainingInstance(List.of(), u, v, 0.1, 1, 1));
        refused("tasks[1].mean", () -> new TrainingInstance(List.of(task, other), u, v, 0.1, 1, 1));
        refused("initialU", () -> new TrainingInstance(List.of(task), v, v, 0.1, 1, 1));
        refused("initialV", () -> new TrainingInstance(List.of(task), u, u, 0.1, 1, 1));
        refused("stepSize", () -> WORKED.withStepSize(0));
        refused("stepSize", () -> WORKED.withStepSize(Double.NaN));
        refused("steps", () -> WORKED.withSteps(-1));
        refused("promptLength", () -> WORKED.withLength(0));
        refused("query", () -> new TrainingTask(task.mean(), task.factor(), new double[0], task.target()));
        refused("factor", () -> new TrainingTask(task.mean(), new double[][] {{1}}, task.query(), task.target()));
    }

    private static void refused(String field, org.assertj.core.api.ThrowableAssert.ThrowingCallable what) {
        assertThatThrownBy(what)
                .isInstanceOfSatisfying(
                        InvalidInstance.class, e -> assertThat(e.field()).isEqualTo(field));
    }
}
