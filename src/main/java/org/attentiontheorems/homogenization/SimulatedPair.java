package org.attentiontheorems.homogenization;

import org.attentiontheorems.measure.Sums;
import org.attentiontheorems.measure.Vectors;
import org.attentiontheorems.random.RandomField;

/**
 * Two tokens under sampled layers of Gaussian values, uniform attention, one head; variance and time as in {@link TwoTokenChain}.
 *
 * @param dimension d
 * @param layers L
 * @param overlap q_0
 * @param matrices whether whole value matrices are sampled; else only {@code V m}, which given m has the law {@code σ|m| g}
 * @param mean {@code E q_L} by the transfer operator
 */
record SimulatedPair(int dimension, int layers, double overlap, boolean matrices, double mean) {

    static SimulatedPair of(int dimension, int layers, double overlap, boolean matrices) {
        double[] mean = new TwoTokenChain(dimension).mean(layers);
        return new SimulatedPair(dimension, layers, overlap, matrices, TwoTokenChain.at(mean, overlap));
    }

    /** q_L of one random network. */
    double overlapAfter(RandomField random) {
        double step = Math.sqrt(TwoTokenChain.TIME / layers / dimension);
        double[][] x = new double[2][dimension];
        x[0][0] = 1;
        x[1][0] = overlap;
        x[1][1] = Math.sqrt(1 - overlap * overlap);
        for (int l = 0; l < layers; l++) {
            double[] m = Rows.mean(new double[] {0.5, 0.5}, x);
            double[] output = matrices ? image(random, l, m) : gaussian(random, l, Vectors.norm(m));
            for (int i = 0; i < 2; i++) {
                x[i] = SphereStep.normalised(Vectors.plus(x[i], step, output));
            }
        }
        return Math.min(1, Math.max(-1, Sums.dot(x[0], x[1])));
    }

    private double[] image(RandomField random, int layer, double[] m) {
        double[] output = new double[dimension];
        for (int i = 0; i < dimension; i++) {
            output[i] = Sums.dot(random.gaussians("V", layer * dimension + i, dimension), m);
        }
        return output;
    }

    private double[] gaussian(RandomField random, int layer, double norm) {
        double[] output = random.gaussians("Vm", layer, dimension);
        for (int i = 0; i < dimension; i++) {
            output[i] *= norm;
        }
        return output;
    }
}
