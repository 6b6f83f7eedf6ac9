package org.attentiontheorems.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** A file from outside, read as a whole. */
final class InputFile {
    static final int MAX_MEBIBYTES = 64;
    private static final int MAX_BYTES = MAX_MEBIBYTES << 20;

    private InputFile() {}

    /**
     * Reads a file.
     *
     * @param name its path, or {@code -} for standard input
     * @throws BadFile if it cannot be read or is larger than 64 MiB
     */
    static byte[] read(String name, InputStream standardInput) {
        try {
            if (name.equals("-")) {
                return upToLimit(name, standardInput);
            }
            Path path = path(name);
            if (Files.isDirectory(path)) {
                throw new BadFile(name, "file", "is a directory");
            }
            try (InputStream in = Files.newInputStream(path)) {
                return upToLimit(name, in);
            }
        } catch (IOException e) {
            throw new BadFile(name, "file", "cannot be read: " + FileTrouble.reason(e));
        }
    }

    /**
     * The path with this name.
     *
     * @throws BadFile if no path can have it
     */
    static Path path(String name) {
        try {
            return Path.of(name);
        } catch (InvalidPathException e) {
            throw new BadFile(name, "file", "is no possible path: " + e.getReason());
        }
    }

    private static byte[] upToLimit(String name, InputStream in) throws IOException {
        byte[] bytes = in.readNBytes(MAX_BYTES + 1);
        if (bytes.length > MAX_BYTES) {
            throw new BadFile(name, "file", "is larger than " + MAX_MEBIBYTES + " MiB");
        }
        return bytes;
    }
}
