package org.attentiontheorems.lowtemperature;

/**
 * What is known beforehand of a cluster of tokens of diameter {@code D_0} within the angle {@code φ_0} of the leading eigenvector of the value
 * matrix V, whose eigenvalues are {@code ν_1 > ν_2 >= … >= ν_d}. With {@code p = |V|} and {@code q = |V| |D| β / 4}:
 *
 * <pre>{@code D' <= -(ν_d - p D - q D²) D,   φ' <= -(ν_1 - ν_2) sin φ cos φ + p D.}</pre>
 *
 * @param gap {@code ν_1 - ν_2}
 * @param least the rate at which a point-like cluster contracts at the least, {@code ν_d}
 * @param linear p
 * @param quadratic q
 * @param diameter {@code D_0}
 * @param angle {@code φ_0}
 */
record ClusterBounds(double gap, double least, double linear, double quadratic, double diameter, double angle) {
    /** The largest distance of two points of the sphere: what is said of a diameter where nothing is known. */
    static final double NO_DIAMETER = 2;

    /** The same for an angle. */
    static final double NO_ANGLE = Math.PI;

    private static final double RIGHT_ANGLE = Math.PI / 2;
    private static final double SMALL = 1e-6;

    /** These bounds, as if tokens aligned at another rate. */
    ClusterBounds withGap(double other) {
        return new ClusterBounds(other, least, linear, quadratic, diameter, angle);
    }

    /** These bounds, as if clusters contracted at another rate. */
    ClusterBounds withLeast(double other) {
        return new ClusterBounds(gap, other, linear, quadratic, diameter, angle);
    }

    /** {@code k = ν_d - p D_0 - q D_0²}: the cluster contracts at least like {@code e^(-kt)} if k > 0. */
    double contractionRate() {
        return least - linear * diameter - quadratic * diameter * diameter;
    }

    boolean contracts() {
        return contractionRate() > 0;
    }

    /** {@code φ* = φ_0 + p D_0 / k}, which no angle exceeds later if k > 0; infinite otherwise. */
    double largestAngle() {
        return contracts() ? angle + linear * diameter / contractionRate() : Double.POSITIVE_INFINITY;
    }

    boolean aligns() {
        return largestAngle() < RIGHT_ANGLE;
    }

    /**
     * {@code φ(t) <= φ_0 e^(-at) + p D_0 (e^(-at) - e^(-kt)) / (k - a)} with {@code a = (2/π) (ν_1 - ν_2) cos φ*}, because {@code sin φ cos φ
     * >= (2/π) cos φ* φ} up to φ*. Only where {@link #aligns}.
     */
    double exponentialAngle(double t) {
        return exponentialAngle(t, 2 / Math.PI * gap * StrictMath.cos(largestAngle()));
    }

    /** The same with another rate a. */
    double exponentialAngle(double t, double a) {
        double k = contractionRate();
        double x = (k - a) * t;
        double spread = Math.abs(x) < SMALL ? t * (1 - x / 2) : -StrictMath.expm1(-x) / (k - a);
        return StrictMath.exp(-a * t) * (angle + linear * diameter * spread);
    }

    /**
     * The majorants: the solutions of both inequalities with equality, by classical Runge-Kutta steps.
     *
     * @param diameter after every step, the start first; {@link #NO_DIAMETER} where the cluster is not known to contract
     * @param angle after every step, the start first; {@link #NO_ANGLE} from where nothing is known
     */
    record Majorants(double[] diameter, double[] angle) {
        double lastDiameter() {
            return diameter[diameter.length - 1];
        }

        double lastAngle() {
            return angle[angle.length - 1];
        }
    }

    /** The majorants over a time, at least 0, in at least one step. O(steps). */
    Majorants majorants(double time, int steps) {
        double[] diameters = new double[steps + 1];
        double[] angles = new double[steps + 1];
        double[] state = {diameter, angle};
        boolean known = contracts() && angle < RIGHT_ANGLE;
        for (int k = 0; k <= steps; k++) {
            if (k > 0 && contracts()) {
                step(state, time / steps);
            }
            known &= state[1] < RIGHT_ANGLE;
            diameters[k] = contracts() ? state[0] : NO_DIAMETER;
            angles[k] = known ? state[1] : NO_ANGLE;
        }
        return new Majorants(diameters, angles);
    }

    private void step(double[] state, double h) {
        double d1 = diameterVelocity(state[0]);
        double a1 = angleVelocity(state[0], state[1]);
        double d2 = diameterVelocity(state[0] + h / 2 * d1);
        double a2 = angleVelocity(state[0] + h / 2 * d1, state[1] + h / 2 * a1);
        double d3 = diameterVelocity(state[0] + h / 2 * d2);
        double a3 = angleVelocity(state[0] + h / 2 * d2, state[1] + h / 2 * a2);
        double d4 = diameterVelocity(state[0] + h * d3);
        double a4 = angleVelocity(state[0] + h * d3, state[1] + h * a3);
        state[0] += h / 6 * (d1 + 2 * d2 + 2 * d3 + d4);
        state[1] += h / 6 * (a1 + 2 * a2 + 2 * a3 + a4);
    }

    private double diameterVelocity(double d) {
        return -(least - linear * d - quadratic * d * d) * d;
    }

    private double angleVelocity(double d, double psi) {
        return -gap * StrictMath.sin(psi) * StrictMath.cos(psi) + linear * d;
    }
}
