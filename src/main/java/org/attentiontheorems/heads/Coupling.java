package org.attentiontheorems.heads;

import java.util.Arrays;
import org.attentiontheorems.measure.Wasserstein;
import org.attentiontheorems.verify.Approx;
import org.hipparchus.analysis.integration.gauss.GaussIntegrator;
import org.hipparchus.analysis.integration.gauss.GaussIntegratorFactory;

/**
 * A coupling of two laws by a permutation.
 *
 * @param flow the training, for its gradients
 * @param x heads of the first law, A x p, row-major
 * @param y heads of the second law
 * @param partners the partner of each head of the first
 */
record Coupling(TrainingFlow flow, double[] x, double[] y, int[] partners) {
    private static final int NODES = 12;

    Coupling shifted(int by) {
        int[] other =
                Arrays.stream(partners).map(b -> (b + by) % partners.length).toArray();
        return new Coupling(flow, x, y, other);
    }

    /** {@code ∫ ⟨∇F_ρ(θ) - ∇F_ν(θ'), θ - θ'⟩ dΠ / ∫ |θ - θ'|² dΠ}; infinite where nothing moves. */
    double monotonicity() {
        double square = Wasserstein.meanSquare(rows(x), rows(y), partners);
        return square == 0 ? Double.POSITIVE_INFINITY : gradientForm() / square;
    }

    /** {@code ∫ ⟨∇F_ρ(θ) - ∇F_ν(θ'), θ - θ'⟩ dΠ}. */
    double gradientForm() {
        return form(flow.gradient(x), flow.gradient(y));
    }

    /** A wrong form: {@code ∇F_ρ(θ')} where {@code ∇F_ν(θ')} belongs. */
    double gradientFormAtOneLaw() {
        double[] g = new double[y.length];
        int p = y.length / partners.length;
        for (int b = 0; b < partners.length; b++) {
            double[] head = Arrays.copyOfRange(y, b * p, (b + 1) * p);
            System.arraycopy(flow.risk().gradient(flow.masses(), x, head), 0, g, b * p, p);
        }
        return form(flow.gradient(x), g);
    }

    private double form(double[] ofX, double[] ofY) {
        double[][] g = rows(ofX);
        double[][] other = rows(ofY);
        double[][] xi = differences();
        double sum = 0;
        for (int a = 0; a < partners.length; a++) {
            for (int k = 0; k < xi[a].length; k++) {
                sum += (g[a][k] - other[partners[a]][k]) * xi[a][k];
            }
        }
        return sum / partners.length;
    }

    /** {@code ∫_0^1 ⟨ξ, H(θ_s) ξ⟩_m ds} along {@code θ_s = θ' + s ξ}, ξ = θ - θ', by Gauss-Legendre quadrature. */
    Approx integratedCurvature() {
        double coarse = integratedCurvature(NODES);
        double fine = integratedCurvature(NODES + NODES / 2);
        return Approx.within(fine, Math.abs(fine - coarse) + 1e-14 * Math.abs(fine));
    }

    private double integratedCurvature(int nodes) {
        double[] xi =
                Arrays.stream(differences()).flatMapToDouble(Arrays::stream).toArray();
        GaussIntegrator rule = new GaussIntegratorFactory().legendre(nodes, 0, 1);
        return rule.integrate(s -> {
            double[] between = x.clone();
            Arrays.setAll(between, k -> x[k] - (1 - s) * xi[k]);
            return RiskHessian.at(flow.risk(), flow.masses(), between).quadratic(xi);
        });
    }

    /** {@code θ - θ'}, a row for each head of the first law. */
    double[][] differences() {
        double[][] xi = rows(x);
        double[][] other = rows(y);
        for (int a = 0; a < xi.length; a++) {
            xi[a] = ConvergentRun.difference(xi[a], other[partners[a]]);
        }
        return xi;
    }

    private double[][] rows(double[] theta) {
        return LawPair.rows(theta, partners.length);
    }
}
