package org.attentiontheorems.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Bad input, whatever the bytes: one line that names file, field and offending value, exit code 65, nothing written. */
class HostileInputTest {
    private static final Shell SHELL = Shell.with(new ShapesTheorem());
    private static final String FIELDS =
            "count, stamp, level, vector, matrix, tensor, sizes, labels, flag, name, atoms, law, mode";
    private static final String INT = "must be a whole number, is ";
    private static final String PLAIN_INT = "must be a whole number without point or exponent, is ";
    private static final String SMALLER_INT = "must be a whole number of at most 2147483647, is ";

    @TempDir
    Path folder;

    /** Replaces one piece of the valid file by another; then the line after the file's name. */
    static Stream<Arguments> changes() {
        return Stream.of(
                // numbers
                change("\"count\":3", "\"count\":3.0", "count: " + PLAIN_INT + "3.0"),
                change("\"count\":3", "\"count\":1e2", "count: " + PLAIN_INT + "1e2"),
                change("\"count\":3", "\"count\":\"3\"", "count: " + INT + "\"3\""),
                change("\"count\":3", "\"count\":\"\"", "count: " + INT + "\"\""),
                change("\"count\":3", "\"count\":true", "count: " + INT + "true"),
                change("\"count\":3", "\"count\":null", "count: " + INT + "null"),
                change("\"count\":3", "\"count\":[3]", "count: " + INT + "an array"),
                change("\"count\":3", "\"count\":{}", "count: " + INT + "an object"),
                change("\"count\":3", "\"count\":99999999999", "count: " + SMALLER_INT + "99999999999"),
                change("\"count\":3", "\"count\":1e999", "count: " + SMALLER_INT + "1e999"),
                change("\"count\":3", "\"count\":1e400", "count: " + SMALLER_INT + "1e400"),
                change("\"count\":3", "\"count\":2147483648", "count: " + SMALLER_INT + "2147483648"),
                change("\"count\":3", "\"count\":0.5", "count: " + INT + "0.5"),
                change("\"count\":3", "\"count\":1e-999999999", "count: " + INT + "1e-999999999"),
                change("\"count\":3", "\"count\":1e999999999", "count: " + SMALLER_INT + "1e999999999"),
                change("\"count\":3", "\"count\":1e99999999999", "count: " + INT + "1e99999999999"),
                change(
                        "\"count\":3",
                        "\"count\":-3e9",
                        "count: must be a whole number of at least -2147483648, is -3e9"),
                change("\"count\":3", "\"count\":" + "1".repeat(999), "count: " + SMALLER_INT + "1".repeat(60) + "..."),
                change("\"count\":3", "\"count\":-1", "count: must be between 0 and 1000000, is -1"),
                change(
                        "\"stamp\":-7",
                        "\"stamp\":9223372036854775808",
                        "stamp: must be a whole number of at most 9223372036854775807, is 9223372036854775808"),
                change("\"level\":0.5", "\"level\":\"0.5\"", "level: must be a finite number, is \"0.5\""),
                change("\"level\":0.5", "\"level\":\"NaN\"", "level: must be a finite number, is \"NaN\""),
                change("\"level\":0.5", "\"level\":\"-Infinity\"", "level: must be a finite number, is \"-Infinity\""),
                change("\"level\":0.5", "\"level\":1e999", "level: must be a finite number, is 1e999"),
                change("\"level\":0.5", "\"level\":-1e999", "level: must be a finite number, is -1e999"),
                change("\"level\":0.5", "\"level\":null", "level: must be a finite number, is null"),
                change("\"level\":0.5", "\"level\":false", "level: must be a finite number, is false"),
                change("\"level\":0.5", "\"level\":[]", "level: must be a finite number, is an array"),
                change(
                        "\"level\":0.5",
                        "\"level\":" + "9".repeat(400),
                        "level: must be a finite number, is " + "9".repeat(60) + "..."),
                change(
                        "\"level\":0.5",
                        "\"level\":" + "1".repeat(2000),
                        "level: is a number of more than 1000 characters, " + "1".repeat(60) + "..."),
                // arrays
                change("[1,-2.5e-3]", "1", "vector: must be an array, is 1"),
                change("[1,-2.5e-3]", "\"\"", "vector: must be an array, is \"\""),
                change("[1,-2.5e-3]", "\"P/AAAAAAAAA=\"", "vector: must be an array, is \"P/AAAAAAAAA=\""),
                change("[1,-2.5e-3]", "null", "vector: must be an array, is null"),
                change("[1,-2.5e-3]", "{}", "vector: must be an array, is an object"),
                change("[1,-2.5e-3]", "[]", "vector: must not be empty"),
                change("[1,-2.5e-3]", "[1,null]", "vector[1]: must be a finite number, is null"),
                change("[1,-2.5e-3]", "[1,\"NaN\"]", "vector[1]: must be a finite number, is \"NaN\""),
                change("[1,-2.5e-3]", "[1,\"2\"]", "vector[1]: must be a finite number, is \"2\""),
                change("[1,-2.5e-3]", "[[1]]", "vector[0]: must be a finite number, is an array"),
                change("[1,-2.5e-3]", "[true]", "vector[0]: must be a finite number, is true"),
                change("[1,-2.5e-3]", "[1,1e400]", "vector[1]: must be a finite number, is 1e400"),
                change("[[1,2],[3,4]]", "[[1,2],[3]]", "matrix[1]: needs 2 entries, has 1"),
                change("[[1,2],[3,4]]", "[[1,2],[]]", "matrix[1]: needs 2 entries, has 0"),
                change("[[1,2],[3,4]]", "[[1,2],null]", "matrix[1]: must be an array, is null"),
                change("[[1,2],[3,4]]", "[null]", "matrix[0]: must be an array, is null"),
                change("[[1,2],[3,4]]", "[[null,2],[3,4]]", "matrix[0][0]: must be a finite number, is null"),
                change("[[1,2],[3,4]]", "[\"\"]", "matrix[0]: must be an array, is \"\""),
                change("[[1,2],[3,4]]", "[1,2]", "matrix[0]: must be an array, is 1"),
                change("[[1,2],[3,4]]", "\"abc\"", "matrix: must be an array, is \"abc\""),
                change("[[1,2],[3,4]]", "[[1,2],[3,\"x\"]]", "matrix[1][1]: must be a finite number, is \"x\""),
                change("[[[1],[2]]]", "[[[1],[2,3]]]", "tensor[0][1]: needs 1 entries, has 2"),
                change("[[[1],[2]]]", "[[[1],null]]", "tensor[0][1]: must be an array, is null"),
                change("[[[1],[2]]]", "[[[1],[null]]]", "tensor[0][1][0]: must be a finite number, is null"),
                change("[[[1],[2]]]", "[null]", "tensor[0]: must be an array, is null"),
                change("\"sizes\":[1,2]", "\"sizes\":[1,2.0]", "sizes[1]: " + PLAIN_INT + "2.0"),
                change("\"sizes\":[1,2]", "\"sizes\":[1,null]", "sizes[1]: " + INT + "null"),
                change("\"sizes\":[1,2]", "\"sizes\":[1,\"2\"]", "sizes[1]: " + INT + "\"2\""),
                change("\"sizes\":[1,2]", "\"sizes\":[1,3000000000]", "sizes[1]: " + SMALLER_INT + "3000000000"),
                change("\"sizes\":[1,2]", "\"sizes\":\"AQI=\"", "sizes: must be an array, is \"AQI=\""),
                change("[[0,1],[1,0]]", "[[0,1],[1,1e0]]", "labels[1][1]: " + PLAIN_INT + "1e0"),
                change("[[0,1],[1,0]]", "[[0,1],[1]]", "labels[1]: needs 2 entries, has 1"),
                change("[[0,1],[1,0]]", "[[0,1],null]", "labels[1]: must be an array, is null"),
                change("[[0,1],[1,0]]", "[[0,1],1]", "labels[1]: must be an array, is 1"),
                // other scalars
                change("\"flag\":true", "\"flag\":1", "flag: must be true or false, is 1"),
                change("\"flag\":true", "\"flag\":\"true\"", "flag: must be true or false, is \"true\""),
                change("\"flag\":true", "\"flag\":null", "flag: must be true or false, is null"),
                change("\"plain\"", "1", "name: must be a string, is 1"),
                change("\"plain\"", "true", "name: must be a string, is true"),
                change("\"plain\"", "null", "name: must be a string, is null"),
                change("\"plain\"", "[\"plain\"]", "name: must be a string, is an array"),
                change("\"plain\"", "\"\"", "name: must not be empty"),
                change("\"FAST\"", "0", "mode: must be one of \"FAST\", \"SLOW\", is 0"),
                change("\"FAST\"", "\"fast\"", "mode: must be one of \"FAST\", \"SLOW\", is \"fast\""),
                change("\"FAST\"", "null", "mode: must be one of \"FAST\", \"SLOW\", is null"),
                // lists of records
                change("{\"q\":[[-1]],\"weight\":0.5}", "null", "atoms[1]: must be an object, is null"),
                change("{\"q\":[[-1]],\"weight\":0.5}", "1", "atoms[1]: must be an object, is 1"),
                change("{\"q\":[[-1]],\"weight\":0.5}", "\"\"", "atoms[1]: must be an object, is \"\""),
                change("{\"q\":[[-1]],\"weight\":0.5}", "[]", "atoms[1]: must be an object, is an array"),
                change("{\"q\":[[-1]],\"weight\":0.5}", "{}", "atoms[1].q: is missing, must be an array"),
                change("\"weight\":0.5},{", "\"weight\":-0.5},{", "atoms[0].weight: must be at least 0, is -0.5"),
                change("[[-1]]", "[[-1,2]]", "atoms[1].q[0]: needs 1 entries, has 2"),
                change("[[-1]]", "[[\"x\"]]", "atoms[1].q[0][0]: must be a finite number, is \"x\""),
                change("[[-1]],", "[[-1]],\"k\":1,", "atoms[1].k: is unknown; the fields here are q, weight"),
                change("\"atoms\":[", "\"atoms\":[[],", "atoms[0]: must be an object, is an array"),
                change(
                        "[{\"q\":[[0.25]],\"weight\":0.5},{\"q\":[[-1]],\"weight\":0.5}]",
                        "{}",
                        "atoms: must be an array, is an object"),
                change(
                        "[{\"q\":[[0.25]],\"weight\":0.5},{\"q\":[[-1]],\"weight\":0.5}]",
                        "[]",
                        "atoms: must not be empty"),
                // variants
                change("\"type\":\"gaussian\",", "", "law.type: is missing, must be one of \"gaussian\", \"points\""),
                change("\"type\":\"gaussian\"", "\"type\":\"normal\"", variant("\"normal\"")),
                change("\"type\":\"gaussian\"", "\"type\":3", variant("3")),
                change("\"type\":\"gaussian\"", "\"type\":null", variant("null")),
                change("\"type\":\"gaussian\"", "\"type\":[\"gaussian\"]", variant("an array")),
                change("\"type\":\"gaussian\"", "\"type\":\"points\"", "law.points: is missing, must be an array"),
                change("\"mean\":[0.5]", "\"mean\":[0.5,null]", "law.mean[1]: must be a finite number, is null"),
                change("\"mean\":[0.5]", "\"mean\":[]", "law.mean: must not be empty"),
                change(",\"mean\":[0.5]", "", "law.mean: is missing, must be an array"),
                change(
                        "{\"type\":\"gaussian\",\"mean\":[0.5]}",
                        "{}",
                        "law.type: is missing, must be one of \"gaussian\", \"points\""),
                change("{\"type\":\"gaussian\",\"mean\":[0.5]}", "null", "law: must be an object, is null"),
                change(
                        "{\"type\":\"gaussian\",\"mean\":[0.5]}",
                        "\"gaussian\"",
                        "law: must be an object, is \"gaussian\""),
                change(
                        "{\"type\":\"gaussian\",\"mean\":[0.5]}",
                        "[\"gaussian\",{\"mean\":[0.5]}]",
                        "law: must be an object, is an array"),
                change(
                        "{\"type\":\"gaussian\",\"mean\":[0.5]}",
                        "{\"mean\":[1e999],\"type\":\"gaussian\"}",
                        "law.mean[0]: must be a finite number, is 1e999"),
                change(
                        "{\"type\":\"gaussian\",\"mean\":[0.5]}",
                        "{\"points\":[[1,2],[3]],\"type\":\"points\"}",
                        "law.points[1]: needs 2 entries, has 1"),
                // fields
                change("\"count\":3,", "", "count: is missing, " + INT.replace(", is ", "")),
                change("\"count\":3,", "\"count\":3,\"count\":3,", "count: stands there twice"),
                change("\"mean\":[0.5]", "\"mean\":[0.5],\"mean\":[1]", "law.mean: stands there twice"),
                change("\"count\":3,", "\"count\":3,\"cuont\":3,", "cuont: is unknown; the fields here are " + FIELDS),
                change("\"count\":3,", "\"count\":3,\"\":3,", "\"\": is unknown; the fields here are " + FIELDS),
                change(
                        "\"count\":3,",
                        "\"count\":3,\"a\\nb\\u202e\":3,",
                        "a\\u000ab\\u202e: is unknown; the fields here are " + FIELDS),
                change(
                        "\"count\":3,",
                        "\"count\":3,\"" + "z".repeat(5000) + "\":3,",
                        "z".repeat(60) + "...: is unknown; the fields here are " + FIELDS),
                // values that would break the line
                change(
                        "\"mode\":\"FAST\"",
                        "\"mode\":\"F\\nA\\r\\u001b[31m\\u2028\\u202e\\ud800\"",
                        "mode: must be one of \"FAST\", \"SLOW\", is \"F\\u000aA\\u000d\\u001b[31m\\u2028\\u202e\\ud800\""),
                change(
                        "\"mode\":\"FAST\"",
                        "\"mode\":\"" + "x".repeat(100_000) + "\"",
                        "mode: must be one of \"FAST\", \"SLOW\", is \"" + "x".repeat(60) + "...\""),
                change("\"plain\"", "\"" + "\\n".repeat(100_000) + "\"", "name: is too long: " + "\\u000a".repeat(200)),
                // syntax
                change("\"count\":3", "\"count\":NaN", notJson("count", 13, "{\"count\":NaN,\"stamp\"")),
                change("\"count\":3", "\"count\":-Infinity", notJson("count", 19, "count\":-Infinity,\"stamp\"")),
                change("\"count\":3", "\"count\":+3", notJson("count", 11, "{\"count\":+3,\"stamp")),
                change("\"count\":3", "\"count\":03", notJson("count", 11, "{\"count\":03,\"stamp")),
                change("\"count\":3", "\"count\":.3", notJson("count", 10, "{\"count\":.3,\"stam")),
                change("\"count\":3", "\"count\":3.", notJson("count", 11, "{\"count\":3.,\"stamp")),
                change("\"count\":3", "\"count\":0x3", notJson("count", 11, "{\"count\":0x3,\"stam")),
                change("\"count\":3", "'count':3", notJson("document", 2, "{'count':")),
                change("\"count\":3", "count:3", notJson("document", 2, "{count:3,")),
                change("\"count\":3", "\"count\" 3", notJson("count", 10, "{\"count\" 3,\"stamp")),
                change("\"count\":3", "/* three */\"count\":3", notJson("document", 2, "{/* three")),
                change("\"FAST\"}", "\"FAST\",}", null),
                change("\"FAST\"}", "\"FAST\"]", null),
                change("\"FAST\"}", "\"FAST", "mode: is not JSON: the document ends too early"),
                change("\"FAST\"}", "\"FAST\"", "mode: is not JSON: the document ends too early"),
                change("\"FAST\"}", "\"FAST\"} 1", "document: goes on after its end, with 1"),
                change("\"FAST\"}", "\"FAST\"}{}", "document: goes on after its end, with an object"),
                change("\"FAST\"}", "\"FAST\"}x", null),
                change("\"plain\"", "\"pl\nain\"", null),
                change("\"plain\"", "\"pl\\qain\"", null),
                change("\"plain\"", "\"pl\0ain\"", null),
                change("[1,-2.5e-3]", "[1,]", null),
                change("[1,-2.5e-3]", "[1 2]", null),
                change("[1,-2.5e-3]", "[1,tru]", null),
                change("\"mode\"", "\0\"mode\"", null),
                // evaluation
                change("\"count\":3", "\"count\":1000", "count: gives too many cases to enumerate, is 1000"));
    }

