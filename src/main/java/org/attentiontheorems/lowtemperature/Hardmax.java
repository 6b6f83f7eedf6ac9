package org.attentiontheorems.lowtemperature;

/**
 * Attention at temperature zero, when all the sphere bears tokens: one at x reads {@code Dx / |Dx|}, whatever the law; and the mistake to
 * read {@code Dx}.
 *
 * @param scores D
 * @param normalised whether the point read has length 1
 */
record Hardmax(ScoreMatrix scores, boolean normalised) implements Attention {

    static Hardmax of(ScoreMatrix scores) {
        return new Hardmax(scores, true);
    }

    /** This attention without the factor {@code 1/|Dx|}. */
    Hardmax withoutNormalisation() {
        return new Hardmax(scores, false);
    }

    @Override
    public double[] mean(int i, TokenLaw law) {
        return point(law.tokens()[i]);
    }

    /** What a token at x reads. */
    double[] point(double[] x) {
        return normalised ? scores.hardmax(x) : scores.direction(x);
    }
}
