package org.attentiontheorems.prompts;

import java.util.Arrays;
import org.attentiontheorems.measure.Sums;
import org.attentiontheorems.measure.Vectors;

/**
 * Linear regression in context: tokens {@code (x_l, <w, x_l>)} with {@code x_l ~ N(0, Sigma)}, {@code w ~ N(0, I)}, and queries x_q whose
 * label {@code <w, x_q>} is to be predicted by {@code b <w, m_L>}, m_L the attention mean of the x_l for the logits {@code x_l' A x_q}.
 *
 * @param sigma Sigma, d x d
 * @param queries n queries of d entries, all equally likely
 * @param spectrum of Sigma, positive
 * @param second {@code S = 1/n sum x_q x_q'}
 * @param leastSecond smallest eigenvalue of S, at least 0
 */
record RegressionTask(double[][] sigma, double[][] queries, Spectra spectrum, double[][] second, double leastSecond) {

    /** Cost O(d³ + n d²). */
    static RegressionTask of(double[][] sigma, double[][] queries) {
        int d = sigma.length;
        double[][] second = new double[d][d];
        for (double[] x : queries) {
            for (int i = 0; i < d; i++) {
                second[i] = Vectors.plus(second[i], x[i] / queries.length, x);
            }
        }
        return new RegressionTask(
                sigma,
                queries,
                Spectra.of(sigma),
                second,
                Math.max(0, Spectra.of(second).least()));
    }

    int dimension() {
        return sigma.length;
    }

