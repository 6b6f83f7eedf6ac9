package org.attentiontheorems.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.attentiontheorems.verify.ErrorLedger;
import org.attentiontheorems.verify.TheoremEvidence;
import org.attentiontheorems.verify.TheoremEvidence.ClaimEvidence;
import org.attentiontheorems.verify.Verdict;

/**
 * What a run of several theorems comes to.
 *
 * @param evidence in the order of the theorems
 */
record Summary(List<TheoremEvidence> evidence) {
    private static final String ERROR = "ERROR";

    /** 70 if a claim threw, else 1 if a theorem is violated, else 2 if one is inconclusive or too much was risked, else 0. */
    int exitCode() {
        if (evidence.stream().flatMap(one -> one.claims().stream()).anyMatch(Summary::hasThrown)) {
            return ExitCode.INTERNAL;
        }
        if (count(Verdict.VIOLATED) > 0) {
            return ExitCode.VIOLATED;
        }
        return count(Verdict.INCONCLUSIVE) > 0 || !isWithinBudget() ? ExitCode.INCONCLUSIVE : ExitCode.HOLDS;
    }

    /** Sum of the false-alarm levels of all decisions. */
    double alphaSpent() {
        return ErrorLedger.total(
                evidence.stream().mapToDouble(TheoremEvidence::alphaSpent).toArray());
    }

    private boolean isWithinBudget() {
        return alphaSpent() <= ErrorLedger.SUITE_BUDGET;
    }

    /**
     * The summary for people.
     *
     * @param out the report folder
     */
    String forPeople(Path out) {
        Table table = new Table().row("theorem", "verdict", "controls", "seconds");
        for (TheoremEvidence one : evidence) {
            String seconds = String.format(Locale.ROOT, "%.1f", one.timing().seconds());
            table.row(one.theorem(), one.verdict().name(), controls(List.of(one)), seconds);
        }
        StringBuilder text = new StringBuilder(table.toString());
        evidence.forEach(one -> text.append(reasons(one, out)));
        text.append(String.format(
                Locale.ROOT,
                "\n%d theorems: %d hold, %d violated, %d inconclusive; negative controls rejected: %s\n",
                evidence.size(),
                count(Verdict.HOLDS),
                count(Verdict.VIOLATED),
                count(Verdict.INCONCLUSIVE),
                controls(evidence)));
        text.append(String.format(
                Locale.ROOT,
                "false-alarm probability of this run: at most %.2g (budget %.0e)%s\n",
                alphaSpent(),
                ErrorLedger.SUITE_BUDGET,
                isWithinBudget() ? "" : ": error budget exceeded, lower --tries"));
        return text.toString();
    }

    private static String reasons(TheoremEvidence one, Path out) {
        if (one.verdictReason().isEmpty()) {
            return "";
        }
        StringBuilder text = new StringBuilder();
        text.append('\n')
                .append(one.theorem())
                .append(": ")
                .append(one.verdictReason())
                .append('\n');
        for (ClaimEvidence claim : one.claims()) {
            claim.counterexample()
                    .ifPresent(shown -> text.append("  replay: check ")
                            .append(one.theorem())
                            .append(' ')
                            .append(out.resolve(shown.file()))
                            .append('\n'));
        }
        return text.toString();
    }

    private static String controls(List<TheoremEvidence> some) {
        long rejected =
                some.stream().mapToLong(TheoremEvidence::controlsRejected).sum();
        long all = some.stream().mapToLong(one -> one.negativeControls().size()).sum();
        return rejected + "/" + all;
    }

    private static boolean hasThrown(ClaimEvidence claim) {
        return claim.verdict().equals(ERROR);
    }

    private long count(Verdict verdict) {
        return evidence.stream().filter(one -> one.verdict() == verdict).count();
    }
}
