package org.attentiontheorems.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.GenerationMode;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.attentiontheorems.guide.SampledAttention;
import org.attentiontheorems.verify.Json;
import org.attentiontheorems.verify.Theorem;
import tools.jackson.databind.JsonNode;

/** Valid files with random bytes changed: always a valid answer or one line and exit code 65, never a stack trace. */
class MutatedInputTest {
    private static final Shell SHELL = Shell.with(new ShapesTheorem(), new SampledAttention());
    private static final String SAMPLED = "{\"logits\":[0.5,-1e-3,2],\"values\":[1,2.5,-3],\"samples\":4}";
    private static final String WRAPPED =
            "{\"claim\":\"rare\",\"family\":\"coins\",\"seed\":\"20261\",\"key\":\"-48\",\"instance\":{\"chance\":0.9,\"atoms\":[]}}";
    private static final List<String> PIECES = List.of(
            "null",
            "NaN",
            "true",
            "1e999",
            "-",
            "0",
            "9",
            ".",
            "e",
            "\"",
            "\\",
            "\\u0000",
            "[",
            "]",
            "{",
            "}",
            ",",
            ":",
            "[]",
            "{}",
            "\"\"",
            "\n",
            "\0",
            "\ufeff",
            "\ud83d\ude00",
            "64.0",
            "1e2",
            "99999999999999999999",
            "\"NaN\"",
            "\"type\":\"points\",",
            "\"count\":1,",
            "[[[[[[[[",
            "\"instance\":{},",
            "/**/",
            "-0");

    @Property(tries = 4000, generation = GenerationMode.RANDOMIZED, edgeCases = EdgeCasesMode.NONE, seed = "1")
    void everyKindOfField(@ForAll("seeds") long seed) {
        examinesOrRefuses(new ShapesTheorem(), Shapes.JSON, seed);
    }

    @Property(tries = 2000, generation = GenerationMode.RANDOMIZED, edgeCases = EdgeCasesMode.NONE, seed = "2")
    void aSmallInstance(@ForAll("seeds") long seed) {
        examinesOrRefuses(new SampledAttention(), SAMPLED, seed);
    }

    @Property(tries = 2000, generation = GenerationMode.RANDOMIZED, edgeCases = EdgeCasesMode.NONE, seed = "3")
    void aCounterexample(@ForAll("seeds") long seed) {
        examinesOrRefuses(new ShapesTheorem(), WRAPPED, seed);
    }

    @Property(tries = 600, generation = GenerationMode.RANDOMIZED, edgeCases = EdgeCasesMode.NONE, seed = "4")
    void theWholeCommand(@ForAll("seeds") long seed) {
        switch ((int) Math.floorMod(seed, 3L)) {
            case 0 -> answersOrRefuses("all-shapes", Shapes.JSON, seed);
            case 1 -> answersOrRefuses("sampled-attention", SAMPLED, seed);
            default -> answersOrRefuses("all-shapes", WRAPPED, seed);
        }
    }

    @Provide
    Arbitrary<Long> seeds() {
        return Arbitraries.longs();
    }

    private static void examinesOrRefuses(Theorem<?> theorem, String valid, long seed) {
        byte[] bytes = mutated(valid.getBytes(StandardCharsets.UTF_8), new Random(seed));
        assertThat(InputOracle.complaint(theorem, bytes)).isEmpty();
    }

    private static void answersOrRefuses(String theorem, String valid, long seed) {
        byte[] bytes = mutated(valid.getBytes(StandardCharsets.UTF_8), new Random(seed));
        Shell.Result result = SHELL.reading(bytes).run("check", theorem, "-", "--json");
        if (result.code() == ExitCode.INVALID) {
            assertThat(result.out()).isEmpty();
            assertThat(result.err()).startsWith("attention-theorems: -: ").endsWith("\n");
            assertThat(result.err().split(": ", -1)).hasSizeGreaterThanOrEqualTo(4);
            assertThat(result.err().indexOf('\n')).isEqualTo(result.err().length() - 1);
            assertThat(result.err()).doesNotContain(InputOracle.LEAKS);
        } else {
            assertThat(result.code()).isIn(ExitCode.HOLDS, ExitCode.VIOLATED, ExitCode.INCONCLUSIVE);
            assertThat(result.err()).isEmpty();
            JsonNode answer = Json.mapper().readTree(result.out());
            assertThat(answer.get("theorem").stringValue()).isEqualTo(theorem);
            assertThat(answer.has("verdict")).isTrue();
            assertThat(answer.get("measured").isNumber()).isTrue();
        }
    }

    private static byte[] mutated(byte[] valid, Random random) {
        List<Byte> bytes = new ArrayList<>();
        for (byte b : valid) {
            bytes.add(b);
        }
        int changes = 1 + random.nextInt(4);
        for (int i = 0; i < changes; i++) {
            change(bytes, random);
        }
        byte[] changed = new byte[bytes.size()];
        for (int i = 0; i < changed.length; i++) {
            changed[i] = bytes.get(i);
        }
        return changed;
    }

    private static void change(List<Byte> bytes, Random random) {
        int from = random.nextInt(bytes.size() + 1);
        int to = Math.min(bytes.size(), from + random.nextInt(12));
        List<Byte> range = bytes.subList(from, to);
        switch (random.nextInt(6)) {
            case 0 -> range.clear();
            case 1 -> bytes.addAll(from, List.copyOf(range));
            case 2 -> bytes.add(from, (byte) random.nextInt(256));
            case 3 -> {
                range.clear();
                insert(bytes, from, random);
            }
            case 4 -> insert(bytes, from, random);
            default -> {
                if (from < bytes.size()) {
                    bytes.set(from, (byte) (bytes.get(from) ^ (1 << random.nextInt(8))));
                }
            }
        }
    }

    private static void insert(List<Byte> bytes, int at, Random random) {
        String piece = PIECES.get(random.nextInt(PIECES.size()));
        List<Byte> inserted = new ArrayList<>();
        for (byte b : piece.getBytes(StandardCharsets.UTF_8)) {
            inserted.add(b);
        }
        bytes.addAll(at, inserted);
    }
}
