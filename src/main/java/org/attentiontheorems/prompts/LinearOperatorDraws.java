package org.attentiontheorems.prompts;

import java.util.List;
import org.attentiontheorems.measure.Vectors;
import org.attentiontheorems.random.RandomField;
import org.attentiontheorems.verify.Draw;
import org.attentiontheorems.verify.Ranges;

/** Random and degenerate queries. */
final class LinearOperatorDraws {
    private LinearOperatorDraws() {}

    static Ranges ranges() {
        return Ranges.none()
                .dim("dimension", 1, 3)
                .dim("factorColumns", 1, 3)
                .dim("outputs", 1, 3)
                .dim("keyDimension", 1, 3)
                .dim("queryDimension", 1, 3)
                .scale("tau", 0, 2);
    }

    /** A Gaussian law, all entries in [-1, 1], and a query of random direction that gives logits of standard deviation tau. */
    static QueryInstance gaussian(Draw draw, RandomField random) {
        int d = draw.dim("dimension");
        int p = draw.dim("keyDimension");
        int e = draw.dim("queryDimension");
        Law.Gaussian law = PromptDraws.gaussian(random, d, draw.dim("factorColumns"));
        double[][] v = PromptDraws.symmetric(random, "values", draw.dim("outputs"), d);
        double[][] k = PromptDraws.symmetric(random, "keys", p, d);
        double[][] q = PromptDraws.symmetric(random, "queries", p, e);
        QueryInstance still = new QueryInstance(law, v, k, q, new double[e]);
        double[] direction = PromptDraws.symmetric(random, "query", 1, e)[0];
        double unit = Vectors.scaledNorm(
                Vectors.applyTransposed(law.factor(), Vectors.apply(still.logitMatrix(), direction)));
        double length = unit > 1e-3 ? draw.scale("tau") / unit : 0;
        return new QueryInstance(law, v, k, q, Vectors.times(length, direction));
    }

    /** Two to six atoms with entries in [-2, 2], matrices with entries in [-1, 1], and a query whose logits spread over 0.5 to 4. */
    static QueryInstance atoms(RandomField random) {
        int d = 1 + (int) (3 * random.uniform("dimension", 0, 0));
        int n = 2 + (int) (5 * random.uniform("number", 0, 0));
        Law.Atoms unit = PromptDraws.atoms(random, n, d);
        Law.Atoms law = new Law.Atoms(Vectors.plus(unit.atoms(), 1, unit.atoms()), unit.weights());
        double[][] v = PromptDraws.symmetric(random, "values", 2, d);
        double[][] k = PromptDraws.symmetric(random, "keys", 3, d);
        double[][] q = PromptDraws.symmetric(random, "queries", 3, d);
        double[] direction = PromptDraws.symmetric(random, "query", 1, d)[0];
        double[] u = new QueryInstance(law, v, k, q, direction).logitVector();
        double spread = 0.5 + 3.5 * random.uniform("spread", 0, 0);
        double length = spread / RatioMoments.spread(Vectors.apply(law.atoms(), u));
        return new QueryInstance(law, v, k, q, Vectors.times(length, direction));
    }

    /** Where nothing is tilted, where the affine map degenerates, and laws of atoms that a query cannot tell apart. */
    static List<QueryInstance> corners() {
        double[][] one = {{1}};
        Law.Gaussian standard = new Law.Gaussian(new double[] {0.3}, one);
        Law.Gaussian plane =
                new Law.Gaussian(new double[] {0.25, -0.5, 1}, new double[][] {{1, 0}, {0.5, 0.8}, {1.5, 0.8}});
        Law.Gaussian wide = new Law.Gaussian(
                new double[] {0.25, -0.5}, new double[][] {{1, 0.2, -0.3, 0.5}, {0.1, 0.4, 0.8, -0.6}});
        double[][] rows = {{1, -1, 0.5}, {0.5, 2, 0}};
        double[][] keys = {{0.6, 0.2, -0.1}, {-0.3, 0.7, 0.9}};
        double[][] queries = {{0.5, -0.4, 0.2}, {0.1, 0.9, 0.3}};
        double[][] plain = {{1, 0.5}};
        double[][] identity = {{1, 0}, {0, 1}};
        return List.of(
                scalar(standard, 1),
                scalar(standard, 5),
                scalar(standard, 1e-9),
                scalar(standard, 0),
                scalar(new Law.Gaussian(new double[] {2}, new double[][] {{0}}), 7),
                new QueryInstance(standard, new double[][] {{0}}, one, one, new double[] {1}),
                new QueryInstance(plane, rows, keys, queries, new double[] {1, -0.5, 0.25}),
                new QueryInstance(wide, plain, identity, identity, new double[] {0.5, -0.25}),
                scalar(new Law.Atoms(new double[][] {{0.7}}, new double[] {1}), 3),
                scalar(new Law.Atoms(new double[][] {{-1}, {1}}, new double[] {0.5, 0.5}), 0),
                new QueryInstance(
                        new Law.Atoms(
                                new double[][] {{0.1, 0.7}, {0.1, 0.7}, {5, 5}, {0.1, 0.7}},
                                new double[] {0.3, 0.6, 0, 0.1}),
                        plain,
                        identity,
                        identity,
                        new double[] {0.8, -0.4}),
                new QueryInstance(
                        new Law.Atoms(new double[][] {{2, 1}, {2, -1}}, new double[] {0.25, 0.75}),
                        plain,
                        identity,
                        new double[][] {{350}, {0}},
                        new double[] {1}));
    }

    /** A law on the line, read with {@code u = z}. */
    static QueryInstance scalar(Law law, double query) {
        double[][] one = {{1}};
        return new QueryInstance(law, one, one, one, new double[] {query});
    }
}
