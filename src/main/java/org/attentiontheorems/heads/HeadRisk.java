package org.attentiontheorems.heads;

import java.util.Arrays;
import org.attentiontheorems.attention.CausalAttention;

/**
 * The risk R_λ of atomic measures whose heads move, with its gradients: the right side of training. A measure is a pair of raw masses m
 * (length A, any sign and sum) and flat heads θ (A x p, row-major). With the residual r of the averaged logits,
 *
 * <pre>F_μ(θ) = ⟨r(μ), z_θ⟩ + λ/2 |θ|²,   ∂R_λ / ∂θ_a = m_a ∇F_μ(θ_a).</pre>
 *
 * Reuses its workspace: one thread at a time.
 */
public final class HeadRisk {
    private final HeadKernel forward;
    private final HeadKernel backward;
    private final double lambda;
    private final Training training;
    private final double[] z;

    /** What drives a head, and the ways to get it wrong. */
    public enum Training {
        /** The gradient of the first variation. */
        REFERENCE,
        /** Forgets the ridge in the gradient. */
        WITHOUT_RIDGE,
        /** Each head answers to the residual of its own logits instead of the averaged ones. */
        OWN_RESIDUAL,
        /** The residual has the wrong sign. */
        NEGATED_RESIDUAL
    }

    private HeadRisk(HeadKernel forward, HeadKernel backward, double lambda, Training training) {
        this.forward = forward;
        this.backward = backward;
        this.lambda = lambda;
        this.training = training;
        this.z = new double[forward.corpus().fieldLength()];
    }

    /** The risk of a model's data and ridge. */
    public static HeadRisk of(HeadModel model) {
        return of(HeadKernel.of(model.corpus(), model.dk(), CausalAttention.REFERENCE), model.lambda());
    }

    /** The risk of a kernel's data. */
    public static HeadRisk of(HeadKernel kernel, double lambda) {
        return new HeadRisk(kernel, kernel, lambda, Training.REFERENCE);
    }

    /** The same risk with gradients that go through another kernel. */
    public HeadRisk withGradientsOf(HeadKernel other) {
        return new HeadRisk(forward, other, lambda, training);
    }

    /** The same risk with other gradients. */
    public HeadRisk with(Training other) {
        return new HeadRisk(forward, backward, lambda, other);
    }

    /** The risk on sequence j alone, R^J: what one step of stochastic gradient descent sees. */
    public HeadRisk only(int j) {
        Corpus one = forward.corpus().only(j);
        return new HeadRisk(forward.on(one), backward.on(one), lambda, training);
    }

    /** The kernel of the logits. */
    public HeadKernel kernel() {
        return forward;
    }

    /** The ridge parameter. */
    public double lambda() {
        return lambda;
    }

    /** The risk R_λ(μ). O(A) evaluations of the kernel. */
    public double value(double[] masses, double[] theta) {
        double[] mixture = mixture(masses, theta);
        int p = forward.shape().parameters();
        double ridge = 0;
        for (int a = 0; a < masses.length; a++) {
            double square = 0;
            for (int k = a * p; k < (a + 1) * p; k++) {
                square += theta[k] * theta[k];
            }
            ridge += masses[a] * square;
        }
        return forward.corpus().crossEntropy(mixture) + lambda / 2 * ridge;
    }

    /** The averaged logits z_μ, a field. Heads of mass 0 are skipped. */
    public double[] mixture(double[] masses, double[] theta) {
        double[] mixture = new double[z.length];
        int p = forward.shape().parameters();
        for (int a = 0; a < masses.length; a++) {
            if (masses[a] == 0) {
                continue;
            }
            forward.logits(theta, a * p, z);
            for (int k = 0; k < z.length; k++) {
                mixture[k] += masses[a] * z[k];
            }
        }
        return mixture;
    }

    /** Writes {@code ∇F_μ(θ_a)} of every head to {@code out}, A x p, row-major; heads of mass 0 too. O(A) evaluations of the kernel. */
    public void gradients(double[] masses, double[] theta, double[] out) {
        double[] pull = pull(mixture(masses, theta));
        int p = forward.shape().parameters();
        for (int a = 0; a < masses.length; a++) {
            gradient(pull, theta, a * p, out, a * p);
        }
    }

    /** {@code ∇F_μ(θ)} at a single head, in or out of the support of μ. */
    public double[] gradient(double[] masses, double[] theta, double[] head) {
        double[] out = new double[head.length];
        gradient(pull(mixture(masses, theta)), head, 0, out, 0);
        return out;
    }

    private void gradient(double[] pull, double[] theta, int from, double[] out, int at) {
        int p = forward.shape().parameters();
        double ridge = training == Training.WITHOUT_RIDGE ? 0 : lambda;
        for (int k = 0; k < p; k++) {
            out[at + k] = 0;
        }
        backward.addGradient(theta, from, training == Training.OWN_RESIDUAL ? own(theta, from) : pull, out, at);
        for (int k = 0; k < p; k++) {
            out[at + k] += ridge * theta[from + k];
        }
    }

    private double[] own(double[] theta, int from) {
        forward.logits(theta, from, z);
        return pull(z);
    }

    /** The weighted residual {@code g_i = w_i r_i}. */
    private double[] pull(double[] logits) {
        Corpus corpus = forward.corpus();
        double[] g = corpus.residual(logits);
        double sign = training == Training.NEGATED_RESIDUAL ? -1 : 1;
        Arrays.setAll(g, k -> sign * corpus.weight(k / corpus.vocab()) * g[k]);
        return g;
    }
}
