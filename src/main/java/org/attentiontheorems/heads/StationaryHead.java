package org.attentiontheorems.heads;

import java.util.Arrays;
import org.attentiontheorems.flow.Flow;
import org.attentiontheorems.verify.Check;

/**
 * A head θ_* whose Dirac measure is stationary, {@code ∇F_δ(θ_*) = 0}: a critical point of {@code θ -> R(δ_θ)}.
 *
 * @param model the data; its heads do not matter
 * @param theta θ_*, length p
 */
record StationaryHead(HeadModel model, double[] theta) {
    static final double[] ALL_MASS = {1};
    private static final int MAX_STEPS = 60;
    private static final double SINGULAR = 1e-12;
    private static final double LAST = 1e-13;
    private static final double CONVERGED = 1e-11;

    /**
     * Newton's method from the first head of a model, with the second derivative H_R of the single-head risk. Where that is singular (along
     * rotations of queries and keys, for dk at least 2), the step has no component.
     *
     * @throws org.attentiontheorems.verify.InvalidInstance if it does not converge
     */
    static StationaryHead near(HeadModel model) {
        HeadRisk risk = HeadRisk.of(model);
        double[] theta = Arrays.copyOf(model.parameters(), model.shape().parameters());
        double before = Double.POSITIVE_INFINITY;
        for (int i = 0; i < MAX_STEPS; i++) {
            double[] step = newtonStep(risk, theta);
            double length = norm(step);
            if (!(length < before)) {
                break;
            }
            for (int k = 0; k < step.length; k++) {
                theta[k] += step[k];
            }
            if (length < LAST) {
                break;
            }
            before = length;
        }
        double residual = largest(risk.gradient(ALL_MASS, theta, theta));
        Check.that(
                residual <= CONVERGED,
                "model.atoms[0]",
                "no stationary head: Newton's method from here ends at a gradient of %s",
                residual);
        return new StationaryHead(model, theta);
    }

    /** Uniform attention with the best values: stationary for every λ > 0. */
    static StationaryHead uniform(HeadModel model) {
        return new StationaryHead(model, RidgeRegime.uniformAttention(model));
    }

    /** R(δ_θ*). */
    double risk() {
        return HeadRisk.of(model).value(ALL_MASS, theta);
    }

    /** The largest entry of the gradient there. */
    double residual() {
        return largest(HeadRisk.of(model).gradient(ALL_MASS, theta, theta));
    }

    /** The second derivatives there. */
    DiracHessian hessian() {
        return hessian(RiskHessian.Form.REFERENCE, HeadJet.Second.REFERENCE);
    }

    /** The second derivatives, computed in another way. */
    DiracHessian hessian(RiskHessian.Form form, HeadJet.Second second) {
        return DiracHessian.of(RiskHessian.at(HeadRisk.of(model), ALL_MASS, theta, form, second), theta);
    }

    /** The eigenvalues of the second derivative of the risk at several heads there, of these masses. */
    double[] spectrum(double... masses) {
        double[][] still = new double[masses.length][theta.length];
        return Spectrum.of(RiskHessian.at(HeadRisk.of(model), masses, perturbed(still))
                        .matrix())
                .values();
    }

    /** Two copies {@code θ_* ± size e}, 2 x p, row-major. */
    double[] split(double[] e, double size) {
        return perturbed(scaled(e, size), scaled(e, -size));
    }

    /** Several copies {@code θ_* + ξ_a}, A x p, row-major. */
    double[] perturbed(double[]... directions) {
        int p = theta.length;
        double[] heads = new double[directions.length * p];
        for (int a = 0; a < directions.length; a++) {
            for (int k = 0; k < p; k++) {
                heads[a * p + k] = theta[k] + directions[a][k];
            }
        }
        return heads;
    }

    /** The training of a law on the data of the model. */
    TrainingFlow training(double... masses) {
        return TrainingFlow.of(HeadRisk.of(model), masses);
    }

    /** {@code W_2(Σ m_a δ_θa, δ_θ*) = (Σ m_a |θ_a - θ_*|²)^(1/2)}. */
    double distance(double[] masses, double[] heads) {
        int p = theta.length;
        double sum = 0;
        for (int a = 0; a < masses.length; a++) {
            double square = 0;
            for (int k = 0; k < p; k++) {
                double difference = heads[a * p + k] - theta[k];
                square += difference * difference;
            }
            sum += masses[a] * square;
        }
        return Math.sqrt(sum);
    }

    /**
     * The rate {@code log(|θ_1 - θ_2|(T) / |θ_1 - θ_2|(0)) / T} at which two heads of mass 1/2 part that start at {@code θ_* ± size e}, e of
     * norm 1. By symmetry it is off from the linear rate by the order of {@code size²}.
     */
    double splitGrowth(double[] e, double size, double horizon) {
        double[] heads = split(e, size);
        double[] end = training(0.5, 0.5).after(heads, horizon, Flow.TIGHT).theta();
        double square = 0;
        for (int k = 0; k < theta.length; k++) {
            double difference = end[k] - end[theta.length + k];
            square += difference * difference;
        }
        return StrictMath.log(Math.sqrt(square) / (2 * size)) / horizon;
    }

    /** The rate at which a single head leaves θ_* that starts at {@code θ_* + size e}; off from the linear rate by the order of size. */
    double commonGrowth(double[] e, double size, double horizon) {
        double[] end = training(1)
                .after(perturbed(scaled(e, size)), horizon, Flow.TIGHT)
                .theta();
        return StrictMath.log(distance(ALL_MASS, end) / size) / horizon;
    }

    static double[] scaled(double[] e, double by) {
        double[] scaled = e.clone();
        for (int k = 0; k < e.length; k++) {
            scaled[k] *= by;
        }
        return scaled;
    }

    private static double[] newtonStep(HeadRisk risk, double[] theta) {
        double[] g = risk.gradient(ALL_MASS, theta, theta);
        HeadLaw.requireFinite(g);
        Spectrum spectrum =
                DiracHessian.of(RiskHessian.at(risk, ALL_MASS, theta), theta).full();
        double largest = Math.max(Math.abs(spectrum.least()), Math.abs(spectrum.greatest()));
        double[] step = new double[theta.length];
        for (int i = 0; i < step.length; i++) {
            double value = spectrum.values()[i];
            if (Math.abs(value) < SINGULAR * largest) {
                continue;
            }
            double[] e = spectrum.vectors()[i];
            double component = 0;
            for (int k = 0; k < e.length; k++) {
                component += e[k] * g[k];
            }
            for (int k = 0; k < e.length; k++) {
                step[k] -= component / value * e[k];
            }
        }
        return step;
    }

    private static double norm(double[] x) {
        double square = 0;
        for (double v : x) {
            square += v * v;
        }
        return Math.sqrt(square);
    }

    private static double largest(double[] x) {
        double largest = 0;
        for (double v : x) {
            largest = Math.max(largest, Math.abs(v));
        }
        return largest;
    }
}
