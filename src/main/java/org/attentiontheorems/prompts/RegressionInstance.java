package org.attentiontheorems.prompts;

import org.attentiontheorems.verify.Check;

/**
 * A regression task, a training and a prompt length.
 *
 * @param covariance Sigma, d x d, symmetric and positive definite
 * @param queries n queries of d entries; logits at the optimum must have standard deviations of at most 3
 * @param alpha scale of the start, positive
 * @param horizon time T of the flow, at least 0
 * @param promptLength L, from 1 to 1e6
 */
public record RegressionInstance(
        double[][] covariance, double[][] queries, double alpha, double horizon, int promptLength) {
    private static final double LARGEST_ENTRY = 1e50;
    private static final double SYMMETRIC = 1e-12;

    /** Eigenvalues below this share of the largest one are rounding. */
    private static final double DEFINITE = 0x1p-44;

    public RegressionInstance {
        int d = covariance.length;
        Check.that(d > 0, "covariance", "must not be empty");
        Check.matrix("covariance", covariance, d, d);
        Check.that(queries.length > 0, "queries", "must not be empty");
        Check.matrix("queries", queries, queries.length, d);
        bounded("covariance", covariance);
        bounded("queries", queries);
        Check.finite("alpha", alpha);
        Check.that(alpha > 0 && alpha <= LARGEST_ENTRY, "alpha", "must be positive and below 1e50, is %s", alpha);
        Check.finite("horizon", horizon);
        Check.that(horizon >= 0, "horizon", "must be at least 0, is %s", horizon);
        Check.between("promptLength", promptLength, 1, RatioMoments.MAX_LENGTH);
        symmetric(covariance);
        computable(RegressionTask.of(covariance, queries), alpha);
    }

    RegressionTask task() {
        return RegressionTask.of(covariance, queries);
    }

    private static void bounded(String field, double[][] matrix) {
        for (int i = 0; i < matrix.length; i++) {
            for (int j = 0; j < matrix[i].length; j++) {
                Check.that(
                        Math.abs(matrix[i][j]) <= LARGEST_ENTRY,
                        field + "[" + i + "][" + j + "]",
                        "must be at most 1e50 in size, is %s",
                        matrix[i][j]);
            }
        }
    }

    private static void symmetric(double[][] matrix) {
        for (int i = 0; i < matrix.length; i++) {
            for (int j = 0; j < i; j++) {
                double scale = Math.max(Math.abs(matrix[i][j]), Math.abs(matrix[j][i]));
                Check.that(
                        Math.abs(matrix[i][j] - matrix[j][i]) <= SYMMETRIC * scale,
                        "covariance[" + i + "][" + j + "]",
                        "must equal entry [%d][%d], %s, is %s",
                        j,
                        i,
                        matrix[j][i],
                        matrix[i][j]);
            }
        }
    }

    private static void computable(RegressionTask task, double alpha) {
        Spectra spectrum = task.spectrum();
        Check.that(
                spectrum.least() > DEFINITE * spectrum.greatest(),
                "covariance",
                "must be positive definite, its eigenvalues lie between %s and %s",
                spectrum.least(),
                spectrum.greatest());
        Check.that(
                Double.isFinite(1 / spectrum.least()) && Double.isFinite(task.limitScale()),
                "covariance",
                "is too small: tr(Sigma^-2) overflows");
        double tau = task.largestTau(task.limit());
        Check.that(
                tau <= RatioMoments.MAX_TAU,
                "queries",
                "give logits of standard deviation %s at the optimum, more than %s",
                tau,
                RatioMoments.MAX_TAU);
        double risk = task.infiniteRisk(RegressionParameters.start(alpha, task.dimension()));
        Check.that(Double.isFinite(risk), "alpha", "is too large: the risk at the start overflows");
    }
}
