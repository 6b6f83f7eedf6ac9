package org.attentiontheorems.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.attentiontheorems.catalogue.Catalogue;
import org.attentiontheorems.report.Report;
import org.attentiontheorems.verify.EvidenceStore;
import org.attentiontheorems.verify.Publication;
import org.attentiontheorems.verify.TheoremEvidence;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Real processes that are killed, interrupted, or run out of disk: takes minutes, so only {@code -Pfaults} runs it. */
@EnabledOnOs(OS.LINUX)
class FaultsTest {
    private static final List<String> THEOREMS =
            List.of("laplace-principle", "conditional-mean-field", "zero-temperature-lyapunov");
    private static final int KILLS = 20;
    private static final double SECONDS_OF_STAGING = 0.1;
    private static final double SECONDS_OF_MOVING = 0.02;
    private static final int INTERRUPTED = 130;

    @TempDir
    private Path folder = Path.of("");

    private enum Hit {
        BEFORE,
        WHILE_STAGING,
        WHILE_MOVING,
        AFTER
    }

    private static Object[] verify(long seed, Path out) {
        List<Object> args = new ArrayList<>(List.of("verify"));
        args.addAll(THEOREMS);
        args.addAll(List.of("--tries", 5, "--seed", seed, "--out", out));
        return args.toArray();
    }

