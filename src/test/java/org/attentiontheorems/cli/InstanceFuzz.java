package org.attentiontheorems.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.attentiontheorems.catalogue.Catalogue;
import org.attentiontheorems.verify.Example;
import org.attentiontheorems.verify.Json;
import org.attentiontheorems.verify.Theorem;

/**
 * The target of the coverage-guided fuzzer ({@code -Pfuzz}): the first byte chooses a theorem, the rest is an instance file. The worked
 * examples are where it begins.
 */
public final class InstanceFuzz {
    private static final List<Theorem<?>> THEOREMS = theorems();

    private InstanceFuzz() {}

    private static List<Theorem<?>> theorems() {
        return Catalogue.all().stream()
                .<Theorem<?>>map(Catalogue.Entry::theorem)
                .toList();
    }

    /** Called by the fuzzer with bytes of its own making. */
    public static void fuzzerTestOneInput(byte[] input) {
        if (input.length == 0) {
            return;
        }
        Theorem<?> theorem = THEOREMS.get(Byte.toUnsignedInt(input[0]) % THEOREMS.size());
        byte[] file = Arrays.copyOfRange(input, 1, input.length);
        String complaint = InputOracle.complaint(theorem, file);
        if (!complaint.isEmpty()) {
            throw new AssertionError(
                    theorem.id() + ": " + complaint + " on " + new String(file, StandardCharsets.UTF_8));
        }
    }

    /**
     * Writes the worked examples as inputs.
     *
     * @param args where to, and a folder that is made for the inputs that the fuzzer finds worth keeping
     */
    public static void main(String[] args) throws IOException {
        Path folder = Files.createDirectories(Path.of(args[0]));
        Files.createDirectories(Path.of(args[1]));
        for (int i = 0; i < THEOREMS.size(); i++) {
            for (Example<?> example : THEOREMS.get(i).examples()) {
                byte[] file = Json.mapper().writeValueAsBytes(example.instance());
                byte[] input = new byte[file.length + 1];
                input[0] = (byte) i;
                System.arraycopy(file, 0, input, 1, file.length);
                Files.write(
                        folder.resolve(
                                THEOREMS.get(i).id() + "-" + example.name().replaceAll("\\W+", "-")),
                        input);
            }
        }
    }
}
