package org.attentiontheorems.lowtemperature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import org.attentiontheorems.lowtemperature.LaplacePrinciple.Instance;
import org.attentiontheorems.verify.Draw;
import org.attentiontheorems.verify.InvalidInstance;
import org.attentiontheorems.verify.TheoremProperty;
import org.attentiontheorems.verify.TheoremTest;
import org.junit.jupiter.api.Test;

class LaplacePrincipleTest extends TheoremTest<Instance> {
    private static final double[][] ONE = {{1, 0}, {0, 1}};
    private static final double[] EAST = {1, 0};
    private static final double[][] NONE = new double[0][];

    LaplacePrincipleTest() {
        super(new LaplacePrinciple());
    }

    @TheoremProperty
    void attentionReadsTheHardmaxPoint(@ForAll("draws") Draw draw) {
        holds("hardmax-distance", draw);
    }

    @TheoremProperty
    void theMeanIsNoFartherThanTheMeasure(@ForAll("draws") Draw draw) {
        holds("mean-distance", draw);
    }

    @TheoremProperty
    void theSharpBoundIsBelowThatOfEntropy(@ForAll("draws") Draw draw) {
        holds("entropy-bound", draw);
    }

    @TheoremProperty
    void theRateHasElementaryConstants(@ForAll("draws") Draw draw) {
        holds("rate-form", draw);
    }

    @TheoremProperty
    void littleMassLeaksFromTheBestAtoms(@ForAll("draws") Draw draw) {
        holds("leaked-mass", draw);
    }

    @TheoremProperty
    void theClosedFormIsSoftmaxOfQueriesAndKeys(@ForAll("draws") Draw draw) {
        holds("direct-gap", draw);
    }

    /** {@code E*} is the supremum: no position of the atom gives more. */
    @Test
    void noPositionOfTheAtomExceedsTheSharpBound() {
        for (int d : new int[] {2, 3, 5}) {
            for (double kappa : new double[] {0.1, 1, 30, 1e3, 1e5}) {
                for (double a : new double[] {0.05, 0.5, 0.95}) {
                    double sharp = LaplaceBounds.of(d, kappa, a).sharp();
                    double largest = 0;
                    for (int i = 1; i <= 400; i++) {
                        double gap = Math.min(2, sharp * i / 40);
                        double found = LaplaceFamilies.read(LaplaceCorners.placed(d, a, kappa, gap))
                                .valueGap();
                        largest = Math.max(largest, found);
                    }
                    assertThat(largest / sharp).isBetween(0.99, 1 + 1e-12);
                }
            }
        }
    }

    @Test
    void theWorstLawsGrowAsComputedElsewhere() {
        LaplaceFamilies.Adversaries plane = new LaplaceFamilies.Adversaries(2, 0.3);
        assertThat(plane.scaled(1e2)).isEqualTo(2.199, within(5e-4));
        assertThat(plane.scaled(1e3)).isEqualTo(2.538, within(5e-4));
        assertThat(plane.scaled(1e4)).isEqualTo(2.861, within(5e-4));
        assertThat(plane.scaled(1e5)).isEqualTo(3.167, within(5e-4));
        assertThat(new LaplaceFamilies.Adversaries(2, 0.9).leastShareOfTheMean())
                .isEqualTo(0.43, within(0.01));
        LaplaceFamilies.Jump jump = new LaplaceFamilies.Jump(0.5);
        assertThat(10 * jump.distance(1e2)).isEqualTo(0.4016, within(5e-5));
        assertThat(100 * jump.distance(1e4)).isEqualTo(0.39897, within(5e-5));
    }

    @Test
    void refusesWhatIsNoLawOnTheSphere() {
        double[] half = {0.5, 0.5};
        assertThatThrownBy(() -> new Instance(ONE, ONE, new double[] {1, 0.1}, 1, 1, NONE, new double[0]))
                .isInstanceOf(InvalidInstance.class)
                .hasMessageContaining("token: must have length 1");
        assertThatThrownBy(() -> new Instance(ONE, ONE, EAST, -1, 1, NONE, new double[0]))
                .hasMessage("beta: must be at least 0, is -1.0");
        assertThatThrownBy(() -> new Instance(ONE, ONE, EAST, 1, 0.5, NONE, new double[0]))
                .hasMessage("atoms: must not be empty unless uniformMass is 1");
        assertThatThrownBy(() -> new Instance(ONE, ONE, EAST, 1, 0.5, ONE, new double[] {0.5, 0.6}))
                .hasMessageContaining("atomWeights: must sum to 1");
        assertThatThrownBy(() -> new Instance(ONE, ONE, EAST, 1, 0.5, new double[][] {EAST}, half))
                .hasMessageContaining("atomWeights: needs 1 entries, has 2");
        assertThatThrownBy(() -> new Instance(new double[2][2], ONE, EAST, 1, 0.5, ONE, half))
                .hasMessage("token: must be seen by the scores: K'Q x is 0");
        assertThatThrownBy(() -> new Instance(ONE, new double[][] {{1, 0}}, EAST, 1, 0.5, ONE, half))
                .hasMessageContaining("key: needs 2 rows, has 1");
        assertThatThrownBy(() -> new Instance(ONE, ONE, EAST, 1e300, 0.5, ONE, half))
                .hasMessageContaining("beta: must keep");
        assertThatThrownBy(() ->
                        new Instance(new double[][] {{1}}, new double[][] {{1}}, new double[] {1}, 1, 1, NONE, half))
                .hasMessageContaining("query[0]: needs at least 2 entries, has 1");
    }
}
