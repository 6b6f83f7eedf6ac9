package org.attentiontheorems.homogenization;

import java.util.stream.IntStream;
import org.attentiontheorems.measure.Sums;
import org.attentiontheorems.random.RandomField;
import org.attentiontheorems.verify.Bound;
import org.attentiontheorems.verify.Claim;
import org.attentiontheorems.verify.Family;
import org.attentiontheorems.verify.NegativeControl;

/** Declared family of {@code representation-collapse}: at β = 0 the drift of every overlap is explicit, and positive from three dimensions on. */
final class UniformAttentionFamily {
    private UniformAttentionFamily() {}

    /** Any tokens that attend to all alike. */
    record Uniform(double[][] gram, int dimension) {
        static Uniform drawn(int n, int d, RandomField random) {
            double[][] rows = WeightDraws.tokens(random, n, d);
            double[][] gram = new double[n][n];
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < n; j++) {
                    gram[i][j] = i == j ? 1 : Sums.dot(rows[i], rows[j]);
                }
            }
            return new Uniform(gram, d);
        }

        GramDiffusion diffusion() {
            return GramAttention.REFERENCE.diffusion(gram, 0, gram.length, dimension, 1.0 / dimension);
        }

        /** {@code |x̄|²}, the mean entry of G. */
        double meanNorm() {
            double sum = 0;
            for (double[] row : gram) {
                for (double g : row) {
                    sum += g;
                }
            }
            return sum / gram.length / gram.length;
        }

        /** {@code σ² |x̄|² (1-G_ij)(d-2-G_ij)}, d-2 replaced by the given number. */
        double closed(int i, int j, double shared) {
            double g = gram[i][j];
            return meanNorm() / dimension * (1 - g) * (shared - g);
        }

        double largestDeviation(int missing) {
            GramDiffusion diffusion = diffusion();
            double largest = 0;
            for (int i = 0; i < gram.length; i++) {
                for (int j = 0; j < gram.length; j++) {
                    largest = Math.max(largest, Math.abs(diffusion.drift(i, j) - closed(i, j, dimension - missing)));
                }
            }
            return largest;
        }

        double leastDrift() {
            GramDiffusion diffusion = diffusion();
            double least = Double.POSITIVE_INFINITY;
            for (int i = 0; i < gram.length; i++) {
                for (int j = 0; j < i; j++) {
                    least = Math.min(least, diffusion.drift(i, j));
                }
            }
            return least;
        }
    }

    private static Bound<Uniform> closedDrift(int missing) {
        return Claim.<Uniform>bound("uniform-drift", x -> x.largestDeviation(missing))
                .atMost(x -> 1e-12);
    }

    private static Bound<Uniform> attraction() {
        return Claim.<Uniform>bound("every-overlap-grows", Uniform::leastDrift)
                .atLeast(x -> 0)
                .absFloor(1e-13);
    }

    /** At β = 0 the drift of every overlap is explicit, and positive from three dimensions on. */
    static Family<Uniform> uniformAttention() {
        return Family.drawn(
                        "uniform-attention",
                        "random tokens at β = 0 in two to twelve dimensions: every overlap grows if d is at least 3",
                        random -> IntStream.range(0, 33)
                                .mapToObj(k -> Uniform.drawn(2 + k % 7, 2 + k / 3, random.size(k)))
                                .toList())
                .claims(closedDrift(2), attraction().when(x -> x.dimension() >= 3))
                .controls(
                        new NegativeControl<>("uniform-with-one-dimension-more", "writes d-1 for d-2", closedDrift(1)),
                        new NegativeControl<>(
                                "attraction-in-the-plane",
                                "claims that overlaps grow in two dimensions, too",
                                attraction()));
    }
}
