package org.attentiontheorems.lowtemperature;

import org.attentiontheorems.attention.Exponentials;
import org.attentiontheorems.flow.Flow;
import org.attentiontheorems.flow.VectorField;

/**
 * Many weighted tokens on the circle by their angles, {@code θ_k' = <(-sin θ_k, cos θ_k), V m_k>}, at a finite and at zero temperature, and
 * the ways to get that wrong. O(N²) a velocity, about four nanoseconds a pair.
 *
 * @param scores D, 2 x 2
 * @param value V, 2 x 2
 * @param beta β; a negative one is a sign mistake
 * @param weighted whether tokens count by their masses
 * @param normalised whether the zero-temperature flow reads {@code Dx/|Dx|}, not Dx
 */
record CircleFlow(ScoreMatrix scores, double[][] value, double beta, boolean weighted, boolean normalised) {

    static CircleFlow of(ScoreMatrix scores, double[][] value, double beta) {
        return new CircleFlow(scores, value, beta, true, true);
    }

    /** This flow at another inverse temperature. */
    CircleFlow withBeta(double other) {
        return new CircleFlow(scores, value, other, weighted, normalised);
    }

    /** This flow counting every label once, whatever its mass. */
    CircleFlow withoutWeights() {
        return new CircleFlow(scores, value, beta, false, normalised);
    }

    /** This flow without the factor {@code 1/|Dx|} at zero temperature. */
    CircleFlow withoutNormalisation() {
        return new CircleFlow(scores, value, beta, weighted, false);
    }

    /** The angles after each of equal Runge-Kutta steps, the start first: steps + 1 rows. */
    static double[][] path(VectorField field, double[] start, double time, int steps) {
        Flow flow = Flow.of(field);
        double[][] path = new double[steps + 1][];
        path[0] = start;
        for (int k = 0; k < steps; k++) {
            path[k + 1] = flow.rungeKutta(path[k], time / steps, 1);
        }
        return path;
    }

    /** The velocities at zero temperature, each token on its own. */
    VectorField zero() {
        Hardmax hardmax = new Hardmax(scores, normalised);
        return (angles, velocity) -> {
            for (int k = 0; k < angles.length; k++) {
                double[] x = {StrictMath.cos(angles[k]), StrictMath.sin(angles[k])};
                double[] m = hardmax.point(x);
                velocity[k] = turn(x[0], x[1], m[0], m[1]);
            }
        };
    }

    /** The velocities at inverse temperature β among tokens of these masses. Not for use by two threads at once. */
    VectorField finite(double[] masses) {
        Circle circle = new Circle(masses);
        return (angles, velocity) -> {
            circle.place(angles);
            for (int k = 0; k < angles.length; k++) {
                circle.look(circle.x[k], circle.y[k]);
                velocity[k] = turn(circle.x[k], circle.y[k], circle.meanX, circle.meanY);
            }
        };
    }

    /** The attention mean that a point of the circle at the angle θ reads among tokens at the given angles. */
    double[] mean(double theta, double[] angles, double[] masses) {
        Circle circle = new Circle(masses);
        circle.place(angles);
        circle.look(StrictMath.cos(theta), StrictMath.sin(theta));
        return new double[] {circle.meanX, circle.meanY};
    }

    /** {@code <(-y, x), V m>}. */
    private double turn(double x, double y, double meanX, double meanY) {
        return -y * (value[0][0] * meanX + value[0][1] * meanY) + x * (value[1][0] * meanX + value[1][1] * meanY);
    }

    /** The tokens in Cartesian coordinates, with room for the scores of one of them: scores, exponentials and sums in separate passes. */
    private final class Circle {
        private final double[] masses;
        private final double[] x;
        private final double[] y;
        private final double[] scratch;
        private final double[] powers;
        private double meanX;
        private double meanY;

        Circle(double[] masses) {
            this.masses = masses;
            this.x = new double[masses.length];
            this.y = new double[masses.length];
            this.scratch = new double[masses.length];
            this.powers = new double[masses.length];
        }

        void place(double[] angles) {
            for (int k = 0; k < angles.length; k++) {
                x[k] = StrictMath.cos(angles[k]);
                y[k] = StrictMath.sin(angles[k]);
            }
        }

        void look(double fromX, double fromY) {
            double[][] d = scores.matrix();
            double toX = beta * (d[0][0] * fromX + d[0][1] * fromY);
            double toY = beta * (d[1][0] * fromX + d[1][1] * fromY);
            double largest = Double.NEGATIVE_INFINITY;
            for (int j = 0; j < x.length; j++) {
                double score = toX * x[j] + toY * y[j];
                scratch[j] = score;
                largest = Math.max(largest, score);
            }
            Exponentials.shifted(scratch, x.length, largest, powers);
            double sum = 0;
            double sumX = 0;
            double sumY = 0;
            for (int j = 0; j < x.length; j++) {
                double weight = weighted ? masses[j] * scratch[j] : scratch[j];
                sum += weight;
                sumX += weight * x[j];
                sumY += weight * y[j];
            }
            meanX = sumX / sum;
            meanY = sumY / sum;
        }
    }
}
