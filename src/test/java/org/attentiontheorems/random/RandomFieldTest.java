package org.attentiontheorems.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RandomFieldTest {
    private static final RandomField FIELD = RandomField.of(20261, "random-field-test", 5);

    @Test
    void aShrunkMatrixIsASubArrayOfTheLargerOne() {
        double[][] large = FIELD.gaussianMatrix("Q", 12, 17);
        for (int rows = 1; rows <= 12; rows += 3) {
            for (int columns = 1; columns <= 17; columns++) {
                double[][] small = FIELD.gaussianMatrix("Q", rows, columns);
                for (int i = 0; i < rows; i++) {
                    assertThat(small[i]).isEqualTo(Arrays.copyOf(large[i], columns));
                }
            }
        }
    }

    @Test
    void aRowIsItsEntriesOneByOne() {
        double[] row = FIELD.uniforms("u", 3, 11);
        double[] normals = FIELD.gaussians("u", 3, 11);
        for (int j = 0; j < row.length; j++) {
            assertThat(FIELD.uniform("u", 3, j)).isEqualTo(row[j]);
            assertThat(PhiloxWords.uniform(FIELD.word("u", 3, j))).isEqualTo(row[j]);
            assertThat(normals[j]).isEqualTo(Gaussian.quantile(row[j]));
        }
    }

    @Test
    void fillingAPartOfAnArrayLeavesTheRestAlone() {
        double[] out = new double[10];
        Arrays.fill(out, -99);
        FIELD.fillGaussians("K", 2, out, 3, 5);
        assertThat(Arrays.copyOfRange(out, 3, 8)).isEqualTo(FIELD.gaussians("K", 2, 5));
        assertThat(new double[] {out[0], out[1], out[2], out[8], out[9]}).containsOnly(-99);
    }

    @Test
    void replicatesAndSizesDoNotDependOnTheWayToThem() {
        RandomField direct = FIELD.replicate(7).size(2);
        assertThat(FIELD.size(2).replicate(7).word("x", 1, 1)).isEqualTo(direct.word("x", 1, 1));
        assertThat(FIELD.replicate(3).size(5).replicate(7).size(2).word("x", 1, 1))
                .isEqualTo(direct.word("x", 1, 1));
    }

    /** A collision among these 34 560 words of 64 bits has probability 3e-11. */
    @Test
    void everyAddressHasAWordOfItsOwn() {
        Set<Long> words = new HashSet<>();
        int addresses = 0;
        for (long key = -1; key <= 1; key++) {
            for (String tag : new String[] {"Q", "K", "noise"}) {
                for (int size = 0; size < 4; size++) {
                    for (int replicate = 0; replicate < 8; replicate++) {
                        RandomField field = RandomField.of(20261, "t", key).size(size);
                        RandomField one = replicate == 0 ? field : field.replicate(replicate);
                        for (int cell = 0; cell < 120; cell++) {
                            words.add(one.word(tag, cell / 12, cell % 12));
                            addresses++;
                        }
                    }
                }
            }
        }
        assertThat(words).hasSize(addresses);
    }

    @Test
    void seedsTheoremsAndKeysGiveOtherNumbers() {
        Set<Long> words = new HashSet<>();
        words.add(RandomField.of(1, "a", 1).word("x", 0, 0));
        words.add(RandomField.of(2, "a", 1).word("x", 0, 0));
        words.add(RandomField.of(1, "b", 1).word("x", 0, 0));
        words.add(RandomField.of(1, "a", 2).word("x", 0, 0));
        assertThat(words).hasSize(4);
        assertThat(RandomField.of(1, "a", 1).word("x", 0, 0))
                .isEqualTo(RandomField.of(1, "a", 1).word("x", 0, 0));
    }

    /** Six standard errors of each moment. */
    @Test
    void normalsHaveTheMomentsOfNormals() {
        int n = 100_000;
        double[] z = FIELD.gaussians("moments", 0, n);
        double first = 0;
        double second = 0;
        double fourth = 0;
        double neighbours = 0;
        for (int i = 0; i < n; i++) {
            first += z[i] / n;
            second += z[i] * z[i] / n;
            fourth += z[i] * z[i] * z[i] * z[i] / n;
            neighbours += i == 0 ? 0 : z[i] * z[i - 1] / n;
        }
        double error = 6 / Math.sqrt(n);
        assertThat(first).isEqualTo(0, within(error));
        assertThat(second).isEqualTo(1, within(error * Math.sqrt(2)));
        assertThat(fourth).isEqualTo(3, within(error * Math.sqrt(96)));
        assertThat(neighbours).isEqualTo(0, within(error));
    }

    /** The same on every JDK: a change of this number changes every random number of the project. */
    @Test
    void aMillionNormalsAndAThousandWordsHaveKnownBits() {
        long words = 0;
        long normals = 0;
        for (int row = 0; row < 1_000; row++) {
            double[] z = FIELD.replicate(row + 1L).gaussians("bits", row, 1_000);
            for (double x : z) {
                normals = 31 * normals + Double.doubleToRawLongBits(x);
            }
            words = 31 * words + FIELD.word("bits", row, row);
        }
        assertThat(Long.toHexString(words)).isEqualTo("29cad477b8ca0866");
        assertThat(Long.toHexString(normals)).isEqualTo("ea9b24df69a7b6c");
    }

    @Test
    void shakenNumbersStayInsideTheUnitInterval() {
        for (double sigma : new double[] {1e-9, 0.1, 1, 50, 1e6}) {
            double[] u = FIELD.shaken(sigma, 3).uniforms("u", 0, 5_000);
            for (double x : u) {
                assertThat(x).isBetween(0x1p-54, 1 - 0x1p-53);
            }
        }
    }

    @Test
    void equalStepsMoveAlikeWhateverWasReadBefore() {
        RandomField once = FIELD.shaken(0.1, 3);
        RandomField again = FIELD.shaken(0.1, 3);
        double[] row = once.uniforms("u", 4, 9);
        assertThat(again.uniform("u", 4, 8)).isEqualTo(row[8]);
        assertThat(again.uniforms("u", 4, 3)).isEqualTo(Arrays.copyOf(row, 3));
        assertThat(again.uniforms("u", 4, 20)).startsWith(row);
        assertThat(again.replicate(1).uniform("u", 4, 8)).isNotEqualTo(row[8]);
        assertThat(FIELD.shaken(0.1, 4).uniform("u", 4, 8)).isNotEqualTo(row[8]);
        assertThat(again.word("u", 4, 8) >>> 11).isEqualTo((long) (row[8] * 0x1p53));
    }

    /** Six standard errors of mean and variance of the step. */
    @Test
    void aSmallStepIsNormalWithItsStandardDeviation() {
        int n = 20_000;
        double[] before = FIELD.uniforms("u", 0, n);
        double[] after = FIELD.shaken(1e-3, 8).uniforms("u", 0, n);
        double mean = 0;
        double square = 0;
        for (int i = 0; i < n; i++) {
            assertThat(Math.abs(after[i] - before[i]))
                    .as("also where it is reflected")
                    .isLessThan(0.01);
            double inside = Math.min(before[i], 1 - before[i]) > 0.01 ? (after[i] - before[i]) / 1e-3 : 0;
            mean += inside / n;
            square += inside * inside / n;
        }
        assertThat(mean).isEqualTo(0, within(6 / Math.sqrt(n)));
        assertThat(square).isEqualTo(0.98, within(6 * Math.sqrt(2.0 / n)));
    }

    @Test
    void impossibleAddressesAreRefused() {
        assertThatThrownBy(() -> FIELD.replicate(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> FIELD.size(-1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> FIELD.uniform("u", -1, 0)).isInstanceOf(IllegalArgumentException.class);
    }
}
