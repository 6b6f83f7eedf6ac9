package org.attentiontheorems.homogenization;

import org.attentiontheorems.measure.Sums;
import org.attentiontheorems.random.RandomField;

/**
 * One path of n tokens through layers of Gaussian values ({@code B = I}, {@code σ² = 1/d}, one head), from equal overlaps.
 *
 * @param overlaps mean overlap of two different tokens after 0, 1, … layers
 * @param compensated the same minus the drifts so far, {@code q_l - δ Σ_(k<l) b(X_k)}: a martingale up to the weak error
 */
record OverlapPath(double[] overlaps, double[] compensated) {

    /**
     * Where and how far to go.
     *
     * @param overlap q at the start; there must be room for such tokens in d dimensions
     * @param delta δ = η², the time step of a layer
     */
    record Setting(int tokens, int dimension, double beta, double overlap, double delta, int layers) {
        double time() {
            return delta * layers;
        }

        Equiangular start() {
            return Equiangular.of(tokens, dimension, beta, overlap, 1.0 / dimension);
        }

        Setting withBeta(double other) {
            return new Setting(tokens, dimension, other, overlap, delta, layers);
        }

        Setting withTokens(int other) {
            return new Setting(other, dimension, beta, overlap, delta, layers);
        }

        /** Rows of the symmetric square root of the Gram matrix, {@code sqrt(1-q) I + b 11ᵀ}, filled up by zeros. */
        double[][] rows() {
            double own = Math.sqrt(1 - overlap);
            double all = (Math.sqrt(Math.max(0, 1 + (tokens - 1) * overlap)) - own) / tokens;
            double[][] rows = new double[tokens][dimension];
            for (int i = 0; i < tokens; i++) {
                for (int j = 0; j < tokens; j++) {
                    rows[i][j] = all + (i == j ? own : 0);
                }
            }
            return rows;
        }
    }

    /** The mean of two paths with opposite noise. O(layers (n³ + n²d)). */
    static OverlapPath pair(Setting at, RandomField random) {
        return pair(at, GramDiffusion::drift, random);
    }

    /** The same with the drifts by another formula. */
    static OverlapPath pair(Setting at, GramDrift drift, RandomField random) {
        OverlapPath path = new OverlapPath(new double[at.layers() + 1], new double[at.layers() + 1]);
        double[][][] x = {at.rows(), at.rows()};
        double drifted = 0;
        path.record(0, x, 0);
        for (int l = 0; l < at.layers(); l++) {
            double[][] noise = noise(at, l, random);
            for (int sign = 0; sign < 2; sign++) {
                GramDiffusion limit = limit(at, x[sign]);
                drifted += at.delta() * meanDrift(limit, drift) / 2;
                double scale = at.delta() / at.dimension();
                double[][] updates = GaussianUpdates.of(limit.averaged(), scale).from(noise);
                x[sign] = SphereStep.step(x[sign], sign == 0 ? updates : Rows.times(-1, updates));
            }
            path.record(l + 1, x, drifted);
        }
        return path;
    }

    private void record(int l, double[][][] x, double drifted) {
        overlaps[l] = (meanOverlap(x[0]) + meanOverlap(x[1])) / 2;
        compensated[l] = overlaps[l] - drifted;
    }

    private static GramDiffusion limit(Setting at, double[][] x) {
        double variance = 1.0 / at.dimension();
        return GramAttention.REFERENCE.diffusion(gram(x), at.beta(), at.tokens(), at.dimension(), variance);
    }

    /** After all layers. */
    double overlap() {
        return overlaps[overlaps.length - 1];
    }

    /** After all layers, less the start: 0 in the mean, up to the weak error. */
    double surplus() {
        return compensated[compensated.length - 1] - compensated[0];
    }

    /** The drift of one entry of the Gram matrix; another than the reference is a mistake. */
    @FunctionalInterface
    interface GramDrift {
        double at(GramDiffusion diffusion, int i, int j);
    }

    private static double[][] noise(Setting at, int layer, RandomField random) {
        double[][] noise = new double[at.tokens()][at.dimension()];
        double[] all = random.gaussians("values", layer, at.tokens() * at.dimension());
        for (int i = 0; i < noise.length; i++) {
            System.arraycopy(all, i * at.dimension(), noise[i], 0, at.dimension());
        }
        return noise;
    }

    static double[][] gram(double[][] x) {
        double[][] gram = new double[x.length][x.length];
        for (int i = 0; i < x.length; i++) {
            for (int j = 0; j < i; j++) {
                gram[i][j] = Sums.dot(x[i], x[j]);
                gram[j][i] = gram[i][j];
            }
            gram[i][i] = 1;
        }
        return gram;
    }

    /** {@code (|Σ_i x_i|² - n) / (n(n-1))}, for tokens of length 1. */
    static double meanOverlap(double[][] x) {
        int n = x.length;
        double[] sum = new double[x[0].length];
        for (double[] row : x) {
            Rows.add(sum, 1, row);
        }
        return (Sums.dot(sum, sum) - n) / (n * (n - 1.0));
    }

    private static double meanDrift(GramDiffusion limit, GramDrift drift) {
        int n = limit.gram().length;
        double sum = 0;
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < i; j++) {
                sum += drift.at(limit, i, j);
            }
        }
        return 2 * sum / (n * (n - 1.0));
    }
}
