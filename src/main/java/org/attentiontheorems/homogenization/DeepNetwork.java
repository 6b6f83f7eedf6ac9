package org.attentiontheorems.homogenization;

import java.util.List;
import org.attentiontheorems.verify.Check;

/**
 * A deep network of small layers, {@code η = T/L}: the instance of {@code homogenized-deterministic-limit}.
 *
 * @param beta inverse temperature, at least 0
 * @param tokens n x d; rows of any length but 0, which is divided out
 * @param heads H, at least 1
 * @param layers L, at least 1
 * @param time T, positive
 * @param atoms the law of the weights of a head, at least one atom
 */
public record DeepNetwork(double beta, double[][] tokens, int heads, int layers, double time, List<WeightAtom> atoms) {
    public DeepNetwork {
        Inputs.beta(beta);
        tokens = Inputs.points("tokens", tokens);
        Check.atLeast("heads", heads, 1);
        Check.atLeast("layers", layers, 1);
        Inputs.positive("time", time);
        atoms = Inputs.atoms("atoms", atoms, tokens[0].length, beta);
        Layer.requireEnumerable(atoms.size(), heads, layers);
        Inputs.lemmaApplies("time", time / layers * WeightLaw.of(atoms).largestValueNorm());
    }

    /** The same weights in another number of layers and heads. */
    DeepNetwork sized(int otherLayers, int otherHeads) {
        return new DeepNetwork(beta, tokens, otherHeads, otherLayers, time, atoms);
    }

    /** The same network with another law of weights. */
    DeepNetwork withAtoms(List<WeightAtom> others) {
        return new DeepNetwork(beta, tokens, heads, layers, time, others);
    }

    /** The same network of other tokens. */
    DeepNetwork withTokens(double[]... others) {
        return new DeepNetwork(beta, others, heads, layers, time, atoms);
    }

    int n() {
        return tokens.length;
    }

    /** η = T/L. */
    double step() {
        return time / layers;
    }

    WeightLaw law() {
        return WeightLaw.of(atoms);
    }

    Layer layer() {
        return Layer.of(law(), beta, heads, step());
    }

    AveragedField field() {
        return AveragedField.of(law(), beta);
    }

    AveragedFlow flow() {
        return new AveragedFlow(field(), tokens, time);
    }

    /** The errors of all paths from the given end of the flow. */
    DepthErrors errors(double[][] end) {
        return DepthErrors.of(visitor -> layer().forEachOutput(tokens, layers, visitor), end);
    }
}
