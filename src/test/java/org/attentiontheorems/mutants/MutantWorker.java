package org.attentiontheorems.mutants;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.attentiontheorems.verify.Json;
import org.pitest.mutationtest.engine.MutationDetails;

/**
 * A process that looks at every {@code shares}-th mutant of a sample and appends one line for each to a file; begun again it goes on
 * where that ends, for a mutant that hangs ends the process.
 */
final class MutantWorker {
    /** Exit code after a mutant that hangs. */
    static final int HUNG = 75;

    private static final int FAILED = 1;

    /** Far more than a slow machine makes of a look: a mutant that is only slow is not noticed. */
    private static final double PATIENCE_FACTOR = 10;

    private static final double PATIENCE_SECONDS = 30;

    private final Mutants mutants = new Mutants();
    private final List<Look> looks;
    private final Path file;

    private MutantWorker(List<Look> looks, Path file) {
        this.looks = looks;
        this.file = file;
    }

    /** What a worker reads. */
    record Looks(List<Look> all) {}

    /** Arguments: package, size of the sample, which share, how many shares, file of the looks, file of the outcomes. */
    public static void main(String[] args) {
        System.setProperty("theorems.report", "false");
        Runtime process = Runtime.getRuntime();
        ProcessHandle.current().parent().ifPresent(parent -> {
            CompletableFuture<Void> unused = parent.onExit().thenRun(() -> process.halt(FAILED));
        });
        try {
            Looks looks = Json.mapper().readValue(Path.of(args[4]).toFile(), Looks.class);
            new MutantWorker(looks.all(), Path.of(args[5]))
                    .work(args[0], Integer.parseInt(args[1]), Integer.parseInt(args[2]), Integer.parseInt(args[3]));
            process.halt(0); // threads of tests may still wait
        } catch (Throwable e) {
            e.printStackTrace();
            process.halt(FAILED);
        }
    }

    private void work(String packageName, int sample, int share, int shares) throws IOException {
        List<MutationDetails> all = mutants.shuffled(packageName);
        int done = Files.readAllLines(file).size();
        for (int i = share + done * shares; i < Math.min(sample, all.size()); i += shares) {
            append(examine(all.get(i)));
        }
    }

    private Outcome examine(MutationDetails mutant) {
        String name = mutant.getClassName().asJavaName();
        Map<String, byte[]> code = Map.of(name, mutants.code(mutant));
        long start = System.nanoTime();
        List<Look> useful = looks.stream()
                .filter(look -> look.classes().contains(name))
                .sorted(Comparator.comparing(Look::kind).thenComparing(Look::seconds))
                .toList();
        for (Look look : useful) {
            List<String> found = watched(mutant, look, code);
            if (!found.isEmpty()) {
                return Outcome.noticed(mutant, look, found.get(0), since(start));
            }
        }
        return Outcome.of(mutant, Outcome.Fate.SURVIVED, "", since(start));
    }

    private static double since(long start) {
        return (System.nanoTime() - start) / 1e9;
    }

    /** Looks at a mutant; if that takes too long the process ends, after a line that says so. */
    private List<String> watched(MutationDetails mutant, Look look, Map<String, byte[]> code) {
        double seconds = PATIENCE_FACTOR * look.seconds() + PATIENCE_SECONDS;
        AtomicBoolean decided = new AtomicBoolean();
        Thread watch = new Thread(() -> {
            if (slept(seconds) && decided.compareAndSet(false, true)) {
                try {
                    append(Outcome.of(mutant, Outcome.Fate.HUNG, look.name(), seconds));
                } finally {
                    Runtime.getRuntime().halt(HUNG);
                }
            }
        });
        watch.setDaemon(true);
        watch.start();
        List<String> found = look.noticing(new MutantLoader(code));
        if (!decided.compareAndSet(false, true)) {
            slept(PATIENCE_SECONDS); // the process is about to end
        }
        watch.interrupt();
        return found;
    }

    private static boolean slept(double seconds) {
        try {
            TimeUnit.MILLISECONDS.sleep((long) (1000 * seconds));
            return true;
        } catch (InterruptedException e) {
            return false;
        }
    }

    private void append(Outcome outcome) {
        try {
            Files.writeString(file, outcome.line(), StandardCharsets.UTF_8, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
