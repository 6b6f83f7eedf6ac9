package org.attentiontheorems.measure;

import java.util.Arrays;

/** The cheapest perfect matching of n rows with n columns, by shortest augmenting paths with potentials, O(n³). */
public final class Assignment {
    private Assignment() {}

    /**
     * Finds a matching of least total cost.
     *
     * @param cost n x n, flat and row-major, finite
     * @param n at least 1
     * @return the column of each row
     */
    public static int[] solve(double[] cost, int n) {
        double[] rowPotential = new double[n + 1];
        double[] columnPotential = new double[n + 1];
        int[] rowOf = new int[n + 1];
        for (int row = 1; row <= n; row++) {
            augment(cost, n, row, rowPotential, columnPotential, rowOf);
        }
        int[] columnOf = new int[n];
        for (int column = 1; column <= n; column++) {
            columnOf[rowOf[column] - 1] = column - 1;
        }
        return columnOf;
    }

    /** Matches one more row along a shortest path in the reduced costs {@code c_ij - u_i - v_j >= 0}; indices count from 1. */
    private static void augment(double[] cost, int n, int row, double[] u, double[] v, int[] rowOf) {
        double[] distance = new double[n + 1];
        int[] before = new int[n + 1];
        boolean[] reached = new boolean[n + 1];
        Arrays.fill(distance, Double.POSITIVE_INFINITY);
        rowOf[0] = row;
        int column = 0;
        do {
            reached[column] = true;
            int i = rowOf[column];
            double least = Double.POSITIVE_INFINITY;
            int next = 0;
            for (int j = 1; j <= n; j++) {
                if (reached[j]) {
                    continue;
                }
                double reduced = cost[(i - 1) * n + j - 1] - u[i] - v[j];
                if (reduced < distance[j]) {
                    distance[j] = reduced;
                    before[j] = column;
                }
                if (distance[j] < least) {
                    least = distance[j];
                    next = j;
                }
            }
            for (int j = 0; j <= n; j++) {
                if (reached[j]) {
                    u[rowOf[j]] += least;
                    v[j] -= least;
                } else {
                    distance[j] -= least;
                }
            }
            column = next;
        } while (rowOf[column] != 0);
        while (column != 0) {
            rowOf[column] = rowOf[before[column]];
            column = before[column];
        }
    }
}
