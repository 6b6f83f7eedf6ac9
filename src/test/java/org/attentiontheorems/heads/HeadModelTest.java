package org.attentiontheorems.heads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.RandomDistribution;
import org.attentiontheorems.attention.CausalAttention;
import org.attentiontheorems.attention.Softmax;
import org.attentiontheorems.heads.HeadKernel.Backward;
import org.attentiontheorems.heads.HeadRisk.Training;
import org.attentiontheorems.random.RandomField;
import org.attentiontheorems.verify.InvalidInstance;
import org.attentiontheorems.verify.Json;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.EigenDecompositionSymmetric;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.core.JacksonException;

/** The model against its definition: causality, values by hand, derivatives by differences, convexity. */
class HeadModelTest {
    private static final String SEED = "20261";

    /** Random models of all small sizes, caps up to 4, with and without ridge. */
    @Provide
    Arbitrary<HeadModel> models() {
        Arbitrary<List<Integer>> sizes = Combinators.combine(
                        List.of(upTo(1, 4), upTo(1, 4), upTo(2, 5), upTo(1, 4), upTo(1, 4), upTo(1, 4), upTo(0, 1)))
                .as(all -> all);
        Arbitrary<Long> keys = Arbitraries.longs()
                .withDistribution(RandomDistribution.uniform())
                .dontShrink();
        return Combinators.combine(sizes, keys).as((s, key) -> {
            HeadDraws draws = new HeadDraws(s.get(0), s.get(1), s.get(2), s.get(3), s.get(4), s.get(5));
            return model(draws, key, 0.3 * s.get(6));
        });
    }

    private static Arbitrary<Integer> upTo(int least, int most) {
        return Arbitraries.integers()
                .between(least, most)
                .withDistribution(RandomDistribution.uniform())
                .shrinkTowards(least);
    }

    private static HeadModel model(HeadDraws sizes, long key, double lambda) {
        RandomField random = RandomField.of(1, "heads", key);
        double cap = Math.scalb(0.5, (int) (4 * random.uniform("cap", 0, 0)));
        return sizes.model(random, cap, lambda, HeadDraws.simplex(random, "masses", sizes.atoms()));
    }

    private static double[] otherMasses(HeadModel model) {
        return HeadDraws.simplex(
                RandomField.of(2, "heads", 0), "other masses", model.atoms().size());
    }

    // ---- 1 causality

    @Property(tries = 100, seed = SEED, edgeCases = EdgeCasesMode.NONE)
    void theFutureDoesNotChangeTheLogits(@ForAll("models") HeadModel model) {
        double[] before = HeadDictionary.of(model).logits(0);
        for (int s = 1; s < model.seqLen(); s++) {
            double[] after = HeadDictionary.of(withOtherToken(model, s)).logits(0);
            for (int j = 0; j < model.seqWeights().length; j++) {
                int from = j * model.seqLen() * model.vocab();
                int to = from + s * model.vocab();
                assertThat(Arrays.copyOfRange(after, from, to)).containsExactly(Arrays.copyOfRange(before, from, to));
            }
        }
    }

    private static HeadModel withOtherToken(HeadModel m, int s) {
        double[][][] inputs = new double[m.inputs().length][][];
        for (int j = 0; j < inputs.length; j++) {
            inputs[j] = m.inputs()[j].clone();
            inputs[j][s] = Arrays.stream(inputs[j][s]).map(x -> 3 - x).toArray();
        }
        return new HeadModel(
                m.d(),
                m.dk(),
                m.vocab(),
                m.seqLen(),
                m.lambda(),
                m.seqWeights(),
                inputs,
                m.labels(),
                m.atomWeights(),
                m.atoms());
    }

    @Property(tries = 100, seed = SEED, edgeCases = EdgeCasesMode.NONE)
    void attentionWeightsSumToOneAndSeeNothingAhead(@ForAll("models") HeadModel model) {
        int n = model.seqLen();
        double[] weights = HeadKernel.of(model.corpus(), model.dk()).attentionWeights(model.parameters(), 0, 0);
        for (int t = 0; t < n; t++) {
            double sum = 0;
            for (int s = 0; s < n; s++) {
                assertThat(weights[t * n + s] > 0).isEqualTo(s <= t);
                sum += weights[t * n + s];
            }
            assertThat(sum).isCloseTo(1, within(1e-14));
        }
    }

