package org.attentiontheorems.report;

import freemarker.core.HTMLOutputFormat;
import java.util.List;

/**
 * A picture with two axes, written as inline SVG of a few kilobytes. Shapes carry style names that the style sheet colours, so that a
 * picture follows the theme; text is placed by {@code text-anchor}, never by the widths of a font; coordinates are rounded to 0.01.
 * The same calls give the same bytes everywhere. Coordinates of shapes are values on the axes.
 */
final class Plot {
    private final Frame frame;
    private final String title;
    private final String description;
    private final Axis x;
    private final Axis y;
    private final StringBuilder shapes = new StringBuilder();

    /**
     * Sizes in the units of the picture.
     *
     * @param left room for the tick labels and the label of the y axis
     * @param bottom room for the tick labels and the label of the x axis
     */
    record Frame(int width, int height, int left, int top, int right, int bottom) {
        static final Frame LARGE = new Frame(560, 350, 74, 14, 16, 52);
        static final Frame SQUARE = new Frame(440, 416, 74, 14, 16, 52);
        static final Frame SMALL = new Frame(300, 180, 46, 10, 12, 44);

        int areaWidth() {
            return width - left - right;
        }

        int areaHeight() {
            return height - top - bottom;
        }
    }

    /**
     * An empty picture.
     *
     * @param title what it is, for readers who do not see it
     * @param description what it shows, for the same readers
     */
    Plot(Frame frame, String title, String description, Axis x, Axis y) {
        this.frame = frame;
        this.title = title;
        this.description = description;
        this.x = x;
        this.y = y;
    }

    /** A line through the points. */
    Plot line(String style, double[] xs, double[] ys) {
        shapes.append("<path class=\"").append(style).append("\" d=\"");
        for (int k = 0; k < xs.length; k++) {
            shapes.append(k == 0 ? "M" : "L").append(point(xs[k], ys[k]));
        }
        shapes.append("\"/>\n");
        return this;
    }

    /** The area between two lines over the same abscissas. */
    Plot band(String style, double[] xs, double[] low, double[] high) {
        double[] around = new double[2 * xs.length];
        double[] heights = new double[2 * xs.length];
        for (int k = 0; k < xs.length; k++) {
            around[k] = xs[k];
            heights[k] = high[k];
            around[2 * xs.length - 1 - k] = xs[k];
            heights[2 * xs.length - 1 - k] = low[k];
        }
        return polygon(style, around, heights);
    }

    /** A closed line. */
    Plot polygon(String style, double[] xs, double[] ys) {
        shapes.append("<polygon class=\"").append(style).append("\" points=\"");
        for (int k = 0; k < xs.length; k++) {
            shapes.append(k == 0 ? "" : " ").append(point(xs[k], ys[k]));
        }
        shapes.append("\"/>\n");
        return this;
    }

    /** Points with bars from {@code low} to {@code high}; a bar of no length is left out. */
    Plot points(String style, double[] xs, double[] ys, double[] low, double[] high) {
        StringBuilder bars = new StringBuilder();
        StringBuilder dots = new StringBuilder();
        for (int k = 0; k < xs.length; k++) {
            if (low[k] < high[k]) {
                bars.append('M').append(point(xs[k], low[k])).append('V').append(coordinate(down(high[k])));
            }
            dots.append("<circle cx=\"")
                    .append(coordinate(across(xs[k])))
                    .append("\" cy=\"")
                    .append(coordinate(down(ys[k])))
                    .append("\" r=\"3.5\"/>");
        }
        shapes.append("<g class=\"").append(style).append("\">");
        if (!bars.isEmpty()) {
            shapes.append("<path d=\"").append(bars).append("\"/>");
        }
        shapes.append(dots).append("</g>\n");
        return this;
    }

    /** Points of a marker's shape, with bars from {@code low} to {@code high}; a bar of no length is left out. */
    Plot markers(String style, Marker marker, double half, double[] xs, double[] ys, double[] low, double[] high) {
        String shape = marker.path(half);
        StringBuilder bars = new StringBuilder();
        StringBuilder dots = new StringBuilder();
        for (int k = 0; k < xs.length; k++) {
            if (low[k] < high[k]) {
                bars.append('M').append(point(xs[k], low[k])).append('V').append(coordinate(down(high[k])));
            }
            dots.append('M').append(point(xs[k], ys[k])).append(shape);
        }
        shapes.append("<path class=\"").append(style).append(marker.filled() ? " filled" : "");
        shapes.append("\" d=\"").append(bars).append(dots).append("\"/>\n");
        return this;
    }

    /** Columns from 0 (or the bottom) to the given heights; {@code edges} is one longer than {@code heights}. */
    Plot bars(String style, double[] edges, double[] heights) {
        shapes.append("<g class=\"").append(style).append("\">");
        for (int k = 0; k < heights.length; k++) {
            if (heights[k] > 0) {
                rectangle(edges[k], edges[k + 1], Math.max(0, y.low()), heights[k]);
            }
        }
        shapes.append("</g>\n");
        return this;
    }

