package org.attentiontheorems.prompts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Set;
import java.util.TreeSet;
import org.attentiontheorems.measure.Vectors;
import org.attentiontheorems.random.RandomField;
import org.junit.jupiter.api.Test;

/** Limits, exact moments, the second way to compute them, and which claims see which mistake. */
class PromptModelTest {
    private static final RandomField RANDOM = RandomField.of(1, "prompt-model", 2);

    @Test
    void limitIsTheGradientAndItsCovarianceTheHessianOfTheLogPartition() {
        Law[] laws = {PromptDraws.gaussian(RANDOM, 3, 2), PromptDraws.atoms(RANDOM, 5, 3)};
        double[] u = {0.3, -0.8, 0.5};
        double h = 1e-5;
        for (Law law : laws) {
            InfinitePrompt at = InfinitePrompt.of(law, u);
            for (int i = 0; i < 3; i++) {
                InfinitePrompt above = InfinitePrompt.of(law, moved(u, i, h));
                InfinitePrompt below = InfinitePrompt.of(law, moved(u, i, -h));
                assertThat(at.mean()[i])
                        .isCloseTo((above.logPartition() - below.logPartition()) / (2 * h), within(1e-9));
                for (int j = 0; j < 3; j++) {
                    assertThat(at.covariance()[i][j])
                            .isCloseTo((above.mean()[j] - below.mean()[j]) / (2 * h), within(1e-9));
                }
            }
        }
    }

    private static double[] moved(double[] u, int i, double by) {
        double[] moved = u.clone();
        moved[i] += by;
        return moved;
    }

    @Test
    void largeLogitsDoNotOverflow() {
        Law.Atoms law = new Law.Atoms(new double[][] {{700}, {-700}}, new double[] {0.5, 0.5});
        InfinitePrompt limit = InfinitePrompt.of(law, new double[] {1});
        assertThat(limit.mean()[0]).isEqualTo(700);
        assertThat(limit.logPartition()).isCloseTo(700 - StrictMath.log(2), within(1e-12));
    }

    /** At L = 1 the output is one token. */
    @Test
    void oneTokenHasTheMomentsOfTheLaw() {
        Law.Gaussian law = PromptDraws.gaussian(RANDOM, 3, 3);
        double[][] v = PromptDraws.symmetric(RANDOM, "values", 2, 3);
        PromptInstance x = new PromptInstance(law, v, new double[] {0.4, 0.7, -0.2}, 1);
        GaussianHead head = GaussianHead.of(law, v, x.logitVector());
        FinitePrompt prompt = PromptModel.REFERENCE.read(x);
        double[] bias = Vectors.minus(head.output(0), head.output(1));
        double[][] vb = head.projected();
        double square = Vectors.squaredFrobenius(vb) + Vectors.squaredNorm(bias);
        double traceOfSquare = 0;
        for (double[] row : vb) {
            traceOfSquare += Vectors.squaredNorm(Vectors.apply(vb, row));
        }
        double along = Vectors.squaredNorm(Vectors.applyTransposed(vb, bias));
        double fourth = square * square + 2 * traceOfSquare + 4 * along;
        assertThat(prompt.meanSquaredError(PromptModel.REFERENCE.limit(x))).isCloseTo(square, within(1e-12 * square));
        assertThat(prompt.fourthMomentOfError()).isCloseTo(fourth, within(1e-12 * fourth));

        Law.Atoms atoms = PromptDraws.atoms(RANDOM, 4, 3);
        PromptInstance y = new PromptInstance(atoms, v, x.logitVector(), 1);
        AtomsHead atomsHead = AtomsHead.of(atoms, v, x.logitVector());
        double expected = 0;
        for (int i = 0; i < atomsHead.size(); i++) {
            double error = Vectors.squaredNorm(atomsHead.values()[i]);
            expected += atomsHead.probabilities()[i] * error * error;
        }
        assertThat(PromptModel.REFERENCE.read(y).fourthMomentOfError()).isCloseTo(expected, within(1e-12 * expected));
    }

    /** Two atoms at distance 1, equal logits: the output is a binomial share. */
    @Test
    void theFourthMomentOfABinomialShareIsElementary() {
        Law.Atoms law = new Law.Atoms(new double[][] {{0}, {1}}, new double[] {0.7, 0.3});
        PromptInstance x = new PromptInstance(law, new double[][] {{1}}, new double[] {0}, 10);
        double variance = 0.21;
        double fourth = (3 * variance * variance * 9 / 10 + variance * (1 - 3 * variance) / 10) / 100;
        FinitePrompt prompt = PromptModel.REFERENCE.read(x);
        assertThat(prompt.fourthMomentOfError()).isCloseTo(fourth, within(1e-15));
        assertThat(prompt.meanSquaredError(new double[] {0.3})).isCloseTo(variance / 10, within(1e-15));
        assertThat(prompt.meanSquaredError(new double[] {0})).isCloseTo(0.09 + variance / 10, within(1e-14));
        assertThat(prompt.meanOutput()[0]).isCloseTo(0.3, within(1e-14));
    }

    @Test
    void enumerationAgreesOnHardLaws() {
        double[][] atoms = {{-1, 0.3}, {1, 0.5}, {0.5, -2}};
        double[][] v = {{1, 2}, {0.3, -1}};
        for (int promptLength : new int[] {1, 2, 5, 20, 200}) {
            for (double scale : new double[] {0, 1, 10, 25}) {
                Law.Atoms law = new Law.Atoms(atoms, new double[] {0.7, 1e-14, 0.29999999999999});
                PromptInstance x = new PromptInstance(law, v, new double[] {scale, 0}, promptLength);
                double exact = PromptModel.REFERENCE.read(x).meanSquaredError(PromptModel.REFERENCE.limit(x));
                double listed = MultinomialPrompt.meanSquaredError(AtomsHead.of(law, v, x.logitVector()), promptLength);
                assertThat(exact).isCloseTo(listed, within(1e-12 * listed));
            }
        }
    }

    @Test
    void drawnPromptsOfOneTokenShowTheToken() {
        Law.Atoms law = new Law.Atoms(new double[][] {{1}, {7}, {3}}, new double[] {0.5, 0, 0.5});
        PromptInstance x = new PromptInstance(law, new double[][] {{1}}, new double[] {0.5}, 1);
        Set<Double> seen = new TreeSet<>();
        for (int r = 1; r <= 64; r++) {
            SampledPrompt read = SampledPrompt.of(x, RANDOM.replicate(r));
            seen.add(read.output()[0]);
            assertThat(read.inverseSampleSize()).isEqualTo(1);
        }
        assertThat(seen).containsExactly(1.0, 3.0);
    }

    @Test
    void everyMistakeTurnsItsClaimsRed() {
        assertThat(violated(PromptModel.REFERENCE)).isEmpty();
        assertThat(violated(PromptModel.REFERENCE.withNegatedLogits()))
                .containsExactly(
                        "enumeration", "error-given-gamma", "exact-error", "mean-output", "mean-squared-error");
        assertThat(violated(PromptModel.REFERENCE.withoutPartition()))
                .containsExactly("enumeration", "error-given-gamma", "exact-error", "mean-squared-error");
        assertThat(violated(PromptModel.REFERENCE.withAnyIndices()))
                .contains("enumeration", "exact-error", "weights-sum-to-one");
        assertThat(violated(PromptModel.REFERENCE.withLogitsOverRootDimension()))
                .contains("exact-error", "mean-output", "mean-squared-error");
    }

    private static Set<String> violated(PromptModel model) {
        return BrokenModel.violated(new PromptOutputConcentration(model));
    }
}
