package org.attentiontheorems.lowtemperature;

import java.util.Arrays;
import java.util.List;
import org.attentiontheorems.lowtemperature.ZeroTemperatureLyapunov.Instance;
import org.attentiontheorems.measure.Vectors;
import org.attentiontheorems.random.RandomField;
import org.attentiontheorems.verify.Draw;

/** Random and degenerate instances of {@code zero-temperature-lyapunov}. */
final class ZeroTemperatureDraws {
    private static final double LEAST_GAP = 0.05;
    private static final double LEAST_PROJECTION = 1e-3;
    private static final double[][] ONE = Vectors.identity(2);

    private ZeroTemperatureDraws() {}

    static Instance instance(Draw draw, RandomField random) {
        int d = draw.dim("dimension");
        int n = draw.dim("tokens");
        double[][] scores = LowTemperatureDraws.scores(random, d, draw.scale("largest"), draw.scale("condition"));
        double[] eigenvalues = eigenvalues(draw, random, d);
        double[][] a = LowTemperatureDraws.symmetric(random, eigenvalues);
        LowTemperatureDraws.QueryKey factors = LowTemperatureDraws.factors(random, scores);
        ProjectionMap projection = ProjectionMap.of(a);
        double[][] tokens = new double[n][];
        Arrays.setAll(tokens, i -> inReach(projection, LowTemperatureDraws.point(random, "tokens", i, d)));
        double[] equal = new double[n];
        Arrays.fill(equal, 1.0 / n);
        double[] weights = draw.dim("equal") == 1 ? equal : LowTemperatureDraws.simplex(random, "weights", n);
        double[][] value = LowTemperatureDraws.value(a, scores);
        return new Instance(factors.query(), factors.key(), value, draw.scale("time"), tokens, weights);
    }

    /** {@code λ_1 = … = λ_r} in [-0.9, 1], a gap of at least 0.05, the others between. */
    private static double[] eigenvalues(Draw draw, RandomField random, int d) {
        int r = draw.dim("multiplicity") > d ? 1 : draw.dim("multiplicity");
        double top = draw.scale("top");
        double next = top - LEAST_GAP - draw.scale("gap") * (top + 1 - LEAST_GAP);
        double[] u = random.uniforms("eigenvalues", 0, d);
        double[] values = new double[d];
        for (int i = 0; i < d; i++) {
            values[i] = i < r ? top : i == r ? next : -1 + u[i] * (next + 1);
        }
        return values;
    }

    /** The token, moved away from the equator where its projection is shorter than 1e-3. */
    private static double[] inReach(ProjectionMap projection, double[] x) {
        boolean near = Vectors.norm(projection.projected(x)) < LEAST_PROJECTION;
        return near ? Vectors.normalised(Vectors.plus(x, 0.1, projection.top())) : x;
    }

    static List<Instance> corners() {
        Instance worked = ZeroTemperatureLyapunov.worked().instance();
        double[][] east = {{1, 0}};
        double[][] two = {{0.6, 0.8}, {0.6, 0.8}, {-0.8, 0.6}};
        double[] thirds = {0.25, 0.25, 0.5};
        double[][] value = Vectors.diagonal(1, -1);
        return List.of(
                new Instance(worked.query(), worked.key(), worked.value(), 0, worked.tokens(), worked.weights()),
                new Instance(ONE, ONE, Vectors.diagonal(0.5, 0.5), 2, two, thirds),
                new Instance(ONE, ONE, new double[2][2], 2, two, thirds),
                new Instance(ONE, ONE, value, 2, east, new double[] {1}),
                new Instance(ONE, ONE, value, 2, new double[][] {{0.6, 0.8}}, new double[] {1}),
                new Instance(ONE, ONE, value, 2, two, thirds),
                new Instance(ONE, ONE, value, 2, two, new double[] {1, 0, 0}),
                new Instance(ONE, ONE, Vectors.diagonal(-1, -0.2), 5, two, thirds),
                new Instance(ONE, ONE, value, 5, new double[][] {{1e-9, 1}}, new double[] {1}));
    }
}
