package org.attentiontheorems.homogenization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.attentiontheorems.flow.Flow;
import org.attentiontheorems.measure.Sums;
import org.attentiontheorems.measure.Vectors;
import org.attentiontheorems.random.RandomField;
import org.attentiontheorems.verify.InvalidInstance;
import org.junit.jupiter.api.Test;

class LayerTest {
    private static final RandomField RANDOM = RandomField.of(1, "layer", 0);
    private static final double[][] TOKENS = WeightDraws.tokens(RANDOM, 3, 3);
    private static final double[][] B = WeightDraws.matrix(RANDOM, "B", 3, 0.8);
    private static final double[][] C = WeightDraws.matrix(RANDOM, "C", 3, 0.5);
    private static final double[][] V = WeightDraws.matrix(RANDOM, "V", 3, 1);
    private static final double[][] W = WeightDraws.matrix(RANDOM, "W", 3, 0.7);
    private static final WeightLaw LAW = WeightLaw.of(List.of(new WeightAtom(0.3, B, V), new WeightAtom(0.7, C, W)));

    private static double sumOfProbabilities(Layer layer) {
        double[] sum = new double[1];
        layer.forEachUpdate(TOKENS, (prob, update) -> sum[0] += prob);
        return sum[0];
    }

    @Test
    void attentionAveragesAreSoftmaxMeans() {
        Attention attention = Attention.of(TOKENS, 1.3, B);
        double[] e = new double[3];
        double sum = 0;
        for (int j = 0; j < 3; j++) {
            double[] key = Vectors.apply(B, TOKENS[j]);
            double logit = 1.3 * Sums.dot(TOKENS[1], key);
            e[j] = StrictMath.exp(logit);
            sum += e[j];
        }
        for (int j = 0; j < 3; j++) {
            e[j] /= sum;
        }
        assertThat(attention.weights()[1]).containsExactly(e, within(1e-15));
        assertThat(attention.averages()[1]).containsExactly(Rows.mean(e, TOKENS), within(1e-15));
    }

    @Test
    void massesCountLikeRepeatedTokens() {
        double[][] repeated = {TOKENS[0], TOKENS[1], TOKENS[1], TOKENS[2]};
        double[] masses = {0.25, 0.5, 0.25};
        double[][] found = Attention.weighted(TOKENS, masses, 2, B).averages();
        assertThat(found[2]).containsExactly(Attention.of(repeated, 2, B).averages()[3], within(1e-15));
    }

    @Test
    void largeLogitsDoNotOverflow() {
        double[] m = Attention.of(TOKENS, 1e6, B).averages()[0];
        assertThat(Vectors.norm(m)).isLessThanOrEqualTo(1 + 1e-15);
    }

    @Test
    void theDerivativeOfAveragesIsTheLimitOfDifferences() {
        double[][] direction = RANDOM.gaussianMatrix("direction", 3, 3);
        double[][] forward = Rows.copy(TOKENS);
        double[][] backward = Rows.copy(TOKENS);
        Rows.add(forward, 1e-5, direction);
        Rows.add(backward, -1e-5, direction);
        double[][] difference = Attention.of(forward, 2, B).averages();
        Rows.add(difference, -1, Attention.of(backward, 2, B).averages());
        double[][] exact = Attention.of(TOKENS, 2, B).derivative(direction);
        assertThat(Rows.frobeniusDistance(Rows.times(5e4, difference), exact)).isLessThan(1e-9);
    }

    @Test
    void theDerivativeOfTheAveragedFieldIsTheLimitOfDifferences() {
        AveragedField field = AveragedField.of(LAW, 1.5);
        double[][] direction = RANDOM.gaussianMatrix("direction", 3, 3);
        double[][] forward = Rows.copy(TOKENS);
        double[][] backward = Rows.copy(TOKENS);
        Rows.add(forward, 1e-5, direction);
        Rows.add(backward, -1e-5, direction);
        double[][] difference = field.at(forward);
        Rows.add(difference, -1, field.at(backward));
        double[][] exact = field.derivatives(TOKENS, new double[][][] {direction})[0];
        assertThat(Rows.frobeniusDistance(Rows.times(5e4, difference), exact)).isLessThan(1e-9);
    }

