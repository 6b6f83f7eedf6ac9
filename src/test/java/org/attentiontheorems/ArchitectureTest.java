package org.attentiontheorems;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnitAccess;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.EvaluationResult;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The floors of the house, and what no class in it may call because its answer would not be the same everywhere. */
class ArchitectureTest {
    private static final String ROOT = "org.attentiontheorems.";

    /** Packages from the ground up; a package imports only from floors below its own. */
    private static final List<Set<String>> FLOORS = List.of(
            Set.of("attention", "measure", "flow", "random"),
            Set.of("verify", "pages"),
            Set.of("heads", "layers", "homogenization", "lowtemperature", "prompts"),
            Set.of("report", "catalogue"),
            Set.of("cli"));

    /** The members of Math that are exact or correctly rounded, hence the same on every JDK and processor. */
    private static final Set<String> MATH = Set.of(
            "abs",
            "min",
            "max",
            "sqrt",
            "fma",
            "floor",
            "ceil",
            "rint",
            "round",
            "signum",
            "ulp",
            "scalb",
            "multiplyHigh",
            "floorMod",
            "floorDiv");

    /** Classes that may look at a clock, to say how long something took. */
    private static final Set<String> STOPWATCHES = Set.of(ROOT + "verify.Verifier", ROOT + "cli");

    private static final JavaClasses MAIN = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("org.attentiontheorems");

    private static String[] packages(Iterable<String> names) {
        List<String> all = new ArrayList<>();
        for (String name : names) {
            all.add(ROOT + name + "..");
        }
        return all.toArray(String[]::new);
    }

    @Test
    void everyClassLivesOnAFloor() {
        String[] all = packages(FLOORS.stream().flatMap(Set::stream).toList());
        classes().should().resideInAnyPackage(all).check(MAIN);
    }

    private static ArchRule importsOnlyFrom(List<String> below, String one) {
        List<String> allowed = new ArrayList<>(below);
        allowed.add(one);
        return classes()
                .that()
                .resideInAPackage(ROOT + one + "..")
                .should()
                .onlyDependOnClassesThat(
                        resideInAnyPackage(packages(allowed)).or(resideOutsideOfPackage("org.attentiontheorems..")))
                .allowEmptyShould(true);
    }

    @Test
    void aPackageImportsOnlyFromFloorsBelow() {
        List<String> below = new ArrayList<>();
        for (Set<String> floor : FLOORS) {
            floor.forEach(one -> importsOnlyFrom(below, one).check(MAIN));
            below.addAll(floor);
        }
    }

    @Test
    void anImportFromElsewhereIsFound() {
        assertThat(importsOnlyFrom(List.of("attention"), "verify")
                        .evaluate(MAIN)
                        .hasViolation())
                .isTrue();
        assertThat(importsOnlyFrom(List.of(), "random").evaluate(MAIN).hasViolation())
                .isFalse();
    }

    @Test
    void packagesAreFreeOfCycles() {
        slices().matching("org.attentiontheorems.(*)..")
                .should()
                .beFreeOfCycles()
                .check(MAIN);
    }

