package org.attentiontheorems.homogenization;

import org.attentiontheorems.measure.Sums;
import org.attentiontheorems.measure.Vectors;

/**
 * A step on the unit sphere, {@code N(x + u) = (x + u)/|x + u|}, and everything that the sphere adds to a step in flat space.
 *
 * <p><b>Normalisation lemma.</b> With {@code P = I - x xᵀ}, {@code a = <x, u>} and {@code ρ = |u| < 1},
 *
 * <pre>{@code
 * N(x + u) = x + Pu                                  degree 1: the tangential part
 *          - a Pu - ½|Pu|² x                         degree 2
 *          + (a² - ½|Pu|²) Pu + a |Pu|² x            degree 3
 *          + ...
 * }</pre>
 *
 * and the terms of degree m and higher add up to at most {@code R_m(ρ)}, the part of degree at least m of {@code Φ(ρ) = 2(1-ρ)^-½ - 1}.
 * In the plane of x and u, {@code z = a + ib} for {@code u = a x + b t}, the image has the argument of {@code ((1+z)/(1+z̄))^½}; Φ
 * majorises its expansion in {@code (z, z̄)}.
 *
 * <p><b>Itô correction.</b> For a centred random step the terms of degree 2 do not average out: {@link #intrinsicDrift} along the sphere and
 * {@link #curvatureDrift} towards its centre, which keeps {@code |x| = 1}.
 */
final class SphereStep {
    private static final double SERIES_BELOW = 0.05;
    private static final int TERMS = 20;

    private SphereStep() {}

    /** {@code N(y)}, for y other than 0. */
    static double[] normalised(double[] y) {
        double norm = Vectors.norm(y);
        double[] x = y.clone();
        for (int k = 0; k < x.length; k++) {
            x[k] /= norm;
        }
        return x;
    }

    /** {@code N(x + u)}. */
    static double[] step(double[] x, double[] u) {
        return normalised(Vectors.plus(x, 1, u));
    }

    /** {@code N(x_i + u_i)} for every token. */
    static double[][] step(double[][] x, double[][] u) {
        double[][] next = new double[x.length][];
        for (int i = 0; i < x.length; i++) {
            next[i] = step(x[i], u[i]);
        }
        return next;
    }

    /** The tangential part {@code Pu = u - <x, u> x}. */
    static double[] project(double[] x, double[] u) {
        return Vectors.plus(u, -Sums.dot(x, u), x);
    }

    /** {@code P_i u_i} for every token. */
    static double[][] project(double[][] x, double[][] u) {
        double[][] tangential = new double[x.length][];
        for (int i = 0; i < x.length; i++) {
            tangential[i] = project(x[i], u[i]);
        }
        return tangential;
    }

    /** The term {@code -<x, u> Pu} of degree 2: its mean is the drift of a centred random step along the sphere. */
    static double[] intrinsicDrift(double[] x, double[] u) {
        double[] drift = new double[x.length];
        Rows.add(drift, -Sums.dot(x, u), project(x, u));
        return drift;
    }

    /** The term {@code -½|Pu|² x} of degree 2: its mean is the Itô correction, the drift that keeps a random step on the sphere. */
    static double[] curvatureDrift(double[] x, double[] u) {
        double[] drift = new double[x.length];
        double[] tangential = project(x, u);
        Rows.add(drift, -0.5 * Sums.dot(tangential, tangential), x);
        return drift;
    }

    /**
     * {@code R_m(ρ) = 2(1-ρ)^-½ - Σ_(k<m) 2 (2k choose k) (ρ/4)^k}: all terms of degree at least m of a normalised step. {@code R_1 = Φ - 1}
     * bounds the whole step. Infinite for {@code ρ >= 1}.
     *
     * @param degree m, at least 1
     * @param rho length of u, at least 0
     */
    static double remainder(int degree, double rho) {
        if (rho >= 1) {
            return Double.POSITIVE_INFINITY;
        }
        if (rho < SERIES_BELOW) {
            return series(degree, rho, SphereStep::stepCoefficient);
        }
        double rest = 2 / Math.sqrt(1 - rho);
        double power = 1;
        for (int k = 0; k < degree; k++) {
            rest -= stepCoefficient(k) * power;
            power *= rho;
        }
        return rest;
    }

