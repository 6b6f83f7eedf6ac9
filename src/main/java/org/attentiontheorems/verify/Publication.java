package org.attentiontheorems.verify;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * Files that change in a folder together: readers find those of before or those of after, also when the process is killed. What a process
 * killed at the very end has left to be done, the next writer of the folder does. Several threads may add files, which costs memory only.
 */
public final class Publication {
    private final RedoLog log;
    private final SortedMap<Path, Optional<byte[]>> changes = new ConcurrentSkipListMap<>();

    private Publication(RedoLog log) {
        this.log = log;
    }

    /** A publication to a folder, which is made if needed. Nothing is written before {@link #publish}. */
    public static Publication to(Path folder) {
        return new Publication(new RedoLog(absolute(folder)));
    }

    /**
     * Finishes, or throws away, what a killed process has left in a folder.
     *
     * @throws UncheckedIOException if the folder cannot be written
     */
    public static void recover(Path folder) {
        RedoLog log = to(folder).log;
        if (log.isLeft()) {
            log.alone(() -> {});
        }
    }

    /** The folder that changes. */
    public Path folder() {
        return log.folder();
    }

    /**
     * The file will have these bytes.
     *
     * @throws UncheckedIOException if it stands elsewhere
     */
    public void put(Path file, byte[] bytes) {
        changes.put(inside(file), Optional.of(bytes));
    }

    /**
     * The file will have this text, in UTF-8.
     *
     * @throws UncheckedIOException if it stands elsewhere
     */
    public void put(Path file, String text) {
        put(file, text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * The file will be gone, if there is one.
     *
     * @throws UncheckedIOException if it stands elsewhere
     */
    public void remove(Path file) {
        changes.put(inside(file), Optional.empty());
    }

    /** What a file, of this or another folder, will hold after the publication; empty if it will not be there or cannot be read. */
    public Optional<byte[]> read(Path file) {
        Path name = absolute(file);
        if (changes.containsKey(name)) {
            return changes.getOrDefault(name, Optional.empty());
        }
        try {
            return Files.isRegularFile(name) ? Optional.of(Files.readAllBytes(name)) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /**
     * The files with this suffix that will stand in a folder, this or another, after the publication; hidden ones are left out.
     *
     * @throws UncheckedIOException if it cannot be read
     */
    public List<Path> list(Path parent, String suffix) {
        Path place = absolute(parent);
        TreeSet<Path> files = new TreeSet<>();
        if (Files.isDirectory(place)) {
            try (DirectoryStream<Path> all = Files.newDirectoryStream(place, "[!.]*" + suffix)) {
                all.forEach(files::add);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        changes.forEach((file, bytes) -> {
            if (place.equals(file.getParent()) && file.toString().endsWith(suffix)) {
                bytes.ifPresentOrElse(present -> files.add(file), () -> files.remove(file));
            }
        });
        return List.copyOf(files);
    }

    /**
     * Makes the changes.
     *
     * @param last adds changes that depend on what the folder holds; runs alone among all writers of the folder
     * @throws UncheckedIOException if the folder cannot be written; then nothing has changed, or the next writer finishes
     */
    public void publish(Runnable last) {
        log.alone(() -> {
            last.run();
            log.make(changes);
        });
    }

    private Path inside(Path file) {
        Path name = absolute(file);
        if (!log.mayChange(name)) {
            throw new UncheckedIOException(
                    new FileSystemException(file.toString(), null, "this name leads out of the folder"));
        }
        return name;
    }

    private static Path absolute(Path file) {
        return file.toAbsolutePath().normalize();
    }
}
