package org.attentiontheorems.pages;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.attentiontheorems.pages.Page.Source;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.representer.Representer;
import org.yaml.snakeyaml.resolver.Resolver;

/** Strict reader of catalogue pages: whatever is missing, unknown or misplaced is one sentence. */
final class PageParser {
    private static final List<String> KEYS = List.of("id", "group", "title", "claim", "rate", "source", "depends");
    private static final List<String> SOURCE_KEYS = List.of("title", "authors");

    /** Keys that may be left out. */
    private static final List<String> OPTIONAL = List.of("paper", "arxiv");

    private static final Pattern NAME = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");
    private static final Pattern ARXIV = Pattern.compile("\\d{4}\\.\\d{4,5}");
    private static final String FENCE = "---\n";

    private final String name;

    PageParser(String name) {
        this.name = name;
    }

    Page parse(String text) {
        String unix = text.replace("\r\n", "\n");
        int end = unix.indexOf("\n" + FENCE);
        if (!unix.startsWith(FENCE) || end < 0) {
            throw wrong("must begin with front matter between two lines of ---");
        }
        Map<?, ?> front = mapping("the front matter", yaml(unix.substring(FENCE.length(), end + 1)), KEYS);
        Map<?, ?> source = mapping("source", front.get("source"), SOURCE_KEYS);
        return new Page(
                matching("id", text(front, "id"), NAME),
                matching("group", text(front, "group"), NAME),
                text(front, "title"),
                text(front, "claim"),
                text(front, "rate"),
                new Source(
                        text(source, "title"),
                        text(source, "authors"),
                        optional(source, "arxiv").map(number -> matching("arxiv", number, ARXIV))),
                optional(front, "paper"),
                names(front.get("depends")),
                sections(unix.substring(end + 1 + FENCE.length())));
    }

    private Object yaml(String text) {
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        DumperOptions unused = new DumperOptions();
        Yaml yaml =
                new Yaml(new SafeConstructor(options), new Representer(unused), unused, options, new PlainScalars());
        try {
            Object read = yaml.load(text);
            return read == null ? "" : read;
        } catch (MarkedYAMLException e) {
            int line = e.getProblemMark() == null ? 0 : e.getProblemMark().getLine() + 2;
            throw wrong("the front matter is not YAML, line " + line + ": " + e.getProblem());
        } catch (YAMLException e) {
            throw wrong("the front matter is not YAML: " + e.getMessage());
        }
    }

    private Map<?, ?> mapping(String what, @Nullable Object value, List<String> keys) {
        if (!(value instanceof Map<?, ?> map)) {
            throw wrong(what + " must be a mapping with the keys " + String.join(", ", keys));
        }
        for (Object key : map.keySet()) {
            if (!keys.contains(String.valueOf(key)) && !optionalOf(keys).equals(key)) {
                throw wrong(what + " has an unknown key: " + key);
            }
        }
        TreeSet<String> missing = new TreeSet<>(keys);
        missing.removeIf(map::containsKey);
        if (!missing.isEmpty()) {
            throw wrong(what + " lacks " + String.join(", ", missing));
        }
        return map;
    }

    /** The key that may stand beside the required ones: {@code paper} in the front matter, {@code arxiv} in its source. */
    private static String optionalOf(List<String> keys) {
        return OPTIONAL.get(keys == KEYS ? 0 : 1);
    }

    private Optional<String> optional(Map<?, ?> map, String key) {
        return Optional.ofNullable(map.get(key)).map(value -> text(key, value));
    }

    private String text(Map<?, ?> map, String key) {
        return text(key, map.get(key));
    }

    private String text(String key, @Nullable Object value) {
        if (!(value instanceof String text) || text.isBlank()) {
            throw wrong(key + " must be a text that is not empty");
        }
        return text.strip();
    }

    private String matching(String key, String value, Pattern pattern) {
        if (!pattern.matcher(value).matches()) {
            throw wrong(key + " must look like " + pattern.pattern() + ", is " + value);
        }
        return value;
    }

    private List<String> names(@Nullable Object value) {
        if (!(value instanceof List<?> list)) {
            throw wrong("depends must be a list of theorem ids, such as []");
        }
        List<String> names = new ArrayList<>();
        for (Object entry : list) {
            names.add(matching("depends", text("depends", entry), NAME));
        }
        return List.copyOf(names);
    }

    private Map<Section, String> sections(String body) {
        EnumMap<Section, String> sections = new EnumMap<>(Section.class);
        String[] parts = body.split("(?m)^## ", -1);
        if (!parts[0].isBlank()) {
            throw wrong("there is text before the first section");
        }
        for (String part : Arrays.asList(parts).subList(1, parts.length)) {
            int endOfHeading = part.indexOf('\n');
            String heading = (endOfHeading < 0 ? part : part.substring(0, endOfHeading)).strip();
            Section section = sectionOf(heading).orElseThrow(() -> wrong("there is no section called " + heading));
            String text = endOfHeading < 0 ? "" : part.substring(endOfHeading).strip();
            if (text.isEmpty()) {
                throw wrong("section " + heading + " is empty");
            }
            if (sections.put(section, text) != null) {
                throw wrong("section " + heading + " stands there twice");
            }
        }
        requireAll(sections);
        return Collections.unmodifiableMap(sections);
    }

    private void requireAll(Map<Section, String> sections) {
        for (Section section : Section.values()) {
            if (!sections.containsKey(section)) {
                throw wrong("section " + section.heading() + " is missing");
            }
        }
    }

    private static Optional<Section> sectionOf(String heading) {
        return Arrays.stream(Section.values())
                .filter(section -> section.heading().equals(heading))
                .findFirst();
    }

    private InvalidPage wrong(String what) {
        return new InvalidPage(name, what);
    }

    /** Takes every scalar for a text: 2512.11780 is the number of a paper, not a number. */
    private static final class PlainScalars extends Resolver {
        @Override
        protected void addImplicitResolvers() {}
    }
}
