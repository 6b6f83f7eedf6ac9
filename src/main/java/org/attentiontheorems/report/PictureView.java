package org.attentiontheorems.report;

import freemarker.core.TemplateHTMLOutputModel;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.attentiontheorems.verify.Picture;
import org.attentiontheorems.verify.Picture.Layer;
import org.attentiontheorems.verify.Picture.Style;

/**
 * A theorem's own picture: drawn, with its legend, and its numbers in a table. Layers are told apart by dash and marker as well as by
 * colour.
 *
 * @param tables one a group of layers over the same abscissas
 */
public record PictureView(
        String id,
        String title,
        String caption,
        TemplateHTMLOutputModel drawing,
        List<Key> legend,
        List<Table> tables) {
    /** Series of different look; further layers begin anew. */
    private static final int LOOKS = 8;
    /** Rows of a table: longer layers are thinned evenly, as the evidence holds them in full. */
    private static final int MOST_ROWS = 25;

    private static final int DENSE = 60;

    /** A legend entry: a small drawing and the layer's words. */
    public record Key(TemplateHTMLOutputModel sample, String label) {}

    /**
     * Numbers of layers over the same abscissas.
     *
     * @param thinned how many points were left out
     */
    public record Table(String along, List<String> columns, List<List<String>> rows, String thinned) {}

    static PictureView of(Picture picture) {
        List<Key> legend = IntStream.range(0, picture.layers().size())
                .mapToObj(k -> new Key(
                        Markdown.markup(sample(Look.of(picture, k))),
                        picture.layers().get(k).label()))
                .toList();
        return new PictureView(
                picture.id(),
                picture.title(),
                picture.caption(),
                Markdown.markup(svg(picture)),
                legend,
                tables(picture));
    }

    // ---- drawing

    private static String svg(Picture picture) {
        Axis x = axis(picture.x(), values(picture, Layer::x));
        Axis y = axis(picture.y(), values(picture, Layer::low, Layer::high));
        Plot.Frame frame = picture.equalUnits() ? Plot.Frame.SQUARE : Plot.Frame.LARGE;
        if (picture.equalUnits()) {
            double half = Math.max(x.high() - x.low(), y.high() - y.low()) / 2;
            x = around(x, half);
            y = around(y, half);
        }
        Plot plot = new Plot(frame, picture.title(), description(picture), x, y);
        for (int k = 0; k < picture.layers().size(); k++) {
            draw(plot, Look.of(picture, k), picture.layers().get(k));
        }
        return plot.svg();
    }

    private static Axis axis(Picture.Axis axis, double[] values) {
        return axis.logarithmic() ? Axis.logAround(axis.label(), values) : Axis.linearAround(axis.label(), values);
    }

    private static Axis around(Axis axis, double half) {
        double middle = (axis.low() + axis.high()) / 2;
        return Axis.linear(axis.label(), middle - half, middle + half);
    }

    /**
     * How a layer looks.
     *
     * @param colour counts all layers
     * @param shape counts the layers of its style: dash of a line, marker of points
     */
    private record Look(Style style, int colour, int shape) {
        static Look of(Picture picture, int layer) {
            Style style = picture.layers().get(layer).style();
            long before = picture.layers().subList(0, layer).stream()
                    .filter(other -> other.style() == style)
                    .count();
            return new Look(style, layer % LOOKS, (int) before % LOOKS);
        }

        String words() {
            return "layer" + colour
                    + switch (style) {
                        case LINE -> " measured-line dash" + shape;
                        case CLAIMED -> " claimed-line dash" + shape;
                        case POINTS -> " cloud";
                        case BAND -> " area";
                    };
        }

        Marker marker() {
            return Marker.of(shape);
        }
    }

    private static void draw(Plot plot, Look look, Layer layer) {
        double[] xs = Plot.array(layer.x());
        double[] ys = Plot.array(layer.y());
        switch (layer.style()) {
            case LINE, CLAIMED -> plot.line(look.words(), xs, ys);
            case BAND -> plot.band(look.words(), xs, Plot.array(layer.low()), Plot.array(layer.high()));
            case POINTS ->
                plot.markers(
                        look.words(),
                        look.marker(),
                        xs.length > DENSE ? Marker.SMALL : Marker.LARGE,
                        xs,
                        ys,
                        Plot.array(layer.low()),
                        Plot.array(layer.high()));
        }
    }

    /** The legend's sample of a layer. */
    private static String sample(Look look) {
        String shape = switch (look.style()) {
            case LINE, CLAIMED -> "M0 6H30";
            case BAND -> "M0 1H30V11H0Z";
            case POINTS -> "M15 6" + look.marker().path(Marker.LARGE);
        };
        String filled = look.style() == Style.POINTS && look.marker().filled() ? " filled" : "";
        return "<svg class=\"sample plot\" viewBox=\"0 0 30 12\" aria-hidden=\"true\"><path class=\"" + look.words()
                + filled + "\" d=\"" + shape + "\"/></svg>";
    }

    private static String description(Picture picture) {
        StringBuilder text = new StringBuilder(picture.caption());
        for (Layer layer : picture.layers()) {
            int last = layer.x().size() - 1;
            text.append(text.isEmpty() ? "" : " ")
                    .append(layer.label())
                    .append(": ")
                    .append(layer.x().size() == 1 ? "a point at " : "from ")
                    .append(Figures.of(layer.y().get(0)))
                    .append(last == 0 ? "." : " to " + Figures.of(layer.y().get(last)) + ".");
        }
        return text.append(" Numbers stand in the table below.").toString();
    }

    @SafeVarargs
    private static double[] values(Picture picture, Function<Layer, List<Double>>... parts) {
        List<Double> all = new ArrayList<>();
        for (Layer layer : picture.layers()) {
            for (Function<Layer, List<Double>> part : parts) {
                all.addAll(part.apply(layer));
            }
        }
        return Plot.array(all);
    }

    // ---- tables

    private static List<Table> tables(Picture picture) {
        List<List<Layer>> groups = new ArrayList<>();
        for (Layer layer : picture.layers()) {
            groups.stream()
                    .filter(group -> group.get(0).x().equals(layer.x()))
                    .findFirst()
                    .ifPresentOrElse(group -> group.add(layer), () -> groups.add(new ArrayList<>(List.of(layer))));
        }
        return groups.stream().map(group -> table(picture, group)).toList();
    }

    private static Table table(Picture picture, List<Layer> layers) {
        int points = layers.get(0).x().size();
        int every = (points + MOST_ROWS - 1) / MOST_ROWS;
        List<List<String>> rows = IntStream.range(0, points)
                .filter(k -> (points - 1 - k) % every == 0)
                .mapToObj(k -> row(layers, k))
                .toList();
        String thinned = every == 1 ? "" : "Every " + every + "th of " + points + " points; the evidence file has all.";
        return new Table(picture.x().label(), layers.stream().map(Layer::label).toList(), rows, thinned);
    }

    private static List<String> row(List<Layer> layers, int k) {
        List<String> row = new ArrayList<>();
        row.add(Figures.of(layers.get(0).x().get(k), 5));
        for (Layer layer : layers) {
            row.add(cell(layer, k));
        }
        return row;
    }

    private static String cell(Layer layer, int k) {
        double low = layer.low().get(k);
        double high = layer.high().get(k);
        if (layer.style() == Style.BAND) {
            return Figures.of(low, 4) + " to " + Figures.of(high, 4);
        }
        String bar = low < high ? " ± " + Figures.of((high - low) / 2, 2) : "";
        return Figures.of(layer.y().get(k), 4) + bar;
    }
}
