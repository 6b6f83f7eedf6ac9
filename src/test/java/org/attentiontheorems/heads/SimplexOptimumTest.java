package org.attentiontheorems.heads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.attentiontheorems.measure.Multinomial;
import org.attentiontheorems.random.RandomField;
import org.junit.jupiter.api.Test;

class SimplexOptimumTest {
    private static final String SEED = "20261";

    /** Up to eight heads, caps up to 20, some heads almost copies of others. */
    private static HeadModel hardModel(int atoms, int key) {
        RandomField random = RandomField.of(1, "optimum", key);
        double cap = 0.5 * StrictMath.pow(40, random.uniform("cap", 0, 0));
        HeadDraws sizes = new HeadDraws(2, 2, 2 + key % 4, 1 + key % 3, 1 + key % 4, atoms);
        HeadModel model = sizes.model(random, cap, key % 2 * 0.1, HeadDraws.simplex(random, "masses", atoms));
        return key % 3 == 0 ? withNearCopies(model) : model;
    }

    private static HeadModel withNearCopies(HeadModel model) {
        double[] theta = model.parameters();
        int p = model.shape().parameters();
        List<Head> heads = new ArrayList<>(model.atoms());
        for (int a = 1; a < heads.size(); a += 2) {
            double[] near = Arrays.copyOfRange(theta, (a - 1) * p, a * p);
            near[p - 1] += StrictMath.pow(10, -a);
            heads.set(a, Head.of(model.shape(), near, 0));
        }
        return model.withAtoms(model.atomWeights(), heads);
    }

    @Property(tries = 300, seed = SEED, edgeCases = EdgeCasesMode.NONE)
    void theGapClosesInAFewRounds(
            @ForAll @IntRange(min = 1, max = 8) int atoms, @ForAll @IntRange(max = 1 << 20) int key) {
        HeadDictionary dictionary = HeadDictionary.of(hardModel(atoms, key));
        SimplexOptimum optimum = SimplexOptimum.of(dictionary);
        double[] f = dictionary.firstVariation(optimum.masses());
        double scale = 1 + Arrays.stream(f).map(Math::abs).max().orElseThrow();
        double least = Arrays.stream(f).min().orElseThrow();
        double gap = 0;
        for (int a = 0; a < atoms; a++) {
            assertThat(optimum.masses()[a]).isBetween(0.0, 1.0);
            gap += optimum.masses()[a] * (f[a] - least);
        }
        assertThat(Arrays.stream(optimum.masses()).reduce(0, Double::sum)).isCloseTo(1, within(1e-14));
        assertThat(gap).isLessThanOrEqualTo(1.1e-13 * scale);
        assertThat(optimum.gap()).isCloseTo(gap, within(1e-14 * scale));
        assertThat(optimum.risk()).isEqualTo(dictionary.risk(optimum.masses()));
        assertThat(optimum.rounds()).isLessThanOrEqualTo(100);
    }

    @Property(tries = 40, seed = SEED, edgeCases = EdgeCasesMode.NONE)
    void noPointOfAGridIsBelowTheOptimum(
            @ForAll @IntRange(min = 2, max = 4) int atoms, @ForAll @IntRange(max = 1 << 20) int key) {
        HeadDictionary dictionary = HeadDictionary.of(hardModel(atoms, key));
        SimplexOptimum optimum = SimplexOptimum.of(dictionary);
        double[] least = {Double.POSITIVE_INFINITY};
        int grid = 20;
        double[] masses = new double[atoms];
        Multinomial.of(grid, optimum.masses()).forEach((counts, weight) -> {
            Arrays.setAll(masses, a -> (double) counts[a] / grid);
            least[0] = Math.min(least[0], dictionary.risk(masses));
        });
        assertThat(least[0]).isGreaterThanOrEqualTo(optimum.risk() - 1e-12 * (1 + optimum.risk()));
    }

    @Test
    void twoOpposedHeadsShareTheMass() {
        SimplexOptimum optimum = SimplexOptimum.of(HeadDictionary.of(new OrthogonalHeads(1).model()));
        assertThat(optimum.masses()).containsExactly(0.5, 0.5);
        assertThat(optimum.support()).isEqualTo(2);
        assertThat(optimum.rounds()).isZero();
    }

    @Test
    void theMinimumOfTwoHeadsIsInsideWhereTheSlopesBalance() {
        // z = m (1, -1) + (1 - m) (-1, 1) = (2m - 1)(1, -1), labels 0 and 1 with weights 3/4 and 1/4: softmax(z)_0 =
        // 3/4
        Head up = new Head(new double[1][1], new double[1][1], new double[][] {{1}, {-1}});
        Head down = new Head(new double[1][1], new double[1][1], new double[][] {{-1}, {1}});
        HeadModel model = new HeadModel(
                1,
                1,
                2,
                1,
                0,
                new double[] {0.75, 0.25},
                new double[][][] {{{1}}, {{1}}},
                new int[][] {{0}, {1}},
                new double[] {0.5, 0.5},
                List.of(up, down));
        SimplexOptimum optimum = SimplexOptimum.of(HeadDictionary.of(model));
        assertThat(optimum.masses()[0]).isCloseTo((1 + StrictMath.log(3) / 2) / 2, within(1e-12));
        assertThat(optimum.risk()).isCloseTo(-0.75 * StrictMath.log(0.75) - 0.25 * StrictMath.log(0.25), within(1e-15));
    }

    @Test
    void copiesOfOneHeadNeedNoRound() {
        HeadModel model = hardModel(1, 4);
        Head head = model.atoms().get(0);
        HeadModel copies = model.withAtoms(new double[] {0.2, 0.3, 0.5}, List.of(head, head, head));
        assertThat(SimplexOptimum.of(HeadDictionary.of(copies)).rounds()).isZero();
    }
}
