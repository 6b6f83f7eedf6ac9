package org.attentiontheorems.lowtemperature;

import org.attentiontheorems.attention.Softmax;
import org.attentiontheorems.measure.Sums;
import org.attentiontheorems.measure.Vectors;

/**
 * What a token at x reads, by softmax with the scores {@code β<Dx, y>}, from the law {@code aσ + (1-a) Σ_j p_j δ_(y_j)}: σ is uniform on the
 * sphere, so that everything has a closed form. O(d) an atom and one quadrature.
 *
 * @param kappa {@code κ = β |Dx|}
 * @param uniform {@code Z_d(κ)} and {@code e_d(κ)}
 * @param valueGap {@code E_G g} with {@code g(y) = 1 - <y*, y>}, {@code y* = Dx/|Dx|}
 * @param distance {@code |m - y*|}
 */
record SoftmaxReading(double kappa, UniformGap uniform, double valueGap, double distance) {

    /** What attention does, and two ways to get it wrong. */
    enum Variant {
        REFERENCE,
        /** Weighs by {@code e^(-β<Dx, y>)}. */
        NEGATED,
        /** Takes {@code Q'K} for {@code K'Q}. */
        TRANSPOSED
    }

    /** For a positive and {@code Dx != 0}. */
    static SoftmaxReading of(LaplacePrinciple.Instance x, Variant variant) {
        ScoreMatrix scores = x.scores();
        double[] best = scores.hardmax(x.token());
        ScoreMatrix used = variant == Variant.TRANSPOSED ? scores.transposed() : scores;
        double[] toward = Vectors.times(variant == Variant.NEGATED ? -1 : 1, used.direction(x.token()));
        double kappa = x.beta() * Vectors.norm(toward);
        UniformGap uniform = UniformGap.of(x.dimension(), kappa);
        double[] sought = Vectors.normalised(toward);
        double[] weights = weights(x, kappa, uniform, sought);

        // the uniform part has the mean (1 - e_d) times the point that is sought
        double[] offset = Vectors.times(weights[0], Vectors.plus(Vectors.minus(sought, best), -uniform.mean(), sought));
        double gap = weights[0] * (gap(sought, best) + uniform.mean() * Sums.dot(sought, best));
        for (int j = 0; j < x.atoms().length; j++) {
            double[] y = x.atoms()[j];
            gap += weights[j + 1] * gap(y, best);
            offset = Vectors.plus(offset, weights[j + 1], Vectors.minus(y, best));
        }
        return new SoftmaxReading(kappa, uniform, gap, Vectors.norm(offset));
    }

    /** The Gibbs masses of the uniform part, which comes first, and of the atoms. */
    private static double[] weights(LaplacePrinciple.Instance x, double kappa, UniformGap uniform, double[] sought) {
        double[] logits = new double[x.atoms().length + 1];
        logits[0] = StrictMath.log(x.uniformMass()) + uniform.logPartition();
        double free = StrictMath.log1p(-x.uniformMass());
        for (int j = 1; j < logits.length; j++) {
            double p = x.atomWeights()[j - 1];
            logits[j] = free + StrictMath.log(p) - kappa * gap(x.atoms()[j - 1], sought);
        }
        Softmax.inPlace(logits, 0, logits.length);
        return logits;
    }

    /** {@code g = 1 - <y, y*> = |y - y*|²/2}, without cancellation. */
    private static double gap(double[] y, double[] best) {
        double[] apart = Vectors.minus(y, best);
        return Sums.dot(apart, apart) / 2;
    }

    /** {@code W_2(G, δ_y*) = sqrt(2 E_G g)}. */
    double w2() {
        return LaplaceBounds.distance(valueGap);
    }
}
