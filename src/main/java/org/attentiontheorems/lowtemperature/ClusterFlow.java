package org.attentiontheorems.lowtemperature;

import java.util.Arrays;

/**
 * Few tokens that attend to each other, {@code x_i' = P_(x_i) V m_i}, by classical Runge-Kutta steps in Cartesian coordinates after which
 * tokens are put back on the sphere; and the ways to get that wrong. A state is N rows of d entries in one array. A velocity costs O(N²d) and
 * allocates nothing, so a flow belongs to one thread.
 */
final class ClusterFlow {
    /** The longest step, in units of 1/max(1, |V|), that keeps eleven digits. */
    static final double FINE_STEP = 0.005;

    private final int n;
    private final int d;
    private final double[] scores;
    private final double beta;
    private final double[] value;
    private final double[] weights;
    private final boolean projects;
    private final boolean seesItself;

    private final double[] direction;
    private final double[] logits;
    private final double[] mean;
    private final double[] stage;
    private final double[][] slopes;

    private ClusterFlow(
            int d,
            double[] scores,
            double beta,
            double[] value,
            double[] weights,
            boolean projects,
            boolean seesItself) {
        this.n = weights.length;
        this.d = d;
        this.scores = scores;
        this.beta = beta;
        this.value = value;
        this.weights = weights;
        this.projects = projects;
        this.seesItself = seesItself;
        direction = new double[d];
        logits = new double[n];
        mean = new double[d];
        stage = new double[n * d];
        slopes = new double[4][n * d];
    }

    /**
     * The flow.
     *
     * @param scores D, d x d
     * @param beta at least 0
     * @param value V, d x d
     * @param weights N, at least 0, sum 1
     */
    static ClusterFlow of(double[][] scores, double beta, double[][] value, double[] weights) {
        return new ClusterFlow(value.length, flat(scores), beta, flat(value), weights, true, true);
    }

    /** This flow with another value matrix. */
    ClusterFlow withValue(double[][] other) {
        return new ClusterFlow(d, scores, beta, flat(other), weights, projects, seesItself);
    }

    /** This flow without P: velocities point off the sphere. */
    ClusterFlow withoutProjection() {
        return new ClusterFlow(d, scores, beta, value, weights, false, seesItself);
    }

    /** This flow, each token blind to itself; at least two tokens. */
    ClusterFlow withoutSelf() {
        return new ClusterFlow(d, scores, beta, value, weights, projects, false);
    }

    /** Writes the velocities of all tokens. */
    void velocity(double[] x, double[] out) {
        for (int i = 0; i < n; i++) {
            readMean(x, i);
            double radial = 0;
            for (int k = 0; k < d; k++) {
                double component = 0;
                for (int l = 0; l < d; l++) {
                    component += value[k * d + l] * mean[l];
                }
                out[i * d + k] = component;
                radial += component * x[i * d + k];
            }
            for (int k = 0; projects && k < d; k++) {
                out[i * d + k] -= radial * x[i * d + k];
            }
        }
    }

    /** {@code m_i = Σ_j w_j e^(β <D x_i, x_j>) x_j / Σ_j w_j e^(β <D x_i, x_j>)}. */
    private void readMean(double[] x, int i) {
        for (int k = 0; k < d; k++) {
            direction[k] = 0;
            for (int l = 0; l < d; l++) {
                direction[k] += scores[k * d + l] * x[i * d + l];
            }
        }
        double largest = Double.NEGATIVE_INFINITY;
        for (int j = 0; j < n; j++) {
            double score = 0;
            for (int k = 0; k < d; k++) {
                score += direction[k] * x[j * d + k];
            }
            logits[j] = beta * score;
            if (isSeen(i, j)) {
                largest = Math.max(largest, logits[j]);
            }
        }
        Arrays.fill(mean, 0);
        double total = 0;
        for (int j = 0; j < n; j++) {
            if (isSeen(i, j)) {
                double mass = weights[j] * StrictMath.exp(logits[j] - largest);
                total += mass;
                for (int k = 0; k < d; k++) {
                    mean[k] += mass * x[j * d + k];
                }
            }
        }
        for (int k = 0; k < d; k++) {
            mean[k] /= total;
        }
    }

    private boolean isSeen(int i, int j) {
        return weights[j] > 0 && (seesItself || i != j);
    }

    /**
     * One step of length h, in place.
     *
     * @return by how much the length of a token differed from 1 before it was put back, at most
     */
    double step(double[] x, double h) {
        velocity(x, slopes[0]);
        velocity(staged(x, h / 2, slopes[0]), slopes[1]);
        velocity(staged(x, h / 2, slopes[1]), slopes[2]);
        velocity(staged(x, h, slopes[2]), slopes[3]);
        for (int k = 0; k < x.length; k++) {
            x[k] += h / 6 * (slopes[0][k] + 2 * slopes[1][k] + 2 * slopes[2][k] + slopes[3][k]);
        }
        return putBack(x);
    }

    private double[] staged(double[] x, double h, double[] slope) {
        for (int k = 0; k < x.length; k++) {
            stage[k] = x[k] + h * slope[k];
        }
        return stage;
    }

    private double putBack(double[] x) {
        double off = 0;
        for (int i = 0; i < n; i++) {
            double square = 0;
            for (int k = 0; k < d; k++) {
                square += x[i * d + k] * x[i * d + k];
            }
            double length = Math.sqrt(square);
            off = Math.max(off, Math.abs(length - 1));
            for (int k = 0; k < d; k++) {
                x[i * d + k] /= length;
            }
        }
        return off;
    }

    /** The largest distance of two tokens. */
    double diameter(double[] x) {
        double largest = 0;
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < i; j++) {
                double square = 0;
                for (int k = 0; k < d; k++) {
                    double difference = x[i * d + k] - x[j * d + k];
                    square += difference * difference;
                }
                largest = Math.max(largest, square);
            }
        }
        return Math.sqrt(largest);
    }

    /** The largest angle between a token and a unit vector, in [0, π]. */
    double angle(double[] x, double[] unit) {
        double largest = 0;
        for (int i = 0; i < n; i++) {
            largest = Math.max(largest, between(Arrays.copyOfRange(x, i * d, (i + 1) * d), unit));
        }
        return largest;
    }

    /** The angle between the weighted mean of the tokens and a unit vector. */
    double angleOfMean(double[] x, double[] unit) {
        double[] sum = new double[d];
        for (int i = 0; i < n; i++) {
            for (int k = 0; k < d; k++) {
                sum[k] += weights[i] * x[i * d + k];
            }
        }
        return between(sum, unit);
    }

    /** By its sine and cosine: an arc cosine would lose half of the digits of a small angle. */
    private static double between(double[] y, double[] unit) {
        double along = 0;
        for (int k = 0; k < y.length; k++) {
            along += y[k] * unit[k];
        }
        double across = 0;
        for (int k = 0; k < y.length; k++) {
            double component = y[k] - along * unit[k];
            across += component * component;
        }
        return StrictMath.atan2(Math.sqrt(across), along);
    }

    /** Rows in one array. */
    static double[] flat(double[][] rows) {
        double[] flat = new double[rows.length * rows[0].length];
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(rows[i], 0, flat, i * rows[i].length, rows[i].length);
        }
        return flat;
    }
}
