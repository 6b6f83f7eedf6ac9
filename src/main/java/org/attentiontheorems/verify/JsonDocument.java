package org.attentiontheorems.verify;

import java.util.Objects;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.ObjectReader;

/**
 * A JSON document from outside, bound to records by {@link Json}. Whatever is wrong with it is one {@link InvalidInstance} in our own
 * words: the path of the field, what it must be, and what it is. Time O(bytes); memory that of the bytes and the record.
 */
public final class JsonDocument {
    private static final ObjectReader READER =
            Json.mapper().reader().without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private final JsonText text;
    private final Set<String> fields;

    /**
     * Checks that the bytes are one JSON object in UTF-8.
     *
     * @throws InvalidInstance if they are not
     */
    public JsonDocument(byte[] bytes) {
        this.text = new JsonText(bytes);
        this.fields = JsonSyntax.check(text);
        requireObject();
    }

    private void requireObject() {
        try (JsonParser in = text.parser()) {
            if (in.nextToken() != JsonToken.START_OBJECT) {
                throw new InvalidInstance("document", "must be an object, is " + JsonText.shown(in));
            }
        }
    }

    /** Names of the outermost fields, in order. */
    public Set<String> fields() {
        return fields;
    }

    /**
     * The whole document.
     *
     * @throws InvalidInstance if it is none of this type
     */
    public <T> T as(Class<T> type) {
        return bound(JsonPath.DOCUMENT, type);
    }

    /**
     * The value of an outermost field.
     *
     * @throws InvalidInstance if it is missing or none of this type
     */
    public <T> T field(String name, Class<T> type) {
        return bound(JsonPath.DOCUMENT.field(name), type);
    }

    /** Whether an outermost field is there and null. */
    boolean isNull(String name) {
        try (JsonParser in = text.parser()) {
            return JsonPath.DOCUMENT.field(name).isReachedBy(in) && in.hasToken(JsonToken.VALUE_NULL);
        }
    }

    private <T> T bound(JsonPath place, Class<T> type) {
        try (JsonParser in = text.parser()) {
            if (!place.isReachedBy(in)) {
                throw new InvalidInstance(place.toString(), "is missing");
            }
            Check.that(!in.hasToken(JsonToken.VALUE_NULL), place.toString(), "must not be null");
            return Objects.requireNonNull(READER.forType(type).readValue(in));
        } catch (JacksonException e) {
            throw new JsonComplaint(text, place).about(e);
        }
    }
}
