package org.attentiontheorems.heads;

import java.util.Arrays;
import org.attentiontheorems.attention.CausalAttention;
import org.attentiontheorems.measure.Sums;

/**
 * Fixed heads θ_1..θ_A whose logits z_a on the data are computed once: everything that depends on their masses m only. Masses are raw (any
 * sign, any sum), as derivatives need. With μ = Σ m_a δ_θa,
 *
 * <pre>{@code z_μ = Σ_a m_a z_a,   R_λ(μ) = Σ_i w_i CE(z_μ,i, y_i) + λ/2 Σ_a m_a |θ_a|².}</pre>
 *
 * Immutable.
 */
final class HeadDictionary {
    private final Corpus corpus;
    private final double[][] logits;
    private final double[] ridge;

    private HeadDictionary(Corpus corpus, double[][] logits, double[] ridge) {
        this.corpus = corpus;
        this.logits = logits;
        this.ridge = ridge;
    }

    /** The heads of a model. */
    static HeadDictionary of(HeadModel model) {
        return of(model, CausalAttention.REFERENCE);
    }

    /** The heads of a model under another attention. */
    static HeadDictionary of(HeadModel model, CausalAttention attention) {
        return of(HeadKernel.of(model.corpus(), model.dk(), attention), model.parameters(), model.lambda());
    }

    /** The heads with flat parameters {@code theta}, A x p, row-major. O(A) evaluations of the kernel. */
    static HeadDictionary of(HeadKernel kernel, double[] theta, double lambda) {
        int p = kernel.shape().parameters();
        int atoms = theta.length / p;
        double[][] logits = new double[atoms][kernel.corpus().fieldLength()];
        double[] ridge = new double[atoms];
        for (int a = 0; a < atoms; a++) {
            kernel.logits(theta, a * p, logits[a]);
            for (int k = a * p; k < (a + 1) * p; k++) {
                ridge[a] += lambda / 2 * theta[k] * theta[k];
            }
        }
        return new HeadDictionary(kernel.corpus(), logits, ridge);
    }

    /** Number A of heads. */
    int size() {
        return logits.length;
    }

    /** The data law. */
    Corpus corpus() {
        return corpus;
    }

    /** The logits z_a, a field; not to be changed. */
    double[] logits(int a) {
        return logits[a];
    }

    /** The largest absolute logit of any head. O(A nT vocab). */
    double largestLogit() {
        double largest = 0;
        for (double[] field : logits) {
            for (double z : field) {
                largest = Math.max(largest, Math.abs(z));
            }
        }
        return largest;
    }

    /** The averaged logits z_μ, a field. O(A nT vocab). */
    double[] mixture(double... masses) {
        double[] z = new double[corpus.fieldLength()];
        for (int a = 0; a < masses.length; a++) {
            double m = masses[a];
            if (m == 0) {
                continue;
            }
            double[] za = logits[a];
            for (int k = 0; k < z.length; k++) {
                z[k] += m * za[k];
            }
        }
        return z;
    }

    /** The ridge {@code λ/2 ∫ |θ|² dμ}. */
    double ridge(double... masses) {
        return Sums.dot(masses, ridge);
    }

    /** The risk R_λ(μ). O(A nT vocab). */
    double risk(double... masses) {
        return corpus.crossEntropy(mixture(masses)) + ridge(masses);
    }

    /** The first variation {@code F_μ(θ_a) = ⟨r(μ), z_a⟩ + λ/2 |θ_a|²} of every head. O(A nT vocab). */
    double[] firstVariation(double... masses) {
        double[] r = corpus.residual(mixture(masses));
        double[] f = ridge.clone();
        for (int a = 0; a < f.length; a++) {
            f[a] += corpus.inner(r, logits[a]);
        }
        return f;
    }

    /** The second derivative {@code H_ab = Σ_i w_i Cov_π_i(z_a, z_b)} of the risk in the masses of the given heads. O(k² nT vocab). */
    double[][] hessian(double[] masses, int... heads) {
        double[] pi = corpus.probabilities(mixture(masses));
        double[][] centred = new double[heads.length][];
        for (int a = 0; a < heads.length; a++) {
            centred[a] = centredUnder(pi, logits[heads[a]]);
        }
        double[][] hessian = new double[heads.length][heads.length];
        for (int a = 0; a < heads.length; a++) {
            double[] weighted = centred[a].clone();
            Arrays.setAll(weighted, k -> weighted[k] * pi[k]);
            for (int b = 0; b <= a; b++) {
                hessian[a][b] = corpus.inner(weighted, centred[b]);
                hessian[b][a] = hessian[a][b];
            }
        }
        return hessian;
    }

    /** The Gram matrix {@code G_ab = ⟨P z_a, P z_b⟩} of the centred logits. O(A² nT vocab). */
    double[][] gram() {
        double[][] centred = new double[size()][];
        double[][] gram = new double[size()][size()];
        for (int a = 0; a < size(); a++) {
            centred[a] = corpus.centred(logits[a]);
            for (int b = 0; b <= a; b++) {
                gram[a][b] = corpus.inner(centred[a], centred[b]);
                gram[b][a] = gram[a][b];
            }
        }
        return gram;
    }

    /** At every position f less its mean under π. */
    private double[] centredUnder(double[] pi, double[] f) {
        double[] centred = f.clone();
        int vocab = corpus.vocab();
        for (int row = 0; row < f.length; row += vocab) {
            double mean = 0;
            for (int k = row; k < row + vocab; k++) {
                mean += pi[k] * f[k];
            }
            for (int k = row; k < row + vocab; k++) {
                centred[k] -= mean;
            }
        }
        return centred;
    }
}
