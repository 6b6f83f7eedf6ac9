package org.attentiontheorems.cli;

import java.lang.management.ManagementFactory;
import java.util.Locale;
import java.util.stream.Stream;
import org.attentiontheorems.verify.InstanceReader;
import org.attentiontheorems.verify.InvalidInstance;
import org.attentiontheorems.verify.OneLine;
import org.attentiontheorems.verify.Theorem;

/** What every instance file must get, whatever its bytes: a verdict, or one sentence in our own words that names a field, within 5 s. */
final class InputOracle {
    /** Words of the libraries below, or of a program that is lost. */
    static final String[] LEAKS = {"Exception", "ackson", "java.", "Feature", "something else"};

    private static final double MOST_SECONDS = 5;
    private static final int LONGEST_FIELD = 200;

    private InputOracle() {}

    /** What is wrong with the answer to a file; empty if nothing is. */
    static String complaint(Theorem<?> theorem, byte[] file) {
        long start = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        String answer = answer(theorem, file);
        double seconds = (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - start) / 1e9;
        return seconds > MOST_SECONDS ? String.format(Locale.ROOT, "took %.1f s", seconds) : answer;
    }

    private static String answer(Theorem<?> theorem, byte[] file) {
        try {
            return InstanceReader.examine(theorem, file).claims().isEmpty() ? "no claims" : "";
        } catch (InvalidInstance e) {
            return isOneSentence(e) ? "" : "says " + e.field() + ": " + e.reason();
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
            return e.toString();
        }
    }

    private static boolean isOneSentence(InvalidInstance refused) {
        String field = refused.field();
        return !field.isEmpty()
                && field.equals(OneLine.of(field))
                && field.length() < LONGEST_FIELD
                && !refused.reason().isEmpty()
                && Stream.of(LEAKS).noneMatch(refused.reason()::contains);
    }
}
