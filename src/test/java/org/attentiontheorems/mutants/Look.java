package org.attentiontheorems.mutants;

import java.lang.reflect.InvocationTargetException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * One thing that may notice a mutant, and how it went without one.
 *
 * @param kind what is looked at
 * @param target class of the theorem or of the unit test
 * @param seconds how long it took
 * @param classes the project's classes it needs
 * @param known what fails without a mutant
 */
record Look(Kind kind, String target, double seconds, Set<String> classes, Set<String> known) {
    /** In the order in which a mutant meets them: a formula should be guarded by its claims. */
    enum Kind {
        CLAIMS,
        UNIT,
        BASELINE
    }

    /** Looks at the code as it is. */
    static Look withoutMutant(Kind kind, String target) {
        MutantLoader loader = new MutantLoader(Map.of());
        long start = System.nanoTime();
        List<String> failures = failures(loader, kind, target, Set.of(), false);
        return new Look(
                kind,
                target,
                (System.nanoTime() - start) / 1e9,
                new TreeSet<>(loader.loaded()),
                new TreeSet<>(failures));
    }

    /** What notices the mutant; empty if nothing does. */
    List<String> noticing(MutantLoader loader) {
        return failures(loader, kind, target, known, true);
    }

    @SuppressWarnings("unchecked") // the method is that of Examination
    private static List<String> failures(
            MutantLoader loader, Kind kind, String target, Set<String> known, boolean stopAtFirst) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(loader);
        try {
            return (List<String>) loader.loadClass(Examination.class.getName())
                    .getMethod("failures", String.class, String.class, Set.class, boolean.class)
                    .invoke(null, kind.name(), target, known, stopAtFirst);
        } catch (InvocationTargetException e) { // the mutant cannot even be begun with
            return List.of(Examination.threw(e.getCause()));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    String name() {
        return kind.name().toLowerCase(Locale.ROOT) + " " + target.substring(target.lastIndexOf('.') + 1);
    }
}
