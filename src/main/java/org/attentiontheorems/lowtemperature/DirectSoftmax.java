package org.attentiontheorems.lowtemperature;

import java.util.Arrays;
import org.attentiontheorems.attention.Softmax;
import org.attentiontheorems.lowtemperature.LaplacePrinciple.Instance;
import org.attentiontheorems.measure.Sums;
import org.attentiontheorems.measure.Vectors;

/** Softmax over the scores {@code <Qx, Ky>} themselves: another way to the mean gap than {@link SoftmaxReading}. O(d m) a token. */
final class DirectSoftmax {
    /** Points of a circle in place of the uniform law: exact while the kernel is wider than a few of them. */
    private static final int GRID = 1024;

    private static final double LARGEST_GRID_KAPPA = 1e4;

    private DirectSoftmax() {}

    /** {@code E_G g}. */
    static double valueGap(Instance x) {
        TokenLaw law = lawOf(x);
        double[] seenBy = Vectors.apply(x.query(), x.token());
        double[] logits = new double[law.size()];
        for (int j = 0; j < logits.length; j++) {
            double score = Sums.dot(seenBy, Vectors.apply(x.key(), law.tokens()[j]));
            logits[j] = x.beta() * score + StrictMath.log(law.weights()[j]);
        }
        double[] mean = law.withWeights(Softmax.of(logits)).mean();
        return 1 - Sums.dot(mean, x.scores().hardmax(x.token()));
    }

    /** The atoms, and points of a great circle through y* with masses {@code ∝ sin^(d-2)} of their angles, periodic if d is even. */
    private static TokenLaw lawOf(Instance x) {
        double[] best = x.scores().hardmax(x.token());
        double[] side = best.clone();
        side[0] += Math.abs(best[0]) < 0.5 ? 1 : 0;
        side[1] += Math.abs(best[0]) < 0.5 ? 0 : 1;
        double[] across = Vectors.normalised(Vectors.tangential(best, side));
        int atoms = x.atoms().length;
        double[][] tokens = Arrays.copyOf(x.atoms(), atoms + GRID);
        double[] weights = Arrays.copyOf(Vectors.times(1 - x.uniformMass(), x.atomWeights()), atoms + GRID);
        double total = GRID * UniformGap.surface(x.dimension()) / Math.PI;
        for (int k = 0; k < GRID; k++) {
            double angle = 2 * Math.PI * k / GRID;
            double sine = StrictMath.sin(angle);
            tokens[atoms + k] = Vectors.plus(Vectors.times(StrictMath.cos(angle), best), sine, across);
            weights[atoms + k] = x.uniformMass() * StrictMath.pow(sine * sine, (x.dimension() - 2) / 2.0) / total;
        }
        return new TokenLaw(tokens, weights);
    }

    /** Whether d is even and at most 8, and κ at most 1e4. */
    static boolean covers(Instance x) {
        return !x.isAtomic() && x.dimension() % 2 == 0 && x.dimension() <= 8 && x.kappa() <= LARGEST_GRID_KAPPA;
    }
}
