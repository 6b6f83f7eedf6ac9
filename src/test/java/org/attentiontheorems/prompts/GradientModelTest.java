package org.attentiontheorems.prompts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Set;
import java.util.function.DoubleUnaryOperator;
import org.attentiontheorems.measure.Vectors;
import org.attentiontheorems.prompts.RatioMoments.Indices;
import org.attentiontheorems.random.RandomField;
import org.attentiontheorems.verify.InvalidInstance;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Exact errors of gradients against second ways to compute them, published values, and which claims see which mistake. */
class GradientModelTest {
    private static final RandomField RANDOM = RandomField.of(1, "gradient-model", 2);

    /** For two tokens on the line {@code Chat_2 = 2 p_1 p_2 g²} with the normalised difference g; five large terms cancel. */
    @ParameterizedTest
    @ValueSource(doubles = {0, 0.5, 1, 2.5})
    void theFourthPowerOfTwoTokensIsAnIntegral(double tau) {
        double listed = normal(g -> {
            double p = 1 / (1 + StrictMath.exp(-Math.sqrt(2) * tau * g));
            double error = 2 * p * (1 - p) * g * g - 1;
            return error * error * error * error;
        });
        assertThat(WhitenedCovariance.of(tau, 2, Indices.DIFFERENT).fourthPowerOnTheLine())
                .isCloseTo(listed, within(1e-9 * listed));
        assertThat(WhitenedCovariance.of(tau, 1, Indices.DIFFERENT).fourthPowerOnTheLine())
                .isCloseTo(1, within(1e-9));
    }

    private static double normal(DoubleUnaryOperator f) {
        double sum = 0;
        for (int i = -400; i <= 400; i++) {
            double g = i / 32.0;
            sum += f.applyAsDouble(g) * StrictMath.exp(-g * g / 2) / (32 * Math.sqrt(2 * Math.PI));
        }
        return sum;
    }

    /** At {@code tau = 0}, L equally weighted tokens: a Wishart matrix with {@code L - 1} degrees of freedom, divided by L. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 10, 100_000})
    void equalWeightsMakeAWishartMatrix(int promptLength) {
        for (int d = 1; d <= 4; d++) {
            double l = promptLength;
            double wishart = d / (l * l) + d * (d + 1.0) * (l - 1) / (l * l);
            assertThat(GradientModel.REFERENCE.whitened(0, d, promptLength))
                    .isCloseTo(wishart, within(1e-12 * wishart));
        }
    }

    /** Published figures: slopes of the whole range, shares of the limit, growing logits, what is not centred. */
    @Test
    void publishedFiguresAreReproduced() {
        assertThat(slope(0)).isCloseTo(-0.998, within(6e-4));
        assertThat(slope(0.5)).isCloseTo(-0.983, within(6e-4));
        assertThat(slope(0.8)).isCloseTo(-0.929, within(6e-4));
        assertThat(new GradientFamilies.Whitened(0.8, 2).share(4096)).isCloseTo(0.9935, within(6e-5));
        assertThat(new GradientFamilies.Whitened(0.8, 1).share(64)).isCloseTo(0.637, within(6e-4));
        GradientFamilies.GrowingWhitened growing = new GradientFamilies.GrowingWhitened(2);
        assertThat(growing.error(256)).isCloseTo(0.481, within(6e-4));
        assertThat(growing.error(1024)).isCloseTo(0.393, within(6e-4));
        assertThat(growing.slope(256, 1024)).isCloseTo(-0.146, within(6e-4));
        double[] factors = {50, 21, 0, 7.6};
        for (int d : new int[] {1, 2, 4}) {
            double wrong = GradientModel.REFERENCE.withoutCentring().whitened(0.5, d, 4096);
            double ratio = wrong / WhitenedCovariance.bound(0.5, 4096, d);
            assertThat(ratio).isCloseTo(factors[d - 1], within(0.02 * factors[d - 1]));
        }
    }