    @Test
    void theReportKnowsNoTheorem() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + "report..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(packages(FLOORS.get(2)))
                .allowEmptyShould(true)
                .check(MAIN);
    }

    @Test
    void noClassCallsWhatDiffersBetweenMachinesOrRuns() {
        classes()
                .should(callOnlyWhatIsTheSameEverywhere())
                .because(
                        "numbers are compared bit for bit: StrictMath for Math, a loop for DoubleStream.sum, RandomField for Random")
                .check(MAIN);
    }

    @Test
    void onlyStopwatchesLookAtAClock() {
        classes().should(lookAtNoClock()).check(MAIN);
    }

    /** What the two rules above look for; the offenders below prove that they find it. */
    private static ArchCondition<JavaClass> callOnlyWhatIsTheSameEverywhere() {
        return calls("call only what is the same everywhere", ArchitectureTest::isForbidden);
    }

    private static ArchCondition<JavaClass> lookAtNoClock() {
        return calls("look at no clock", access -> {
            String target = target(access);
            boolean stopwatch =
                    STOPWATCHES.stream().anyMatch(access.getOriginOwner().getName()::startsWith);
            return target.equals("java.lang.System.currentTimeMillis")
                    || (target.startsWith("java.time.") && target.endsWith(".now"))
                    || (target.equals("java.lang.System.nanoTime") && !stopwatch);
        });
    }

    private static boolean isForbidden(JavaCodeUnitAccess<?> access) {
        String owner = access.getTargetOwner().getName();
        String name = access.getName();
        return switch (owner) {
            case "java.lang.Math" -> !MATH.contains(name) && !name.endsWith("Exact");
            case "java.util.stream.DoubleStream" ->
                Set.of("sum", "average", "summaryStatistics").contains(name) || name.equals("parallel");
            case "java.util.stream.Collectors" -> name.toLowerCase(Locale.ROOT).contains("double");
            case "java.util.Random", "java.util.SplittableRandom", "java.util.concurrent.ThreadLocalRandom" -> true;
            default ->
                name.equals("parallelStream") || (name.equals("parallel") && owner.startsWith("java.util.stream."));
        };
    }

    private static String target(JavaCodeUnitAccess<?> access) {
        return access.getTargetOwner().getName() + "." + access.getName();
    }

    private static ArchCondition<JavaClass> calls(
            String description, java.util.function.Predicate<JavaCodeUnitAccess<?>> forbidden) {
        return new ArchCondition<>(description) {
            @Override
            public void check(JavaClass item, ConditionEvents events) {
                Stream.concat(item.getCodeUnitCallsFromSelf().stream(), item.getCodeUnitReferencesFromSelf().stream())
                        .filter(forbidden)
                        .forEach(access -> events.add(SimpleConditionEvent.violated(access, access.getDescription())));
            }
        };
    }

    /** Each of them breaks a rule in one way. */
    @SuppressWarnings({"unused", "UnnecessaryLambda"})
    private static final class Offenders {
        static final class Exponential {
            double y = Math.exp(1);
        }

        static final class Reference {
            DoubleUnaryOperator f = Math::sin;
        }

        static final class Lambda {
            DoubleUnaryOperator f = x -> x * Math.pow(x, 2);
        }

        static final class Chance {
            double y = Math.random();
        }

        static final class Generator {
            double y = new Random(1).nextDouble();
        }

        static final class Sum {
            double y = DoubleStream.of(1, 2).sum();
        }

        static final class Average {
            double y = DoubleStream.of(1, 2).average().orElse(0);
        }

        static final class Parallel {
            long y = Stream.of(1, 2).parallel().count();
        }

        static final class ParallelList {
            long y = List.of(1, 2).parallelStream().count();
        }
    }

    @SuppressWarnings("unused")
    private static final class Clocks {
        static final class Milliseconds {
            long y = System.currentTimeMillis();
        }

        static final class Nanoseconds {
            long y = System.nanoTime();
        }

        static final class Now {
            java.time.Instant y = java.time.Instant.now();
        }
    }

    @SuppressWarnings("unused")
    private static final class Exact {
        double y = Math.fma(Math.sqrt(2), Math.abs(-1), Math.scalb(1.0, 3)) + StrictMath.exp(1);
        long k = Math.addExact(1, Math.floorMod(5, 3)) + Math.round(2.5);
    }

    private static boolean passes(ArchCondition<JavaClass> condition, Class<?> type) {
        EvaluationResult result = classes().should(condition).evaluate(new ClassFileImporter().importClasses(type));
        return !result.hasViolation();
    }

    @ParameterizedTest
    @ValueSource(
            classes = {
                Offenders.Exponential.class,
                Offenders.Reference.class,
                Offenders.Lambda.class,
                Offenders.Chance.class,
                Offenders.Generator.class,
                Offenders.Sum.class,
                Offenders.Average.class,
                Offenders.Parallel.class,
                Offenders.ParallelList.class
            })
    void anOffenderIsFound(Class<?> offender) {
        assertThat(passes(callOnlyWhatIsTheSameEverywhere(), offender)).isFalse();
        assertThat(passes(lookAtNoClock(), offender)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(classes = {Clocks.Milliseconds.class, Clocks.Nanoseconds.class, Clocks.Now.class})
    void aClockIsFound(Class<?> clock) {
        assertThat(passes(lookAtNoClock(), clock)).isFalse();
    }

    @Test
    void exactMembersOfMathMayBeCalled() {
        assertThat(passes(callOnlyWhatIsTheSameEverywhere(), Exact.class)).isTrue();
    }
}