    /** Text that begins ({@code start}), centres ({@code middle}) or ends ({@code end}) at a point. */
    Plot text(String anchor, double atX, double atY, String text) {
        shapes.append("<text text-anchor=\"").append(anchor).append('"');
        attribute("x", across(atX));
        attribute("y", down(atY));
        shapes.append('>').append(escaped(text)).append("</text>\n");
        return this;
    }

    /** The picture. */
    String svg() {
        StringBuilder ticks = new StringBuilder();
        String grid = grid(ticks);
        return "<svg class=\"plot\" viewBox=\"0 0 " + frame.width() + " " + frame.height() + "\" role=\"img\">\n<title>"
                + escaped(title) + "</title>\n<desc>" + escaped(description) + "</desc>\n"
                + "<path class=\"grid\" d=\"" + grid + "\"/>\n" + ticks
                + axisLabels()
                + "<svg x=\"" + frame.left() + "\" y=\"" + frame.top() + "\" width=\"" + frame.areaWidth()
                + "\" height=\"" + frame.areaHeight() + "\">\n" + shapes + "</svg>\n"
                + "<rect class=\"frame\" x=\"" + frame.left() + "\" y=\"" + frame.top() + "\" width=\""
                + frame.areaWidth() + "\" height=\"" + frame.areaHeight() + "\"/>\n</svg>";
    }

    /** Grid lines at labelled ticks and short marks at the others; appends the labels. */
    private String grid(StringBuilder labels) {
        StringBuilder path = new StringBuilder();
        int bottom = frame.top() + frame.areaHeight();
        labels.append("<g class=\"tick\" text-anchor=\"middle\">");
        for (Axis.Tick tick : x.ticks()) {
            String at = coordinate(frame.left() + across(tick.value()));
            path.append('M').append(at).append(' ').append(bottom);
            path.append(tick.label().isEmpty() ? "v-4" : "V" + frame.top());
            label(labels, at, Integer.toString(bottom + 17), tick.label());
        }
        labels.append("</g>\n<g class=\"tick\" text-anchor=\"end\">");
        for (Axis.Tick tick : y.ticks()) {
            double height = frame.top() + down(tick.value());
            path.append('M').append(frame.left()).append(' ').append(coordinate(height));
            path.append(tick.label().isEmpty() ? "h4" : "h" + frame.areaWidth());
            label(labels, Integer.toString(frame.left() - 7), coordinate(height + 4), tick.label());
        }
        labels.append("</g>\n");
        return path.toString();
    }

    private static void label(StringBuilder labels, String atX, String atY, String text) {
        if (!text.isEmpty()) {
            labels.append("<text x=\"")
                    .append(atX)
                    .append("\" y=\"")
                    .append(atY)
                    .append("\">");
            labels.append(escaped(text)).append("</text>");
        }
    }

    private String axisLabels() {
        double middle = frame.left() + frame.areaWidth() / 2.0;
        double halfWay = frame.top() + frame.areaHeight() / 2.0;
        return "<g class=\"axis\" text-anchor=\"middle\"><text x=\"" + coordinate(middle) + "\" y=\""
                + (frame.height() - 8) + "\">" + escaped(x.label()) + "</text><text transform=\"translate(14 "
                + coordinate(halfWay) + ") rotate(-90)\">" + escaped(y.label()) + "</text></g>\n";
    }

    private void rectangle(double fromX, double toX, double fromY, double toY) {
        shapes.append("<rect");
        attribute("x", across(fromX));
        attribute("y", down(toY));
        attribute("width", across(toX) - across(fromX));
        attribute("height", down(fromY) - down(toY));
        shapes.append("/>");
    }

    private void attribute(String name, double value) {
        shapes.append(' ').append(name).append("=\"").append(coordinate(value)).append('"');
    }

    private String point(double atX, double atY) {
        return coordinate(across(atX)) + "," + coordinate(down(atY));
    }

    private double across(double value) {
        return x.at(value) * frame.areaWidth();
    }

    private double down(double value) {
        return (1 - y.at(value)) * frame.areaHeight();
    }

    /** Rounded to 0.01, written without trailing zeros. */
    static String coordinate(double value) {
        long hundredths = (long) Math.rint(value * 100);
        long whole = Math.abs(hundredths) / 100;
        long rest = Math.abs(hundredths) % 100;
        String decimals = rest == 0 ? "" : rest % 10 == 0 ? "." + rest / 10 : rest < 10 ? ".0" + rest : "." + rest;
        return (hundredths < 0 ? "-" : "") + whole + decimals;
    }

    private static String escaped(String text) {
        return HTMLOutputFormat.INSTANCE.escapePlainText(text);
    }

    /** The values of a list of numbers. */
    static double[] array(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).toArray();
    }
}
