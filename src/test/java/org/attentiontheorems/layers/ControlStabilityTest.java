package org.attentiontheorems.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import net.jqwik.api.ForAll;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.attentiontheorems.layers.ControlStability.Instance;
import org.attentiontheorems.verify.Draw;
import org.attentiontheorems.verify.InvalidInstance;
import org.attentiontheorems.verify.TheoremProperty;
import org.attentiontheorems.verify.TheoremTest;
import org.junit.jupiter.api.Test;

class ControlStabilityTest extends TheoremTest<Instance> {
    ControlStabilityTest() {
        super(new ControlStability());
    }

    @TheoremProperty
    void flowsOfTwoControlsPartNoFurtherThanTheirDistanceAllows(@ForAll("draws") Draw draw) {
        holds("state-distance", draw);
    }

    @TheoremProperty
    void soDoThoseOfEveryAtom(@ForAll("draws") Draw draw) {
        holds("each-state-distance", draw);
    }

    @TheoremProperty
    void risksOfTwoControlsPartNoFurtherThanTheirDistanceAllows(@ForAll("draws") Draw draw) {
        holds("loss-distance", draw);
    }

    @TheoremProperty
    void flowsPartInFirstOrderOfTheControl(@ForAll("draws") Draw draw) {
        holds("control-rate", draw);
    }

    @TheoremProperty
    void theNetworkOfTheZeroControlLeavesStatesAlone(@ForAll("draws") Draw draw) {
        holds("zero-control", draw);
    }

    @TheoremProperty
    void theFlowOfTheZeroControlLeavesStatesAlone(@ForAll("draws") Draw draw) {
        holds("zero-flow", draw);
    }

    @TheoremProperty
    void theInitialRiskIsNearTheLogarithmOfTheClasses(@ForAll("draws") Draw draw) {
        holds("initial-risk", draw);
    }

    @TheoremProperty
    void aSilentReadoutCostsTheLogarithmOfTheClasses(@ForAll("draws") Draw draw) {
        holds("silent-readout", draw);
    }

    @TheoremProperty
    void iteratesGoNoFurtherThanTheFallOfTheRiskAllows(@ForAll("draws") Draw draw) {
        holds("range", draw);
    }

    @TheoremProperty
    void theMinimiserGoesNoFurtherThanTheRiskAtTheAnchorAllows(@ForAll("draws") Draw draw) {
        holds("crude-range", draw);
    }

    @TheoremProperty
    void theMinimiserIsBetterThanTheAnchor(@ForAll("draws") Draw draw) {
        holds("descends", draw);
    }

    @TheoremProperty
    void theMinimiserIsStationary(@ForAll("draws") Draw draw) {
        holds("stationary", draw);
    }

    @TheoremProperty
    void theEnergyIsThatOfTheGradient(@ForAll("draws") Draw draw) {
        holds("energy", draw);
    }

    @TheoremProperty
    void theEnergyFallsLikeTheSquareOfThePenalty(@ForAll("draws") Draw draw) {
        holds("penalty-rate", draw);
    }

    @Test
    void repeatedAtomsCountLikeOneOfTheirWeight() {
        Instance x = ControlStability.worked().instance();
        Atom first = x.population().get(0);
        List<Atom> repeated = List.of(
                new Atom(first.h0(), first.label(), 0.1),
                x.population().get(1),
                new Atom(first.h0(), first.label(), 0.15));
        ControlStability theorem = new ControlStability();
        theorem.quantities(x.with(1, x.readout(), repeated))
                .forEach((name, value) -> assertThat(value)
                        .as(name)
                        .isCloseTo(theorem.quantities(x).get(name), within(1e-12)));
    }

    @Test
    void refusesWhatDoesNotFit() {
        Instance x = ControlStability.worked().instance();
        List<Layer> two = List.of(x.control().get(0), x.control().get(0));
        refuses(() -> x.with(x.control(), two, x.anchor()), "otherControl: needs 1 segments, has 2");
        refuses(() -> x.with(x.control(), x.control(), ScalarLayer.control(1)), "anchor[0].q");
        refuses(
                () -> new Instance(1, 8, x.control(), x.otherControl(), x.anchor(), 0, x.readout(), x.population()),
                "lambda: must be above 0, is 0.0");
        Instance weak =
                new Instance(1, 8, x.control(), x.otherControl(), x.anchor(), 1e-6, x.readout(), x.population());
        assertThatThrownBy(() -> new ControlStability().quantities(weak)).isInstanceOf(InvalidInstance.class);
    }

    private static void refuses(ThrowingCallable construction, String message) {
        assertThatThrownBy(construction).isInstanceOf(InvalidInstance.class).hasMessageContaining(message);
    }
}
