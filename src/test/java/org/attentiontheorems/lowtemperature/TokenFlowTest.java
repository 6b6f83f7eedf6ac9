package org.attentiontheorems.lowtemperature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.attentiontheorems.measure.Sums;
import org.attentiontheorems.measure.Vectors;
import org.attentiontheorems.measure.Wasserstein;
import org.attentiontheorems.random.RandomField;
import org.junit.jupiter.api.Test;

/** The kernels of the group against each other and against known answers. */
class TokenFlowTest {
    private static final RandomField RANDOM = RandomField.of(1, "low-temperature kernels", 1);
    private static final double[][] QUERY = {{1, 0}, {0.5, 1}};
    private static final double[][] KEY = {{1, 0.3}, {0, 1}};
    private static final double[][] VALUE = {{1, 0.1}, {0.1, 0.6}};

    private static CircleProblem problem() {
        CircleDensity density = new CircleDensity(new double[] {0.3, 0.1}, new double[] {0.2, -0.2});
        double[][] one = Vectors.identity(2);
        return CircleProblem.of(one, one, Vectors.diagonal(1, -1), 50, density, 64, 0.5);
    }

    @Test
    void scoresAreThoseOfQueriesAndKeys() {
        ScoreMatrix scores = ScoreMatrix.of(QUERY, KEY);
        double[] x = {0.6, 0.8};
        double[] y = {-0.8, 0.6};
        double expected = Sums.dot(Vectors.apply(QUERY, x), Vectors.apply(KEY, y));
        assertThat(Sums.dot(scores.direction(x), y)).isEqualTo(expected, within(1e-15));
        assertThat(scores.largest() * scores.smallest()).isEqualTo(1, within(1e-14));
    }

    @Test
    void drawnFactorsGiveTheDrawnScores() {
        for (int d = 2; d <= 6; d++) {
            RandomField random = RandomField.of(2, "factors", d);
            double[][] scores = LowTemperatureDraws.scores(random, d, 2, 4);
            LowTemperatureDraws.QueryKey factors = LowTemperatureDraws.factors(random, scores);
            ScoreMatrix made = ScoreMatrix.of(factors.query(), factors.key());
            assertThat(ProjectionMap.norm(Vectors.plus(made.matrix(), -1, scores)))
                    .isLessThan(1e-14);
            assertThat(made.largest()).isEqualTo(2, within(1e-14));
            assertThat(made.condition()).isEqualTo(4, within(1e-13));
        }
    }

    @Test
    void theProjectionMapFindsATopEigenspace() {
        double[][] a = LowTemperatureDraws.symmetric(RANDOM, 0.9, 0.9, -0.1, -0.8);
        ProjectionMap projection = ProjectionMap.of(a);
        assertThat(projection.multiplicity()).isEqualTo(2);
        assertThat(projection.gap()).isEqualTo(1, within(1e-14));
        double[] x = LowTemperatureDraws.point(RANDOM, "x", 0, 4);
        double[] target = projection.target(x);
        assertThat(Vectors.distance(Vectors.apply(a, target), Vectors.times(0.9, target)))
                .isLessThan(1e-14);
        double square = Sums.dot(Vectors.minus(x, target), Vectors.minus(x, target));
        assertThat(ProjectionMap.squaredDistance(projection.tangent(x))).isEqualTo(square, within(1e-14));
        assertThat(ProjectionMap.squaredDistance(1e-9)).isEqualTo(1e-18, within(1e-30));
        assertThat(ProjectionMap.squaredDistance(Double.POSITIVE_INFINITY)).isEqualTo(2);
    }

    @Test
    void hugeScoresGiveTheHardmaxToken() {
        TokenLaw law = new TokenLaw(
                LowTemperatureDraws.points(RANDOM, "tokens", 5, 3), new double[] {0.1, 0.2, 0.3, 0.2, 0.2});
        ScoreMatrix scores = ScoreMatrix.of(LowTemperatureDraws.scores(RANDOM, 3, 1, 2));
        double[] seen = GibbsAttention.of(scores, 1e6).mean(law.tokens()[1], law);
        double best = Double.NEGATIVE_INFINITY;
        double[] hard = seen;
        for (double[] y : law.tokens()) {
            double score = Sums.dot(scores.direction(law.tokens()[1]), y);
            hard = score > best ? y : hard;
            best = Math.max(best, score);
        }
        assertThat(Vectors.distance(seen, hard)).isLessThan(1e-15);
        double[] uniform = GibbsAttention.of(scores, 0).mean(law.tokens()[1], law);
        assertThat(Vectors.distance(uniform, law.mean())).isLessThan(1e-15);
    }

