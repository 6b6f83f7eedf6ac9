package org.attentiontheorems.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.attentiontheorems.guide.Head;
import org.attentiontheorems.guide.SampledAttention;
import org.attentiontheorems.guide.SampledAttention.Instance;
import org.attentiontheorems.verify.Approx;
import org.attentiontheorems.verify.Claim;
import org.attentiontheorems.verify.Family;
import org.attentiontheorems.verify.Json;
import org.attentiontheorems.verify.RunSettings;
import org.attentiontheorems.verify.Theorem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class VerifyCommandTest {
    private static final Claim<Instance> TOO_MUCH =
            SampledAttention.sampledError(Head.REFERENCE).atMost(x -> 1e-4);

    @TempDir
    Path folder;

    /** Everything that a run leaves but for the pages, without what may differ between two runs. */
    private static SortedMap<String, String> reproducible(Path reports) throws IOException {
        SortedMap<String, String> files = new TreeMap<>();
        for (String part : List.of("evidence", "counterexamples", "worst")) {
            if (!Files.exists(reports.resolve(part))) {
                continue;
            }
            try (Stream<Path> all = Files.walk(reports.resolve(part))) {
                for (Path file : all.filter(Files::isRegularFile).toList()) {
                    String text = Files.readString(file);
                    files.put(reports.relativize(file).toString(), part.equals("evidence") ? stripped(text) : text);
                }
            }
        }
        return files;
    }

    private static String stripped(String evidence) {
        ObjectNode tree = (ObjectNode) Json.mapper().readTree(evidence);
        assertThat(tree.remove("environment")).isNotNull();
        assertThat(tree.remove("timing")).isNotNull();
        return Json.mapper().writeValueAsString(tree);
    }

    private static JsonNode evidence(Path reports, String id) throws IOException {
        return Json.mapper().readTree(Files.readString(reports.resolve("evidence/" + id + ".json")));
    }

    @Test
    void twoRunsWithOneAndFourThreadsLeaveTheSameBytes() throws IOException {
        Shell shell = Shell.with(
                Variant.called("one"),
                Variant.broken("two"),
                Variant.called("three"),
                Variant.called("four").claiming(TOO_MUCH),
                Variant.called("five"));
        List<SortedMap<String, String>> runs = new ArrayList<>();
        for (int threads : new int[] {1, 4, 1, 3}) {
            Path out = folder.resolve("run" + runs.size());
            assertThat(shell.run("verify", "--threads", threads, "--out", out).code())
                    .isEqualTo(1);
            runs.add(reproducible(out));
        }
        assertThat(runs.get(0))
                .hasSizeGreaterThan(20)
                .containsKeys("evidence/one.json", "counterexamples/two-variance.json");
        assertThat(runs).containsOnly(runs.get(0));
    }

    @Test
    void anotherSeedGivesOtherEvidence() throws IOException {
        Shell shell = Shell.with(Variant.called("one"));
        assertThat(shell.run("verify", "--out", folder.resolve("a")).code()).isZero();
        assertThat(shell.run("verify", "--out", folder.resolve("b"), "--seed", "-7")
                        .code())
                .isZero();
        assertThat(evidence(folder.resolve("b"), "one").get("masterSeed").stringValue())
                .isEqualTo("-7");
        assertThat(reproducible(folder.resolve("a"))).isNotEqualTo(reproducible(folder.resolve("b")));
        Shell.Result fresh = shell.run("verify", "--out", folder.resolve("c"), "--seed", "fresh", "--tries", "100");
        String seed = evidence(folder.resolve("c"), "one").get("masterSeed").stringValue();
        assertThat(fresh.err()).contains("fresh master seed: " + seed + "\n");
        assertThat(fresh.out()).contains("master seed " + seed);
        assertThat(evidence(folder.resolve("c"), "one").at("/claims/0/tries").intValue())
                .isEqualTo(20);
    }

    @Test
    void theSummaryOfARunWhereAllIsFine() {
        Shell.Result result =
                Shell.with(Variant.called("one"), Variant.called("two")).run("verify", "--out", folder);
        assertThat(result.code()).isZero();
        assertThat(result.out())
                .containsPattern("one +HOLDS +4/4 +\\d")
                .containsPattern("two +HOLDS +4/4 +\\d")
                .contains("2 theorems: 2 hold, 0 violated, 0 inconclusive; negative controls rejected: 8/8\n")
                .containsPattern("false-alarm probability of this run: at most \\d.*e-1\\d \\(budget 1e-06\\)\n")
                .contains("master seed " + RunSettings.DEFAULT_SEED + "; report: " + folder.resolve("index.html"));
        assertThat(result.err()).contains("[1/2] one HOLDS (", "[2/2] two HOLDS (");
        assertThat(folder.resolve("index.html")).exists();
        assertThat(folder.resolve("evidence/two.json")).exists();
    }

    @Test
    void onlyNamedTheoremsRun() {
        Shell shell = Shell.with(Variant.called("one"), Variant.called("two"), Variant.called("three"));
        assertThat(shell.run("verify", "three", "one", "three", "--out", folder).out())
                .contains("2 theorems: 2 hold");
        assertThat(folder.resolve("evidence/two.json")).doesNotExist();
        Shell.Result unknown = shell.run("verify", "one", "tow", "--out", folder.resolve("other"));
        assertThat(unknown.code()).isEqualTo(64);
        assertThat(unknown.err()).startsWith("attention-theorems: there is no theorem 'tow', did you mean two?");
        assertThat(folder.resolve("other")).doesNotExist();
    }

    @Test
    void counterexamplesReplayBitForBit() throws IOException {
        record Pair(double low, double high) {}
        Claim<Pair> mean = Claim.<Pair>mean(
                        "pair-mean",
                        (x, random) -> Approx.direct(x.low() + random.uniform("u", 0, 0) * (x.high() - x.low())))
                .atMost(x -> x.low() + (x.high() - x.low()) / 10)
                .in(x -> org.attentiontheorems.verify.Range.between(x.low(), x.high()));
        Family<Pair> pairs = Family.drawn("pairs", "pairs", random -> {
                    List<Pair> all = new ArrayList<>();
                    for (int i = 0; i < 3; i++) {
                        all.add(new Pair(random.uniform("low", i, 0), 2 + random.uniform("high", i, 0)));
                    }
                    return all;
                })
                .claims(mean);
        Theorem<Instance> theorem = Variant.called("wrong")
                .claiming(SampledAttention.variance(Head.REFERENCE).atMost(x -> 1e-3), TOO_MUCH)
                .with(pairs);
        Shell shell = Shell.with(theorem);
        Shell.Result run = shell.run("verify", "--out", folder, "--seed", "99");
        assertThat(run.code()).isEqualTo(1);
        JsonNode claims = evidence(folder, "wrong").get("claims");
        assertThat(claims.size()).isEqualTo(3);
        for (JsonNode claim : claims) {
            JsonNode shown = claim.get("counterexample");
            Path file = folder.resolve(shown.get("file").stringValue());
            assertThat(run.out()).contains("replay: check wrong " + file + "\n");
            Shell.Result replay = shell.run("check", "wrong", file, "--json");
            assertThat(replay.code()).isEqualTo(1);
            JsonNode answer = Json.mapper().readTree(replay.out());
            assertThat(answer.get("verdict").stringValue()).isEqualTo("violated");
            assertThat(answer.get("measured").doubleValue())
                    .isEqualTo(shown.get("measured").doubleValue());
            assertThat(answer.get("bound").doubleValue())
                    .isEqualTo(shown.get("bound").doubleValue());
            assertThat(answer.get("quantities").isEmpty())
                    .isEqualTo(claim.get("id").stringValue().equals("pair-mean"));
            String forPeople = shell.run("check", "wrong", file).out();
            assertThat(forPeople.contains("replayed with seed 99 and key "))
                    .isEqualTo(!claim.get("id").stringValue().equals("variance"));
        }
    }

    @Test
    void aWrappedFileWithoutAFamilyFieldIsAPlainCounterexample() throws IOException {
        Shell shell = Shell.with(Variant.called("wrong").claiming(TOO_MUCH));
        shell.run("verify", "--out", folder);
        Path file = folder.resolve("counterexamples/wrong-sampled-error.json");
        String text = Files.readString(file);
        assertThat(text).contains("\"family\":null,");
        assertThat(shell.reading(text.replace("\"family\":null,", "")).run("check", "wrong", "-", "--json"))
                .isEqualTo(shell.run("check", "wrong", file, "--json"));
    }

    @Test
    void aClaimThatThrowsIsAnInternalError() {
        Claim<Instance> nan = Claim.<Instance>bound("nan", x -> Double.NaN).atMost(x -> 1);
        Shell.Result result = Shell.with(
                        Variant.called("one"),
                        Variant.broken("two"),
                        Variant.called("bad").claiming(nan))
                .run("verify", "--out", folder);
        assertThat(result.code()).isEqualTo(70);
        assertThat(result.out()).contains("bad: ").contains("nan threw InvalidComputation: nan is NaN");
        assertThat(folder.resolve("index.html")).exists();
    }

    @Test
    void aClaimThatThrowsOnACornerOnlyIsAnInternalError() {
        Claim<Instance> cornered = Claim.<Instance>bound("cornered", x -> x.logits()[0] == 0 ? Double.NaN : 0.5)
                .atMost(x -> 1);
        Shell.Result result =
                Shell.with(Variant.called("bad").claiming(cornered)).run("verify", "--out", folder);
        assertThat(result.out()).contains("cornered is NaN");
        assertThat(result.code()).isEqualTo(70);
    }

    @Test
    void lostPowerIsInconclusive() {
        Claim<Instance> loose = Claim.<Instance>bound("loose", x -> 0).atMost(x -> Double.POSITIVE_INFINITY);
        Shell.Result result = Shell.with(
                        Variant.called("one"), Variant.called("vague").claiming(loose))
                .run("verify", "--out", folder);
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.out()).contains("vague: ").contains("loose is vacuous");
    }

    @Test
    void wrongUsage() {
        Shell shell = Shell.with(Variant.called("one"));
        for (String[] words : new String[][] {
            {"--tries", "0"},
            {"--tries", "1000001"},
            {"--tries", "many"},
            {"--threads", "0"},
            {"--threads", "2.5"},
            {"--threads", "100000"},
            {"--seed", "0x10"},
            {"--seed", "9223372036854775808"},
            {"--seed"},
            {"--nothing"}
        }) {
            List<Object> args = new ArrayList<>(List.of("verify", "--out", folder.resolve("none")));
            args.addAll(List.of(words));
            Shell.Result result = shell.run(args.toArray());
            assertThat(result.code()).as(String.join(" ", words)).isEqualTo(64);
            assertThat(result.err().lines().count()).isEqualTo(1);
        }
        assertThat(folder.resolve("none")).doesNotExist();
    }

    @Test
    void aFolderThatCannotBeWritten() throws IOException {
        Path blocked = Files.createFile(folder.resolve("file")).resolve("reports");
        Shell.Result result = Shell.with(Variant.called("one")).run("verify", "--out", blocked);
        assertThat(result.code()).isEqualTo(65);
        assertThat(result.err()).startsWith("attention-theorems: " + blocked + ": file: cannot be written: ");
        assertThat(result.err().lines().count()).isEqualTo(1);
    }
}
