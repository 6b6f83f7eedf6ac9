package org.attentiontheorems.heads;

/**
 * What training on {@code [0, H]} cannot leave, and how fast two ways of training can part: a priori constants of the data, the heads at the
 * start and the horizon, for the mean-field flow, N heads, gradient descent and stochastic gradient descent alike.
 *
 * <p>The residual r of heads with {@code |V| <= B_V} over tokens of norm at most X satisfies {@code |r| <= r̄ = sqrt(2) / (1 + 1/e)}, {@code e
 * = (vocab - 1) exp(sqrt(2) B_V X)}; values move at most at speed {@code r̄ X}, queries and keys grow at most at the rate {@code r̄ γ X |V| /
 * sqrt(dk)}. On the cylinder of these caps, with its bounds G1 and G2 on the derivatives of the logits,
 *
 * <pre>{@code ⟨e, ∇F_μ(θ) - ∇F_μ'(θ')⟩  >=  -(Λ - λ) ‖e‖²,            Λ = r̄ G2,
 * ‖∇F_μ(θ) - ∇F_μ'(θ')‖  <=  L ‖e‖,                         L = Λ + λ + G²/2,  G = G1,}</pre>
 *
 * for two families θ, θ' = θ - e of heads with equal masses. Source: arXiv 2606.10469, with explicit constants.
 *
 * @param horizon H
 * @param lambda ridge parameter λ
 * @param caps the heads that training can reach
 * @param residualCap r̄
 */
record TrainingBounds(double horizon, double lambda, Cylinder caps, double residualCap) {
    private static final int ROUNDS = 3;
    private static final double FOURTH_ROOT_OF_3 = Math.sqrt(Math.sqrt(3));

    /** The constants of heads that start at the atoms of a model, atoms of mass 0 included. */
    static TrainingBounds of(HeadModel model, double horizon) {
        Cylinder start = Cylinder.around(model.corpus(), model.shape(), model.parameters());
        double x = start.tokenRadius();
        double values = start.valueRadius() + Math.sqrt(2) * x * horizon;
        double cap = residualCap(model.vocab(), values * x);
        for (int round = 0; round < ROUNDS; round++) {
            cap = residualCap(model.vocab(), values * x);
            values = start.valueRadius() + cap * x * horizon;
        }
        double travelled = start.valueRadius() * horizon + cap * x * horizon * horizon / 2;
        double growth = cap * start.gamma() * x / Math.sqrt(model.dk()) * travelled;
        Cylinder caps =
                new Cylinder(values, start.qkRadius() * StrictMath.exp(growth), x, start.tokenDiameter(), model.dk());
        return new TrainingBounds(horizon, model.lambda(), caps, residualCap(model.vocab(), values * x));
    }

    /** {@code sqrt(2) / (1 + 1/e), e = (vocab - 1) exp(sqrt(2) logit)}: bounds the residual of logits of norm at most {@code logit}. */
    private static double residualCap(int vocab, double logit) {
        double e = (vocab - 1) * StrictMath.exp(Math.sqrt(2) * logit);
        return Math.sqrt(2) / (1 + 1 / e);
    }

    /** Λ: no head's Hessian of {@code ⟨r, z_θ⟩} is below -Λ. */
    double weakConvexity() {
        return residualCap * caps.second();
    }

    /** {@code Λ' = Λ - λ}: the rate at which two ways of training part. */
    double growth() {
        return weakConvexity() - lambda;
    }

    /** G: logits are G-Lipschitz in the head. */
    double gradientCap() {
        return caps.first();
    }

    /** L: the velocity is L-Lipschitz in the heads. */
    double lipschitz() {
        return weakConvexity() + lambda + gradientCap() * gradientCap() / 2;
    }

    /** {@code q = 1 + 2 η Λ' + η² L²}: one step of gradient descent expands squared distances at most by q. */
    double stepExpansion(double eta) {
        return 1 + 2 * eta * growth() + eta * eta * lipschitz() * lipschitz();
    }

