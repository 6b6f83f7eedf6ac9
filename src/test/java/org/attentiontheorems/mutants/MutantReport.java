package org.attentiontheorems.mutants;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.hipparchus.distribution.continuous.BetaDistribution;

/** Counts and survivors, as Markdown. */
record MutantReport(List<Group> groups) {
    private static final double TAIL = 0.025;

    /** Outcomes of a random sample of a group's mutants. */
    record Group(String name, int mutants, List<Outcome> outcomes) {
        private int count(Outcome.Fate fate) {
            return (int)
                    outcomes.stream().filter(outcome -> outcome.fate() == fate).count();
        }

        private int noticed() {
            return outcomes.size() - count(Outcome.Fate.SURVIVED);
        }

        /** The share of the sample. */
        double share() {
            return outcomes.isEmpty() ? 0 : (double) noticed() / outcomes.size();
        }

        /** The lower end of the exact 95 % interval (Clopper–Pearson). */
        double atLeast() {
            return noticed() == 0
                    ? 0
                    : new BetaDistribution(noticed(), outcomes.size() - noticed() + 1.0)
                            .inverseCumulativeProbability(TAIL);
        }

        /** The upper end. */
        double atMost() {
            return noticed() == outcomes.size()
                    ? 1
                    : new BetaDistribution(noticed() + 1.0, outcomes.size() - noticed())
                            .inverseCumulativeProbability(1 - TAIL);
        }

        private String row() {
            return String.format(
                    Locale.ROOT,
                    "| %s | %d | %d | %d | %d | %d | %d | %d | %d | %.1f %% | %.0f–%.0f %% |",
                    name,
                    mutants,
                    outcomes.size(),
                    count(Outcome.Fate.CLAIMS),
                    count(Outcome.Fate.THROWN),
                    count(Outcome.Fate.UNIT),
                    count(Outcome.Fate.BASELINE),
                    count(Outcome.Fate.HUNG),
                    count(Outcome.Fate.SURVIVED),
                    100 * share(),
                    100 * atLeast(),
                    100 * atMost());
        }
    }

    /** The share of all mutants that would be noticed, as the samples estimate it. */
    double noticed() {
        double mutants = groups.stream().mapToInt(Group::mutants).sum();
        double noticed = 0;
        for (Group group : groups) {
            noticed += group.share() * (group.mutants() / mutants);
        }
        return noticed;
    }

    void write(Path file) throws IOException {
        List<String> lines = new ArrayList<>(List.of(
                "# Mutants of the formulas",
                "",
                "Noticed by a claim, control, corner or example of a theorem; or by an exception where one was computed; else by a unit"
                        + " test; else only by the baseline. A mutant that hangs is noticed too.",
                "",
                "| group | mutants | sampled | claims | exception | unit tests | baseline | hung | survived | noticed | 95 % interval |",
                "|---|---|---|---|---|---|---|---|---|---|---|"));
        groups.forEach(group -> lines.add(group.row()));
        lines.add("");
        lines.add(String.format(Locale.ROOT, "Of all mutants, weighed by group: %.1f %%.", 100 * noticed()));
        section(lines, "Survivors", Outcome.Fate.SURVIVED);
        section(lines, "Noticed by the baseline alone", Outcome.Fate.BASELINE);
        Files.write(file, lines);
    }

    private void section(List<String> lines, String title, Outcome.Fate fate) {
        lines.addAll(List.of("", "## " + title, ""));
        groups.stream()
                .flatMap(group -> group.outcomes().stream())
                .filter(outcome -> outcome.fate() == fate)
                .map(outcome -> "- `" + outcome.where() + "` " + outcome.method() + ": " + outcome.change() + " "
                        + outcome.by())
                .sorted()
                .forEach(lines::add);
    }
}
