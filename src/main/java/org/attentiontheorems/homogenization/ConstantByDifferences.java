package org.attentiontheorems.homogenization;

import org.attentiontheorems.measure.Sums;

/**
 * The sharp constant {@code c* = Σ_k p_k Σ_j p_j |∂y_k/∂p_j|²} by central differences of the end points, an independent way to {@link
 * MeanFieldPath#asymptoticConstant}. Both agree because end points do not change when all masses are multiplied: {@code Σ_j p_j ∂y_k/∂p_j = 0}.
 */
final class ConstantByDifferences {
    private ConstantByDifferences() {}
    /**
     * Central differences at {@code h = 1e-3 p_j} and twice that, with Richardson's extrapolation. O(K) ends of the path.
     *
     * @param atoms K x d
     * @param masses p, K positive numbers with sum 1
     */
    static double of(MeanFieldPath path, double[][] atoms, double[] masses) {
        double[][][] derivatives = new double[masses.length][][];
        for (int j = 0; j < masses.length; j++) {
            double h = 1e-3 * masses[j];
            derivatives[j] = Rows.times(4.0 / 3, difference(path, atoms, masses, j, h));
            Rows.add(derivatives[j], -1.0 / 3, difference(path, atoms, masses, j, 2 * h));
        }
        double sum = 0;
        for (int k = 0; k < masses.length; k++) {
            for (int j = 0; j < masses.length; j++) {
                sum += masses[k] * masses[j] * Sums.dot(derivatives[j][k], derivatives[j][k]);
            }
        }
        return sum;
    }

    private static double[][] difference(MeanFieldPath path, double[][] atoms, double[] masses, int j, double h) {
        double[] up = masses.clone();
        double[] down = masses.clone();
        up[j] += h;
        down[j] -= h;
        double[][] difference = path.end(atoms, up);
        Rows.add(difference, -1, path.end(atoms, down));
        return Rows.times(1 / (2 * h), difference);
    }
}
