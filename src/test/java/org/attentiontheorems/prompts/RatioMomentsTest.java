package org.attentiontheorems.prompts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.attentiontheorems.prompts.RatioMoments.Indices;
import org.attentiontheorems.prompts.RatioMoments.TokenFunction;
import org.attentiontheorems.verify.InvalidInstance;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The integral formula against sums over all prompts. */
class RatioMomentsTest {
    private static final double[] PI = {0.5, 0.3, 0.2};
    private static final double[] LOGITS = {0.8, -0.4, -2};
    private static final double[][] F = {{0.3, -1.2, 2.5}, {1.1, 0.4, -0.7}, {-2, 0.6, 0.1}};

    @ParameterizedTest
    @CsvSource({"1,1,1", "1,2,3", "2,1,1", "2,3,2", "3,2,2", "3,3,4", "4,3,3", "5,2,5", "5,3,6"})
    void agreesWithTheSumOverAllPrompts(int promptLength, int q, int k) {
        RatioMoments kernel = RatioMoments.atoms(PI, LOGITS, promptLength);
        TokenFunction[] f = new TokenFunction[q];
        for (int j = 0; j < q; j++) {
            f[j] = kernel.given(F[j]);
        }
        double expected = overAllPrompts(promptLength, q, k);
        assertThat(kernel.expect(k, f)).isCloseTo(expected, within(1e-13 * Math.max(1, Math.abs(expected))));
    }

    /** {@code E[S_1...S_q / D^k]} by listing all {@code 3^L} prompts, weights divided by their mean. */
    private static double overAllPrompts(int promptLength, int q, int k) {
        double z = 0;
        for (int i = 0; i < 3; i++) {
            z += PI[i] * StrictMath.exp(LOGITS[i]);
        }
        double sum = 0;
        int prompts = (int) StrictMath.pow(3, promptLength);
        for (int code = 0; code < prompts; code++) {
            double probability = 1;
            double d = 0;
            double[] s = new double[q];
            for (int l = 0, rest = code; l < promptLength; l++, rest /= 3) {
                int atom = rest % 3;
                probability *= PI[atom];
                d += StrictMath.exp(LOGITS[atom]) / z;
                for (int j = 0; j < q; j++) {
                    s[j] += F[j][atom];
                }
            }
            double ratio = probability / StrictMath.pow(d, k);
            for (double one : s) {
                ratio *= one;
            }
            sum += ratio;
        }
        return sum;
    }

    @Test
    void powersOfTheWeightAreShared() {
        RatioMoments kernel = RatioMoments.atoms(PI, LOGITS, 7);
        TokenFunction w = kernel.weight();
        assertThat(w.times(w)).isEqualTo(kernel.power(2));
        TokenFunction f = kernel.given(F[0]);
        TokenFunction g = kernel.given(F[1]);
        assertThat(f.times(w).times(g)).isEqualTo(g.times(f).times(w));
        assertThat(kernel.expect(3, w.times(f), w, w)).isCloseTo(kernel.expect(1, w.times(f)), within(1e-14));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 64, 4096, 1_000_000})
    void weightsSumToOneOnTheWholeRange(int promptLength) {
        for (double tau : new double[] {0, 1e-12, 1e-3, 0.039, 0.041, 0.3, 0.62, 0.63, 1, 1.24, 1.26, 2.5, 3}) {
            RatioMoments kernel = RatioMoments.gaussian(tau, promptLength);
            TokenFunction w = kernel.weight();
            assertThat(kernel.expect(1, w)).isCloseTo(1, within(1e-13));
            assertThat(kernel.expect(2, w, w)).isCloseTo(1, within(1e-13));
            assertThat(kernel.expect(4, w, w, w, w)).isCloseTo(1, within(1e-13));
        }
        for (double spread : new double[] {0, 1, 50}) {
            double[] logits = {spread / 2, 0, -spread / 2};
            RatioMoments kernel = RatioMoments.atoms(new double[] {1e-14, 0.4, 0.6}, logits, promptLength);
            TokenFunction w = kernel.weight();
            assertThat(kernel.expect(3, w, w, w)).isCloseTo(1, within(1e-12));
        }
    }

    @Test
    void forgettingThatIndicesDifferShowsInSecondMoments() {
        RatioMoments wrong = RatioMoments.gaussian(0.7, 64, Indices.ANY);
        RatioMoments right = RatioMoments.gaussian(0.7, 64);
        TokenFunction w = right.weight();
        TokenFunction w2 = right.power(2);
        assertThat(wrong.expect(1, w)).isCloseTo(1, within(1e-13));
        assertThat(wrong.expect(2, w, w) - 1).isBetween(0.5 / 64, 2.0 / 64);
        assertThat(wrong.expect(4, w2, w2) / right.expect(4, w2, w2) - 1).isCloseTo(0.014, within(5e-4));
    }

    @Test
    void refusesWhatItCannotCompute() {
        assertThatThrownBy(() -> RatioMoments.gaussian(3.01, 10))
                .isInstanceOf(InvalidInstance.class)
                .hasMessage("tau: must be between 0 and 3.0, is 3.01");
        assertThatThrownBy(() -> RatioMoments.gaussian(1, 0)).isInstanceOf(InvalidInstance.class);
        assertThatThrownBy(() -> RatioMoments.gaussian(1, 1_000_001)).isInstanceOf(InvalidInstance.class);
        assertThatThrownBy(() -> RatioMoments.gaussian(Double.NaN, 1)).isInstanceOf(InvalidInstance.class);
        assertThatThrownBy(() -> RatioMoments.atoms(new double[] {0.5, 0.5}, new double[] {0, 50.5}, 10))
                .isInstanceOf(InvalidInstance.class)
                .hasMessage("logits: must spread over at most 50.0, spread over 50.5");
        RatioMoments kernel = RatioMoments.gaussian(1, 5);
        assertThatThrownBy(() -> kernel.expect(0, kernel.weight())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> kernel.expect(1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void bellNumbersCountThePartitions() {
        int[] bell = {1, 1, 2, 5, 15, 52, 203};
        for (int q = 0; q < bell.length; q++) {
            assertThat(SetPartitions.of(q)).hasSize(bell[q]);
            for (int[] partition : SetPartitions.of(q)) {
                int all = 0;
                for (int block : partition) {
                    assertThat(all & block).isZero();
                    all |= block;
                }
                assertThat(all).isEqualTo((1 << q) - 1);
            }
        }
    }
}
