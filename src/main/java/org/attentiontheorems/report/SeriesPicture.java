package org.attentiontheorems.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.attentiontheorems.verify.RateFit;
import org.attentiontheorems.verify.SizePoint;

/** Measured against bound along a series, with the fitted slope and a triangle of the claimed one. */
final class SeriesPicture {
    static final double NORMAL_95 = 1.96;
    /** Deterministic slopes are judged on the last four points. */
    private static final int TANGENT_POINTS = 4;

    private static final double TRIANGLE_WIDTH = 0.24;
    private static final double TRIANGLE_HEIGHT = 0.4;
    private static final double TRIANGLE_CORNER = 0.05;

    private final Series series;
    private final List<SizePoint> bounds;
    private final Axis x;
    private final Axis y;

    /** The picture of at least one point. */
    SeriesPicture(Series series) {
        this.series = series;
        this.bounds = series.points().stream().filter(SeriesPicture::bounded).toList();
        boolean inTime = series.kind().equals("decay") || series.kind().equals("monotone");
        boolean logX = !inTime && series.points().stream().allMatch(point -> point.n() > 0);
        boolean logY =
                !series.kind().equals("monotone") && series.points().stream().allMatch(point -> point.measured() > 0);
        this.x = axis(along(), logX, values(series.points(), SizePoint::n));
        this.y = axis("measured", logY, ordinates());
    }

    private static Axis axis(String label, boolean logarithmic, double[] values) {
        return logarithmic ? Axis.logAround(label, values) : Axis.linearAround(label, values);
    }

    /** Whether the second curve is no bound, but stands beside the quantity. */
    boolean isMonotone() {
        return series.kind().equals("monotone");
    }

    /** What the series runs along. */
    String along() {
        return switch (series.kind()) {
            case "decay", "monotone" -> "time t";
            case "order" -> "refinement 2ᵏ";
            default -> "size n";
        };
    }

    Axis x() {
        return x;
    }

    Axis y() {
        return y;
    }

    static boolean bounded(SizePoint point) {
        return point.bound() > 0 && point.bound() < Double.MAX_VALUE;
    }

    /** Half the length of a point's bar: a 95 % interval of a mean, the numerical error of a value. */
    double halfBar(SizePoint point) {
        return (point.replicates() > 0 ? NORMAL_95 : 1) * point.se();
    }

    String svg() {
        Plot plot = new Plot(Plot.Frame.LARGE, title(), description(), x, y);
        if (canFit()) {
            series.fit().ifPresent(fit -> drawFit(plot, fit));
        }
        if (!bounds.isEmpty()) {
            plot.line("bound", values(bounds, SizePoint::n), values(bounds, SizePoint::bound));
        }
        plot.points(
                "measured",
                values(series.points(), SizePoint::n),
                values(series.points(), SizePoint::measured),
                values(series.points(), point -> point.measured() - halfBar(point)),
                values(series.points(), point -> point.measured() + halfBar(point)));
        series.fit().ifPresent(fit -> drawTriangle(plot, fit));
        return plot.svg();
    }

    List<SeriesView.Key> legend() {
        List<SeriesView.Key> keys = new ArrayList<>();
        boolean means = series.replicated();
        keys.add(new SeriesView.Key("measured", means ? "measured, with 95 % bars" : "measured"));
        if (!bounds.isEmpty()) {
            keys.add(new SeriesView.Key("bound", isMonotone() ? "beside it, for comparison" : "bound of the theorem"));
        }
        if (canFit() && series.fit().isPresent()) {
            keys.add(new SeriesView.Key("fit", means ? "fitted slope, with 95 % band" : "slope at the large end"));
        }
        if (hasTriangle()) {
            keys.add(new SeriesView.Key("claimed", "claimed slope"));
        }
        return keys;
    }

    private String title() {
        return series.claim() + ": measured" + (bounds.isEmpty() || isMonotone() ? "" : " and bound") + " along the "
                + along();
    }

    private String description() {
        SizePoint first = series.points().get(0);
        SizePoint last = series.last();
        String text = series.points().size() + " points. Measured " + Figures.of(first.measured()) + " at "
                + Figures.of(first.n(), 6) + " and " + Figures.of(last.measured()) + " at " + Figures.of(last.n(), 6)
                + ".";
        Optional<String> fitted = series.fit()
                .map(fit -> " Slope " + Figures.fixed(fit.slope(), 3) + ", claimed " + Figures.of(fit.claimed()) + ".");
        return text + fitted.orElse("") + " All numbers stand in the table below.";
    }

