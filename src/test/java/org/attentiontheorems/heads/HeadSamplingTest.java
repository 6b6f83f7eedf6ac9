package org.attentiontheorems.heads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.attentiontheorems.random.RandomField;
import org.attentiontheorems.verify.Approx;
import org.attentiontheorems.verify.InvalidInstance;
import org.junit.jupiter.api.Test;

class HeadSamplingTest {
    private static final String SEED = "20261";

    private static HeadLaw law(int atoms, int key) {
        RandomField random = RandomField.of(1, "sampling", key);
        HeadDraws sizes = new HeadDraws(3, 2, 2 + key % 4, 1 + key % 3, 1 + key % 4, atoms);
        double[] masses = HeadDraws.simplex(random, "masses", atoms);
        return HeadLaw.of(sizes.model(random, 2, key % 2 * 0.1, masses));
    }

    @Property(tries = 40, seed = SEED, edgeCases = EdgeCasesMode.NONE)
    void expectationsAreSumsOverAllOrderedDraws(
            @ForAll @IntRange(min = 1, max = 3) int atoms,
            @ForAll @IntRange(min = 1, max = 6) int n,
            @ForAll @IntRange(max = 1 << 20) int key) {
        HeadLaw law = law(atoms, key);
        double mean = 0;
        double square = 0;
        double best = Double.POSITIVE_INFINITY;
        for (int code = 0; code < (int) StrictMath.pow(atoms, n); code++) {
            double[] fractions = new double[atoms];
            double probability = 1;
            for (int i = 0, rest = code; i < n; i++, rest /= atoms) {
                fractions[rest % atoms] += 1.0 / n;
                probability *= law.masses()[rest % atoms];
            }
            double excess = law.dictionary().risk(fractions) - law.risk();
            mean += probability * excess;
            square += probability * excess * excess;
            best = Math.min(best, law.risk() + excess);
        }
        HeadSampling.Excess found = HeadSampling.REFERENCE.excess(law.dictionary(), law.masses(), n);
        assertThat(found.meanExcess()).isCloseTo(mean, within(1e-13));
        assertThat(found.meanSquare()).isCloseTo(square, within(1e-13));
        assertThat(found.best()).isCloseTo(best, within(1e-13));
    }

    @Property(tries = 100, seed = SEED, edgeCases = EdgeCasesMode.NONE)
    void aSingleHeadCostsTheMeanOfTheSingleRisks(
            @ForAll @IntRange(min = 1, max = 4) int atoms, @ForAll @IntRange(max = 1 << 20) int key) {
        HeadLaw law = law(atoms, key);
        double mean = 0;
        for (int a = 0; a < atoms; a++) {
            double[] alone = new double[atoms];
            alone[a] = 1;
            mean += law.masses()[a] * law.dictionary().risk(alone);
        }
        assertThat(HeadSampling.REFERENCE.meanExcess(law.dictionary(), law.masses(), 1))
                .isCloseTo(mean - law.risk(), within(1e-14));
    }

    @Property(tries = 100, seed = SEED, edgeCases = EdgeCasesMode.NONE)
    void remaindersStayBetweenTheirEnds(
            @ForAll @IntRange(min = 1, max = 4) int atoms,
            @ForAll @IntRange(min = 1, max = 40) int n,
            @ForAll @IntRange(max = 1 << 20) int key) {
        HeadLaw law = law(atoms, key);
        Approx q = HeadSampling.REFERENCE.remainder(law, n, RandomField.of(2, "draw", key));
        HeadFluctuations spread = law.fluctuations();
        assertThat(q.value()).isBetween(-q.err(), spread.largestSquare() / 4 + q.err());
        assertThat(q.value()).isLessThanOrEqualTo(spread.largestCurvature() + q.err());
    }

    @Property(tries = 40, seed = SEED, edgeCases = EdgeCasesMode.NONE)
    void theVarianceOfTheRemainderIsBelowItsBound(
            @ForAll @IntRange(min = 2, max = 3) int atoms,
            @ForAll @IntRange(min = 1, max = 12) int n,
            @ForAll @IntRange(max = 1 << 20) int key) {
        HeadLaw law = law(atoms, key);
        double[] sums = new double[2];
        double[] fractions = new double[atoms];
        org.attentiontheorems.measure.Multinomial.of(n, law.masses()).forEach((counts, weight) -> {
            double q = -law.risk();
            for (int a = 0; a < atoms; a++) {
                fractions[a] = (double) counts[a] / n;
                q -= law.firstVariation()[a] * (fractions[a] - law.masses()[a]);
            }
            q += law.dictionary().risk(fractions);
            sums[0] += weight * q;
            sums[1] += weight * q * q;
        });
        assertThat(sums[1] - sums[0] * sums[0])
                .isLessThanOrEqualTo(law.fluctuations().remainderVariance(n) + 1e-15);
    }

    @Test
    void headsAreDrawnInProportionToTheirMasses() {
        double[] masses = {0, 0.25, 0, 0.7, 0.05, 0};
        double[] fractions = HeadSampling.REFERENCE.draw(masses, 100_000, RandomField.of(1, "draw", 1));
        for (int a = 0; a < masses.length; a++) {
            assertThat(fractions[a]).isCloseTo(masses[a], within(0.01));
            assertThat(fractions[a] > 0).isEqualTo(masses[a] > 0);
        }
        assertThat(Arrays.stream(HeadSampling.REFERENCE.uniform().draw(masses, 600, RandomField.of(1, "draw", 1)))
                        .min()
                        .orElseThrow())
                .isPositive();
    }

    @Test
    void enumerationsBeyondTwoMillionAreRefused() {
        HeadLaw law = law(4, 1);
        assertThatThrownBy(() -> HeadSampling.REFERENCE.excess(law.dictionary(), law.masses(), 300))
                .isInstanceOf(InvalidInstance.class)
                .hasMessage("nHeads: enumeration too large: 300 heads from 4 atoms in 4590551 ways, more than 2000000");
    }
}
