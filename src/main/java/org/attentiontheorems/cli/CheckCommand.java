package org.attentiontheorems.cli;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.attentiontheorems.catalogue.Catalogue;
import org.attentiontheorems.report.InstancePage;
import org.attentiontheorems.verify.InstanceReader;
import org.attentiontheorems.verify.InstanceVerdict;
import org.attentiontheorems.verify.InvalidInstance;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What a theorem says of one instance. */
@Command(
        name = "check",
        description = "Evaluates a theorem on one instance, or replays a counterexample of a run.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
final class CheckCommand implements Callable<Integer> {
    private final Terminal terminal;
    private final Theorems theorems;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(index = "0", paramLabel = "ID", description = "Theorem, as 'list' names it.")
    private String id = "";

    @Parameters(index = "1", paramLabel = "FILE", description = "Instance as JSON; '-' reads standard input.")
    private String file = "";

    @Option(names = "--json", description = "One line of JSON instead of an answer for people.")
    private boolean json;

    @Option(names = "--html", paramLabel = "OUT", description = "Also writes the answer as an HTML page.")
    private Optional<String> html = Optional.empty();

    CheckCommand(Terminal terminal, Theorems theorems) {
        this.terminal = terminal;
        this.theorems = theorems;
    }

    @Override
    public Integer call() {
        CommandLine command = spec.commandLine();
        Catalogue.Entry entry = theorems.find(id, command);
        html.ifPresent(this::requireAnotherFile);
        InstanceVerdict answer = examine(entry);
        html.ifPresent(name -> writePage(entry, answer, name));
        terminal.out().print(json ? CheckAnswer.of(answer).line() : CheckAnswer.forPeople(answer));
        return ExitCode.of(answer.verdict());
    }

    /** The page must not take the place of the instance. */
    private void requireAnotherFile(String page) {
        if (InputFile.path(page)
                .toAbsolutePath()
                .normalize()
                .equals(InputFile.path(file).toAbsolutePath().normalize())) {
            throw new BadFile(page, "file", "is the instance itself: give the page another name");
        }
    }

    private InstanceVerdict examine(Catalogue.Entry entry) {
        byte[] bytes = InputFile.read(file, terminal.in());
        try {
            return InstanceReader.examine(entry.theorem(), bytes);
        } catch (InvalidInstance e) {
            throw new BadFile(file, e);
        } catch (OutOfMemoryError e) {
            long mebibytes = Runtime.getRuntime().maxMemory() >> 20;
            throw new BadFile(file, "document", "needs more memory than the " + mebibytes + " MiB there are");
        }
    }

    private void writePage(Catalogue.Entry entry, InstanceVerdict answer, String name) {
        Path page = InputFile.path(name);
        FileTrouble.writing(name, () -> InstancePage.write(entry.page(), file, answer, page));
    }
}
