package org.attentiontheorems.layers;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.attentiontheorems.random.RandomField;
import org.attentiontheorems.verify.Draw;
import org.attentiontheorems.verify.Ranges;
import org.hipparchus.linear.Array2DRowRealMatrix;

/**
 * Random controls, read-outs and populations: normal matrices rescaled to spectral norm κ U[0.2, 1], with caps κ = 1 (Q, K), 0.7 (V),
 * 0.8 (W1), 0.5 (W2); biases uniform with entries up to 0.5/√r; rows of h_0 of uniform direction and length √U; W of norm 2 U[0.3, 1];
 * weights proportional to U[0.2, 1]. Lipschitz constants of layers are then about 0.25 to 1.5.
 *
 * @param tokens T
 * @param shape sizes d, m, r
 * @param segments S
 * @param classes c
 * @param beta inverse temperature
 * @param atoms N
 */
record LayerDraws(int tokens, LayerShape shape, int segments, int classes, double beta, int atoms) {

    /** The shapes of all instances of this package: T 1..5, d 1..4, m 1..3, r 1..4, S 1..3, β in {0, 0.5, 1}, c 2..5, N 1..4. */
    static Ranges ranges() {
        return layerRanges().dim("classes", 2, 5).dim("atoms", 1, 4);
    }

    /** The same without read-out and population. */
    static Ranges layerRanges() {
        return Ranges.none()
                .dim("tokens", 1, 5)
                .dim("d", 1, 4)
                .dim("m", 1, 3)
                .dim("r", 1, 4)
                .dim("segments", 1, 3)
                .dim("twiceBeta", 0, 2);
    }

    /** The sizes of a draw from {@link #ranges}. */
    static LayerDraws of(Draw draw) {
        return layers(draw, draw.dim("classes"), draw.dim("atoms"));
    }

    /** The sizes of a draw from {@link #layerRanges}: one state, no labels. */
    static LayerDraws layers(Draw draw) {
        return layers(draw, 2, 1);
    }

    private static LayerDraws layers(Draw draw, int classes, int atoms) {
        return new LayerDraws(
                draw.dim("tokens"),
                new LayerShape(draw.dim("d"), draw.dim("m"), draw.dim("r")),
                draw.dim("segments"),
                classes,
                draw.dim("twiceBeta") / 2.0,
                atoms);
    }

    /** A control; different tags give independent ones. */
    List<Layer> control(RandomField random, String tag) {
        List<Layer> control = new ArrayList<>();
        for (int s = 0; s < segments; s++) {
            control.add(layer(random, tag + " segment " + s + " "));
        }
        return control;
    }

    /** Independent controls. */
    List<List<Layer>> controls(RandomField random, int count) {
        return IntStream.range(0, count)
                .mapToObj(k -> control(random, "control " + k))
                .toList();
    }

    private Layer layer(RandomField random, String tag) {
        double[] u = random.uniforms(tag + "norms", 0, 5);
        double[] b1 = random.uniforms(tag + "b1", 0, shape.r());
        for (int i = 0; i < b1.length; i++) {
            b1[i] = (2 * b1[i] - 1) * 0.5 / Math.sqrt(shape.r());
        }
        int d = shape.d();
        return new Layer(
                rescaled(random.gaussianMatrix(tag + "q", shape.m(), d), between(0.2, u[0])),
                rescaled(random.gaussianMatrix(tag + "k", shape.m(), d), between(0.2, u[1])),
                rescaled(random.gaussianMatrix(tag + "v", d, d), 0.7 * between(0.2, u[2])),
                rescaled(random.gaussianMatrix(tag + "w1", shape.r(), d), 0.8 * between(0.2, u[3])),
                b1,
                rescaled(random.gaussianMatrix(tag + "w2", d, shape.r()), 0.5 * between(0.2, u[4])));
    }

    /** A read-out, c x d. */
    double[][] readout(RandomField random) {
        double[][] normal = random.gaussianMatrix("readout", classes, shape.d());
        return rescaled(normal, 2 * between(0.3, random.uniform("readout norm", 0, 0)));
    }

    /** A state, T x d; different tags give independent ones. */
    double[][] state(RandomField random, String tag) {
        double[][] rows = random.gaussianMatrix(tag, tokens, shape.d());
        for (int i = 0; i < tokens; i++) {
            double length = Math.sqrt(random.uniform(tag + " length", i, 0));
            double norm = States.largestRow(rows[i], shape.d());
            for (int k = 0; k < shape.d(); k++) {
                rows[i][k] *= length / norm;
            }
        }
        return rows;
    }

    /** A population of N atoms. */
    List<Atom> population(RandomField random) {
        double[] weights = random.uniforms("weights", 0, atoms);
        double sum = 0;
        for (int n = 0; n < atoms; n++) {
            weights[n] = between(0.2, weights[n]);
            sum += weights[n];
        }
        List<Atom> population = new ArrayList<>();
        for (int n = 0; n < atoms; n++) {
            int label = (int) (classes * random.uniform("labels", n, 0));
            population.add(new Atom(state(random, "atom " + n), label, weights[n] / sum));
        }
        return population;
    }

    private static double between(double least, double u) {
        return least + (1 - least) * u;
    }

    private static double[][] rescaled(double[][] rows, double norm) {
        double factor = norm / Matrices.norm(new Array2DRowRealMatrix(rows, false));
        for (double[] row : rows) {
            for (int k = 0; k < row.length; k++) {
                row[k] *= factor;
            }
        }
        return rows;
    }
}
