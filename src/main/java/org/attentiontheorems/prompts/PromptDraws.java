package org.attentiontheorems.prompts;

import java.util.Arrays;
import java.util.List;
import org.attentiontheorems.measure.Vectors;
import org.attentiontheorems.random.RandomField;
import org.attentiontheorems.verify.Ranges;

/** Random and degenerate heads and laws. */
final class PromptDraws {
    private PromptDraws() {}

    /** The shapes of prompts: law 0 is Gaussian with so many factors, law 1 has so many atoms. */
    static Ranges ranges() {
        return Ranges.none()
                .dim("law", 0, 1)
                .dim("dimension", 1, 4)
                .dim("factorColumns", 1, 4)
                .dim("outputs", 1, 3)
                .dim("atoms", 1, 8);
    }

    /** Entries uniform on [-1, 1]. */
    static double[][] symmetric(RandomField random, String tag, int rows, int columns) {
        double[][] matrix = new double[rows][];
        for (int i = 0; i < rows; i++) {
            matrix[i] = Arrays.stream(random.uniforms(tag, i, columns))
                    .map(u -> 2 * u - 1)
                    .toArray();
        }
        return matrix;
    }

    /** Mean and factor with entries in [-1, 1]. */
    static Law.Gaussian gaussian(RandomField random, int dimension, int columns) {
        return new Law.Gaussian(
                symmetric(random, "mean", 1, dimension)[0], symmetric(random, "factor", dimension, columns));
    }

    /** Atoms with entries in [-1, 1]; weights proportional to exponential variables. */
    static Law.Atoms atoms(RandomField random, int n, int dimension) {
        double[] weights = Arrays.stream(random.uniforms("weights", 0, n))
                .map(u -> -StrictMath.log(u))
                .toArray();
        double sum = Arrays.stream(weights).reduce(0, Double::sum);
        return new Law.Atoms(symmetric(random, "atoms", n, dimension), Vectors.times(1 / sum, weights));
    }

    /** A logit vector of random direction and the given length. */
    static double[] logits(RandomField random, int dimension, double norm) {
        double[] direction = random.gaussians("logits", 0, dimension);
        return Vectors.times(norm / Vectors.scaledNorm(direction), direction);
    }

    /** A logit vector of random direction that gives logits of standard deviation tau. */
    static double[] logitsOf(RandomField random, Law.Gaussian law, double tau) {
        double[] direction = random.gaussians("logits", 0, law.dimension());
        double unit = Vectors.scaledNorm(Vectors.applyTransposed(law.factor(), direction));
        return Vectors.times(unit > 0 ? tau / unit : 0, direction);
    }

    /** The ends of all ranges, and whatever makes a quantity vanish. */
    static List<PromptInstance> corners() {
        double[][] one = {{1}};
        Law.Gaussian standard = new Law.Gaussian(new double[] {0.3}, one);
        Law.Gaussian plane =
                new Law.Gaussian(new double[] {0.25, -0.5, 1}, new double[][] {{1, 0}, {0.5, 0.8}, {1.5, 0.8}});
        double[][] readout = {{1, -1, 0.5}, {0.5, 2, 0}};
        Law.Atoms three = new Law.Atoms(new double[][] {{1, 0}, {0, 1}, {-1, -0.5}}, new double[] {0.5, 0.3, 0.2});
        Law.Atoms repeated = new Law.Atoms(
                new double[][] {{0.1, 0.7}, {0.1, 0.7}, {5, 5}, {0.1, 0.7}}, new double[] {0.3, 0.6, 0, 0.1});
        Law.Atoms single = new Law.Atoms(new double[][] {{0.3, -0.7}}, new double[] {1});
        Law.Atoms rare = new Law.Atoms(new double[][] {{-1}, {1}, {0.5}}, new double[] {0.7, 1e-14, 0.29999999999999});
        double[][] row = {{1, 0.5}};
        double[] u = {0.8, -0.4};
        return List.of(
                new PromptInstance(standard, one, new double[] {1}, 4096),
                new PromptInstance(standard, one, new double[] {1}, 1),
                new PromptInstance(standard, one, new double[] {0}, 100),
                new PromptInstance(standard, new double[][] {{0}}, new double[] {1}, 10),
                new PromptInstance(standard, one, new double[] {3}, 1_000_000),
                new PromptInstance(standard, one, new double[] {1e-9}, 2),
                new PromptInstance(plane, readout, new double[] {0.5, -0.2, 0.3}, 64),
                new PromptInstance(plane, readout, new double[] {-1, -1, 1}, 16),
                new PromptInstance(new Law.Gaussian(new double[] {2}, new double[][] {{0}}), one, new double[] {5}, 7),
                new PromptInstance(three, row, u, 1),
                new PromptInstance(three, row, new double[] {0, 0}, 50),
                new PromptInstance(three, row, new double[] {25, 0}, 1_000_000),
                new PromptInstance(three, new double[][] {{0, 0}}, u, 50),
                new PromptInstance(repeated, row, u, 50),
                new PromptInstance(single, row, u, 50),
                new PromptInstance(rare, one, new double[] {25}, 300));
    }
}