    @Test
    void withoutMaskTheFutureIsSeen() {
        HeadModel model = model(new HeadDraws(3, 2, 3, 3, 1, 1), 1, 0);
        CausalAttention open = CausalAttention.REFERENCE.withoutMask();
        assertThat(HeadDictionary.of(withOtherToken(model, 2), open).logits(0)[0])
                .isNotEqualTo(HeadDictionary.of(model, open).logits(0)[0]);
    }

    // ---- 2 value by hand

    @Test
    void theAverageOfTwoTokensIsKnownByHand() {
        TwoTokens two = new TwoTokens(4, 1, 1);
        assertThat(two.averages(CausalAttention.REFERENCE)[0]).isEqualTo(1);
        assertThat(two.averages(CausalAttention.REFERENCE)[1]).isCloseTo(-StrictMath.tanh(2), within(1e-15));
        assertThat(two.averages(CausalAttention.REFERENCE.withoutMask())[0]).isCloseTo(0.964, within(1e-3));
        assertThat(two.averages(CausalAttention.REFERENCE.withoutDiagonal())[0]).isEqualTo(0);
        assertThat(two.averages(CausalAttention.REFERENCE.withoutScale())[1])
                .isCloseTo(-StrictMath.tanh(4), within(1e-15));
    }

    // ---- 3 residual

    @Property(tries = 100, seed = SEED, edgeCases = EdgeCasesMode.NONE)
    void residualsSumToZeroAndAreBounded(@ForAll("models") HeadModel model) {
        HeadDictionary dictionary = HeadDictionary.of(model);
        double[] r = dictionary.corpus().residual(dictionary.mixture(model.atomWeights()));
        for (int row = 0; row < r.length; row += model.vocab()) {
            double[] one = Arrays.copyOfRange(r, row, row + model.vocab());
            assertThat(Arrays.stream(one).reduce(0, Double::sum)).isCloseTo(0, within(1e-14));
            assertThat(Arrays.stream(one).map(x -> x * x).reduce(0, Double::sum))
                    .isLessThanOrEqualTo(2);
        }
    }

    @Property(tries = 100, seed = SEED, edgeCases = EdgeCasesMode.NONE)
    void theSameVectorInAllRowsOfTheValuesIsNotSeen(@ForAll("models") HeadModel model) {
        double[] shift = RandomField.of(3, "heads", 0).gaussians("shift", 0, model.d());
        Head first = model.atoms().get(0);
        double[][] v = Arrays.stream(first.v())
                .map(row -> IntStream.range(0, row.length)
                        .mapToDouble(k -> row[k] + shift[k])
                        .toArray())
                .toArray(double[][]::new);
        List<Head> heads = new java.util.ArrayList<>(model.atoms());
        heads.set(0, new Head(first.q(), first.k(), v));
        HeadDictionary shifted = HeadDictionary.of(model.withAtoms(model.atomWeights(), heads));
        HeadDictionary dictionary = HeadDictionary.of(model);
        assertThat(withoutRidge(shifted, model.atomWeights()))
                .isCloseTo(withoutRidge(dictionary, model.atomWeights()), within(1e-12));
    }

    private static double withoutRidge(HeadDictionary dictionary, double[] masses) {
        return dictionary.risk(masses) - dictionary.ridge(masses);
    }

    // ---- 4 first variation

    @Property(tries = 100, seed = SEED, edgeCases = EdgeCasesMode.NONE)
    void theFirstVariationIsTheDerivativeAlongMixtures(@ForAll("models") HeadModel model) {
        HeadDictionary dictionary = HeadDictionary.of(model);
        double[] mu = model.atomWeights();
        double[] nu = otherMasses(model);
        double[] f = dictionary.firstVariation(mu);
        double derivative = 0;
        for (int a = 0; a < mu.length; a++) {
            derivative += f[a] * (nu[a] - mu[a]);
        }
        double step = 1e-5;
        double difference = (dictionary.risk(mixed(mu, nu, step)) - dictionary.risk(mixed(mu, nu, -step))) / (2 * step);
        assertThat(difference).isCloseTo(derivative, within(1e-7 * (1 + Math.abs(derivative))));
    }

    private static double[] mixed(double[] mu, double[] nu, double epsilon) {
        double[] mixed = new double[mu.length];
        Arrays.setAll(mixed, a -> (1 - epsilon) * mu[a] + epsilon * nu[a]);
        return mixed;
    }

