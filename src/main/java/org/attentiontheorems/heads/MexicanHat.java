package org.attentiontheorems.heads;

import org.attentiontheorems.verify.Check;
import org.hipparchus.analysis.differentiation.Gradient;

/**
 * A point of a spiral that is an exact orbit of the gradient flow of a function without singularities: in polar coordinates, with σ = 1 /
 * (1 - r²),
 *
 * <pre>{@code f = e^-σ [1 - g sin(φ - σ)],   g = 4 r⁴ / (4 r⁴ + (1 - r²)⁴)   for r < 1,   f = 0 for r >= 1,}</pre>
 *
 * whose derivatives of every order exist. On the curve φ = σ the flow {@code r' = -∂f/∂r, φ' = -r⁻² ∂f/∂φ} moves along the curve, which
 * winds around the unit circle for ever. Nothing is integrated: errors off the orbit grow like exp(4/5 σ⁵).
 *
 * @param sigma parameter σ > 1 of the point on the spiral
 */
record MexicanHat(double sigma) {
    MexicanHat {
        Check.finite("sigma", sigma);
        Check.that(sigma > 1, "sigma", "must be greater than 1, is %s", sigma);
    }

    /** The radius {@code r = sqrt(1 - 1/σ)}. */
    double radius() {
        return Math.sqrt(1 - 1 / sigma);
    }

    /** The value {@code f = e^-σ} on the spiral. */
    double value() {
        return StrictMath.exp(-sigma);
    }

    /** The angular velocity {@code e^-σ g / r²} by the formula. */
    double angularVelocity() {
        return value() * (1 - flatness()) / square(radius());
    }

    /** |∇f| by the formulas. */
    double slope() {
        return StrictMath.hypot(2 * radius() * sigma * sigma * value() * flatness(), radius() * angularVelocity());
    }

    /**
     * The velocity (σ', φ') of the flow at the same radius and the angle {@code φ = σ + offset}, from f itself by automatic differentiation
     * in (w, φ), w = 1 - r² = 1/σ, where {@code w' = -4 r² ∂f/∂w} and {@code φ' = -r⁻² ∂f/∂φ}.
     */
    double[] velocity(double offset) {
        Gradient w = Gradient.variable(2, 0, 1 / sigma);
        Gradient phi = Gradient.variable(2, 1, sigma + offset);
        Gradient level = w.reciprocal();
        Gradient fourth = w.subtract(1).square().multiply(4);
        Gradient g = fourth.divide(fourth.add(w.square().square()));
        Gradient f = level.negate()
                .exp()
                .multiply(g.multiply(phi.subtract(level).sin()).subtract(1).negate());
        double square = square(radius());
        return new double[] {4 * square * square(sigma) * f.getPartialDerivative(0), -f.getPartialDerivative(1) / square
        };
    }

    /** {@code 1 - g = (1 - r²)⁴ / (4 r⁴ + (1 - r²)⁴)}, without a difference of near numbers. */
    private double flatness() {
        double fourth = square(square(1 / sigma));
        return fourth / (4 * square(square(radius())) + fourth);
    }

    private static double square(double x) {
        return x * x;
    }
}