    private static Arguments change(String from, String to, String expected) {
        return Arguments.of(from, to, expected);
    }

    private static String variant(String found) {
        return "law.type: must be one of \"gaussian\", \"points\", is " + found;
    }

    private static String notJson(String field, int column, String near) {
        return field + ": is not JSON at line 1, column " + column + ", near " + near;
    }

    @ParameterizedTest
    @MethodSource("changes")
    void aChangedFile(String from, String to, String expected) throws IOException {
        assertThat(Shapes.JSON).contains(from);
        String line = refused(Shapes.JSON.replace(from, to).getBytes(StandardCharsets.UTF_8));
        if (expected == null) {
            assertThat(line).matches(".+: is not JSON at line [12], column \\d+, near .+");
        } else if (expected.length() > 900) {
            assertThat(line)
                    .startsWith(expected.substring(0, 900))
                    .endsWith("...")
                    .hasSizeLessThan(1000);
        } else {
            assertThat(line).isEqualTo(expected);
        }
    }

    static Stream<Arguments> documents() {
        return Stream.of(
                Arguments.of("", "document: is empty"),
                Arguments.of(" \n\t ", "document: is empty"),
                Arguments.of("null", "document: must be an object, is null"),
                Arguments.of("[]", "document: must be an object, is an array"),
                Arguments.of("[" + Shapes.JSON + "]", "document: must be an object, is an array"),
                Arguments.of("3", "document: must be an object, is 3"),
                Arguments.of("\"\"", "document: must be an object, is \"\""),
                Arguments.of("true", "document: must be an object, is true"),
                Arguments.of("{", "document: is not JSON: the document ends too early"),
                Arguments.of("]", "document: is not JSON at line 1, column 1, near ]"),
                Arguments.of("nul", "document: is not JSON at line 1, column 1, near nul"),
                Arguments.of("{}", "count: is missing, " + INT.replace(", is ", "")),
                Arguments.of("\0", "document: is not JSON at line 1, column 1, near \\u0000"),
                Arguments.of(
                        "\ufeff" + Shapes.JSON, "document: begins with a byte order mark (0xEF 0xBB 0xBF); remove it"),
                Arguments.of("hello\nworld", "document: is not JSON at line 1, column 1, near hello\\u000awo"));
    }

