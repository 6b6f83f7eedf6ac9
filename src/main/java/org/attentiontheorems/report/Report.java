package org.attentiontheorems.report;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.attentiontheorems.pages.Page;
import org.attentiontheorems.verify.EvidenceStore;
import org.attentiontheorems.verify.Publication;
import org.attentiontheorems.verify.TheoremEvidence;

/**
 * Stored evidence and catalogue pages as HTML: {@code index.html}, one page a theorem, {@code assets/}. The same evidence gives the same
 * bytes; nothing is run again.
 */
public final class Report {
    private Report() {}

    /**
     * Writes the report of all theorems that have a page.
     *
     * @param pages in the order of the index
     * @param evidence folder of {@code <id>.json}; may be missing or hold files that are no evidence: the index says so
     * @param out folder of the report, made if needed; instance files that pages link to are copied there from beside {@code evidence}
     * @throws UncheckedIOException if {@code out} cannot be written
     */
    public static void write(List<Page> pages, Path evidence, Path out) {
        publish(pages, evidence, Publication.to(out));
    }

    /**
     * Publishes evidence together with the report that it belongs to.
     *
     * @param pages in the order of the index
     * @param out to the folder of the report; holds what a run has found out
     * @throws UncheckedIOException if the folder cannot be written
     */
    public static void publish(List<Page> pages, Publication out) {
        publish(pages, out.folder().resolve("evidence"), out);
    }

    private static void publish(List<Page> pages, Path evidence, Publication out) {
        out.publish(() -> {
            List<Subject> subjects = new StoredEvidence(out, Baseline.FOLDER).subjects(pages, evidence);
            Assets.put(out, out.folder().resolve("assets"));
            pages(subjects).forEach((name, html) -> out.put(out.folder().resolve(name), html));
            putLinked(subjects, evidence, out);
        });
    }

    /** All pages by file name. */
    static Map<String, String> pages(List<Subject> stored) {
        Map<String, Heading> headings = headings(stored);
        String newestRun = StoredEvidence.newestRun(stored);
        Map<String, String> pages = new TreeMap<>();
        List<Subject> shown = new ArrayList<>();
        for (Subject subject : stored) {
            Heading heading = headings.get(subject.id());
            if (heading == null) {
                shown.add(subject);
                continue;
            }
            Subject usable = usable(subject, heading, newestRun);
            shown.add(usable);
            pages.put(subject.id() + ".html", theorem(usable, heading, newestRun));
        }
        pages.put("glossary.html", Templates.fill("glossary", Glossary.view()));
        pages.put("index.html", Templates.fill("index", IndexView.of(shown, headings, newestRun)));
        return pages;
    }

    private static String theorem(Subject subject, Heading heading, String newestRun) {
        return Templates.fill("theorem", TheoremView.of(subject, heading, newestRun));
    }

    /** Evidence that is well-formed but makes no sense must not take the pages of other theorems along. */
    private static Subject usable(Subject subject, Heading heading, String newestRun) {
        try {
            theorem(subject, heading, newestRun);
            IndexView.of(List.of(subject), Map.of(subject.id(), heading), newestRun);
            return subject;
        } catch (RuntimeException e) {
            if (subject.evidence().isEmpty()) {
                throw e;
            }
            return subject.unreadable("its numbers make no sense (" + e.getMessage() + ")");
        }
    }

    /** Headings by id of all subjects that have a page in the report. */
    private static Map<String, Heading> headings(List<Subject> subjects) {
        Map<String, String> titles = new TreeMap<>();
        for (Subject subject : subjects) {
            if (subject.page().isPresent() || subject.evidence().isPresent()) {
                titles.put(subject.id(), subject.title());
            }
        }
        Map<String, Heading> headings = new TreeMap<>();
        for (Subject subject : subjects) {
            if (titles.containsKey(subject.id())) {
                headings.put(subject.id(), Heading.of(subject, titles));
            }
        }
        return headings;
    }

    /** Evidence names files relative to the folder that it stands in; a report elsewhere takes them along. */
    private static void putLinked(List<Subject> subjects, Path evidence, Publication out) {
        Path home = evidence.toAbsolutePath().normalize().getParent();
        Path folder = out.folder();
        if (home == null || home.equals(folder)) {
            return;
        }
        for (Subject subject : subjects) {
            subject.evidence().ifPresent(found -> {
                copy(evidence.resolve(subject.id() + ".json"), EvidenceStore.evidenceFile(folder, subject.id()), out);
                linked(found).forEach(name -> copy(home.resolve(name), folder.resolve(name), out));
            });
        }
    }

    private static Set<String> linked(TheoremEvidence evidence) {
        Set<String> names = new TreeSet<>();
        evidence.claims().forEach(claim -> {
            claim.worst().forEach(worst -> names.add(worst.instanceFile()));
            claim.counterexample().ifPresent(shown -> names.add(shown.file()));
        });
        names.removeIf(name -> !new LinkedFile(name).linkable());
        return names;
    }

    private static void copy(Path from, Path to, Publication out) {
        out.read(from).ifPresent(bytes -> out.put(to, bytes));
    }
}
