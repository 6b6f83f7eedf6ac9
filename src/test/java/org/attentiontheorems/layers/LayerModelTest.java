package org.attentiontheorems.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.attentiontheorems.flow.Flow;
import org.attentiontheorems.measure.Sums;
import org.attentiontheorems.random.RandomField;
import org.attentiontheorems.verify.InvalidInstance;
import org.hipparchus.linear.MatrixUtils;
import org.hipparchus.linear.RealMatrix;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The model that the theorems of this package share. */
class LayerModelTest {
    /** A random instance with all that belongs to it. */
    record Drawn(LayerDraws draws, Control control, LayerModel model, RandomField random) {
        LayerField field() {
            return model.field();
        }

        double[] start() {
            return model.population().starts()[0];
        }

        double[] theta() {
            return control.segments()[0];
        }
    }

    static Stream<Drawn> drawn() {
        return IntStream.range(0, 20).mapToObj(LayerModelTest::drawn);
    }

    private static Drawn drawn(int key) {
        RandomField random = RandomField.of(2606, "layers", key);
        LayerDraws draws = LayerDraws.of(LayerDraws.ranges().sample(random));
        Control control = Control.of(draws.control(random, "control"));
        LayerModel model =
                LayerModel.of(draws.beta(), control.shape(), draws.readout(random), draws.population(random));
        return new Drawn(draws, control, model, random);
    }

    // ---- the layer

    @ParameterizedTest
    @MethodSource("drawn")
    void derivativesInBothDirectionsAreDual(Drawn x) {
        for (LayerField field :
                List.of(x.field(), x.field().withoutMask(), x.field().withFrozenAttention())) {
            double[] u = x.random().gaussians("u", 0, field.stateSize());
            double[] delta = x.random().gaussians("delta", 0, field.stateSize());
            LayerField.Point at = field.at(x.theta(), x.start());
            assertThat(Sums.dot(u, at.along(delta)))
                    .isCloseTo(Sums.dot(at.pull(u).state(), delta), within(1e-12));
        }
    }

    @ParameterizedTest
    @MethodSource("drawn")
    void derivativesAreLimitsOfDifferences(Drawn x) {
        LayerField field = x.field();
        double e = 1e-5;
        double[] u = x.random().gaussians("u", 0, field.stateSize());
        double[] delta = x.random().gaussians("delta", 0, field.stateSize());
        double[] turn = x.random().gaussians("turn", 0, x.theta().length);
        LayerField.Point at = field.at(x.theta(), x.start());
        double[] ahead = field.value(x.theta(), States.plus(x.start(), e, delta));
        double[] behind = field.value(x.theta(), States.plus(x.start(), -e, delta));
        double[] slope = at.along(delta);
        for (int i = 0; i < slope.length; i++) {
            assertThat(slope[i]).isCloseTo((ahead[i] - behind[i]) / (2 * e), within(1e-7));
        }
        double more = Sums.dot(u, field.value(States.plus(x.theta(), e, turn), x.start()));
        double less = Sums.dot(u, field.value(States.plus(x.theta(), -e, turn), x.start()));
        double[] gradient = new double[x.theta().length];
        at.pull(u).addParameters(1, gradient, 0);
        assertThat(Sums.dot(gradient, turn)).isCloseTo((more - less) / (2 * e), within(1e-7));
    }

    @ParameterizedTest
    @MethodSource("drawn")
    void aTokenSeesOnlyThoseBefore(Drawn x) {
        LayerField field = x.field();
        int d = x.draws().shape().d();
        double[] changed = x.start().clone();
        changed[changed.length - 1] += 0.5;
        double[] before = field.value(x.theta(), x.start());
        double[] after = field.value(x.theta(), changed);
        assertThat(Arrays.copyOf(after, after.length - d)).isEqualTo(Arrays.copyOf(before, before.length - d));
    }

