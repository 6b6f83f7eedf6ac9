package org.attentiontheorems.prompts;

import org.attentiontheorems.prompts.RatioMoments.Indices;
import org.attentiontheorems.prompts.RatioMoments.TokenFunction;
import org.attentiontheorems.verify.Check;

/**
 * Exact moments of the attention weights {@code p_l = e^(tau g_l) / sum_k e^(tau g_k)} of L independent standard normal numbers g_l: of
 * the power sums {@code P_k = sum_l p_l^k} (1/P_2 is the effective sample size) and of the read number {@code G = sum_l p_l g_l}. The
 * mean output and the mean squared error of attention over Gaussian tokens of any dimension are combinations of these.
 *
 * <p>Always {@code 0 <= P_2² <= P_3 <= P_2 <= 1}. The kernel costs about a millisecond, whatever L, and so do all moments together: they
 * share its matrix of exponentials and its transforms. A moment is not remembered. Not safe between threads.
 */
final class GaussianWeights {
    /** Largest tau that {@link #gamma(double, int)} accepts. */
    static final double MAX_GAMMA_TAU = 6.5;

    private final RatioMoments kernel;
    private final TokenFunction w2;
    private final TokenFunction w3;
    private final TokenFunction wg;
    private final TokenFunction wy;

    private GaussianWeights(double tau, RatioMoments kernel) {
        this.kernel = kernel;
        this.w2 = kernel.power(2);
        this.w3 = kernel.power(3);
        this.wg = kernel.weight().times(kernel.given(g -> g));
        this.wy = kernel.weight().times(kernel.given(g -> g - tau));
    }

    /**
     * The weights of a prompt.
     *
     * @param tau standard deviation of the logits
     * @throws org.attentiontheorems.verify.InvalidInstance if tau is outside [0, 3] or the prompt length outside [1, 1e6]
     */
    static GaussianWeights of(double tau, int promptLength) {
        return of(tau, promptLength, Indices.DIFFERENT);
    }

    static GaussianWeights of(double tau, int promptLength, Indices indices) {
        return new GaussianWeights(tau, RatioMoments.gaussian(tau, promptLength, indices));
    }

    /**
     * {@code gamma_L(tau) = E P_2} alone, for tau up to 6.5.
     *
     * @throws org.attentiontheorems.verify.InvalidInstance if an argument is out of range
     */
    static double gamma(double tau, int promptLength) {
        Check.that(tau >= 0 && tau <= MAX_GAMMA_TAU, "tau", "must be between 0 and %s, is %s", MAX_GAMMA_TAU, tau);
        RatioMoments kernel = RatioMoments.wideGaussian(tau, promptLength);
        return kernel.expect(2, kernel.power(2));
    }

    /** {@code gamma_L = E P_2}, the inverse effective sample size. */
    double gamma() {
        return kernel.expect(2, w2);
    }

    /** {@code E P_3}. */
    double p3() {
        return kernel.expect(3, w3);
    }

    /** {@code E P_2²}. */
    double p2Squared() {
        return kernel.expect(4, w2, w2);
    }

    /**
     * Gamma, {@code defect = 6 E[P_3 - P_2²]} and their derivatives with respect to {@code rho = tau²}, from six moments that share one matrix
     * of exponentials: about 2 ms whatever L, with a relative error of gamma and an absolute error of the others of about 1e-14. With
     * {@code kappa = 1 - gamma - defect},
     *
     * <pre>{@code
     * gamma' = E[P_2 - 4 P_3 + 3 P_2²],
     * kappa' = -gamma' - 18 E[P_3 - 3 P_4 + 2 P_2 P_3] + 12 E[P_2² - 8 P_2 P_3 + 2 P_4 + 5 P_2³]:
     * }</pre>
     *
     * by Gaussian integration by parts with {@code d p_k / d g_l = tau p_k (delta_kl - p_l)}. They hold at {@code tau = 0} too.
     */
    Shrinkage.Values shrinkage() {
        double p2 = gamma();
        double p3 = p3();
        double p4 = kernel.expect(4, kernel.power(4));
        double p2p2 = p2Squared();
        double p2p3 = kernel.expect(5, w2, w3);
        double p2p2p2 = kernel.expect(6, w2, w2, w2);
        double gammaPrime = p2 - 4 * p3 + 3 * p2p2;
        double kappaPrime = -gammaPrime - 18 * (p3 - 3 * p4 + 2 * p2p3) + 12 * (p2p2 - 8 * p2p3 + 2 * p4 + 5 * p2p2p2);
        return new Shrinkage.Values(p2, 6 * (p3 - p2p2), gammaPrime, -gammaPrime - kappaPrime);
    }

    /** {@code E G}; by parts {@code tau (1 - gamma)}. */
    double meanRead() {
        return kernel.expect(1, wg);
    }

    /** {@code E (G - tau)²}; by parts {@code gamma + tau² (gamma + 6 E[P_2² - P_3])}. */
    double squaredGap() {
        return kernel.expect(2, wy, wy);
    }

    /** {@code E (G - tau)⁴}. */
    double fourthPowerOfGap() {
        return kernel.expect(4, wy, wy, wy, wy);
    }

    /** {@code E (G - tau)² P_2}. */
    double squaredGapTimesP2() {
        return kernel.expect(4, wy, wy, w2);
    }

    /** {@code E[S_w² / D²]}, which is 1: it sees how index coincidences are counted. */
    double secondNormalisation() {
        return kernel.expect(2, kernel.weight(), kernel.weight());
    }
}
