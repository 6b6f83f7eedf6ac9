package org.attentiontheorems.report;

import freemarker.core.TemplateHTMLOutputModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.attentiontheorems.verify.RateFit;
import org.attentiontheorems.verify.SizePoint;

/**
 * The series of a claim: picture, legend, what the fit says, and the convergence table.
 *
 * @param along what the first column counts
 * @param bounded whether some point has a finite bound
 * @param compared whether that is no bound but another curve beside
 * @param replicated whether the points are means of replicates
 * @param barred whether some point has an error that is worth a column
 */
public record SeriesView(
        String claim,
        String along,
        TemplateHTMLOutputModel picture,
        List<Key> legend,
        String fit,
        String slopeOf,
        boolean bounded,
        boolean compared,
        boolean replicated,
        boolean barred,
        List<Row> rows) {

    /** A legend entry: style name and what is drawn in it. */
    public record Key(String style, String meaning) {}

    /** A row of the convergence table; the slope is the one from the row before. */
    public record Row(
            String n, String measured, String bar, String slope, String bound, String tightness, String replicates) {}

    /** The series of a claim, if it has points. */
    static Optional<SeriesView> of(Series series) {
        List<SizePoint> points = series.points();
        if (points.isEmpty()) {
            return Optional.empty();
        }
        SeriesPicture picture = new SeriesPicture(series);
        return Optional.of(new SeriesView(
                series.claim(),
                picture.along(),
                Markdown.markup(picture.svg()),
                picture.legend(),
                series.fit().map(fit -> fit(series, fit)).orElse(""),
                slopeOf(picture),
                points.stream().anyMatch(SeriesPicture::bounded),
                picture.isMonotone(),
                series.replicated(),
                points.stream().anyMatch(SeriesView::hasBar),
                rows(points, picture)));
    }

    /** Whether the error shows in the first nine digits. */
    private static boolean hasBar(SizePoint point) {
        return point.se() > 1e-9 * Math.abs(point.measured());
    }

    private static String slopeOf(SeriesPicture picture) {
        if (!picture.y().logarithmic()) {
            return "Change";
        }
        return picture.x().logarithmic() ? "Local slope" : "Local rate";
    }

    private static List<Row> rows(List<SizePoint> points, SeriesPicture picture) {
        List<Row> rows = new ArrayList<>();
        for (int k = 0; k < points.size(); k++) {
            SizePoint point = points.get(k);
            rows.add(new Row(
                    Figures.of(point.n(), 6),
                    Figures.of(point.measured(), 4),
                    hasBar(point) ? "± " + Figures.of(picture.halfBar(point), 2) : "",
                    k == 0 ? "" : slope(points.get(k - 1), point, picture),
                    Figures.of(point.bound(), 4),
                    SeriesPicture.bounded(point) ? Figures.of(point.measured() / point.bound()) : Figures.NONE,
                    point.replicates() > 0 ? Figures.count(point.replicates()) : ""));
        }
        return rows;
    }

    private static String slope(SizePoint from, SizePoint to, SeriesPicture picture) {
        if (!picture.y().logarithmic()) {
            return Figures.of(to.measured() - from.measured());
        }
        double run = picture.x().logarithmic() ? StrictMath.log(to.n() / from.n()) : to.n() - from.n();
        boolean falls = from.measured() > 0 && to.measured() > 0 && run > 0;
        return falls ? Figures.fixed(StrictMath.log(to.measured() / from.measured()) / run, 3) : Figures.NONE;
    }

    private static String fit(Series series, RateFit fit) {
        String claimed = "; claimed " + Figures.of(fit.claimed()) + ", accepted up to " + Figures.of(fit.threshold());
        if (series.replicated()) {
            return "Fitted slope " + interval(fit.slope(), fit.slopeSe()) + ", at the large end "
                    + interval(fit.endSlope(), fit.endSlopeSe()) + " (95 % intervals)" + claimed
                    + ". Decided at level " + fit.levels() + " of 4, each with four times the replicates.";
        }
        if (series.kind().equals("order")) {
            return "Observed order " + Figures.fixed(-fit.slope(), 3) + ", one refinement before "
                    + Figures.fixed(-fit.endSlope(), 3) + "; claimed " + Figures.of(-fit.claimed()) + ".";
        }
        return "Last slope " + Figures.fixed(fit.slope(), 3) + ", extrapolated " + Figures.fixed(fit.endSlope(), 3)
                + ", half width of the interval " + Figures.of(fit.slopeSe(), 2) + claimed + ".";
    }

    /** A slope with its 95 % interval. */
    static String interval(double slope, double se) {
        return Figures.fixed(slope, 3) + " ± " + Figures.of(SeriesPicture.NORMAL_95 * se, 2);
    }
}