    @ParameterizedTest
    @MethodSource("documents")
    void aDocumentThatIsNoInstance(String text, String expected) throws IOException {
        assertThat(refused(text.getBytes(StandardCharsets.UTF_8))).isEqualTo(expected);
    }

    static Stream<Arguments> notUtf8() {
        return Stream.of(
                Arguments.of(new byte[] {(byte) 0xff, (byte) 0xfe}, 1, "0xFF"),
                Arguments.of(new byte[] {(byte) 0xff, (byte) 0xfe, '{', 0, '}', 0}, 1, "0xFF"),
                Arguments.of(new byte[] {(byte) 0xfe, (byte) 0xff, 0, '{', 0, '}'}, 1, "0xFE"),
                Arguments.of(new byte[] {'{', '"', (byte) 0xc0, (byte) 0xaf, '"', ':', '1', '}'}, 3, "0xC0"),
                Arguments.of(new byte[] {'{', '"', (byte) 0xed, (byte) 0xa0, (byte) 0x80, '"'}, 3, "0xED"),
                Arguments.of(new byte[] {'{', '"', (byte) 0xe2, (byte) 0x82}, 3, "0xE2"),
                Arguments.of(new byte[] {'{', (byte) 0x80}, 2, "0x80"));
    }

    @ParameterizedTest
    @MethodSource("notUtf8")
    void bytesThatAreNotUtf8(byte[] bytes, int position, String found) throws IOException {
        assertThat(refused(bytes)).isEqualTo("document: is not UTF-8: byte " + position + " is " + found);
    }