    @Property(tries = 50, seed = SEED, edgeCases = EdgeCasesMode.NONE)
    void theHessianIsTheDerivativeOfTheFirstVariation(@ForAll("models") HeadModel model) {
        HeadDictionary dictionary = HeadDictionary.of(model);
        double[] mu = model.atomWeights();
        double[][] hessian =
                dictionary.hessian(mu, IntStream.range(0, mu.length).toArray());
        double step = 1e-5;
        for (int b = 0; b < mu.length; b++) {
            double[] up = mu.clone();
            double[] down = mu.clone();
            up[b] += step;
            down[b] -= step;
            double[] fUp = dictionary.firstVariation(up);
            double[] fDown = dictionary.firstVariation(down);
            for (int a = 0; a < mu.length; a++) {
                assertThat((fUp[a] - fDown[a]) / (2 * step))
                        .isCloseTo(hessian[a][b], within(1e-7 * (1 + Math.abs(hessian[a][b]))));
            }
        }
    }

    // ---- 5 gradient

    @Property(tries = 100, seed = SEED, edgeCases = EdgeCasesMode.NONE)
    void massTimesGradientIsTheDerivativeOfTheRisk(@ForAll("models") HeadModel model) {
        assertThat(gradientError(model, HeadRisk.of(model))).isLessThanOrEqualTo(1e-8);
    }

    @ParameterizedTest
    @EnumSource(
            value = Training.class,
            names = {"WITHOUT_RIDGE", "OWN_RESIDUAL", "NEGATED_RESIDUAL"})
    void wrongTrainingIsNotTheDerivative(Training wrong) {
        HeadModel model = model(new HeadDraws(3, 2, 3, 3, 2, 3), 1, 0.3);
        assertThat(gradientError(model, HeadRisk.of(model).with(wrong))).isGreaterThan(1e-4);
    }

    @ParameterizedTest
    @EnumSource(
            value = Backward.class,
            names = {"UNSCALED", "KEYS_FROM_QUERIES"})
    void wrongBackwardPassesAreNotTheDerivative(Backward wrong) {
        HeadModel model = model(new HeadDraws(3, 2, 3, 3, 2, 3), 1, 0.3);
        HeadKernel kernel = HeadKernel.of(model.corpus(), model.dk()).with(wrong);
        assertThat(gradientError(model, HeadRisk.of(model).withGradientsOf(kernel)))
                .isGreaterThan(1e-4);
    }

    @ParameterizedTest
    @CsvSource({"true, true", "false, true", "false, false"})
    void gradientsOfAnotherAttentionAreItsOwnDerivative(boolean masked, boolean scaled) {
        HeadModel model = model(new HeadDraws(3, 2, 3, 3, 2, 3), 1, 0.3);
        CausalAttention attention =
                new CausalAttention(masked ? CausalAttention.Mask.STRICT : CausalAttention.Mask.NONE, scaled);
        HeadKernel other = HeadKernel.of(model.corpus(), model.dk(), attention);
        assertThat(gradientError(model, HeadRisk.of(other, model.lambda()))).isLessThanOrEqualTo(1e-8);
        assertThat(gradientError(model, HeadRisk.of(model).withGradientsOf(other)))
                .isGreaterThan(1e-4);
    }

    /** Largest difference of {@code m_a ∇F_μ(θ_a)} to the central difference of the risk with step 1e-6. */
    private static double gradientError(HeadModel model, HeadRisk risk) {
        double[] masses = model.atomWeights();
        double[] theta = model.parameters();
        double[] gradients = new double[theta.length];
        risk.gradients(masses, theta, gradients);
        int p = model.shape().parameters();
        double step = 1e-6;
        double error = 0;
        for (int k = 0; k < theta.length; k++) {
            double at = theta[k];
            theta[k] = at + step;
            double up = risk.value(masses, theta);
            theta[k] = at - step;
            double down = risk.value(masses, theta);
            theta[k] = at;
            error = Math.max(error, Math.abs((up - down) / (2 * step) - masses[k / p] * gradients[k]));
        }
        return error;
    }