    @Test
    void aClusterMovesAsComputedElsewhere() {
        double[][] tokens = {
            {0.8574929257125441, 0.5144957554275265},
            {0.8192319205190405, 0.5734623443633283},
            {0.838443616300637, 0.5449883505954141}
        };
        TokenLaw law = TokenLaw.checked(tokens, new double[] {0.5, 0.3, 0.2}, 2);
        assertThat(law.diameter()).isEqualTo(0.0702919848144, within(1e-12));
        TokenFlow flow = TokenFlow.of(GibbsAttention.of(ScoreMatrix.of(QUERY, KEY), 2), VALUE);
        assertThat(flow.after(law, 4, 800).diameter()).isEqualTo(0.00124133595072, within(1e-13));
    }

    @Test
    void onTheCircleAnglesAndCoordinatesMoveAlike() {
        ScoreMatrix scores = ScoreMatrix.of(QUERY, KEY);
        CircleLabels labels = CircleLabels.of(theta -> 1 + 0.5 * StrictMath.sin(theta), 0.3, 12, 0.4);
        CircleRun run = CircleRun.of(CircleFlow.of(scores, VALUE, 5), labels, 1, 200);
        TokenLaw start = labels.at(labels.angles());
        TokenLaw finite = TokenFlow.of(GibbsAttention.of(scores, 5), VALUE).after(start, 1, 200);
        ZeroModel zero = ZeroModel.of(scores, VALUE);
        for (int k = 0; k < 12; k++) {
            assertThat(Vectors.distance(
                            finite.tokens()[k], labels.at(run.finite()[200]).tokens()[k]))
                    .isLessThan(1e-9);
            assertThat(Vectors.distance(
                            zero.after(start.tokens()[k], 1).position(),
                            labels.at(run.zero()[200]).tokens()[k]))
                    .isLessThan(1e-9);
        }
    }

    @Test
    void aDensityMovesAsComputedElsewhere() {
        CircleRun run = CircleRun.of(problem(), 0.5, 20);
        assertThat(run.w2(0)).isEqualTo(0.827133657323, within(1e-11));
        assertThat(run.w2(20)).isEqualTo(0.581996791124, within(1e-11));
        assertThat(run.w2Zero(20)).isEqualTo(0.579626636027, within(1e-11));
        assertThat(run.transportedZero(20)).isEqualTo(run.w2Zero(20), within(1e-14));
        assertThat(run.couplingSup(20)).isEqualTo(0.0126394408014, within(1e-12));
        assertThat(run.couplingL2(20)).isEqualTo(0.00662229773408, within(1e-12));
        assertThat(problem().bounds().epsilon()).isEqualTo(0.412304927748, within(1e-11));
        assertThat(problem().bounds().stability(0.5)).isEqualTo(0.440985088489, within(1e-11));
        assertThat(problem().bounds().remainder(0.5)).isEqualTo(0.861405427581, within(1e-11));
    }

    @Test
    void transportToTwoAtomsIsAnAssignment() {
        int n = 12;
        double[][] tokens = LowTemperatureDraws.points(RANDOM, "cloud", n, 3);
        double[] w = LowTemperatureDraws.point(RANDOM, "atom", 0, 3);
        double[][] atoms = new double[n][];
        double[] toPlus = new double[n];
        double[] weights = new double[n];
        for (int i = 0; i < n; i++) {
            atoms[i] = Vectors.times(i < 4 ? 1 : -1, w);
            toPlus[i] = Sums.dot(Vectors.minus(tokens[i], w), Vectors.minus(tokens[i], w));
            weights[i] = 1.0 / n;
        }
        assertThat(TwoAtoms.w2(toPlus, weights, 4.0 / n)).isEqualTo(Wasserstein.w2(tokens, atoms), within(1e-13));
    }

    @Test
    void labelsStandForTheDensity() {
        CircleLabels labels = problem().withLabels(400, 0.5).start();
        double cosine = 0;
        for (int k = 0; k < labels.size(); k++) {
            cosine += labels.weights()[k] * StrictMath.cos(labels.angles()[k]);
        }
        assertThat(cosine).isEqualTo(0.15, within(1e-14));
    }
}
