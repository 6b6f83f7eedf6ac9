package org.attentiontheorems.report;

/** What a reader types to see an instance again. */
final class ReplayCommand {
    private static final String PROGRAM = "java -jar target/attention-theorems.jar ";

    private ReplayCommand() {}

    /** The command in full; a text that is none of the program's own stays as it is. */
    static String of(String replay) {
        return replay.startsWith("check ") ? PROGRAM + replay : replay;
    }
}
