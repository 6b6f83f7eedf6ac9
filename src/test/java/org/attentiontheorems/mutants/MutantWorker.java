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
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.attentiontheorems.verify.Json;
import org.pitest.mutationtest.engine.MutationDetails;

/**
 * A process that looks at every {@code shares}-th mutant of a sample and appends one line for each to a file; begun again it goes on
 * where that ends, for a mutant that hangs ends the process.
 */
final class MutantWorker {
    /** Exit code after a mutant that hangs. */
    static final int HUNG = 75;

    private static final double PATIENCE = 10;
    private static final double PATIENCE_SECONDS = 30;

    private final Mutants mutants;
    private final List<Look> looks;
    private final Path file;

    private MutantWorker(Mutants mutants, List<Look> looks, Path file) {
        this.mutants = mutants;
        this.looks = looks;
        this.file = file;
    }

    /** Arguments: package, size of the sample, which share, how many shares, file of the looks, file of the outcomes. */
    public static void main(String[] args) throws IOException {
        System.setProperty("theorems.report", "false");
        Path file = Path.of(args[5]);
        Looks looks = Json.mapper().readValue(Path.of(args[4]).toFile(), Looks.class);
        MutantWorker worker = new MutantWorker(new Mutants(), looks.all(), file);
        List<MutationDetails> all = worker.mutants.shuffled(args[0]);
        int sample = Math.min(Integer.parseInt(args[1]), all.size());
        int done = Files.exists(file) ? Files.readAllLines(file).size() : 0;
        int shares = Integer.parseInt(args[3]);
        for (int i = Integer.parseInt(args[2]) + done * shares; i < sample; i += shares) {
            worker.append(worker.examine(all.get(i)));
        }
        Runtime.getRuntime().halt(0); // threads of tests may still wait
    }

    /** What a worker reads. */
    record Looks(List<Look> all) {}

    private Outcome examine(MutationDetails mutant) {
        String name = mutant.getClassName().asJavaName();
        byte[] code = mutants.code(mutant);
        long start = System.nanoTime();
        List<Look> useful = looks.stream()
                .filter(look -> look.classes().contains(name))
                .sorted(Comparator.comparing(Look::kind).thenComparing(Look::seconds))
                .toList();
        for (Look look : useful) {
            CountDownLatch ended = new CountDownLatch(1);
            watch(ended, mutant, look);
            List<String> found = look.again(new MutantLoader(Map.of(name, code)));
            ended.countDown();
            if (!found.isEmpty()) {
                Outcome.Fate fate = Outcome.Fate.valueOf(look.kind().name());
                return Outcome.of(mutant, fate, look.name() + ": " + found.get(0), since(start));
            }
        }
        return Outcome.of(mutant, Outcome.Fate.SURVIVED, "", since(start));
    }

    private static double since(long start) {
        return (System.nanoTime() - start) / 1e9;
    }

    private void watch(CountDownLatch ended, MutationDetails mutant, Look look) {
        double seconds = PATIENCE * look.seconds() + PATIENCE_SECONDS;
        Thread watch = new Thread(() -> {
            try {
                if (!ended.await((long) seconds, TimeUnit.SECONDS)) {
                    append(Outcome.of(mutant, Outcome.Fate.HUNG, look.name(), seconds));
                    Runtime.getRuntime().halt(HUNG);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        watch.setDaemon(true);
        watch.start();
    }

    private void append(Outcome outcome) {
        try {
            Files.writeString(
                    file, outcome.line(), StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
