package org.attentiontheorems.report;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.attentiontheorems.pages.Page;
import org.attentiontheorems.verify.EvidenceStore;
import org.attentiontheorems.verify.InvalidInstance;
import org.attentiontheorems.verify.Json;
import org.attentiontheorems.verify.JsonDocument;
import org.attentiontheorems.verify.Publication;
import org.attentiontheorems.verify.TheoremEvidence;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** The evidence folder, joined with the catalogue. Whatever the bytes of a file are, they concern its own theorem only. */
final class StoredEvidence {
    private static final Pattern ID = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");
    private static final String SUFFIX = ".json";
    private static final long LARGEST_SHOWN = 1 << 20;

    private final Publication files;
    private final Path baseline;

    /**
     * Evidence as it will be after a publication.
     *
     * @param baseline folder of the accepted numbers; may be missing
     */
    StoredEvidence(Publication files, Path baseline) {
        this.files = files;
        this.baseline = baseline;
    }

    /**
     * One subject a page, in the order of the pages, then one for every other evidence file, by name.
     *
     * @param folder may be missing: then nothing was run yet
     */
    List<Subject> subjects(List<Page> pages, Path folder) {
        SortedMap<String, Path> left = byId(folder);
        List<Subject> subjects = new ArrayList<>();
        for (Page page : pages) {
            Path file = left.remove(page.id());
            subjects.add(file == null ? notRun(page) : read(page.id(), Optional.of(page), file));
        }
        left.forEach((id, file) -> subjects.add(read(id, Optional.empty(), file)));
        return subjects;
    }

    private static Subject notRun(Page page) {
        return Subject.withoutEvidence(page.id(), Optional.of(page), "");
    }

    private SortedMap<String, Path> byId(Path folder) {
        SortedMap<String, Path> found = new TreeMap<>();
        for (Path file : files.list(folder, SUFFIX)) {
            String name = String.valueOf(file.getFileName());
            found.put(name.substring(0, name.length() - SUFFIX.length()), file);
        }
        return found;
    }

    private Subject read(String id, Optional<Page> page, Path file) {
        Subject unread = Subject.withoutEvidence(id, page, "");
        if (!ID.matcher(id).matches()) {
            return unread.unreadable("its name is no theorem id");
        }
        Optional<byte[]> bytes = files.read(file);
        if (bytes.isEmpty()) {
            return unread.unreadable("the file cannot be opened");
        }
        try {
            TheoremEvidence found = new JsonDocument(bytes.get()).as(TheoremEvidence.class);
            String problem = mismatch(id, found);
            return problem.isEmpty()
                    ? new Subject(
                            id,
                            page,
                            Optional.of(found),
                            counterexamples(found, file),
                            slow(id, page, file),
                            baseline(id),
                            "")
                    : unread.unreadable(problem);
        } catch (InvalidInstance e) {
            return unread.unreadable(e.field() + " " + e.reason());
        }
    }

    /** Of a slow run beside the evidence, else of the one that is kept with the catalogue page; unusable files count as none. */
    private Optional<TheoremEvidence> slow(String id, Optional<Page> page, Path file) {
        Optional<byte[]> fresh = home(file).flatMap(folder -> files.read(EvidenceStore.slowFile(folder, id)));
        return fresh.or(() -> page.flatMap(Page::slowEvidence)).flatMap(bytes -> slow(id, bytes));
    }

    private Optional<Baseline> baseline(String id) {
        try {
            return Baseline.read(baseline, id);
        } catch (InvalidInstance | UncheckedIOException e) {
            return Optional.empty();
        }
    }

    private static Optional<TheoremEvidence> slow(String id, byte[] bytes) {
        try {
            TheoremEvidence found = new JsonDocument(bytes).as(TheoremEvidence.class);
            return mismatch(id, found).isEmpty() ? Optional.of(found) : Optional.empty();
        } catch (InvalidInstance e) {
            return Optional.empty();
        }
    }

    /** The report folder of an evidence file: evidence names files relative to it. */
    private static Optional<Path> home(Path file) {
        return Optional.ofNullable(file.toAbsolutePath().normalize().getParent())
                .map(Path::getParent);
    }

    /** Counterexample files beside the evidence folder; a large or unreadable one is only linked. */
    private SortedMap<String, JsonNode> counterexamples(TheoremEvidence evidence, Path file) {
        SortedMap<String, JsonNode> read = new TreeMap<>();
        for (TheoremEvidence.ClaimEvidence claim : evidence.claims()) {
            claim.counterexample()
                    .map(shown -> new LinkedFile(shown.file()))
                    .filter(LinkedFile::linkable)
                    .ifPresent(linked -> home(file)
                            .flatMap(home -> files.read(home.resolve(linked.name())))
                            .flatMap(StoredEvidence::content)
                            .ifPresent(instance -> read.put(linked.name(), instance)));
        }
        return read;
    }

    private static Optional<JsonNode> content(byte[] bytes) {
        try {
            boolean small = bytes.length <= LARGEST_SHOWN;
            return small ? Optional.of(Json.mapper().readTree(bytes)) : Optional.empty();
        } catch (JacksonException e) {
            return Optional.empty();
        }
    }

    private static String mismatch(String id, TheoremEvidence evidence) {
        if (!evidence.schema().equals(TheoremEvidence.SCHEMA)) {
            return "its schema is " + evidence.schema() + ", not " + TheoremEvidence.SCHEMA;
        }
        return evidence.theorem().equals(id) ? "" : "it is evidence of " + evidence.theorem();
    }

    /**
     * The run that evidence is compared with: the greatest name of digits (Maven's runs are named by their time), or the greatest name
     * if there is none. Empty without evidence.
     */
    static String newestRun(List<Subject> subjects) {
        return subjects.stream()
                .flatMap(subject -> subject.evidence().stream())
                .map(evidence -> evidence.environment().run())
                .max(Comparator.comparing((String run) -> run.matches("\\d+")).thenComparing(Comparator.naturalOrder()))
                .orElse("");
    }
}
