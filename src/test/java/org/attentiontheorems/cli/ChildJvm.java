package org.attentiontheorems.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command line in a process of its own, which may be killed. */
record ChildJvm(Process process, Path err, long began) {

    /** What has ended. */
    record Ended(int code, List<String> err, double seconds) {}

    /** Starts a command; its standard output goes nowhere. */
    static ChildJvm start(Object... args) throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String path = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        List<String> words = new ArrayList<>(
                List.of(java, "-Xmx512m", "-XX:TieredStopAtLevel=1", "-cp", path, "org.attentiontheorems.cli.Main"));
        for (Object arg : args) {
            words.add(arg.toString());
        }
        Path err = Files.createTempFile("child", ".err");
        long began = System.nanoTime();
        Process process = new ProcessBuilder(words)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(err.toFile())
                .start();
        return new ChildJvm(process, err, began);
    }

    static Ended run(Object... args) throws IOException, InterruptedException {
        return start(args).ended();
    }

    Ended ended() throws IOException, InterruptedException {
        int code = process.waitFor();
        double seconds = secondsSince(began);
        List<String> lines = lines();
        Files.delete(err);
        return new Ended(code, lines, seconds);
    }

    /** What it has said so far on standard error. */
    List<String> lines() {
        try {
            return Files.readAllLines(err);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static double secondsSince(long nanoTime) {
        return (System.nanoTime() - nanoTime) / 1e9;
    }
}