    /** All files but the lock, by name. */
    private static SortedMap<String, String> content(Path out) throws IOException {
        SortedMap<String, String> content = new TreeMap<>();
        try (Stream<Path> files = Files.walk(out)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                content.put(out.relativize(file).toString(), Files.readString(file, StandardCharsets.ISO_8859_1));
            }
        }
        content.remove(".lock");
        return content;
    }

    // ---- kill -9

    @Test
    void aKillAtAnyMomentLeavesTheReportOfOneRun() throws Exception {
        Path out = folder.resolve("killed");
        double whole = ChildJvm.run(verify(1, out)).seconds();
        Random random = new Random(20261);
        Map<Hit, Integer> hits = new EnumMap<>(Hit.class);
        for (int k = 0; k < KILLS; k++) {
            SortedMap<String, String> before = content(out);
            long seed = 100L + k;
            ChildJvm child = ChildJvm.start(verify(seed, out));
            waitForTheMoment(k, child, out, whole, random.nextDouble());
            child.process().destroyForcibly();
            child.ended();
            Hit hit = hit(out, seed);
            hits.merge(hit, 1, Integer::sum);
            Publication.recover(out);
            boolean isOld = hit == Hit.BEFORE || hit == Hit.WHILE_STAGING;
            if (isOld) {
                assertThat(content(out)).as("kill " + k).isEqualTo(before);
            } else {
                assertIsTheReportOf(seed, out);
            }
        }
        System.out.printf(Locale.ROOT, "%d kills of runs of %.1f s: %s%n", KILLS, whole, hits);
        assertThat(hits.keySet()).contains(Hit.BEFORE);
    }

    /** Half of the moments fall anywhere in the run, a quarter each into staging and moving, which take milliseconds. */
    private static void waitForTheMoment(int k, ChildJvm child, Path out, double whole, double chance)
            throws InterruptedException {
        double wait = switch (k % 4) {
            case 1 -> {
                waitFor(out.resolve(".publication"), child);
                yield SECONDS_OF_STAGING * chance;
            }
            case 3 -> {
                waitFor(out.resolve(".publication/manifest.json"), child);
                yield SECONDS_OF_MOVING * chance;
            }
            default -> whole * chance;
        };
        child.process().waitFor((long) (1e6 * wait), TimeUnit.MICROSECONDS);
    }

    private static void waitFor(Path file, ChildJvm child) {
        while (child.process().isAlive() && !Files.exists(file)) {
            Thread.onSpinWait();
        }
    }

    /** Where the kill struck, as the folder shows it. */
    private static Hit hit(Path out, long seed) {
        if (Files.exists(out.resolve(".publication/manifest.json"))) {
            return Hit.WHILE_MOVING;
        }
        if (evidence(out).stream().allMatch(one -> one.masterSeed().equals(Long.toString(seed)))) {
            return Hit.AFTER;
        }
        return Files.exists(out.resolve(".publication")) ? Hit.WHILE_STAGING : Hit.BEFORE;
    }

    private static List<TheoremEvidence> evidence(Path out) {
        return THEOREMS.stream()
                .map(id -> EvidenceStore.read(EvidenceStore.evidenceFile(out, id)))
                .toList();
    }

    /** Evidence of one run, pages that this evidence gives, and the instances that a run with this seed leaves. */
    private void assertIsTheReportOf(long seed, Path out) throws IOException, InterruptedException {
        assertThat(evidence(out)).extracting(TheoremEvidence::masterSeed).containsOnly(Long.toString(seed));
        assertThat(evidence(out).stream().map(one -> one.environment().run()).distinct())
                .hasSize(1);
        SortedMap<String, String> found = content(out);
        Path pages = folder.resolve("pages" + seed);
        Report.write(Catalogue.pages(), out.resolve("evidence"), pages);
        assertThat(found).isEqualTo(content(pages));
        Path again = folder.resolve("again" + seed);
        assertThat(ChildJvm.run(verify(seed, again)).code()).isLessThan(ExitCode.USAGE);
        assertThat(instances(found)).isNotEmpty().isEqualTo(instances(content(again)));
    }

    private static SortedMap<String, String> instances(SortedMap<String, String> content) {
        SortedMap<String, String> instances = new TreeMap<>(content);
        instances.keySet().removeIf(name -> !name.matches("(worst|counterexamples)/.*"));
        return instances;
    }

    // ---- Ctrl-C

    @Test
    void anInterruptEndsTheRunWithinASecond() throws Exception {
        assumeTrue(heedsInterrupts(), "this process was told to ignore interrupts, and so are its children");
        Path out = folder.resolve("interrupted");
        ChildJvm.run(verify(1, out));
        SortedMap<String, String> before = content(out);
        for (int line = 1; line < THEOREMS.size(); line++) {
            ChildJvm child = ChildJvm.start(verify(2, out));
            while (child.process().isAlive() && child.lines().size() < line) {
                Thread.sleep(1);
            }
            long interrupted = System.nanoTime();
            assertThat(run("kill", "-INT", Long.toString(child.process().pid())))
                    .isZero();
            ChildJvm.Ended ended = child.ended();
            double seconds = ChildJvm.secondsSince(interrupted);
            System.out.printf(Locale.ROOT, "interrupt: ended after %.3f s%n", seconds);
            assertThat(seconds).isLessThan(1);
            assertThat(ended.code()).isEqualTo(INTERRUPTED);
            assertThat(ended.err()).allMatch(said -> said.startsWith("["));
            Publication.recover(out);
            assertThat(content(out)).isEqualTo(before);
        }
    }

    private static boolean heedsInterrupts() throws IOException {
        String ignored = Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("SigIgn:"))
                .findFirst()
                .orElse("SigIgn: 0");
        return (Long.parseUnsignedLong(ignored.replaceFirst("SigIgn:\\s*", ""), 16) & 2) == 0;
    }

    private static int run(String... words) throws IOException, InterruptedException {
        return new ProcessBuilder(words).inheritIO().start().waitFor();
    }

    // ---- disks

    /** A disk of this size in memory, if this user may have one. */
    private Path disk(String size) throws IOException, InterruptedException {
        Path disk = Files.createDirectory(folder.resolve("disk-" + size));
        boolean mounted = System.getProperty("user.name").equals("root")
                && run("mount", "-t", "tmpfs", "-o", "size=" + size, "tmpfs", disk.toString()) == 0;
        assumeTrue(mounted, "only root may mount a small disk");
        return disk;
    }

    @Test
    void aFullDiskLeavesTheLastGoodReport() throws Exception {
        Path disk = disk("16m");
        try {
            ChildJvm.run(verify(1, disk));
            SortedMap<String, String> before = content(disk);
            for (int free : new int[] {4096, 262_144}) {
                fill(disk.resolve(".filler"), (int) disk.toFile().getUsableSpace() - free);
                ChildJvm.Ended full = ChildJvm.run(verify(2, disk));
                Files.delete(disk.resolve(".filler"));
                assertRefused(full, disk, "No space left on device");
                assertThat(content(disk)).isEqualTo(before);
            }
            assertThat(ChildJvm.run(verify(2, disk)).code()).isLessThan(ExitCode.USAGE);
            assertIsTheReportOf(2, disk);
        } finally {
            run("umount", disk.toString());
        }
    }

    @Test
    void aDiskThatIsTooSmallForAReport() throws Exception {
        Path disk = disk("256k");
        try {
            assertRefused(ChildJvm.run(verify(1, disk)), disk, "No space left on device");
            assertThat(content(disk)).isEmpty();
            Path html = disk.resolve("x.html");
            String example = "theorems/prompts/examples/minilm-layer0-head3-in.json";
            assertRefused(
                    ChildJvm.run("check", "prompt-output-concentration", example, "--html", html),
                    html,
                    "No space left on device");
            assertThat(content(disk)).isEmpty();
        } finally {
            run("umount", disk.toString());
        }
    }

    @Test
    void aFolderThatMayOnlyBeRead() throws Exception {
        Path disk = disk("17m");
        try {
            ChildJvm.run(verify(1, disk));
            SortedMap<String, String> before = content(disk);
            assertThat(run("mount", "-o", "remount,ro", disk.toString())).isZero();
            ChildJvm.Ended ended = ChildJvm.run(verify(2, disk));
            assertThat(ended.seconds()).as("it says so before it begins").isLessThan(5);
            assertRefused(ended, disk, "permission denied");
            assertRefused(ChildJvm.run("report", disk.resolve("evidence"), disk), disk, "Read-only file system");
            assertThat(ChildJvm.run("report", disk.resolve("evidence"), folder.resolve("elsewhere"))
                            .code())
                    .isZero();
            assertThat(content(disk)).isEqualTo(before);
        } finally {
            run("umount", disk.toString());
        }
    }

    private static void fill(Path file, int bytes) throws IOException {
        Files.write(file, new byte[Math.max(0, bytes)]);
    }

    private static void assertRefused(ChildJvm.Ended ended, Path name, String reason) {
        List<String> said =
                ended.err().stream().filter(line -> !line.startsWith("[")).toList();
        System.out.printf(Locale.ROOT, "exit code %d after %.1f s: %s%n", ended.code(), ended.seconds(), said);
        assertThat(said).containsExactly("attention-theorems: " + name + ": file: cannot be written: " + reason);
        assertThat(ended.code()).isEqualTo(ExitCode.INVALID);
    }

    // ---- files that would hurt

    @Test
    void noFileTakesMoreThanFiveSecondsAndHalfAGigabyte() throws Exception {
        Path huge = folder.resolve("huge.json");
        try (FileChannel channel = FileChannel.open(huge, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(new byte[] {'}'}), 1L << 30);
        }
        Path largest = folder.resolve("largest.json");
        byte[] spaces = new byte[64 << 20];
        Arrays.fill(spaces, (byte) ' ');
        Files.write(largest, spaces);
        Path nested = Files.writeString(folder.resolve("nested.json"), "[".repeat(1_000_000));
        Path long1 = Files.writeString(folder.resolve("long.json"), "{\"N\":" + "1".repeat(60_000_000) + "}");
        for (Path file : List.of(huge, largest, nested, long1)) {
            ChildJvm.Ended ended = ChildJvm.run("check", "laplace-principle", file);
            System.out.printf(
                    Locale.ROOT,
                    "%s: exit code %d after %.1f s: %s%n",
                    file,
                    ended.code(),
                    ended.seconds(),
                    ended.err());
            assertThat(ended.code()).isEqualTo(ExitCode.INVALID);
            assertThat(ended.err()).singleElement().asString().startsWith("attention-theorems: " + file + ": ");
            assertThat(ended.seconds()).isLessThan(5);
        }
    }
}
