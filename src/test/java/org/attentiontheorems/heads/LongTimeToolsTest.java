package org.attentiontheorems.heads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;
import org.attentiontheorems.flow.Flow;
import org.attentiontheorems.random.RandomField;
import org.attentiontheorems.verify.Draw;
import org.attentiontheorems.verify.InvalidInstance;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The tools of the theorems on long training: second derivatives, their bounds, flows, symmetries, and the ridge regime. */
class LongTimeToolsTest {
    private static final int MODELS = 40;

    private static void forModels(BiConsumer<HeadModel, RandomField> check) {
        for (int i = 0; i < MODELS; i++) {
            RandomField random = RandomField.of(1, "long-time tools", i);
            Draw draw = TrainingDraws.ranges().sample(random);
            check.accept(TrainingDraws.model(draw, random), random);
        }
    }

    private static double[] direction(RandomField random, String tag, int n) {
        double[] xi = random.gaussians(tag, 0, n);
        double square = 0;
        for (double x : xi) {
            square += x * x;
        }
        for (int k = 0; k < n; k++) {
            xi[k] /= Math.sqrt(square);
        }
        return xi;
    }

    private static double[] moved(double[] x, double[] xi, double by) {
        double[] y = x.clone();
        for (int k = 0; k < y.length; k++) {
            y[k] += by * xi[k];
        }
        return y;
    }

    private static double[] logits(HeadKernel kernel, double[] theta) {
        double[] z = new double[kernel.corpus().fieldLength()];
        kernel.logits(theta, 0, z);
        return z;
    }

    private static double largest(double[] f, int vocab) {
        double largest = 0;
        for (int i = 0; i < f.length; i += vocab) {
            double square = 0;
            for (int c = i; c < i + vocab; c++) {
                square += f[c] * f[c];
            }
            largest = Math.max(largest, Math.sqrt(square));
        }
        return largest;
    }

    @Test
    void theJetOfAHeadIsThatOfItsLogits() {
        forModels((model, random) -> {
            HeadKernel kernel = HeadKernel.of(model.corpus(), model.dk());
            int p = model.shape().parameters();
            double[] theta = Arrays.copyOf(model.parameters(), p);
            double[] xi = direction(random, "direction", p);
            HeadJet.Along along = HeadJet.at(kernel, theta, 0).along(xi, 0);
            double h = 1e-3;
            double[] plus = logits(kernel, moved(theta, xi, h));
            double[] minus = logits(kernel, moved(theta, xi, -h));
            double[] plus2 = logits(kernel, moved(theta, xi, 2 * h));
            double[] minus2 = logits(kernel, moved(theta, xi, -2 * h));
            double[] middle = logits(kernel, theta);
            for (int k = 0; k < middle.length; k++) {
                double first = (8 * (plus[k] - minus[k]) - (plus2[k] - minus2[k])) / (12 * h);
                double second = (16 * (plus[k] + minus[k]) - (plus2[k] + minus2[k]) - 30 * middle[k]) / (12 * h * h);
                assertThat(along.first()[k]).isCloseTo(first, within(1e-9));
                assertThat(along.second()[k]).isCloseTo(second, within(1e-7));
            }
        });
    }

    @Test
    void derivativesStayBelowTheBoundsOfTheCylinder() {
        forModels((model, random) -> {
            HeadKernel kernel = HeadKernel.of(model.corpus(), model.dk());
            int p = model.shape().parameters();
            double[] theta = Arrays.copyOf(model.parameters(), p);
            Cylinder cylinder = Cylinder.around(model.corpus(), model.shape(), theta);
            for (int i = 0; i < 100; i++) {
                double[] measured = derivatives(kernel, theta, direction(random, "direction " + i, p));
                assertThat(measured[0]).isLessThanOrEqualTo(cylinder.first() * (1 + 1e-6) + 1e-9);
                assertThat(measured[1]).isLessThanOrEqualTo(cylinder.second() * (1 + 1e-6) + 1e-9);
                assertThat(measured[2]).isLessThanOrEqualTo(cylinder.third() * (1 + 1e-6) + 1e-9);
            }
        });
    }