    static double trace(double[][] a) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i][i];
        }
        return sum;
    }

    // ---- infinite prompts

    /** {@code R_inf = 1/2 tr(N S N') = 1/2n sum_q |N x_q|²}, {@code N = b Sigma A - I}. */
    double infiniteRisk(RegressionParameters p) {
        double[][] n = mismatch(p);
        double sum = 0;
        for (double[] x : queries) {
            sum += Vectors.squaredNorm(Vectors.apply(n, x));
        }
        return sum / (2 * queries.length);
    }

    /** {@code N = b Sigma A - I}. */
    double[][] mismatch(RegressionParameters p) {
        double[][] n = Vectors.multiply(sigma, p.key());
        for (int i = 0; i < n.length; i++) {
            n[i] = Vectors.times(p.scale(), n[i]);
            n[i][i] -= 1;
        }
        return n;
    }

    /** {@code 1/2 tr S}: the risk of predicting 0. */
    double riskOfNothing() {
        return trace(second) / 2;
    }

    /** {@code 1/2 tr S - R_inf}: what the layer gains on predicting 0, without cancellation for small parameters. */
    double gain(RegressionParameters p) {
        double sum = 0;
        for (double[] x : queries) {
            double[] read = Vectors.times(p.scale(), Vectors.apply(sigma, Vectors.apply(p.key(), x)));
            sum += 2 * Sums.dot(x, read) - Vectors.squaredNorm(read);
        }
        return sum / (2 * queries.length);
    }

    /** {@code b_* = tr(Sigma^-2)^(1/4)}. */
    double limitScale() {
        return StrictMath.sqrt(inverseNorm());
    }

    /** {@code |Sigma^-1|_F}. */
    private double inverseNorm() {
        double sum = 0;
        for (double value : spectrum.values()) {
            sum += 1 / (value * value);
        }
        return Math.sqrt(sum);
    }

    /** {@code (A_*, b_*)}, {@code A_* = Sigma^-1 / b_*}. */
    RegressionParameters limit() {
        double[][] key = spectrum.inverse();
        for (int i = 0; i < key.length; i++) {
            key[i] = Vectors.times(1 / limitScale(), key[i]);
        }
        return new RegressionParameters(key, limitScale());
    }

    /** A candidate for the limit of the flow. */
    @FunctionalInterface
    interface Limit {
        RegressionParameters of(RegressionTask task);
    }

    /** The smallest positive eigenvalue mu of the {@link #rates}: in the end the risk falls like {@code e^(-2 mu t)}. */
    double slowestRate() {
        return rates()[1];
    }

    /** Whether no other rate lies between 1.01 mu and 2 mu, which would show long in the risk. */
    boolean isSlowestRateAlone() {
        double[] rates = rates();
        return Arrays.stream(rates).noneMatch(rate -> rate > 1.01 * rates[1] && rate < 2 * rates[1]);
    }

    /**
     * Eigenvalues of the Hessian of {@code R_inf} at the limit, increasing: the quadratic form {@code tr(M S M')} of {@code M = b Sigma dA +
     * db Sigma A = b Sigma dA + (db / b) I}. The first is 0, along {@code bA = const}. For an invertible S. Cost O(d^6).
     */
    private double[] rates() {
        int d = dimension();
        double b = limitScale();
        double[][][] moves = new double[d * d + 1][d][d];
        for (int i = 0; i < d; i++) {
            moves[d * d][i][i] = 1 / b;
            for (int j = 0; j < d; j++) {
                for (int k = 0; k < d; k++) {
                    moves[i * d + j][k][j] = b * sigma[k][i];
                }
            }
        }
        double[][] hessian = new double[moves.length][moves.length];
        for (int p = 0; p < moves.length; p++) {
            double[][] left = Vectors.multiply(moves[p], second);
            for (int q = 0; q < moves.length; q++) {
                for (int i = 0; i < d; i++) {
                    hessian[p][q] += Sums.dot(left[i], moves[q][i]);
                }
            }
        }
        return Spectra.of(hessian).values();
    }

    /** {@code 2 lambda_min(Sigma)² lambda_min(S)}: the risk falls at least at this rate times b². */
    double rate() {
        return 2 * spectrum.least() * spectrum.least() * leastSecond;
    }

    /** {@code sqrt(2 R / lambda_min(S)) / lambda_min(Sigma)}: how far {@code bA} can be from {@code Sigma^-1}; infinite for a singular S. */
    double distanceBound(double risk) {
        return leastSecond > 0 ? Math.sqrt(2 * risk / leastSecond) / spectrum.least() : Double.POSITIVE_INFINITY;
    }

    // ---- prompts of L tokens

    /** {@code tau² = x' A' Sigma A x}. */
    double rho(RegressionParameters p, double[] x) {
        double[] u = Vectors.apply(p.key(), x);
        return Math.max(0, Sums.dot(u, Vectors.apply(sigma, u)));
    }

    double largestTau(RegressionParameters p) {
        double largest = 0;
        for (double[] x : queries) {
            largest = Math.max(largest, rho(p, x));
        }
        return Math.sqrt(largest);
    }

    /**
     * {@code R_L = 1/2n sum_q |x|² - 2b (1 - gamma) x'v + b² kappa |v|² + b² gamma tr Sigma}, {@code v = Sigma A x}: exact. Written such
     * that nothing cancels where {@code bv = x}: {@code |x - bv|² + gamma (2b x'v - b²|v|² + b² tr Sigma) - b² defect |v|²}.
     *
     * @throws org.attentiontheorems.verify.InvalidInstance if a logit has a standard deviation beyond 3
     */
    double finiteRisk(RegressionParameters p, Shrinkage.Functions functions) {
        double sum = 0;
        double b = p.scale();
        for (double[] x : queries) {
            double[] v = Vectors.apply(sigma, Vectors.apply(p.key(), x));
            double norm = Vectors.squaredNorm(v);
            Shrinkage c = functions.at(rho(p, x));
            sum += Vectors.squaredNorm(Vectors.plus(x, -b, v))
                    + c.gamma() * (2 * b * Sums.dot(x, v) + b * b * (trace(sigma) - norm))
                    - b * b * c.defect() * norm;
        }
        return sum / (2 * queries.length);
    }

    /** Which derivatives of gamma and kappa enter the gradient of {@code R_L}. */
    enum Derivatives {
        /** With respect to {@code rho = tau²}, as is right. */
        OF_RHO,
        /** With respect to tau. */
        OF_TAU,
        /** None: gamma and kappa are taken for constants. */
        NONE;

        double factor(double rho) {
            return switch (this) {
                case OF_RHO -> 1;
                case OF_TAU -> 2 * Math.sqrt(rho);
                case NONE -> 0;
            };
        }
    }

    /** The gradient of {@link #finiteRisk}. */
    RegressionParameters finiteGradient(
            RegressionParameters p, Shrinkage.Functions functions, Derivatives derivatives) {
        int d = dimension();
        double b = p.scale();
        double trace = trace(sigma);
        double[][] byKey = new double[d][d];
        double byScale = 0;
        for (double[] x : queries) {
            double[] v = Vectors.apply(sigma, Vectors.apply(p.key(), x));
            double rho = rho(p, x);
            Shrinkage c = functions.at(rho);
            double inner = Sums.dot(x, v);
            double norm = Vectors.squaredNorm(v);
            byScale += -(1 - c.gamma()) * inner + b * (c.kappa() * norm + c.gamma() * trace);
            double byRho = 2 * b * c.gammaPrime() * inner + b * b * (c.kappaPrime() * norm + c.gammaPrime() * trace);
            double[] plain = Vectors.plus(Vectors.times(b * b * c.kappa(), v), -b * (1 - c.gamma()), x);
            double[] left = Vectors.plus(Vectors.apply(sigma, plain), derivatives.factor(rho) * byRho, v);
            for (int i = 0; i < d; i++) {
                byKey[i] = Vectors.plus(byKey[i], left[i] / queries.length, x);
            }
        }
        return new RegressionParameters(byKey, byScale / queries.length);
    }

    /** {@code 1/2n sum_q gammaUp(tau_q) (|x_q|² + b_*² tr Sigma)}: the bound of {@code R_L(A_*, b_*)}. */
    double excessBound(int promptLength) {
        return atOptimum(tau -> PromptOutputConcentration.gammaUpper(tau, promptLength));
    }

    /** {@code 1/2n sum_q gammaUp(tau_q) |x_q|²}: without the noise of the labels, which is wrong. */
    double excessBoundWithoutNoise(int promptLength) {
        RegressionParameters optimum = limit();
        double sum = 0;
        for (double[] x : queries) {
            double tau = Math.sqrt(rho(optimum, x));
            sum += PromptOutputConcentration.gammaUpper(tau, promptLength) * Vectors.squaredNorm(x);
        }
        return sum / (2 * queries.length);
    }

    /** {@link #excessBound} with another constant in place of gammaUp. */
    double atOptimum(Constant constant) {
        RegressionParameters optimum = limit();
        double noise = optimum.scale() * optimum.scale() * trace(sigma);
        double sum = 0;
        for (double[] x : queries) {
            sum += constant.of(Math.sqrt(rho(optimum, x))) * (Vectors.squaredNorm(x) + noise);
        }
        return sum / (2 * queries.length);
    }

    /** A function of tau in place of {@code gamma_L}. */
    @FunctionalInterface
    interface Constant {
        double of(double tau);
    }
}
