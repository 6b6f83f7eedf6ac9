package org.attentiontheorems.verify;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.attentiontheorems.random.RandomField;

/**
 * The shapes and scalars that a theorem is tried on. Both samplers (the property arbitrary and {@link #sample}) are made from
 * it.
 *
 * @param dims whole numbers, each with its least and greatest value
 * @param scales real numbers, each with its least and greatest value
 */
public record Ranges(List<Dim> dims, List<Scale> scales) {
    public Ranges {
        dims = List.copyOf(dims);
        scales = List.copyOf(scales);
    }

    /** A whole number between two ends, both included. */
    public record Dim(String name, int min, int max) {
        public Dim {
            Check.that(min <= max, name, "the range from %d to %d is empty", min, max);
        }
    }

    /** A real number between two ends. */
    public record Scale(String name, double min, double max) {
        public Scale {
            Check.that(min <= max, name, "the range from %s to %s is empty", min, max);
        }
    }

    /** No ranges yet. */
    public static Ranges none() {
        return new Ranges(List.of(), List.of());
    }

    /** These ranges and one of a whole number. */
    public Ranges dim(String name, int min, int max) {
        return new Ranges(with(dims, new Dim(name, min, max)), scales);
    }

    /** These ranges and one of a real number. */
    public Ranges scale(String name, double min, double max) {
        return new Ranges(dims, with(scales, new Scale(name, min, max)));
    }

    /** A draw with every dim and scale uniform on its range. */
    public Draw sample(RandomField random) {
        TreeMap<String, Integer> drawnDims = new TreeMap<>();
        for (Dim dim : dims) {
            double u = random.uniform("dim " + dim.name(), 0, 0);
            long width = (long) dim.max() - dim.min() + 1;
            drawnDims.put(dim.name(), (int) (dim.min() + (long) (u * width)));
        }
        TreeMap<String, Double> drawnScales = new TreeMap<>();
        for (Scale scale : scales) {
            double u = random.uniform("scale " + scale.name(), 0, 0);
            drawnScales.put(scale.name(), scale.min() + u * (scale.max() - scale.min()));
        }
        return new Draw(drawnDims, drawnScales, random.word("key", 0, 0));
    }

    private static <T> List<T> with(List<T> list, T one) {
        List<T> more = new ArrayList<>(list);
        more.add(one);
        return more;
    }
}
