package org.attentiontheorems.verify;

import java.util.List;

/**
 * The deterministic rule for slopes: the last three local slopes and their Aitken limit span an interval that is held against a
 * threshold (verification.md, section 2e, deterministic X).
 *
 * @param last the last three local slopes, in order
 * @param ratio estimated ratio of successive differences, in [0, 0.9]
 * @param limit Aitken limit of the slopes
 * @param low lower end of the interval
 * @param high upper end of the interval
 */
record SlopeRule(double[] last, double ratio, double limit, double low, double high) {
    private static final double WIDENING = 0.02;
    private static final double LARGEST_RATIO = 0.9;

    /** One point of a curve: abscissa, positive value, numerical error of the value. */
    record Point(double x, double value, double err) {}

    /**
     * What the rule can read: points are dropped from the end until one is positive and at least 100 times its error; of the rest, those
     * after the last that is not positive and has no logarithm.
     */
    static List<Point> resolved(List<Point> points) {
        int end = points.size();
        while (end > 0
                && !(points.get(end - 1).value() > 0
                        && points.get(end - 1).value()
                                >= 100 * points.get(end - 1).err())) {
            end--;
        }
        int start = end;
        while (start > 0 && points.get(start - 1).value() > 0) {
            start--;
        }
        return points.subList(start, end);
    }

    /**
     * The rule applied to {@code ln value} against x.
     *
     * @param points at least four resolved points
     */
    static SlopeRule of(List<Point> points) {
        return of(points, 1);
    }

    /**
     * The rule applied to {@code ln value} against {@code unit x}, its slopes given per x: for abscissas that are not logarithms.
     *
     * @param points at least four resolved points
     * @param unit what counts as one unit of slope, positive
     */
    static SlopeRule of(List<Point> points, double unit) {
        int k = points.size() - 4;
        double[] s = new double[3];
        double relativeError = 0;
        double step = Double.POSITIVE_INFINITY;
        for (int i = 0; i < 3; i++) {
            Point a = points.get(k + i);
            Point b = points.get(k + i + 1);
            s[i] = (StrictMath.log(b.value()) - StrictMath.log(a.value())) / (b.x() - a.x());
            step = Math.min(step, b.x() - a.x());
            relativeError = Math.max(relativeError, Math.max(a.err() / a.value(), b.err() / b.value()));
        }
        return of(s, WIDENING * unit, 2 * relativeError / step);
    }

    private static SlopeRule of(double[] s, double blur, double numerical) {
        double d1 = s[1] - s[0];
        double d2 = s[2] - s[1];
        double ratio = d1 == 0 ? 0 : Math.min(Math.max(d2 / d1, 0), LARGEST_RATIO);
        double limit = s[2] + d2 * ratio / (1 - ratio);
        double low = Math.min(s[2], limit);
        double high = Math.max(s[2], limit);
        boolean oscillates = d1 * d2 < 0 && Math.max(Math.abs(d1), Math.abs(d2)) > blur;
        if (oscillates) {
            low = Math.min(low, Math.min(s[0], s[1]));
            high = Math.max(high, Math.max(s[0], s[1]));
        }
        double widening = blur + numerical;
        return new SlopeRule(s, ratio, limit, low - widening, high + widening);
    }

    Verdict against(double threshold) {
        if (high < threshold) {
            return Verdict.HOLDS;
        }
        return low > threshold ? Verdict.VIOLATED : Verdict.INCONCLUSIVE;
    }

    /** Whether the slopes stay above {@code -exponent - tol}: the mirror of {@link #against}. */
    Verdict above(double threshold) {
        if (low > threshold) {
            return Verdict.HOLDS;
        }
        return high < threshold ? Verdict.VIOLATED : Verdict.INCONCLUSIVE;
    }
}
