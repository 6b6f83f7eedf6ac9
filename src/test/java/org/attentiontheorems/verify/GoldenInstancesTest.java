package org.attentiontheorems.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.attentiontheorems.random.RandomField;
import org.junit.jupiter.api.Test;

/** What stands in a baseline: also of claims that speak of few instances, and of the end of a series. */
class GoldenInstancesTest {
    record Size(double value) {}

    /** Sizes on [0, 1], of which the worked one and the corners are at least 1/2. */
    record Sizes() implements Theorem<Size> {
        @Override
        public String id() {
            return "sizes";
        }

        @Override
        public Class<Size> instanceType() {
            return Size.class;
        }

        @Override
        public List<Claim<Size>> claims() {
            return List.of(
                    Claim.<Size>bound("small", Size::value).atMost(x -> 0.05).when(x -> x.value() < 0.05),
                    Claim.<Size>bound("never", Size::value).atMost(x -> 1).when(x -> x.value() > 1),
                    Claim.monotone(
                            "falls",
                            (x, effort) -> List.of(
                                    new Trajectory.Point(0, Approx.direct(x.value())),
                                    new Trajectory.Point(2, Approx.direct(x.value() / 4)))),
                    Claim.bound("refuses", GoldenInstancesTest::refuse).atMost(x -> 1));
        }

        @Override
        public List<NegativeControl<Size>> controls() {
            return List.of();
        }

        @Override
        public SortedMap<String, Double> quantities(Size x) {
            return new TreeMap<>(Map.of("value", x.value()));
        }

        @Override
        public Ranges ranges() {
            return Ranges.none().scale("value", 0, 1);
        }

        @Override
        public Size draw(Draw draw, RandomField random) {
            return new Size(draw.scale("value"));
        }

        @Override
        public List<Size> corners() {
            return List.of(new Size(0.5), new Size(1));
        }

        @Override
        public List<Example<Size>> examples() {
            return List.of(new Example<>("whole", new Size(1), new TreeMap<>(Map.of("value", 1.0))));
        }
    }

    private static double refuse(Size x) {
        throw new InvalidComputation("no number at " + x.value());
    }

    private final SortedMap<String, Double> golden = GoldenInstances.quantities(new Sizes());

    private List<String> namesOf(String claim) {
        return golden.keySet().stream()
                .filter(name -> name.contains("." + claim + "."))
                .toList();
    }

    @Test
    void aClaimThatSpeaksOfNoGoldenInstanceGetsOneFurtherDraw() {
        List<String> small = namesOf("small");
        assertThat(small).filteredOn(name -> name.endsWith(".measured")).hasSize(1);
        assertThat(small.get(0)).matches("draw([3-9]|[1-5][0-9])\\.small\\..*");
        assertThat(golden.get(small.get(0).replaceAll("[a-z]+$", "measured"))).isBetween(0.0, 0.05);
        assertThat(namesOf("never")).isEmpty();
    }

    @Test
    void theEndOfASeriesIsGolden() {
        assertThat(golden)
                .containsEntry("whole.falls.last.measured", 0.25)
                .containsEntry("corner0.falls.last.measured", 0.125);
    }

    @Test
    void aClaimWithoutANumberHidesNoOther() {
        assertThat(namesOf("refuses")).isEmpty();
        assertThat(golden)
                .containsEntry("whole.value", 1.0)
                .containsEntry("corner0.value", 0.5)
                .containsKey("draw2.value");
    }
}