    @Test
    void utf16WithoutAMarkIsNotJson() throws IOException {
        assertThat(refused(Shapes.JSON.getBytes(StandardCharsets.UTF_16LE)))
                .contains("is not JSON at line 1, column 2");
    }

    @Test
    void aMillionLevelsOfNesting() throws IOException {
        byte[] arrays = "[".repeat(1_000_000).getBytes(StandardCharsets.UTF_8);
        assertThat(refused(arrays)).contains("[0][0]").endsWith("is nested more than 100 levels deep");
        byte[] objects = "{\"a\":".repeat(1_000_000).getBytes(StandardCharsets.UTF_8);
        assertThat(refused(objects)).startsWith("a.a.a").endsWith("is nested more than 100 levels deep");
        String inside = Shapes.JSON.replace("[[1,2],[3,4]]", "[".repeat(99) + "]".repeat(99));
        assertThat(refused(inside.getBytes(StandardCharsets.UTF_8)))
                .isEqualTo("matrix[0][0]: must be a finite number, is an array");
    }

    @Test
    void aNumberOfAMillionDigits() throws IOException {
        String digits = "7".repeat(1_000_000);
        for (String number : List.of(digits, "0." + digits, digits + "e-1000000", "-" + digits)) {
            String text = Shapes.JSON.replace("\"level\":0.5", "\"level\":" + number);
            assertThat(refused(text.getBytes(StandardCharsets.UTF_8)))
                    .isEqualTo("level: is a number of more than 1000 characters, " + number.substring(0, 60) + "...");
        }
    }

