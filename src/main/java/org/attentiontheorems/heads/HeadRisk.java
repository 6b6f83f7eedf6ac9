package org.attentiontheorems.heads;

import java.util.Arrays;
import org.attentiontheorems.attention.CausalAttention;

/**
 * The risk R_λ of atomic measures whose heads move, with its gradients: the right side of training. A measure is a pair of raw masses m
 * (length A, any sign and sum) and flat heads θ (A x p, row-major). With the residual r of the averaged logits,
 *
 * <pre>{@code F_μ(θ) = ⟨r(μ), z_θ⟩ + λ/2 |θ|²,   ∂R_λ / ∂θ_a = m_a ∇F_μ(θ_a).}</pre>
 *
 * Reuses its workspace: one thread at a time.
 */
final class HeadRisk {
    /** Numbers of {@link Forward#attended} that are kept at most: 32 MB. */
    private static final long MOST_KEPT = 1 << 22;

    private static final double[] ALONE = {1};

    private final HeadKernel forward;
    private final HeadKernel backward;
    private final double lambda;
    private final Training training;
    private final double[] z;
    private Forward last = new Forward(new double[0][], new double[0], new HeadKernel.Attended[0][]);

    /**
     * What the heads of a measure compute on the data, forwards.
     *
     * @param logits z of every head, A x (nT vocab)
     * @param mixture the averaged logits z_μ
     * @param attended A x n; empty where that is too much to keep until the way back, and is computed again
     */
    record Forward(double[][] logits, double[] mixture, HeadKernel.Attended[][] attended) {}

    /** What drives a head, and the ways to get it wrong. */
    enum Training {
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
    static HeadRisk of(HeadModel model) {
        return of(HeadKernel.of(model.corpus(), model.dk(), CausalAttention.REFERENCE), model.lambda());
    }

    /** The risk of a kernel's data. */
    static HeadRisk of(HeadKernel kernel, double lambda) {
        return new HeadRisk(kernel, kernel, lambda, Training.REFERENCE);
    }

    /** The same risk with gradients that go through another kernel. */
    HeadRisk withGradientsOf(HeadKernel other) {
        return new HeadRisk(forward, other, lambda, training);
    }

    /** The same risk with other gradients. */
    HeadRisk with(Training other) {
        return new HeadRisk(forward, backward, lambda, other);
    }

    /** The risk on sequence j alone, R^J: what one step of stochastic gradient descent sees. */
    HeadRisk only(int j) {
        Corpus one = forward.corpus().only(j);
        return new HeadRisk(forward.on(one), backward.on(one), lambda, training);
    }

    /** The kernel of the logits. */
    HeadKernel kernel() {
        return forward;
    }

    /** The ridge parameter. */
    double lambda() {
        return lambda;
    }

    /** The risk R_λ(μ). O(A) evaluations of the kernel. */
    double value(double[] masses, double[] theta) {
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
    double[] mixture(double[] masses, double[] theta) {
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
    void gradients(double[] masses, double[] theta, double[] out) {
        gradients(forward(masses, theta), theta, out);
    }

    /** What the heads compute on the data; its arrays are reused by the next call. */
    Forward forward(double[] masses, double[] theta) {
        if (last.logits().length != masses.length) {
            last = workspace(masses.length);
        }
        int p = forward.shape().parameters();
        double[] mixture = last.mixture();
        Arrays.fill(mixture, 0);
        for (int a = 0; a < masses.length; a++) {
            double[] logits = last.logits()[a];
            if (last.attended().length == 0) {
                forward.logits(theta, a * p, logits);
            } else {
                forward.logits(theta, a * p, last.attended()[a], logits);
            }
            for (int k = 0; masses[a] != 0 && k < mixture.length; k++) {
                mixture[k] += masses[a] * logits[k];
            }
        }
        return last;
    }

    private Forward workspace(int heads) {
        long numbers = (long) heads * forward.corpus().sequences() * forward.attendedLength();
        boolean kept = backward == forward && numbers <= MOST_KEPT;
        HeadKernel.Attended[][] attended = new HeadKernel.Attended[kept ? heads : 0][];
        Arrays.setAll(attended, a -> forward.unattended());
        return new Forward(new double[heads][z.length], new double[z.length], attended);
    }

    /** The gradients at heads that have just gone {@link #forward}. */
    void gradients(Forward seen, double[] theta, double[] out) {
        double[] pull = pull(seen.mixture());
        int p = forward.shape().parameters();
        Arrays.fill(out, 0);
        for (int a = 0; a < seen.logits().length; a++) {
            double[] g = training == Training.OWN_RESIDUAL ? pull(seen.logits()[a]) : pull;
            if (seen.attended().length == 0) {
                backward.addGradient(theta, a * p, g, out, a * p);
            } else {
                backward.addGradient(theta, a * p, seen.attended()[a], g, out, a * p);
            }
        }
        addRidge(theta, out);
    }

    /** {@code ∇F_μ(θ)} at a single head, in or out of the support of μ. */
    double[] gradient(double[] masses, double[] theta, double[] head) {
        double[] pull = pull(training == Training.OWN_RESIDUAL ? mixture(ALONE, head) : mixture(masses, theta));
        double[] out = new double[head.length];
        backward.addGradient(head, 0, pull, out, 0);
        addRidge(head, out);
        return out;
    }

    private void addRidge(double[] theta, double[] out) {
        double ridge = training == Training.WITHOUT_RIDGE ? 0 : lambda;
        for (int k = 0; k < out.length; k++) {
            out[k] += ridge * theta[k];
        }
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
