package org.attentiontheorems.mutants;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.attentiontheorems.catalogue.Catalogue;
import org.attentiontheorems.verify.Json;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Changes the formulas of every group in many places, one at a time, and asks whether a claim, a control, a unit test or the baseline
 * notices. Takes a second or two for each, hours for all, so only {@code -Pmutation} runs it, on a random sample.
 */
class MutantsTest {
    private static final Path FOLDER = Path.of("target", "mutants");
    private static final List<String> GROUPS =
            List.of(System.getProperty("mutants.groups", "heads,layers,homogenization,lowtemperature,prompts")
                    .split(","));
    private static final int SAMPLE = Integer.getInteger("mutants.sample", 60);
    private static final int PROCESSES = Integer.getInteger("mutants.processes", 2);
    private static final double ENOUGH = 0.85;

    @BeforeAll
    static void forgetOutcomesOfOtherCode() throws IOException {
        Files.createDirectories(FOLDER);
        try (Stream<Path> files = Files.list(FOLDER)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
    }

    @Test
    void changedFormulasAreNoticed() throws Exception {
        System.setProperty("theorems.report", "false");
        List<MutantReport.Group> groups = new ArrayList<>();
        for (String group : GROUPS) {
            Path looks = looks(group);
            int all = new Mutants().shuffled(MutantLoader.ROOT + group).size();
            groups.add(new MutantReport.Group(group, all, outcomes(group, looks)));
            new MutantReport(groups).write(FOLDER.resolve("index.md"));
        }
        assertThat(new MutantReport(groups).noticed())
                .as("share of mutants that something noticed; survivors: " + FOLDER.resolve("index.md"))
                .isGreaterThanOrEqualTo(ENOUGH);
    }

    /** What can be looked at in a group, measured without a mutant. */
    private static Path looks(String group) throws IOException {
        List<Look> looks = new ArrayList<>();
        for (Catalogue.Entry entry : Catalogue.all()) {
            Class<?> theorem = entry.theorem().getClass();
            if (theorem.getPackageName().equals(MutantLoader.ROOT + group)) {
                looks.add(Look.withoutMutant(Look.Kind.CLAIMS, theorem.getName()));
                Look baseline = Look.withoutMutant(Look.Kind.BASELINE, theorem.getName());
                assertThat(baseline.known())
                        .as(theorem + ": drift without a mutant")
                        .isEmpty();
                looks.add(baseline);
            }
        }
        for (String test : tests(group)) {
            looks.add(Look.withoutMutant(Look.Kind.UNIT, test));
        }
        Path file = FOLDER.resolve(group + ".json");
        Json.mapper().writeValue(file.toFile(), new MutantWorker.Looks(looks));
        return file;
    }

    private static List<String> tests(String group) throws IOException {
        String name = MutantLoader.ROOT + group;
        try (Stream<Path> files = Files.list(Path.of("target", "test-classes").resolve(name.replace('.', '/')))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(file -> file.endsWith("Test.class"))
                    .map(file -> name + "." + file.substring(0, file.length() - ".class".length()))
                    .sorted()
                    .toList();
        }
    }

    private static List<Outcome> outcomes(String group, Path looks) throws Exception {
        List<CompletableFuture<Void>> shares = new ArrayList<>();
        List<Path> files = new ArrayList<>();
        for (int share = 0; share < PROCESSES; share++) {
            Path file = FOLDER.resolve(String.format("%s-%d-of-%d.tsv", group, share, PROCESSES));
            Files.createFile(file);
            List<String> command = command(group, share, looks, file);
            shares.add(CompletableFuture.runAsync(() -> runToTheEnd(command), task -> new Thread(task).start()));
            files.add(file);
        }
        List<Outcome> outcomes = new ArrayList<>();
        for (int share = 0; share < PROCESSES; share++) {
            shares.get(share).join();
            Files.readAllLines(files.get(share)).forEach(line -> outcomes.add(Outcome.read(line)));
        }
        return outcomes;
    }

    private static List<String> command(String group, int share, Path looks, Path file) {
        String path = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g",
                "-XX:+UseSerialGC",
                "-cp",
                path,
                MutantWorker.class.getName(),
                MutantLoader.ROOT + group,
                Integer.toString(SAMPLE),
                Integer.toString(share),
                Integer.toString(PROCESSES),
                looks.toString(),
                file.toString());
    }

    /** A mutant that hangs takes its process with it; the next one goes on behind it. */
    private static void runToTheEnd(List<String> command) {
        try {
            int code;
            do {
                code = new ProcessBuilder(command)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .redirectError(ProcessBuilder.Redirect.appendTo(
                                FOLDER.resolve("errors.log").toFile()))
                        .start()
                        .waitFor();
            } while (code == MutantWorker.HUNG);
            assertThat(code).as("exit code of a worker, see errors.log").isZero();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
