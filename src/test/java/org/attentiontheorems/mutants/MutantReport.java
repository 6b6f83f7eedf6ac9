package org.attentiontheorems.mutants;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.hipparchus.stat.interval.BinomialProportion;
import org.hipparchus.stat.interval.ConfidenceInterval;

/** Counts and survivors, as Markdown. */
record MutantReport(List<Group> groups) {
    private static final double CONFIDENCE = 0.95;

    /** Outcomes of a group's sample. */
    record Group(String name, int mutants, List<Outcome> outcomes) {
        private long count(Outcome.Fate fate) {
            return outcomes.stream().filter(outcome -> outcome.fate() == fate).count();
        }

        private String row() {
            double noticed = 1 - (double) count(Outcome.Fate.SURVIVED) / outcomes.size();
            ConfidenceInterval interval =
                    BinomialProportion.getClopperPearsonInterval(outcomes.size(), noticed, CONFIDENCE);
            return String.format(
                    Locale.ROOT,
                    "| %s | %d | %d | %d | %d | %d | %d | %d | %.1f %% | %.0f–%.0f %% |",
                    name,
                    mutants,
                    outcomes.size(),
                    count(Outcome.Fate.CLAIMS),
                    count(Outcome.Fate.UNIT),
                    count(Outcome.Fate.BASELINE),
                    count(Outcome.Fate.HUNG),
                    count(Outcome.Fate.SURVIVED),
                    100 * noticed,
                    100 * interval.getLowerBound(),
                    100 * interval.getUpperBound());
        }
    }

    /** All groups as one. */
    private Group total() {
        List<Outcome> all = new ArrayList<>();
        groups.forEach(group -> all.addAll(group.outcomes()));
        return new Group("all", groups.stream().mapToInt(Group::mutants).sum(), all);
    }

    double killed() {
        Group total = total();
        return 1
                - (double) total.count(Outcome.Fate.SURVIVED) / total.outcomes().size();
    }

    void write(Path file) throws IOException {
        List<String> lines = new ArrayList<>(List.of(
                "# Mutants of the formulas",
                "",
                "Noticed by a claim, control, corner or example of a theorem; else by a unit test; else only by the baseline. A mutant"
                        + " that hangs is noticed too.",
                "",
                "| group | mutants | sampled | claims | unit tests | baseline | hung | survived | noticed | 95 % interval |",
                "|---|---|---|---|---|---|---|---|---|---|"));
        groups.forEach(group -> lines.add(group.row()));
        lines.add(total().row());
        section(lines, "Survivors", Outcome.Fate.SURVIVED);
        section(lines, "Noticed by the baseline alone", Outcome.Fate.BASELINE);
        Files.write(file, lines);
    }

    private void section(List<String> lines, String title, Outcome.Fate fate) {
        lines.addAll(List.of("", "## " + title, ""));
        total().outcomes().stream()
                .filter(outcome -> outcome.fate() == fate)
                .map(outcome -> "- `" + outcome.where() + "` " + outcome.method() + ": " + outcome.change() + " "
                        + outcome.by())
                .sorted()
                .forEach(lines::add);
    }
}
