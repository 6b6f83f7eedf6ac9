package org.attentiontheorems.heads;

import java.util.ArrayList;
import java.util.List;
import org.attentiontheorems.random.RandomField;
import org.attentiontheorems.verify.Draw;
import org.attentiontheorems.verify.Ranges;

/** Random models for the theorems on long training: small, because their flows are followed for long. */
final class TrainingDraws {
    private static final double[] LAMBDAS = {0, 0.05, 0.1, 0.2, 0.5, 1};
    private static final double LARGEST_NORM = 4;
    private static final double PARAMETERS = 0.8;
    private static final double RIDGE_PARAMETERS = 0.2;
    private static final double RIDGE_NORM = 1.2;
    private static final double LEAST_KAPPA = 0.2;

    private TrainingDraws() {}

    /** The shapes of {@link #model}; {@code ridge} counts the ridge parameters 0, 0.05, 0.1, 0.2, 0.5 and 1. */
    static Ranges ranges() {
        return shapes(4).dim("ridge", 0, LAMBDAS.length - 1);
    }

    /** The shapes of {@link #model} with a single head and λ > 0. */
    static Ranges singleHeadRanges() {
        return shapes(1).dim("ridge", 1, LAMBDAS.length - 1);
    }

    /** The shapes of {@link #ridgeModel}; {@code lambda} is in [2.5, 4]. */
    static Ranges ridgeRanges() {
        return ridgeRanges(4);
    }

    /** The shapes of {@link #ridgeModel} with laws of another size. */
    static Ranges ridgeRanges(int mostAtoms) {
        return shapes(mostAtoms).scale("lambda", 2.5, 4);
    }

    private static Ranges shapes(int mostAtoms) {
        return Ranges.none()
                .dim("sequences", 1, 3)
                .dim("seqLen", 1, 4)
                .dim("d", 1, 3)
                .dim("dk", 1, 2)
                .dim("vocab", 2, 3)
                .dim("atoms", 1, mostAtoms);
    }

    /**
     * The common generator: tokens with entries N(0, 1/d), parameters N(0, 0.8²), weights and masses uniform on [0.5, 1.5] and normalised,
     * norms of tokens and heads at most 4.
     */
    static HeadModel model(Draw draw, RandomField random) {
        return model(draw, random, LAMBDAS[draw.dim("ridge")]);
    }

    /** The common generator with a given λ. */
    static HeadModel model(Draw draw, RandomField random, double lambda) {
        double[][][] tokens = tokens(draw, random);
        return assembled(draw, random, lambda, tokens, heads("parameters", draw, random, PARAMETERS, LARGEST_NORM));
    }

    /** The same model with tokens stretched by a factor, up to norm 4. */
    static HeadModel stretched(HeadModel model, double factor) {
        double[][][] tokens = new double[model.inputs().length][model.seqLen()][];
        for (int j = 0; j < tokens.length; j++) {
            for (int t = 0; t < model.seqLen(); t++) {
                tokens[j][t] = model.inputs()[j][t].clone();
                scale(tokens[j][t], factor);
                clip(tokens[j][t], LARGEST_NORM);
            }
        }
        return model.withInputs(tokens);
    }

    /**
     * The generator of the ridge regime: tokens scaled into the unit ball, parameters N(0, 0.2²), norms of heads at most 1.2; all heads are
     * halved until κ > 0.2, which is seldom needed.
     */
    static HeadModel ridgeModel(Draw draw, RandomField random) {
        double[][][] tokens = tokens(draw, random);
        double radius = 1;
        for (double[][] sequence : tokens) {
            for (double[] token : sequence) {
                radius = Math.max(radius, norm(token));
            }
        }
        for (double[][] sequence : tokens) {
            for (double[] token : sequence) {
                scale(token, 1 / radius);
            }
        }
        List<Head> zero = heads("parameters", draw, random, 0, 0);
        HeadModel data = assembled(draw, random, draw.scale("lambda"), tokens, zero);
        return data.withAtoms(data.atomWeights(), ridgeHeads("parameters", data, draw, random));
    }

    /** Heads of the generator of the ridge regime, under a name of their own: a second law on the data of a model, both in one regime. */
    static List<Head> ridgeHeads(String tag, HeadModel model, Draw draw, RandomField random) {
        double factor = 1;
        List<Head> heads = heads(tag, draw, random, RIDGE_PARAMETERS, RIDGE_NORM);
        while (LawPair.regime(model, heads).kappa() <= LEAST_KAPPA) {
            factor /= 2;
            heads = heads(tag, draw, random, factor * RIDGE_PARAMETERS, factor * RIDGE_NORM);
        }
        return heads;
    }

    private static HeadModel assembled(
            Draw draw, RandomField random, double lambda, double[][][] tokens, List<Head> heads) {
        int n = draw.dim("sequences");
        int[][] labels = new int[n][draw.dim("seqLen")];
        for (int j = 0; j < n; j++) {
            for (int t = 0; t < labels[j].length; t++) {
                labels[j][t] = (int) (random.uniform("labels", j, t) * draw.dim("vocab"));
            }
        }
        return new HeadModel(
                draw.dim("d"),
                draw.dim("dk"),
                draw.dim("vocab"),
                draw.dim("seqLen"),
                lambda,
                weights("sequence weights", n, random),
                tokens,
                labels,
                weights("masses", draw.dim("atoms"), random),
                heads);
    }

    private static double[][][] tokens(Draw draw, RandomField random) {
        int d = draw.dim("d");
        int seqLen = draw.dim("seqLen");
        double[][][] tokens = new double[draw.dim("sequences")][seqLen][];
        for (int j = 0; j < tokens.length; j++) {
            for (int t = 0; t < seqLen; t++) {
                tokens[j][t] = random.gaussians("tokens " + j, t, d);
                scale(tokens[j][t], 1 / Math.sqrt(d));
                clip(tokens[j][t], LARGEST_NORM);
            }
        }
        return tokens;
    }

    private static List<Head> heads(String tag, Draw draw, RandomField random, double spread, double largest) {
        Head.Shape shape = new Head.Shape(draw.dim("d"), draw.dim("dk"), draw.dim("vocab"));
        List<Head> heads = new ArrayList<>();
        for (int a = 0; a < draw.dim("atoms"); a++) {
            double[] theta = random.gaussians(tag, a, shape.parameters());
            scale(theta, spread);
            clip(theta, largest);
            heads.add(Head.of(shape, theta, 0));
        }
        return heads;
    }

    private static double[] weights(String tag, int n, RandomField random) {
        double[] weights = random.uniforms(tag, 0, n);
        double sum = 0;
        for (double u : weights) {
            sum += 0.5 + u;
        }
        for (int i = 0; i < n; i++) {
            weights[i] = (0.5 + weights[i]) / sum;
        }
        return weights;
    }

    private static void clip(double[] x, double largest) {
        double norm = norm(x);
        if (norm > largest) {
            scale(x, largest / norm);
        }
    }

    private static void scale(double[] x, double factor) {
        for (int k = 0; k < x.length; k++) {
            x[k] *= factor;
        }
    }

    private static double norm(double[] x) {
        double square = 0;
        for (double v : x) {
            square += v * v;
        }
        return Math.sqrt(square);
    }
}
