package org.attentiontheorems.verify;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Objects;
import java.util.SortedMap;
import tools.jackson.databind.ObjectWriter;

/** Evidence on disk. */
public final class EvidenceStore {
    private static final ObjectWriter PRETTY = Json.mapper().writerWithDefaultPrettyPrinter();

    private EvidenceStore() {}

    /**
     * Adds {@code evidence/<id>.json} and the instances that it refers to, and removes those of an earlier run. A slow run also adds
     * {@code slow/<id>.json}, which can be kept beside the catalogue page.
     *
     * @param reports to the report folder
     * @return what the evidence says
     */
    public static TheoremEvidence put(Publication reports, Verifier<?> verifier, String commit) {
        SortedMap<String, Object> files = verifier.files();
        Path folder = reports.folder();
        files.forEach((name, instance) ->
                reports.put(folder.resolve(name), Json.mapper().writeValueAsString(instance) + "\n"));
        String id = verifier.theorem().id();
        verifier.slowEvidence(commit).ifPresent(slow -> reports.put(slowFile(folder, id), pretty(slow)));
        TheoremEvidence evidence = verifier.evidence(commit);
        reports.put(evidenceFile(folder, id), pretty(evidence));
        for (String name : verifier.possibleFiles()) {
            if (!files.containsKey(name)) {
                reports.remove(folder.resolve(name));
            }
        }
        return evidence;
    }

    private static String pretty(TheoremEvidence evidence) {
        return PRETTY.writeValueAsString(evidence).replace("\r\n", "\n") + "\n";
    }

    /** Where a slow run leaves what it found out about the slow families of a theorem. */
    public static Path slowFile(Path reports, String id) {
        return reports.resolve("slow").resolve(id + ".json");
    }

    /** Where the evidence of a theorem stands. */
    public static Path evidenceFile(Path reports, String id) {
        return reports.resolve("evidence").resolve(id + ".json");
    }

    /**
     * Reads stored evidence.
     *
     * @throws UncheckedIOException if there is no such file
     * @throws tools.jackson.core.JacksonException if it is not evidence
     */
    public static TheoremEvidence read(Path file) {
        try {
            return Json.mapper().readValue(Files.readString(file), TheoremEvidence.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Replaces a file as a whole: readers see the old bytes or the new ones.
     *
     * @throws UncheckedIOException if it cannot be written
     */
    public static void replace(Path file, String text) {
        Path folder = Objects.requireNonNull(file.toAbsolutePath().getParent(), "a file stands in a folder");
        Path beside = folder.resolve("." + file.getFileName() + "."
                + ProcessHandle.current().pid() + "." + Thread.currentThread().getId());
        try {
            Files.createDirectories(folder);
            Files.writeString(beside, text);
            Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            delete(beside);
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
