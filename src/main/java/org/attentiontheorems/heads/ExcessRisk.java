package org.attentiontheorems.heads;

/**
 * The excess E = R_λ(μ) - R_λ(μ_*) over a law μ_* = Σ m_a δ_θ*a whose value matrices are the best for its queries and keys, without a
 * difference of near numbers. With logits z, their difference δ = z_μ - z_*, π_* = softmax(z_*), the residual r_* and the averages h,
 *
 * <pre>{@code E = Σ_i w_i log Σ_c π_*ic exp(δ_ic - π_*i·δ_i) + Σ_i w_i ⟨r_*i, Σ_a m_a V_a (h_a,i - h_*a,i)⟩
 *   + λ/2 Σ_a m_a (|Q_a|² - |Q_*a|² + |K_a|² - |K_*a|² + |V_a - V_*a|²):}</pre>
 *
 * what is of first order in V_a - V_*a vanishes, because the risk is stationary there. The relative error is about that of δ, however small
 * E is. Reuses its workspace: one thread at a time.
 */
final class ExcessRisk {
    /** Below this the exponential series gives {@code e^u - 1 - u} to rounding with {@value #TERMS} terms. */
    private static final double SMALL = 0.5;

    private static final int TERMS = 16;

    private final HeadRisk risk;
    private final double[] masses;
    private final double[] optimum;
    private final double[][] averages;
    private final double[] logits;
    private final double[] pi;
    private final double[] residual;

    private ExcessRisk(HeadRisk risk, double[] masses, double[] optimum) {
        this.risk = risk;
        this.masses = masses;
        this.optimum = optimum;
        this.averages = averages(optimum);
        this.logits = risk.mixture(masses, optimum);
        this.pi = risk.kernel().corpus().probabilities(logits);
        this.residual = risk.kernel().corpus().residual(logits);
    }

    /** The excess over the heads θ_* (A x p, row-major) at masses m. */
    static ExcessRisk over(HeadRisk risk, double[] masses, double[] optimum) {
        return new ExcessRisk(risk, masses, optimum);
    }

    /** The risk R_λ(μ_*). */
    double least() {
        return risk.value(masses, optimum);
    }

    /** E at heads θ, A x p, row-major. O(A) evaluations of the kernel. */
    double at(double[] theta) {
        return bend(theta) + attention(theta) + risk.lambda() / 2 * ridge(theta);
    }

    /** {@code Σ_i w_i log Σ_c π_*ic exp(δ_ic - π_*i·δ_i)}. */
    private double bend(double[] theta) {
        double[] delta = risk.mixture(masses, theta);
        Corpus corpus = risk.kernel().corpus();
        int vocab = corpus.vocab();
        double sum = 0;
        for (int i = 0; i < corpus.positions(); i++) {
            double mean = 0;
            for (int k = i * vocab; k < (i + 1) * vocab; k++) {
                delta[k] -= logits[k];
                mean += pi[k] * delta[k];
            }
            double excess = 0;
            for (int k = i * vocab; k < (i + 1) * vocab; k++) {
                excess += pi[k] * exponentialExcess(delta[k] - mean);
            }
            sum += corpus.weight(i) * StrictMath.log1p(excess);
        }
        return sum;
    }

    /** {@code Σ_i w_i ⟨r_*i, Σ_a m_a V_a (h_a,i - h_*a,i)⟩}. */
    private double attention(double[] theta) {
        double[][] moved = averages(theta);
        Corpus corpus = risk.kernel().corpus();
        Head.Shape shape = risk.kernel().shape();
        double[] field = new double[corpus.fieldLength()];
        for (int a = 0; a < masses.length; a++) {
            int values = a * shape.parameters() + shape.values();
            for (int row = 0; row < field.length; row++) {
                int h = row / shape.vocab() * shape.d();
                int v = values + row % shape.vocab() * shape.d();
                for (int k = 0; k < shape.d(); k++) {
                    field[row] += masses[a] * theta[v + k] * (moved[a][h + k] - averages[a][h + k]);
                }
            }
        }
        return corpus.inner(residual, field);
    }

    private double ridge(double[] theta) {
        Head.Shape shape = risk.kernel().shape();
        int p = shape.parameters();
        double sum = 0;
        for (int k = 0; k < theta.length; k++) {
            double difference = theta[k] - optimum[k];
            double factor = k % p < shape.values() ? theta[k] + optimum[k] : difference;
            sum += masses[k / p] * difference * factor;
        }
        return sum;
    }

    private double[][] averages(double[] theta) {
        HeadKernel kernel = risk.kernel();
        double[][] all = new double[masses.length]
                [kernel.corpus().positions() * kernel.shape().d()];
        for (int a = 0; a < masses.length; a++) {
            kernel.averages(theta, a * kernel.shape().parameters(), all[a]);
        }
        return all;
    }

    /** {@code e^u - 1 - u}, to relative rounding: {@code u²/2 (1 + u/3 (1 + u/4 (1 + …)))} near 0. */
    private static double exponentialExcess(double u) {
        if (Math.abs(u) >= SMALL) {
            return StrictMath.expm1(u) - u;
        }
        double nested = 1;
        for (int n = TERMS; n > 2; n--) {
            nested = 1 + u / n * nested;
        }
        return u * u / 2 * nested;
    }
}
