package org.attentiontheorems.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.hipparchus.exception.MathIllegalStateException;
import org.junit.jupiter.api.Test;

class FlowTest {
    /** x'' = -x as a first-order system: a rotation. */
    private static final Flow ROTATION = Flow.of((x, velocity) -> {
        velocity[0] = -x[1];
        velocity[1] = x[0];
    });

    private static final double[] START = {1, 0};

    @Test
    void theAdaptiveFlowOfARotationIsARotation() {
        double[] end = ROTATION.after(START, 3, Flow.TIGHT);
        assertThat(end[0]).isCloseTo(StrictMath.cos(3), within(1e-11));
        assertThat(end[1]).isCloseTo(StrictMath.sin(3), within(1e-11));
    }

    @Test
    void statesAtSeveralTimesAreThoseOfOneFlow() {
        double[][] states = ROTATION.at(START, new double[] {0, 0.5, 2}, Flow.TIGHT);
        assertThat(states[0]).containsExactly(1, 0);
        assertThat(states[1][0]).isCloseTo(StrictMath.cos(0.5), within(1e-11));
        assertThat(states[2][1]).isCloseTo(StrictMath.sin(2), within(1e-11));
    }

    @Test
    void denseStatesAreThoseOfTheFlow() {
        double[] times = {0, 0, 0.1, 0.5, 1.7, 2};
        double[][] states = ROTATION.dense(START, times, Flow.TIGHT);
        for (int k = 0; k < times.length; k++) {
            assertThat(states[k][0]).isCloseTo(StrictMath.cos(times[k]), within(1e-10));
            assertThat(states[k][1]).isCloseTo(StrictMath.sin(times[k]), within(1e-10));
        }
        assertThat(ROTATION.dense(START, new double[] {0}, Flow.TIGHT)[0]).containsExactly(1, 0);
    }

    @Test
    void aFlowThatTakesTooLongGivesUp() {
        assertThatThrownBy(() -> ROTATION.within(1000).after(START, 1e6, Flow.TIGHT))
                .isInstanceOf(MathIllegalStateException.class);
        assertThat(ROTATION.within(1000).after(START, 1, Flow.TIGHT)).hasSize(2);
    }

    @Test
    void fixedStepsRunBackwardsToo() {
        double[] there = ROTATION.rungeKutta(START, -0.1, 4);
        assertThat(there[1]).isCloseTo(StrictMath.sin(-0.1), within(1e-8));
        assertThat(ROTATION.euler(START, -0.1, 1)[1]).isCloseTo(-0.1, within(1e-15));
    }

    @Test
    void eulerHasOrderOneAndRungeKuttaOrderFour() {
        double euler = error(ROTATION.euler(START, 1, 100)) / error(ROTATION.euler(START, 1, 200));
        double rungeKutta = error(ROTATION.rungeKutta(START, 1, 20)) / error(ROTATION.rungeKutta(START, 1, 40));
        assertThat(euler).isBetween(1.9, 2.1);
        assertThat(rungeKutta).isBetween(14.0, 18.0);
    }

    @Test
    void theStartIsLeftAlone() {
        double[] start = START.clone();
        ROTATION.euler(start, 1, 3);
        ROTATION.rungeKutta(start, 1, 3);
        assertThat(ROTATION.after(start, 0, Flow.TIGHT)).isNotSameAs(start).containsExactly(1, 0);
        assertThat(start).containsExactly(1, 0);
    }

    private static double error(double[] end) {
        return StrictMath.hypot(end[0] - StrictMath.cos(1), end[1] - StrictMath.sin(1));
    }
}
