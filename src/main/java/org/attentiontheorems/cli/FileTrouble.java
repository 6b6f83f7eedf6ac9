package org.attentiontheorems.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Says in words what the file system did not want to do. */
final class FileTrouble {
    private FileTrouble() {}

    /** The reason, without the name of the file. */
    static String reason(@Nullable Throwable e) {
        if (e instanceof NoSuchFileException) {
            return "no such file";
        }
        if (e instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (e instanceof FileAlreadyExistsException) {
            return "there is a file where a folder is needed";
        }
        String reason = e instanceof FileSystemException file ? file.getReason() : e == null ? null : e.getMessage();
        return reason == null ? "input/output error" : reason;
    }

    /**
     * Runs something that writes.
     *
     * @throws BadFile if a file cannot be written
     */
    static void writing(String name, Runnable writing) {
        try {
            writing.run();
        } catch (UncheckedIOException e) {
            throw new BadFile(name, "file", "cannot be written: " + reason(e.getCause()));
        }
    }

    /**
     * Makes a folder, so that a long run does not find out at its end.
     *
     * @throws BadFile if it cannot be made or written to
     */
    static void makeFolder(String name, Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new BadFile(name, "file", "cannot be written: " + reason(e));
        }
        if (!Files.isWritable(folder)) {
            throw new BadFile(name, "file", "cannot be written: permission denied");
        }
    }
}
