package org.attentiontheorems.homogenization;

import java.util.ArrayList;
import java.util.List;
import org.attentiontheorems.random.RandomField;

/**
 * A network too large for enumeration: four atoms with two key-query matrices.
 *
 * @param beta inverse temperature
 * @param tokens n x d
 * @param heads H
 * @param layers L
 * @param time T
 * @param atoms law of the weights
 * @param end tokens at the end of the averaged flow, n x d
 */
record Simulated(
        double beta, double[][] tokens, int heads, int layers, double time, List<WeightAtom> atoms, double[][] end) {
    private static final int SIZE = 24;
    private static final double VALUE = 0.4;

    /** Values {@code V_0 + W_a} with {@code |V_0| = |W_a| = 0.4}, {@code β|B| = 0.2}. */
    static Simulated of(RandomField random) {
        double[][] common = WeightDraws.matrix(random, "V", SIZE, VALUE);
        List<WeightAtom> atoms = new ArrayList<>();
        double[][][] b = {
            WeightDraws.matrix(random, "B0", SIZE, 1), WeightDraws.matrix(random, "B1", SIZE, 1),
        };
        for (int a = 0; a < 4; a++) {
            double[][] value = WeightDraws.matrix(random, "W" + a, SIZE, VALUE);
            Rows.add(value, 1, common);
            atoms.add(new WeightAtom(0.25, b[a % 2], value));
        }
        double[][] tokens = WeightDraws.tokens(random, SIZE, SIZE);
        double beta = 0.2;
        AveragedFlow flow = new AveragedFlow(AveragedField.of(WeightLaw.of(atoms), beta), tokens, 1);
        return new Simulated(beta, tokens, 1, 16, 1, atoms, flow.end());
    }

    private WeightLaw law() {
        return WeightLaw.of(atoms);
    }

    private double step() {
        return time / layers;
    }

    private HomogenizedDeterministicLimit.Sizes sizes() {
        return HomogenizedDeterministicLimit.Sizes.of(law(), beta);
    }

    /** {@code 1/n Σ_i |X_i - x_i(T)|²} of one random network. */
    double error(RandomField random) {
        return Rows.meanSquaredDistance(
                Layer.of(law(), beta, heads, step())
                        .randomPath(tokens, layers, random)
                        .get(layers),
                end);
    }

    /** E_L. */
    double bound() {
        return sizes().bound(layers, heads, step());
    }

    /** {@code R_2(ρ)²}. */
    double squaredRemainder() {
        double rest = SphereStep.remainder(2, step() * sizes().output());
        return rest * rest;
    }

    /** A token moves by at most {@code F} a unit of time in the flow, by an angle of at most {@code asin(ηF)} a layer. */
    double largestError() {
        double output = sizes().output();
        double apart = time * output + layers * StrictMath.asin(step() * output);
        return Math.min(4, apart * apart);
    }
}
