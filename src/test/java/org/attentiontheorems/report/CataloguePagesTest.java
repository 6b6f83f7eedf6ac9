package org.attentiontheorems.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.attentiontheorems.pages.Page;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.CustomNode;
import org.commonmark.node.Text;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What a browser would show in red, or not as maths, is found here. */
class CataloguePagesTest {
    private static final Pattern COMMAND = Pattern.compile("\\\\([a-zA-Z]+|.)", Pattern.DOTALL);
    private static final Pattern ENVIRONMENT = Pattern.compile("\\\\begin\\{([^}]*)\\}");
    private static String katex = "";

    @BeforeAll
    static void readTheCommandsThatKatexKnows() throws IOException {
        try (InputStream in =
                Page.class.getResourceAsStream("/META-INF/resources/webjars/katex/0.18.11/dist/katex.min.js")) {
            katex = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @TestFactory
    Stream<DynamicTest> everyPageOfTheFolderCanBeTypeset() throws IOException {
        Path folder = Path.of("theorems");
        List<Path> files;
        try (Stream<Path> walked = Files.walk(folder)) {
            files = walked.filter(file -> file.toString().endsWith(".md"))
                    .sorted()
                    .toList();
        }
        return files.stream()
                .map(file -> DynamicTest.dynamicTest(file.toString(), () -> {
                    String name = file.toString().replace('\\', '/');
                    assertThat(complaints(Page.parse(name, Files.readString(file))))
                            .isEmpty();
                }));
    }

    @Test
    void findsWhatCannotBeTypeset() {
        Page page = ReportTest.page("awkward-theorem");
        assertThat(complaints(page)).isEmpty();
        assertThat(unknown("$\\frac12\\begin{cases}a\\end{cases}\\,\\|x\\|$")).isEmpty();
        assertThat(unknown("$\\fraction12$")).containsExactly("\\fraction");
        assertThat(unknown("$\\begin{boxes}a\\end{boxes}$")).containsExactly("boxes");
        assertThat(loneDollars("one $a$ and one $ alone")).isTrue();
        assertThat(loneDollars("$$\na\n- b\n$$")).isTrue();
        assertThat(loneDollars("`$` and \\$5 and $a$")).isFalse();
    }

    private static List<String> complaints(Page page) {
        List<String> texts = new ArrayList<>(page.sections().values());
        texts.addAll(List.of(page.title(), page.claim(), page.rate()));
        page.paper().ifPresent(texts::add);
        List<String> complaints = new ArrayList<>();
        for (String text : texts) {
            unknown(text).forEach(command -> complaints.add("KaTeX does not know " + command));
            if (loneDollars(text)) {
                complaints.add("a dollar without a partner in: " + text);
            }
        }
        return complaints;
    }

    private static List<String> unknown(String text) {
        List<String> unknown = new ArrayList<>();
        for (String tex : tex(text)) {
            for (Matcher command = COMMAND.matcher(tex); command.find(); ) {
                if (!isKnown(command.group())) {
                    unknown.add(command.group());
                }
            }
            for (Matcher environment = ENVIRONMENT.matcher(tex); environment.find(); ) {
                if (!katex.contains("\"" + environment.group(1) + "\"")) {
                    unknown.add(environment.group(1));
                }
            }
        }
        return unknown;
    }

    /** KaTeX defines its commands under their names, as string literals. */
    private static boolean isKnown(String command) {
        String literal = Pattern.quote("\\" + command);
        return command.equals("\\\\")
                || Character.isWhitespace(command.charAt(1))
                || Pattern.compile(literal + "(?![a-zA-Z@])").matcher(katex).find();
    }

    private static List<String> tex(String text) {
        List<String> found = new ArrayList<>();
        Markdown.parsed(text).accept(new AbstractVisitor() {
            @Override
            public void visit(CustomNode node) {
                found.add(((Markdown.Tex) node).source());
            }
        });
        return found;
    }

    /** A dollar that begins or ends no TeX; escaped ones and those in code are meant. */
    private static boolean loneDollars(String text) {
        StringBuilder plain = new StringBuilder();
        Markdown.parsed(text.replace("\\$", "")).accept(new AbstractVisitor() {
            @Override
            public void visit(Text node) {
                plain.append(node.getLiteral());
            }
        });
        return plain.indexOf("$") >= 0;
    }
}
