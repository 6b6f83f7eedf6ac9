package org.attentiontheorems.report;

import freemarker.core.TemplateHTMLOutputModel;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.attentiontheorems.pages.Page;

/** How a theorem is introduced on its page: title, claim, source, and what it builds on. */
public record Heading(
        String plainTitle,
        TemplateHTMLOutputModel title,
        TemplateHTMLOutputModel claim,
        TemplateHTMLOutputModel rate,
        Optional<Page.Source> source,
        String group,
        List<Link> depends) {

    /** A link to the page of a theorem. */
    public record Link(String id, TemplateHTMLOutputModel title) {}

    /**
     * The heading of a subject.
     *
     * @param titles titles of all theorems by id, as Markdown; others are not linked
     */
    static Heading of(Subject subject, Map<String, String> titles) {
        Optional<Page> page = subject.page();
        List<Link> depends = page.map(Page::depends).orElse(List.of()).stream()
                .filter(titles::containsKey)
                .map(id -> new Link(id, Markdown.line(titles.getOrDefault(id, id))))
                .toList();
        return new Heading(
                subject.title().replace("$", ""),
                Markdown.line(subject.title()),
                Markdown.line(page.map(Page::claim).orElse("This theorem has no catalogue page.")),
                Markdown.line(page.map(Page::rate).orElse("")),
                page.map(Page::source),
                page.map(Page::group).map(Heading::words).orElse(""),
                depends);
    }

    /** The name of a group as words: {@code low-temperature} becomes {@code Low temperature}. */
    static String words(String group) {
        String words = group.replace('-', ' ');
        return Character.toUpperCase(words.charAt(0)) + words.substring(1);
    }
}
