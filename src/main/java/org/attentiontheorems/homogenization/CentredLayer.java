package org.attentiontheorems.homogenization;

import java.util.List;
import org.attentiontheorems.verify.Check;

/**
 * One layer of heads whose values have mean 0 given the key-query matrix: the instance of {@code homogenized-stochastic-limit}.
 *
 * @param beta inverse temperature, at least 0
 * @param tokens n x d; rows of any length but 0, which is divided out
 * @param heads H, at least 1
 * @param step η, positive
 * @param atoms the law of the weights of a head; among atoms of equal key-query matrix {@code Σ p_a V_a = 0}
 */
public record CentredLayer(double beta, double[][] tokens, int heads, double step, List<WeightAtom> atoms) {
    private static final double CENTRED = 1e-9;

    public CentredLayer {
        Inputs.beta(beta);
        tokens = Inputs.points("tokens", tokens);
        Check.atLeast("heads", heads, 1);
        Inputs.positive("step", step);
        Check.that(
                step * step / heads >= Double.MIN_NORMAL,
                "step",
                "gives a time step of %s, which is not resolved",
                step * step / heads);
        atoms = Inputs.atoms("atoms", atoms, tokens[0].length, beta);
        WeightLaw law = WeightLaw.of(atoms);
        double mean = law.largestConditionalMean();
        Check.that(
                mean <= CENTRED,
                "atoms",
                "must have mean value 0 for every key-query matrix, has a mean entry of size %s",
                mean);
        Layer.requireEnumerable(atoms.size(), heads);
        Inputs.lemmaApplies("step", step * law.largestValueNorm());
    }

    CentredLayer withStep(double other) {
        return new CentredLayer(beta, tokens, heads, other, atoms);
    }

    CentredLayer withAtoms(List<WeightAtom> others) {
        return new CentredLayer(beta, tokens, heads, step, others);
    }

    CentredLayer withTokens(double[]... others) {
        return new CentredLayer(beta, others, heads, step, atoms);
    }

    int n() {
        return tokens.length;
    }

    int d() {
        return tokens[0].length;
    }

    /** {@code δ = η²/H}. */
    double timeStep() {
        return step * step / heads;
    }

    WeightLaw law() {
        return WeightLaw.of(atoms);
    }

    boolean isSymmetric() {
        return law().isSymmetric();
    }
}
