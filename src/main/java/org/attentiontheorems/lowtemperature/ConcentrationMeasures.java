package org.attentiontheorems.lowtemperature;

import java.util.function.UnaryOperator;
import org.attentiontheorems.lowtemperature.LowTemperatureConcentration.Instance;
import org.attentiontheorems.measure.Vectors;

/** What {@code low-temperature-concentration} measures along a run. */
final class ConcentrationMeasures {
    private static final int QUERIES = 40;
    private static final int FINE = 4096;
    private static final double LONGEST = 1.6;

    private ConcentrationMeasures() {}

    /** The largest share of {@code factor e(t) + sqrt(L(μ_t^0))} that {@code W_2} uses at a step. */
    static double largestShare(Instance x, double factor) {
        CircleRun run = LowTemperatureConcentration.run(x);
        ConcentrationBounds bounds = x.bounds();
        double largest = 0;
        for (int i = 1; i <= run.last(); i++) {
            double allowed = factor * bounds.stability(run.times()[i]) + run.w2Zero(i);
            largest = Math.max(largest, run.w2(i) / allowed);
        }
        return largest;
    }

    /** The largest share of e(t) that {@code sup |X_t^β - X_t^0|} uses at a step. */
    static double largestCoupling(Instance x, CircleRun run) {
        ConcentrationBounds bounds = x.bounds();
        double largest = 0;
        for (int i = 1; i <= run.last() && x.time() > 0; i++) {
            largest = Math.max(largest, run.couplingSup(i) / bounds.stability(run.times()[i]));
        }
        return largest;
    }

    /** {@code sup_x |m_β[μ_t](x) - y*(x)|} at the end, over 40 points x. */
    static double attentionError(Instance x, UnaryOperator<CircleFlow> change) {
        CircleFlow flow = change.apply(x.problem().flow());
        CircleRun run = LowTemperatureConcentration.run(x);
        double[] angles = run.finite()[run.last()];
        double[] masses = run.labels().weights();
        double largest = 0;
        for (double theta : queries()) {
            double[] best = flow.scores().hardmax(new double[] {StrictMath.cos(theta), StrictMath.sin(theta)});
            largest = Math.max(largest, Vectors.distance(flow.mean(theta, angles, masses), best));
        }
        return largest;
    }

    private static double[] queries() {
        double[] queries = new double[QUERIES];
        for (int k = 0; k < QUERIES; k++) {
            queries[k] = 2 * Math.PI * (k + 0.25) / QUERIES;
        }
        return queries;
    }

    /** The largest share of {@code b e^(-rate c t)} that {@code sqrt(L(μ_t^0))} uses at a step. */
    static double largestZero(Instance x, double rate) {
        CircleRun run = LowTemperatureConcentration.zeroRun(x);
        double largest = 0;
        for (int i = 0; i <= run.last(); i++) {
            largest = Math.max(largest, run.w2Zero(i) / x.bounds().remainder(rate * run.times()[i]));
        }
        return largest;
    }

    /** The largest distance at 40 points of the labels' attention at the start from that of 4096 equally spaced points. */
    static double initialMeanError(Instance x, UnaryOperator<CircleFlow> change) {
        CircleProblem problem = x.problem();
        CircleLabels labels = problem.start();
        CircleLabels fine = CircleLabels.of(problem.density()::at, 0, FINE, 0);
        CircleFlow flow = problem.flow();
        double largest = 0;
        for (double theta : queries()) {
            double[] found = change.apply(flow).mean(theta, labels.angles(), labels.weights());
            largest = Math.max(largest, Vectors.distance(found, flow.mean(theta, fine.angles(), fine.weights())));
        }
        return largest;
    }

    static boolean standsForDensity(Instance x) {
        return x.problem().standsForDensity(x.time() / x.steps());
    }

    /**
     * Whether an instance follows the resolution rule of drawn ones: {@code N >= 200} and {@code N >= 28 sqrt(β)} for {@code s_max <= 2},
     * stretch and {@code |V| t} at most 1.6; and has fewer labels than the points they are compared with.
     */
    static boolean isResolved(Instance x) {
        CircleProblem problem = x.problem();
        double sharpness = x.beta() * Math.max(1, problem.scores().largest() / 2);
        return standsForDensity(x)
                && x.labels()
                        >= Math.max(
                                LowTemperatureConcentration.LEAST_LABELS,
                                LowTemperatureConcentration.RESOLUTION * Math.sqrt(sharpness))
                && x.labels() <= FINE / 4
                && Math.max(x.stretch(), problem.bounds().norm() * x.time()) <= LONGEST;
    }

    /** By how much {@code W_2} changes with a fraction of the labels. */
    static double changeWithFewer(Instance x, int divisor) {
        int fewer = 4 * ((x.labels() + 4 * divisor - 1) / (4 * divisor));
        CircleProblem problem = x.problem().withLabels(fewer, x.stretch());
        CircleRun coarse = CircleRun.of(problem, x.time(), x.steps());
        CircleRun run = LowTemperatureConcentration.run(x);
        return Math.abs(coarse.w2(coarse.last()) - run.w2(run.last()));
    }
}
