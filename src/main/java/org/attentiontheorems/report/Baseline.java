package org.attentiontheorems.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.attentiontheorems.verify.EvidenceStore;
import org.attentiontheorems.verify.InvalidInstance;
import org.attentiontheorems.verify.Json;
import org.attentiontheorems.verify.TheoremEvidence;
import org.attentiontheorems.verify.TheoremEvidence.ClaimEvidence;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.annotation.JsonDeserialize;

/**
 * The accepted numbers of one theorem, {@code reports/baseline/<id>.json}: the named quantities of its golden instances and what its claims
 * measured and allowed there, compared bit for bit or with a stated tolerance, and the trend, which is only shown (verification.md, section 6).
 *
 * @param theorem id of the theorem
 * @param quantities accepted values, named as {@link org.attentiontheorems.verify.GoldenInstances} does
 * @param trend medians and slopes of the run that was accepted
 */
public record Baseline(String theorem, SortedMap<String, Entry> quantities, Trend trend) {
    /** Names the format. */
    public static final String SCHEMA = "attention-theorems/baseline/1";

    /** Where baselines stand, seen from the project's folder. */
    public static final Path FOLDER = Path.of("reports", "baseline");

    private static final String BITS = "bits";
    private static final String TREND = "trend";
    private static final double NOTABLE = 0.1;

    /**
     * An accepted value.
     *
     * @param bits the same as 16 hexadecimal digits, which are what counts
     * @param rule {@code bits}, {@code rtol} or {@code atol}
     * @param tolerance of the latter two
     */
    public record Entry(
            @JsonDeserialize(using = Json.LimitReader.class) double value,
            String bits,
            String rule,
            Optional<Double> tolerance) {
        static Entry of(double value) {
            return new Entry(value, hexadecimal(value), BITS, Optional.empty());
        }

        private double accepted() {
            return Double.longBitsToDouble(Long.parseUnsignedLong(bits, 16));
        }

        private boolean agrees(double found) {
            double slack = tolerance.orElse(0.0);
            return switch (rule) {
                case "rtol" -> Math.abs(found - accepted()) <= slack * Math.abs(accepted());
                case "atol" -> Math.abs(found - accepted()) <= slack;
                default -> hexadecimal(found).equals(bits);
            };
        }

        private static String hexadecimal(double value) {
            String digits = Long.toHexString(Double.doubleToRawLongBits(value));
            return "0".repeat(16 - digits.length()) + digits;
        }
    }

    /** Median tightness and slope of the claims that have one. */
    public record Trend(SortedMap<String, Double> tightness, SortedMap<String, Double> slope) {
        static Trend of(TheoremEvidence evidence) {
            Trend trend = new Trend(new TreeMap<>(), new TreeMap<>());
            for (ClaimEvidence claim : evidence.claims()) {
                claim.tightness().ifPresent(t -> trend.tightness.put(claim.id(), t.q50()));
                claim.fit().ifPresent(fit -> trend.slope.put(claim.id(), fit.slope()));
            }
            return trend;
        }
    }

    /**
     * A number that is not what was accepted.
     *
     * @param accepted the accepted value; empty for a quantity that the baseline lacks
     * @param found the value now; empty for a quantity that is gone
     */
    public record Drift(
            String theorem, String quantity, Optional<Double> accepted, Optional<Double> found, String rule) {
        /** Distance in units in the last place; empty where one value is missing. */
        public Optional<Long> ulps() {
            return accepted.flatMap(a -> found.map(f -> Math.abs(ordered(a) - ordered(f))));
        }

        /** Relative difference; empty where one value is missing. */
        public Optional<Double> relative() {
            return accepted.flatMap(a -> found.map(f -> a.equals(f) ? 0 : Math.abs(f - a) / Math.abs(a)));
        }

        /** Doubles as whole numbers in their order. */
        private static long ordered(double x) {
            long bits = Double.doubleToRawLongBits(x);
            return bits < 0 ? Long.MIN_VALUE - bits : bits;
        }
    }

    /** A median or slope that has moved by more than a tenth. */
    public record Moved(String claim, String what, double accepted, double found) {}

    /** What a run that was looked at would be accepted as. */
    public static Baseline of(TheoremEvidence evidence) {
        SortedMap<String, Entry> entries = new TreeMap<>();
        evidence.golden().forEach((name, value) -> entries.put(name, Entry.of(value)));
        return new Baseline(evidence.theorem(), entries, Trend.of(evidence));
    }