    @ParameterizedTest
    @MethodSource("drawn")
    void normsBoundTheLayer(Drawn x) {
        int d = x.draws().shape().d();
        LayerNorms norms = LayerNorms.of(x.field(), x.theta());
        double radius = States.largestRow(x.start(), d);
        double spread = x.draws().tokens() == 1 ? 0 : radius;
        LayerField.Point at = x.field().at(x.theta(), x.start());
        double[] delta = x.random().gaussians("delta", 0, x.start().length);
        assertThat(States.largestRow(at.value(), d)).isLessThanOrEqualTo(norms.speed(radius));
        assertThat(States.largestRow(at.along(delta), d))
                .isLessThanOrEqualTo(norms.lipschitz(radius, spread) * States.largestRow(delta, d));
    }

    @Test
    void waysToGetItWrongChangeTheLayer() {
        Drawn x = IntStream.range(0, 100)
                .mapToObj(LayerModelTest::drawn)
                .filter(y -> y.draws().tokens() == 3 && y.draws().beta() == 1)
                .findFirst()
                .orElseThrow();
        double[] u = x.random().gaussians("u", 0, x.field().stateSize());
        double[] value = x.field().value(x.theta(), x.start());
        assertThat(x.field().withoutMask().value(x.theta(), x.start())).isNotEqualTo(value);
        assertThat(x.field().withoutBias().value(x.theta(), x.start())).isNotEqualTo(value);
        assertThat(x.field().withBeta(0.5).value(x.theta(), x.start())).isNotEqualTo(value);
        LayerField frozen = x.field().withFrozenAttention();
        assertThat(frozen.value(x.theta(), x.start())).isEqualTo(value);
        assertThat(frozen.at(x.theta(), x.start()).pull(u).state())
                .isNotEqualTo(x.field().at(x.theta(), x.start()).pull(u).state());
    }

    @Test
    void growthIsComputedWithoutCancellation() {
        assertThat(Growth.psi(0)).isEqualTo(0.5);
        assertThat(Growth.phi(0)).isEqualTo(1);
        assertThat(Growth.psi(1)).isCloseTo(Math.E - 2, within(1e-15));
        assertThat(Growth.phi(-1)).isCloseTo(1 - 1 / Math.E, within(1e-15));
        assertThat(Growth.psi(1e-3)).isCloseTo(Growth.psi(0.99999e-3), within(1e-8));
        assertThat(Growth.psi(1e4)).isInfinite();
    }

    // ---- the flow

    @Test
    void aSingleTokenWithValuesOnlyFollowsTheExponential() {
        LayerShape shape = new LayerShape(2, 1, 1);
        double[][] v = {{0.3, -0.5}, {0.2, 0.4}};
        Control control = Control.of(List.of(layer(shape, v, new double[1])));
        double[] h = LayerFlow.of(LayerField.of(1, shape, 1)).end(control, new double[] {0.7, -0.4});
        double[] expected = exponential(MatrixUtils.createRealMatrix(v)).operate(new double[] {0.7, -0.4});
        assertThat(h).containsExactly(expected, within(1e-13));
    }

    @Test
    void uniformAttentionFollowsItsSeries() {
        LayerShape shape = new LayerShape(2, 1, 1);
        double[][] v = {{0.3, -0.5}, {0.2, 0.4}};
        Control control = Control.of(List.of(layer(shape, v, new double[1])));
        double[][] start = {{0.7, -0.4}, {0.1, 0.5}, {-0.6, 0.2}};
        RealMatrix means =
                MatrixUtils.createRealMatrix(new double[][] {{1, 0, 0}, {0.5, 0.5, 0}, {1 / 3.0, 1 / 3.0, 1 / 3.0}});
        RealMatrix term = MatrixUtils.createRealMatrix(start);
        RealMatrix sum = term;
        for (int k = 1; k < 25; k++) {
            term = means.multiply(term)
                    .multiplyTransposed(MatrixUtils.createRealMatrix(v))
                    .scalarMultiply(1.0 / k);
            sum = sum.add(term);
        }
        double[] h = LayerFlow.of(LayerField.of(3, shape, 0)).end(control, States.flat(start));
        assertThat(h).containsExactly(States.flat(sum.getData()), within(1e-13));
    }

