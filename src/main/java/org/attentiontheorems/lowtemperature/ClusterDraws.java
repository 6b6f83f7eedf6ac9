package org.attentiontheorems.lowtemperature;

import java.util.Arrays;
import java.util.List;
import org.attentiontheorems.lowtemperature.TerminalPhase.Instance;
import org.attentiontheorems.measure.Vectors;
import org.attentiontheorems.random.RandomField;
import org.attentiontheorems.verify.Draw;

/** Random tight clusters, and degenerate ones, for {@link TerminalPhase}. */
final class ClusterDraws {
    private static final double LARGEST_MIDDLE = 0.99;
    private static final double MARGIN = 0.05;

    private ClusterDraws() {}

    /**
     * A cluster with {@code p D_0 + q D_0² <= ν_d/2} and {@code φ_0 < π/2}: tokens in a disc, tangent to the sphere, whose middle is tilted
     * from the leading eigenvector; putting them back on the sphere brings them closer together.
     */
    static Instance instance(Draw draw, RandomField random) {
        int d = draw.dim("d");
        double[][] value = LowTemperatureDraws.symmetric(random, eigenvalues(random, d, draw.scale("least")));
        double[][][] queryAndKey = queryAndKey(random, Math.min(draw.dim("rows"), d), d, draw.scale("scoreNorm"));
        double beta = draw.dim("warm") == 0 ? 0 : StrictMath.pow(10, draw.scale("log10Beta"));
        double c = draw.scale("least") / 2;
        double q = draw.scale("scoreNorm") * beta / 4;
        double radius = draw.scale("spread") * c / (1 + Math.sqrt(1 + 4 * q * c));
        double tilt = draw.scale("tilt") * (Math.PI / 2 - MARGIN - radius);
        double[][] tokens = tokens(random, ProjectionMap.of(value).top(), tilt, radius, draw.dim("tokens"));
        double time = draw.scale("time");
        return new Instance(
                queryAndKey[0],
                queryAndKey[1],
                value,
                beta,
                tokens,
                LowTemperatureDraws.simplex(random, "masses", tokens.length),
                time,
                steps(time));
    }

    /** As many steps as keep eleven digits where |V| is 1. */
    static int steps(double time) {
        return Math.max(1, (int) Math.ceil(time / ClusterFlow.FINE_STEP));
    }

    private static double[] eigenvalues(RandomField random, int d, double least) {
        double[] values = random.uniforms("eigenvalues", 0, d);
        Arrays.setAll(values, j -> least + values[j] * (LARGEST_MIDDLE - least));
        values[0] = 1;
        values[d - 1] = least;
        return values;
    }

    /** Normal matrices, the key scaled so that {@code |K'Q|} has the given value. */
    private static double[][][] queryAndKey(RandomField random, int m, int d, double norm) {
        double[][] query = random.gaussianMatrix("query", m, d);
        double[][] key = random.gaussianMatrix("key", m, d);
        double found = ScoreMatrix.of(query, key).largest();
        return new double[][][] {query, Vectors.times(norm / found, key)};
    }

    private static double[][] tokens(RandomField random, double[] leading, double tilt, double radius, int n) {
        double[] aside = direction(random, "tilt", 0, leading);
        double[] middle = Vectors.plus(Vectors.times(StrictMath.cos(tilt), leading), StrictMath.sin(tilt), aside);
        double[][] tokens = new double[n][];
        for (int i = 0; i < n; i++) {
            double far = radius * random.uniform("far", i, 0);
            tokens[i] = Vectors.normalised(Vectors.plus(middle, far, direction(random, "token", i, middle)));
        }
        return tokens;
    }

    /** A unit tangent vector at a point of the sphere. */
    private static double[] direction(RandomField random, String tag, int row, double[] x) {
        return Vectors.normalised(Vectors.tangential(x, random.gaussians(tag, row, x.length)));
    }

    /** Points of the unit circle of the first two axes, in R^d. */
    static double[][] onCircle(int d, double... angles) {
        double[][] tokens = new double[angles.length][d];
        for (int i = 0; i < angles.length; i++) {
            tokens[i][0] = StrictMath.cos(angles[i]);
            tokens[i][1] = StrictMath.sin(angles[i]);
        }
        return tokens;
    }

    /** Equal weights. */
    static double[] equal(int n) {
        double[] weights = new double[n];
        Arrays.fill(weights, 1.0 / n);
        return weights;
    }

    /** Degenerate in one respect each. */
    static List<Instance> corners() {
        double[][] plane = Vectors.diagonal(1, 0.5);
        double[][] space = Vectors.diagonal(1, 0.8, 0.4);
        double[][] skew = {{0.5, 0.5}, {-0.5, 0.5}};
        double[][] oneRow = {{0.5, 0.5}};
        return List.of(
                // one token, in the plane and in the plane of the two leading eigenvectors
                corner(Vectors.identity(2), plane, 3, onCircle(2, 1.2), 2),
                corner(Vectors.identity(3), space, 3, onCircle(3, 1.2), 2),
                // all tokens at one place
                corner(Vectors.identity(3), space, 5, onCircle(3, 0.4, 0.4, 0.4), 1),
                // β = 0
                corner(skew, plane, 0, onCircle(2, 0.3, 0.4, 0.45), 2),
                // a cluster at the leading eigenvector, and one exactly there
                corner(skew, plane, 2, onCircle(2, -0.02, 0, 0.02), 2),
                corner(skew, plane, 2, onCircle(2, 0, 0), 2),
                // no time
                corner(skew, plane, 2, onCircle(2, 0.3, 0.4), 0),
                // scores of rank one, and none
                corner(oneRow, plane, 2, onCircle(2, 0.3, 0.4), 1),
                corner(new double[][] {{0, 0}}, plane, 2, onCircle(2, 0.3, 0.4), 1),
                // nothing is said: a cluster that is too wide, and one on the equator
                corner(Vectors.identity(2), plane, 1, onCircle(2, -0.5, 0.5), 1),
                corner(Vectors.identity(2), plane, 1, onCircle(2, 1.5, 1.6), 1),
                // a token without mass
                new Instance(
                        skew,
                        Vectors.identity(2),
                        plane,
                        2,
                        onCircle(2, 0.3, 0.4, 0.5),
                        new double[] {0.5, 0.5, 0},
                        1,
                        steps(1)));
    }

    private static Instance corner(double[][] query, double[][] value, double beta, double[][] tokens, double time) {
        int d = value.length;
        double[][] key = Arrays.copyOf(Vectors.identity(d), query.length);
        return new Instance(query, key, value, beta, tokens, equal(tokens.length), time, steps(time));
    }
}
