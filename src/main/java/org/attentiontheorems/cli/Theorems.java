package org.attentiontheorems.cli;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.attentiontheorems.catalogue.Catalogue;
import org.attentiontheorems.pages.Page;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** The theorems that a command may be asked about, by their ids. */
final class Theorems {
    private static final int TYPING_ERRORS = 3;

    private final Supplier<List<Catalogue.Entry>> all;

    Theorems(Supplier<List<Catalogue.Entry>> all) {
        this.all = all;
    }

    /** In the order of the catalogue. */
    List<Catalogue.Entry> all() {
        return all.get();
    }

    /** The pages of all theorems, in the same order. */
    List<Page> pages() {
        return all().stream().map(Catalogue.Entry::page).toList();
    }

    /**
     * One theorem.
     *
     * @throws ParameterException if there is no such theorem
     */
    Catalogue.Entry find(String id, CommandLine command) {
        return all().stream()
                .filter(entry -> entry.theorem().id().equals(id))
                .findFirst()
                .orElseThrow(() -> new ParameterException(command, unknown(id)));
    }

    /**
     * Some theorems in the order of the catalogue, or all if none is named.
     *
     * @throws ParameterException if there is no such theorem
     */
    List<Catalogue.Entry> select(List<String> ids, CommandLine command) {
        if (ids.isEmpty()) {
            return all();
        }
        Set<String> wanted = new TreeSet<>();
        ids.forEach(id -> wanted.add(find(id, command).theorem().id()));
        return all().stream()
                .filter(entry -> wanted.contains(entry.theorem().id()))
                .toList();
    }

    private String unknown(String id) {
        String suggestion =
                closest(id).map(near -> ", did you mean " + near + "?").orElse("");
        return "there is no theorem '" + id + "'" + suggestion;
    }

    private Optional<String> closest(String id) {
        return all().stream()
                .map(entry -> entry.theorem().id())
                .filter(known -> known.contains(id) || typingErrors(id, known) <= TYPING_ERRORS)
                .min(Comparator.comparingInt(known -> typingErrors(id, known)));
    }

    /** Levenshtein's distance: insertions, deletions and exchanges of one letter. O(length²). */
    private static int typingErrors(String typed, String meant) {
        int[] row = new int[meant.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= typed.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int exchanged = diagonal + (typed.charAt(i - 1) == meant.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(exchanged, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[meant.length()];
    }
}
