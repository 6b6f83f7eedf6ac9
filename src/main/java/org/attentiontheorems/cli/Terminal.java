package org.attentiontheorems.cli;

import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * Where a command reads and writes: always UTF-8, whatever the machine's charset.
 *
 * @param isInteractive whether a person looks at {@code err} while the command runs
 */
record Terminal(InputStream in, PrintStream out, PrintStream err, boolean isInteractive) {

    /** That of the process. */
    static Terminal ofProcess() {
        PrintStream out = stream(FileDescriptor.out);
        return new Terminal(System.in, out, stream(FileDescriptor.err), isPerson(System.console()));
    }

    private static PrintStream stream(FileDescriptor descriptor) {
        return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
    }

    /** Since Java 22 there may be a console without a person; only the method of that release can tell. */
    private static boolean isPerson(@org.jspecify.annotations.Nullable Console console) {
        if (console == null) {
            return false;
        }
        try {
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (NoSuchMethodException beforeJava22) {
            return true;
        } catch (ReflectiveOperationException e) {
            return false;
        }
    }
}
