package org.attentiontheorems.heads;

import java.util.Arrays;
import org.attentiontheorems.flow.Flow;
import org.attentiontheorems.flow.VectorField;

/**
 * The mean-field flow of a law of heads up to a horizon H, with what its bound on the distance of N heads integrates along it.
 *
 * @param theta the heads at H, A x p, row-major
 * @param spread {@code I = ∫ e^(Λ'(H-s)) sqrt(V(μ_s)) ds}, V the centred variance {@code Σ_a m_a ‖P(z_a - z_μ)‖²}
 * @param largestSpread {@code ∫ e^(Λ'(H-s)) (M_s² V(μ_s))^¼ ds}, M the largest {@code ‖P(z_a - z_μ)‖}
 */
record MeanField(double[] theta, double spread, double largestSpread) {

    /**
     * Follows the flow. The integrals solve {@code I' = Λ' I + sqrt(V(μ))}, I(0) = 0, beside the heads.
     *
     * @param growth Λ'
     * @throws org.attentiontheorems.verify.InvalidInstance if values overflow, or the flow takes too many steps
     */
    static MeanField of(
            HeadRisk risk, double[] masses, double[] theta, double horizon, double growth, double tolerance) {
        int n = theta.length;
        double[] start = Arrays.copyOf(theta, n + 2);
        VectorField field = new Field(risk, masses, n, growth)::velocity;
        Flow flow = Flow.of(field).within(TrainingFlow.MAX_EVALUATIONS);
        double[] end = TrainingFlow.guarded(TrainingFlow.MAX_EVALUATIONS, () -> flow.after(start, horizon, tolerance));
        // Integrals of nothing negative; the integrator may leave a rounding below 0.
        return new MeanField(Arrays.copyOf(end, n), Math.max(0, end[n]), Math.max(0, end[n + 1]));
    }

    /** Centred variance V and largest square M² of the logits of heads of positive mass. */
    record Spread(double variance, double largest) {
        static Spread of(Corpus corpus, double[] masses, HeadRisk.Forward seen) {
            double variance = 0;
            double largest = 0;
            for (int a = 0; a < masses.length; a++) {
                double square = masses[a] == 0 ? 0 : DualityGap.distance(corpus, seen.logits()[a], seen.mixture());
                variance += masses[a] * square;
                largest = Math.max(largest, square);
            }
            return new Spread(variance, largest);
        }
    }

    private static final class Field {
        private final HeadRisk risk;
        private final double[] masses;
        private final double[] heads;
        private final double[] gradients;
        private final double growth;

        Field(HeadRisk risk, double[] masses, int length, double growth) {
            this.risk = risk;
            this.masses = masses;
            this.heads = new double[length];
            this.gradients = new double[length];
            this.growth = growth;
        }

        void velocity(double[] x, double[] velocity) {
            int n = heads.length;
            System.arraycopy(x, 0, heads, 0, n);
            HeadRisk.Forward seen = risk.forward(masses, heads);
            risk.gradients(seen, heads, gradients);
            for (int k = 0; k < n; k++) {
                velocity[k] = -gradients[k];
            }
            Spread spread = Spread.of(risk.kernel().corpus(), masses, seen);
            HeadLaw.requireFinite(spread.variance(), spread.largest());
            velocity[n] = growth * x[n] + Math.sqrt(spread.variance());
            velocity[n + 1] = growth * x[n + 1] + Math.sqrt(Math.sqrt(spread.largest() * spread.variance()));
        }
    }
}
