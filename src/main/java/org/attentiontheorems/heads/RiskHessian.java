package org.attentiontheorems.heads;

import java.util.Arrays;

/**
 * The second derivative of the risk R_λ at an atomic law μ = Σ m_a δ_θa. Along directions ξ = (ξ_1..ξ_A), with the residual r, the
 * Jacobian J = diag(π) - ππᵀ of the softmax and the weights w of the positions,
 *
 * <pre>{@code ⟨ξ, H_P(θ) ξ⟩ = Σ_i w_i ⟨r_i, D²z_θ[ξ, ξ]_i⟩ + λ |ξ|²            (potential)
 * I(ξ, η) = Σ_i w_i ż_i[ξ]ᵀ J_i ż_i[η],   ż[ξ] = Σ_a m_a Dz_θa[ξ_a]      (interaction, never negative)
 * d²/dε² R(Θ + ε ξ) = ⟨ξ, H ξ⟩_m := Σ_a m_a ⟨ξ_a, H_P(θ_a) ξ_a⟩ + I(ξ, ξ).}</pre>
 *
 * Source: arXiv 2606.10469. Reuses its workspace: one thread at a time.
 */
final class RiskHessian {
    private final HeadKernel kernel;
    private final double lambda;
    private final double[] masses;
    private final double[] theta;
    private final Form form;
    private final HeadJet.Second second;
    private final double[] residual;
    private final double[] pi;

    /** How the two parts are put together, and the ways to get it wrong. */
    enum Form {
        /** Potential plus interaction. */
        REFERENCE,
        /** Forgets the interaction. */
        WITHOUT_INTERACTION,
        /** Subtracts the interaction. */
        NEGATED_INTERACTION,
        /** Counts the interaction twice. */
        DOUBLED_INTERACTION,
        /** Forgets - ππᵀ in the Jacobian. */
        UNCENTRED_JACOBIAN,
        /** Forgets the ridge. */
        WITHOUT_RIDGE,
        /** The residual has the wrong sign. */
        NEGATED_RESIDUAL
    }

    private RiskHessian(
            HeadRisk risk, double[] masses, double[] theta, Form form, HeadJet.Second second, double[] mixture) {
        this.kernel = risk.kernel();
        this.lambda = risk.lambda();
        this.masses = masses;
        this.theta = theta;
        this.form = form;
        this.second = second;
        this.residual = kernel.corpus().residual(mixture);
        this.pi = kernel.corpus().probabilities(mixture);
    }

    /** The second derivative at masses m (length A) and heads θ (A x p, row-major); neither may be changed afterwards. */
    static RiskHessian at(HeadRisk risk, double[] masses, double[] theta) {
        return at(risk, masses, theta, Form.REFERENCE, HeadJet.Second.REFERENCE);
    }

    /** The second derivative, computed in another way. */
    static RiskHessian at(HeadRisk risk, double[] masses, double[] theta, Form form, HeadJet.Second second) {
        return new RiskHessian(risk, masses, theta, form, second, risk.mixture(masses, theta));
    }

    /** {@code ⟨ξ, H ξ⟩_m} along ξ, A x p, row-major. O(A) evaluations of the kernel. */
    double quadratic(double[] xi) {
        int p = parameters();
        double potential = 0;
        double[] first = new double[residual.length];
        for (int a = 0; a < masses.length; a++) {
            HeadJet.Along along = jet(theta, a * p).along(xi, a * p);
            potential += masses[a] * potential(along, xi, a * p);
            for (int k = 0; k < first.length; k++) {
                first[k] += masses[a] * along.first()[k];
            }
        }
        return potential + interaction(first, first);
    }

    /** The matrix {@code H_P(θ)}, p x p, at any head {@code theta[from ..]}. O(p²) evaluations of the kernel. */
    double[][] potential(double[] head, int from) {
        int p = parameters();
        HeadJet jet = jet(head, from);
        double[][] matrix = new double[p][p];
        double[] xi = new double[p];
        for (int i = 0; i < p; i++) {
            xi[i] = 1;
            matrix[i][i] = potential(jet.along(xi, 0), xi, 0);
            for (int k = 0; k < i; k++) {
                xi[k] = 1;
                double plus = potential(jet.along(xi, 0), xi, 0);
                xi[k] = -1;
                double minus = potential(jet.along(xi, 0), xi, 0);
                xi[k] = 0;
                matrix[i][k] = (plus - minus) / 4;
                matrix[k][i] = matrix[i][k];
            }
            xi[i] = 0;
        }
        return matrix;
    }