    @Property(tries = 50, seed = SEED, edgeCases = EdgeCasesMode.NONE)
    void gradientsOfSingleSequencesAverageToTheGradient(@ForAll("models") HeadModel model) {
        HeadRisk risk = HeadRisk.of(model);
        double[] theta = model.parameters();
        double[] whole = new double[theta.length];
        risk.gradients(model.atomWeights(), theta, whole);
        double[] average = new double[theta.length];
        for (int j = 0; j < model.seqWeights().length; j++) {
            double weight = model.seqWeights()[j];
            double[] one = new double[theta.length];
            risk.only(j).gradients(model.atomWeights(), theta, one);
            Arrays.setAll(average, k -> average[k] + weight * one[k]);
        }
        assertThat(average).containsExactly(whole, within(1e-14 * (1 + largest(whole))));
    }

    private static double largest(double[] values) {
        return Arrays.stream(values).map(Math::abs).max().orElse(0);
    }

    @Property(tries = 50, seed = SEED, edgeCases = EdgeCasesMode.NONE)
    void headsThatMoveAndHeadsThatDoNotHaveTheSameRisk(@ForAll("models") HeadModel model) {
        double[] masses = otherMasses(model);
        double[] theta = model.parameters();
        HeadRisk risk = HeadRisk.of(model);
        assertThat(risk.value(masses, theta)).isCloseTo(HeadDictionary.of(model).risk(masses), within(1e-13));
        double[] all = new double[theta.length];
        risk.gradients(masses, theta, all);
        int p = model.shape().parameters();
        double[] last = Arrays.copyOfRange(theta, theta.length - p, theta.length);
        assertThat(risk.gradient(masses, theta, last))
                .containsExactly(Arrays.copyOfRange(all, theta.length - p, theta.length));
    }

    // ---- 6 convexity

    @Property(tries = 100, seed = SEED, edgeCases = EdgeCasesMode.NONE)
    void theRiskIsConvexInTheMeasure(@ForAll("models") HeadModel model) {
        HeadDictionary dictionary = HeadDictionary.of(model);
        double[] mu = model.atomWeights();
        double[] nu = otherMasses(model);
        for (double epsilon : new double[] {0.1, 0.5, 0.9}) {
            assertThat(dictionary.risk(mixed(mu, nu, epsilon)))
                    .isLessThanOrEqualTo((1 - epsilon) * dictionary.risk(mu) + epsilon * dictionary.risk(nu) + 1e-13);
        }
    }

    // ---- 7 Jacobian

    @Property(tries = 100, seed = SEED, edgeCases = EdgeCasesMode.NONE)
    void theJacobianOfSoftmaxIsAtMostOneHalf(@ForAll("models") HeadModel model) {
        double[] z = HeadDictionary.of(model).logits(0);
        assertThat(largestEigenvalue(Arrays.copyOf(z, model.vocab()))).isLessThanOrEqualTo(0.5 + 1e-12);
        double[] twoLeft = new double[model.vocab()];
        Arrays.fill(twoLeft, 2, model.vocab(), -60);
        assertThat(largestEigenvalue(twoLeft)).isBetween(0.5 - 1e-9, 0.5 + 1e-12);
    }

    /** Of {@code diag(π) - π πᵀ}. */
    private static double largestEigenvalue(double[] logits) {
        double[] p = Softmax.of(logits);
        double[][] rows = new double[p.length][p.length];
        for (int i = 0; i < p.length; i++) {
            for (int k = 0; k < p.length; k++) {
                rows[i][k] = (i == k ? p[i] : 0) - p[i] * p[k];
            }
        }
        return Arrays.stream(new EigenDecompositionSymmetric(new Array2DRowRealMatrix(rows)).getEigenvalues())
                .max()
                .orElseThrow();
    }

    // ---- the instance file

    @Property(tries = 50, seed = SEED, edgeCases = EdgeCasesMode.NONE)
    void aModelReadsBackBitForBit(@ForAll("models") HeadModel model) {
        HeadModel read = Json.mapper().readValue(Json.mapper().writeValueAsString(model), HeadModel.class);
        assertThat(read.parameters()).containsExactly(model.parameters());
        assertThat(read.atomWeights()).containsExactly(model.atomWeights());
        assertThat(read.seqWeights()).containsExactly(model.seqWeights());
        assertThat(read.corpus().inputs()).containsExactly(model.corpus().inputs());
    }

    @Property(tries = 20, seed = SEED, edgeCases = EdgeCasesMode.NONE)
    void aHeadIsItsFlatParameters(@ForAll("models") HeadModel model) {
        double[] theta = model.parameters();
        int p = model.shape().parameters();
        List<Head> heads = IntStream.range(0, model.atoms().size())
                .mapToObj(a -> Head.of(model.shape(), theta, a * p))
                .toList();
        assertThat(model.withAtoms(model.atomWeights(), heads).parameters()).containsExactly(theta);
    }

