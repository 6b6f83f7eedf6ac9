package org.attentiontheorems.heads;

/**
 * The heads with {@code ‖V‖_F <= r_V} and {@code (‖Q‖_F² + ‖K‖_F²)^(1/2) <= r_QK}, a convex set, over tokens of norm at most X of which two
 * of a sequence are at most Δ apart; and bounds on the derivatives of the logits there. With {@code γ = Δ²/4}, which bounds the covariance
 * of the tokens under any attention weights (Popoviciu), and unit directions ξ,
 *
 * <pre>{@code |Dz[ξ]_t| <= G1 = X sqrt(1 + γ² r_V² r_QK² / dk)
 * |D²z[ξ, ξ]_t| <= G2 = (c + sqrt(c² + 4 b²)) / 2,   b = γ X r_QK / sqrt(dk),   c = r_V γ X / sqrt(dk) (1 + Δ X r_QK² / sqrt(dk))
 * |D³z[ξ, ξ, ξ]_t| <= G3 = 2/sqrt(3) (γ X / sqrt(dk) + Δ γ X² r_QK² / dk)
 *                          + r_V (3 Δ γ X² r_QK / dk + 7 γ² X³ r_QK³ / dk^(3/2)).}</pre>
 *
 * Source: arXiv 2606.10469, with explicit constants.
 *
 * @param valueRadius r_V, at least 0
 * @param qkRadius r_QK, at least 0
 * @param tokenRadius X
 * @param tokenDiameter Δ
 * @param dk key dimension
 */
record Cylinder(double valueRadius, double qkRadius, double tokenRadius, double tokenDiameter, int dk) {

    /** The smallest cylinder that contains the given heads, each array A x p, row-major; atoms of mass 0 count. */
    static Cylinder around(Corpus corpus, Head.Shape shape, double[]... heads) {
        double values = 0;
        double qk = 0;
        for (double[] theta : heads) {
            for (int from = 0; from < theta.length; from += shape.parameters()) {
                qk = Math.max(qk, norm(theta, from, from + shape.values()));
                values = Math.max(values, norm(theta, from + shape.values(), from + shape.parameters()));
            }
        }
        return new Cylinder(values, qk, corpus.radius(), corpus.diameter(), shape.dk());
    }

    /** This cylinder, at least as wide in V as given. */
    Cylinder withValueRadiusAtLeast(double radius) {
        return new Cylinder(Math.max(valueRadius, radius), qkRadius, tokenRadius, tokenDiameter, dk);
    }

    /** This cylinder, wider by the same amount in both radii. */
    Cylinder widened(double by) {
        return new Cylinder(valueRadius + by, qkRadius + by, tokenRadius, tokenDiameter, dk);
    }

    /** The largest share of a radius that another cylinder has of this one's: at most 1 where it lies within. */
    double share(Cylinder other) {
        double ofQk = qkRadius == 0 ? 0 : other.qkRadius / qkRadius;
        return Math.max(other.valueRadius / valueRadius, ofQk);
    }

    /** {@code γ = Δ²/4}; 0 exactly if attention cannot matter. */
    double gamma() {
        return tokenDiameter * tokenDiameter / 4;
    }

    /** G1. */
    double first() {
        double spread = gamma() * valueRadius * qkRadius;
        return tokenRadius * Math.sqrt(1 + spread * spread / dk);
    }

    /** G2. */
    double second() {
        double root = Math.sqrt(dk);
        double b = gamma() * tokenRadius * qkRadius / root;
        double c = valueRadius
                * gamma()
                * tokenRadius
                / root
                * (1 + tokenDiameter * tokenRadius * qkRadius * qkRadius / root);
        return (c + Math.sqrt(c * c + 4 * b * b)) / 2;
    }

    /** G3. */
    double third() {
        double x = tokenRadius;
        double root = Math.sqrt(dk);
        double r = qkRadius;
        double mixed = gamma() * x / root + tokenDiameter * gamma() * x * x * r * r / dk;
        double pure = 3 * tokenDiameter * gamma() * x * x * r / dk
                + 7 * gamma() * gamma() * x * x * x * r * r * r / (dk * root);
        return 2 / Math.sqrt(3) * mixed + valueRadius * pure;
    }

    /** {@code L = λ + sqrt(2) G2 + G1²/2}: no second derivative of the risk at a law on the cylinder exceeds it. */
    double smoothness(double lambda) {
        return lambda + Math.sqrt(2) * second() + first() * first() / 2;
    }

    /** {@code κ = λ - sqrt(2) G2}: no second derivative of the risk at a law on the cylinder is below it. */
    double convexity(double lambda) {
        return lambda - Math.sqrt(2) * second();
    }

    /** The Euclidean norm of {@code theta[from .. to - 1]}. */
    static double norm(double[] theta, int from, int to) {
        double square = 0;
        for (int k = from; k < to; k++) {
            square += theta[k] * theta[k];
        }
        return Math.sqrt(square);
    }
}
