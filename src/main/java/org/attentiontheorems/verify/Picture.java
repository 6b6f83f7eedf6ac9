package org.attentiontheorems.verify;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A picture that tells a theorem's story on its page: data only, which the report draws and sets a table below. A value: {@code with}
 * methods add one layer each.
 *
 * @param id name of the picture, unique in its theorem: lower case words joined by hyphens
 * @param title what it shows, a few words
 * @param caption what to see in it, one or two plain sentences
 * @param equalUnits whether one unit is as long on both axes: for trajectories in a plane
 * @param layers what is drawn, the first one lowest
 */
public record Picture(String id, String title, String caption, Axis x, Axis y, boolean equalUnits, List<Layer> layers) {
    /** Most points of one layer, so that pages stay small. */
    public static final int MOST_POINTS = 400;

    public Picture {
        layers = List.copyOf(layers);
    }

    /**
     * An axis.
     *
     * @param label quantity, with its unit where it has one
     * @param logarithmic whether only positive values are shown, by their logarithms
     */
    public record Axis(String label, boolean logarithmic) {
        /** A linear axis. */
        public static Axis linear(String label) {
            return new Axis(label, false);
        }

        /** A logarithmic axis. */
        public static Axis logarithmic(String label) {
            return new Axis(label, true);
        }
    }

    /** How a layer is drawn; styles are told apart by shape, not by colour alone. */
    public enum Style {
        /** A measured curve. */
        LINE,
        /** A curve that a theorem claims: a bound, a closed form, a reference slope. */
        CLAIMED,
        /** Points, with bars from low to high where these differ. */
        POINTS,
        /** The area between low and high. */
        BAND
    }

    /**
     * One curve, cloud or band.
     *
     * @param label its words in the legend
     * @param x abscissas
     * @param y ordinates; for a band its middle
     * @param low lower ends, at most y; equal to y where there is no bar
     * @param high upper ends, at least y
     */
    public record Layer(
            Style style, String label, List<Double> x, List<Double> y, List<Double> low, List<Double> high) {
        public Layer {
            x = List.copyOf(x);
            y = List.copyOf(y);
            low = List.copyOf(low);
            high = List.copyOf(high);
            int n = x.size();
            if (n < 1 || n > MOST_POINTS || y.size() != n || low.size() != n || high.size() != n) {
                throw new InvalidComputation("the layer \"" + label + "\" needs 1 to " + MOST_POINTS
                        + " points with as many ordinates and bars, has " + n);
            }
            for (int k = 0; k < n; k++) {
                if (!Double.isFinite(x.get(k)) || !(low.get(k) <= y.get(k) && y.get(k) <= high.get(k))) {
                    throw new InvalidComputation("point " + k + " of the layer \"" + label + "\" is ("
                            + Json.number(x.get(k)) + ", " + Json.number(y.get(k)) + ")");
                }
            }
        }
    }

    /** An empty picture with free units. */
    public static Picture of(String id, String title, Axis x, Axis y) {
        return new Picture(id, title, "", x, y, false, List.of());
    }

    /** An empty picture of a plane: linear axes with equal units. */
    public static Picture plane(String id, String title, String x, String y) {
        return new Picture(id, title, "", Axis.linear(x), Axis.linear(y), true, List.of());
    }

    /** This picture with a caption. */
    public Picture saying(String text) {
        return new Picture(id, title, text, x, y, equalUnits, layers);
    }

    /** This picture with a measured curve. */
    public Picture line(String label, double[] xs, double[] ys) {
        return with(Style.LINE, label, xs, ys, ys, ys);
    }

    /** This picture with a curve that is claimed: a bound, a closed form, a reference slope. */
    public Picture claimed(String label, double[] xs, double[] ys) {
        return with(Style.CLAIMED, label, xs, ys, ys, ys);
    }

    /** This picture with points without bars. */
    public Picture points(String label, double[] xs, double[] ys) {
        return with(Style.POINTS, label, xs, ys, ys, ys);
    }

    /** This picture with points and bars of the given half-lengths. */
    public Picture points(String label, double[] xs, double[] ys, double[] halfLengths) {
        double[] low = IntStream.range(0, ys.length)
                .mapToDouble(k -> ys[k] - halfLengths[k])
                .toArray();
        double[] high = IntStream.range(0, ys.length)
                .mapToDouble(k -> ys[k] + halfLengths[k])
                .toArray();
        return with(Style.POINTS, label, xs, ys, low, high);
    }

    /** This picture with the area between two curves. */
    public Picture band(String label, double[] xs, double[] low, double[] high) {
        double[] middle = IntStream.range(0, xs.length)
                .mapToDouble(k -> (low[k] + high[k]) / 2)
                .toArray();
        return with(Style.BAND, label, xs, middle, low, high);
    }

    private Picture with(Style style, String label, double[] xs, double[] ys, double[] low, double[] high) {
        List<Layer> more = new ArrayList<>(layers);
        more.add(new Layer(style, label, list(xs), list(ys), list(low), list(high)));
        return new Picture(id, title, caption, x, y, equalUnits, more);
    }

    private static List<Double> list(double[] values) {
        return Arrays.stream(values).boxed().toList();
    }
}
