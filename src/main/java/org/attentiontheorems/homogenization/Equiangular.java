package org.attentiontheorems.homogenization;

/**
 * Tokens with equal overlaps q that attend with {@code B = I}: closed forms of the averaged overlaps and of the drift of q.
 *
 * <pre>{@code
 * ε = e^(-β(1-q)),  α = (1-ε) / (1+(n-1)ε),  τ_0 = q + (1-q)/n,
 * M_ii = α² + (1-α²) τ_0,  M_ij = α² q + (1-α²) τ_0,
 * R = σ² (1-q) {(1-α²) τ_0 (d-2-q) - α² q (1+q)}.
 * }</pre>
 *
 * @param tokens n, at least 2
 * @param dimension d
 * @param beta inverse temperature, at least 0
 * @param overlap q, between {@code -1/(n-1)} and 1
 * @param variance σ² of an entry of the value matrix
 * @param model how R is put together; the reference, or one of its mistakes
 */
record Equiangular(int tokens, int dimension, double beta, double overlap, double variance, Model model) {
    /** The formula of R, and ways to get it wrong. */
    enum Model {
        /** As above. */
        REFERENCE,
        /** With d-1 where d-2 belongs: the tangent planes of two tokens share d-2 directions, not d-1. */
        ONE_DIMENSION_MORE,
        /** With {@code τ_0 = q}: forgets that a token also averages itself. */
        WITHOUT_SELF_TERM
    }

    static Equiangular of(int tokens, int dimension, double beta, double overlap, double variance) {
        return new Equiangular(tokens, dimension, beta, overlap, variance, Model.REFERENCE);
    }

    Equiangular with(Model other) {
        return new Equiangular(tokens, dimension, beta, overlap, variance, other);
    }

    Equiangular withBeta(double other) {
        return new Equiangular(tokens, dimension, other, overlap, variance, model);
    }

    Equiangular withOverlap(double other) {
        return new Equiangular(tokens, dimension, beta, other, variance, model);
    }

    Equiangular withTokens(int other) {
        return new Equiangular(other, dimension, beta, overlap, variance, model);
    }

    /** In another dimension, with {@code σ² = 1/d}. */
    Equiangular inDimension(int other) {
        return new Equiangular(tokens, other, beta, overlap, 1.0 / other, model);
    }

    /** ε, the weight of another token relative to one's own. */
    private double weight() {
        return StrictMath.exp(-beta * (1 - overlap));
    }

    private double partition() {
        return 1 + (tokens - 1) * weight();
    }

    /** The attention excess {@code α = a_ii - a_ij}. */
    double excess() {
        return -StrictMath.expm1(-beta * (1 - overlap)) / partition();
    }

    /** {@code 1 - α² = (1-α)(1+α)} with {@code 1-α = nε / (1+(n-1)ε)}, without cancellation at low temperature. */
    private double mixing() {
        return tokens * weight() / partition() * (1 + excess());
    }

    /** {@code τ_0 = |mean of the tokens|²}. */
    private double spread() {
        return model == Model.WITHOUT_SELF_TERM ? overlap : (1 + (tokens - 1) * overlap) / tokens;
    }

    /** {@code M_ii}. */
    double averagedSelf() {
        return excess() * excess() + mixing() * spread();
    }

    /** {@code M_ij} for two different tokens. */
    double averagedCross() {
        return excess() * excess() * overlap + mixing() * spread();
    }

    /** R, the drift of the overlap. */
    double rate() {
        double q = overlap;
        double shared = dimension - (model == Model.ONE_DIMENSION_MORE ? 1 : 2);
        double apart = mixing() * spread() * (shared - q);
        return variance * (1 - q) * (apart - excess() * excess() * q * (1 + q));
    }

    /** R at infinite temperature, {@code σ² (1-q) τ_0 (d-2-q)}. */
    double uniformRate() {
        return variance * (1 - overlap) * spread() * (dimension - 2 - overlap);
    }

    /** R from orthogonal tokens, {@code σ² (d-2) (n-2+2y) / (n-1+y)²} with {@code y = e^β}, divided through by y². */
    double orthogonalRate() {
        double inverse = StrictMath.exp(-beta);
        double denominator = (tokens - 1) * inverse + 1;
        return variance * (dimension - 2) * inverse * ((tokens - 2) * inverse + 2) / (denominator * denominator);
    }

    /** The same with one's own weight y counted {@code self} times in the numerator, which is twice. */
    double orthogonalRate(double self) {
        double inverse = StrictMath.exp(-beta);
        double denominator = (tokens - 1) * inverse + 1;
        double missing = (2 - self) * inverse / (denominator * denominator);
        return orthogonalRate() - variance * (dimension - 2) * missing;
    }

    /** R of two tokens, {@code σ²(1-q²)[c(d-2) - (1-c)q]} with {@code c = 1/(1 + cosh z)}, z being β(1-q) times a factor, which is 1. */
    double twoTokenRate(double factor) {
        double q = overlap;
        double e = StrictMath.exp(-factor * beta * (1 - q));
        double c = 2 * e / ((1 + e) * (1 + e));
        return variance * (1 - q * q) * (c * (dimension - 2) - (1 - c) * q);
    }

    /** {@code d<q>/dt = 2 σ² (1-q²) (M_ii - q M_ij)}. */
    double variation() {
        double q = overlap;
        return 2 * variance * (1 - q * q) * (averagedSelf() - q * averagedCross());
    }

    /** The variation without the noise that tokens share. */
    double variationOfIndependentNoise() {
        return 2 * variance * (1 - overlap * overlap) * averagedSelf();
    }
}
