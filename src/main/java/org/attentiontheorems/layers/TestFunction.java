package org.attentiontheorems.layers;

import org.attentiontheorems.measure.Sums;
import org.attentiontheorems.random.RandomField;
import org.hipparchus.analysis.integration.gauss.GaussIntegrator;
import org.hipparchus.analysis.integration.gauss.GaussIntegratorFactory;

/**
 * The smooth function {@code χ(t, h) = sin(⟨ω, h⟩ + α t + φ)} that the transport equation is tested with.
 *
 * @param omega ω, T x d
 * @param alpha α
 * @param phase φ
 */
public record TestFunction(double[][] omega, double alpha, double phase) {
    private static final int NODES = 16;

    /** A function with ω and α uniform on [-1, 1], φ on [0, 1]. */
    static TestFunction drawn(RandomField random, LayerDraws draws) {
        double[][] omega = new double[draws.tokens()][];
        for (int i = 0; i < omega.length; i++) {
            omega[i] = random.uniforms("omega", i, draws.shape().d());
            for (int k = 0; k < omega[i].length; k++) {
                omega[i][k] = 2 * omega[i][k] - 1;
            }
        }
        return new TestFunction(omega, 2 * random.uniform("alpha", 0, 0) - 1, random.uniform("phase", 0, 0));
    }

    /** The two sides of the weak form of {@code ∂_t μ + ∇·(μ f) = 0}. */
    record WeakForm(double change, double integral) {}

    private double argument(double[] w, double t, double[] h) {
        return Sums.dot(w, h) + alpha * t + phase;
    }

    /**
     * {@code Σ_n w_n [χ(1, h_n(1)) - χ(0, h_n(0))]} against {@code ∫ Σ_n w_n (∂_t χ + flux ⟨∇χ, f⟩) dt}, by 16 Gauss points a panel.
     *
     * @param flux 1; -1 is a mistake
     * @param panels of equal length in each segment, at least 1
     */
    WeakForm weakForm(LayerModel model, Control control, double flux, int panels) {
        double[] w = States.flat(omega);
        Population population = model.population();
        double[] change = new double[population.count()];
        double[] integral = new double[population.count()];
        for (int n = 0; n < change.length; n++) {
            double[] h = population.starts()[n];
            change[n] = -StrictMath.sin(argument(w, 0, h));
            double length = 1.0 / (control.count() * panels);
            for (int k = 0; k < control.count() * panels; k++) {
                double[] theta = control.segments()[k / panels];
                integral[n] += over(model, theta, k * length, length, w, h, flux);
                h = model.flow().after(theta, h, length);
            }
            change[n] += StrictMath.sin(argument(w, 1, h));
        }
        return new WeakForm(population.mean(change), population.mean(integral));
    }

    /** One panel, from its first state on; the flow starts anew at every node. */
    private double over(
            LayerModel model, double[] theta, double from, double length, double[] w, double[] start, double flux) {
        GaussIntegrator nodes = new GaussIntegratorFactory().legendre(NODES, 0, length);
        double[] h = start;
        double now = 0;
        double sum = 0;
        for (int k = 0; k < NODES; k++) {
            h = model.flow().after(theta, h, nodes.getPoint(k) - now);
            now = nodes.getPoint(k);
            double along = Sums.dot(w, model.field().value(theta, h));
            double slope = StrictMath.cos(argument(w, from + now, h));
            sum += nodes.getWeight(k) * slope * (alpha + flux * along);
        }
        return sum;
    }
}
