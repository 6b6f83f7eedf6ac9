package org.attentiontheorems.homogenization;

import java.util.ArrayList;
import java.util.List;
import org.attentiontheorems.measure.Sums;

/**
 * One layer of the single-entry design acting on a measure of weighted atoms, against the stochastic Fokker-Planck equation: mean and variance of
 * {@code μ⁺(φ)} divided by η², for {@code φ = <a, x>} or {@code <a, x>²} with a of length 1,
 *
 * <pre>{@code
 * E[μ⁺(φ) - μ(φ)]/η² -> σ²/2 Σ_k p_k M_kk Δ_S φ(y_k),
 * Var[μ⁺(φ)]/η² -> σ² Σ_kl p_k p_l M_kl <P_k ∇φ(y_k), P_l ∇φ(y_l)>.
 * }</pre>
 *
 * @param drift mean of the change
 * @param variance its variance
 * @param driftLimit what the equation says
 * @param varianceLimit what the equation says
 * @param ownNoise what the equation would say if atoms had independent noises
 * @param driftRemainder what the drift may differ by
 * @param varianceRemainder what the variance may differ by
 */
record RandomLayerLaw(
        double drift,
        double variance,
        double driftLimit,
        double varianceLimit,
        double ownNoise,
        double driftRemainder,
        double varianceRemainder) {

    /** Places, masses, and what is looked at. */
    record Setting(
            double beta,
            double[][] atoms,
            double[] masses,
            List<KeyQueryAtom> keyQueries,
            double[] direction,
            boolean squared) {
        double variance() {
            return 1.0 / atoms[0].length;
        }

        double phi(double[] x) {
            double along = Sums.dot(direction, x);
            return squared ? along * along : along;
        }

        /** {@code Δ_S φ}: {@code -(d-1) φ}, or {@code 2 - 2d φ}. */
        double laplacian(double[] x) {
            int d = x.length;
            return squared ? 2 - 2 * d * phi(x) : (1 - d) * phi(x);
        }

        double[] tangentialGradient(double[] x) {
            double[] gradient = SphereStep.project(x, direction);
            double factor = squared ? 2 * Sums.dot(direction, x) : 1;
            return Rows.times(factor, new double[][] {gradient})[0];
        }
    }

    /** The layer with step η. O(A d² K d + A K² d). */
    static RandomLayerLaw of(Setting x, double step) {
        int size = x.masses().length;
        int d = x.atoms()[0].length;
        double[][] overlaps = new double[size][size];
        List<double[]> outcomes = new ArrayList<>();
        double driftRemainder = 0;
        double squareRemainder = 0;
        for (KeyQueryAtom atom : x.keyQueries()) {
            double[][] averages = Attention.weighted(x.atoms(), x.masses(), x.beta(), atom.keyQuery())
                    .averages();
            for (int k = 0; k < size; k++) {
                for (int l = 0; l < size; l++) {
                    overlaps[k][l] += atom.prob() * Sums.dot(averages[k], averages[l]);
                }
            }
            for (int entry = 0; entry < d * d; entry++) {
                double prob = atom.prob() / (d * d);
                double rho = 0;
                for (double[] m : averages) {
                    rho = Math.max(rho, Math.abs(step * d * Math.sqrt(x.variance()) * m[entry % d]));
                }
                driftRemainder += prob * driftRemainder(x.squared(), rho);
                squareRemainder += prob * squareRemainder(x.squared(), rho);
                outcomes.add(new double[] {prob / 2, change(x, averages, entry, step)});
                outcomes.add(new double[] {prob / 2, change(x, averages, entry, -step)});
            }
        }
        return summary(x, overlaps, outcomes, step, driftRemainder, squareRemainder);
    }

    /** {@code μ⁺(φ) - μ(φ)} for one value of the design. */
    private static double change(Setting x, double[][] averages, int entry, double step) {
        int d = averages[0].length;
        double sum = 0;
        for (int k = 0; k < averages.length; k++) {
            double[] u = new double[d];
            u[entry / d] = step * d * Math.sqrt(x.variance()) * averages[k][entry % d];
            sum += x.masses()[k] * (x.phi(SphereStep.step(x.atoms()[k], u)) - x.phi(x.atoms()[k]));
        }
        return sum;
    }

    /** Terms of degree at least 4 of φ: of a step, or of a product of two. */
    private static double driftRemainder(boolean squared, double rho) {
        return squared ? SphereStep.gramRemainder(rho) : SphereStep.remainder(4, rho);
    }

    /** Terms of degree at least 4 of the square of a change of φ. */
    private static double squareRemainder(boolean squared, double rho) {
        return squared ? DesignLayer.variationRemainder(rho) : SphereStep.covarianceRemainder(4, rho, rho);
    }

    private static RandomLayerLaw summary(
            Setting x,
            double[][] overlaps,
            List<double[]> outcomes,
            double step,
            double driftRemainder,
            double squareRemainder) {
        double time = step * step;
        double mean = 0;
        double square = 0;
        for (double[] outcome : outcomes) {
            mean += outcome[0] * outcome[1];
            square += outcome[0] * outcome[1] * outcome[1];
        }
        double driftLimit = 0;
        double varianceLimit = 0;
        double ownNoise = 0;
        for (int k = 0; k < overlaps.length; k++) {
            double p = x.masses()[k];
            driftLimit += 0.5 * x.variance() * p * overlaps[k][k] * x.laplacian(x.atoms()[k]);
            double[] gradient = x.tangentialGradient(x.atoms()[k]);
            for (int l = 0; l < overlaps.length; l++) {
                double[] other = x.tangentialGradient(x.atoms()[l]);
                double term = x.variance() * p * x.masses()[l] * overlaps[k][l] * Sums.dot(gradient, other);
                varianceLimit += term;
                ownNoise += k == l ? term : 0;
            }
        }
        return new RandomLayerLaw(
                mean / time,
                (square - mean * mean) / time,
                driftLimit,
                varianceLimit,
                ownNoise,
                driftRemainder / time,
                squareRemainder / time + mean * mean / time);
    }

    double driftError() {
        return Math.abs(drift - driftLimit);
    }

    double varianceError() {
        return Math.abs(variance - varianceLimit);
    }
}
