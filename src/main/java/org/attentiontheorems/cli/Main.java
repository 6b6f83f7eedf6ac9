package org.attentiontheorems.cli;

import java.io.InputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.attentiontheorems.catalogue.Catalogue;
import org.attentiontheorems.verify.InvalidComputation;
import org.attentiontheorems.verify.OneLine;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * The command {@code attention-theorems}. Exit codes: 0 holds or all fine, 1 violated, 2 inconclusive, 64 usage, 65 invalid instance or
 * file, 70 internal error. Whatever goes wrong is one line on standard error, never a stack trace.
 */
@Command(
        name = Main.NAME,
        description = "Checks theorems about attention against reference implementations.",
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        footer = {
            "",
            "Exit codes: 0 holds, all fine; 1 violated; 2 inconclusive; 64 usage; 65 invalid instance or file; 70 internal error."
        })
public final class Main {
    static final String NAME = "attention-theorems";
    private static final int LONGEST_MESSAGE = 1000;

    private Main() {}

    /** Runs a command and ends the process with its exit code. */
    public static void main(String[] args) {
        System.exit(run(args, Terminal.ofProcess(), new Theorems(Catalogue::all)));
    }

    /**
     * Runs a command on the theorems of the catalogue.
     *
     * @return the exit code
     */
    public static int run(String[] args, InputStream in, PrintStream out, PrintStream err) {
        return run(args, new Terminal(in, out, err, false), new Theorems(Catalogue::all));
    }

    static int run(String[] args, Terminal terminal, Theorems theorems) {
        CommandLine line = new CommandLine(new Main())
                .addSubcommand(new ListCommand(terminal, theorems))
                .addSubcommand(new CheckCommand(terminal, theorems))
                .addSubcommand(new VerifyCommand(terminal, theorems))
                .addSubcommand(new ReportCommand(theorems))
                .addSubcommand(new BaselineCommand(terminal, theorems))
                .setExpandAtFiles(false)
                .setOut(new PrintWriter(terminal.out(), true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(terminal.err(), true, StandardCharsets.UTF_8))
                .setParameterExceptionHandler((e, all) -> fails(terminal, ExitCode.USAGE, usage(e)))
                .setExecutionExceptionHandler((e, command, parsed) -> fails(terminal, e));
        try {
            return line.execute(args);
        } catch (StackOverflowError | OutOfMemoryError e) {
            return fails(terminal, ExitCode.INTERNAL, "internal error: " + e);
        }
    }

    private static int fails(Terminal terminal, Exception e) {
        if (e instanceof BadFile) {
            return fails(terminal, ExitCode.INVALID, String.valueOf(e.getMessage()));
        }
        if (e instanceof InvalidComputation) {
            return fails(terminal, ExitCode.INTERNAL, "internal error, no verdict may rest on this: " + e.getMessage());
        }
        return fails(terminal, ExitCode.INTERNAL, "internal error: " + e);
    }

    private static int fails(Terminal terminal, int code, String message) {
        terminal.err().println(NAME + ": " + OneLine.shortened(message, LONGEST_MESSAGE));
        return code;
    }

    private static String usage(ParameterException e) {
        List<String> near = e instanceof UnmatchedArgumentException unmatched ? unmatched.getSuggestions() : List.of();
        String suggestion = near.isEmpty() ? "" : ", did you mean " + String.join(" or ", near) + "?";
        return e.getMessage() + suggestion + " (see: "
                + e.getCommandLine().getCommandSpec().qualifiedName() + " --help)";
    }
}
