package org.attentiontheorems.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.Callable;
import org.attentiontheorems.catalogue.Catalogue;
import org.attentiontheorems.report.Baseline;
import org.attentiontheorems.report.Baseline.Drift;
import org.attentiontheorems.report.DriftTable;
import org.attentiontheorems.verify.Commit;
import org.attentiontheorems.verify.GoldenInstances;
import org.attentiontheorems.verify.InvalidInstance;
import org.attentiontheorems.verify.RunSettings;
import org.attentiontheorems.verify.Theorem;
import org.attentiontheorems.verify.TheoremEvidence;
import org.attentiontheorems.verify.Verdict;
import org.attentiontheorems.verify.Verifier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The accepted numbers: compares them with those of now, or replaces them deliberately. */
@Command(
        name = "baseline",
        description = {
            "Compares the numbers of golden instances with the accepted ones in reports/baseline.",
            "With --accept it examines the named theorems and, if they hold, accepts their numbers."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
final class BaselineCommand implements Callable<Integer> {
    private final Terminal terminal;
    private final Theorems theorems;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--accept",
            paramLabel = "ID",
            arity = "1..*",
            description =
                    "Theorems whose numbers of now become the accepted ones; refused where the verdict is not HOLDS.")
    private List<String> accepted = new ArrayList<>();

    @Option(names = "--dir", paramLabel = "DIR", description = "Folder of the baseline (default: reports/baseline).")
    private String folder = Baseline.FOLDER.toString();

    BaselineCommand(Terminal terminal, Theorems theorems) {
        this.terminal = terminal;
        this.theorems = theorems;
    }

    @Override
    public Integer call() {
        return accepted.isEmpty() ? compare() : accept();
    }

    private int compare() {
        List<Drift> drift = new ArrayList<>();
        for (Catalogue.Entry entry : theorems.all()) {
            drift.addAll(drift(entry.theorem()));
        }
        terminal.out().print(drift.isEmpty() ? "no number has drifted\n" : DriftTable.of(drift));
        return drift.isEmpty() ? ExitCode.HOLDS : ExitCode.VIOLATED;
    }

    private List<Drift> drift(Theorem<?> theorem) {
        SortedMap<String, Double> golden = GoldenInstances.quantities(theorem);
        return read(theorem.id())
                .map(baseline -> baseline.drift(golden))
                .orElseGet(() -> Baseline.missing(theorem.id(), golden));
    }

    private int accept() {
        boolean all = true;
        for (Catalogue.Entry entry : theorems.select(accepted, spec.commandLine())) {
            all &= accept(entry.theorem());
        }
        return all ? ExitCode.HOLDS : ExitCode.VIOLATED;
    }

    private boolean accept(Theorem<?> theorem) {
        TheoremEvidence evidence = examined(theorem);
        if (evidence.verdict() != Verdict.HOLDS) {
            terminal.err()
                    .println(Main.NAME + ": " + theorem.id() + ": not accepted, its verdict is " + evidence.verdict()
                            + ": " + evidence.verdictReason());
            return false;
        }
        Baseline now = Baseline.of(evidence);
        Optional<Baseline> before = read(theorem.id());
        FileTrouble.writing(
                folder, () -> before.map(now::withRulesOf).orElse(now).write(InputFile.path(folder)));
        terminal.out().println(theorem.id() + ": " + now.quantities().size() + " numbers accepted");
        return true;
    }

    private static TheoremEvidence examined(Theorem<?> theorem) {
        Verifier<?> verifier = new Verifier<>(theorem, RunSettings.standard("baseline"));
        verifier.runAll(() -> {});
        return verifier.evidence(Commit.current());
    }

    private Optional<Baseline> read(String id) {
        try {
            return Baseline.read(InputFile.path(folder), id);
        } catch (InvalidInstance e) {
            throw new BadFile(Path.of(folder, id + ".json").toString(), e);
        }
    }
}
