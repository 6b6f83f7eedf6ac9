package org.attentiontheorems.prompts;

import java.util.List;
import org.attentiontheorems.verify.Check;

/**
 * Gradient descent of one attention layer on some tasks.
 *
 * @param tasks J tasks of the same shapes
 * @param initialU U at the start, d x e
 * @param initialV V at the start, r x d
 * @param stepSize step eta of the descent, positive
 * @param steps number of steps, at least 0
 * @param promptLength L, from 1 to 1e6
 */
public record TrainingInstance(
        List<TrainingTask> tasks,
        double[][] initialU,
        double[][] initialV,
        double stepSize,
        int steps,
        int promptLength) {
    private static final double LARGEST_ENTRY = 1e50;

    /** Most operations of the certificate: its eigenvalues cost the cube of the number of parameters, at every step. */
    private static final double MOST_WORK = 1e10;

    private static final int MOST_STEPS = 20_000;

    public TrainingInstance {
        Check.that(!tasks.isEmpty(), "tasks", "must not be empty");
        int d = tasks.get(0).mean().length;
        int e = tasks.get(0).query().length;
        int r = tasks.get(0).target().length;
        for (int j = 0; j < tasks.size(); j++) {
            String field = "tasks[" + j + "].";
            TrainingTask task = tasks.get(j);
            Check.vector(field + "mean", task.mean(), d);
            Check.vector(field + "query", task.query(), e);
            Check.vector(field + "target", task.target(), r);
            bounded(field + "mean", task.mean());
            bounded(field + "query", task.query());
            bounded(field + "target", task.target());
            bounded(field + "factor", task.factor());
        }
        Check.matrix("initialU", initialU, d, e);
        Check.matrix("initialV", initialV, r, d);
        bounded("initialU", initialU);
        bounded("initialV", initialV);
        Check.finite("stepSize", stepSize);
        Check.positive("stepSize", stepSize);
        Check.between("steps", steps, 0, MOST_STEPS);
        Check.between("promptLength", promptLength, 1, RatioMoments.MAX_LENGTH);
        double size = (double) d * (e + r);
        Check.that(
                steps * size * size * size <= MOST_WORK,
                "steps",
                "is too much for %d parameters: %d",
                (long) size,
                steps);
        tasks = List.copyOf(tasks);
    }

    private static void bounded(String field, double[][] matrix) {
        for (int i = 0; i < matrix.length; i++) {
            bounded(field + "[" + i + "]", matrix[i]);
        }
    }

    private static void bounded(String field, double[] entries) {
        for (int i = 0; i < entries.length; i++) {
            Check.that(
                    Math.abs(entries[i]) <= LARGEST_ENTRY,
                    field + "[" + i + "]",
                    "must be at most 1e50 in size, is %s",
                    entries[i]);
        }
    }

    LayerParameters start() {
        return new LayerParameters(initialU, initialV);
    }

    /** The same training with prompts of another length. */
    TrainingInstance withLength(int other) {
        return new TrainingInstance(tasks, initialU, initialV, stepSize, steps, other);
    }

    TrainingInstance withSteps(int other) {
        return new TrainingInstance(tasks, initialU, initialV, stepSize, other, promptLength);
    }

    TrainingInstance withStepSize(double other) {
        return new TrainingInstance(tasks, initialU, initialV, other, steps, promptLength);
    }
}
