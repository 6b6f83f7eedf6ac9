package org.attentiontheorems.pages;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The catalogue page of one theorem: {@code theorems/<group>/<id>.md}, YAML front matter and Markdown sections. Texts may carry TeX
 * between {@code $}, displayed between {@code $$}.
 *
 * @param id name of the theorem: lower case words joined by hyphens
 * @param group group of theorems that share a model
 * @param title a few words
 * @param claim the claim in one plain sentence
 * @param rate the claimed rate or constant in short
 * @param source where the theorem comes from
 * @param paper the statement as its source gives it, in our words; every theorem of the catalogue has it
 * @param depends ids of theorems that this one builds on
 * @param sections Markdown by section, in reading order, each present
 */
public record Page(
        String id,
        String group,
        String title,
        String claim,
        String rate,
        Source source,
        Optional<String> paper,
        List<String> depends,
        Map<Section, String> sections) {

    /**
     * A paper.
     *
     * @param arxiv its number there, such as {@code 2512.11784}; empty for a source that has none
     */
    public record Source(String title, String authors, Optional<String> arxiv) {
        /** Where the paper can be read; empty where it has no number. */
        public Optional<String> url() {
            return arxiv.map(number -> "https://arxiv.org/abs/" + number);
        }
    }

    /** Markdown of a section. */
    public String section(Section section) {
        return sections.getOrDefault(section, "");
    }

    /**
     * Reads the page of a theorem from the class path.
     *
     * @throws InvalidPage if there is none, or something about it is missing, unknown or misplaced
     */
    public static Page read(String group, String id) {
        String name = "theorems/" + group + "/" + id + ".md";
        try (InputStream in = Page.class.getResourceAsStream("/" + name)) {
            if (in == null) {
                throw new InvalidPage(name, "there is no such page");
            }
            return parse(name, new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Evidence of the last slow run that was kept: {@code theorems/<group>/slow/<id>.json}, as it was written. */
    public Optional<byte[]> slowEvidence() {
        try (InputStream in = Page.class.getResourceAsStream("/theorems/" + group + "/slow/" + id + ".json")) {
            return in == null ? Optional.empty() : Optional.of(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Reads a page.
     *
     * @param name {@code theorems/<group>/<id>.md}: group and id must agree with it
     * @throws InvalidPage if something about it is missing, unknown or misplaced
     */
    public static Page parse(String name, String text) {
        Page page = new PageParser(name).parse(text);
        String place = "theorems/" + page.group() + "/" + page.id() + ".md";
        if (!name.equals(place)) {
            throw new InvalidPage(name, "id and group say that it stands at " + place);
        }
        return page;
    }
}
