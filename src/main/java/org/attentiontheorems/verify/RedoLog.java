package org.attentiontheorems.verify;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Stream;

/**
 * Changes of a folder, written whole into a hidden folder before any of them is made. A manifest that is moved there is the point of no
 * return; after it the files are moved into place, the index last. Whoever writes next finishes what was killed after that point, and throws
 * away what was killed before. Nothing is forced to the disk, which would cost 10 ms a file: a machine that loses its power may lose more.
 *
 * @param folder absolute and normalized
 */
record RedoLog(Path folder) {
    private static final String INDEX = "index.html";

    /**
     * What is to be done after the point of no return, by names relative to the folder.
     *
     * @param moved in this order
     */
    private record Manifest(List<String> moved, List<String> removed) {}

    /** Something that may fail to write. */
    interface Writing {
        void run() throws IOException;
    }

    /** Runs {@code writing} alone among all writers of the folder, in this JVM and among several, after {@link #recover}. */
    void alone(Writing writing) {
        synchronized (RedoLog.class) {
            try {
                Files.createDirectories(folder);
                try (FileChannel channel = FileChannel.open(
                                folder.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                        FileLock lock = channel.lock()) {
                    Objects.requireNonNull(lock);
                    recover();
                    writing.run();
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Makes the changes: new bytes by file, none for a file that goes. */
    void make(SortedMap<Path, Optional<byte[]>> changes) throws IOException {
        Manifest complete = stage(changes);
        moveIntoPlace(complete);
        discard();
    }

    /** Whether a file is one that may be changed: it stands in the folder, and outside the hidden one. */
    boolean mayChange(Path file) {
        return file.startsWith(folder) && !file.equals(folder) && !file.startsWith(staging());
    }

    /** Whether a process is at work, or was killed at it. */
    boolean isLeft() {
        return Files.exists(staging());
    }

    private void recover() throws IOException {
        Optional<Manifest> complete = complete();
        if (complete.isPresent()) {
            moveIntoPlace(complete.get());
        }
        discard();
    }

    /** Empty if there is none, it cannot be understood, or it names a file that is not ours to change. */
    private Optional<Manifest> complete() throws IOException {
        if (!Files.isRegularFile(manifest())) {
            return Optional.empty();
        }
        try {
            Manifest read = new JsonDocument(Files.readAllBytes(manifest())).as(Manifest.class);
            boolean ours = Stream.concat(read.moved.stream(), read.removed.stream())
                    .allMatch(name -> mayChange(folder.resolve(name).normalize()));
            return ours ? Optional.of(read) : Optional.empty();
        } catch (InvalidInstance | InvalidPathException e) {
            return Optional.empty();
        }
    }

    private Manifest stage(SortedMap<Path, Optional<byte[]>> changes) throws IOException {
        Manifest wanted = new Manifest(new ArrayList<>(), new ArrayList<>());
        try {
            for (Path file : indexLast(changes.keySet())) {
                stage(file, changes.getOrDefault(file, Optional.empty()), wanted);
            }
            Path beside = staging().resolve("manifest.part");
            write(beside, Json.mapper().writeValueAsBytes(wanted));
            Files.move(beside, manifest(), StandardCopyOption.ATOMIC_MOVE);
            return wanted;
        } catch (IOException e) {
            discard();
            throw e;
        }
    }

    private List<Path> indexLast(Iterable<Path> files) {
        List<Path> order = new ArrayList<>();
        files.forEach(order::add);
        order.sort(Comparator.comparing(folder.resolve(INDEX)::equals));
        return order;
    }

    private void stage(Path file, Optional<byte[]> bytes, Manifest wanted) throws IOException {
        String name = folder.relativize(file).toString();
        if (bytes.isEmpty()) {
            wanted.removed.add(name);
        } else if (!Files.isRegularFile(file) || !Arrays.equals(Files.readAllBytes(file), bytes.get())) {
            Files.createDirectories(parent(file));
            write(staged(name), bytes.get());
            wanted.moved.add(name);
        }
    }

    private void moveIntoPlace(Manifest complete) throws IOException {
        for (String name : complete.removed) {
            Files.deleteIfExists(folder.resolve(name));
        }
        for (String name : complete.moved) {
            if (Files.exists(staged(name))) { // else whoever was killed had moved it
                Files.move(
                        staged(name),
                        folder.resolve(name),
                        StandardCopyOption.ATOMIC_MOVE,
                        StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    /** Deletes the hidden folder, the manifest first. */
    private void discard() throws IOException {
        if (Files.isDirectory(staging(), LinkOption.NOFOLLOW_LINKS)) {
            try (Stream<Path> left = Files.walk(staging())) {
                for (Path one : left.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(one);
                }
            }
        }
    }

    private static void write(Path file, byte[] bytes) throws IOException {
        Files.createDirectories(parent(file));
        Files.write(file, bytes, StandardOpenOption.CREATE_NEW);
    }

    private Path staging() {
        return folder.resolve(".publication");
    }

    private Path manifest() {
        return staging().resolve("manifest.json");
    }

    private Path staged(String name) {
        return staging().resolve("files").resolve(name);
    }

    private static Path parent(Path file) {
        return Objects.requireNonNull(file.getParent(), "a file stands in a folder");
    }
}
