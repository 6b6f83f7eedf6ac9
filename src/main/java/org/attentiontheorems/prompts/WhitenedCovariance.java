package org.attentiontheorems.prompts;

import org.attentiontheorems.prompts.RatioMoments.Indices;
import org.attentiontheorems.prompts.RatioMoments.TokenFunction;

/**
 * Exact mean squared errors of the attention covariance of whitened tokens: {@code g_l ~ N(0, I_d)} with logits {@code tau g_l^1}, {@code
 * Chat_L = sum_l p_l g_l g_l' - m m'}, m their attention mean. With {@code k = d - 1}, {@code y = g - tau}, {@code b = w(y² - 1)} and
 * {@code c = wy} for the first coordinate g,
 *
 * <pre>{@code
 * E|Chat_L - I|_F² = E[S_b²/D² - 2 S_b S_c²/D³ + S_c⁴/D⁴]
 *                  + 2k E[S_(w²y²)/D² - 2 S_(w²y) S_c/D³ + S_(w²) S_c²/D⁴] + k E P_2² + k(k+1) E[P_2 - 2 P_3 + P_2²],
 * }</pre>
 *
 * given the first coordinates the others are normal and independent of the weights. Cost: one kernel, about 2 ms whatever L and d. Not
 * safe between threads.
 */
final class WhitenedCovariance {
    private final RatioMoments kernel;
    private final double tau;

    private WhitenedCovariance(RatioMoments kernel, double tau) {
        this.kernel = kernel;
        this.tau = tau;
    }

    /**
     * The tokens of a prompt.
     *
     * @throws org.attentiontheorems.verify.InvalidInstance if tau is outside [0, 3] or the prompt length outside [1, 1e6]
     */
    static WhitenedCovariance of(double tau, int promptLength, Indices indices) {
        return new WhitenedCovariance(RatioMoments.gaussian(tau, promptLength, indices), tau);
    }

    /**
     * {@code E|Chat_L - I|_F²} in d dimensions.
     *
     * @param crossTerm 1; 0 forgets {@code -2 S_b S_c²/D³}
     */
    double squaredError(int dimension, double crossTerm) {
        TokenFunction w = kernel.weight();
        TokenFunction y = kernel.given(g -> g - tau);
        TokenFunction b = w.times(kernel.given(g -> (g - tau) * (g - tau) - 1));
        TokenFunction c = w.times(y);
        double along =
                kernel.expect(2, b, b) - 2 * crossTerm * kernel.expect(3, b, c, c) + kernel.expect(4, c, c, c, c);
        int k = dimension - 1;
        if (k == 0) {
            return along;
        }
        TokenFunction w2 = kernel.power(2);
        double mixed = kernel.expect(2, c.times(c)) - 2 * kernel.expect(3, w.times(c), c) + kernel.expect(4, w2, c, c);
        double p2p2 = kernel.expect(4, w2, w2);
        double across = kernel.expect(2, w2) - 2 * kernel.expect(3, kernel.power(3)) + p2p2;
        return along + 2 * k * mixed + k * p2p2 + (double) k * (k + 1) * across;
    }

    /** {@code E|sum_l p_l g_l g_l' - I|_F²}: without the term {@code m m'} there is no convergence, since {@code E m = tau e}. */
    double squaredErrorUncentred(int dimension) {
        TokenFunction w = kernel.weight();
        TokenFunction f = w.times(kernel.given(g -> g * g - 1));
        TokenFunction wg = w.times(kernel.given(g -> g));
        double k = dimension - 1;
        return kernel.expect(2, f, f)
                + 2 * k * kernel.expect(2, wg.times(wg))
                + k * (k + 1) * kernel.expect(2, kernel.power(2));
    }

    /**
     * {@code E(Chat_L - 1)⁴} for d = 1, where {@code Chat_L - 1 = (S_b D - S_c²)/D²}: the binomial sum of {@code C(4,j) (-1)^j S_b^(4-j)
     * S_c^(2j) / D^(4+j)}. The last term runs over the 4140 partitions of eight indices.
     */
    double fourthPowerOnTheLine() {
        TokenFunction w = kernel.weight();
        TokenFunction b = w.times(kernel.given(g -> (g - tau) * (g - tau) - 1));
        TokenFunction c = w.times(kernel.given(g -> g - tau));
        double[] signed = {1, -4, 6, -4, 1};
        double sum = 0;
        for (int j = 0; j <= 4; j++) {
            TokenFunction[] f = new TokenFunction[4 + j];
            for (int i = 0; i < f.length; i++) {
                f[i] = i < 4 - j ? b : c;
            }
            sum += signed[j] * kernel.expect(4 + j, f);
        }
        return sum;
    }

