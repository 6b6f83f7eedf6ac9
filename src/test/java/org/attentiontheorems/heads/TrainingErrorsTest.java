package org.attentiontheorems.heads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.attentiontheorems.flow.Flow;
import org.attentiontheorems.heads.PropagationOfChaos.Instance;
import org.attentiontheorems.verify.InvalidInstance;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrainingErrorsTest {
    private static Instance worked() {
        return PropagationOfChaos.worked().instance();
    }

    /** The constants as the theorem writes them, with α, β and D, instead of by the bounds of a cylinder. */
    @Test
    void theConstantsAreThoseOfTheStatement() {
        HeadModel model = worked().model();
        double h = worked().horizon();
        TrainingBounds bounds = TrainingBounds.of(model, h);
        double x = model.corpus().radius();
        double d = model.corpus().diameter();
        double s = d * d / 4;
        double b = bounds.caps().qkRadius();
        double bv = bounds.caps().valueRadius();
        double r = bounds.residualCap();
        double alpha = r * bv * (d * s * x * x * b * b / model.dk() + s * x / Math.sqrt(model.dk()));
        double beta = r * s * x * b / Math.sqrt(model.dk());
        assertThat(bounds.weakConvexity())
                .isCloseTo((alpha + Math.sqrt(alpha * alpha + 4 * beta * beta)) / 2, within(1e-15));
        assertThat(bounds.gradientCap())
                .isCloseTo(x * Math.sqrt(1 + s * s * bv * bv * b * b / model.dk()), within(1e-15));
        assertThat(r).isBetween(1.0, Math.sqrt(2));
    }

    /** Runge-Kutta for the heads and Simpson's rule for the integral, as an independent way to both. */
    @Test
    void theMeanFieldFlowAgreesWithRungeKuttaAndSimpson() {
        HeadModel model = worked().model();
        double horizon = worked().horizon();
        HeadRisk risk = HeadRisk.of(model);
        double growth = TrainingBounds.of(model, horizon).growth();
        MeanField found = MeanField.of(risk, model.atomWeights(), model.parameters(), horizon, growth, Flow.TIGHT);
        TrainingFlow training = TrainingFlow.of(risk, model.atomWeights());
        int steps = 200;
        double integral = 0;
        double[] theta = model.parameters();
        for (int i = 0; i <= steps; i++) {
            double weight = i == 0 || i == steps ? 1 : i % 2 == 1 ? 4 : 2;
            double variance = MeanField.Spread.of(
                            risk.kernel().corpus(), model.atomWeights(), risk.forward(model.atomWeights(), theta))
                    .variance();
            integral += weight
                    * StrictMath.exp(growth * horizon * (steps - i) / steps)
                    * Math.sqrt(variance)
                    * horizon
                    / steps
                    / 3;
            if (i < steps) {
                theta = training.rungeKutta(theta, horizon / steps, 1).theta();
            }
        }
        assertThat(found.theta()).containsExactly(theta, within(1e-11));
        assertThat(found.spread()).isCloseTo(integral, within(1e-11));
    }

    @Test
    void allPathsOfTwoStepsAreVisitedOnce() {
        HeadModel model = worked().model();
        StochasticDescent descent = StochasticDescent.of(HeadRisk.of(model));
        double[] probability = new double[1];
        double[] first = new double[1];
        double[] noise = descent.forEachPath(model.atomWeights(), model.parameters(), 0.1, 2, (theta, p) -> {
            probability[0] += p;
            first[0] += p * theta[0];
        });
        double expected = 0;
        for (int i = 0; i < 2; i++) {
            for (int j = 0; j < 2; j++) {
                expected += model.seqWeights()[i]
                        * model.seqWeights()[j]
                        * descent.after(model.atomWeights(), model.parameters(), 0.1, i, j)[0];
            }
        }
        assertThat(probability[0]).isCloseTo(1, within(1e-15));
        assertThat(first[0]).isCloseTo(expected, within(1e-15));
        assertThat(noise).hasSize(2).doesNotContain(0);
    }

    @Test
    void aSingleSequenceMakesStochasticDescentPlain() {
        HeadModel m = worked().model();
        HeadModel one = new HeadModel(
                2,
                1,
                3,
                2,
                0.1,
                new double[] {1},
                new double[][][] {m.inputs()[0]},
                new int[][] {m.labels()[0]},
                m.atomWeights(),
                m.atoms());
        TrainingErrors errors = TrainingErrors.of(one, 0.5);
        TrainingErrors.Start all = errors.limit();
        double[] plain = errors.gradientDescent(all.heads(), 4);
        double[] stochastic =
                errors.descent().after(all.heads().masses(), all.heads().start(), 0.125, 0, 0, 0, 0);
        assertThat(stochastic).containsExactly(plain);
        double[] flow = errors.flow(all.heads());
        assertThat(errors.steps(List.of(all), 4, flow).sgdSquare()).isZero();
        assertThat(all.heads().meanSquare(errors.gradientDescent(all.heads(), 100_000), flow))
                .isLessThan(1e-10);
    }

    @Test
    void headsThatStartNowhereAreLeftOut() {
        HeadEnsemble heads = HeadEnsemble.of(HeadEnsemble.fractions(1, 0, 3), new double[] {1, 2, 3, 4, 5, 6});
        assertThat(heads.atoms()).containsExactly(0, 2);
        assertThat(heads.masses()).containsExactly(0.25, 0.75);
        assertThat(heads.start()).containsExactly(1, 2, 5, 6);
        assertThat(heads.rows(new double[] {7, 8, 9, 10, 11, 12})).containsExactly(7, 8, 11, 12);
        assertThat(heads.meanSquare(heads.start(), new double[] {1, 2, 5, 8})).isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 3, 0.5, nHeads: must be at least 1",
        "3, 0, 0.5, steps: must be at least 1",
        "3, 3, 0, horizon: must be positive",
        "3, 3, -1, horizon: must be positive",
        "3, 3, NaN, horizon: must be a finite number",
        "3, 3, 1e4, horizon: bound overflows",
        "3, 21, 0.5, steps: enumeration too large",
        "3, 2000000000, 0.5, steps: enumeration too large",
        "2000000000, 1, 0.5, steps: enumeration too large",
        "900000, 1, 0.5, steps: too much work"
    })
    void refusesWhatCannotBeComputed(int heads, int steps, double horizon, String message) {
        assertThatThrownBy(() -> new Instance(worked().model(), heads, steps, horizon))
                .isInstanceOf(InvalidInstance.class)
                .hasMessageStartingWith(message);
    }

    @Test
    void refusesStepsThatOvershootTheRidge() {
        HeadModel m = worked().model();
        HeadModel ridge =
                new HeadModel(2, 1, 3, 2, 6.1, m.seqWeights(), m.inputs(), m.labels(), m.atomWeights(), m.atoms());
        assertThatThrownBy(() -> new Instance(ridge, 1, 3, 0.5))
                .isInstanceOf(InvalidInstance.class)
                .hasMessageStartingWith("steps: too few: the step size");
        assertThat(new Instance(ridge, 1, 4, 0.5).steps()).isEqualTo(4);
    }
}
