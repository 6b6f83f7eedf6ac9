package org.attentiontheorems.mutants;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.attentiontheorems.verify.RunSettings;
import org.pitest.bytecode.analysis.ClassTree;
import org.pitest.classinfo.ClassName;
import org.pitest.classpath.ClassFilter;
import org.pitest.classpath.ClassPath;
import org.pitest.classpath.ClassloaderByteArraySource;
import org.pitest.classpath.DefaultCodeSource;
import org.pitest.classpath.PathFilter;
import org.pitest.classpath.ProjectClassPaths;
import org.pitest.coverage.NoCoverage;
import org.pitest.mutationtest.EngineArguments;
import org.pitest.mutationtest.build.CompoundInterceptorFactory;
import org.pitest.mutationtest.build.MutationInterceptor;
import org.pitest.mutationtest.config.PluginServices;
import org.pitest.mutationtest.config.ReportOptions;
import org.pitest.mutationtest.engine.Mutater;
import org.pitest.mutationtest.engine.MutationDetails;
import org.pitest.mutationtest.engine.gregor.config.GregorEngineFactory;
import org.pitest.mutationtest.incremental.NullHistory;

/** PIT's mutants of the formulas of one package, with its usual operators and filters. */
final class Mutants {
    private static final Path CLASSES = Path.of("target", "classes");

    /** Instances, pictures and lists are no formulas; RoomsTest and the run's verdict guard the lists. */
    private static final Pattern SKIPPED_CLASSES =
            Pattern.compile(".*(Families|Family|Pictures?|Draws|Corners|Instance)(\\$.*)?");

    private static final Pattern SKIPPED_METHODS =
            Pattern.compile("((lambda\\$)?pictures?(\\$.*)?)|controls|families|examples|corners");

    private final ClassPath path = new ClassPath(List.of(CLASSES.toFile()));
    private final Mutater mutater = new GregorEngineFactory()
            .createEngine(EngineArguments.arguments().withMutators(List.of("DEFAULTS")))
            .createMutator(new ClassloaderByteArraySource(Mutants.class.getClassLoader()));

    /** All of them, in random order, always the same. */
    List<MutationDetails> shuffled(String packageName) {
        List<MutationDetails> all = new ArrayList<>();
        MutationInterceptor filter = filter();
        for (String name : formulas(packageName)) {
            ClassName className = ClassName.fromString(name);
            filter.begin(ClassTree.fromBytes(bytes(name)));
            all.addAll(filter.intercept(mutater.findMutations(className), mutater));
            filter.end();
        }
        all.removeIf(mutant -> SKIPPED_METHODS.matcher(mutant.getMethod()).matches());
        Collections.shuffle(all, new Random(RunSettings.DEFAULT_SEED));
        return all;
    }

    byte[] code(MutationDetails mutant) {
        return mutater.getMutation(mutant.getId()).getBytes();
    }

    private static List<String> formulas(String packageName) {
        Path folder = CLASSES.resolve(packageName.replace('.', File.separatorChar));
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(file -> file.endsWith(".class"))
                    .map(file -> file.substring(0, file.length() - ".class".length()))
                    .filter(name -> !SKIPPED_CLASSES.matcher(name).matches())
                    .map(name -> packageName + "." + name)
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private byte[] bytes(String name) {
        try {
            return path.getClassData(name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private MutationInterceptor filter() {
        DefaultCodeSource code = new DefaultCodeSource(new ProjectClassPaths(
                path, new ClassFilter(test -> false, any -> true), new PathFilter(any -> true, test -> false)));
        MutationInterceptor filter = new CompoundInterceptorFactory(
                        List.of(), PluginServices.makeForContextLoader().findInterceptors())
                .createInterceptor(
                        new ReportOptions(),
                        new NoCoverage(),
                        new ClassloaderByteArraySource(Mutants.class.getClassLoader()),
                        mutant -> List.of(),
                        code,
                        new NullHistory());
        filter.initialise(code);
        return filter;
    }
}