    /** {@code e^tau² [(d + tau²)² + d + 2 tau²]}, the limit of {@code L E|Chat_L - I|_F²}. */
    static double limit(double tau, int dimension) {
        double rho = tau * tau;
        return StrictMath.exp(rho) * ((dimension + rho) * (dimension + rho) + dimension + 2 * rho);
    }

    /**
     * {@code E|Chat_2 - I|_F²} by one integral over the difference g of the two first coordinates: with {@code s = p_1 p_2} and {@code p_1
     * = 1/(1 + e^(-sqrt(2) tau g))} it is {@code E[4s²(g⁴ + 2kg² + k² + 2k) - 4s(g² + k) + d]}. Trapezoid rule.
     */
    static double twoTokens(double tau, int dimension) {
        double h = 1.0 / 32;
        double k = dimension - 1;
        double sum = 0;
        for (int i = -12 * 32; i <= 12 * 32; i++) {
            double g2 = i * h * i * h;
            double p = 1 / (1 + StrictMath.exp(-Math.sqrt(2) * tau * i * h));
            double s = p * (1 - p);
            double inner = 4 * s * s * (g2 * g2 + 2 * k * g2 + k * k + 2 * k) - 4 * s * (g2 + k) + dimension;
            sum += h / Math.sqrt(2 * Math.PI) * StrictMath.exp(-g2 / 2) * inner;
        }
        return sum;
    }

    /**
     * An upper bound of {@code E|Chat_L - I|_F²} for every L: {@code (sqrt(A/L + (1-1/L) B) + sqrt(F_4))²}, where the first root bounds
     * {@code |sum_l p_l (y_l y_l' - I)|} and {@code F_4 >= E|m - tau e|⁴}; both from {@code D/L >= e^(tau mean g)} and Gaussian tilting.
     */
    static double bound(double tau, int promptLength, int dimension) {
        double l = promptLength;
        double rho = tau * tau;
        double c2 = rho * (1 - 2 / l) * (1 - 2 / l);
        double a = StrictMath.exp(2 * rho * (1 - 1 / l)) * ((dimension + c2) * (dimension + c2) + dimension + 2 * c2);
        double b = 16 * rho * rho / (l * l * l * l) * StrictMath.exp(rho * (1 - 2 / l));
        double root = Math.sqrt(a / l + (1 - 1 / l) * b) + Math.sqrt(fourthMoment(tau, l, dimension));
        return root * root;
    }

    /** {@code F_4}: index coincidences (4), (3,1), (2,2), (2,1,1), (1,1,1,1). */
    private static double fourthMoment(double tau, double l, double d) {
        double rho = tau * tau;
        double q0 = -4 * tau / l;
        double q1 = tau * (3 - 4 / l);
        double q2 = tau * (2 - 4 / l);
        double q3 = tau * (1 - 4 / l);
        double r1 = q1 * q1;
        double r3 = q3 * q3;
        double four = l * StrictMath.exp(8 * rho * (1 - 1 / l)) * ((d + r1) * (d + r1) + 2 * d + 4 * r1);
        double three = 4 * l * (l - 1) * StrictMath.exp(rho * (5 - 8 / l)) * q0 * (q2 * q2 * q2 + (d + 2) * q2);
        double two = l
                * (l - 1)
                * StrictMath.exp(rho * (4 - 8 / l))
                * ((d + r3) * (d + r3) + 2 * (d - 1 + (1 + r3) * (1 + r3)));
        double twoOnes =
                l * (l - 1) * (l - 2) * StrictMath.exp(rho * (3 - 8 / l)) * q0 * q0 * (2 * (d + r3) + 4 * (1 + r3));
        double ones = l * (l - 1) * (l - 2) * (l - 3) * StrictMath.exp(rho * (2 - 8 / l)) * q0 * q0 * q0 * q0;
        return Math.max(0, four + three + two + twoOnes + ones) / (l * l * l * l);
    }
}
