package org.attentiontheorems.heads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.attentiontheorems.heads.FiniteHeadApproximation.Instance;
import org.attentiontheorems.random.RandomField;
import org.attentiontheorems.verify.Claim;
import org.attentiontheorems.verify.Context;
import org.attentiontheorems.verify.Draw;
import org.attentiontheorems.verify.InvalidInstance;
import org.attentiontheorems.verify.TheoremProperty;
import org.attentiontheorems.verify.TheoremTest;
import org.attentiontheorems.verify.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FiniteHeadApproximationTest extends TheoremTest<Instance> {
    FiniteHeadApproximationTest() {
        super(new FiniteHeadApproximation());
    }

    @TheoremProperty
    void theMeanExcessIsAtMostVarianceOverN(@ForAll("draws") Draw draw) {
        holds("jensen-gap-upper", draw);
    }

    @TheoremProperty
    void theMeanExcessIsAtLeastCurvatureOverN(@ForAll("draws") Draw draw) {
        holds("jensen-gap-lower", draw);
    }

    @TheoremProperty
    void noHeadsBeatTheOptimum(@ForAll("draws") Draw draw) {
        holds("best-heads-lower", draw);
    }

    @TheoremProperty
    void theBestHeadsComeCloseToTheOptimum(@ForAll("draws") Draw draw) {
        holds("best-heads-upper", draw);
    }

    @TheoremProperty
    void copiesOfASingleOptimalHeadAreOptimal(@ForAll("draws") Draw draw) {
        holds("best-heads-single", draw);
    }

    @TheoremProperty
    void aSingleDrawDeviatesByTheFirstVariation(@ForAll("draws") Draw draw) {
        holds("pathwise-rms", draw);
    }

    @TheoremProperty
    void boundedValuesBoundTheVariance(@ForAll("draws") Draw draw) {
        holds("variance-a-priori", draw);
    }

    @TheoremProperty
    void headsAreDrawnFromTheLaw(@ForAll("draws") Draw draw) {
        holds("composition-weights", draw);
    }

    @Test
    void aSingleHeadOrEqualHeadsCostNothing() {
        for (Instance corner : theorem().corners().subList(0, 3)) {
            SortedMap<String, Double> found = theorem().quantities(corner);
            for (String zero : List.of("jensenGap", "lowerBound", "upperBound", "pathwiseRms", "centredVariance")) {
                assertThat(found.get(zero)).as(zero).isCloseTo(0, within(1e-13));
            }
            assertThat(found.get("bestHeadsRisk")).isCloseTo(found.get("optimalRisk"), within(1e-13));
        }
    }

    /** Norms between 10^-scale and 10^scale: each claim holds, or the instance is refused in one sentence. */
    @Property(tries = 300, seed = "20261", edgeCases = EdgeCasesMode.NONE)
    void normsOfAnySizeHoldOrAreRefused(
            @ForAll("draws") Draw draw,
            @ForAll @IntRange(min = 0, max = 9) int scale,
            @ForAll @IntRange(max = 1 << 20) int key) {
        RandomField random = RandomField.of(1, "norms", key);
        double[] exponents = random.uniforms("exponents", 0, 3);
        int largest = scale < 9 ? scale : 150;
        double[] factors = Arrays.stream(exponents)
                .map(u -> StrictMath.pow(10, largest * (2 * u - 1)))
                .toArray();
        Instance x = theorem().draw(draw, random).withModel(m -> stretched(m, factors));
        try {
            SortedMap<String, Double> found = theorem().quantities(x);
            assertThat(found.values()).allMatch(Double::isFinite);
            for (Claim<Instance> claim : theorem().claims()) {
                if (claim.appliesTo(x)) {
                    assertThat(claim.check(x, Context.of(1, "norms", key)).verdict())
                            .as(claim.id())
                            .isEqualTo(Verdict.HOLDS);
                }
            }
        } catch (InvalidInstance refused) {
            assertThat(refused.field()).isEqualTo("model.atoms");
            assertThat(refused.reason()).endsWith("reduce norms");
            assertThat(largest).isGreaterThan(2);
        }
    }

    /** Inputs, queries and keys, and values times a factor each. */
    private static HeadModel stretched(HeadModel m, double[] factors) {
        double[][][] inputs = Arrays.stream(m.inputs())
                .map(sequence -> times(sequence, factors[0]))
                .toArray(double[][][]::new);
        List<Head> heads = m.atoms().stream()
                .map(h -> new Head(times(h.q(), factors[1]), times(h.k(), factors[1]), times(h.v(), factors[2])))
                .toList();
        return new HeadModel(
                m.d(),
                m.dk(),
                m.vocab(),
                m.seqLen(),
                m.lambda(),
                m.seqWeights(),
                inputs,
                m.labels(),
                m.atomWeights(),
                heads);
    }

    private static double[][] times(double[][] matrix, double factor) {
        return Arrays.stream(matrix)
                .map(row -> Arrays.stream(row).map(x -> factor * x).toArray())
                .toArray(double[][]::new);
    }

    @Test
    void wherePredictionsAreCertainTheConstantOfBoundedVarianceStands() {
        Instance worked = theorem().examples().get(0).instance();
        Instance certain = worked.withModel(m -> stretched(m, new double[] {1, 1, 1e5}));
        HeadFluctuations spread = FiniteHeadApproximation.law(certain).fluctuations();
        assertThat(spread.upperCurvature()).isInfinite();
        assertThat(theorem().quantities(certain).get("upperBound")).isEqualTo(spread.centredVariance() / 4 / 3);
    }

    @Test
    void aHundredThousandHeadsKeepTheirDigits() {
        Instance many = new Instance(theorem().examples().get(0).instance().model(), 100_000);
        SortedMap<String, Double> found = theorem().quantities(many);
        assertThat(1e5 * found.get("jensenGap")).isCloseTo(found.get("curvature"), withinPercentage(0.01));
        for (Claim<Instance> claim : theorem().claims()) {
            if (claim.appliesTo(many)) {
                assertThat(claim.check(many, Context.of(1, "many", 1)).verdict())
                        .as(claim.id())
                        .isEqualTo(Verdict.HOLDS);
            }
        }
    }

    @Test
    void lawsOfManyHeadsAreRefusedOnlyWhereTheyWouldBeEnumerated() {
        HeadDraws sizes = new HeadDraws(2, 2, 3, 2, 2, 40);
        double[] masses = HeadDraws.simplex(RandomField.of(1, "many", 1), "masses", 40);
        Instance many = new Instance(sizes.model(RandomField.of(1, "many", 1), 1, 0, masses), 64);
        assertThat(FiniteHeadApproximation.upperBound(many)).isPositive();
        assertThatThrownBy(() -> theorem().quantities(many))
                .isInstanceOf(InvalidInstance.class)
                .hasMessageStartingWith("nHeads: enumeration too large: 64 heads from 40 atoms");
        Claim<Instance> first = theorem().claims().get(0);
        assertThatThrownBy(() -> first.check(many, Context.of(1, "many", 1)))
                .isInstanceOf(InvalidInstance.class)
                .hasMessageStartingWith("nHeads: enumeration too large");
    }

    @ParameterizedTest
    @ValueSource(doubles = {1e155, 1e200, 1e300})
    void hugeNormsAreRefused(double factor) {
        Instance worked = theorem().examples().get(0).instance();
        Instance overflowing = worked.withModel(m -> stretched(m, new double[] {1, 1, factor}));
        assertThatThrownBy(() -> theorem().quantities(overflowing))
                .isInstanceOf(InvalidInstance.class)
                .hasMessage("model.atoms: values overflow: reduce norms");
    }

    @Test
    void normsThatLeaveNoDigitsAreRefused() {
        Instance worked = theorem().examples().get(0).instance();
        Instance huge = worked.withModel(m -> stretched(m, new double[] {1, 1, 1e100}));
        assertThatThrownBy(() -> theorem().quantities(huge))
                .isInstanceOf(InvalidInstance.class)
                .hasMessageContaining("duality gap")
                .hasMessageEndingWith("reduce norms");
    }

    @Test
    void noHeadsAtAllAreRefused() {
        HeadModel model = theorem().examples().get(0).instance().model();
        assertThatThrownBy(() -> new Instance(model, 0)).hasMessage("nHeads: must be at least 1, is 0");
    }
}
