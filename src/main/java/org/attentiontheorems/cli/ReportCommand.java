package org.attentiontheorems.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.attentiontheorems.report.Report;
import org.attentiontheorems.verify.InvalidInstance;
import org.attentiontheorems.verify.JsonDocument;
import org.attentiontheorems.verify.Publication;
import org.attentiontheorems.verify.TheoremEvidence;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Evidence as HTML. */
@Command(
        name = "report",
        description = "Makes the HTML report from stored evidence; nothing is run again.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
final class ReportCommand implements Callable<Integer> {
    private final Theorems theorems;

    @Parameters(
            index = "0",
            paramLabel = "EVIDENCE",
            description = "Folder of evidence files, such as reports/evidence.")
    private String evidence = "";

    @Parameters(index = "1", paramLabel = "OUT", description = "Folder of the report, made if needed.")
    private String out = "";

    ReportCommand(Theorems theorems) {
        this.theorems = theorems;
    }

    @Override
    public Integer call() {
        Path from = InputFile.path(evidence);
        Path to = InputFile.path(out);
        finishWhatWasKilled(from);
        requireEvidence(from);
        FileTrouble.writing(out, () -> Report.write(theorems.pages(), from, to));
        return ExitCode.HOLDS;
    }

    private void finishWhatWasKilled(Path folder) {
        Path home = folder.toAbsolutePath().normalize().getParent();
        if (home != null) {
            FileTrouble.writing(evidence, () -> Publication.recover(home));
        }
    }

    /** A report would show bad files on its pages; here they end the command before anything is written. */
    private void requireEvidence(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new BadFile(evidence, "file", Files.exists(folder) ? "is no directory" : "no such directory");
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "[!.]*.json")) {
            for (Path file : files) {
                requireEvidence(file.toString());
            }
        } catch (IOException e) {
            throw new BadFile(evidence, "file", "cannot be read: " + FileTrouble.reason(e));
        }
    }

    private static void requireEvidence(String file) {
        try {
            TheoremEvidence read =
                    new JsonDocument(InputFile.read(file, InputStream.nullInputStream())).as(TheoremEvidence.class);
            if (!read.schema().equals(TheoremEvidence.SCHEMA)) {
                throw new BadFile(
                        file, "schema", "must be \"" + TheoremEvidence.SCHEMA + "\", is \"" + read.schema() + '"');
            }
        } catch (InvalidInstance e) {
            throw new BadFile(file, e);
        }
    }
}
