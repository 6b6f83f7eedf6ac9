package org.attentiontheorems.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PublicationTest {
    private static final String INDEX = "index.html";
    private static final List<String> NAMES = List.of("assets/a.css", "evidence/one.json", "evidence/two.json", INDEX);
    private static final String STALE = "counterexamples/one-x.json";

    @TempDir
    private Path folder = Path.of("");

    private Publication run(String text) {
        Publication next = Publication.to(folder);
        NAMES.forEach(name -> next.put(folder.resolve(name), text));
        return next;
    }

    /** All visible files by name. */
    private SortedMap<String, String> content() throws IOException {
        SortedMap<String, String> content = new TreeMap<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String name = folder.relativize(file).toString();
                if (!name.startsWith(".")) {
                    content.put(name, Files.readString(file));
                }
            }
        }
        return content;
    }

    private static Map<String, String> all(String text) {
        Map<String, String> all = new TreeMap<>();
        NAMES.forEach(name -> all.put(name, text));
        return all;
    }

    private Path hidden(String name) {
        return folder.resolve(".publication").resolve(name);
    }

    // ---- a run that is not killed

    @Test
    void replacesAddsAndRemovesButLeavesUnknownFilesAlone() throws IOException {
        Files.writeString(folder.resolve("notes.txt"), "mine");
        run("old").publish(() -> {});
        Publication.to(folder).publish(() -> {});
        Publication next = run("new");
        next.remove(folder.resolve("evidence/two.json"));
        next.remove(folder.resolve("never/was.json"));
        next.publish(() -> next.put(folder.resolve("late.html"), "late"));
        Map<String, String> expected = all("new");
        expected.remove("evidence/two.json");
        expected.put("late.html", "late");
        expected.put("notes.txt", "mine");
        assertThat(content()).isEqualTo(expected);
        assertThat(folder.resolve(".publication")).doesNotExist();
    }

    @Test
    void readsAndListsWhatWillBe() throws IOException {
        run("old").publish(() -> {});
        Files.writeString(folder.resolve("evidence/.hidden.json"), "");
        Publication next = Publication.to(folder);
        next.put(folder.resolve("evidence/three.json"), "new");
        next.put(folder.resolve("evidence/three.txt"), "new");
        next.remove(folder.resolve("evidence/one.json"));
        Path evidence = folder.resolve("evidence").toAbsolutePath();
        assertThat(next.list(evidence, ".json"))
                .containsExactly(evidence.resolve("three.json"), evidence.resolve("two.json"));
        assertThat(next.read(evidence.resolve("one.json"))).isEmpty();
        assertThat(next.read(evidence.resolve("two.json")).map(PublicationTest::text))
                .contains("old");
        assertThat(next.read(evidence.resolve("three.json")).map(PublicationTest::text))
                .contains("new");
        assertThat(next.list(folder.resolve("none"), ".json")).isEmpty();
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    @Test
    void writersTakeTurns() throws Exception {
        run("first").publish(() -> {});
        ExecutorService pool = Executors.newFixedThreadPool(4);
        try {
            List<Future<?>> writers = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                Publication next = run("run " + i);
                writers.add(pool.submit(() -> next.publish(() -> assertAllOfOneRun())));
            }
            for (Future<?> writer : writers) {
                writer.get();
            }
        } finally {
            pool.shutdownNow();
        }
        assertAllOfOneRun();
    }

    private void assertAllOfOneRun() {
        try {
            assertThat(content().values()).containsOnly(content().getOrDefault(INDEX, ""));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"../x", "/tmp/x", "", "evidence/../../x", ".publication/x", ".publication"})
    void changesNoFileElsewhere(String name) {
        Publication next = Publication.to(folder);
        assertThatThrownBy(() -> next.put(folder.resolve(name), "x"))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("leads out of the folder");
        assertThatThrownBy(() -> next.remove(folder.resolve(name))).isInstanceOf(UncheckedIOException.class);
    }

    // ---- a run that is killed

    /** A folder in the way of the k-th file stops the moves there, as a kill would. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void whatWasStoppedBeforeAMoveIsFinishedByTheNextWriter(int k) throws IOException {
        run("old").publish(() -> {});
        Files.createDirectories(folder.resolve(STALE).getParent());
        Files.writeString(folder.resolve(STALE), "stale");
        Path inTheWay = folder.resolve(NAMES.get(k));
        Files.delete(inTheWay);
        Files.createDirectory(inTheWay);
        Publication next = run("new");
        next.remove(folder.resolve(STALE));
        assertThatThrownBy(() -> next.publish(() -> {})).isInstanceOf(UncheckedIOException.class);
        for (int i = 0; i < NAMES.size(); i++) {
            if (i != k) {
                assertThat(folder.resolve(NAMES.get(i))).hasContent(i < k ? "new" : "old");
            }
        }
        Files.delete(inTheWay);
        Publication.recover(folder);
        assertThat(content()).isEqualTo(all("new"));
        assertThat(folder.resolve(".publication")).doesNotExist();
    }

    @Test
    void whatWasStoppedAfterTheLastMoveIsFinishedToo() throws IOException {
        run("new").publish(() -> {});
        Files.createDirectories(hidden("files/evidence"));
        Files.writeString(
                hidden("manifest.json"), "{\"moved\":[\"evidence/one.json\",\"index.html\"],\"removed\":[\"gone\"]}");
        Publication.recover(folder);
        assertThat(content()).isEqualTo(all("new"));
        assertThat(folder.resolve(".publication")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{\"moved\":[\"index.html\"",
                "{\"moved\":null,\"removed\":[]}",
                "{\"moved\":[\"index.html\",\"../escaped\"],\"removed\":[]}",
                "{\"moved\":[\"index.html\"],\"removed\":[\"/escaped\"]}",
                "{\"moved\":[\"index.html\"],\"removed\":[\"a\\u0000b\"]}"
            })
    void anIncompleteOrForeignStagingIsThrownAway(String manifest) throws IOException {
        run("old").publish(() -> {});
        Files.createDirectories(hidden("files"));
        Files.writeString(hidden("files/index.html"), "new");
        Files.writeString(hidden("escaped"), "new");
        if (!manifest.isEmpty()) {
            Files.writeString(hidden("manifest.json"), manifest);
        }
        Publication.recover(folder);
        assertThat(content()).isEqualTo(all("old"));
        assertThat(folder.resolve(".publication")).doesNotExist();
    }

    @Test
    void aWriterFirstFinishesWhatAnotherHasLeft() throws IOException {
        run("old").publish(() -> {});
        Files.createDirectories(hidden("files/evidence"));
        Files.writeString(hidden("files/evidence/three.json"), "left");
        Files.writeString(
                hidden("manifest.json"), "{\"moved\":[\"evidence/three.json\"],\"removed\":[\"evidence/two.json\"]}");
        Publication next = Publication.to(folder);
        List<Path> seen = new ArrayList<>();
        next.publish(() -> seen.addAll(next.list(folder.resolve("evidence"), ".json")));
        assertThat(seen).extracting(file -> file.getFileName().toString()).containsExactly("one.json", "three.json");
    }

    @Test
    void aFailureBeforeThePointOfNoReturnChangesNothing() throws IOException {
        run("old").publish(() -> {});
        Publication next = run("new");
        next.put(folder.resolve("notes.txt/below.json"), "x");
        Files.writeString(folder.resolve("notes.txt"), "mine");
        assertThatThrownBy(() -> next.publish(() -> {})).isInstanceOf(UncheckedIOException.class);
        Map<String, String> expected = all("old");
        expected.put("notes.txt", "mine");
        assertThat(content()).isEqualTo(expected);
        assertThat(folder.resolve(".publication")).doesNotExist();
    }
}
