package org.attentiontheorems.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.attentiontheorems.verify.EvidenceStore;

/** Files of a report: one writer at a time, in this JVM and among several, and readers never see half a file. */
final class ReportFolder {
    private ReportFolder() {}

    /**
     * Runs {@code writing} alone among all writers of this folder.
     *
     * @throws UncheckedIOException if the folder cannot be written
     */
    static synchronized void locked(Path folder, Runnable writing) {
        try {
            Files.createDirectories(folder);
            try (FileChannel channel =
                    FileChannel.open(folder.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                FileLock lock = channel.lock();
                try {
                    writing.run();
                } finally {
                    lock.release();
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Replaces a file as a whole, unless it has these bytes already. */
    static void put(Path file, byte[] bytes) {
        try {
            if (!Files.isRegularFile(file) || !Arrays.equals(Files.readAllBytes(file), bytes)) {
                EvidenceStore.replace(file, bytes);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