    @Test
    void theAveragedFlowIsThatOfFixedSteps() {
        AveragedFlow flow = new AveragedFlow(AveragedField.of(LAW, 1.5), TOKENS, 1);
        double[] fixed = Flow.of((x, velocity) -> {
                    double[] b = Rows.flat(flow.field().at(Rows.unflat(x, 0, 3, 3)));
                    System.arraycopy(b, 0, velocity, 0, b.length);
                })
                .rungeKutta(Rows.flat(TOKENS), 1, 400);
        assertThat(Rows.flat(flow.end())).containsExactly(fixed, within(1e-11));
    }

    @Test
    void theSharpConstantIsThatOfAShortFlow() {
        AveragedField field = AveragedField.of(LAW, 1.5);
        double briefly = new AveragedFlow(field, TOKENS, 1e-4).sharpConstant();
        assertThat(briefly / 1e-8).isCloseTo(Rows.trace(field.headCovariance(TOKENS)) / 3, within(1e-3));
    }

    @Test
    void typesOfALayerHaveTotalProbabilityOne() {
        assertThat(sumOfProbabilities(Layer.of(LAW, 1, 1, 0.1))).isCloseTo(1, within(1e-15));
        assertThat(sumOfProbabilities(Layer.of(LAW, 1, 7, 0.1))).isCloseTo(1, within(1e-14));
    }

    @Test
    void twoHeadsAreAveraged() {
        double[][][] outputs = Layer.outputs(LAW, 1, TOKENS);
        double[][] mixed = Rows.times(0.05, outputs[0]);
        Rows.add(mixed, 0.05, outputs[1]);
        List<double[][]> updates = new ArrayList<>();
        List<Double> probabilities = new ArrayList<>();
        Layer.of(LAW, 1, 2, 0.1).forEachUpdate(TOKENS, (prob, update) -> {
            probabilities.add(prob);
            updates.add(update);
        });
        assertThat(updates).hasSize(3);
        assertThat(probabilities.get(1)).isCloseTo(0.42, within(1e-15));
        assertThat(Rows.frobeniusDistance(updates.get(1), mixed)).isLessThan(1e-15);
    }

    @Test
    void pathsAreEnumerated() {
        Layer layer = Layer.of(LAW, 1, 1, 0.2);
        List<double[][]> ends = new ArrayList<>();
        double[] sum = new double[1];
        layer.forEachOutput(TOKENS, 3, (prob, tokens) -> {
            sum[0] += prob;
            ends.add(tokens);
        });
        assertThat(ends).hasSize(8);
        assertThat(sum[0]).isCloseTo(1, within(1e-15));
        List<double[][]> frozen = new ArrayList<>();
        layer.forEachFrozenOutput(TOKENS, 3, (prob, tokens) -> frozen.add(tokens));
        assertThat(Rows.frobeniusDistance(frozen.get(0), ends.get(0))).isZero();
        assertThat(Rows.frobeniusDistance(frozen.get(1), ends.get(7))).isZero();
    }

    @Test
    void aRandomPathIsOneOfThem() {
        Layer layer = Layer.of(LAW, 1, 1, 0.2);
        double[][] end = layer.randomPath(TOKENS, 3, RANDOM).get(3);
        double[] nearest = {1};
        layer.forEachOutput(
                TOKENS, 3, (prob, tokens) -> nearest[0] = Math.min(nearest[0], Rows.frobeniusDistance(tokens, end)));
        assertThat(nearest[0]).isZero();
    }

    @Test
    void tooManyPathsAreRefused() {
        assertThatThrownBy(() -> Layer.requireEnumerable(2, 1, 20))
                .isInstanceOf(InvalidInstance.class)
                .hasMessageContaining("layers: gives 1048576.0 paths of 20 layers, more than 1000000");
        assertThatThrownBy(() -> Layer.of(LAW, 1, 1_000_000, 0.1))
                .hasMessageContaining("heads: gives 1000001.0 types of layers");
    }