    private static final String MODEL = "{\"d\":1,\"dk\":1,\"vocab\":2,\"seqLen\":1,\"lambda\":0.0,"
            + "\"seqWeights\":[1.0],\"inputs\":[[[1.0]]],\"labels\":[[0]],\"atomWeights\":[1.0],"
            + "\"atoms\":[{\"q\":[[0.5]],\"k\":[[0.5]],\"v\":[[1.0],[2.0]]}]}";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"d\":1 | \"d\":0 | d: must be at least 1, is 0",
                "\"dk\":1 | \"dk\":0 | dk: must be at least 1, is 0",
                "\"vocab\":2 | \"vocab\":1 | vocab: must be at least 2, is 1",
                "\"seqLen\":1 | \"seqLen\":0 | seqLen: must be at least 1, is 0",
                "\"lambda\":0.0 | \"lambda\":-1.0 | lambda: must be at least 0, is -1.0",
                "\"seqWeights\":[1.0] | \"seqWeights\":[] | seqWeights: must not be empty",
                "\"seqWeights\":[1.0] | \"seqWeights\":[0.9] | seqWeights: must sum to 1, sum is 0.9",
                "\"seqWeights\":[1.0] | \"seqWeights\":[1.5,-0.5] | seqWeights[1]: must be at least 0, is -0.5",
                "\"inputs\":[[[1.0]]] | \"inputs\":[] | inputs: needs 1 entries, has 0",
                "\"inputs\":[[[1.0]]] | \"inputs\":[[]] | inputs[0]: needs 1 rows, has 0",
                "\"inputs\":[[[1.0]]] | \"inputs\":[[[1.0,2.0]]] | inputs[0][0]: needs 1 entries, has 2",
                "\"labels\":[[0]] | \"labels\":[[2]] | labels[0][0]: must be between 0 and 1, is 2",
                "\"labels\":[[0]] | \"labels\":[[0,1]] | labels[0]: needs 1 entries, has 2",
                "\"labels\":[[0]] | \"labels\":[] | labels: needs 1 entries, has 0",
                "\"atomWeights\":[1.0] | \"atomWeights\":[0.5,0.5] | atoms: needs 2 entries, has 1",
                "\"q\":[[0.5]] | \"q\":[] | atoms[0].q: needs 1 rows, has 0",
                "\"v\":[[1.0],[2.0]] | \"v\":[[1.0]] | atoms[0].v: needs 2 rows, has 1"
            })
    void badModelsAreRefusedInOneSentence(String field, String bad, String message) {
        assertThatThrownBy(() -> Json.mapper().readValue(MODEL.replace(field, bad), HeadModel.class))
                .hasRootCauseInstanceOf(InvalidInstance.class)
                .rootCause()
                .hasMessage(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"inputs\":[[[1.0]]] | \"inputs\":[null]",
                "\"inputs\":[[[1.0]]] | \"inputs\":[[[null]]]",
                "\"lambda\":0.0 | \"lambda\":1e999",
                "\"inputs\":[[[1.0]]] | \"inputs\":[[[1e999]]]",
                "\"k\":[[0.5]] | \"k\":[[1e999]]",
                "\"labels\":[[0]] | \"labels\":[[0.5]]",
                "\"labels\":[[0]] | \"labels\":null",
                "\"q\":[[0.5]] | \"q\":[null]",
                "\"q\":[[0.5]],| \"\"",
                "\"lambda\":0.0 | \"lambda\":\"0\"",
                "\"d\":1 | \"d\":1,\"e\":1"
            })
    void malformedModelsAreRefusedByTheMapper(String field, String bad) {
        String text = MODEL.replace(field, bad.equals("\"\"") ? "" : bad);
        assertThatThrownBy(() -> Json.mapper().readValue(text, HeadModel.class)).isInstanceOf(JacksonException.class);
    }

    @Test
    void aNullHeadIsRefused() {
        String text = MODEL.replaceFirst("\"atoms\":.*", "\"atoms\":[null]}");
        assertThatThrownBy(() -> Json.mapper().readValue(text, HeadModel.class)).isInstanceOf(JacksonException.class);
    }
}
