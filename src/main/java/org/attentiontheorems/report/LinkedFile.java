package org.attentiontheorems.report;

import java.util.regex.Pattern;

/** A file that evidence names, relative to the report folder. */
public record LinkedFile(String name) {
    private static final Pattern PLAIN = Pattern.compile("(evidence|worst|counterexamples)/\\w[\\w.-]*\\.json");

    /** Whether the name is one that a run gives, and not that of a page: only such a file is linked or taken along. */
    public boolean linkable() {
        return PLAIN.matcher(name).matches();
    }
}
