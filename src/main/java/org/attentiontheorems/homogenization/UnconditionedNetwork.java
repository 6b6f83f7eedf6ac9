package org.attentiontheorems.homogenization;

import java.util.ArrayList;
import java.util.List;
import org.attentiontheorems.measure.Multinomial;
import org.attentiontheorems.measure.Sums;
import org.attentiontheorems.measure.Vectors;

/**
 * A network with random weights, the single-entry design in the plane with {@code B = I} ({@code β = 1, σ² = ½, η = 0.3}, three layers, 512
 * paths): how much the mean of n tokens varies given the weights, and how much more because of the weights.
 *
 * @param givenWeights {@code E Var(1/n Σ_i x_i(L) | weights)}, the trace of the covariance
 * @param ofWeights {@code Var E(1/n Σ_i x_i(L) | weights)}
 */
record UnconditionedNetwork(double givenWeights, double ofWeights) {
    private static final int LAYERS = 3;
    private static final double STEP = 0.3;
    private static final double VARIANCE = 0.5;

    /** All paths, by enumeration. O(512 compositions). */
    static UnconditionedNetwork of(double[][] atoms, double[] masses, int tokens) {
        List<WeightAtom> design = WeightLaw.singleEntryDesign(
                        List.of(new KeyQueryAtom(1, Vectors.identity(2))), 2, Math.sqrt(VARIANCE))
                .atoms();
        double given = 0;
        double[] mean = new double[2];
        double square = 0;
        List<List<HeadWeights>> paths = paths(design);
        for (List<HeadWeights> weights : paths) {
            double[] moments = moments(MeanFieldPath.of(1, STEP, weights), atoms, masses, tokens);
            double norm = moments[0] * moments[0] + moments[1] * moments[1];
            given += (moments[2] - norm) / paths.size();
            square += norm / paths.size();
            mean[0] += moments[0] / paths.size();
            mean[1] += moments[1] / paths.size();
        }
        return new UnconditionedNetwork(given, square - Sums.dot(mean, mean));
    }

    private static List<List<HeadWeights>> paths(List<WeightAtom> design) {
        List<List<HeadWeights>> paths = List.of(List.of());
        for (int l = 0; l < LAYERS; l++) {
            List<List<HeadWeights>> longer = new ArrayList<>();
            for (List<HeadWeights> path : paths) {
                for (WeightAtom atom : design) {
                    List<HeadWeights> one = new ArrayList<>(path);
                    one.add(new HeadWeights(atom.keyQuery(), atom.value()));
                    longer.add(one);
                }
            }
            paths = longer;
        }
        return paths;
    }

    /** Mean (two entries) and mean square of the mean of the tokens, given the weights. */
    private static double[] moments(MeanFieldPath path, double[][] atoms, double[] masses, int tokens) {
        double[] moments = new double[3];
        double[] shares = new double[masses.length];
        Multinomial.of(tokens, masses).forEach((counts, prob) -> {
            for (int k = 0; k < shares.length; k++) {
                shares[k] = (double) counts[k] / tokens;
            }
            double[] mean = Rows.mean(shares, path.end(atoms, shares));
            moments[0] += prob * mean[0];
            moments[1] += prob * mean[1];
            moments[2] += prob * Sums.dot(mean, mean);
        });
        return moments;
    }

    double total() {
        return givenWeights + ofWeights;
    }
}