    /** The least eigenvalue of {@code H_P} at a head of the law. */
    double leastPotential() {
        double least = Double.POSITIVE_INFINITY;
        for (int from = 0; from < theta.length; from += parameters()) {
            least = Math.min(least, Spectrum.of(potential(theta, from)).least());
        }
        return least;
    }

    /** The matrix {@code Σ_i w_i (Dz_θa)ᵀ J_i Dz_θb}, p x p: how head b acts on head a. */
    double[][] interaction(int a, int b) {
        double[][] ofA = firstDerivatives(a);
        double[][] ofB = a == b ? ofA : firstDerivatives(b);
        double[][] matrix = new double[ofA.length][ofB.length];
        for (int i = 0; i < ofA.length; i++) {
            for (int k = 0; k < ofB.length; k++) {
                matrix[i][k] = interaction(ofA[i], ofB[k]);
            }
        }
        return matrix;
    }

    /** The matrix H in the coordinates {@code sqrt(m_a) ξ_a}, Ap x Ap: blocks {@code δ_ab H_P(θ_a) + sqrt(m_a m_b) I_ab}. */
    double[][] matrix() {
        int p = parameters();
        int atoms = masses.length;
        double[][] first = new double[atoms * p][];
        for (int a = 0; a < atoms; a++) {
            System.arraycopy(firstDerivatives(a), 0, first, a * p, p);
        }
        double[][] matrix = new double[atoms * p][atoms * p];
        for (int i = 0; i < atoms * p; i++) {
            for (int k = 0; k <= i; k++) {
                matrix[i][k] = Math.sqrt(masses[i / p] * masses[k / p]) * interaction(first[i], first[k]);
                matrix[k][i] = matrix[i][k];
            }
        }
        for (int a = 0; a < atoms; a++) {
            addBlock(potential(theta, a * p), matrix, a * p);
        }
        return matrix;
    }

    private static void addBlock(double[][] block, double[][] matrix, int at) {
        for (int i = 0; i < block.length; i++) {
            for (int k = 0; k < block.length; k++) {
                matrix[at + i][at + k] += block[i][k];
            }
        }
    }

    /** {@code ⟨ξ, H_P ξ⟩} along one direction. */
    private double potential(HeadJet.Along along, double[] xi, int from) {
        double square = 0;
        for (int k = from; k < from + parameters(); k++) {
            square += xi[k] * xi[k];
        }
        double sign = form == Form.NEGATED_RESIDUAL ? -1 : 1;
        double ridge = form == Form.WITHOUT_RIDGE ? 0 : lambda;
        return sign * kernel.corpus().inner(residual, along.second()) + ridge * square;
    }

    /** {@code Σ_i w_i u_iᵀ J_i v_i} of two fields. */
    private double interaction(double[] u, double[] v) {
        Corpus corpus = kernel.corpus();
        int vocab = corpus.vocab();
        double sum = 0;
        for (int i = 0; i < corpus.positions(); i++) {
            double both = 0;
            double ofU = 0;
            double ofV = 0;
            for (int k = i * vocab; k < (i + 1) * vocab; k++) {
                both += pi[k] * (u[k] * v[k]);
                ofU += pi[k] * u[k];
                ofV += pi[k] * v[k];
            }
            sum += corpus.weight(i) * (form == Form.UNCENTRED_JACOBIAN ? both : both - ofU * ofV);
        }
        return factor() * sum;
    }

    private double factor() {
        return switch (form) {
            case WITHOUT_INTERACTION -> 0;
            case NEGATED_INTERACTION -> -1;
            case DOUBLED_INTERACTION -> 2;
            default -> 1;
        };
    }

    /** {@code Dz_θa[e_i]} for every coordinate, p fields. */
    private double[][] firstDerivatives(int a) {
        int p = parameters();
        HeadJet jet = jet(theta, a * p);
        double[][] first = new double[p][];
        double[] xi = new double[p];
        for (int i = 0; i < p; i++) {
            Arrays.fill(xi, 0);
            xi[i] = 1;
            first[i] = jet.along(xi, 0).first();
        }
        return first;
    }

    private HeadJet jet(double[] heads, int from) {
        return HeadJet.at(kernel, second, heads, from);
    }

    private int parameters() {
        return kernel.shape().parameters();
    }
}
