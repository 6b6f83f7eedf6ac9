package org.attentiontheorems.lowtemperature;

/**
 * The constants of {@code W_2(μ_t, P_# μ_0) <= e(t) + sqrt(L(μ_t^0)) <= ε e^(Λt) + b e^(-ct)} for a start with density between a and M:
 *
 * <pre>{@code ζ = -log Z_d(β s_min),  ε = sqrt(2/(β s_min) (log(1/a) + ζ + (d-1)/(2χ))),  Λ = |V| (χ + 1),
 * e(t) = ε (e^(Λt) - e^((Λ - |V|)t)),  c = γ/(2 s_max),  b = sqrt(4 c_d M).}</pre>
 *
 * @param epsilon ε, the error of attention at the start
 * @param growth Λ
 * @param norm |V|
 * @param condition χ
 * @param contraction c
 * @param spread b
 */
record ConcentrationBounds(
        double epsilon, double growth, double norm, double condition, double contraction, double spread) {

    /**
     * For a top eigenvalue of multiplicity 1.
     *
     * @param a lower bound of the density, in (0, 1]
     * @param upper M, upper bound of the density
     */
    static ConcentrationBounds of(
            ScoreMatrix scores, double[][] value, double beta, ProjectionMap projection, double a, double upper) {
        int d = scores.dimension();
        double norm = ProjectionMap.norm(value);
        double chi = scores.condition();
        double kappa = beta * scores.smallest();
        double zeta = -UniformGap.of(d, kappa).logPartition();
        double epsilon = Math.sqrt(2 / kappa * (StrictMath.log(1 / a) + zeta + (d - 1) / (2 * chi)));
        return new ConcentrationBounds(
                epsilon,
                norm * (chi + 1),
                norm,
                chi,
                projection.gap() / (2 * scores.largest()),
                Math.sqrt(4 * UniformGap.equatorDensity(d) * upper));
    }

    /** {@code e(t)}, how far the flow at β may leave that at temperature zero. */
    double stability(double t) {
        return epsilon * StrictMath.exp((growth - norm) * t) * StrictMath.expm1(norm * t);
    }

    /** {@code b e^(-ct)}, how far the zero-temperature law may be from its limit. */
    double remainder(double t) {
        return spread * StrictMath.exp(-contraction * t);
    }

    /** {@code ε e^(χ|V|t)}, how far attention at time t may be from the hardmax point. */
    double attentionError(double t) {
        return epsilon * StrictMath.exp(condition * norm * t);
    }
}