    /** {@code r̄ G + λ (B_V² + B²)^½}: no head moves faster. */
    double speedCap() {
        return residualCap * gradientCap() + lambda * Math.sqrt(square(caps.valueRadius()) + square(caps.qkRadius()));
    }

    /**
     * The distance of N heads from their mean-field particles, root mean square: {@code G/2 N^-½ ∫ e^(Λ'(H-s)) sqrt(V(μ_s)) ds}.
     *
     * @param spread the integral
     */
    double chaos(double spread, double heads) {
        return gradientCap() / 2 * spread / Math.sqrt(heads);
    }

    /**
     * The same distance in the fourth mean, {@code (E ‖.‖⁴)^¼}: an average of N centred vectors of norm at most M has {@code E ‖.‖⁴ <= 3
     * V²/N² + M² V/N³}.
     *
     * @param largestSpread the integral of {@code (M² V)^¼} in place of {@code sqrt(V)}
     */
    double chaosFourth(double spread, double largestSpread, double heads) {
        double root = Math.sqrt(heads);
        return gradientCap() / 2 * (FOURTH_ROOT_OF_3 * spread / root + largestSpread / (root * Math.sqrt(root)));
    }

    /**
     * The distance of k steps of gradient descent from the flow, root mean square: {@code ½ η² L e^(max(Λ',0) H) g Σ_(i<k) q^(i/2)}.
     *
     * @param speed g, the root mean square velocity at the start
     */
    double euler(double speed, int steps) {
        double eta = horizon / steps;
        double factor = Math.sqrt(stepExpansion(eta));
        double sum = 0;
        double power = 1;
        for (int i = 0; i < steps; i++) {
            sum += power;
            power *= factor;
        }
        return eta * eta / 2 * lipschitz() * StrictMath.exp(Math.max(growth(), 0) * horizon) * speed * sum;
    }

    /**
     * The distance of stochastic from plain gradient descent, root mean square: {@code (η² Σ_i σ_i² q^(k-1-i))^½}.
     *
     * @param noise σ_i², i = 0..k-1: the mean square distance of the gradient of a sequence from the gradient
     */
    double sgd(double... noise) {
        double eta = horizon / noise.length;
        double q = stepExpansion(eta);
        double sum = 0;
        for (double square : noise) {
            sum = q * sum + eta * eta * square;
        }
        return Math.sqrt(sum);
    }

    /** {@code B_V X (e^(Λ'H) - 1) / Λ'}: bounds the integral of {@link #chaos} a priori, as {@code V <= (B_V X)²}. */
    double spreadCap() {
        double exponent = growth() * horizon;
        double factor = exponent == 0 ? 1 : StrictMath.expm1(exponent) / exponent;
        return caps.valueRadius() * caps.tokenRadius() * horizon * factor;
    }

    /** {@code (r̄ G)²}: bounds the mean square distance σ² of the gradient of a drawn sequence from the gradient. */
    double noiseCap() {
        return square(residualCap * gradientCap());
    }

    /**
     * The distance of stochastic from plain gradient descent in the fourth mean, a priori. For {@code ‖g‖² <= q ‖e‖²} and centred ξ, {@code E
     * ‖g + η ξ‖⁴ <= ‖g‖⁴ + 8 η² ‖g‖² E‖ξ‖² + 3 η⁴ E‖ξ‖⁴}, and {@code ‖ξ‖² <= 4 (r̄ G)²}.
     */
    double sgdFourth(int steps) {
        double eta = horizon / steps;
        double q = stepExpansion(eta);
        double noise = eta * eta * noiseCap();
        double second = 0;
        double fourth = 0;
        for (int i = 0; i < steps; i++) {
            fourth = q * q * fourth + 8 * q * second * noise + 12 * noise * noise;
            second = q * second + noise;
        }
        return Math.sqrt(Math.sqrt(fourth));
    }

    static double square(double x) {
        return x * x;
    }
}
