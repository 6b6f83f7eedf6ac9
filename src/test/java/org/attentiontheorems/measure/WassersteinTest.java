package org.attentiontheorems.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.IntStream;
import org.attentiontheorems.random.RandomField;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WassersteinTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6})
    void theAssignmentIsTheCheapestOfAllPermutations(int n) {
        for (int draw = 0; draw < 100; draw++) {
            RandomField random = RandomField.of(1, "assignment", draw);
            double[] cost = random.gaussians("cost", 0, n * n);
            int[] columns = Assignment.solve(cost, n);
            assertThat(columns).containsExactlyInAnyOrder(IntStream.range(0, n).toArray());
            assertThat(total(cost, n, columns)).isCloseTo(cheapest(cost, n, 0, 0), within(1e-12));
        }
    }

    @Test
    void aTranslationMovesAsFarAsItsLength() {
        double[][] x = RandomField.of(1, "cloud", 1).gaussianMatrix("x", 40, 3);
        double[][] y = new double[40][3];
        for (int i = 0; i < 40; i++) {
            // in another order
            double[] from = x[(7 * i + 3) % 40];
            y[i] = new double[] {from[0] + 0.3, from[1], from[2] - 0.4};
        }
        assertThat(Wasserstein.w2(x, y)).isCloseTo(0.5, within(1e-12));
        assertThat(Wasserstein.w2(x, x)).isZero();
    }

    @Test
    void greedyMatchingIsNotOptimal() {
        double[][] x = {{0.2}, {0}};
        double[][] y = {{0.15}, {0.9}};
        double greedy = Wasserstein.meanSquare(x, y, new int[] {0, 1});
        double best = Wasserstein.w2(x, y);
        assertThat(best * best).isCloseTo((0.49 + 0.0225) / 2, within(1e-15));
        assertThat(greedy).isGreaterThan(best * best);
    }

    private static double total(double[] cost, int n, int[] columns) {
        double sum = 0;
        for (int i = 0; i < n; i++) {
            sum += cost[i * n + columns[i]];
        }
        return sum;
    }

    private static double cheapest(double[] cost, int n, int row, int used) {
        if (row == n) {
            return 0;
        }
        double best = Double.POSITIVE_INFINITY;
        for (int j = 0; j < n; j++) {
            if ((used & (1 << j)) == 0) {
                best = Math.min(best, cost[row * n + j] + cheapest(cost, n, row + 1, used | (1 << j)));
            }
        }
        return best;
    }
}