    private double[] ordinates() {
        List<Double> all = new ArrayList<>();
        for (SizePoint point : series.points()) {
            all.add(point.measured());
            all.add(point.measured() + halfBar(point));
            all.add(Math.max(point.measured() - halfBar(point), point.measured() / 2));
        }
        bounds.forEach(point -> all.add(point.bound()));
        return Plot.array(all);
    }

    private boolean canFit() {
        return y.logarithmic() && series.points().size() >= 2;
    }

    /**
     * The line through the point from which the slope was estimated, and its band: for means the weighted centre with {@code
     * 1.96 sqrt(1/Σw + se²(x - x̄)²)}, for exact values the last point with the half width of the slope's interval.
     */
    private void drawFit(Plot plot, RateFit fit) {
        boolean means = series.replicated();
        List<SizePoint> points = series.points();
        List<SizePoint> spanned =
                means ? points : points.subList(Math.max(0, points.size() - TANGENT_POINTS), points.size());
        Anchor anchor = means ? centre() : end();
        double sigmas = means ? NORMAL_95 : 1;
        double[] xs = values(spanned, SizePoint::n);
        double[] middle = new double[xs.length];
        double[] low = new double[xs.length];
        double[] high = new double[xs.length];
        for (int k = 0; k < xs.length; k++) {
            double away = place(spanned.get(k)) - anchor.x();
            double value = anchor.y() + fit.slope() * away;
            double half = sigmas * StrictMath.hypot(anchor.se(), fit.slopeSe() * away);
            middle[k] = StrictMath.exp(value);
            low[k] = StrictMath.exp(value - half);
            high[k] = StrictMath.exp(value + half);
        }
        plot.band("fit", xs, low, high).line("fit", xs, middle);
    }

    /** A point on the fitted line: abscissa, logarithm of the value, standard error of that. */
    private record Anchor(double x, double y, double se) {}

    private Anchor end() {
        return new Anchor(place(series.last()), StrictMath.log(series.last().measured()), 0);
    }

    /** Weighted centre of the logarithms, weights as in the fit: {@code y = ln m + v/2}, {@code v = se²/m² + 1e-8}. */
    private Anchor centre() {
        double total = 0;
        double centreX = 0;
        double centreY = 0;
        for (SizePoint point : series.points()) {
            double relative = point.se() / point.measured();
            double v = relative * relative + 1e-8;
            total += 1 / v;
            centreX += place(point) / v;
            centreY += (StrictMath.log(point.measured()) + v / 2) / v;
        }
        return new Anchor(centreX / total, centreY / total, Math.sqrt(1 / total));
    }

    /** Abscissa in which the slope is meant: ln n, or t. */
    private double place(SizePoint point) {
        return x.logarithmic() ? StrictMath.log(point.n()) : point.n();
    }

    private boolean hasTriangle() {
        return y.logarithmic() && series.fit().filter(fit -> fit.claimed() < 0).isPresent();
    }

    /** Below a falling curve the lower left corner is free. */
    private void drawTriangle(Plot plot, RateFit fit) {
        if (!hasTriangle()) {
            return;
        }
        double steepness = -fit.claimed() * x.span() / y.span();
        double width = Math.min(TRIANGLE_WIDTH, TRIANGLE_HEIGHT / steepness);
        double left = x.valueAt(TRIANGLE_CORNER);
        double right = x.valueAt(TRIANGLE_CORNER + width);
        double bottom = y.valueAt(TRIANGLE_CORNER);
        double top = y.valueAt(TRIANGLE_CORNER + width * steepness);
        plot.polygon("claimed", new double[] {left, left, right}, new double[] {top, bottom, bottom})
                .text(
                        "start",
                        x.valueAt(TRIANGLE_CORNER + width + 0.015),
                        bottom,
                        "claimed " + Figures.of(fit.claimed()));
    }

    private static double[] values(List<SizePoint> points, ToDoubleFunction<SizePoint> value) {
        return points.stream().mapToDouble(value).toArray();
    }
}