    @Test
    void theSingleEntryDesignHasGaussianSecondMoments() {
        WeightLaw design =
                WeightLaw.singleEntryDesign(List.of(new KeyQueryAtom(0.4, B), new KeyQueryAtom(0.6, C)), 3, 0.5);
        assertThat(design.size()).isEqualTo(36);
        assertThat(design.isSymmetric()).isTrue();
        assertThat(design.largestConditionalMean()).isLessThan(1e-17);
        assertThat(Attention.lipschitz(0)).isEqualTo(1);
        AveragedLayer averaged = AveragedLayer.of(design, 1, TOKENS);
        assertThat(Rows.frobeniusDistance(averaged.intrinsic(), Rows.zeros(3, 3)))
                .isLessThan(1e-15);
        double trace = 0;
        double expected = 0;
        for (WeightAtom atom : List.of(new WeightAtom(0.4, B, V), new WeightAtom(0.6, C, V))) {
            double[] m = Attention.of(TOKENS, 1, atom.keyQuery()).averages()[0];
            expected += atom.prob() * 0.25 * Sums.dot(m, m);
        }
        trace += averaged.covariance()[0][0][0][0];
        trace += averaged.covariance()[0][0][1][1];
        trace += averaged.covariance()[0][0][2][2];
        assertThat(trace).isCloseTo(2 * expected, within(1e-15));
    }

    @Test
    void symmetryAndCentringOfALawAreSeen() {
        WeightLaw skewed =
                WeightLaw.of(List.of(new WeightAtom(1 / 3.0, B, V), new WeightAtom(2 / 3.0, B, Rows.times(-0.5, V))));
        assertThat(skewed.largestConditionalMean()).isLessThan(1e-15);
        assertThat(skewed.isSymmetric()).isFalse();
        WeightLaw symmetric = WeightLaw.of(List.of(
                new WeightAtom(0.25, B, V), new WeightAtom(0.25, B, V), new WeightAtom(0.5, B, Rows.times(-1, V))));
        assertThat(symmetric.isSymmetric()).isTrue();
        assertThat(symmetric.hasOneKeyQuery()).isTrue();
        assertThat(LAW.hasOneKeyQuery()).isFalse();
        assertThat(LAW.largestConditionalMean()).isGreaterThan(0.1);
    }

    @Test
    void exactMomentsApproachTheAveragedOnes() {
        WeightLaw law = WeightLaw.singleEntryDesign(List.of(new KeyQueryAtom(1, B)), 3, 0.5);
        double step = 0.01;
        LayerMoments moments = LayerMoments.of(Layer.of(law, 1, 1, step), TOKENS, 4);
        AveragedLayer averaged = AveragedLayer.of(law, 1, TOKENS);
        double time = step * step;
        assertThat(Rows.frobeniusDistance(Rows.times(1 / time, moments.mean()), averaged.drift()))
                .isLessThan(1e-4);
        assertThat(Rows.frobeniusDistance(Rows.times(1 / time, moments.second()[0][1]), averaged.covariance()[0][1]))
                .isLessThan(1e-3);
        assertThat(moments.driftRemainder()[0] / time).isLessThan(1e-3);
    }

    @Test
    void drawnMatricesHaveTheirNorm() {
        assertThat(Rows.operatorNorm(B)).isCloseTo(0.8, within(1e-14));
        assertThat(Rows.operatorNorm(Rows.zeros(2, 2))).isZero();
        double[] weights = WeightDraws.dirichlet(RANDOM, "p", 3, 4, 0.05);
        assertThat(weights[0] + weights[1] + weights[2]).isCloseTo(1, within(1e-15));
    }

    @Test
    void pointsAreNormalisedOnce() {
        double[][] points = Inputs.points("tokens", new double[][] {{3, 4}, {1e-200, 0}, {1e200, 1e200}});
        assertThat(points[0]).containsExactly(0.6, 0.8);
        assertThat(points[1]).containsExactly(1, 0);
        assertThat(Vectors.norm(points[2])).isCloseTo(1, within(1e-15));
        double[][] again = Inputs.points("tokens", TOKENS);
        assertThat(Rows.same(again, Inputs.points("tokens", again))).isTrue();
        assertThatThrownBy(() -> Inputs.points("tokens", new double[][] {{1, 0}, {0, 0}}))
                .hasMessageContaining("tokens[1]: must not be 0");
    }
}
