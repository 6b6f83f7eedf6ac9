package org.attentiontheorems.prompts;

import org.attentiontheorems.verify.Approx;

/**
 * How far two runs can be from each other, by induction over the steps: {@code eps_0 = 0},
 *
 * <pre>{@code
 * eps_(i+1) = min{ |I - eta H_i| eps_i + eta (B_i eps_i²/2 + delta_i),  |theta_L^(i+1)| + |theta_inf^(i+1)| },
 * }</pre>
 *
 * H_i the Hessian of {@code R_inf} at theta_inf^i and B_i a bound of its third derivative within eps_i. Cost O(n³) a step for n
 * parameters.
 *
 * @param pair the runs
 * @param eps eps_i, one more than steps
 * @param curvature {@code |H_i| + B_i eps_i}, one more than steps
 */
record TrainingCertificate(TrainingPair pair, double[] eps, double[] curvature) {

    static TrainingCertificate of(TrainingModel model, TrainingPair pair) {
        int steps = pair.steps();
        double eta = pair.stepSize();
        double[] eps = new double[steps + 1];
        double[] curvature = new double[steps + 1];
        for (int i = 0; i <= steps; i++) {
            LayerParameters at = pair.infinite().get(i);
            Spectra hessian = Spectra.of(pair.risk().hessian(at));
            double third = model.curvature() ? pair.risk().thirdDerivative(at, eps[i]) : 0;
            double norm = Math.max(Math.abs(hessian.least()), Math.abs(hessian.greatest()));
            curvature[i] = norm + third * eps[i];
            if (i < steps) {
                double grown = hessian.contraction(eta) * eps[i] + eta * (third * eps[i] * eps[i] / 2 + pair.gaps()[i]);
                double apart = pair.finite().get(i + 1).norm()
                        + pair.infinite().get(i + 1).norm();
                eps[i + 1] = Math.min(grown, apart);
            }
        }
        return new TrainingCertificate(pair, eps, curvature);
    }

    double largest() {
        double largest = 0;
        for (double e : eps) {
            largest = Math.max(largest, e);
        }
        return largest;
    }

    /** {@code max_(i >= 2) |theta_L^i - theta_inf^i| / eps_i}, to rounding; at i = 1 both are equal. */
    Approx largestShare() {
        double rounding = pair.rounding();
        double largest = 0;
        for (int i = 2; i < eps.length; i++) {
            largest = Math.max(largest, TrainingPair.share(pair.distance(i), eps[i], rounding));
        }
        return Approx.direct(largest);
    }

    /**
     * What the limit run promises of all later risks of the finite run, {@code R_inf(theta_inf^I) + |R_L - R_inf|(theta_L^I) + |grad
     * R_inf(theta_inf^I)| eps_I + (|H_I| + B_I eps_I) eps_I²/2}, if that never increases from step I on.
     */
    double transferred(int i) {
        PopulationRisk risk = pair.risk();
        LayerParameters at = pair.infinite().get(i);
        double gap = risk.riskGap(pair.finite().get(i), pair.functions(), PopulationRisk.Variance.COUNTED);
        return pair.infiniteRisk(i)
                + Math.abs(gap)
                + risk.limitGradient(at).norm() * eps[i]
                + curvature[i] * eps[i] * eps[i] / 2;
    }

    /** The least of these promises, over the steps after which the risk never increases again. */
    double leastTransferred() {
        double least = Double.POSITIVE_INFINITY;
        for (int i = pair.descentFrom(); i < eps.length; i++) {
            least = Math.min(least, transferred(i));
        }
        return least;
    }

    /** {@code max_(I >= 1) R_L(theta_L^I)} relative to the promise of the same step. */
    double largestTransferShare() {
        double largest = 0;
        for (int i = 1; i < eps.length; i++) {
            double promise = transferred(i);
            largest = promise > 0 ? Math.max(largest, pair.finiteRisk(i) / promise) : largest;
        }
        return largest;
    }
}
