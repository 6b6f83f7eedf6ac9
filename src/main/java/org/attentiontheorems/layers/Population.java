package org.attentiontheorems.layers;

import java.util.List;
import org.attentiontheorems.verify.Check;

/**
 * A finite law of labelled sequences, {@code Σ_n w_n δ_(h0_n, y_n)}.
 *
 * @param starts the states at depth 0, N x Td; not to be changed
 * @param labels y_n
 * @param weights w_n, sum 1
 */
record Population(double[][] starts, int[] labels, double[] weights) {

    /** The population of an instance file that has passed {@link LayerFields}. */
    static Population of(List<Atom> atoms) {
        return new Population(
                atoms.stream().map(atom -> States.flat(atom.h0())).toArray(double[][]::new),
                atoms.stream().mapToInt(Atom::label).toArray(),
                Check.weights(
                        "population", atoms.stream().mapToDouble(Atom::weight).toArray()));
    }

    /** Number N of atoms. */
    int count() {
        return starts.length;
    }

    /** The mean {@code Σ_n w_n x_n}. */
    double mean(double[] x) {
        double sum = 0;
        for (int n = 0; n < x.length; n++) {
            sum += weights[n] * x[n];
        }
        return sum;
    }
}
