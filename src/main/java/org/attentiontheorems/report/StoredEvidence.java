package org.attentiontheorems.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
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
import org.attentiontheorems.verify.TheoremEvidence;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** The evidence folder, joined with the catalogue. Whatever the bytes of a file are, they concern its own theorem only. */
final class StoredEvidence {
    private static final Pattern ID = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");
    private static final String SUFFIX = ".json";
    private static final long LARGEST_SHOWN = 1 << 20;

    private StoredEvidence() {}

    /**
     * One subject a page, in the order of the pages, then one for every other evidence file, by name.
     *
     * @param folder may be missing: then nothing was run yet
     * @param baseline folder of the accepted numbers; may be missing
     */
    static List<Subject> subjects(List<Page> pages, Path folder, Path baseline) {
        SortedMap<String, Path> files = files(folder);
        List<Subject> subjects = new ArrayList<>();
        for (Page page : pages) {
            Path file = files.remove(page.id());
            subjects.add(file == null ? notRun(page) : read(page.id(), Optional.of(page), file, baseline));
        }
        files.forEach((id, file) -> subjects.add(read(id, Optional.empty(), file, baseline)));
        return subjects;
    }

    private static Subject notRun(Page page) {
        return Subject.withoutEvidence(page.id(), Optional.of(page), "");
    }

    private static SortedMap<String, Path> files(Path folder) {
        SortedMap<String, Path> files = new TreeMap<>();
        if (Files.isDirectory(folder)) {
            try (DirectoryStream<Path> all = Files.newDirectoryStream(folder, "[!.]*" + SUFFIX)) {
                for (Path file : all) {
                    String name = String.valueOf(file.getFileName());
                    files.put(name.substring(0, name.length() - SUFFIX.length()), file);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return files;
    }

    private static Subject read(String id, Optional<Page> page, Path file, Path baseline) {
        Subject unread = Subject.withoutEvidence(id, page, "");
        if (!ID.matcher(id).matches()) {
            return unread.unreadable("its name is no theorem id");
        }
        try {
            TheoremEvidence found = new JsonDocument(Files.readAllBytes(file)).as(TheoremEvidence.class);
            String problem = mismatch(id, found);
            return problem.isEmpty()
                    ? new Subject(
                            id,
                            page,
                            Optional.of(found),
                            counterexamples(found, file),
                            slow(id, page, file),
                            baseline(baseline, id),
                            "")
                    : unread.unreadable(problem);
        } catch (InvalidInstance e) {
            return unread.unreadable(e.field() + " " + e.reason());
        } catch (IOException e) {
            return unread.unreadable("the file cannot be opened");
        }
    }

    /** Of a slow run beside the evidence, else of the one that is kept with the catalogue page; unusable files count as none. */
    private static Optional<TheoremEvidence> slow(String id, Optional<Page> page, Path file) {
        Optional<Path> home = home(file);
        Optional<byte[]> fresh = home.flatMap(folder -> bytes(EvidenceStore.slowFile(folder, id)));
        return fresh.or(() -> page.flatMap(Page::slowEvidence)).flatMap(bytes -> slow(id, bytes));
    }

    private static Optional<Baseline> baseline(Path folder, String id) {
        try {
            return Baseline.read(folder, id);
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

    private static Optional<byte[]> bytes(Path file) {
        try {
            return Files.isRegularFile(file) ? Optional.of(Files.readAllBytes(file)) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** The report folder of an evidence file: evidence names files relative to it. */
    private static Optional<Path> home(Path file) {
        return Optional.ofNullable(file.toAbsolutePath().normalize().getParent())
                .map(Path::getParent);
    }

    /** Counterexample files beside the evidence folder; a large or unreadable one is only linked. */
    private static SortedMap<String, JsonNode> counterexamples(TheoremEvidence evidence, Path file) {
        SortedMap<String, JsonNode> read = new TreeMap<>();
        for (TheoremEvidence.ClaimEvidence claim : evidence.claims()) {
            claim.counterexample()
                    .map(shown -> new LinkedFile(shown.file()))
                    .filter(LinkedFile::linkable)
                    .ifPresent(linked -> home(file)
                            .flatMap(home -> content(home.resolve(linked.name())))
                            .ifPresent(instance -> read.put(linked.name(), instance)));
        }
        return read;
    }

    private static Optional<JsonNode> content(Path file) {
        try {
            boolean small = Files.isRegularFile(file) && Files.size(file) <= LARGEST_SHOWN;
            return small ? Optional.of(Json.mapper().readTree(Files.readAllBytes(file))) : Optional.empty();
        } catch (IOException | JacksonException e) {
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
