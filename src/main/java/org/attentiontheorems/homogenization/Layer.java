package org.attentiontheorems.homogenization;

import java.util.ArrayList;
import java.util.List;
import org.attentiontheorems.measure.Multinomial;
import org.attentiontheorems.random.RandomField;
import org.attentiontheorems.verify.InvalidInstance;

/**
 * One layer of H heads with independent weights, which all tokens share:
 *
 * <pre>{@code x_i⁺ = N(x_i + u_i),   u_i = η/H Σ_h V_h m_i(X; B_h).}</pre>
 *
 * For a finite law of weights a layer is one of finitely many types, how many heads are which atom, so every expectation over a layer, or
 * over a few of them, is a finite sum. Immutable; keeps no state between calls.
 */
final class Layer {
    /** Most outcomes of a layer, or of a path of layers, that are enumerated. */
    static final int MOST_OUTCOMES = 1_000_000;

    private final WeightLaw law;
    private final double beta;
    private final int heads;
    private final double step;
    private final double perHead;
    private final List<Type> types;

    private record Type(double prob, int[] counts) {}

    private Layer(WeightLaw law, double beta, int heads, double step, double perHead, List<Type> types) {
        this.law = law;
        this.beta = beta;
        this.heads = heads;
        this.step = step;
        this.perHead = perHead;
        this.types = types;
    }

    /** Receives the update u of one outcome, n x d, with its probability. */
    @FunctionalInterface
    interface UpdateVisitor {
        void accept(double prob, double[][] update);
    }

    /** Receives the tokens at the end of one path, n x d, with its probability. */
    @FunctionalInterface
    interface OutputVisitor {
        void accept(double prob, double[][] tokens);
    }

    /**
     * A layer of random heads.
     *
     * @param law law of the weights of a head
     * @param beta inverse temperature
     * @param heads H, at least 1
     * @param step η
     * @throws InvalidInstance if there are more than 10⁶ types of layers
     */
    static Layer of(WeightLaw law, double beta, int heads, double step) {
        return new Layer(law, beta, heads, step, step / heads, types(law, heads));
    }

    private static List<Type> types(WeightLaw law, int heads) {
        List<Type> types = new ArrayList<>();
        if (heads == 1) {
            for (int a = 0; a < law.size(); a++) {
                int[] counts = new int[law.size()];
                counts[a] = 1;
                types.add(new Type(law.atom(a).prob(), counts));
            }
            return types;
        }
        requireEnumerable(law.size(), heads);
        Multinomial.of(heads, law.probabilities()).forEach((counts, prob) -> types.add(new Type(prob, counts.clone())));
        return types;
    }

    /**
     * Requires that the types of a layer can be enumerated.
     *
     * @return their number
     * @throws InvalidInstance if there are more than 10⁶
     */
    static double requireEnumerable(int atoms, int heads) {
        double types = Multinomial.compositions(heads, atoms);
        if (types > MOST_OUTCOMES) {
            throw new InvalidInstance("heads", "gives " + types + " types of layers, more than " + MOST_OUTCOMES);
        }
        return types;
    }

    /**
     * Requires that the paths through so many layers can be enumerated.
     *
     * @throws InvalidInstance if there are more than 10⁶ types of layers, paths, or layers
     */
    static void requireEnumerable(int atoms, int heads, int layers) {
        requirePaths(requireEnumerable(atoms, heads), layers);
    }

    private static void requirePaths(double types, int layers) {
        double paths = StrictMath.pow(types, layers);
        if (paths > MOST_OUTCOMES || layers > MOST_OUTCOMES) {
            throw new InvalidInstance(
                    "layers", "gives " + paths + " paths of " + layers + " layers, more than " + MOST_OUTCOMES);
        }
    }

    /** The same layer with another step. */
    Layer withStep(double other) {
        return new Layer(law, beta, heads, other, other / heads, types);
    }

    /** A wrong layer for controls: sums the heads, {@code η Σ_h}, where it should average them. */
    Layer summed() {
        return new Layer(law, beta, heads, step, step, types);
    }

