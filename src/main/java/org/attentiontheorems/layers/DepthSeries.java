package org.attentiontheorems.layers;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;

/**
 * What networks of several depths give.
 *
 * @param depths increasing
 * @param values one a depth
 */
record DepthSeries<V>(int[] depths, List<V> values) {

    /** The values of a function of the depth. */
    static <V> DepthSeries<V> of(int[] depths, IntFunction<V> value) {
        return new DepthSeries<>(depths, Arrays.stream(depths).mapToObj(value).toList());
    }

    /** The value at one of the depths. */
    V at(int depth) {
        return values.get(Arrays.binarySearch(depths, depth));
    }
}
