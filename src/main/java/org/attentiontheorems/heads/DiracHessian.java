package org.attentiontheorems.heads;

import java.util.Arrays;

/**
 * The second derivatives at a Dirac measure δ_θ: of the potential, H_P; the interaction I_*; and their sum H_R, which is the second derivative
 * of {@code θ -> R(δ_θ)}. Near a stationary one heads {@code θ_* + ξ_a} of masses m_a follow, to first order, {@code ξ̇_a = -H_P ξ_a - I_* ξ̄}
 * with {@code ξ̄ = Σ m_a ξ_a}: their mean by H_R, their differences by H_P.
 *
 * @param potential spectrum of H_P
 * @param interaction spectrum of I_*
 * @param full spectrum of H_R
 * @param fullMatrix H_R, p x p
 */
record DiracHessian(Spectrum potential, Spectrum interaction, Spectrum full, double[][] fullMatrix) {

    static DiracHessian of(RiskHessian hessian, double[] theta) {
        double[][] potential = hessian.potential(theta, 0);
        double[][] interaction = hessian.interaction(0, 0);
        double[][] full = new double[theta.length][theta.length];
        for (int i = 0; i < full.length; i++) {
            for (int k = 0; k < full.length; k++) {
                full[i][k] = potential[i][k] + interaction[i][k];
            }
        }
        return new DiracHessian(Spectrum.of(potential), Spectrum.of(interaction), Spectrum.of(full), full);
    }

    /** The least eigenvalue of H_P: the rate at which heads that split come together again; they part if it is negative. */
    double leastPotential() {
        return potential.least();
    }

    /** The least eigenvalue of H_R. */
    double leastFull() {
        return full.least();
    }

    /** What the eigenvalues of the second derivative are at several heads in the same place: those of H_R once, those of H_P else. */
    double[] spectrum(int heads) {
        int p = full.values().length;
        double[] values = Arrays.copyOf(full.values(), heads * p);
        for (int a = 1; a < heads; a++) {
            System.arraycopy(potential.values(), 0, values, a * p, p);
        }
        Arrays.sort(values);
        return values;
    }
}
