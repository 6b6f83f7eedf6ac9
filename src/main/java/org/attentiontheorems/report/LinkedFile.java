package org.attentiontheorems.report;

import java.util.regex.Pattern;

/** A file that evidence names, relative to the report folder. */
public record LinkedFile(String name) {
    private static final Pattern PLAIN = Pattern.compile("\\w[\\w.-]*(/\\w[\\w.-]*)*");

    /** Whether the name is a plain path inside the folder: only such a name becomes a link. */
    public boolean linkable() {
        return PLAIN.matcher(name).matches();
    }
}
