package org.attentiontheorems.verify;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.TokenStreamContext;

/**
 * Where a value stands in a JSON document: {@code atoms[2].q}.
 *
 * @param steps from the outside in: names of fields and indices of entries
 */
record JsonPath(List<Step> steps) {
    static final JsonPath DOCUMENT = new JsonPath(List.of());

    JsonPath {
        steps = List.copyOf(steps);
    }

    /** A field of an object, or an entry of an array. */
    sealed interface Step {}

    record Field(String name) implements Step {}

    record Entry(int index) implements Step {}

    JsonPath field(String name) {
        return with(new Field(name));
    }

    private JsonPath with(Step step) {
        List<Step> longer = new ArrayList<>(steps);
        longer.add(step);
        return new JsonPath(longer);
    }

    /** The place of a value that could not be bound, inside this one. */
    JsonPath followedBy(List<JacksonException.Reference> references) {
        JsonPath path = this;
        for (JacksonException.Reference reference : references) {
            String name = reference.getPropertyName();
            path = path.with(name == null ? new Entry(reference.getIndex()) : new Field(name));
        }
        return path;
    }

    /** The place that a parser has come to. */
    static JsonPath of(TokenStreamContext context) {
        TokenStreamContext outer = context.getParent();
        if (outer == null) {
            return DOCUMENT;
        }
        JsonPath path = of(outer);
        if (context.inArray()) {
            return path.with(new Entry(context.getCurrentIndex()));
        }
        String name = context.currentName();
        return name == null ? path : path.field(name);
    }

    /** Goes forward to this place, from before the first token. */
    boolean isReachedBy(JsonParser in) {
        JsonToken token = in.nextToken();
        for (Step step : steps) {
            if (token == null) {
                return false;
            }
            Optional<JsonToken> next =
                    step instanceof Field field ? toField(in, field.name()) : toEntry(in, ((Entry) step).index());
            if (next.isEmpty()) {
                return false;
            }
            token = next.get();
        }
        return token != null;
    }

    private static Optional<JsonToken> toField(JsonParser in, String name) {
        if (!in.hasToken(JsonToken.START_OBJECT)) {
            return Optional.empty();
        }
        while (in.nextToken() == JsonToken.PROPERTY_NAME) {
            boolean here = name.equals(in.currentName());
            JsonToken value = in.nextToken();
            if (here) {
                return Optional.of(value);
            }
            in.skipChildren();
        }
        return Optional.empty();
    }

    private static Optional<JsonToken> toEntry(JsonParser in, int index) {
        if (!in.hasToken(JsonToken.START_ARRAY)) {
            return Optional.empty();
        }
        for (int i = 0; in.nextToken() != JsonToken.END_ARRAY; i++) {
            if (i == index) {
                return Optional.of(in.currentToken());
            }
            in.skipChildren();
        }
        return Optional.empty();
    }

    /** This place followed by one inside the value that stands here. */
    String to(String inside) {
        if (steps.isEmpty()) {
            return inside;
        }
        return this + (inside.isEmpty() || inside.startsWith("[") ? "" : ".") + inside;
    }

    private static String shown(String name) {
        return name.isEmpty() ? "\"\"" : OneLine.shortened(name);
    }

    /** {@code atoms[2].q}; the whole document is called {@code document}. */
    @Override
    public String toString() {
        if (steps.isEmpty()) {
            return "document";
        }
        StringBuilder path = new StringBuilder();
        for (Step step : steps) {
            if (step instanceof Field field) {
                path.append(path.isEmpty() ? "" : ".").append(shown(field.name()));
            } else {
                path.append('[').append(((Entry) step).index()).append(']');
            }
        }
        return path.toString();
    }
}
