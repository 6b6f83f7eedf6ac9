package org.attentiontheorems.layers;

import java.util.List;
import java.util.SortedMap;
import org.attentiontheorems.verify.Check;

/** The fields that instances of this package share, and what is refused; each refusal names the field. */
final class LayerFields {
    /** Most numbers that a run of the network may leave behind: L T d. */
    static final long LARGEST_RUN = 4_000_000;

    private LayerFields() {}

    /** Adds a bound to the named numbers of an instance, unless it overflows and so says nothing. */
    static void putBound(SortedMap<String, Double> named, String name, double bound) {
        if (bound < Double.POSITIVE_INFINITY) {
            named.put(name, bound);
        }
    }

    /** Requires β >= 0. */
    static void beta(double beta) {
        Check.finite("beta", beta);
        Check.that(beta >= 0, "beta", "must be at least 0, is %s", beta);
    }

    /** Requires a depth that is a multiple of the number of segments, and small enough for states T x d. */
    static void depth(int depth, int segments, int tokens, int d) {
        Check.atLeast("depth", depth, 1);
        Check.that(
                depth % segments == 0,
                "depth",
                "must be a multiple of the %d segments of the control, is %d",
                segments,
                depth);
        Check.that(
                (long) depth * tokens * d <= LARGEST_RUN,
                "depth",
                "is too large: depth times tokens times width may be %d at most, is %d",
                LARGEST_RUN,
                (long) depth * tokens * d);
    }

    /** Requires segments of one shape. */
    static LayerShape control(String field, List<Layer> segments) {
        Check.that(!segments.isEmpty(), field, "must not be empty");
        LayerShape shape = segments.get(0).shape(field + "[0]");
        control(field, segments, shape, segments.size());
        return shape;
    }

    /** Requires as many segments, of this shape. */
    static void control(String field, List<Layer> segments, LayerShape shape, int count) {
        Check.that(segments.size() == count, field, "needs %d segments, has %d", count, segments.size());
        for (int s = 0; s < count; s++) {
            segments.get(s).check(field + "[" + s + "]", shape);
        }
    }

    /** Requires at least one control; all have the same shape and number of segments. */
    static LayerShape controls(String field, List<List<Layer>> controls) {
        Check.that(!controls.isEmpty(), field, "must not be empty");
        LayerShape shape = control(field + "[0]", controls.get(0));
        for (int k = 1; k < controls.size(); k++) {
            control(
                    field + "[" + k + "]",
                    controls.get(k),
                    shape,
                    controls.get(0).size());
        }
        return shape;
    }

    /** Requires a state of at least one token, with rows of width d; gives the number of tokens. */
    static int state(String field, double[][] h, int d) {
        Check.that(h.length > 0, field, "must not be empty");
        Check.matrix(field, h, h.length, d);
        return h.length;
    }

    /** Requires at least two classes. */
    static void readout(double[][] readout, int d) {
        Check.that(readout.length >= 2, "readout", "needs at least 2 rows, has %d", readout.length);
        Check.matrix("readout", readout, readout.length, d);
    }

    /** Requires atoms of one shape with positive weights of sum 1; gives the number of tokens. */
    static int population(List<Atom> population, int d, int classes) {
        Check.that(!population.isEmpty(), "population", "must not be empty");
        int tokens = population.get(0).h0().length;
        double sum = 0;
        for (int n = 0; n < population.size(); n++) {
            Atom atom = population.get(n);
            String field = "population[" + n + "]";
            Check.that(tokens > 0, field + ".h0", "must not be empty");
            Check.matrix(field + ".h0", atom.h0(), tokens, d);
            Check.between(field + ".label", atom.label(), 0, classes - 1L);
            Check.finite(field + ".weight", atom.weight());
            Check.that(atom.weight() > 0, field + ".weight", "must be above 0, is %s", atom.weight());
            sum += atom.weight();
        }
        Check.that(Math.abs(sum - 1) <= 1e-9, "population", "weights must sum to 1, sum is %s", sum);
        return tokens;
    }

    /** The sizes of a whole instance. */
    record Sizes(LayerShape shape, int segments, int tokens) {}

    /** Requires β, depth, one control, read-out and population that fit. */
    static Sizes model(double beta, int depth, List<Layer> control, double[][] readout, List<Atom> population) {
        beta(beta);
        LayerShape shape = control("control", control);
        return model(depth, shape, control.size(), readout, population);
    }

    /** Requires β, depth, controls, read-out and population that fit. */
    static Sizes models(double beta, int depth, List<List<Layer>> controls, double[][] readout, List<Atom> population) {
        beta(beta);
        LayerShape shape = controls("controls", controls);
        return model(depth, shape, controls.get(0).size(), readout, population);
    }

    private static Sizes model(int depth, LayerShape shape, int segments, double[][] readout, List<Atom> population) {
        readout(readout, shape.d());
        int tokens = population(population, shape.d(), readout.length);
        depth(depth, segments, tokens, shape.d());
        return new Sizes(shape, segments, tokens);
    }
}
