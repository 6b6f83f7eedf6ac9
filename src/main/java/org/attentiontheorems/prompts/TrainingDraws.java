package org.attentiontheorems.prompts;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.attentiontheorems.measure.Vectors;
import org.attentiontheorems.random.RandomField;
import org.attentiontheorems.verify.Draw;
import org.attentiontheorems.verify.InvalidInstance;
import org.attentiontheorems.verify.Ranges;

/** Random and degenerate trainings. */
final class TrainingDraws {
    private static final double MEAN = 0.5;
    private static final double FACTOR = 0.7;
    private static final double START = 0.8;
    private static final double MODERATE = 3;

    private TrainingDraws() {}

    static Ranges ranges() {
        return Ranges.none()
                .dim("dimension", 1, 3)
                .dim("outputs", 1, 2)
                .dim("tasks", 1, 3)
                .scale("stepSize", 0.02, 0.1);
    }

    /**
     * Means within 0.5, factors within 0.7, starts within 0.8, queries and targets within 1; drawn again until the runs stay in range and
     * the instance is as wanted.
     */
    static TrainingInstance instance(
            Draw draw, RandomField random, int steps, int promptLength, Predicate<TrainingInstance> wanted) {
        for (int attempt = 0; ; attempt++) {
            TrainingInstance drawn = once(draw, random.size(attempt), steps, promptLength);
            if (isWanted(drawn, wanted)) {
                return drawn;
            }
        }
    }

    static TrainingInstance once(Draw draw, RandomField random, int steps, int promptLength) {
        return drawn(
                random,
                draw.dim("dimension"),
                draw.dim("outputs"),
                draw.dim("tasks"),
                draw.scale("stepSize"),
                steps,
                promptLength);
    }

    static boolean isWanted(TrainingInstance drawn, Predicate<TrainingInstance> wanted) {
        try {
            return wanted.test(drawn);
        } catch (InvalidInstance outOfRange) {
            return false;
        }
    }

    private static TrainingInstance drawn(
            RandomField random, int d, int r, int tasks, double stepSize, int steps, int promptLength) {
        List<TrainingTask> all = new ArrayList<>();
        double[][] means = scaled(MEAN, PromptDraws.symmetric(random, "mean", tasks, d));
        double[][] queries = PromptDraws.symmetric(random, "query", tasks, d);
        double[][] targets = PromptDraws.symmetric(random, "target", tasks, r);
        for (int j = 0; j < tasks; j++) {
            double[][] factor = scaled(FACTOR, PromptDraws.symmetric(random, "factor " + j, d, d));
            all.add(new TrainingTask(means[j], factor, queries[j], targets[j]));
        }
        return new TrainingInstance(
                all,
                scaled(START, PromptDraws.symmetric(random, "u", d, d)),
                scaled(START, PromptDraws.symmetric(random, "v", r, d)),
                stepSize,
                steps,
                promptLength);
    }

    private static double[][] scaled(double by, double[][] matrix) {
        double[][] scaled = new double[matrix.length][];
        for (int i = 0; i < matrix.length; i++) {
            scaled[i] = Vectors.times(by, matrix[i]);
        }
        return scaled;
    }

    /** One-dimensional tokens N(mean, factor²) and the query 1. */
    static TrainingInstance line(
            double mean,
            double factor,
            double target,
            double u,
            double v,
            double stepSize,
            int steps,
            int promptLength) {
        TrainingTask task = new TrainingTask(
                new double[] {mean}, new double[][] {{factor}}, new double[] {1}, new double[] {target});
        return new TrainingInstance(
                List.of(task), new double[][] {{u}}, new double[][] {{v}}, stepSize, steps, promptLength);
    }

    /** Four tasks in six dimensions with three outputs, 60 steps, prompts of 32 tokens, from small keys. */
    static TrainingInstance wide(RandomField random) {
        for (int attempt = 0; ; attempt++) {
            TrainingInstance x = drawn(random.size(attempt), 6, 3, 4, 0.1, 60, 32);
            TrainingInstance small =
                    new TrainingInstance(x.tasks(), scaled(0.4, x.initialU()), x.initialV(), 0.1, 60, 32);
            if (isWanted(
                    small,
                    wide -> TrainingPair.of(TrainingModel.REFERENCE, wide).largestRho() <= MODERATE)) {
                return small;
            }
        }
    }

    static List<TrainingInstance> corners(TrainingInstance worked) {
        TrainingTask first = worked.tasks().get(0);
        double[][] zero = {{0, 0}, {0, 0}};
        return List.of(
                line(0.1, 1, -0.7, 0.3, 0.5, 0.1, 60, 4),
                worked.withLength(16),
                worked.withLength(64),
                new TrainingInstance(
                        List.of(new TrainingTask(first.mean(), zero, first.query(), first.target())),
                        worked.initialU(),
                        worked.initialV(),
                        0.1,
                        20,
                        64),
                new TrainingInstance(
                        List.of(new TrainingTask(first.mean(), first.factor(), new double[] {0, 0}, first.target())),
                        worked.initialU(),
                        worked.initialV(),
                        0.1,
                        20,
                        64),
                new TrainingInstance(worked.tasks(), worked.initialU(), new double[][] {{0, 0}}, 0.1, 20, 64),
                new TrainingInstance(worked.tasks(), zero, worked.initialV(), 0.1, 20, 1024),
                worked.withSteps(0),
                worked.withSteps(1),
                worked.withLength(1),
                worked.withLength(2),
                worked.withLength(1_000_000),
                line(0, 1, 0, 0.5, 0.6, 0.1, 1000, 256));
    }
}
