package org.attentiontheorems.prompts;

import java.util.SortedMap;
import java.util.TreeMap;
import org.attentiontheorems.measure.Vectors;
import org.attentiontheorems.prompts.RatioMoments.Indices;
import org.attentiontheorems.prompts.RatioMoments.TokenFunction;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.SingularValueDecomposition;

/**
 * The covariance that a head on finitely many atoms reads: {@code N_i = V[(x_i - t)(x_i - t)' - C]} at the atoms of positive weight, so
 * that {@code V(C_L - C) = sum_l p_l N - V Delta Delta'} with {@code Delta = m_L - t}.
 *
 * @param tokens the same law read by {@code V = I}: density w and {@code x_i - t}
 * @param values {@code V(x_i - t)}, n rows of r entries
 * @param covariance {@code VC}, r x d
 * @param mean t, d entries
 * @param valueNorm operator norm of V
 */
record AtomsGradient(AtomsHead tokens, double[][] values, double[][] covariance, double[] mean, double valueNorm) {

    /** Cost O(n d (r + d)). */
    static AtomsGradient of(PromptInstance x) {
        Law.Atoms law = (Law.Atoms) x.law();
        AtomsHead tokens = AtomsHead.of(law, Vectors.identity(law.dimension()), x.logitVector());
        double[][] values = new double[tokens.size()][];
        for (int i = 0; i < values.length; i++) {
            values[i] = Vectors.apply(x.valueMatrix(), tokens.values()[i]);
        }
        InfinitePrompt limit = InfinitePrompt.of(law, x.logitVector());
        return new AtomsGradient(
                tokens,
                values,
                Vectors.multiply(x.valueMatrix(), limit.covariance()),
                limit.mean(),
                operatorNorm(x.valueMatrix()));
    }

    static double operatorNorm(double[][] a) {
        return new SingularValueDecomposition(new Array2DRowRealMatrix(a, false)).getNorm();
    }

    int outputs() {
        return covariance.length;
    }

    int dimension() {
        return mean.length;
    }

    /** {@code (N_atom)_ij}. */
    double deviation(int atom, int i, int j) {
        return values[atom][i] * tokens.values()[atom][j] - covariance[i][j];
    }

    private double squaredDeviation(int atom) {
        double sum = 0;
        for (int i = 0; i < outputs(); i++) {
            for (int j = 0; j < dimension(); j++) {
                sum += deviation(atom, i, j) * deviation(atom, i, j);
            }
        }
        return sum;
    }

    /** {@code s² = E[w² |N|_F²]}. */
    double asymptoticVariance() {
        double sum = 0;
        for (int a = 0; a < tokens.size(); a++) {
            double w = tokens.density()[a];
            sum += tokens.probabilities()[a] * w * w * squaredDeviation(a);
        }
        return sum;
    }

    /** {@code R_2 = max_i |N_i|_F}. */
    double radius() {
        double largest = 0;
        for (int a = 0; a < tokens.size(); a++) {
            largest = Math.max(largest, squaredDeviation(a));
        }
        return Math.sqrt(largest);
    }

    /** {@code alpha_4 = L^-3 (E|a|⁴ + (L-1)((E|a|²)² + 2|E aa'|_F²))}, {@code a = w(x - t)}: the fourth moment of its mean over a prompt. */
    private double fourthMoment(double l) {
        int d = dimension();
        double fourth = 0;
        double[][] m = new double[d][d];
        for (int a = 0; a < tokens.size(); a++) {
            double[] scaled = Vectors.times(tokens.density()[a], tokens.values()[a]);
            double square = Vectors.squaredNorm(scaled);
            fourth += tokens.probabilities()[a] * square * square;
            for (int i = 0; i < d; i++) {
                m[i] = Vectors.plus(m[i], tokens.probabilities()[a] * scaled[i], scaled);
            }
        }
        double second = tokens.numeratorVariance();
        return (fourth + (l - 1) * (second * second + 2 * Vectors.squaredFrobenius(m))) / (l * l * l);
    }

    /** {@code [L^-1/2 (s + R_2 sigma_D) + |V| min(R_x, alpha_4^(1/4) + R_x beta_4^(1/4))²]²}. */
    double bound(int promptLength) {
        double l = promptLength;
        double varD = tokens.denominatorVariance();
        double beta = (tokens.denominatorFourthMoment() + 3 * (l - 1) * varD * varD) / (l * l * l);
        double radius = tokens.radius();
        double gap = Math.min(radius, Math.sqrt(Math.sqrt(fourthMoment(l))) + radius * Math.sqrt(Math.sqrt(beta)));
        double first = (Math.sqrt(asymptoticVariance()) + radius() * Math.sqrt(varD)) / Math.sqrt(l);
        double root = first + valueNorm * gap * gap;
        return root * root;
    }