    /** Least squares slope over 64 to 4096 tokens in the plane. */
    private static double slope(double tau) {
        double sxy = 0;
        double sxx = 0;
        for (int k = 0; k < 4; k++) {
            double centred = k - 1.5;
            sxy += centred * StrictMath.log(GradientModel.REFERENCE.whitened(tau, 2, 64 << (2 * k)));
            sxx += centred * centred * StrictMath.log(4);
        }
        return sxy / sxx;
    }

    @Test
    void boundHoldsOnTheWholeRange() {
        for (double tau : new double[] {0, 0.1, 0.7, 1.5, 3}) {
            for (int promptLength : new int[] {1, 2, 3, 4, 16, 300, 1_000_000}) {
                for (int d = 1; d <= 4; d++) {
                    double error = GradientModel.REFERENCE.whitened(tau, d, promptLength);
                    assertThat(error).isLessThanOrEqualTo(WhitenedCovariance.bound(tau, promptLength, d));
                }
            }
        }
    }

    @Test
    void enumerationAgreesOnHardLaws() {
        double[][] atoms = {{-1, 0.3}, {1, 0.5}, {0.5, -2}};
        double[][] v = {{1, 2}, {0.3, -1}};
        Law.Atoms law = new Law.Atoms(atoms, new double[] {0.7, 1e-14, 0.29999999999999});
        for (int promptLength : new int[] {1, 2, 5, 20, 200}) {
            for (double scale : new double[] {0, 1, 10, 25}) {
                AtomsGradient head =
                        AtomsGradient.of(new PromptInstance(law, v, new double[] {scale, 0}, promptLength));
                double exact = head.squaredError(promptLength, 1, Indices.DIFFERENT);
                double listed =
                        MultinomialPrompt.expect(head.tokens().probabilities(), promptLength, head::squaredErrorOf);
                assertThat(exact).isCloseTo(listed, within(1e-12 * listed + head.rounding()));
            }
        }
    }

    /** At L = 1 nothing is spread: the error is the limit's covariance itself. */
    @Test
    void oneAtomReadHasNoCovariance() {
        Law.Atoms law = PromptDraws.atoms(RANDOM, 5, 3);
        double[][] v = PromptDraws.symmetric(RANDOM, "values", 2, 3);
        PromptInstance x = new PromptInstance(law, v, new double[] {0.4, 0.7, -0.2}, 1);
        double limit = Vectors.squaredFrobenius(AtomsGradient.of(x).covariance());
        assertThat(GradientModel.REFERENCE.squaredError(x)).isCloseTo(limit, within(1e-12));
    }

    @Test
    void drawnPromptsShowTheCovariance() {
        double[][] identity = {{1, 0}, {0, 1}};
        PromptInstance one =
                new PromptInstance(new Law.Gaussian(new double[2], identity), identity, new double[] {0.7, 0}, 1);
        assertThat(SampledPrompt.squaredGradientError(one, true, RANDOM)).isCloseTo(2, within(1e-12));
        PromptInstance many = one.withLength(100_000);
        assertThat(SampledPrompt.squaredGradientError(many, true, RANDOM)).isLessThan(1e-3);
        assertThat(SampledPrompt.squaredGradientError(many, false, RANDOM)).isGreaterThan(0.2);
    }

    @Test
    void everyMistakeTurnsItsClaimsRed() {
        assertThat(violated(GradientModel.REFERENCE)).isEmpty();
        assertThat(violated(GradientModel.REFERENCE.withoutCentring()))
                .containsExactly("enumeration", "gradient-error");
        assertThat(violated(GradientModel.REFERENCE.withoutCrossTerm())).contains("enumeration");
        assertThat(violated(GradientModel.REFERENCE.withAnyIndices())).contains("enumeration");
    }

    private static Set<String> violated(GradientModel model) {
        return BrokenModel.violated(new PromptGradientConcentration(model));
    }

    @ParameterizedTest
    @CsvSource({"3.1,10", "-0.1,10", "1,0", "1,1000001"})
    void refusesWhatTheKernelDoes(double tau, int promptLength) {
        assertThatThrownBy(() -> GradientModel.REFERENCE.whitened(tau, 2, promptLength))
                .isInstanceOf(InvalidInstance.class);
    }
}
