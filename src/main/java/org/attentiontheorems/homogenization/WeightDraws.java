package org.attentiontheorems.homogenization;

import java.util.Arrays;
import org.attentiontheorems.measure.Sums;
import org.attentiontheorems.random.RandomField;

/** Random tokens and weights. Entries of arrays depend on their address only, so that smaller shapes are parts of larger ones. */
final class WeightDraws {
    private WeightDraws() {}

    /** Independent uniform points on the sphere, n x d: normalised Gaussian rows of the array "tokens". */
    static double[][] tokens(RandomField random, int n, int d) {
        double[][] tokens = new double[n][];
        for (int i = 0; i < n; i++) {
            tokens[i] = SphereStep.normalised(random.gaussians("tokens", i, d));
        }
        return tokens;
    }

    /** A d x d matrix of the given operator norm in the direction of a Gaussian one. */
    static double[][] matrix(RandomField random, String tag, int d, double norm) {
        double[][] gaussian = random.gaussianMatrix(tag, d, d);
        return Rows.times(norm / Rows.operatorNorm(gaussian), gaussian);
    }

    /**
     * Weights with the law Dirichlet(shape, …, shape), floored: each at least the floor before division by the sum.
     *
     * @param shape a whole number: each weight is a sum of so many exponentials, divided by the total
     */
    static double[] dirichlet(RandomField random, String tag, int size, int shape, double floor) {
        double[] weights = new double[size];
        for (int k = 0; k < size; k++) {
            for (double u : random.uniforms(tag, k, shape)) {
                weights[k] -= StrictMath.log(u);
            }
        }
        double total = Sums.neumaier(weights);
        Arrays.setAll(weights, k -> Math.max(floor, weights[k] / total));
        double floored = Sums.neumaier(weights);
        Arrays.setAll(weights, k -> weights[k] / floored);
        return weights;
    }
}
