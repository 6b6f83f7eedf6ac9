package org.attentiontheorems.lowtemperature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import org.attentiontheorems.lowtemperature.ZeroTemperatureLyapunov.Instance;
import org.attentiontheorems.measure.Vectors;
import org.attentiontheorems.verify.Draw;
import org.attentiontheorems.verify.InvalidInstance;
import org.attentiontheorems.verify.TheoremProperty;
import org.attentiontheorems.verify.TheoremTest;
import org.junit.jupiter.api.Test;

class ZeroTemperatureLyapunovTest extends TheoremTest<Instance> {
    private static final double[][] ONE = {{1, 0}, {0, 1}};
    private static final double[][] VALUE = {{1, 0}, {0, -1}};

    ZeroTemperatureLyapunovTest() {
        super(new ZeroTemperatureLyapunov());
    }

    @TheoremProperty
    void theFunctionalDecays(@ForAll("draws") Draw draw) {
        holds("lyapunov-upper", draw);
    }

    @TheoremProperty
    void theFunctionalIsNoFasterThanTheFastestClock(@ForAll("draws") Draw draw) {
        holds("lyapunov-lower", draw);
    }

    @TheoremProperty
    void everyTokenApproachesTheEigenspace(@ForAll("draws") Draw draw) {
        holds("tangent-upper", draw);
    }

    @TheoremProperty
    void noTokenIsFasterThanTheFastestClock(@ForAll("draws") Draw draw) {
        holds("tangent-lower", draw);
    }

    @TheoremProperty
    void theFunctionalNeverIncreases(@ForAll("draws") Draw draw) {
        holds("lyapunov-decreases", draw);
    }

    @TheoremProperty
    void noCouplingIsCheaperThanTheProjection(@ForAll("draws") Draw draw) {
        holds("transport", draw);
    }

    @TheoremProperty
    void theProjectionIsConserved(@ForAll("draws") Draw draw) {
        holds("conservation", draw);
    }

    @TheoremProperty
    void pathsAreExponentialsInTheirOwnClock(@ForAll("draws") Draw draw) {
        holds("path-identity", draw);
    }

    @TheoremProperty
    void tokensStayOnTheSphere(@ForAll("draws") Draw draw) {
        holds("sphere", draw);
    }

    @TheoremProperty
    void pathsHaveTheFunctionalOfTheClosedForm(@ForAll("draws") Draw draw) {
        holds("path-lyapunov", draw);
    }

    @Test
    void theClockIsThatOfManySmallSteps() {
        Instance x = ZeroTemperatureLyapunov.worked().instance();
        ZeroFlow flow = ZeroFlow.of(x.scores(), x.projection());
        for (double[] token : x.tokens()) {
            double[] y = {0};
            double step = 1.5 / 2000;
            for (int k = 0; k < 2000; k++) {
                double k1 = rate(flow, token, y[0]);
                double k2 = rate(flow, token, y[0] + step / 2 * k1);
                double k3 = rate(flow, token, y[0] + step / 2 * k2);
                double k4 = rate(flow, token, y[0] + step * k3);
                y[0] += step / 6 * (k1 + 2 * k2 + 2 * k3 + k4);
            }
            assertThat(flow.tau(token, 1.5)).isEqualTo(y[0], within(1e-12));
        }
    }

    private static double rate(ZeroFlow flow, double[] token, double tau) {
        return 1 / Vectors.norm(flow.scores().direction(flow.position(token, tau)));
    }

    @Test
    void uniformTokensHaveTheKnownShares() {
        double[] small = {0.990, 0.988, 0.985};
        double[] one = {0.5, 0.452, 0.389};
        int[] dimensions = {3, 4, 6};
        for (int k = 0; k < 3; k++) {
            int d = dimensions[k];
            double scale = 4 * UniformGap.equatorDensity(d);
            assertThat(UniformLyapunov.of(d, 1, 0.01) / (scale * 0.01)).isEqualTo(small[k], within(6e-4));
            assertThat(UniformLyapunov.of(d, 1, 1) / scale).isEqualTo(one[k], within(6e-4));
        }
        assertThat(new ZeroTemperatureFamilies.Labels(2).slope()).isEqualTo(0.9943, within(5e-4));
    }

    @Test
    void theBandOfTheWorkedExampleSeesSomeMistakesOnly() {
        Instance x = ZeroTemperatureLyapunov.worked().instance();
        ZeroModel model = ZeroModel.of(x.scores(), x.value());
        assertThat(lyapunov(x, model)).isEqualTo(0.24553, within(5e-6));
        assertThat(lyapunov(x, model.withNegatedValue())).isEqualTo(1.508, within(5e-4));
        assertThat(lyapunov(x, model.withoutScores())).isEqualTo(0.844, within(5e-4));
        assertThat(lyapunov(x, model.withTransposedScores())).isEqualTo(1.036, within(5e-4));
        assertThat(lyapunov(x, model.withoutNormalisation())).isEqualTo(0.177, within(5e-4));
        assertThat(lyapunov(x, model.withTransposedValue())).isEqualTo(0.232, within(5e-4));
    }

    /** The mean squared distance to the projection of the start. */
    private static double lyapunov(Instance x, ZeroModel model) {
        double sum = 0;
        for (int i = 0; i < x.tokens().length; i++) {
            double[] end = model.after(x.tokens()[i], x.time()).position();
            double distance = Vectors.distance(end, x.projection().target(x.tokens()[i]));
            sum += x.weights()[i] * distance * distance;
        }
        return sum;
    }

    @Test
    void refusesWhatTheTheoremDoesNotSpeakOf() {
        double[][] token = {{0.6, 0.8}};
        double[] all = {1};
        assertThatThrownBy(() -> new Instance(ONE, ONE, new double[][] {{1, 1}, {0, 1}}, 1, token, all))
                .isInstanceOf(InvalidInstance.class)
                .hasMessageContaining("value: must make V K'Q symmetric");
        assertThatThrownBy(() -> new Instance(ONE, new double[][] {{1, 0}, {1, 0}}, VALUE, 1, token, all))
                .hasMessageContaining("query: gives a singular score matrix");
        assertThatThrownBy(() -> new Instance(ONE, ONE, VALUE, 1, new double[][] {{0, 1}}, all))
                .hasMessageContaining("tokens[0]: is orthogonal to the top eigenspace");
        assertThatThrownBy(() -> new Instance(ONE, ONE, VALUE, -1, token, all))
                .hasMessage("time: must be at least 0, is -1.0");
        assertThatThrownBy(() -> new Instance(ONE, ONE, VALUE, 1e9, token, all))
                .hasMessageContaining("time: is too long");
        assertThatThrownBy(() -> new Instance(ONE, ONE, VALUE, 1, new double[0][], new double[0]))
                .hasMessage("tokens: must not be empty");
        assertThatThrownBy(() -> new Instance(ONE, ONE, new double[][] {{1, 0}}, 1, token, all))
                .hasMessage("value: needs 2 rows, has 1");
    }

    @Test
    void aTokenAtTheFartherAtomCostsNothing() {
        double opposite = Math.nextUp(4.0);
        assertThat(TwoAtoms.w2(new double[] {opposite}, new double[] {1}, 0)).isZero();
    }

    @Test
    void longTimesAreFine() {
        Instance x = new Instance(ONE, ONE, VALUE, 4999, new double[][] {{0.6, 0.8}}, new double[] {1});
        assertThat(theorem().quantities(x)).containsEntry("lyapunov", 0.0);
    }
}
