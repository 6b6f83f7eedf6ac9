package org.attentiontheorems.lowtemperature;

/**
 * Attention at temperature zero, when all the sphere bears tokens: one at x reads {@code Dx / |Dx|}, whatever the law; and the mistake to
 * read {@code Dx}.
 *
 * @param scores D
 * @param normalised whether the point read has length 1
 */
record Hardmax(ScoreMatrix scores, boolean normalised) {

    /** What a token at x reads. */
    double[] point(double[] x) {
        return normalised ? scores.hardmax(x) : scores.direction(x);
    }
}
