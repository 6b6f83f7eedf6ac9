package org.attentiontheorems.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.attentiontheorems.pages.Page;
import org.attentiontheorems.verify.TheoremEvidence;

/**
 * Stored evidence and catalogue pages as HTML: {@code index.html}, one page a theorem, {@code assets/}. The same evidence gives the same
 * bytes; nothing is run again. Pages are moved into place whole, one writer at a time.
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
        write(pages, evidence, out, Baseline.FOLDER);
    }

    /** The same, compared with the accepted numbers in another folder. */
    static void write(List<Page> pages, Path evidence, Path out, Path baseline) {
        ReportFolder.locked(out, () -> {
            List<Subject> subjects = StoredEvidence.subjects(pages, evidence, baseline);
            Assets.unpack(out.resolve("assets"));
            pages(subjects).forEach((name, html) -> put(out.resolve(name), html));
            copyLinked(subjects, evidence, out);
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
    private static void copyLinked(List<Subject> subjects, Path evidence, Path out) {
        Path home = evidence.toAbsolutePath().normalize().getParent();
        if (home == null || home.equals(out.toAbsolutePath().normalize())) {
            return;
        }
        for (Subject subject : subjects) {
            subject.evidence().ifPresent(found -> {
                put(out.resolve("evidence").resolve(subject.id() + ".json"), evidence.resolve(subject.id() + ".json"));
                linked(found).forEach(name -> put(out.resolve(name), home.resolve(name)));
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

    private static void put(Path file, String html) {
        ReportFolder.put(file, html.getBytes(StandardCharsets.UTF_8));
    }

    private static void put(Path file, Path from) {
        try {
            if (Files.isRegularFile(from)) {
                ReportFolder.put(file, Files.readAllBytes(from));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