    @Test
    void aConstantFieldIsFollowedExactlyByBoth() {
        LayerShape shape = new LayerShape(1, 1, 2);
        Layer layer = new Layer(
                new double[1][1],
                new double[1][1],
                new double[1][1],
                new double[2][1],
                new double[] {0.5, -1},
                new double[][] {{0.3, 0.7}});
        Control control = Control.of(List.of(layer, layer));
        double velocity = 0.3 * StrictMath.tanh(0.5) + 0.7 * StrictMath.tanh(-1);
        LayerField field = LayerField.of(1, shape, 1);
        assertThat(LayerFlow.of(field).end(control, new double[] {2})[0]).isCloseTo(2 + velocity, within(1e-14));
        assertThat(Network.of(field).end(control, new double[] {2}, 4)[0]).isCloseTo(2 + velocity, within(1e-14));
    }

    @ParameterizedTest
    @MethodSource("drawn")
    void theFlowIsResolved(Drawn x) {
        LayerFlow flow = LayerFlow.of(x.field());
        int depth = 16 * x.control().count();
        double[][] dense = flow.states(x.control(), x.start(), depth);
        double[][] coarse = flow.within(LayerFlow.COARSE).states(x.control(), x.start(), depth);
        assertThat(States.distance(dense, coarse, x.control().shape().d())).isLessThan(1e-10);
        double[] theta = x.theta();
        double[][] restarted = Flow.of((h, out) -> System.arraycopy(x.field().value(theta, h), 0, out, 0, out.length))
                .at(x.start(), new double[] {1.0 / depth, 5.0 / depth, 16.0 / depth}, LayerFlow.TIGHT);
        assertThat(restarted[0]).containsExactly(dense[1], within(1e-13));
        assertThat(restarted[1]).containsExactly(dense[5], within(1e-13));
        assertThat(restarted[2]).containsExactly(dense[16], within(1e-13));
        assertThat(flow.end(x.control(), x.start())).containsExactly(dense[depth], within(1e-13));
    }

    // ---- tubes

    @ParameterizedTest
    @MethodSource("drawn")
    void theFlowStaysInTheTube(Drawn x) {
        int depth = 6;
        int d = x.control().shape().d();
        Tube tube = Tube.of(x.field(), x.control(), x.start(), depth);
        AprioriTube apriori = AprioriTube.of(x.field(), x.control(), States.largestRow(x.start(), d));
        double[][] flow = LayerFlow.of(x.field()).states(x.control(), x.start(), depth);
        for (int l = 0; l <= depth; l++) {
            double error = States.distance(flow[l], tube.states()[l], d);
            assertThat(error).isLessThanOrEqualTo(tube.error()[l] * (1 + 1e-9) + 1e-12);
            assertThat(error).isLessThanOrEqualTo(apriori.constant() / depth + 1e-12);
            assertThat(States.largestRow(flow[l], d)).isLessThanOrEqualTo(apriori.radius() + 1e-12);
        }
    }

    @Test
    void anOverflowingTubeIsVacuous() {
        LayerShape shape = new LayerShape(1, 1, 1);
        Layer layer = new Layer(
                new double[1][1],
                new double[1][1],
                new double[1][1],
                new double[][] {{1e4}},
                new double[1],
                new double[][] {{1}});
        Tube tube = Tube.of(LayerField.of(1, shape, 1), Control.of(List.of(layer)), new double[] {1}, 4);
        assertThat(tube.isFinite()).isFalse();
        assertThat(tube.error()[0]).isZero();
        assertThat(tube.largestError()).isInfinite();
    }

