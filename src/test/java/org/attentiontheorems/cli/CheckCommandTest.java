package org.attentiontheorems.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.attentiontheorems.guide.SampledAttention;
import org.attentiontheorems.verify.Claim;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckCommandTest {
    private static final Shell SHELL = Shell.with(new SampledAttention(), new ShapesTheorem());
    private static final String HALVES = "{\"logits\":[0,0],\"values\":[0,1],\"samples\":4}";

    @TempDir
    Path folder;

    private static Shell.Result shapes(String from, String to) {
        return SHELL.reading(Shapes.JSON.replace(from, to)).run("check", "all-shapes", "-", "--json");
    }

    @Test
    void theAnswerForProgramsIsOneLine() throws Exception {
        Path file = Files.writeString(folder.resolve("halves.json"), HALVES);
        Shell.Result result = SHELL.run("check", "sampled-attention", file, "--json");
        assertThat(result.out())
                .isEqualTo("{\"theorem\":\"sampled-attention\",\"verdict\":\"holds\",\"quantities\":{\"bound\":0.0625,"
                        + "\"headVariance\":0.25},\"measured\":0.0625,\"bound\":0.0625,\"tightness\":1}\n");
        assertThat(result.err()).isEmpty();
        assertThat(result.code()).isZero();
    }

    @Test
    void theAnswerForPeopleListsAllDeterministicClaims() {
        Shell.Result result = SHELL.reading(Shapes.JSON).run("check", "all-shapes", "-");
        assertThat(result.code()).isZero();
        assertThat(result.out()).isEqualTo("""
                        all-shapes: holds

                        claim  verdict  measured      bound  measured/bound
                        level  holds    0.5       <=  1      0.5000
                        count  holds    3         <=  10     0.3000
                        sizes  holds    2         =   2      1.000

                        quantity  value
                        level     0.5
                        product   0.5
                        """);
    }

    @Test
    void remarksAreFieldsBesideTheNumbers() {
        String json = Shapes.JSON.replaceFirst("\"name\":\"[^\"]*\"", "\"name\":\"square\"");
        assertThat(SHELL.reading(json).run("check", "all-shapes", "-", "--json").out())
                .contains("\"product\":0.5},\"shape\":\"all sides are equal\",\"measured\":0.5,");
        assertThat(SHELL.reading(json).run("check", "all-shapes", "-").out()).contains("shape     all sides are equal");
    }

    @Test
    void numbersRoundTrip() {
        Shell.Result result = shapes("0.5,", "0.1234567890123456789e-5,");
        assertThat(result.out())
                .contains("\"level\":0.000001234567890123456")
                .contains("\"measured\":0.000001234567890123456");
        assertThat(shapes("0.5,", "-0.0,").out()).contains("\"measured\":-0.0,\"bound\":1,\"tightness\":-0.0}");
        assertThat(shapes("0.5,", "4.9e-324,").out()).contains("\"measured\":4.94065645841247E-324");
    }

    @Test
    void violatedAndInconclusiveHaveTheirExitCodes() {
        assertThat(shapes("0.5,", "1.5,").out())
                .contains("\"verdict\":\"violated\"")
                .contains("\"tightness\":1.5}");
        assertThat(shapes("0.5,", "1.5,").code()).isEqualTo(1);
        assertThat(shapes("\"count\":3", "\"count\":11").code()).isEqualTo(1);
        Claim<SampledAttention.Instance> undecided = Claim.<SampledAttention.Instance>bound(
                        "undecided", (x, effort) -> org.attentiontheorems.verify.Approx.within(1, 0.5))
                .atMost(x -> 1.2);
        Shell.Result result = Shell.with(Variant.called("undecided").claiming(undecided))
                .reading(HALVES)
                .run("check", "undecided", "-", "--json");
        assertThat(result.out()).contains("\"verdict\":\"inconclusive\"");
        assertThat(result.code()).isEqualTo(2);
    }

    @Test
    void measuredAndBoundAreThoseOfTheFirstClaimThatApplies() {
        assertThat(shapes("true", "false").out()).contains("\"measured\":3,\"bound\":1E+1,\"tightness\":0.3}");
        assertThat(shapes("\"count\":3", "\"count\":7").out()).contains("\"measured\":0.5,");
        Shell.Result neither = SHELL.reading(
                        Shapes.JSON.replace("true", "false").replace(":3,", ":7,"))
                .run("check", "all-shapes", "-");
        assertThat(neither.out()).contains("sizes").doesNotContain("level  holds", "count  ");
    }

    @Test
    void anInfiniteBoundHoldsAndHasNoTightness() {
        Shell open = SHELL.reading(Shapes.JSON.replace("plain", "open"));
        assertThat(open.run("check", "all-shapes", "-").out()).containsPattern("open +holds +1 +<= +Infinity +vacuous");
        Claim<SampledAttention.Instance> free =
                Claim.<SampledAttention.Instance>bound("free", x -> 1).atMost(x -> Double.POSITIVE_INFINITY);
        Shell.Result result = Shell.with(Variant.called("free").claiming(free))
                .reading(HALVES)
                .run("check", "free", "-", "--json");
        assertThat(result.out()).endsWith("\"measured\":1,\"bound\":\"Infinity\"}\n");
    }

    @Test
    void aTheoremWithoutAClaimAboutTheInstanceCannotBeAsked() {
        Claim<SampledAttention.Instance> never = SampledAttention.variance(org.attentiontheorems.guide.Head.REFERENCE)
                .when(x -> x.samples() > 100);
        Shell.Result result = Shell.with(Variant.called("rare-case").claiming(never))
                .reading(HALVES)
                .run("check", "rare-case", "-");
        assertThat(result.code()).isEqualTo(65);
        assertThat(result.err())
                .isEqualTo("attention-theorems: -: document: is an instance that no claim of rare-case speaks of\n");
    }

    @Test
    void aNumberThatNoVerdictMayRestOnIsAnInternalError() {
        Shell.Result quantity = shapes("\"level\":0.5", "\"level\":1e301");
        assertThat(quantity.code()).isEqualTo(70);
        assertThat(quantity.err())
                .isEqualTo("attention-theorems: internal error, no verdict may rest on this: product is NaN\n");
        assertThat(quantity.out()).isEmpty();
        Claim<SampledAttention.Instance> nan =
                Claim.<SampledAttention.Instance>bound("nan", x -> Double.NaN).atMost(x -> 1);
        Shell.Result claim =
                Shell.with(Variant.called("nan").claiming(nan)).reading(HALVES).run("check", "nan", "-");
        assertThat(claim.code()).isEqualTo(70);
        assertThat(claim.err())
                .isEqualTo("attention-theorems: internal error, no verdict may rest on this: nan is NaN\n");
    }

    @Test
    void whateverElseGoesWrongIsOneLineToo() {
        for (RuntimeException thrown : List.of(
                new IllegalStateException("two\nlines"),
                new NullPointerException(),
                new ArithmeticException("/ by zero"))) {
            Claim<SampledAttention.Instance> throwing = Claim.<SampledAttention.Instance>bound("throwing", x -> {
                        throw thrown;
                    })
                    .atMost(x -> 1);
            Shell.Result result = Shell.with(Variant.called("throwing").claiming(throwing))
                    .reading(HALVES)
                    .run("check", "throwing", "-");
            assertThat(result.code()).isEqualTo(70);
            assertThat(result.err().lines().count()).isEqualTo(1);
            assertThat(result.err()).startsWith("attention-theorems: internal error: java.lang.");
        }
        Claim<SampledAttention.Instance> endless = Claim.<SampledAttention.Instance>bound(
                        "endless", CheckCommandTest::endless)
                .atMost(x -> 1);
        Shell.Result result = Shell.with(Variant.called("endless").claiming(endless))
                .reading(HALVES)
                .run("check", "endless", "-");
        assertThat(result.code()).isEqualTo(70);
        assertThat(result.err()).isEqualTo("attention-theorems: internal error: java.lang.StackOverflowError\n");
        Claim<SampledAttention.Instance> hungry = Claim.<SampledAttention.Instance>bound(
                        "hungry", x -> new double[Integer.MAX_VALUE][Integer.MAX_VALUE].length)
                .atMost(x -> 1);
        Shell.Result memory = Shell.with(Variant.called("hungry").claiming(hungry))
                .reading(HALVES)
                .run("check", "hungry", "-");
        assertThat(memory.code()).isEqualTo(65);
        assertThat(memory.err())
                .matches("attention-theorems: -: document: needs more memory than the \\d+ MiB there are\n");
    }

    @SuppressWarnings("InfiniteRecursion")
    private static double endless(SampledAttention.Instance x) {
        return 1 + endless(x);
    }

    @Test
    void aPlainInstanceIsNotAskedAboutRandomNumbers() {
        assertThat(SHELL.reading(Shapes.JSON).run("check", "all-shapes", "-").out())
                .doesNotContain("half");
    }

    @Test
    void thePageNeverTakesThePlaceOfTheInstance() throws Exception {
        Path file = Files.writeString(folder.resolve("mine.json"), HALVES);
        Path same = folder.resolve("sub").resolve("..").resolve("mine.json");
        Shell.Result result = SHELL.run("check", "sampled-attention", file, "--html", same);
        assertThat(result.code()).isEqualTo(65);
        assertThat(result.err()).contains("is the instance itself").hasLineCount(1);
        assertThat(file).hasContent(HALVES);
    }

    @Test
    void theHtmlPageIsWrittenOnlyWithAnAnswer() throws Exception {
        Path page = folder.resolve("pages/halves.html");
        Shell.Result result = SHELL.reading(HALVES).run("check", "sampled-attention", "-", "--html", page);
        assertThat(result.code()).isZero();
        assertThat(result.out()).startsWith("sampled-attention: holds\n");
        assertThat(Files.readString(page))
                .contains("<html", "Title of sampled-attention")
                .contains("variance")
                .contains("0.0625");
        Path blocked = Files.createFile(folder.resolve("blocked")).resolve("page.html");
        Shell.Result refused = SHELL.reading(HALVES).run("check", "sampled-attention", "-", "--html", blocked);
        assertThat(refused.code()).isEqualTo(65);
        assertThat(refused.out()).isEmpty();
        assertThat(refused.err()).startsWith("attention-theorems: " + blocked + ": file: cannot be written: ");
        assertThat(refused.err().lines().count()).isEqualTo(1);
    }

    @Test
    void wrongUsage() {
        assertThat(SHELL.run("check", "sampled-atention", "-").err())
                .isEqualTo("attention-theorems: there is no theorem 'sampled-atention', did you mean sampled-attention?"
                        + " (see: attention-theorems check --help)\n");
        assertThat(SHELL.run("check", "sampled-atention", "-").code()).isEqualTo(64);
        assertThat(SHELL.run("check", "sampled").err())
                .startsWith("attention-theorems: Missing required parameter: 'FILE'");
        assertThat(SHELL.run("check").code()).isEqualTo(64);
        assertThat(SHELL.run("check", "all-shapes", "a", "b").code()).isEqualTo(64);
        assertThat(SHELL.run("check", "all-shapes", "a", "--jsno").code()).isEqualTo(64);
        assertThat(SHELL.run("check", "all\nshapes", "a").err().lines().count()).isEqualTo(1);
        assertThat(SHELL.run().code()).isEqualTo(64);
        assertThat(SHELL.run().err()).startsWith("attention-theorems: Missing required subcommand");
        assertThat(SHELL.run("chek").err()).contains("did you mean").contains("check");
        assertThat(SHELL.run("base").code()).isEqualTo(64);
        assertThat(SHELL.run("check", "all-shapes", "@list").err()).contains("@list: file: cannot be read");
    }

    @Test
    void helpAndVersion() {
        for (String command : List.of("list", "check", "verify", "report")) {
            Shell.Result help = SHELL.run(command, "--help");
            assertThat(help.code()).isZero();
            assertThat(help.out()).startsWith("Usage: attention-theorems " + command);
            assertThat(help.err()).isEmpty();
        }
        assertThat(SHELL.run("--help").out()).contains("list", "check", "verify", "report", "Exit codes");
        assertThat(SHELL.run("--version").out())
                .startsWith("attention-theorems ")
                .contains("Java");
        assertThat(SHELL.run("--version").code()).isZero();
    }
}
