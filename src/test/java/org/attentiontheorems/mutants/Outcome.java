package org.attentiontheorems.mutants;

import java.util.List;
import java.util.Locale;
import org.pitest.mutationtest.engine.MutationDetails;

/**
 * What became of a mutant: a line of a worker's file, its parts separated by tabs.
 *
 * @param where class and line
 * @param method the changed method
 * @param change what PIT changed
 * @param fate a {@link Fate}
 * @param by what noticed it, and in which part; empty for a survivor
 * @param seconds how long that took
 */
record Outcome(String where, String method, String change, Fate fate, String by, double seconds) {
    /** How a mutant ends. */
    enum Fate {
        CLAIMS,
        THROWN,
        UNIT,
        BASELINE,
        HUNG,
        SURVIVED
    }

    /** Stands before the exception, where there was one. */
    static final String THREW = " threw ";

    /** A mutant that a look has noticed. A claim that meets an exception has refuted nothing. */
    static Outcome noticed(MutationDetails mutant, Look look, String part, double seconds) {
        boolean thrown = look.kind() == Look.Kind.CLAIMS && part.contains(THREW);
        Fate fate = thrown ? Fate.THROWN : Fate.valueOf(look.kind().name());
        return of(mutant, fate, look.name() + ": " + part, seconds);
    }

    static Outcome of(MutationDetails mutant, Fate fate, String by, double seconds) {
        String name = mutant.getClassName().asJavaName().substring(MutantLoader.ROOT.length());
        return new Outcome(
                name + ":" + mutant.getLineNumber(), mutant.getMethod(), mutant.getDescription(), fate, by, seconds);
    }

    String line() {
        String one = String.join("\t", List.of(where, method, change, fate.name(), by.replaceAll("\\s+", " ")));
        return String.format(Locale.ROOT, "%s\t%.1f\n", one, seconds);
    }

    static Outcome read(String line) {
        String[] parts = line.split("\t", -1);
        return new Outcome(
                parts[0], parts[1], parts[2], Fate.valueOf(parts[3]), parts[4], Double.parseDouble(parts[5]));
    }
}
