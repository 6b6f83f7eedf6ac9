package org.attentiontheorems.cli;

import org.attentiontheorems.verify.Verdict;

/** What the process answers to whoever called it. */
final class ExitCode {
    static final int HOLDS = 0;
    static final int VIOLATED = 1;
    static final int INCONCLUSIVE = 2;
    /** The command line was wrong. */
    static final int USAGE = 64;
    /** An instance or a file was wrong. */
    static final int INVALID = 65;
    /** The program was wrong. */
    static final int INTERNAL = 70;

    private ExitCode() {}

    static int of(Verdict verdict) {
        return switch (verdict) {
            case HOLDS -> HOLDS;
            case VIOLATED -> VIOLATED;
            case INCONCLUSIVE -> INCONCLUSIVE;
        };
    }
}