    /** The H outputs F_a = V_a m_i(X; B_a) that a head may have: A x n x d. Attention is computed once a group of equal B. */
    double[][][] outputs(double[][] tokens) {
        return outputs(law, beta, tokens);
    }

    static double[][][] outputs(WeightLaw law, double beta, double[][] tokens) {
        double[][][] averages = new double[law.size()][][];
        double[][][] outputs = new double[law.size()][][];
        for (int a = 0; a < law.size(); a++) {
            int group = law.group(a);
            averages[a] = group < a
                    ? averages[group]
                    : Attention.of(tokens, beta, law.atom(a).keyQuery()).averages();
            outputs[a] = Rows.applyToEach(law.atom(a).value(), averages[a]);
        }
        return outputs;
    }

    /** All outcomes of the layer: updates u (before normalisation) with their probabilities. */
    void forEachUpdate(double[][] tokens, UpdateVisitor visitor) {
        double[][][] outputs = outputs(tokens);
        for (Type type : types) {
            visitor.accept(type.prob(), update(outputs, type));
        }
    }

    private double[][] update(double[][][] outputs, Type type) {
        double[][] u = Rows.zeros(outputs[0].length, outputs[0][0].length);
        for (int a = 0; a < outputs.length; a++) {
            if (type.counts()[a] > 0) {
                Rows.add(u, perHead * type.counts()[a], outputs[a]);
            }
        }
        return u;
    }

    /**
     * All paths through so many layers with independent weights: the tokens at their ends, with probabilities.
     *
     * @throws InvalidInstance if there are more than 10⁶ paths
     */
    void forEachOutput(double[][] tokens, int layers, OutputVisitor visitor) {
        requirePaths(types.size(), layers);
        walk(tokens, 1, layers, visitor);
    }

    private void walk(double[][] tokens, double prob, int left, OutputVisitor visitor) {
        if (types.size() == 1) {
            visitor.accept(prob, repeat(tokens, types.get(0), left));
        } else if (left == 0) {
            visitor.accept(prob, tokens);
        } else {
            forEachUpdate(tokens, (p, update) -> walk(SphereStep.step(tokens, update), prob * p, left - 1, visitor));
        }
    }

    /** The same layer again and again: weights are not drawn anew, one path a type. */
    void forEachFrozenOutput(double[][] tokens, int layers, OutputVisitor visitor) {
        for (Type type : types) {
            visitor.accept(type.prob(), repeat(tokens, type, layers));
        }
    }

    private double[][] repeat(double[][] tokens, Type type, int layers) {
        double[][] x = tokens;
        for (int l = 0; l < layers; l++) {
            x = SphereStep.step(x, update(outputs(x), type));
        }
        return x;
    }

    /**
     * The tokens after each of so many layers of random weights, layers + 1 entries.
     *
     * @param random uniform numbers; head h of layer l reads entry (l, h) of the array "heads"
     */
    List<double[][]> randomPath(double[][] tokens, int layers, RandomField random) {
        List<double[][]> path = new ArrayList<>();
        path.add(tokens);
        for (int l = 0; l < layers; l++) {
            int[] counts = new int[law.size()];
            for (double u : random.uniforms("heads", l, heads)) {
                counts[drawn(u)]++;
            }
            path.add(SphereStep.step(path.get(l), update(path.get(l), counts)));
        }
        return path;
    }

    /** The update of a layer of the given atoms; attention is computed only where there are heads. */
    private double[][] update(double[][] tokens, int[] counts) {
        double[][] u = Rows.zeros(tokens.length, tokens[0].length);
        for (int a = 0; a < counts.length; a++) {
            if (counts[a] > 0) {
                WeightAtom atom = law.atom(a);
                double[][] averages =
                        Attention.of(tokens, beta, atom.keyQuery()).averages();
                Rows.add(u, perHead * counts[a], Rows.applyToEach(atom.value(), averages));
            }
        }
        return u;
    }

    /** The atom of a uniform number. */
    private int drawn(double u) {
        double below = 0;
        for (int a = 0; a < law.size() - 1; a++) {
            below += law.atom(a).prob();
            if (u < below) {
                return a;
            }
        }
        return law.size() - 1;
    }
}
