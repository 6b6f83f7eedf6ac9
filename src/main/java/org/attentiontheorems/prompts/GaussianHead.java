package org.attentiontheorems.prompts;

import org.attentiontheorems.measure.Vectors;

/**
 * A head on Gaussian tokens {@code x = m + B g}, reduced to what its output depends on: with {@code e = B'u / tau} and {@code c = V B e},
 * the output is {@code V m + c G} plus noise of conditional covariance {@code P_2 (V Gamma V' - c c')} that is independent of the
 * read number G.
 *
 * @param tau standard deviation {@code |B'u|} of the logits
 * @param centre {@code V m}, r entries
 * @param direction {@code c = V Gamma u / tau}, r entries; 0 if tau is
 * @param projected {@code V B}, r x k
 */
record GaussianHead(double tau, double[] centre, double[] direction, double[][] projected) {

    /** Cost O(r d k). */
    static GaussianHead of(Law.Gaussian law, double[][] valueMatrix, double[] logitVector) {
        double[] pulled = Vectors.applyTransposed(law.factor(), logitVector);
        double tau = Vectors.scaledNorm(pulled);
        double[][] projected = Vectors.multiply(valueMatrix, law.factor());
        double[] direction = Vectors.apply(projected, Vectors.times(tau > 0 ? 1 / tau : 0, pulled));
        return new GaussianHead(tau, Vectors.apply(valueMatrix, law.mean()), direction, projected);
    }

    /** {@code tr(V Gamma V')}. */
    double trace() {
        return Vectors.squaredFrobenius(projected);
    }

    /** {@code |V Gamma u|²}. */
    double squaredDrift() {
        return tau * tau * Vectors.squaredNorm(direction);
    }

    /** {@code V(m + scale Gamma u)}. */
    double[] output(double scale) {
        return Vectors.plus(centre, scale * tau, direction);
    }

    /** Trace of the noise covariance {@code S = V Gamma V' - c c'}. */
    double noiseTrace() {
        return Math.max(0, trace() - Vectors.squaredNorm(direction));
    }

    /** {@code c' S c}. */
    double noiseAlongDirection() {
        double norm = Vectors.squaredNorm(direction);
        double along = Vectors.squaredNorm(Vectors.applyTransposed(projected, direction));
        return Math.max(0, along - norm * norm);
    }

    /** {@code tr S²}. */
    double noiseSquaredTrace() {
        double norm = Vectors.squaredNorm(direction);
        double along = Vectors.squaredNorm(Vectors.applyTransposed(projected, direction));
        double[][] covariance = new double[projected.length][];
        for (int i = 0; i < projected.length; i++) {
            covariance[i] = Vectors.apply(projected, projected[i]);
        }
        return Math.max(0, Vectors.squaredFrobenius(covariance) - 2 * along + norm * norm);
    }
}
