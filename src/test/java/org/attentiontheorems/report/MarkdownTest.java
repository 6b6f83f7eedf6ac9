package org.attentiontheorems.report;

import static org.assertj.core.api.Assertions.assertThat;

import freemarker.core.HTMLOutputFormat;
import freemarker.core.TemplateHTMLOutputModel;
import freemarker.template.TemplateModelException;
import org.junit.jupiter.api.Test;

class MarkdownTest {
    @Test
    void keepsTexVerbatim() {
        assertThat(html("$a_{ts}\\,x_s$ and $\\{a\\}\\|b\\|*c*$"))
                .isEqualTo("<p><span class=\"tex\">$a_{ts}\\,x_s$</span> and "
                        + "<span class=\"tex\">$\\{a\\}\\|b\\|*c*$</span></p>\n");
    }

    @Test
    void displaysTexBetweenTwoDollars() {
        assertThat(html("$$\na\n+b\n$$")).contains("<span class=\"tex display\">$$\na\n+b\n$$</span>");
    }

    @Test
    void escapesTexAsText() {
        assertThat(html("$a<b \\& c$")).contains("$a&lt;b \\&amp; c$");
    }

    @Test
    void leavesMoneyAndCodeAlone() {
        assertThat(html("costs \\$5, not `$x$`")).isEqualTo("<p>costs $5, not <code>$x$</code></p>\n");
        assertThat(html("$\\$5$ inside")).contains("<span class=\"tex\">$\\$5$</span> inside");
    }

    @Test
    void doesNotJoinUnequalDollars() {
        assertThat(html("$$a$ b")).doesNotContain("class=\"tex display\"");
    }

    @Test
    void escapesHtmlAndRefusesScriptsInLinks() {
        assertThat(html("<script>alert(1)</script>")).doesNotContain("<script>");
        assertThat(html("[a](javascript:alert(1))")).doesNotContain("javascript");
        assertThat(html("[a](https://example.org)")).contains("href=\"https://example.org\"");
    }

    @Test
    void beginsHeadingsBelowThoseOfThePage() {
        assertThat(html("# One\n## Two\n#### Four")).contains("<h3>One</h3>", "<h3>Two</h3>", "<h4>Four</h4>");
    }

    @Test
    void writesALineWithoutParagraph() {
        assertThat(line("rate $N^{-1}$ <b>")).isEqualTo("rate <span class=\"tex\">$N^{-1}$</span> &lt;b&gt;");
        assertThat(line("# no heading")).isEqualTo("# no heading");
        assertThat(line("")).isEmpty();
    }

    private static String html(String text) {
        return markup(Markdown.html(text));
    }

    private static String line(String text) {
        return markup(Markdown.line(text));
    }

    private static String markup(TemplateHTMLOutputModel model) {
        try {
            return HTMLOutputFormat.INSTANCE.getMarkupString(model);
        } catch (TemplateModelException e) {
            throw new AssertionError(e);
        }
    }
}
