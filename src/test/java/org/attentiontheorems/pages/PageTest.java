package org.attentiontheorems.pages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class PageTest {
    private static final String NAME = "theorems/low-temperature/laplace-principle.md";
    private static final String GOOD = """
            ---
            id: laplace-principle
            group: low-temperature
            title: Softmax attention concentrates
            claim: The softmax average is close to the hardmax point.
            rate: $\\beta^{-1/2}$
            source:
              title: Concentration
              authors: A. Author, B. Author
              arxiv: 2605.10930
            depends: [finite-head-approximation]
            ---
            ## Statement
            $x\\le y$

            ### Part two
            More.
            ## Assumptions
            None.
            ## Why it holds
            Compactness.
            ## What is checked
            `bound`.
            ## What would be wrong
            `no-mask`.
            ## Limits
            None.
            """;

    @Test
    void readsFrontMatterAndSections() {
        Page page = Page.parse(NAME, GOOD);
        assertThat(page.id()).isEqualTo("laplace-principle");
        assertThat(page.group()).isEqualTo("low-temperature");
        assertThat(page.rate()).isEqualTo("$\\beta^{-1/2}$");
        assertThat(page.depends()).containsExactly("finite-head-approximation");
        assertThat(page.sections().keySet()).containsExactly(Section.values());
        assertThat(page.section(Section.STATEMENT)).isEqualTo("$x\\le y$\n\n### Part two\nMore.");
    }

    @Test
    void takesTheNumberOfAPaperForAText() {
        Page.Source source = Page.parse(NAME, GOOD).source();
        assertThat(source.arxiv()).contains("2605.10930");
        assertThat(source.url()).contains("https://arxiv.org/abs/2605.10930");
    }

    @Test
    void readsLinesThatEndAsOnWindows() {
        assertThat(Page.parse(NAME, GOOD.replace("\n", "\r\n"))).isEqualTo(Page.parse(NAME, GOOD));
    }

    @Test
    void saysWhatIsWrongWithTheFrontMatter() {
        refused(text -> "Hello\n" + text, "must begin with front matter between two lines of ---");
        refused(text -> text.replace("rate: ", "ratio: "), "the front matter has an unknown key: ratio");
        refused(text -> text.replace("rate: $\\beta^{-1/2}$\n", ""), "the front matter lacks rate");
        refused(
                text -> text.replace("rate: ", "title: "),
                "the front matter is not YAML, line 6: found duplicate key title");
        refused(
                text -> text.replace("title: Softmax attention concentrates", "title: ''"),
                "title must be a text that is not empty");
        refused(
                text -> text.replace("title: Softmax attention concentrates", "title: [a]"),
                "title must be a text that is not empty");
        refused(text -> text.replace("  arxiv: 2605.10930\n", "  isbn: 1\n"), "source has an unknown key: isbn");
        refused(text -> text.replace("2605.10930", "soon"), "arxiv must look like \\d{4}\\.\\d{4,5}, is soon");
        refused(
                text -> text.replace("[finite-head-approximation]", "none"),
                "depends must be a list of theorem ids, such as []");
        refused(text -> text.replace("title: Softmax", "title: 'Softmax"), "the front matter is not YAML, line");
    }

    @Test
    void saysWhatIsWrongWithTheSections() {
        refused(text -> text.replace("## Limits\nNone.\n", ""), "section Limits is missing");
        refused(text -> text.replace("## Limits\nNone.\n", "## Limits\n"), "section Limits is empty");
        refused(text -> text + "## Limits\nMore.\n", "section Limits stands there twice");
        refused(text -> text + "## History\nOld.\n", "there is no section called History");
        refused(text -> text.replace("## Statement", "Hello\n## Statement"), "there is text before the first section");
    }

    @Test
    void standsWhereItSays() {
        assertThatThrownBy(() -> Page.parse("theorems/heads/laplace-principle.md", GOOD))
                .isInstanceOf(InvalidPage.class)
                .hasMessage("theorems/heads/laplace-principle.md: id and group say that it stands at " + NAME);
        assertThatThrownBy(() -> Page.read("low-temperature", "no-such-theorem"))
                .hasMessage("theorems/low-temperature/no-such-theorem.md: there is no such page");
    }

    private static void refused(UnaryOperator<String> change, String why) {
        String changed = change.apply(GOOD);
        assertThat(changed).isNotEqualTo(GOOD);
        assertThatThrownBy(() -> Page.parse(NAME, changed))
                .isInstanceOf(InvalidPage.class)
                .hasMessageStartingWith(NAME + ": " + why)
                .hasMessageNotContaining("\n");
    }
}
