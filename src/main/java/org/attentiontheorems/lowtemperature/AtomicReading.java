package org.attentiontheorems.lowtemperature;

import org.attentiontheorems.measure.Vectors;

/**
 * What a token reads by softmax from atoms alone, against what it would read from the best of them: J are the atoms whose score is the
 * largest within {@code 1e-12 max(1, |largest|)}, {@code m_J} their mean, {@code R = (1 - W_J)/W_J e^(-βΔ)}. Atoms without mass are left out.
 *
 * @param scoreGap Δ, the best score minus the best outside J; 0 if there is none
 * @param hardmaxMass {@code W_J}
 * @param leakedMass {@code G(J^c)}
 * @param distance {@code |m - m_J|}
 * @param ratio {@code R/(1+R)}, the bound of the leaked mass
 * @param reach {@code max |y_j - m_J|} outside J
 */
record AtomicReading(
        double scoreGap, double hardmaxMass, double leakedMass, double distance, double ratio, double reach) {
    private static final double TIE = 1e-12;

    static AtomicReading of(LaplacePrinciple.Instance x, SoftmaxReading.Variant variant) {
        ScoreMatrix scores = x.scores();
        double[] direction = scores.direction(x.token());
        ScoreMatrix used = variant == SoftmaxReading.Variant.TRANSPOSED ? scores.transposed() : scores;
        double beta = variant == SoftmaxReading.Variant.NEGATED ? -x.beta() : x.beta();
        TokenLaw law = new TokenLaw(x.atoms(), x.atomWeights());
        double[] gibbs = GibbsAttention.of(used, beta).weights(x.token(), law);
        return of(law, x.beta(), direction, gibbs);
    }

    private static AtomicReading of(TokenLaw law, double beta, double[] direction, double[] gibbs) {
        double[] score = Vectors.apply(law.tokens(), direction);
        double best = largest(score, law.weights(), Double.POSITIVE_INFINITY);
        double least = best - TIE * Math.max(1, Math.abs(best));
        double second = largest(score, law.weights(), least);
        boolean allTie = second == Double.NEGATIVE_INFINITY;
        double hardmaxMass = 0;
        double others = 0;
        double leaked = 0;
        double[] mean = new double[direction.length];
        for (int j = 0; j < score.length; j++) {
            if (score[j] >= least) {
                hardmaxMass += law.weights()[j];
                mean = Vectors.plus(mean, law.weights()[j], law.tokens()[j]);
            } else {
                others += law.weights()[j];
                leaked += gibbs[j];
            }
        }
        mean = Vectors.times(1 / hardmaxMass, mean);
        double[] offset = new double[direction.length];
        double reach = 0;
        for (int j = 0; j < score.length; j++) {
            if (score[j] < least && law.weights()[j] > 0) {
                double[] apart = Vectors.minus(law.tokens()[j], mean);
                offset = Vectors.plus(offset, gibbs[j], apart);
                reach = Math.max(reach, Vectors.norm(apart));
            }
        }
        double gap = allTie ? 0 : best - second;
        double outside = others * StrictMath.exp(-beta * gap);
        double ratio = outside / (hardmaxMass + outside);
        return new AtomicReading(gap, hardmaxMass, leaked, Vectors.norm(offset), ratio, reach);
    }

    /** The largest score below a limit, among atoms with mass. */
    private static double largest(double[] score, double[] weights, double below) {
        double largest = Double.NEGATIVE_INFINITY;
        for (int j = 0; j < score.length; j++) {
            if (weights[j] > 0 && score[j] < below) {
                largest = Math.max(largest, score[j]);
            }
        }
        return largest;
    }

    /** {@code max_(j not in J) |y_j - m_J| R/(1+R)}. */
    double bound() {
        return reach * ratio;
    }
}
