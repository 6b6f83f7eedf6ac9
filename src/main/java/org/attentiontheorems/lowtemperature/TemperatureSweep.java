package org.attentiontheorems.lowtemperature;

import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.DoubleUnaryOperator;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.attentiontheorems.measure.LogLog;
import org.attentiontheorems.measure.Vectors;
import org.attentiontheorems.verify.Check;

/**
 * The same start at β = 25, 50, …, 800.
 *
 * @param start what tokens start from
 * @param size s
 * @param angle of the rotation R; {@code D = sR}, {@code V = diag(1, -1) D^-1}
 * @param time t
 * @param steps Runge-Kutta steps
 * @param labels N
 * @param stretch G
 */
record TemperatureSweep(Start start, double size, double angle, double time, int steps, int labels, double stretch) {
    static final int[] BETAS = {25, 50, 100, 200, 400, 800};
    private static final double[][] SADDLE = Vectors.diagonal(1, -1);

    /** Suprema of the reference: several claims and their controls look at all of them. */
    private static final Map<TemperatureSweep, double[]> SUPREMA = new ConcurrentHashMap<>();

    /** What tokens start from; the jump is 8/5 on one half circle and 2/5 on the other, from π/4 to 5π/4. */
    enum Start {
        WORKED,
        WEAK,
        UNIFORM,
        JUMP;

        DoubleUnaryOperator density() {
            return switch (this) {
                case WORKED -> worked()::at;
                case WEAK -> weak()::at;
                case UNIFORM -> theta -> 1;
                case JUMP -> theta -> StrictMath.sin(theta - Math.PI / 4) > 0 ? 1.6 : 0.4;
            };
        }

        /** That of the worked example. */
        static CircleDensity worked() {
            return LowTemperatureConcentration.worked().instance().density();
        }

        /** {@code 1 + (cos θ + sin θ)/10}. */
        static CircleDensity weak() {
            return new CircleDensity(new double[] {0.1}, new double[] {0.1});
        }

        /** The density is at least 1 minus this and at most 1 plus this. */
        double amplitude() {
            return switch (this) {
                case WORKED -> 1 - worked().lower();
                case WEAK -> 1 - weak().lower();
                case UNIFORM -> 0;
                case JUMP -> 0.6;
            };
        }
    }

    TemperatureSweep {
        Check.that(labels % 4 == 0, "labels", "must be a multiple of 4, is %d", labels);
    }

    ScoreMatrix scores() {
        return ScoreMatrix.of(Vectors.times(size, Vectors.rotation(angle)));
    }

    double[][] value() {
        return LowTemperatureDraws.value(SADDLE, scores().matrix());
    }

    CircleRun at(double beta, UnaryOperator<CircleFlow> change) {
        CircleFlow flow = CircleFlow.of(scores(), value(), beta);
        CircleLabels labelled = CircleLabels.of(start.density(), 0, labels, stretch);
        return CircleRun.of(change.apply(flow), labelled, time, steps);
    }

    /** {@code sup |X_t^β - X_t^0|}, one a β. */
    private double[] suprema(UnaryOperator<CircleFlow> change) {
        return IntStream.of(BETAS)
                .mapToDouble(beta -> at(beta, change).couplingSup(steps))
                .toArray();
    }

    ConcentrationBounds bounds(double beta) {
        double amplitude = start.amplitude();
        return ConcentrationBounds.of(scores(), value(), beta, ProjectionMap.of(SADDLE), 1 - amplitude, 1 + amplitude);
    }

    /** {@code sqrt(Σ_k w_k l(e^(-γt/s) T_k))}, the closed form of the zero-temperature distance; γ = 2. */
    double closedZero(CircleLabels labelled) {
        double q = StrictMath.exp(-2 * time / size);
        double sum = 0;
        for (int k = 0; k < labelled.size(); k++) {
            double c = StrictMath.cos(labelled.angles()[k] - labelled.axis());
            double s = StrictMath.sin(labelled.angles()[k] - labelled.axis());
            sum += labelled.weights()[k] * ProjectionMap.squaredDistance(q * Math.abs(s / c));
        }
        return Math.sqrt(sum);
    }

    double zeroError(UnaryOperator<CircleFlow> change) {
        CircleRun run = at(BETAS[0], change);
        return Math.abs(run.w2Zero(steps) - closedZero(run.labels()));
    }

    private double[] reference() {
        return SUPREMA.computeIfAbsent(this, sweep -> sweep.suprema(flow -> flow));
    }

    /** {@code sup |X_t^β - X_t^0|} at one β of the sweep. */
    double supremum(int beta) {
        return reference()[Arrays.binarySearch(BETAS, beta)];
    }

    /** The least-squares slope of {@code log sup |X_t^β - X_t^0|} against log β. */
    double slope() {
        return slope(reference());
    }

    /** The same for a flow with a mistake. */
    double slope(UnaryOperator<CircleFlow> change) {
        return slope(suprema(change));
    }

    private static double slope(double[] suprema) {
        return LogLog.slope(Arrays.stream(BETAS).asDoubleStream().toArray(), suprema);
    }
}
