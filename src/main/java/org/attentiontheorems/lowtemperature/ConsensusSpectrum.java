package org.attentiontheorems.lowtemperature;

import java.util.Arrays;

/**
 * How N tokens that are all at an eigenvector of the value matrix react to being moved a little: the spectrum of the Jacobian J of their
 * velocities, N (d-1) numbers. With {@code S = diag(sqrt(w_i))} the matrix {@code S J S^-1} should be symmetric; the eigenvalues of its
 * symmetric part are off from those of J by at most the norm of the rest.
 *
 * @param values eigenvalues of the symmetric part, increasing
 * @param skew the Frobenius norm of the skew part: no eigenvalue of J is further from one of these
 */
record ConsensusSpectrum(double[] values, double skew) {
    private static final double STEP = 1e-5;

    /** Up to this size of {@code β |D|} the step is fine enough. */
    private static final double MODERATE = 20;

    /** Stands for the weight of a token that has none and moves no other: its columns of J beside the diagonal are 0. */
    private static final double NO_WEIGHT = 1e-14;

    /** A smaller weight, other than 0, drowns in the rounding of the differences. */
    static final double LEAST_WEIGHT = 1e-8;

    /**
     * The spectrum of the linearisation: {@code ν_j - ν_k} for j other than k, and {@code -ν_k} with multiplicity (N-1)(d-1); increasing.
     *
     * @param values ν, the eigenvalues of the value matrix
     * @param k where the tokens are
     * @param tokens N
     */
    static double[] predicted(double[] values, int k, int tokens) {
        int d = values.length;
        double[] spectrum = new double[tokens * (d - 1)];
        Arrays.fill(spectrum, -values[k]);
        int next = 0;
        for (int j = 0; j < d; j++) {
            if (j != k) {
                spectrum[next++] = values[j] - values[k];
            }
        }
        Arrays.sort(spectrum);
        return spectrum;
    }

    /**
     * The spectrum of the Jacobian at eigenvector k, by central differences in the tangent coordinates {@code z -> (v_k + B z) / |v_k + B
     * z|}, whose B has the other eigenvectors as columns. O(N^3 d^3).
     *
     * @param flow of tokens with the weights of the cluster
     */
    static ConsensusSpectrum measured(Cluster cluster, ClusterFlow flow, int k) {
        int across = cluster.dimension() - 1;
        int size = cluster.size() * across;
        double h = STEP * Math.min(1, MODERATE / cluster.sharpness());
        double[][] scaled = new double[size][size];
        for (int column = 0; column < size; column++) {
            double[] ahead = velocity(cluster, flow, k, column, h);
            double[] behind = velocity(cluster, flow, k, column, -h);
            for (int row = 0; row < size; row++) {
                double scale = Math.sqrt(weight(cluster, row / across) / weight(cluster, column / across));
                scaled[row][column] = scale * (ahead[row] - behind[row]) / (2 * h);
            }
        }
        double[] increasing = ProjectionMap.of(scaled).values().clone();
        Arrays.sort(increasing);
        return new ConsensusSpectrum(increasing, skew(scaled));
    }

    private static double weight(Cluster cluster, int token) {
        return Math.max(cluster.law().weights()[token], NO_WEIGHT);
    }

    private static double skew(double[][] matrix) {
        double square = 0;
        for (int i = 0; i < matrix.length; i++) {
            for (int j = 0; j < i; j++) {
                double difference = matrix[i][j] - matrix[j][i];
                square += difference * difference / 2;
            }
        }
        return Math.sqrt(square);
    }

    /** The tangential velocities of all tokens where one of them has moved by h in one tangent direction. */
    private static double[] velocity(Cluster cluster, ClusterFlow flow, int k, int column, double h) {
        double[][] vectors = cluster.spectrum().vectors();
        int d = vectors.length;
        double[] state = new double[cluster.size() * d];
        for (int i = 0; i < cluster.size(); i++) {
            System.arraycopy(vectors[k], 0, state, i * d, d);
        }
        int moved = column / (d - 1);
        double[] direction = vectors[tangent(column % (d - 1), k)];
        for (int l = 0; l < d; l++) {
            state[moved * d + l] = (vectors[k][l] + h * direction[l]) / Math.sqrt(1 + h * h);
        }
        double[] velocity = new double[state.length];
        flow.velocity(state, velocity);
        double[] tangential = new double[cluster.size() * (d - 1)];
        for (int row = 0; row < tangential.length; row++) {
            double[] along = vectors[tangent(row % (d - 1), k)];
            for (int l = 0; l < d; l++) {
                tangential[row] += along[l] * velocity[row / (d - 1) * d + l];
            }
        }
        return tangential;
    }

    /** Index of the eigenvector that is tangent direction number j at eigenvector k. */
    private static int tangent(int j, int k) {
        return j < k ? j : j + 1;
    }

    /**
     * How far the measured spectra at all eigenvectors of the value matrix are from the predicted ones, at most.
     *
     * @param flow of these tokens
     * @param values what the prediction takes for the eigenvalues of V, decreasing
     */
    static double error(Cluster cluster, ClusterFlow flow, double[] values) {
        double largest = 0;
        for (int k = 0; k < cluster.dimension(); k++) {
            largest = Math.max(largest, measured(cluster, flow, k).error(predicted(values, k, cluster.size())));
        }
        return largest;
    }

    private double error(double[] predicted) {
        double largest = 0;
        for (int i = 0; i < values.length; i++) {
            largest = Math.max(largest, Math.abs(values[i] - predicted[i]));
        }
        return largest + skew;
    }
}
