package org.attentiontheorems.verify;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a random instance is made from: its shape, its scalars, and the key of its random numbers. Dims and scales shrink,
 * the key does not, so that a shrunk instance is a sub-array of the failing one.
 *
 * @param dims whole numbers by name, inside the theorem's {@link Ranges}
 * @param scales real numbers by name, inside the theorem's {@link Ranges}
 * @param key key of the {@link org.attentiontheorems.random.RandomField} of the draw
 */
public record Draw(SortedMap<String, Integer> dims, SortedMap<String, Double> scales, long key) {
    public Draw {
        dims = Collections.unmodifiableSortedMap(new TreeMap<>(dims));
        scales = Collections.unmodifiableSortedMap(new TreeMap<>(scales));
    }

    /** The whole number with this name. */
    public int dim(String name) {
        return named(dims, name);
    }

    /** The real number with this name. */
    public double scale(String name) {
        return named(scales, name);
    }

    Draw withScales(Map<String, Double> changed) {
        return new Draw(dims, new TreeMap<>(changed), key);
    }

    private static <T> T named(Map<String, T> values, String name) {
        T value = values.get(name);
        if (value == null) {
            throw new IllegalArgumentException("no range is declared for " + name + ", only for " + values.keySet());
        }
        return value;
    }
}