    /**
     * {@code S(ρ) = Φ² - 1 - 2ρ - 5/2 ρ² - 11/4 ρ³}: all terms of degree at least 4 of the inner product of two normalised steps of length
     * at most ρ. Infinite for {@code ρ >= 1}.
     */
    static double gramRemainder(double rho) {
        if (rho >= 1) {
            return Double.POSITIVE_INFINITY;
        }
        if (rho < SERIES_BELOW) {
            return series(4, rho, k -> 4 - 2 * stepCoefficient(k));
        }
        double majorant = 2 / Math.sqrt(1 - rho) - 1;
        return majorant * majorant - 1 - rho * (2 + rho * (2.5 + rho * 2.75));
    }

    /**
     * {@code Σ_(k>=m) ρ^k/k}: all terms of degree at least m of the angle {@code Im log(1 + z)} of a normalised step in the plane.
     * Infinite for {@code ρ >= 1}.
     */
    static double angleRemainder(int degree, double rho) {
        if (rho >= 1) {
            return Double.POSITIVE_INFINITY;
        }
        if (rho < SERIES_BELOW) {
            return series(degree, rho, k -> 1.0 / k);
        }
        double rest = -StrictMath.log1p(-rho);
        double power = rho;
        for (int k = 1; k < degree; k++) {
            rest -= power / k;
            power *= rho;
        }
        return rest;
    }

    /**
     * What the covariance of two normalised steps leaves out: {@code K_3 = R_1(ρ)R_1(σ) - ρσ}, {@code K_4 = K_3 - ¾ρσ(ρ+σ)}, the terms of
     * total degree at least 3, resp. 4, of the product of two majorants {@code R_1 = ρ + R_2}.
     *
     * @param degree 3 or 4
     */
    static double covarianceRemainder(int degree, double rho, double sigma) {
        // ρ R_2(σ) + σ R_2(ρ) + R_2(ρ) R_2(σ), with R_3 for R_2 in the first two where ¾ρσ(ρ+σ) is taken off: nothing
        // cancels
        int m = degree - 1;
        if (rho == 0 || sigma == 0) {
            return 0;
        }
        return rho * remainder(m, sigma) + sigma * remainder(m, rho) + remainder(2, rho) * remainder(2, sigma);
    }

    @FunctionalInterface
    private interface Coefficients {
        double at(int k);
    }

    /** {@code Σ_(k>=m) c_k ρ^k} by its first 20 terms, smallest first: exact to rounding for {@code ρ < 0.05}. */
    private static double series(int degree, double rho, Coefficients coefficients) {
        double sum = 0;
        for (int k = degree + TERMS - 1; k >= degree; k--) {
            sum = sum * rho + coefficients.at(k);
        }
        return sum * power(rho, degree);
    }

    private static double power(double rho, int k) {
        double power = 1;
        for (int i = 0; i < k; i++) {
            power *= rho;
        }
        return power;
    }

    /** {@code 2 (2k choose k) / 4^k}: 2, 1, 3/4, 5/8, ... */
    private static double stepCoefficient(int k) {
        double c = 2;
        for (int i = 1; i <= k; i++) {
            c *= (2 * i - 1) / (2.0 * i);
        }
        return c;
    }

    /** How far tokens are from the sphere, {@code max_i ||x_i| - 1|}. */
    static double largestDeviation(double[][] tokens) {
        double largest = 0;
        for (double[] token : tokens) {
            largest = Math.max(largest, Math.abs(Vectors.norm(token) - 1));
        }
        return largest;
    }
}
