package org.attentiontheorems.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.attentiontheorems.verify.EvidenceStore;
import org.attentiontheorems.verify.Publication;
import org.attentiontheorems.verify.RunSettings;
import org.attentiontheorems.verify.Theorem;
import org.attentiontheorems.verify.TheoremEvidence;
import org.attentiontheorems.verify.Verifier;

/** A run of some theorems. One theorem stays on one thread, so their number changes nothing but the time it takes. */
final class Suite {
    private final List<Verifier<?>> verifiers = new ArrayList<>();
    private final Publication out;
    private final String commit;

    /**
     * A run that has not begun.
     *
     * @param out takes the evidence
     */
    Suite(List<Theorem<?>> theorems, RunSettings settings, Publication out, String commit) {
        theorems.forEach(theorem -> verifiers.add(new Verifier<>(theorem, settings)));
        this.out = out;
        this.commit = commit;
    }

    int parts() {
        return verifiers.stream().mapToInt(Verifier::parts).sum();
    }

    /**
     * Runs everything.
     *
     * @return evidence in the order of the theorems
     */
    List<TheoremEvidence> run(int threads, Progress progress) {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Future<TheoremEvidence>> running = new ArrayList<>();
            for (Verifier<?> verifier : verifiers) {
                running.add(pool.submit((Callable<TheoremEvidence>) () -> run(verifier, progress)));
            }
            List<TheoremEvidence> evidence = new ArrayList<>();
            for (Future<TheoremEvidence> one : running) {
                evidence.add(result(one));
            }
            return evidence;
        } finally {
            pool.shutdownNow();
        }
    }

    private TheoremEvidence run(Verifier<?> verifier, Progress progress) {
        verifier.runAll(progress::part);
        TheoremEvidence evidence = EvidenceStore.put(out, verifier, commit);
        progress.theorem(evidence);
        return evidence;
    }

    private static TheoremEvidence result(Future<TheoremEvidence> running) {
        try {
            return running.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException thrown) {
                throw thrown;
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
