package org.attentiontheorems.prompts;

import java.util.List;
import org.attentiontheorems.measure.Vectors;
import org.attentiontheorems.random.RandomField;

/** Random and degenerate tasks of regression in context. */
final class RegressionDraws {
    private static final double RIDGE = 0.5;

    private RegressionDraws() {}

    /**
     * {@code Sigma = BB' + I/2}, entries of B and of the queries uniform on [-1, 1]; queries are drawn until the smallest eigenvalue of
     * their second moment is at least {@code leastSecond}.
     */
    static RegressionTask task(RandomField random, int dimension, int queries, double leastSecond) {
        double[][] b = PromptDraws.symmetric(random, "factor", dimension, dimension);
        double[][] sigma = new double[dimension][];
        for (int i = 0; i < dimension; i++) {
            sigma[i] = Vectors.apply(b, b[i]);
            sigma[i][i] += RIDGE;
        }
        for (int attempt = 0; ; attempt++) {
            double[][] drawn = PromptDraws.symmetric(random, "queries " + attempt, queries, dimension);
            RegressionTask task = RegressionTask.of(sigma, drawn);
            if (task.leastSecond() >= leastSecond) {
                return task;
            }
        }
    }

    /** The scale halved until the start is better than predicting 0. */
    static double alpha(RegressionTask task, double alpha) {
        double scale = alpha;
        while (task.infiniteRisk(RegressionParameters.start(scale, task.dimension())) >= task.riskOfNothing()) {
            scale /= 2;
        }
        return scale;
    }

    /** Queries along which the logits of the optimum vary most, {@code tau² = 2.4}. */
    static RegressionTask steep() {
        double c = Math.sqrt(2.4);
        return RegressionTask.of(new double[][] {{0.5, 0}, {0, 50}}, new double[][] {{c, 0}, {0, 1}, {0.3, -1}});
    }

    static List<RegressionInstance> corners() {
        double[][] plane = {{1, 0.3}, {0.3, 0.8}};
        double[][] three = {{1, 0}, {0.2, 0.9}, {-0.6, 0.5}};
        double[][] line = {{1, 0.5}, {-0.5, -0.25}};
        double[][] identity = {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}};
        double[][] steep = steep().sigma();
        return List.of(
                new RegressionInstance(new double[][] {{0.7}}, new double[][] {{1}, {-0.4}}, 0.5, 10, 64),
                new RegressionInstance(new double[][] {{1}}, new double[][] {{3}}, 0.3, 2, 1000),
                new RegressionInstance(plane, three, 0.5, 100, 4096),
                new RegressionInstance(plane, three, 0.5, 0, 100),
                new RegressionInstance(plane, line, 0.5, 5, 32),
                new RegressionInstance(plane, three, 3, 4, 16),
                new RegressionInstance(plane, three, 0.5, 8, 1),
                new RegressionInstance(plane, three, 0.5, 8, 2),
                new RegressionInstance(plane, three, 0.01, 8, 1_000_000),
                new RegressionInstance(identity, identity, 0.2, 20, 8),
                new RegressionInstance(plane, new double[][] {{0, 0}}, 0.5, 1, 8),
                new RegressionInstance(steep, steep().queries(), 0.2, 3, 256));
    }
}
