package org.attentiontheorems.heads;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * N heads that start at atoms of a law. Heads that start equal stay equal under every way of training here, so that one trajectory for each
 * atom stands for all heads that start there. Atoms where no head starts are left out.
 *
 * @param atoms the atoms where heads start
 * @param masses fraction of the heads that start at each, sum 1
 * @param start their parameters, one row of p each, row-major
 */
record HeadEnsemble(int[] atoms, double[] masses, double[] start) {

    /**
     * The atoms of positive mass.
     *
     * @param masses fractions of heads, one an atom of the law
     * @param theta the atoms, A x p, row-major
     */
    static HeadEnsemble of(double[] masses, double[] theta) {
        int p = theta.length / masses.length;
        int[] atoms =
                IntStream.range(0, masses.length).filter(a -> masses[a] > 0).toArray();
        double[] start = new double[atoms.length * p];
        for (int i = 0; i < atoms.length; i++) {
            System.arraycopy(theta, atoms[i] * p, start, i * p, p);
        }
        return new HeadEnsemble(
                atoms, Arrays.stream(atoms).mapToDouble(a -> masses[a]).toArray(), start);
    }

    /** The same masses at counts of heads, {@code c_a / N}. */
    static double[] fractions(int... counts) {
        int n = Arrays.stream(counts).sum();
        return Arrays.stream(counts).mapToDouble(c -> (double) c / n).toArray();
    }

    /** The rows of these atoms in an array with one row for every atom of the law. */
    double[] rows(double[] all) {
        int p = start.length / atoms.length;
        double[] rows = new double[start.length];
        for (int i = 0; i < atoms.length; i++) {
            System.arraycopy(all, atoms[i] * p, rows, i * p, p);
        }
        return rows;
    }

    /** The coupled mean square distance {@code 1/N Σ_i |θ_i - θ'_i|²} of two families of these heads. */
    double meanSquare(double[] theta, double[] other) {
        double sum = 0;
        int p = start.length / atoms.length;
        for (int i = 0; i < atoms.length; i++) {
            double square = 0;
            for (int k = i * p; k < (i + 1) * p; k++) {
                square += (theta[k] - other[k]) * (theta[k] - other[k]);
            }
            sum += masses[i] * square;
        }
        return sum;
    }
}
