package org.attentiontheorems.heads;

import org.attentiontheorems.verify.Check;

/**
 * The setting in which training is provably convex: with {@code r_V = max(sqrt(2) X / λ, max ‖V_a(0)‖_F)} and {@code r_QK = max
 * (‖Q_a(0)‖_F² + ‖K_a(0)‖_F²)^(1/2)} the cylinder is invariant, and where {@code κ = λ - sqrt(2) G2(r_V, r_QK) > 0} the risk is κ-convex
 * along every coupling inside it. Its only stationary law there is the Dirac measure at {@code θ_* = (0, 0, V_*)}, V_* the ridge logistic
 * regression on the causal prefix means. Source: arXiv 2606.10469, with explicit constants.
 *
 * @param cylinder the invariant cylinder
 * @param lambda λ, positive
 */
record RidgeRegime(Cylinder cylinder, double lambda) {

    /** The regime of a model, whether its assumption holds or not; atoms of mass 0 count. */
    static RidgeRegime of(HeadModel model) {
        return of(model, model.parameters());
    }

    /** The regime of two laws on the data of a model: its own, and heads θ, A x p, row-major. */
    static RidgeRegime of(HeadModel model, double[] otherHeads) {
        Cylinder heads = Cylinder.around(model.corpus(), model.shape(), model.parameters(), otherHeads);
        double invariant = Math.sqrt(2) * heads.tokenRadius() / model.lambda();
        return new RidgeRegime(model.lambda() > 0 ? heads.withValueRadiusAtLeast(invariant) : heads, model.lambda());
    }

    /** The modulus κ of convexity; the regime holds where it is positive. */
    double kappa() {
        return cylinder.convexity(lambda);
    }

    /** Whether the assumption is met: λ > 0 and κ > 0. */
    boolean holds() {
        return lambda > 0 && kappa() > 0;
    }

    /** L: no second derivative of the risk in the cylinder exceeds it. */
    double smoothness() {
        return cylinder.smoothness(lambda);
    }

    /**
     * This regime.
     *
     * @throws org.attentiontheorems.verify.InvalidInstance if its assumption is not met
     */
    RidgeRegime required() {
        Check.that(lambda > 0, "model.lambda", "assumption not met: must be positive, is %s", lambda);
        double kappa = kappa();
        Check.that(kappa > 0, "model", "assumption not met: kappa must be positive, is %s", kappa);
        return this;
    }

    /**
     * The head {@code θ_* = (0, 0, V_*)}, length p: uniform attention with the best values. Its Dirac measure is stationary for every
     * λ > 0, and least in the ridge regime.
     */
    static double[] uniformAttention(HeadModel model) {
        return ValueRegression.minimise(
                HeadRisk.of(model), new double[] {1}, new double[model.shape().parameters()]);
    }
}
