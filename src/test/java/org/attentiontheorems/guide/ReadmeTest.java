package org.attentiontheorems.guide;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The code that the README shows is code that is compiled and run. */
class ReadmeTest {
    private static final Path GUIDE = Path.of("src/test/java/org/attentiontheorems/guide");

    @Test
    void everyLineOfTheReadmesCodeStandsInTheGuideInThatOrder() throws IOException {
        List<String> source = Stream.of("SampledAttention.java", "SampledAttentionTest.java")
                .flatMap(ReadmeTest::lines)
                .toList();
        int next = 0;
        for (String shown : shownCode()) {
            int at = source.subList(next, source.size()).indexOf(shown);
            assertThat(at).as("README line: " + shown).isNotNegative();
            next += at + 1;
        }
        assertThat(next).isGreaterThan(50);
    }

    private static List<String> shownCode() throws IOException {
        String[] parts = Files.readString(Path.of("README.md")).split("```", -1);
        return Stream.of(parts)
                .filter(part -> part.startsWith("java\n"))
                .flatMap(block -> block.lines().skip(1))
                .map(line -> line.replaceFirst(" {2,}//.*", "").strip())
                .filter(line -> !line.isEmpty() && !line.equals("…"))
                .toList();
    }

    private static Stream<String> lines(String file) {
        try {
            return Files.readAllLines(GUIDE.resolve(file)).stream().map(String::strip);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
