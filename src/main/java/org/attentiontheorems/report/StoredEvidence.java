package org.attentiontheorems.report;

import com.fasterxml.jackson.annotation.Nulls;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
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
import org.attentiontheorems.verify.Json;
import org.attentiontheorems.verify.TheoremEvidence;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** The evidence folder, joined with the catalogue. Whatever the bytes of a file are, they concern its own theorem only. */
final class StoredEvidence {
    private static final Pattern ID = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");
    private static final String SUFFIX = ".json";
    private static final JsonMapper STRICT = Json.mapper()
            .rebuild()
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .changeDefaultNullHandling(nulls -> nulls.withContentNulls(Nulls.FAIL))
            .build();

    private StoredEvidence() {}

    /**
     * One subject a page, in the order of the pages, then one for every other evidence file, by name.
     *
     * @param folder may be missing: then nothing was run yet
     */
    static List<Subject> subjects(List<Page> pages, Path folder) {
        SortedMap<String, Path> files = files(folder);
        List<Subject> subjects = new ArrayList<>();
        for (Page page : pages) {
            Path file = files.remove(page.id());
            subjects.add(file == null ? notRun(page) : read(page.id(), Optional.of(page), file));
        }
        files.forEach((id, file) -> subjects.add(read(id, Optional.empty(), file)));
        return subjects;
    }

    private static Subject notRun(Page page) {
        return new Subject(page.id(), Optional.of(page), Optional.empty(), "");
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

    private static Subject read(String id, Optional<Page> page, Path file) {
        Subject unread = new Subject(id, page, Optional.empty(), "");
        if (!ID.matcher(id).matches()) {
            return unread.unreadable("its name is no theorem id");
        }
        try {
            Optional<TheoremEvidence> evidence =
                    Optional.ofNullable(STRICT.readValue(Files.readString(file), TheoremEvidence.class));
            String problem = evidence.map(found -> mismatch(id, found)).orElse("it holds null");
            return problem.isEmpty() ? new Subject(id, page, evidence, "") : unread.unreadable(problem);
        } catch (JacksonException e) {
            return unread.unreadable(worded(e));
        } catch (CharacterCodingException e) {
            return unread.unreadable("it is not UTF-8");
        } catch (IOException e) {
            return unread.unreadable("the file cannot be opened");
        }
    }

    private static String mismatch(String id, TheoremEvidence evidence) {
        if (!evidence.schema().equals(TheoremEvidence.SCHEMA)) {
            return "its schema is " + evidence.schema() + ", not " + TheoremEvidence.SCHEMA;
        }
        return evidence.theorem().equals(id) ? "" : "it is evidence of " + evidence.theorem();
    }

    /** Where reading stopped; Jackson's own words name classes and switches. */
    private static String worded(JacksonException e) {
        StringBuilder path = new StringBuilder();
        for (JacksonException.Reference step : e.getPath()) {
            String name = step.getPropertyName();
            path.append(name == null ? "[" + step.getIndex() + "]" : (path.isEmpty() ? "" : ".") + name);
        }
        String where = path.isEmpty() ? "" : " at " + path;
        int line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
        return "it is not an evidence file: reading stopped" + where + (line > 0 ? ", line " + line : "");
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
