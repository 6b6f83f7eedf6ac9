package org.attentiontheorems.lowtemperature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class MetastableRunTest {
    private static MetastableRun run(double... w2) {
        double[] times = new double[w2.length];
        for (int i = 0; i < times.length; i++) {
            times[i] = i;
        }
        return new MetastableRun(times, w2, new double[w2.length]);
    }

    @Test
    void crossingsAreInterpolated() {
        MetastableRun run = run(0.9, 0.5, 0.1, 0.2, 0.6, 1.2);
        assertThat(run.enterTime(0.3)).isCloseTo(1.5, within(1e-15));
        assertThat(run.exitTime(0.3)).isCloseTo(3.25, within(1e-15));
        assertThat(run.leastTime()).isEqualTo(2);
        assertThat(run.leastDistance()).isEqualTo(0.1);
        assertThat(run.finalDistance()).isEqualTo(1.2);
    }

    @Test
    void aThresholdThatIsNotCrossedIsNever() {
        assertThat(run(0.9, 0.5, 0.4).enterTime(0.3)).isEqualTo(MetastableRun.NEVER);
        assertThat(run(0.9, 0.5, 0.2).exitTime(0.3)).isEqualTo(MetastableRun.NEVER);
        assertThat(run(0.2, 0.1, 0.25).enterTime(0.3)).isEqualTo(MetastableRun.NEVER);
    }

    @Test
    void theFirstOfEqualMinimaCounts() {
        MetastableRun run = run(0.9, 0.1, 0.4, 0.1, 0.5);
        assertThat(run.leastTime()).isEqualTo(1);
        assertThat(run.exitTime(0.3)).isCloseTo(1 + 2.0 / 3, within(1e-15));
    }

    @Test
    void onlyTimesBetweenCount() {
        assertThat(run(0.9, 0.1, 0.4, 0.7).largestBetween(1, 2)).isEqualTo(0.4);
        assertThat(run(0.9, 0.1, 0.4).largestBetween(1.2, 1.8)).isZero();
    }
}
