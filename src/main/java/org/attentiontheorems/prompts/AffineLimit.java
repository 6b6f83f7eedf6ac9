package org.attentiontheorems.prompts;

import org.attentiontheorems.measure.Vectors;

/**
 * The affine map {@code z -> V(m + Gamma u)}, {@code u = K'Q z}, made from mean and covariance of the token law: what attention over
 * infinitely many tokens is for Gaussian laws, and for no others.
 *
 * @param mean m, d entries
 * @param covariance Gamma, d x d
 * @param logitVector u, d entries
 * @param output {@code V(m + Gamma u)}, r entries
 * @param tokenScale {@code |m| + (tr Gamma)^(1/2)}, or the largest atom: how large a token is
 * @param outputScale {@code |V|_F} times the size of tokens and of {@code Gamma u}: what the rounding of an output is relative to
 */
record AffineLimit(
        double[] mean,
        double[][] covariance,
        double[] logitVector,
        double[] output,
        double tokenScale,
        double outputScale) {
    private static final double TOLERANCE = 1e-9;

    static AffineLimit of(QueryInstance x) {
        double[] u = x.logitVector();
        InfinitePrompt untilted = InfinitePrompt.of(x.law(), new double[u.length]);
        double[] m = untilted.mean();
        double[][] gamma = untilted.covariance();
        double token = Vectors.scaledNorm(m);
        if (x.law() instanceof Law.Atoms atoms) {
            for (double[] atom : atoms.support().atoms()) {
                token = Math.max(token, Vectors.scaledNorm(atom));
            }
        } else {
            token += Vectors.frobenius(((Law.Gaussian) x.law()).factor());
        }
        double[] drift = Vectors.apply(gamma, u);
        double[] output = Vectors.apply(x.valueMatrix(), Vectors.plus(m, 1, drift));
        double logits = 1 + token * Vectors.scaledNorm(u);
        return new AffineLimit(m, gamma, u, output, token, Vectors.frobenius(x.valueMatrix()) * token * logits);
    }

    /** {@code 1e-9 (1 + |V(m + Gamma u)|)}: how far a limit that is affine may be from this map by quadrature and rounding. */
    double bound() {
        return TOLERANCE * (1 + Vectors.scaledNorm(output));
    }

    /** {@code |T - V(m + Gamma u)|}. */
    double distance(double[] other) {
        return Vectors.scaledNorm(Vectors.minus(other, output));
    }

    /** What rounding may leave where all should cancel. */
    double rounding() {
        return 1e-14 * outputScale;
    }
}
