package org.attentiontheorems.verify;

import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.Set;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.exc.UnexpectedEndOfInputException;

/**
 * One pass over a document that builds nothing: it is JSON, no field stands twice in an object, and depth and amounts stay within
 * limits that keep reading cheap.
 */
final class JsonSyntax {
    static final int MAX_DEPTH = 100;
    static final int MAX_VALUES = 5_000_000;
    static final int MAX_FIELDS = 10_000;
    static final int MAX_DIGITS = 1000;
    private static final int BEFORE = 16;
    private static final int AFTER = 8;

    private final JsonText text;
    private final Deque<Set<String>> open = new ArrayDeque<>();
    private Set<String> outermost = Set.of();
    private int values;

    private JsonSyntax(JsonText text) {
        this.text = text;
    }

    /**
     * Checks a document.
     *
     * @return names of the fields of the outermost object, in order
     * @throws InvalidInstance if there is something wrong with it
     */
    static Set<String> check(JsonText text) {
        JsonSyntax syntax = new JsonSyntax(text);
        try (JsonParser in = text.parser()) {
            try {
                syntax.walk(in);
            } catch (StreamConstraintsException e) {
                throw wrong(in, "has a field name of more than " + JsonText.MAX_NAME + " characters");
            } catch (StreamReadException e) {
                throw syntax.notJson(in, e);
            }
        }
        return Collections.unmodifiableSet(syntax.outermost);
    }

    private void walk(JsonParser in) {
        JsonToken token = in.nextToken();
        Check.that(token != null, "document", "is empty");
        while (token != null) {
            switch (token) {
                case START_OBJECT, START_ARRAY -> opened(in, token);
                case END_OBJECT, END_ARRAY -> open.pop();
                case PROPERTY_NAME -> named(in);
                default -> scalar(in, token);
            }
            token = in.nextToken();
            if (open.isEmpty() && token != null) {
                throw new InvalidInstance("document", "goes on after its end, with " + JsonText.shown(in));
            }
        }
    }

    private void opened(JsonParser in, JsonToken token) {
        count(in);
        Set<String> names = token == JsonToken.START_OBJECT ? new LinkedHashSet<>() : Set.of();
        outermost = open.isEmpty() ? names : outermost;
        open.push(names);
        if (open.size() > MAX_DEPTH) {
            throw wrong(in, "is nested more than " + MAX_DEPTH + " levels deep");
        }
    }

    private void named(JsonParser in) {
        Set<String> names = open.element();
        if (!names.add(in.currentName())) {
            throw wrong(in, "stands there twice");
        }
        if (names.size() > MAX_FIELDS) {
            throw wrong(in, "is one field too many: an object may have " + MAX_FIELDS);
        }
    }

    private void scalar(JsonParser in, JsonToken token) {
        count(in);
        if (token.isNumeric() && in.getStringLength() > MAX_DIGITS) {
            throw wrong(in, "is a number of more than " + MAX_DIGITS + " characters, " + JsonText.shown(in));
        }
    }

    private void count(JsonParser in) {
        values++;
        if (values > MAX_VALUES) {
            throw wrong(in, "is one value too many: a document may hold " + MAX_VALUES);
        }
    }

    private static String path(JsonParser in) {
        return OneLine.shortened(JsonPath.of(in.streamReadContext()).toString());
    }

    private static InvalidInstance wrong(JsonParser in, String reason) {
        return new InvalidInstance(path(in), reason);
    }

    private InvalidInstance notJson(JsonParser in, StreamReadException e) {
        String field = path(in);
        if (e instanceof UnexpectedEndOfInputException) {
            return new InvalidInstance(field, "is not JSON: the document ends too early");
        }
        long at = e.getLocation().getCharOffset();
        return new InvalidInstance(
                field,
                "is not JSON at line " + e.getLocation().getLineNr() + ", column "
                        + e.getLocation().getColumnNr() + ", near "
                        + OneLine.shortened(text.excerpt(Math.max(0, at - BEFORE), at + AFTER)));
    }
}
