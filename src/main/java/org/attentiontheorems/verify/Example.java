package org.attentiontheorems.verify;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.SortedMap;
import tools.jackson.databind.JsonNode;

/**
 * An instance with known answers.
 *
 * @param name name of the example, unique in its theorem
 * @param instance the instance
 * @param expected quantities that are known, by name, to about twelve digits
 */
public record Example<I extends Record>(String name, I instance, SortedMap<String, Double> expected) {
    /** Largest relative (or, below 1e-2, hundredfold absolute) difference to a known answer. */
    public static final double TOLERANCE = 1e-9;

    /**
     * Reads the resource {@code <name>.json} beside a class: {@code {"instance": {…}, "expected": {name: value}}}.
     *
     * @throws InvalidInstance if the resource is not an example of this type
     */
    public static <I extends Record> Example<I> resource(Class<?> beside, String name, Class<I> type) {
        try (InputStream in = beside.getResourceAsStream(name + ".json")) {
            if (in == null) {
                throw new InvalidInstance(name, "no such example beside " + beside.getSimpleName());
            }
            JsonNode file = Json.mapper().readTree(in);
            I instance = Json.mapper().treeToValue(file.path("instance"), type);
            ExpectedQuantities expected = Json.mapper().treeToValue(file.path("expected"), ExpectedQuantities.class);
            return new Example<>(name, instance, expected);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Difference of a quantity to its known answer, relative to the answer or to 1e-2, whichever is larger. */
    static double difference(double found, double expected) {
        return Math.abs(found - expected) / Math.max(Math.abs(expected), 1e-2);
    }

    /** Quantities by name, as Jackson reads them. */
    static final class ExpectedQuantities extends java.util.TreeMap<String, Double> {
        private static final long serialVersionUID = 1L;
    }
}
