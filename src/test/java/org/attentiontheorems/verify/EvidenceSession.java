package org.attentiontheorems.verify;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import org.attentiontheorems.catalogue.Catalogue;
import org.attentiontheorems.pages.InvalidPage;
import org.attentiontheorems.report.Report;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/** Publishes, at the close of a JVM's test session, the evidence of the theorems that it ran whole, and the report; also after failures. */
public final class EvidenceSession implements LauncherSessionListener {
    static final Path REPORTS = Path.of("reports");
    private static final Map<String, Verifier<?>> VERIFIERS = new ConcurrentSkipListMap<>();

    @SuppressWarnings("unchecked") // a theorem's id stands for its type
    static <I extends Record> Verifier<I> verifier(Theorem<I> theorem) {
        return (Verifier<I>) VERIFIERS.computeIfAbsent(theorem.id(), id -> new Verifier<>(theorem, Settings.current()));
    }

    @Override
    public void launcherSessionClosed(LauncherSession session) {
        try {
            if (!VERIFIERS.isEmpty() && Boolean.parseBoolean(System.getProperty("theorems.report", "true"))) {
                write();
            }
        } catch (InvalidPage e) { // the tests say so too; thrown from here it would read as a crash of the JVM
            System.out.println("no report: " + e.getMessage());
        } finally {
            VERIFIERS.clear();
        }
    }

    private static void write() {
        String commit = Commit.current();
        Publication report = Publication.to(REPORTS);
        for (Verifier<?> verifier : VERIFIERS.values()) {
            List<String> missing = verifier.missing();
            if (Catalogue.find(verifier.theorem().id()).isEmpty()) {
                continue;
            }
            if (missing.isEmpty()) {
                EvidenceStore.put(report, verifier, commit);
            } else {
                System.out.println(verifier.theorem().id() + ": evidence left alone, " + missing.get(0));
            }
        }
        Report.publish(Catalogue.pages(), report);
    }
}