    /** At Q = K = 0 on tokens 1 and -1 each bound is attained along some direction. */
    @Test
    void theBoundsOfTheCylinderAreAttained() {
        HeadKernel kernel =
                HeadKernel.of(new Corpus(1, 2, 2, new double[] {1}, new double[] {1, -1}, new int[] {0, 0}), 1);
        double r = 1.3;
        double[] head = {0, 0, r, 0};
        double[] withoutValues = new double[4];
        Cylinder cylinder = Cylinder.around(kernel.corpus(), kernel.shape(), head);
        double half = Math.sqrt(0.5);
        double[] values = derivatives(kernel, head, new double[] {0, 0, 1, 0});
        double[] scores = derivatives(kernel, head, new double[] {half, half, 0, 0});
        double third = Math.sqrt(1.0 / 3);
        double[] mixed = derivatives(kernel, withoutValues, new double[] {third, third, third, 0});
        assertThat(values[0]).isCloseTo(cylinder.first(), within(1e-12));
        assertThat(scores[1]).isCloseTo(cylinder.second(), within(1e-12));
        assertThat(mixed[2])
                .isCloseTo(
                        Cylinder.around(kernel.corpus(), kernel.shape(), withoutValues)
                                .third(),
                        within(1e-7));
    }

    /** The largest of the first three derivatives over the positions. */
    private static double[] derivatives(HeadKernel kernel, double[] theta, double[] xi) {
        HeadJet.Along along = HeadJet.at(kernel, theta, 0).along(xi, 0);
        double h = 1e-4;
        double[] plus = HeadJet.at(kernel, moved(theta, xi, h), 0).along(xi, 0).second();
        double[] minus =
                HeadJet.at(kernel, moved(theta, xi, -h), 0).along(xi, 0).second();
        double[] third = new double[plus.length];
        for (int k = 0; k < third.length; k++) {
            third[k] = (plus[k] - minus[k]) / (2 * h);
        }
        int vocab = kernel.corpus().vocab();
        return new double[] {largest(along.first(), vocab), largest(along.second(), vocab), largest(third, vocab)};
    }

    @Test
    void theHessianIsTheDerivativeOfTheGradient() {
        forModels((model, random) -> {
            TrainingFlow flow = TrainingFlow.of(model);
            double[] theta = model.parameters();
            double[] xi = direction(random, "direction", theta.length);
            RiskHessian hessian = RiskHessian.at(flow.risk(), model.atomWeights(), theta);
            double h = 1e-3;
            double second = (8 * (slope(flow, theta, xi, h) - slope(flow, theta, xi, -h))
                            - (slope(flow, theta, xi, 2 * h) - slope(flow, theta, xi, -2 * h)))
                    / (12 * h);
            assertThat(hessian.quadratic(xi)).isCloseTo(second, within(1e-9));
            assertThat(quadratic(hessian.matrix(), weighted(model, xi))).isCloseTo(second, within(1e-9));
        });
    }

    /** {@code ⟨g(Θ + h ξ), ξ⟩_m}. */
    private static double slope(TrainingFlow flow, double[] theta, double[] xi, double h) {
        double[] g = flow.gradient(moved(theta, xi, h));
        int p = g.length / flow.masses().length;
        double sum = 0;
        for (int k = 0; k < g.length; k++) {
            sum += flow.masses()[k / p] * g[k] * xi[k];
        }
        return sum;
    }

    private static double[] weighted(HeadModel model, double[] xi) {
        double[] y = xi.clone();
        for (int k = 0; k < y.length; k++) {
            y[k] *= Math.sqrt(model.atomWeights()[k / model.shape().parameters()]);
        }
        return y;
    }