    /** No {@code V(C_L - C)} is larger: {@code R_2 + |V| R_x²}. */
    double largestError() {
        return radius() + valueNorm * tokens.radius() * tokens.radius();
    }

    /** What rounding may leave of a mean squared error: the three terms below cancel, and equal atoms differ from t by rounding. */
    double rounding() {
        double cancelled = Math.sqrt(outputs()) * valueNorm * tokens.radius() * tokens.radius();
        double equal = Math.sqrt(outputs()) * valueNorm * tokens.scale() * tokens.scale();
        return 1e-13 * cancelled * cancelled + 1e-28 * equal * equal;
    }

    // ---- prompts of L tokens

    /** {@code E|V(C_L - C)|_F² = sum_ij E[S_n²/D² - 2 S_n S_f S_h/D³ + S_f² S_h²/D⁴]}, {@code n = w N_ij, f = w (V(x-t))_i, h = w (x-t)_j}. Cost O(r d n J). */
    double squaredError(int promptLength, double crossTerm, Indices indices) {
        RatioMoments shared = kernel(promptLength, indices);
        double sum = 0;
        for (int i = 0; i < outputs(); i++) {
            for (int j = 0; j < dimension(); j++) {
                RatioMoments kernel = shared.afresh();
                TokenFunction n = weighted(kernel, deviations(i, j));
                TokenFunction f = weighted(kernel, column(values, i));
                TokenFunction h = weighted(kernel, column(tokens.values(), j));
                sum += kernel.expect(2, n, n)
                        - 2 * crossTerm * kernel.expect(3, n, f, h)
                        + kernel.expect(4, f, f, h, h);
            }
        }
        return sum;
    }

    /** {@code E|V(sum_l p_l x_l x_l' - C)|_F²}: without the term {@code m_L m_L'}. */
    double squaredErrorUncentred(int promptLength, double[][] valueMatrix) {
        RatioMoments shared = kernel(promptLength, Indices.DIFFERENT);
        double[] read = Vectors.apply(valueMatrix, mean);
        double sum = 0;
        for (int i = 0; i < outputs(); i++) {
            for (int j = 0; j < dimension(); j++) {
                double[] n = new double[tokens.size()];
                for (int a = 0; a < n.length; a++) {
                    n[a] = (values[a][i] + read[i]) * (tokens.values()[a][j] + mean[j]) - covariance[i][j];
                }
                RatioMoments kernel = shared.afresh();
                TokenFunction f = weighted(kernel, n);
                sum += kernel.expect(2, f, f);
            }
        }
        return sum;
    }

    private RatioMoments kernel(int promptLength, Indices indices) {
        return RatioMoments.atoms(tokens.probabilities(), tokens.logits(), promptLength, indices);
    }

    private static TokenFunction weighted(RatioMoments kernel, double[] perAtom) {
        return kernel.weight().times(kernel.given(perAtom));
    }

    private static double[] column(double[][] rows, int j) {
        double[] column = new double[rows.length];
        for (int a = 0; a < column.length; a++) {
            column[a] = rows[a][j];
        }
        return column;
    }

    private double[] deviations(int i, int j) {
        double[] n = new double[tokens.size()];
        for (int a = 0; a < n.length; a++) {
            n[a] = deviation(a, i, j);
        }
        return n;
    }

    /** {@code |V(C_L - C)|_F²} of a prompt in which atom a occurs {@code counts[a]} times. */
    double squaredErrorOf(int[] counts) {
        double weight = 0;
        for (int a = 0; a < counts.length; a++) {
            weight += counts[a] * tokens.density()[a];
        }
        double[] gap = new double[dimension()];
        double[] read = new double[outputs()];
        double[][] sum = new double[outputs()][dimension()];
        for (int a = 0; a < counts.length; a++) {
            double p = counts[a] * tokens.density()[a] / weight;
            gap = Vectors.plus(gap, p, tokens.values()[a]);
            read = Vectors.plus(read, p, values[a]);
            for (int i = 0; i < sum.length; i++) {
                sum[i] = Vectors.plus(sum[i], p * values[a][i], tokens.values()[a]);
            }
        }
        for (int i = 0; i < sum.length; i++) {
            sum[i] = Vectors.minus(Vectors.plus(sum[i], -read[i], gap), covariance[i]);
        }
        return Vectors.squaredFrobenius(sum);
    }

    SortedMap<String, Double> quantities(int promptLength) {
        SortedMap<String, Double> all = new TreeMap<>();
        all.put("asymptoticVariance", asymptoticVariance());
        all.put("radius2", radius());
        all.put("bound", bound(promptLength));
        return all;
    }
}
