package org.attentiontheorems.mutants;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.attentiontheorems.report.Baseline;
import org.attentiontheorems.verify.Claim;
import org.attentiontheorems.verify.GoldenInstances;
import org.attentiontheorems.verify.RunSettings;
import org.attentiontheorems.verify.Theorem;
import org.attentiontheorems.verify.TheoremTest;
import org.attentiontheorems.verify.Verifier;
import org.junit.platform.engine.FilterResult;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.PostDiscoveryFilter;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** What is done with a mutant, inside the loader that holds it: only types of the JDK cross that border. */
public final class Examination {
    private static final int TRIES = 20;
    private static final Set<String> OF_EVERY_THEOREM = Set.of(
            "cornersSearchExamplesControlsAndFamilies",
            "noGoldenNumberHasDriftedFromTheBaseline",
            "everyClaimHasGoldenNumbers");
    private static final String VIOLATED = "is violated:";
    private static final Set<String> NO_CHECKS = Set.of("golden instances", "pictures");

    private final Set<String> known;
    private final boolean stopAtFirst;
    private final List<String> failures = new ArrayList<>();

    private Examination(Set<String> known, boolean stopAtFirst) {
        this.known = known;
        this.stopAtFirst = stopAtFirst;
    }

    /**
     * Names of what fails.
     *
     * @param kind a {@link Look.Kind}
     * @param target class of a theorem, or of a unit test
     * @param known what fails without a mutant too, since there are few tries
     * @param stopAtFirst whether one failure is enough
     */
    public static List<String> failures(String kind, String target, Set<String> known, boolean stopAtFirst)
            throws ReflectiveOperationException {
        Examination examination = new Examination(known, stopAtFirst);
        Class<?> type = Class.forName(target, true, Examination.class.getClassLoader());
        switch (Look.Kind.valueOf(kind)) {
            case CLAIMS -> examination.claims(theorem(type));
            case UNIT -> examination.unitTests(type);
            case BASELINE -> examination.baseline(theorem(type));
        }
        return examination.failures;
    }

    private static Theorem<?> theorem(Class<?> type) throws ReflectiveOperationException {
        return (Theorem<?>) type.getDeclaredConstructor().newInstance();
    }

    private <I extends Record> void claims(Theorem<I> theorem) {
        RunSettings settings = new RunSettings(RunSettings.DEFAULT_SEED, TRIES, "mutants", false, false);
        Verifier<I> verifier = new Verifier<>(theorem, settings);
        for (Claim<I> claim : theorem.claims()) {
            part(claim.id(), () -> verifier.tryAll(claim.id()));
        }
        for (Verifier.Step step : verifier.steps()) {
            if (!NO_CHECKS.contains(step.name())) {
                part(step.name(), step.run());
            }
        }
    }

    /** A part that lacks power with so few tries can still refute. */
    private void part(String name, Supplier<Optional<String>> part) {
        if (stopAtFirst && !failures.isEmpty()) {
            return;
        }
        try {
            part.get()
                    .filter(message -> !known.contains(name) || message.contains(VIOLATED))
                    .ifPresent(message -> failures.add(name));
        } catch (RuntimeException | Error thrown) {
            fail(name + threw(thrown));
        }
    }

    /** Added to the name of what fails with an exception, not with its numbers. */
    static String threw(Throwable thrown) {
        return Outcome.THREW + thrown.getClass().getSimpleName();
    }

    private void fail(String name) {
        if (!known.contains(name)) {
            failures.add(name);
        }
    }

    private void baseline(Theorem<?> theorem) {
        try {
            Baseline accepted = Baseline.read(Baseline.FOLDER, theorem.id()).orElseThrow();
            accepted.drift(GoldenInstances.quantities(theorem)).forEach(drift -> fail(drift.quantity()));
        } catch (RuntimeException | Error thrown) {
            fail(threw(thrown));
        }
    }

    private void unitTests(Class<?> type) {
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(DiscoverySelectors.selectClass(type))
                .filters((PostDiscoveryFilter) Examination::ofThisTestAlone)
                .configurationParameter("jqwik.database", "") // no failing sample of one mutant for the next
                .build();
        LauncherFactory.create().execute(request, new TestExecutionListener() {
            @Override
            public void executionFinished(TestIdentifier test, TestExecutionResult result) {
                if (result.getStatus() == TestExecutionResult.Status.FAILED) {
                    fail(test.getUniqueIdObject().getLastSegment().getValue());
                }
            }
        });
    }

    /** Claims and baseline are looked at without a test engine. */
    private static FilterResult ofThisTestAlone(TestDescriptor test) {
        boolean ofTheorem = test.getSource()
                .filter(MethodSource.class::isInstance)
                .map(MethodSource.class::cast)
                .filter(source -> TheoremTest.class.isAssignableFrom(source.getJavaClass()))
                .filter(source -> OF_EVERY_THEOREM.contains(source.getMethodName())
                        || test.getUniqueId()
                                .getEngineId()
                                .filter("jqwik"::equals)
                                .isPresent())
                .isPresent();
        return FilterResult.includedIf(!ofTheorem);
    }
}
