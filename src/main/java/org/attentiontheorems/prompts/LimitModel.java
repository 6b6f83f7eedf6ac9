package org.attentiontheorems.prompts;

import org.attentiontheorems.measure.Sums;
import org.attentiontheorems.measure.Vectors;

/**
 * What attention reads from infinitely many tokens: the law tilted by {@code e^<u,x>}, summed over its atoms or over quadrature nodes, and
 * the ways to get it wrong. The affine formula for Gaussian laws is never used here.
 *
 * @param transposedProduct whether {@code Q'K} takes the place of {@code K'Q}
 * @param normalised whether the tilted law is divided by its partition function
 * @param centred whether C is the covariance of the tilted law, rather than its matrix of second moments
 */
record LimitModel(boolean transposedProduct, boolean normalised, boolean centred) {

    /** The right one. */
    static final LimitModel REFERENCE = new LimitModel(false, true, true);

    /** Reads the query by {@code Q'K z}; needs d = e. */
    LimitModel withTransposedProduct() {
        return new LimitModel(true, normalised, centred);
    }

    /** Forgets to divide by {@code Z}. */
    LimitModel withoutPartition() {
        return new LimitModel(transposedProduct, false, centred);
    }

    /** Takes {@code E[w xx'] / Z} for the covariance. */
    LimitModel withoutCentring() {
        return new LimitModel(transposedProduct, normalised, false);
    }

    /** {@code u} for a query z. */
    double[] logitVector(QueryInstance x, double[] z) {
        return transposedProduct
                ? Vectors.applyTransposed(x.queryMatrix(), Vectors.apply(x.keyMatrix(), z))
                : Vectors.applyTransposed(x.keyMatrix(), Vectors.apply(x.queryMatrix(), z));
    }

    /** The tilted law for a logit vector u; one integral for Gaussian laws. */
    InfinitePrompt limit(Law law, double[] u) {
        return spoilt(
                law instanceof Law.Gaussian gaussian
                        ? GaussHermite.REFERENCE.reduced(gaussian, u)
                        : InfinitePrompt.of(law, u));
    }

    /** The same, by the tensor rule where a Gaussian law has at most three columns. */
    InfinitePrompt fullLimit(Law law, double[] u) {
        return law instanceof Law.Gaussian gaussian && gaussian.factor()[0].length <= GaussHermite.MAX_COLUMNS
                ? spoilt(GaussHermite.REFERENCE.tensor(gaussian, u))
                : limit(law, u);
    }

    private InfinitePrompt spoilt(InfinitePrompt limit) {
        double[] mean = normalised ? limit.mean() : Vectors.times(StrictMath.exp(limit.logPartition()), limit.mean());
        double[][] covariance = limit.covariance();
        if (!centred) {
            covariance = covariance.clone();
            for (int i = 0; i < mean.length; i++) {
                covariance[i] = Vectors.plus(covariance[i], limit.mean()[i], limit.mean());
            }
        }
        return new InfinitePrompt(limit.logPartition(), mean, covariance);
    }

    /** {@code T_inf(z)}, r entries. */
    double[] output(QueryInstance x, double[] z) {
        return Vectors.apply(x.valueMatrix(), limit(x.law(), logitVector(x, z)).mean());
    }

    /** {@code V C K'Q}, r x e. */
    double[][] jacobian(QueryInstance x) {
        return Vectors.multiply(pulledCovariance(x), x.logitMatrix());
    }

    /** {@code V C}, r x d. */
    double[][] pulledCovariance(QueryInstance x) {
        return Vectors.multiply(
                x.valueMatrix(), limit(x.law(), logitVector(x, x.query())).covariance());
    }

    /** {@code |T(2z) - 2 T(z) + T(0)|}: 0 where T is affine. */
    double affinityDefect(QueryInstance x) {
        double[] atZero = output(x, new double[x.query().length]);
        double[] atOne = output(x, x.query());
        double[] atTwo = output(x, Vectors.times(2, x.query()));
        return Vectors.scaledNorm(Vectors.plus(Vectors.plus(atTwo, -2, atOne), 1, atZero));
    }

    /** The largest {@code |V C e_i z_j - dT_inf/dU_ij|} over the entries of {@code U = K'Q}, by symmetric differences with step h. */
    double parameterDefect(QueryInstance x, double h) {
        double[][] vc = Vectors.transposed(pulledCovariance(x));
        double[] u = logitVector(x, x.query());
        double worst = 0;
        for (double z : x.query()) {
            double[][] slope = Vectors.transposed(CentralDifferences.jacobian(
                    moved -> Vectors.apply(
                            x.valueMatrix(),
                            limit(x.law(), Vectors.plus(u, z, moved)).mean()),
                    new double[u.length],
                    h));
            for (int i = 0; i < u.length; i++) {
                worst = Math.max(worst, Vectors.scaledNorm(Vectors.plus(slope[i], -z, vc[i])));
            }
        }
        return worst;
    }

    /** {@code <u, t(s u)>}: what is read along the query's own direction, as the query grows. */
    double readAlong(QueryInstance x, double s) {
        double[] u = x.logitVector();
        return Sums.dot(u, limit(x.law(), Vectors.times(s, u)).mean());
    }
}