    @Test
    void aFieldNameOfSixtyMillionCharacters() throws IOException {
        byte[] bytes = ("{\"law\":{\"" + "n".repeat(60_000_000) + "\":1}}").getBytes(StandardCharsets.UTF_8);
        assertThat(refused(bytes)).isEqualTo("law: has a field name of more than 50000 characters");
    }

    @Test
    void tooManyFieldsAndTooManyValues() throws IOException {
        StringBuilder fields = new StringBuilder("{");
        for (int i = 0; i < 10_001; i++) {
            fields.append(i == 0 ? "" : ",").append("\"f").append(i).append("\":0");
        }
        assertThat(refused(fields.append('}').toString().getBytes(StandardCharsets.UTF_8)))
                .isEqualTo("f10000: is one field too many: an object may have 10000");
        String zeros = "0,".repeat(5_000_000) + "0";
        assertThat(refused(Shapes.JSON.replace("[1,-2.5e-3]", "[" + zeros + "]").getBytes(StandardCharsets.UTF_8)))
                .matches("vector\\[\\d+\\]: is one value too many: a document may hold 5000000");
    }

    @Test
    void filesThatCannotBeRead() throws IOException {
        assertThat(complaint(folder.resolve("missing.json"))).isEqualTo("file: cannot be read: no such file");
        assertThat(complaint(folder)).isEqualTo("file: is a directory");
        assertThat(complaint(Files.createFile(folder.resolve("below")).resolve("a.json")))
                .isEqualTo("file: cannot be read: Not a directory");
        Path unreadable = Files.writeString(folder.resolve("unreadable.json"), Shapes.JSON);
        unreadable.toFile().setReadable(false);
        if (!Files.isReadable(unreadable)) {
            assertThat(complaint(unreadable)).isEqualTo("file: cannot be read: permission denied");
        }
    }