    // ---- read-out, risk, gradient

    @ParameterizedTest
    @MethodSource("drawn")
    void backPropagationIsTheGradientOfTheRisk(Drawn x) {
        int depth = 4 * x.control().count();
        Control gradient = x.model().networkGradient(x.control(), depth);
        Control direction = Control.of(x.draws().control(x.random(), "direction"));
        assertThat(gradient.dot(direction))
                .isCloseTo(slope(e -> x.model().networkRisk(x.control().plus(e, direction), depth)), within(1e-10));
    }

    @ParameterizedTest
    @MethodSource("drawn")
    void theLossHasItsGradientAndLipschitzConstant(Drawn x) {
        Readout readout = x.model().readout();
        int label = x.model().population().labels()[0];
        double[] delta = x.random().gaussians("delta", 0, x.start().length);
        double[] gradient = readout.gradient(x.start(), label);
        assertThat(Sums.dot(gradient, delta))
                .isCloseTo(slope(e -> readout.loss(States.plus(x.start(), e, delta), label)), within(1e-10));
        assertThat(States.sumOfRows(gradient, readout.d())).isLessThanOrEqualTo(readout.lipschitz(label) + 1e-15);
    }

    @ParameterizedTest
    @MethodSource("drawn")
    void networkAndFlowRisksDifferByTheDepthTermAtMost(Drawn x) {
        int depth = 6;
        double difference =
                x.model().networkRisk(x.control(), depth) - x.model().flowRisk(x.control());
        assertThat(Math.abs(difference)).isLessThanOrEqualTo(x.model().depthTerm(x.control(), depth) + 1e-12);
    }

    @Test
    void stepsCanBeWrong() {
        LayerShape shape = new LayerShape(1, 1, 1);
        Control control = Control.of(List.of(layer(shape, new double[][] {{1}}, new double[1])));
        Network network = Network.of(LayerField.of(1, shape, 1));
        double[] one = {1};
        assertThat(network.end(control, one, 2)[0]).isEqualTo(2.25);
        assertThat(network.with(Network.Step.REVERSED).end(control, one, 2)[0]).isEqualTo(0.25);
        assertThat(network.with(Network.Step.SHORT).end(control, one, 1)[0]).isEqualTo(1.5);
        assertThat(network.with(Network.Step.MIDPOINT).end(control, one, 1)[0]).isEqualTo(2.5);
    }

    @Test
    void controlsAreVectors() {
        Drawn x = drawn(3);
        Control other = Control.of(x.draws().control(x.random(), "other"));
        assertThat(Control.of(x.control().layers()).segments())
                .isDeepEqualTo(x.control().segments());
        assertThat(x.control().towards(other, 1).energyOf(other)).isZero();
        assertThat(x.control().towards(other, 0).energyOf(x.control())).isZero();
        assertThat(x.control().times(3).energy()).isCloseTo(9 * x.control().energy(), within(1e-12));
        assertThat(x.control().squaredNorm()).isEqualTo(x.control().dot(x.control()));
        assertThat(new Control(x.control().shape(), new double[3][1]).segmentOf(7, 12))
                .isEqualTo(1);
    }

    // ---- fields

