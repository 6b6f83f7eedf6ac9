package org.attentiontheorems.cli;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.attentiontheorems.catalogue.Catalogue;
import org.attentiontheorems.pages.Page;
import org.attentiontheorems.verify.Json;
import org.attentiontheorems.verify.Theorem;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What theorems there are. */
@Command(
        name = "list",
        description = "Lists the theorems: what they claim, and how many claims and negative controls check it.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
final class ListCommand implements Callable<Integer> {
    private final Terminal terminal;
    private final Theorems theorems;

    @Option(names = "--json", description = "One line of JSON, an array with one object a theorem.")
    private boolean json;

    ListCommand(Terminal terminal, Theorems theorems) {
        this.terminal = terminal;
        this.theorems = theorems;
    }

    /** One theorem of the list; claims and controls of its declared families are counted in. */
    record Row(
            String id, String group, String title, String claim, Page.Source source, int claims, int negativeControls) {
        static Row of(Catalogue.Entry entry) {
            Page page = entry.page();
            Theorem<?> theorem = entry.theorem();
            return new Row(
                    page.id(),
                    page.group(),
                    page.title(),
                    page.claim(),
                    page.source(),
                    theorem.claims().size()
                            + theorem.families().stream()
                                    .mapToInt(family -> family.claims().size())
                                    .sum(),
                    theorem.controls().size()
                            + theorem.families().stream()
                                    .mapToInt(family -> family.controls().size())
                                    .sum());
        }
    }

    @Override
    public Integer call() {
        List<Row> rows = theorems.all().stream().map(Row::of).toList();
        terminal.out().print(json ? Json.mapper().writeValueAsString(rows) + "\n" : forPeople(rows));
        return ExitCode.HOLDS;
    }

    private static String forPeople(List<Row> rows) {
        StringBuilder text = new StringBuilder();
        String group = "";
        for (Row row : rows) {
            if (!row.group().equals(group)) {
                group = row.group();
                text.append(text.isEmpty() ? "" : "\n").append(group).append('\n');
            }
            text.append("  ").append(row.id()).append(": ").append(row.title()).append('\n');
            text.append("    ").append(row.claim()).append('\n');
            text.append(String.format(
                    Locale.ROOT,
                    "    %s%s; %d claims, %d negative controls\n",
                    row.source().title(),
                    row.source().arxiv().map(number -> ", arXiv " + number).orElse(""),
                    row.claims(),
                    row.negativeControls()));
        }
        return text.toString();
    }
}