    private static double quadratic(double[][] matrix, double[] x) {
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            for (int k = 0; k < x.length; k++) {
                sum += x[i] * matrix[i][k] * x[k];
            }
        }
        return sum;
    }

    @Test
    void curvatureLiesBetweenConvexityAndSmoothness() {
        forModels((model, random) -> {
            HeadRisk risk = HeadRisk.of(model);
            Spectrum spectrum = Spectrum.of(RiskHessian.at(risk, model.atomWeights(), model.parameters())
                    .matrix());
            Cylinder cylinder = Cylinder.around(model.corpus(), model.shape(), model.parameters());
            assertThat(spectrum.greatest()).isLessThanOrEqualTo(cylinder.smoothness(model.lambda()) * (1 + 1e-12));
            assertThat(spectrum.least()).isGreaterThanOrEqualTo(cylinder.convexity(model.lambda()) - 1e-12);
        });
    }

    @ParameterizedTest
    @EnumSource(RiskHessian.Form.class)
    void everyWrongFormIsWrong(RiskHessian.Form form) {
        assertThat(differs(form, HeadJet.Second.REFERENCE)).isEqualTo(form != RiskHessian.Form.REFERENCE);
    }

    @ParameterizedTest
    @EnumSource(HeadJet.Second.class)
    void everyWrongSecondDerivativeIsWrong(HeadJet.Second second) {
        assertThat(differs(RiskHessian.Form.REFERENCE, second)).isEqualTo(second != HeadJet.Second.REFERENCE);
    }

    private static boolean differs(RiskHessian.Form form, HeadJet.Second second) {
        List<Double> differences = new ArrayList<>();
        forModels((model, random) -> {
            HeadRisk risk = HeadRisk.of(model);
            double[] xi = direction(random, "direction", model.parameters().length);
            double right = RiskHessian.at(risk, model.atomWeights(), model.parameters())
                    .quadratic(xi);
            double found = RiskHessian.at(risk, model.atomWeights(), model.parameters(), form, second)
                    .quadratic(xi);
            differences.add(Math.abs(found - right));
        });
        return differences.stream().anyMatch(difference -> difference > 1e-3);
    }

    @Test
    void trainingDissipatesTheRiskWhateverIsTrained() {
        forModels((model, random) -> {
            for (TrainingFlow.Trainable blocks : TrainingFlow.Trainable.nonEmpty()) {
                TrainingFlow flow = TrainingFlow.of(model).training(blocks);
                TrainingFlow.State end = flow.after(model.parameters(), 1, Flow.TIGHT);
                double lost = flow.risk(model.parameters()) - flow.risk(end.theta());
                assertThat(lost).isCloseTo(end.dissipated(), within(1e-12));
                assertThat(end.length()).isLessThanOrEqualTo(Math.sqrt(end.dissipated()) * (1 + 1e-9));
            }
        });
    }

    @Test
    void frozenBlocksStay() {
        forModels((model, random) -> {
            double[] end = TrainingFlow.of(model)
                    .training(TrainingFlow.Trainable.VALUES)
                    .after(model.parameters(), 1, Flow.LOOSE)
                    .theta();
            for (int k = 0; k < end.length; k++) {
                boolean isFrozen =
                        k % model.shape().parameters() < model.shape().values();
                assertThat(!isFrozen || end[k] == model.parameters()[k]).isTrue();
            }
        });
    }

    @Test
    void queriesAndKeysStayInBalanceAndRotationsCommute() {
        forModels((model, random) -> {
            TrainingFlow flow = TrainingFlow.of(model);
            double[] end = flow.after(model.parameters(), 1, Flow.TIGHT).theta();
            double decay = StrictMath.exp(-2 * model.lambda());
            for (int a = 0; a < model.atoms().size(); a++) {
                double[] before = HeadSymmetry.balance(
                        model.shape(), model.parameters(), a * model.shape().parameters());
                double[] after = HeadSymmetry.balance(
                        model.shape(), end, a * model.shape().parameters());
                for (int k = 0; k < after.length; k++) {
                    assertThat(after[k]).isCloseTo(decay * before[k], within(1e-11));
                }
            }
            double[] rotated = HeadSymmetry.rotated(model.shape(), model.parameters(), 0.7);
            assertThat(flow.risk(rotated)).isCloseTo(flow.risk(model.parameters()), within(1e-13));
            double[] expected = HeadSymmetry.rotated(model.shape(), end, 0.7);
            double[] found = flow.after(rotated, 1, Flow.TIGHT).theta();
            for (int k = 0; k < found.length; k++) {
                assertThat(found[k]).isCloseTo(expected[k], within(1e-11));
            }
        });
    }

    @Test
    void aMatrixWithATinyTailHasEigenvaluesToo() {
        double tiny = 1e-57;
        double[][] matrix = {{tiny * tiny, tiny, -tiny}, {tiny, 1, -1}, {-tiny, -1, 1}};
        double[] values = Spectrum.of(matrix).values();
        assertThat(values[2]).isCloseTo(2, within(1e-15));
        assertThat(Math.abs(values[0])).isLessThan(1e-15);
    }

    @Test
    void theRidgeRegimeHasOneStationaryHead() {
        for (int i = 0; i < MODELS; i++) {
            RandomField random = RandomField.of(2, "ridge", i);
            HeadModel model =
                    TrainingDraws.ridgeModel(TrainingDraws.ridgeRanges().sample(random), random);
            RidgeRegime regime = RidgeRegime.of(model).required();
            assertThat(regime.kappa()).isGreaterThan(0.2);
            double[] star = RidgeRegime.uniformAttention(model);
            double[] g = HeadRisk.of(model).gradient(new double[] {1}, star, star);
            for (double entry : g) {
                assertThat(entry).isCloseTo(0, within(1e-13));
            }
            double[] end = TrainingFlow.of(model)
                    .after(model.parameters(), 30, Flow.LOOSE)
                    .theta();
            for (int k = 0; k < end.length; k++) {
                assertThat(end[k]).isCloseTo(star[k % star.length], within(1e-6));
            }
        }
    }

    @Test
    void bestValuesAreStationaryForFrozenAttention() {
        forModels((model, random) -> {
            if (model.lambda() == 0) {
                return;
            }
            HeadRisk risk = HeadRisk.of(model);
            double[] best = ValueRegression.minimise(risk, model.atomWeights(), model.parameters());
            TrainingFlow flow = TrainingFlow.of(model).training(TrainingFlow.Trainable.VALUES);
            assertThat(flow.dissipation(best)).isLessThan(1e-26);
        });
    }

    @Test
    void knownValues() {
        HeadModel contracting = new HeadModel(
                2,
                1,
                2,
                2,
                3.0,
                new double[] {0.6037, 0.3963},
                new double[][][] {{{-0.15, 0.16}, {0.06, -0.18}}, {{-0.56, -0.77}, {-0.43, -0.05}}},
                new int[][] {{1, 1}, {1, 1}},
                new double[] {0.5, 0.5},
                List.of(
                        new Head(new double[][] {{0.59, 0.07}}, new double[][] {{0.37, 0.06}}, new double[][] {
                            {-0.31, -0.57}, {0.07, 0.22}
                        }),
                        new Head(new double[][] {{0.62, -0.17}}, new double[][] {{0.12, -0.03}}, new double[][] {
                            {-0.59, 0.09}, {-0.08, -0.32}
                        })));
        HeadModel other = contracting.withAtoms(
                contracting.atomWeights(),
                List.of(
                        new Head(new double[][] {{0.42, -0.15}}, new double[][] {{0.12, -0.07}}, new double[][] {
                            {-0.18, -0.04}, {0.2, -0.17}
                        }),
                        new Head(new double[][] {{-0.41, 0.45}}, new double[][] {{0.11, -0.24}}, new double[][] {
                            {-0.02, -0.39}, {-0.02, 0.22}
                        })));
        RidgeRegime regime = RidgeRegime.of(contracting, other.parameters());
        assertThat(regime.cylinder().valueRadius()).isCloseTo(0.6886944169949, within(1e-12));
        assertThat(regime.cylinder().qkRadius()).isCloseTo(0.7024955515873, within(1e-12));
        assertThat(regime.kappa()).isCloseTo(2.765043421738, within(1e-11));
    }

    @Test
    void anUnmetAssumptionIsSaidSo() {
        forModels((model, random) -> {
            RidgeRegime regime = RidgeRegime.of(model);
            if (regime.holds()) {
                assertThat(regime.required()).isSameAs(regime);
            } else {
                assertThatThrownBy(regime::required)
                        .isInstanceOf(InvalidInstance.class)
                        .hasMessageContaining("assumption not met: ");
            }
        });
    }
}
