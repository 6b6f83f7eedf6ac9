package org.attentiontheorems.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Provide;
import net.jqwik.api.RandomDistribution;
import org.attentiontheorems.report.Baseline;
import org.attentiontheorems.report.Baseline.Drift;
import org.attentiontheorems.report.DriftTable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * The test of one theorem. A subclass has one {@link TheoremProperty} per claim; corners, adversarial search, worked examples, negative
 * controls and declared families come from the theorem without test code.
 */
public abstract class TheoremTest<I extends Record> {
    private final Verifier<I> verifier;
    private final TreeSet<String> tried = new TreeSet<>();

    protected TheoremTest(Theorem<I> theorem) {
        this.verifier = EvidenceSession.verifier(theorem);
    }

    /** Everything that a draw is made from: dims shrink to their least value, scales towards 0, the key not at all. */
    @Provide
    Arbitrary<Draw> draws() {
        Ranges ranges = verifier.theorem().ranges();
        Arbitrary<List<Integer>> dims = Combinators.combine(
                        ranges.dims().stream().map(TheoremTest::integers).toList())
                .as(values -> values);
        Arbitrary<List<Double>> scales = Combinators.combine(
                        ranges.scales().stream().map(TheoremTest::doubles).toList())
                .as(values -> values);
        Arbitrary<Long> keys = Arbitraries.longs()
                .withDistribution(RandomDistribution.uniform())
                .dontShrink();
        return Combinators.combine(dims, scales, keys)
                .as((d, s, key) -> new Draw(
                        named(ranges.dims().stream().map(Ranges.Dim::name).toList(), d),
                        named(ranges.scales().stream().map(Ranges.Scale::name).toList(), s),
                        key));
    }

    /** Confronts a claim with a draw; the assertion message ends with a command that repeats a violation. */
    protected void holds(String claim, Draw draw) {
        tried.add(claim);
        Optional<String> violation = verifier.tryDraw(claim, draw);
        violation.ifPresent(message -> fail(message));
    }

    @TestFactory
    Stream<DynamicTest> cornersSearchExamplesControlsAndFamilies() {
        return verifier.steps().stream()
                .map(step -> DynamicTest.dynamicTest(
                        step.name(), () -> step.run().get().ifPresent(message -> fail(message))));
    }

    /** Said of the whole run as well; here it is heard when one test runs alone. */
    @Test
    void noGoldenNumberHasDriftedFromTheBaseline() {
        List<Drift> drift = Baseline.read(Baseline.FOLDER, verifier.theorem().id())
                .map(baseline -> baseline.drift(verifier.golden()))
                .orElse(List.of());
        assertThat(DriftTable.of(drift)).isEmpty();
    }

    /** A claim without one could be weakened unnoticed: give it a corner or an example that it speaks of. */
    @Test
    void everyClaimHasGoldenNumbers() {
        Stream<String> ids = Stream.concat(
                        theorem().claims().stream(),
                        theorem().families().stream()
                                .filter(family -> !family.slow())
                                .flatMap(family -> family.claims().stream()))
                .map(Claim::id);
        assertThat(ids)
                .allSatisfy(id ->
                        assertThat(verifier.golden().keySet()).anyMatch(name -> name.endsWith("." + id + ".measured")));
    }

    /** The theorem under test. */
    protected Theorem<I> theorem() {
        return verifier.theorem();
    }

    /** Compares quantities with known answers: relative difference, or absolute below the given magnitude. */
    protected static void assertClose(
            SortedMap<String, Double> found, Map<String, Double> expected, double relative, double below) {
        expected.forEach((name, value) -> assertThat(Math.abs(found.getOrDefault(name, Double.NaN) - value))
                .as(name)
                .isLessThanOrEqualTo(relative * Math.max(Math.abs(value), below)));
    }

    Verifier<I> verifier() {
        return verifier;
    }

    Optional<String> powerLoss() {
        return tried.stream()
                .flatMap(claim -> verifier.powerLoss(claim).stream())
                .findFirst();
    }

    private static Arbitrary<Integer> integers(Ranges.Dim dim) {
        return Arbitraries.integers()
                .between(dim.min(), dim.max())
                .withDistribution(RandomDistribution.uniform())
                .shrinkTowards(dim.min());
    }

    private static Arbitrary<Double> doubles(Ranges.Scale scale) {
        return Arbitraries.doubles()
                .between(scale.min(), scale.max())
                .ofScale(4)
                .withDistribution(RandomDistribution.uniform())
                .shrinkTowards(Math.min(Math.max(0, scale.min()), scale.max()));
    }

    private static <V> SortedMap<String, V> named(List<String> names, List<V> values) {
        SortedMap<String, V> map = new TreeMap<>();
        for (int i = 0; i < names.size(); i++) {
            map.put(names.get(i), values.get(i));
        }
        return map;
    }
}
