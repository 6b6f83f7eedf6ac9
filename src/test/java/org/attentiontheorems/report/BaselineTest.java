package org.attentiontheorems.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.attentiontheorems.report.Baseline.Drift;
import org.attentiontheorems.report.Baseline.Trend;
import org.attentiontheorems.verify.InvalidInstance;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BaselineTest {
    private static final SortedMap<String, Double> GOLDEN =
            new TreeMap<>(Map.of("one.risk", 1.0 / 3, "one.bound", -0.0, "two.risk", Double.POSITIVE_INFINITY));

    @TempDir
    private Path folder = Path.of("");

    private Baseline written() {
        Baseline.Entry risk = new Baseline.Entry(1.0 / 3, "3fd5555555555555", "bits", Optional.empty());
        Baseline.Entry zero = new Baseline.Entry(-0.0, "8000000000000000", "bits", Optional.empty());
        Baseline.Entry infinite =
                new Baseline.Entry(Double.POSITIVE_INFINITY, "7ff0000000000000", "bits", Optional.empty());
        Baseline baseline = new Baseline(
                "guide-theorem",
                new TreeMap<>(Map.of("one.risk", risk, "one.bound", zero, "two.risk", infinite)),
                new Trend(new TreeMap<>(Map.of("risk", 0.5)), new TreeMap<>(Map.of("rate", -1.0))));
        baseline.write(folder);
        return Baseline.read(folder, "guide-theorem").orElseThrow();
    }

    private static SortedMap<String, Double> with(String name, double value) {
        SortedMap<String, Double> changed = new TreeMap<>(GOLDEN);
        changed.put(name, value);
        return changed;
    }

    @Test
    void theSameBitsAreNoDriftAfterWritingAndReading() {
        assertThat(written().drift(GOLDEN)).isEmpty();
        assertThat(written().trend().slope()).containsEntry("rate", -1.0);
    }

    @Test
    void oneUnitInTheLastPlaceIsNamed() {
        List<Drift> drift = written().drift(with("one.risk", Math.nextUp(1.0 / 3)));
        assertThat(drift).singleElement().satisfies(one -> {
            assertThat(one.ulps()).contains(1L);
            assertThat(one.relative().orElseThrow()).isLessThan(1e-15);
        });
        assertThat(DriftTable.of(drift))
                .contains("guide-theorem  one.risk  0.3333333333333333  0.33333333333333337  1  ")
                .endsWith("update deliberately: baseline --accept guide-theorem\n");
    }

    @Test
    void theSignOfZeroCounts() {
        assertThat(written().drift(with("one.bound", 0.0)))
                .extracting(Drift::quantity)
                .containsExactly("one.bound");
    }

    @Test
    void numbersThatAreNewOrGoneAreNamed() {
        SortedMap<String, Double> changed = with("three.risk", 2);
        changed.remove("one.risk");
        assertThat(DriftTable.of(written().drift(changed))).contains("gone").contains("not there");
        assertThat(Baseline.missing("guide-theorem", GOLDEN)).hasSize(3);
    }

    @Test
    void aStatedToleranceIsKeptWhenNumbersAreAccepted() {
        Baseline loose = new Baseline(
                "guide-theorem",
                new TreeMap<>(
                        Map.of("one.risk", new Baseline.Entry(0.5, "3fe0000000000000", "rtol", Optional.of(0.01)))),
                written().trend());
        Baseline kept = written().withRulesOf(loose);
        assertThat(kept.drift(with("one.risk", 0.335))).isEmpty();
        assertThat(kept.drift(with("one.risk", 0.34))).hasSize(1);
    }

    @Test
    void whatIsNoBaselineIsRefusedInWords() throws IOException {
        assertThat(Baseline.read(folder, "absent")).isEmpty();
        Files.writeString(folder.resolve("broken.json"), "{");
        Files.writeString(folder.resolve("other.json"), "{\"schema\": \"x\"}");
        assertThatThrownBy(() -> Baseline.read(folder, "broken")).isInstanceOf(InvalidInstance.class);
        assertThatThrownBy(() -> Baseline.read(folder, "other")).isInstanceOf(InvalidInstance.class);
    }
}