    /**
     * Reads the baseline of a theorem; empty if there is none.
     *
     * @throws InvalidInstance if the file is none
     * @throws UncheckedIOException if it cannot be read
     */
    public static Optional<Baseline> read(Path folder, String theorem) {
        Path file = file(folder, theorem);
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try {
            JsonNode tree = Json.mapper().readTree(Files.readAllBytes(file));
            return Optional.of(parsed(theorem, tree));
        } catch (JacksonException e) {
            throw new InvalidInstance(file.toString(), "is no baseline");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Baseline parsed(String theorem, JsonNode tree) {
        if (!tree.path("schema").asString("").equals(SCHEMA)
                || !tree.path("theorem").asString("").equals(theorem)) {
            throw new InvalidInstance("schema", "must be \"" + SCHEMA + "\" of the theorem " + theorem);
        }
        SortedMap<String, Entry> entries = new TreeMap<>();
        for (Map.Entry<String, JsonNode> field : tree.properties()) {
            if (!List.of("schema", "theorem", TREND).contains(field.getKey())) {
                entries.put(field.getKey(), Json.mapper().treeToValue(field.getValue(), Entry.class));
            }
        }
        return new Baseline(theorem, entries, Json.mapper().treeToValue(tree.path(TREND), Trend.class));
    }

    /**
     * Replaces the baseline of the theorem; rules and tolerances that were stated for a quantity are kept.
     *
     * @throws UncheckedIOException if it cannot be written
     */
    public void write(Path folder) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("schema", SCHEMA);
        document.put("theorem", theorem);
        document.putAll(quantities);
        document.put(TREND, trend);
        List<String> lines = new ArrayList<>();
        document.forEach((name, value) -> lines.add("  " + json(name) + ": " + json(value)));
        String text = "{\n" + String.join(",\n", lines) + "\n}";
        EvidenceStore.replace(file(folder, theorem), text + "\n");
    }

    /** On one line, so that a number that moves is one line of a difference. */
    private static String json(Object value) {
        return Json.mapper().writeValueAsString(value);
    }

    /** This baseline with the rules that another one states. */
    public Baseline withRulesOf(Baseline other) {
        SortedMap<String, Entry> entries = new TreeMap<>(quantities);
        entries.replaceAll((name, entry) -> {
            Entry before = other.quantities.get(name);
            return before == null ? entry : new Entry(entry.value, entry.bits, before.rule, before.tolerance);
        });
        return new Baseline(theorem, entries, trend);
    }

    /** The drift of a theorem that has no baseline yet: every number is new. */
    public static List<Drift> missing(String theorem, SortedMap<String, Double> golden) {
        return new Baseline(theorem, new TreeMap<>(), new Trend(new TreeMap<>(), new TreeMap<>())).drift(golden);
    }

    /** Everything in which the golden numbers of now are not the accepted ones, by name. */
    public List<Drift> drift(SortedMap<String, Double> golden) {
        List<Drift> drift = new ArrayList<>();
        TreeSet<String> names = new TreeSet<>(quantities.keySet());
        names.addAll(golden.keySet());
        for (String name : names) {
            Optional<Entry> entry = Optional.ofNullable(quantities.get(name));
            Optional<Double> found = Optional.ofNullable(golden.get(name));
            boolean agrees =
                    entry.isPresent() && found.isPresent() && entry.get().agrees(found.get());
            if (!agrees) {
                drift.add(new Drift(
                        theorem,
                        name,
                        entry.map(Entry::accepted),
                        found,
                        entry.map(Entry::rule).orElse("")));
            }
        }
        return drift;
    }

    /** Medians and slopes that have moved by more than a tenth: shown, never failed. */
    public List<Moved> moved(TheoremEvidence evidence) {
        Trend now = Trend.of(evidence);
        List<Moved> moved = new ArrayList<>();
        compare("median tightness", trend.tightness, now.tightness, moved);
        compare("slope", trend.slope, now.slope, moved);
        return moved;
    }

    private static void compare(
            String what, SortedMap<String, Double> accepted, SortedMap<String, Double> found, List<Moved> moved) {
        accepted.forEach((claim, before) -> {
            double after = found.getOrDefault(claim, before);
            if (Math.abs(after - before) > NOTABLE * Math.abs(before)) {
                moved.add(new Moved(claim, what, before, after));
            }
        });
    }

    private static Path file(Path folder, String theorem) {
        return folder.resolve(theorem + ".json");
    }
}
