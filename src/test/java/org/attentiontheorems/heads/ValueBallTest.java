package org.attentiontheorems.heads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.attentiontheorems.heads.VariationalSupport.Instance;
import org.attentiontheorems.random.RandomField;
import org.attentiontheorems.verify.Claim;
import org.attentiontheorems.verify.Context;
import org.attentiontheorems.verify.InvalidInstance;
import org.attentiontheorems.verify.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ValueBallTest {
    private static final double RADIUS = 1.5;

    private static HeadModel model(double lambda) {
        RandomField random = RandomField.of(7, "value-ball", 1);
        return new HeadDraws(2, 2, 3, 3, 2, 3).model(random, 1, lambda, HeadDraws.simplex(random, "masses", 3));
    }

    /** With λ = 0.5 the minimum lies inside the ball, with 0 on its boundary. */
    @ParameterizedTest
    @ValueSource(doubles = {0, 0.01, 0.5})
    void noHeadOfTheBallHasALowerFirstVariation(double lambda) {
        HeadModel model = model(lambda);
        HeadDictionary dictionary = HeadDictionary.of(model);
        DualityGap gap = ValueBall.of(model, RADIUS).gap(ValueBall.measure(dictionary, model.atomWeights()));
        double least = Double.POSITIVE_INFINITY;
        for (int i = 1; i <= 4000; i++) {
            least = Math.min(least, firstVariation(model, sample(model, RandomField.of(7, "heads", i))));
        }
        assertThat(least).isGreaterThanOrEqualTo(gap.least()).isCloseTo(gap.least(), within(0.2));
    }

    /** The queries and keys of an atom with values anywhere in the ball. */
    private static Head sample(HeadModel model, RandomField random) {
        Head atom = model.atoms().get((int) (3 * random.uniform("atom", 0, 0)));
        double[][] v = random.gaussianMatrix("v", 3, 2);
        double norm = model.withAtoms(new double[] {1}, List.of(new Head(atom.q(), atom.k(), v)))
                .largestValues();
        double radius = RADIUS * Math.sqrt(random.uniform("radius", 0, 0));
        for (double[] row : v) {
            for (int k = 0; k < row.length; k++) {
                row[k] *= radius / norm;
            }
        }
        return new Head(atom.q(), atom.k(), v);
    }

    private static double firstVariation(HeadModel model, Head head) {
        List<Head> heads = List.of(
                model.atoms().get(0), model.atoms().get(1), model.atoms().get(2), head);
        double[] m = model.atomWeights();
        return HeadDictionary.of(model.withAtoms(new double[] {m[0], m[1], m[2], 0}, heads))
                .firstVariation(m[0], m[1], m[2], 0)[3];
    }

    @Test
    void moreStepsGiveAnIntervalInsideTheFormer() {
        HeadModel model = model(0.1);
        ValueBall ball = ValueBall.of(model, RADIUS);
        ValueBall.Measure start = ValueBall.measure(HeadDictionary.of(model), model.atomWeights());
        ValueBall.Interval few = ball.leastRisk(start, 20);
        ValueBall.Interval many = ball.leastRisk(start, 2000);
        assertThat(many.low()).isBetween(few.low(), many.high());
        assertThat(many.high()).isLessThanOrEqualTo(few.high());
        assertThat(many.high() - many.low()).isLessThan((few.high() - few.low()) / 4);
    }

    @Test
    void theCertificateIsTheGainOfTheBestMixture() {
        for (double gap : new double[] {0, 0.1, 0.5, 1, 3}) {
            double best = 0;
            for (int i = 0; i <= 1000; i++) {
                double gamma = i / 1000.0;
                best = Math.max(best, gamma * gap - gamma * gamma / 4 * 1.2);
            }
            assertThat(DualityGap.of(gap, 1.2, 0).lower()).isCloseTo(best, within(1e-6));
        }
        assertThat(DualityGap.of(0.3, 0, 0).lower()).isEqualTo(0.3);
        assertThat(DualityGap.of(-1e-18, 0, 0).gap()).isZero();
    }

    @Test
    void refusesARadiusBelowThatOfAnAtom() {
        HeadModel model = model(0);
        double largest = model.largestValues();
        assertThat(new Instance(model, largest).valueRadius()).isEqualTo(largest);
        assertThatThrownBy(() -> new Instance(model, 0.9 * largest))
                .isInstanceOf(InvalidInstance.class)
                .hasMessageContaining("valueRadius: must be at least the largest norm");
        assertThatThrownBy(() -> new Instance(model, 0)).hasMessageContaining("valueRadius: must be positive");
    }

    @Test
    void refusesValuesThatOverflow() {
        assertThatThrownBy(() -> withHugeHead(1e200))
                .isInstanceOf(InvalidInstance.class)
                .hasMessageContaining("values overflow: reduce norms");
    }

    @Test
    void judgesHugeValuesThatDoNot() {
        Instance x = withHugeHead(1e150);
        Context context = Context.of(1, "variational-support", 1);
        for (Claim<Instance> claim : new VariationalSupport().claims()) {
            assertThat(claim.check(x, context).verdict()).as(claim.id()).isEqualTo(Verdict.HOLDS);
        }
    }

    private static Instance withHugeHead(double size) {
        HeadModel model = model(0.1);
        Head atom = model.atoms().get(0);
        Head huge = new Head(atom.q(), atom.k(), new double[][] {{size, 0}, {0, 0}, {0, 0}});
        return new Instance(model.withAtoms(new double[] {1, 0}, List.of(atom, huge)), 2 * size);
    }
}