    @Test
    void standardInputThatBreaksOff() {
        byte[] half = Shapes.JSON.substring(0, 30).getBytes(StandardCharsets.UTF_8);
        Shell.Result result = SHELL.reading(half).run("check", "all-shapes", "-");
        assertThat(result.code()).isEqualTo(65);
        assertThat(result.err()).endsWith("is not JSON: the document ends too early\n");
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int code = Main.run(
                new String[] {"check", "laplace-principle", "-"},
                new SequenceInputStream(new ByteArrayInputStream(half), new Broken()),
                new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
        assertThat(code).isEqualTo(65);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .isEqualTo("attention-theorems: -: file: cannot be read: Stream Closed\n");
    }

    private static final class Broken extends InputStream {
        @Override
        public int read() throws IOException {
            throw new IOException("Stream Closed");
        }

        @Override
        public int read(byte[] bytes, int from, int length) throws IOException {
            throw new IOException("Stream Closed");
        }
    }

    @Test
    void idsThatAreNone() throws IOException {
        Set<String> before = listing();
        for (Object[] words : new Object[][] {
            {"check", "../all-shapes", "-"},
            {"verify", "../all-shapes", "--out", folder.resolve("out")},
            {"verify", "all-shapes/../all-shapes", "--out", folder.resolve("out")},
            {"baseline", "--accept", "../all-shapes", "--dir", folder.resolve("out")},
            {"baseline", "--dir", folder.resolve("out"), "--accept", "/all-shapes"}
        }) {
            Shell.Result result = SHELL.run(words);
            assertThat(result.code()).isEqualTo(64);
            assertThat(result.err()).startsWith("attention-theorems: there is no theorem '");
            assertThat(result.err().lines()).hasSize(1);
        }
        assertThat(listing()).isEqualTo(before);
    }

    @Test
    void namesThatNoFileCanHave() {
        Shell.Result result = SHELL.run("check", "all-shapes", "a\0b\nc.json");
        assertThat(result.code()).isEqualTo(65);
        assertThat(result.err())
                .isEqualTo("attention-theorems: a\\u0000b\\u000ac.json: file: is no possible path: Nul"
                        + " character not allowed\n");
    }

    @Test
    void aFileOfAGigabyteIsNotRead() throws IOException {
        Path huge = folder.resolve("huge.json");
        try (var channel = Files.newByteChannel(
                huge, Set.of(java.nio.file.StandardOpenOption.CREATE, java.nio.file.StandardOpenOption.WRITE))) {
            channel.position(1L << 30);
            channel.write(java.nio.ByteBuffer.wrap(new byte[] {'}'}));
        }
        assertThat(complaint(huge)).isEqualTo("file: is larger than 64 MiB");
        Files.delete(huge);
    }

    @Test
    void wrappedCounterexamples() throws IOException {
        String good = wrapped("half", "null", "\"1\"", "\"2\"", Shapes.JSON);
        assertThat(SHELL.reading(good).run("check", "all-shapes", "-").code()).isLessThan(3);
        assertThat(refusedText(good.replace("\"half\"", "\"third\"")))
                .isEqualTo("claim: must be one of level, count, sizes, open, half, is \"third\"");
        assertThat(refusedText(good.replace("\"half\"", "1"))).isEqualTo("claim: must be a string, is 1");
        assertThat(refusedText(good.replace("\"claim\":\"half\",", ""))).isEqualTo("claim: is missing");
        assertThat(refusedText(good.replace("\"half\"", "null"))).isEqualTo("claim: must not be null");
        assertThat(refusedText(good.replace("\"seed\":\"1\"", "\"seed\":1"))).isEqualTo("seed: must be a string, is 1");
        assertThat(refusedText(good.replace("\"seed\":\"1\"", "\"seed\":\"9223372036854775808\"")))
                .isEqualTo("seed: must be a whole number of 64 bits as a string, is \"9223372036854775808\"");
        assertThat(refusedText(good.replace("\"key\":\"2\"", "\"key\":\"x\\n\"")))
                .isEqualTo("key: must be a whole number of 64 bits as a string, is \"x\\u000a\"");
        assertThat(refusedText(good.replace("\"family\":null", "\"family\":\"heads\"")))
                .isEqualTo("family: must be one of coins, is \"heads\"");
        assertThat(refusedText(good.replace("\"family\":null", "\"family\":\"coins\"")))
                .isEqualTo("claim: must be one of rare, is \"half\"");
        assertThat(refusedText(good.replace("\"family\":null", "\"expected\":{}")))
                .isEqualTo(
                        "expected: is unknown; a counterexample has the fields [claim, family, instance, key, seed]");
        assertThat(refusedText(good.replace("[[1,2],[3,4]]", "[[1,2],[3,null]]")))
                .isEqualTo("instance.matrix[1][1]: must be a finite number, is null");
        assertThat(refusedText(good.replace("[[1,2],[3,4]]", "[[1,2],[3]]")))
                .isEqualTo("instance.matrix[1]: needs 2 entries, has 1");
        assertThat(refusedText(good.replace("\"count\":3,", ""))).startsWith("instance.count: is missing, must be");
        assertThat(refusedText(good.replace("\"count\":3,", "\"count\":1001,")))
                .isEqualTo("instance.count: gives too many cases to enumerate, is 1001");
        assertThat(refusedText(wrapped("half", "null", "\"1\"", "\"2\"", "null")))
                .isEqualTo("instance: must not be null");
        assertThat(refusedText(wrapped("half", "null", "\"1\"", "\"2\"", "[]")))
                .isEqualTo("instance: must be an object, is an array");
        assertThat(refusedText(wrapped("level", "null", "\"1\"", "\"2\"", Shapes.JSON.replace("true", "false"))))
                .isEqualTo("instance: is one that the claim level does not speak of");
        assertThat(refusedText(wrapped("rare", "\"coins\"", "\"1\"", "\"2\"", "{\"chance\":2,\"atoms\":[]}")))
                .isEqualTo("instance.chance: must be between 0 and 1, is 2.0");
        assertThat(refusedText(
                        wrapped("rare", "\"coins\"", "\"1\"", "\"2\"", "{\"chance\":0.5,\"atoms\":[{\"q\":[[1]]}]}")))
                .isEqualTo("instance.atoms[0].weight: is missing, must be a finite number");
    }

    private static String wrapped(String claim, String family, String seed, String key, String instance) {
        return "{\"claim\":\"" + claim + "\",\"family\":" + family + ",\"seed\":" + seed + ",\"key\":" + key
                + ",\"instance\":" + instance + "}";
    }

    private String refusedText(String text) throws IOException {
        return refused(text.getBytes(StandardCharsets.UTF_8));
    }

    private String refused(byte[] bytes) throws IOException {
        String fromFile = complaint(Files.write(folder.resolve("instance.json"), bytes));
        Shell.Result piped = SHELL.reading(bytes).run("check", "all-shapes", "-");
        assertThat(piped.code()).isEqualTo(65);
        int comparable = Math.min(fromFile.length(), 900);
        assertThat(piped.err()).startsWith("attention-theorems: -: " + fromFile.substring(0, comparable));
        return fromFile;
    }

    /** The one line after the file's name. */
    private String complaint(Path file) throws IOException {
        Set<String> before = listing();
        Shell.Result result = SHELL.run("check", "all-shapes", file, "--json", "--html", folder.resolve("out/x.html"));
        assertThat(result.code()).isEqualTo(65);
        assertThat(result.out()).isEmpty();
        assertThat(result.err().lines().count()).isEqualTo(1);
        assertThat(result.err()).endsWith("\n").hasSizeLessThan(1030).isEqualTo(OneLineText.visible(result.err()));
        assertThat(result.err())
                .doesNotContain("Exception", "ackson", "org.attention", "java.", "Feature", "`", "\tat ");
        assertThat(listing()).isEqualTo(before);
        String start = "attention-theorems: " + file + ": ";
        assertThat(result.err()).startsWith(start);
        return result.err().substring(start.length(), result.err().length() - 1);
    }

    private Set<String> listing() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.map(Path::toString).collect(Collectors.toCollection(TreeSet::new));
        }
    }

    /** A line with everything invisible taken out, but for its end. */
    private static final class OneLineText {
        static String visible(String text) {
            return text.replaceAll("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}&&[^\\n]]", "");
        }
    }
}
