package org.attentiontheorems.lowtemperature;

import org.attentiontheorems.attention.Softmax;

/**
 * How large the mean gap {@code E_G g} to the hardmax point can be for a law with density at least a, at the inverse temperature κ in R^d.
 *
 * @param d dimension
 * @param kappa κ, at least 0
 * @param a lower bound of the density, in (0, 1]
 * @param uniform {@code Z_d(κ)} and {@code e_d(κ)}
 */
record LaplaceBounds(int d, double kappa, double a, UniformGap uniform) {
    private static final double LARGEST_GAP = 2;

    static LaplaceBounds of(int d, double kappa, double a) {
        return new LaplaceBounds(d, kappa, a, UniformGap.of(d, kappa));
    }

    /**
     * {@code E*}, which no law exceeds: {@code E_W = e_d + W_0((1-a)/(a Z_d) e^(-1-κ e_d)) / κ} if {@code E_W + 1/κ <= 2}, else the value of
     * the law with all of its free mass at the antipode.
     */
    double sharp() {
        if (kappa > 0) {
            double logZ =
                    StrictMath.log1p(-a) - StrictMath.log(a) - uniform.logPartition() - 1 - kappa * uniform.mean();
            double interior = uniform.mean() + LambertW.ofLog(logZ) / kappa;
            if (interior + 1 / kappa <= LARGEST_GAP) {
                return interior;
            }
        }
        double[] weights =
                Softmax.of(StrictMath.log(a) + uniform.logPartition(), StrictMath.log1p(-a) - LARGEST_GAP * kappa);
        return weights[0] * uniform.mean() + weights[1] * LARGEST_GAP;
    }

    /** Where the free mass 1 - a does most harm, {@code min(E* + 1/κ, 2)}. */
    double adversarialGap() {
        return kappa > 0 ? Math.min(sharp() + 1 / kappa, LARGEST_GAP) : LARGEST_GAP;
    }

    /** {@code (log(1/a) + log(1/Z_d)) / κ}, for κ positive. */
    double entropy() {
        return -(StrictMath.log(a) + uniform.logPartition()) / kappa;
    }

    /** {@code (log(1/a) + (d-1)/2 log(1 + b_d κ)) / κ}, for κ positive. */
    double elementary() {
        return (-StrictMath.log(a) + UniformGap.elementaryBound(d, kappa)) / kappa;
    }

    /** {@code sqrt(2E)}: from a mean gap to a distance {@code W_2}. */
    static double distance(double meanGap) {
        return Math.sqrt(2 * meanGap);
    }
}