    @Test
    void fieldsThatDoNotFitAreNamed() {
        Drawn x = drawn(5);
        List<Layer> control = x.control().layers();
        int s = control.size();
        double[][] readout = x.draws().readout(x.random());
        List<Atom> atoms = x.draws().population(x.random());
        LayerFields.model(1, 4 * s, control, readout, atoms);
        assertThatThrownBy(() -> LayerFields.model(-1, s, control, readout, atoms))
                .hasMessageContaining("beta: must be at least 0");
        assertThatThrownBy(() -> LayerFields.model(1, 0, control, readout, atoms))
                .hasMessageContaining("depth: must be at least 1");
        assertThatThrownBy(() -> LayerFields.model(1, 100_000_000, List.of(control.get(0)), readout, atoms))
                .hasMessageContaining("depth: is too large");
        assertThatThrownBy(() -> LayerFields.depth(3, 2, 1, 1))
                .hasMessageContaining("depth: must be a multiple of the 2 segments");
        assertThatThrownBy(() -> LayerFields.model(1, s, List.of(), readout, atoms))
                .hasMessageContaining("control: must not be empty");
        assertThatThrownBy(() -> LayerFields.models(1, s, List.of(), readout, atoms))
                .hasMessageContaining("controls: must not be empty");
        assertThatThrownBy(() -> LayerFields.models(1, s, List.of(control, List.of()), readout, atoms))
                .hasMessageContaining("controls[1]: needs");
        assertThatThrownBy(() -> LayerFields.readout(new double[][] {{1}}, 1))
                .hasMessageContaining("readout: needs at least 2 rows");
        assertThatThrownBy(() -> LayerFields.population(List.of(), 1, 2))
                .hasMessageContaining("population: must not be empty");
        assertThatThrownBy(() -> LayerFields.population(List.of(atom(0, 1), atom(0, 0)), 1, 2))
                .hasMessageContaining("population[1].weight: must be above 0");
        assertThatThrownBy(() -> LayerFields.population(List.of(atom(2, 1)), 1, 2))
                .hasMessageContaining("population[0].label: must be between 0 and 1");
        assertThatThrownBy(() -> LayerFields.population(List.of(atom(0, 0.5)), 1, 2))
                .hasMessageContaining("population: weights must sum to 1");
        assertThatThrownBy(() -> LayerFields.population(List.of(new Atom(new double[][] {{1, 2}}, 0, 1)), 1, 2))
                .hasMessageContaining("population[0].h0[0]: needs 1 entries");
        assertThatThrownBy(() -> LayerFields.state("h0", new double[][] {{Double.NaN}}, 1))
                .hasMessageContaining("h0[0][0]: must be a finite number");
    }

    @Test
    void runsThatCannotBeComputedAreRefused() {
        LayerShape shape = new LayerShape(1, 1, 1);
        Control huge = Control.of(List.of(layer(shape, new double[][] {{1e200}}, new double[1])));
        LayerField field = LayerField.of(1, shape, 1);
        assertThatThrownBy(() -> Network.of(field).end(huge, new double[] {1}, 2))
                .isInstanceOf(InvalidInstance.class);
        assertThatThrownBy(() -> LayerFlow.of(field).end(huge, new double[] {1}))
                .isInstanceOf(InvalidInstance.class);
        Control stiff = Control.of(List.of(layer(shape, new double[][] {{-1e9}}, new double[1])));
        assertThatThrownBy(() -> LayerFlow.of(field).end(stiff, new double[] {1}))
                .isInstanceOf(InvalidInstance.class);
    }

    private static Atom atom(int label, double weight) {
        return new Atom(new double[][] {{1}}, label, weight);
    }

    private static Layer layer(LayerShape shape, double[][] v, double[] b1) {
        return new Layer(
                new double[shape.m()][shape.d()],
                new double[shape.m()][shape.d()],
                v,
                new double[shape.r()][shape.d()],
                b1,
                new double[shape.d()][shape.r()]);
    }

    private static RealMatrix exponential(RealMatrix a) {
        RealMatrix term = MatrixUtils.createRealIdentityMatrix(a.getRowDimension());
        RealMatrix sum = term;
        for (int k = 1; k < 30; k++) {
            term = term.multiply(a).scalarMultiply(1.0 / k);
            sum = sum.add(term);
        }
        return sum;
    }

    private static double slope(java.util.function.DoubleUnaryOperator f) {
        double e = 1e-3;
        return (8 * (f.applyAsDouble(e) - f.applyAsDouble(-e)) - (f.applyAsDouble(2 * e) - f.applyAsDouble(-2 * e)))
                / (12 * e);
    }
}
