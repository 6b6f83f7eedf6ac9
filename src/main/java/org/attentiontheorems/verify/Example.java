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
     * Reads the resource {@code <name>.json} beside a class: {@code {"instance": {…}, "expected": {name: value}}}. Where {@code
     * instance} is a text, it names a resource that holds the plain instance: a relative name beside the class, or one that begins
     * with a slash.
     *
     * @throws InvalidInstance if the resource is not an example of this type
     */
    public static <I extends Record> Example<I> resource(Class<?> beside, String name, Class<I> type) {
        JsonNode file = read(beside, name + ".json");
        JsonNode given = file.path("instance");
        JsonNode instance = given.isString() ? read(beside, given.stringValue()) : given;
        ExpectedQuantities expected = Json.mapper().treeToValue(file.path("expected"), ExpectedQuantities.class);
        return new Example<>(name, Json.mapper().treeToValue(instance, type), expected);
    }

    private static JsonNode read(Class<?> beside, String resource) {
        try (InputStream in = beside.getResourceAsStream(resource)) {
            if (in == null) {
                throw new InvalidInstance(
                        resource,
                        "is no resource of the package of " + beside.getSimpleName() + ": src/main/resources/"
                                + beside.getPackageName().replace('.', '/') + " lacks it");
            }
            return Json.mapper().readTree(in);
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
