package org.attentiontheorems.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.attentiontheorems.guide.SampledAttention;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ListAndReportTest {
    private static final Shell SHELL = Shell.with(new SampledAttention(), new ShapesTheorem());

    @TempDir
    Path folder;

    @Test
    void theListForPeople() {
        Shell.Result result = SHELL.run("list");
        assertThat(result.code()).isZero();
        assertThat(result.out()).isEqualTo("""
                        guide
                          sampled-attention: Title of sampled-attention
                            It is so.
                            A paper, arXiv 2601.00001; 3 claims, 4 negative controls
                          all-shapes: Title of all-shapes
                            It is so.
                            A paper, arXiv 2601.00001; 6 claims, 0 negative controls
                        """);
    }

    @Test
    void theListForProgramsIsOneLine() {
        Shell.Result result = Shell.with(new SampledAttention()).run("list", "--json");
        assertThat(result.code()).isZero();
        assertThat(result.out())
                .isEqualTo(
                        "[{\"id\":\"sampled-attention\",\"group\":\"guide\",\"title\":\"Title of sampled-attention\","
                                + "\"claim\":\"It is so.\",\"source\":{\"title\":\"A paper\",\"authors\":\"Nobody\","
                                + "\"arxiv\":\"2601.00001\"},\"claims\":3,\"negativeControls\":4}]\n");
        assertThat(Shell.with().run("list", "--json").out()).isEqualTo("[]\n");
    }

    @Test
    void aReportIsMadeFromStoredEvidence() throws IOException {
        Path reports = folder.resolve("reports");
        Shell shell = Shell.with(Variant.called("one"));
        shell.run("verify", "--out", reports);
        Path out = folder.resolve("elsewhere");
        Shell.Result result = shell.run("report", reports.resolve("evidence"), out);
        assertThat(result.err()).isEmpty();
        assertThat(result.code()).isZero();
        assertThat(Files.readString(out.resolve("index.html"))).contains("Title of one");
        assertThat(Files.readString(out.resolve("one.html"))).isEqualTo(Files.readString(reports.resolve("one.html")));
    }

    @Test
    void evidenceThatIsNoneStopsTheReportBeforeItIsWritten() throws IOException {
        Path reports = folder.resolve("reports");
        Shell shell = Shell.with(Variant.called("one"));
        shell.run("verify", "--out", reports);
        Path file = reports.resolve("evidence/one.json");
        String good = Files.readString(file);
        assertRefused(file, "", "document: is empty");
        assertRefused(file, "null", "document: must be an object, is null");
        assertRefused(file, good.replace("\"one\"", "1"), "theorem: must be a string, is 1");
        assertRefused(
                file,
                good.replace("\"tries\" : 40", "\"tries\" : 4.5"),
                "claims[0].tries: must be a whole number, is 4.5");
        assertRefused(
                file,
                good.replace("evidence/1", "evidence/9"),
                "schema: must be \"attention-theorems/evidence/1\", is \"attention-theorems/evidence/9\"");
        assertRefused(
                file,
                good.replaceFirst("\"verdict\" : \"HOLDS\"", "\"verdict\" : \"FINE\""),
                "verdict: must be one of \"HOLDS\", \"VIOLATED\", \"INCONCLUSIVE\", is \"FINE\"");
        assertRefused(
                file,
                good.replaceFirst(
                        "\"max\" : 0?\\.?\\d+(E-?\\d+)?,\n *\"histogram\"", "\"max\" : \"lots\",\"histogram\""),
                "claims[0].tightness.max: must be a finite number, is \"lots\"");
    }

    private void assertRefused(Path file, String text, String expected) throws IOException {
        Files.writeString(file, text);
        Path out = folder.resolve("out");
        Shell.Result result = SHELL.run("report", file.getParent(), out);
        assertThat(result.err()).isEqualTo("attention-theorems: " + file + ": " + expected + "\n");
        assertThat(result.code()).isEqualTo(65);
        assertThat(out).doesNotExist();
    }

    @Test
    void foldersThatAreNone() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        assertThat(SHELL.run("report", folder.resolve("none"), folder.resolve("out"))
                        .err())
                .isEqualTo("attention-theorems: " + folder.resolve("none") + ": file: no such directory\n");
        assertThat(SHELL.run("report", file, folder.resolve("out")).err())
                .isEqualTo("attention-theorems: " + file + ": file: is no directory\n");
        assertThat(SHELL.run("report", folder, file).code()).isEqualTo(65);
        assertThat(SHELL.run("report", folder).code()).isEqualTo(64);
    }
}
