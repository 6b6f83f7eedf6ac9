package org.attentiontheorems.verify;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.InputCoercionException;
import tools.jackson.databind.exc.InvalidTypeIdException;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;

/**
 * Says in our own words why a value could not be bound. The library's exception gives the place and the wanted type; what stands
 * there is read from the document once more, as it was written.
 */
final class JsonComplaint {
    private final JsonText text;
    private final JsonPath place;

    JsonComplaint(JsonText text, JsonPath place) {
        this.text = text;
        this.place = place;
    }

    /** The complaint about what the library stumbled on; a record that refuses itself has said it all. */
    InvalidInstance about(JacksonException e) {
        JsonPath at = place.followedBy(e.getPath());
        Throwable cause = e.getCause();
        if (cause instanceof InvalidInstance refused) {
            return new InvalidInstance(at.to(refused.field()), refused.reason());
        }
        if (cause != null) {
            throw new IllegalStateException("the record at " + at + " threw " + cause, cause);
        }
        if (e instanceof UnrecognizedPropertyException unknown) {
            return new InvalidInstance(at.toString(), "is unknown" + fieldsOf(unknown.getReferringClass()));
        }
        if (e instanceof InvalidTypeIdException variant) {
            return variant(at, variant.getBaseType().getRawClass());
        }
        return new InvalidInstance(at.toString(), reason(at, wanted(at, e)));
    }

    private InvalidInstance variant(JsonPath at, Class<?> base) {
        JsonTypeInfo info = base.getAnnotation(JsonTypeInfo.class);
        JsonSubTypes variants = base.getAnnotation(JsonSubTypes.class);
        if (info == null || variants == null) {
            return new InvalidInstance(at.toString(), "is of an unknown type");
        }
        JsonPath type = at.field(info.property());
        String names = quoted(Arrays.stream(variants.value()).map(JsonSubTypes.Type::name));
        return new InvalidInstance(type.toString(), reason(type, "one of " + names));
    }

    private String reason(JsonPath at, String wanted) {
        Optional<String> found = text.valueAt(at);
        return found.map(value -> "must be " + wanted + ", is " + value)
                .orElseGet(() -> "is missing, must be " + wanted);
    }

    private String wanted(JsonPath at, JacksonException e) {
        if (e instanceof MismatchedInputException mismatch) {
            return wanted(at, mismatch.getTargetType());
        }
        return e instanceof InputCoercionException coercion ? wanted(at, coercion.getTargetType()) : "something else";
    }

    private String wanted(JsonPath at, @Nullable Class<?> type) {
        if (type == int.class || type == Integer.class) {
            return wholeNumber(at, Integer.MIN_VALUE, Integer.MAX_VALUE);
        }
        if (type == long.class || type == Long.class) {
            return wholeNumber(at, Long.MIN_VALUE, Long.MAX_VALUE);
        }
        return type == null ? "something else" : wanted(type);
    }

    /** The limits are of interest only to those who have broken one. */
    private String wholeNumber(JsonPath at, long min, long max) {
        Optional<BigDecimal> found = text.valueAt(at).flatMap(JsonComplaint::number);
        if (found.isEmpty()) {
            return "a whole number";
        }
        BigDecimal x = found.get();
        if (x.compareTo(BigDecimal.valueOf(max)) > 0) {
            return "a whole number of at most " + max;
        }
        if (x.compareTo(BigDecimal.valueOf(min)) < 0) {
            return "a whole number of at least " + min;
        }
        return x.stripTrailingZeros().scale() > 0 ? "a whole number" : "a whole number without point or exponent";
    }

    /** A number as it is shown: the digits of a long one end in dots. */
    private static Optional<BigDecimal> number(String shown) {
        try {
            return Optional.of(new BigDecimal(shown.replace("...", "")));
        } catch (NumberFormatException notOne) {
            return Optional.empty();
        }
    }

    private static String wanted(Class<?> type) {
        if (type == double.class || type == Double.class) {
            return "a finite number";
        }
        if (type == boolean.class || type == Boolean.class) {
            return "true or false";
        }
        if (type == String.class || type == Optional.class) {
            return "a string";
        }
        if (type.isEnum()) {
            return "one of " + quoted(Arrays.stream(type.getEnumConstants()).map(Object::toString));
        }
        if (type.isArray() || Collection.class.isAssignableFrom(type)) {
            return "an array";
        }
        return Map.class.isAssignableFrom(type) || type.isRecord() || type.isInterface()
                ? "an object"
                : "something else";
    }

    private static String fieldsOf(@Nullable Class<?> record) {
        RecordComponent[] components = record == null ? null : record.getRecordComponents();
        if (components == null) {
            return "";
        }
        String names = Arrays.stream(components).map(RecordComponent::getName).collect(Collectors.joining(", "));
        return "; the fields here are " + names;
    }

    private static String quoted(Stream<String> names) {
        return names.map(name -> '"' + name + '"').collect(Collectors.joining(", "));
    }
}
