package org.attentiontheorems.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import net.jqwik.api.ForAll;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.attentiontheorems.layers.MeanFieldControlValue.Instance;
import org.attentiontheorems.layers.StateLaw.Pairing;
import org.attentiontheorems.verify.Draw;
import org.attentiontheorems.verify.InvalidInstance;
import org.attentiontheorems.verify.TheoremProperty;
import org.attentiontheorems.verify.TheoremTest;
import org.junit.jupiter.api.Test;

class MeanFieldControlValueTest extends TheoremTest<Instance> {
    MeanFieldControlValueTest() {
        super(new MeanFieldControlValue());
    }

    @TheoremProperty
    void valuesOfNetworkAndFlowAreWithinTheDepthTerm(@ForAll("draws") Draw draw) {
        holds("value-gap", draw);
    }

    @TheoremProperty
    void soAreTheRisksOfEveryControl(@ForAll("draws") Draw draw) {
        holds("each-risk", draw);
    }

    @TheoremProperty
    void theBestNetworkIsANearlyBestFlow(@ForAll("draws") Draw draw) {
        holds("recovery", draw);
    }

    @TheoremProperty
    void valuesApproachLikeOneOverTheDepth(@ForAll("draws") Draw draw) {
        holds("value-rate", draw);
    }

    @TheoremProperty
    void valuesOfMultiplesAreWithinTheDepthTerm(@ForAll("draws") Draw draw) {
        holds("scaled-gap", draw);
    }

    @TheoremProperty
    void theBestMultipleForTheNetworkIsNearlyBestForTheFlow(@ForAll("draws") Draw draw) {
        holds("scaled-recovery", draw);
    }

    @TheoremProperty
    void valuesOfMultiplesApproachLikeOneOverTheDepth(@ForAll("draws") Draw draw) {
        holds("scaled-rate", draw);
    }

    @TheoremProperty
    void theLawSolvesTheTransportEquation(@ForAll("draws") Draw draw) {
        holds("transport", draw);
    }

    @TheoremProperty
    void theLawOfTheNetworkIsNearThatOfTheFlow(@ForAll("draws") Draw draw) {
        holds("network-law", draw);
    }

    @TheoremProperty
    void lawsPartNoFurtherThanTheLayersAllow(@ForAll("draws") Draw draw) {
        holds("law-growth", draw);
    }

    @TheoremProperty
    void aLawIsNotChangedByRenumbering(@ForAll("draws") Draw draw) {
        holds("renumbered", draw);
    }

    @TheoremProperty
    void theBestPairingIsFound(@ForAll("draws") Draw draw) {
        holds("pairing", draw);
    }

    @Test
    void minimaAreFoundInsideAndAtTheEnds() {
        ScaledValue scaled = MeanFieldControlValue.worked().instance().scaled();
        assertThat(scaled.least(u -> (u - 0.31) * (u - 0.31)).u()).isCloseTo(0.31, within(1e-7));
        assertThat(scaled.least(u -> u)).isEqualTo(new ScaledValue.Least(-1.2, -1.2));
        assertThat(scaled.least(u -> -u)).isEqualTo(new ScaledValue.Least(1.2, -1.2));
    }

    @Test
    void distancesOfLawsAreThoseOfTheBestPairing() {
        StateLaw one = new StateLaw(new double[][] {{0}, {1}}, 1);
        StateLaw two = new StateLaw(new double[][] {{1.5}, {0.5}}, 1);
        assertThat(one.distance(two, Pairing.OPTIMAL)).isCloseTo(0.5, within(1e-15));
        assertThat(one.distance(two, Pairing.ALL)).isCloseTo(0.5, within(1e-15));
        assertThat(one.distance(two, Pairing.IDENTITY)).isCloseTo(Math.sqrt(1.25), within(1e-15));
        assertThat(one.distance(two, Pairing.SQUARED)).isCloseTo(0.25, within(1e-15));
    }

    @Test
    void refusesWhatDoesNotFit() {
        Instance x = MeanFieldControlValue.worked().instance();
        List<double[][]> other = x.otherLaw();
        TestFunction chi = x.testFunction();
        refuses(
                () -> x.with(1, x.population(), List.<double[][]>of(other.get(0)), chi),
                "otherLaw: needs 2 states, has 1");
        refuses(
                () -> x.with(1, x.population(), List.of(other.get(0), new double[][] {{1, 2}}), chi),
                "otherLaw[1]: needs 2 rows, has 1");
        refuses(
                () -> x.with(1, x.population(), other, new TestFunction(new double[][] {{1, 2}}, 0, 0)),
                "testFunction.omega: needs 2 rows, has 1");
        refuses(
                () -> x.with(1, x.population(), other, new TestFunction(chi.omega(), Double.NaN, 0)),
                "testFunction.alpha: must be a finite number, is NaN");
        Atom seventh = new Atom(x.population().get(0).h0(), 0, 1.0 / 7);
        refuses(
                () -> x.with(1, java.util.Collections.nCopies(7, seventh), other, chi),
                "population: may have 6 atoms at most, has 7");
    }

    private static void refuses(ThrowingCallable construction, String message) {
        assertThatThrownBy(construction).isInstanceOf(InvalidInstance.class).hasMessageContaining(message);
    }
}
