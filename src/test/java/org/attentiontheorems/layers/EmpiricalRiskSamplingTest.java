package org.attentiontheorems.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import net.jqwik.api.ForAll;
import org.attentiontheorems.layers.EmpiricalRiskSampling.Instance;
import org.attentiontheorems.verify.Draw;
import org.attentiontheorems.verify.InvalidInstance;
import org.attentiontheorems.verify.TheoremProperty;
import org.attentiontheorems.verify.TheoremTest;
import org.junit.jupiter.api.Test;

class EmpiricalRiskSamplingTest extends TheoremTest<Instance> {
    EmpiricalRiskSamplingTest() {
        super(new EmpiricalRiskSampling());
    }

    @TheoremProperty
    void theQuantileOfTheDeviationFromTheFlowIsWithinItsAllowance(@ForAll("draws") Draw draw) {
        holds("quantile", draw);
    }

    @TheoremProperty
    void deviationsFromTheFlowRarelyExceedTheirAllowance(@ForAll("draws") Draw draw) {
        holds("violation", draw);
    }

    @TheoremProperty
    void theQuantileOfTheDeviationFromTheNetworkIsWithinTheRadius(@ForAll("draws") Draw draw) {
        holds("network-quantile", draw);
    }

    @TheoremProperty
    void deviationsFromTheNetworkRarelyExceedTheRadius(@ForAll("draws") Draw draw) {
        holds("network-violation", draw);
    }

    @TheoremProperty
    void theNetworkIsWithinItsDepthTermOfTheFlow(@ForAll("draws") Draw draw) {
        holds("depth-term", draw);
    }

    @TheoremProperty
    void theMeanDeviationIsBelowHalfTheRangeOverTheRootOfM(@ForAll("draws") Draw draw) {
        holds("mean-deviation", draw);
    }

    @TheoremProperty
    void theEmpiricalRiskIsUnbiased(@ForAll("draws") Draw draw) {
        holds("unbiased", draw);
    }

    @TheoremProperty
    void theVarianceIsThatOfOneLossOverM(@ForAll("draws") Draw draw) {
        holds("variance", draw);
    }

    @TheoremProperty
    void statesMoveNoFasterInTheScaleThanTheLipschitzConstantAllows(@ForAll("draws") Draw draw) {
        holds("scaled-states", draw);
    }

    @TheoremProperty
    void theNetMissesNoMoreThanTheLipschitzConstantAllows(@ForAll("draws") Draw draw) {
        holds("covering", draw);
    }

    @TheoremProperty
    void theQuantileOfTheLargestDeviationOfAClassIsWithinItsAllowance(@ForAll("draws") Draw draw) {
        holds("covering-quantile", draw);
    }

    @TheoremProperty
    void theBiasFallsLikeOneOverTheDepth(@ForAll("draws") Draw draw) {
        holds("bias-rate", draw);
    }

    @TheoremProperty
    void theLossBelongsToTheSoftmaxResidual(@ForAll("draws") Draw draw) {
        holds("gradient", draw);
    }

    @TheoremProperty
    void aSilentReadoutCostsTheLogarithmOfTheClasses(@ForAll("draws") Draw draw) {
        holds("silent-readout", draw);
    }

    @Test
    void theLawOfTheEmpiricalRiskIsBinomialForTwoAtoms() {
        EmpiricalRisks law = EmpiricalRisks.of(new double[][] {{0, 1}}, new double[] {0.5, 0.5}, 4);
        assertThat(law.mean(0)).isCloseTo(0.5, within(1e-15));
        assertThat(law.variance(0)).isCloseTo(1.0 / 16, within(1e-15));
        assertThat(law.meanAbsoluteDeviation(0, 0.5)).isCloseTo(0.1875, within(1e-15));
        EmpiricalRisks.Ratios ratios = law.ratios(new double[] {0.5}, new double[] {0.25});
        assertThat(ratios.exceeding(1)).isCloseTo(0.125, within(1e-15));
        assertThat(ratios.quantile(0.125)).isEqualTo(1);
        assertThat(ratios.quantile(0.1)).isEqualTo(2);
    }

    @Test
    void repeatedAtomsCountLikeOneOfTheirWeight() {
        EmpiricalRisks.Ratios merged = EmpiricalRisks.of(new double[][] {{0.2, 0.9}}, new double[] {0.6, 0.4}, 9)
                .ratios(new double[] {0.4}, new double[] {0.2});
        EmpiricalRisks.Ratios repeated = EmpiricalRisks.of(
                        new double[][] {{0.2, 0.2, 0.9}}, new double[] {0.25, 0.35, 0.4}, 9)
                .ratios(new double[] {0.4}, new double[] {0.2});
        assertThat(repeated.exceeding(1)).isCloseTo(merged.exceeding(1), within(1e-12));
        assertThat(repeated.quantile(0.1)).isCloseTo(merged.quantile(0.1), within(1e-12));
    }

    @Test
    void refusesWhatItCannotEnumerate() {
        Instance x = EmpiricalRiskSampling.worked().instance();
        Atom atom = x.population().get(0);
        Atom fifth = new Atom(atom.h0(), atom.label(), 0.2);
        refuses(
                () -> x.with(x.controls(), x.readout(), List.of(fifth, fifth, fifth, fifth, fifth)),
                "population: may have 4 atoms at most, has 5");
        refuses(
                () -> new Instance(1, 8, x.controls(), x.readout(), x.population(), 0, 0.1),
                "samples: must be at least 1, is 0");
        refuses(
                () -> new Instance(1, 8, x.controls(), x.readout(), x.population(), 200_000, 0.1),
                "samples: gives 200001 count vectors, more than 200000");
        refuses(
                () -> new Instance(1, 8, x.controls(), x.readout(), x.population(), 20, 1),
                "delta: must lie between 0 and 1, is 1.0");
        refuses(
                () -> new Instance(1, 7, x.controls(), x.readout(), x.population(), 20, 0.1),
                "depth: must be a multiple of the 2 segments");
    }

    private static void refuses(org.assertj.core.api.ThrowableAssert.ThrowingCallable construction, String message) {
        assertThatThrownBy(construction).isInstanceOf(InvalidInstance.class).hasMessageContaining(message);
    }
}
