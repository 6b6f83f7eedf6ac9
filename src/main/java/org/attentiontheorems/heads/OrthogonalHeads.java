package org.attentiontheorems.heads;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.attentiontheorems.verify.Check;

/**
 * The dictionary of A = 2N heads on which no N heads do better than half the bound V/4N: A sequences of one token e_j with label 0, and head
 * a answers to token a only, with logits ± sqrt(A)/2. By symmetry the optimum is uniform, and since {@code f(u) = log(1 + e^-u)} is convex
 * the best N heads are N different ones:
 *
 * <pre>{@code R*_N - R* = N/A f(sqrt(A)/N) + (1 - N/A) f(0) - f(1/sqrt(A)),   V(μ*)/4N = (1 - 1/A) / 8N.}</pre>
 *
 * @param heads N
 */
record OrthogonalHeads(int heads) {
    OrthogonalHeads {
        Check.between("heads", heads, 1, 1024);
    }

    private int atoms() {
        return 2 * heads;
    }

    /** The dictionary with uniform masses. */
    HeadModel model() {
        int n = atoms();
        double[][][] inputs = new double[n][1][n];
        List<Head> atoms = new ArrayList<>();
        for (int a = 0; a < n; a++) {
            inputs[a][0][a] = 1;
            double[][] v = new double[2][n];
            v[0][a] = Math.sqrt(n) / 2;
            v[1][a] = -Math.sqrt(n) / 2;
            atoms.add(new Head(new double[1][n], new double[1][n], v));
        }
        double[] uniform = new double[n];
        Arrays.fill(uniform, 1.0 / n);
        return new HeadModel(n, 1, 2, 1, 0, uniform, inputs, new int[n][1], uniform, atoms);
    }

    /** {@code R*_N - R*}, both risks evaluated on the model: N different heads, and all of them. */
    double gap() {
        HeadDictionary dictionary = HeadDictionary.of(model());
        double[] first = new double[atoms()];
        Arrays.fill(first, 0, heads, 1.0 / heads);
        double[] all = new double[atoms()];
        Arrays.fill(all, 1.0 / atoms());
        return dictionary.risk(first) - dictionary.risk(all);
    }

    /** {@code R*_N - R*} by the formula. */
    double closedForm() {
        double share = 0.5;
        double width = Math.sqrt(atoms());
        return share * f(width / heads) + (1 - share) * f(0) - f(1 / width);
    }

    /** {@code V(μ*) / 4N}. */
    double bound() {
        return (1 - 1.0 / atoms()) / (8.0 * heads);
    }

    /** The least risk as the optimiser finds it. */
    double optimalRisk() {
        return SimplexOptimum.of(HeadDictionary.of(model())).risk();
    }

    /** The least risk {@code f(1/sqrt(A))}. */
    double uniformRisk() {
        return f(1 / Math.sqrt(atoms()));
    }

    private static double f(double u) {
        return StrictMath.log1p(StrictMath.exp(-u));
    }
}
