package org.attentiontheorems.cli;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.attentiontheorems.catalogue.Catalogue;
import org.attentiontheorems.report.Report;
import org.attentiontheorems.verify.Commit;
import org.attentiontheorems.verify.Publication;
import org.attentiontheorems.verify.RunSettings;
import org.attentiontheorems.verify.Theorem;
import org.attentiontheorems.verify.TheoremEvidence;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The suite without Maven. */
@Command(
        name = "verify",
        description = "Checks theorems on random instances and writes evidence and report.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
final class VerifyCommand implements Callable<Integer> {
    /** As Maven names its runs, in UTC: the newest has the greatest name. */
    private static final DateTimeFormatter RUN =
            DateTimeFormatter.ofPattern("yyyyMMddHHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);

    private static final int MAX_TRIES = 1_000_000;
    private static final int MAX_THREADS = 1024;

    private final Terminal terminal;
    private final Theorems theorems;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(
            paramLabel = "ID",
            arity = "0..*",
            description = "Theorems, as 'list' names them; all if none is named.")
    private List<String> ids = new ArrayList<>();

    @Option(
            names = "--tries",
            paramLabel = "N",
            description =
                    "Random instances a claim where the theorem declares 200, others in proportion (default: 200).")
    private int tries = RunSettings.DEFAULT_TRIES;

    @Option(
            names = "--seed",
            paramLabel = "SEED",
            description = "Master seed, a whole number of 64 bits, or 'fresh' (default: the committed seed).")
    private String seed = Long.toString(RunSettings.DEFAULT_SEED);

    @Option(
            names = "--threads",
            paramLabel = "K",
            description = "Theorems checked at the same time; changes no result (default: 1).")
    private int threads = 1;

    @Option(names = "--slow", description = "Examine also the families that take minutes.")
    private boolean slow;

    @Option(names = "--out", paramLabel = "DIR", description = "Folder of report and evidence (default: reports).")
    private String out = "reports";

    VerifyCommand(Terminal terminal, Theorems theorems) {
        this.terminal = terminal;
        this.theorems = theorems;
    }

    @Override
    public Integer call() {
        RunSettings settings = settings();
        Path folder = InputFile.path(out);
        List<Theorem<?>> chosen = new ArrayList<>();
        for (Catalogue.Entry entry : theorems.select(ids, spec.commandLine())) {
            chosen.add(entry.theorem());
        }
        FileTrouble.makeFolder(out, folder.resolve("evidence"));
        FileTrouble.writing(out, () -> Publication.recover(folder));
        Summary summary = run(chosen, settings, folder);
        terminal.out().print(summary.forPeople(folder));
        terminal.out()
                .printf(Locale.ROOT, "master seed %d; report: %s\n", settings.seed(), folder.resolve("index.html"));
        return summary.exitCode();
    }

    private Summary run(List<Theorem<?>> chosen, RunSettings settings, Path folder) {
        Publication report = Publication.to(folder);
        Suite suite = new Suite(chosen, settings, report, Commit.current());
        List<TheoremEvidence> evidence;
        try (Progress progress = Progress.on(terminal, suite.parts(), chosen.size())) {
            evidence = suite.run(threads, progress);
        }
        FileTrouble.writing(out, () -> Report.publish(theorems.pages(), report));
        return new Summary(evidence);
    }

    private RunSettings settings() {
        requireBetween("--tries", tries, MAX_TRIES);
        requireBetween("--threads", threads, MAX_THREADS);
        boolean fresh = seed.equals("fresh");
        long number = fresh ? new SecureRandom().nextLong() : number(seed);
        if (fresh) {
            terminal.err().println("fresh master seed: " + number);
        }
        return new RunSettings(number, tries, run(), fresh, slow);
    }

    /** The run is called by the time at which its process began. */
    private static String run() {
        return ProcessHandle.current().info().startInstant().map(RUN::format).orElse("verify");
    }

    private void requireBetween(String option, int value, int max) {
        if (value < 1 || value > max) {
            throw wrong(option + " must be between 1 and " + max + ", is " + value);
        }
    }

    private long number(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw wrong("--seed must be a whole number of 64 bits or 'fresh', is '" + text + "'");
        }
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
