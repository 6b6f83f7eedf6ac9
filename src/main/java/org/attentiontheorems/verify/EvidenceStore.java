package org.attentiontheorems.verify;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Objects;
import java.util.SortedMap;
import tools.jackson.databind.ObjectWriter;

/** Evidence on disk. Files are written beside and moved into place, so a killed run leaves the last good ones. */
public final class EvidenceStore {
    private static final ObjectWriter PRETTY = Json.mapper().writerWithDefaultPrettyPrinter();

    private EvidenceStore() {}

    /**
     * Writes {@code evidence/<id>.json} and the instances that it refers to, and removes those of an earlier run. A slow run also writes
     * {@code slow/<id>.json}, which can be kept beside the catalogue page.
     *
     * @param reports the report folder
     * @throws UncheckedIOException if the folder cannot be written
     */
    public static void write(Path reports, Verifier<?> verifier, String commit) {
        SortedMap<String, Object> files = verifier.files();
        files.forEach(
                (name, instance) -> replace(reports.resolve(name), Json.mapper().writeValueAsString(instance) + "\n"));
        String id = verifier.theorem().id();
        verifier.slowEvidence(commit).ifPresent(slow -> replace(slowFile(reports, id), pretty(slow)));
        replace(evidenceFile(reports, id), pretty(verifier.evidence(commit)));
        for (String name : verifier.possibleFiles()) {
            if (!files.containsKey(name)) {
                delete(reports.resolve(name));
            }
        }
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
        replace(file, text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Replaces a file as a whole: readers see the old bytes or the new ones.
     *
     * @throws UncheckedIOException if it cannot be written
     */
    public static void replace(Path file, byte[] bytes) {
        Path folder = Objects.requireNonNull(file.toAbsolutePath().getParent(), "a file stands in a folder");
        Path beside = folder.resolve("." + file.getFileName() + "."
                + ProcessHandle.current().pid() + "." + Thread.currentThread().getId());
        try {
            Files.createDirectories(folder);
            Files.write(beside, bytes);
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
