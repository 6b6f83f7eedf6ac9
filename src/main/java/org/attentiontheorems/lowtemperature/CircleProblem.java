package org.attentiontheorems.lowtemperature;

import org.attentiontheorems.verify.Check;

/**
 * What is given for a simulation on the circle, apart from times: {@code D = K' Q} invertible, {@code A = VD} symmetric with a simple top
 * eigenvalue, a positive density at the start, and its labels.
 *
 * @param scores D
 * @param value V
 * @param beta β
 * @param projection of A
 * @param density ρ_0
 * @param labels N, a multiple of 4
 * @param stretch G
 */
record CircleProblem(
        ScoreMatrix scores,
        double[][] value,
        double beta,
        ProjectionMap projection,
        CircleDensity density,
        int labels,
        double stretch) {
    private static final int MOST_LABELS = 10_000;
    private static final double LARGEST_STRETCH = 5;
    private static final double LEAST_GAP = 1e-9;
    private static final double LARGEST_BETA = 1e40;
    private static final double LONGEST_STEP = 0.31;

    /** Checks the fields of an instance, by their names in its file. */
    static CircleProblem of(
            double[][] query,
            double[][] key,
            double[][] value,
            double beta,
            CircleDensity density,
            int labels,
            double stretch) {
        int d = Inputs.queryAndKey(query, key);
        Check.that(d == 2, "query[0]", "needs 2 entries, has %d: simulations are on the circle", d);
        Inputs.matrix("value", value, d, d);
        Check.finite("beta", beta);
        Check.that(
                beta > 0 && beta <= LARGEST_BETA, "beta", "must be positive and at most %s, is %s", LARGEST_BETA, beta);
        ScoreMatrix scores = ScoreMatrix.of(query, key).requireInvertible();
        ProjectionMap projection = ProjectionMap.of(value, scores);
        Check.that(
                projection.multiplicity() == 1 && projection.gap() >= LEAST_GAP,
                "value",
                "must give V K'Q a simple largest eigenvalue, its gap is %s",
                projection.gap());
        Check.between("labels", labels, 4, MOST_LABELS);
        Check.that(labels % 4 == 0, "labels", "must be a multiple of 4, is %d", labels);
        double resolving = 8 * Math.sqrt(beta * scores.largest());
        Check.that(labels >= resolving, "labels", "must be at least 8 sqrt(beta |K'Q|) = %s, is %d", resolving, labels);
        Check.finite("stretch", stretch);
        Check.that(stretch >= 0 && stretch <= LARGEST_STRETCH, "stretch", "must be between 0 and 5, is %s", stretch);
        return new CircleProblem(scores, value, beta, projection, density, labels, stretch);
    }

    /** The same with other labels. */
    CircleProblem withLabels(int other, double otherStretch) {
        return new CircleProblem(scores, value, beta, projection, density, other, otherStretch);
    }

    /** The flow of the reference. */
    CircleFlow flow() {
        return CircleFlow.of(scores, value, beta);
    }

    /** The angle of the top eigenvector. */
    double axis() {
        return StrictMath.atan2(projection.top()[1], projection.top()[0]);
    }

    /** The labels of the density at the start. */
    CircleLabels start() {
        return CircleLabels.of(density::at, axis(), labels, stretch);
    }

    /**
     * Whether labels and steps stand for the density and its flow at temperature zero, so that bounds for densities may be held against them:
     * {@code N >= 8 (H + 1) e^G} for H harmonics, and {@code Λ h <= 0.31}. All drawn instances are of this kind; those of a file need not be.
     *
     * @param step h, length of a Runge-Kutta step
     */
    boolean standsForDensity(double step) {
        int harmonics = density.cos().length;
        return labels >= 8 * (harmonics + 1) * StrictMath.exp(stretch) && bounds().growth() * step <= LONGEST_STEP;
    }

    /** The constants of the theorem for this problem. */
    ConcentrationBounds bounds() {
        return ConcentrationBounds.of(scores, value, beta, projection, density.lower(), density.upper());
    }
}
