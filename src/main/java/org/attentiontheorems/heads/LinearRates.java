package org.attentiontheorems.heads;

import java.util.function.DoubleUnaryOperator;
import org.attentiontheorems.heads.DiracStability.Instance;
import org.attentiontheorems.verify.Approx;

/** The rates at which heads near a stationary one part or return, measured on the flow itself over a time. */
final class LinearRates {
    private static final double SPLIT = 1e-4;
    static final double COMMON = 1e-6;
    private static final double SPLIT_TOLERANCE = 1e-4;
    static final double COMMON_TOLERANCE = 1e-3;
    private static final double ROUNDING = 1e-15;
    static final double LONGEST = 4000;
    static final double STIFFEST = 1e5;

    private LinearRates() {}

    /** No longer than asked, than the linear regime, and than an explicit integrator follows stiff directions. */
    private static double horizon(Instance x, double asked, double rate) {
        double inRegime = Math.min(LONGEST, 2 / Math.abs(rate));
        return Math.min(
                asked,
                Math.min(inRegime, STIFFEST / DiracStability.hessian(x).full().greatest()));
    }

    /** The growth rate of two heads that split along the lowest eigenvector of H_P. */
    static Approx splitRate(Instance x, int effort) {
        DiracHessian at = DiracStability.hessian(x);
        double time = horizon(x, x.horizon(), at.leastPotential());
        double[] e = at.potential().vectors()[0];
        return extrapolated(
                size -> DiracStability.star(x).splitGrowth(e, size, time),
                SPLIT * smaller(effort),
                2,
                rounding(x, time),
                splitTolerance(x));
    }

    /** The growth rate of a single head along an eigenvector of H_R. */
    static Approx commonRate(Instance x, int vector, int effort) {
        Spectrum full = DiracStability.hessian(x).full();
        double rate = full.values()[vector];
        double[] e = full.vectors()[vector];
        double time = horizon(x, 1 / rate, rate);
        return extrapolated(
                size -> DiracStability.star(x).commonGrowth(e, size, time),
                COMMON * smaller(effort),
                1,
                rounding(x, time),
                COMMON_TOLERANCE * rate);
    }

    private static double smaller(int effort) {
        return StrictMath.pow(0.1, effort);
    }

    /**
     * A rate measured over a time with a perturbation of this size, not an infinitely small one. What that makes it wrong is of the given
     * order in the size and seen by halving it; rounding is seen by the size itself. Up to the tolerance the claim's own slack stands for both.
     */
    private static Approx extrapolated(
            DoubleUnaryOperator rate, double size, int order, double rounding, double tolerance) {
        double value = rate.applyAsDouble(size);
        double halved = rate.applyAsDouble(size / 2);
        double nonlinear = Math.abs(value - halved) / (1 - Math.scalb(1.0, -order));
        double err = Math.max(nonlinear, rounding / size);
        return err <= tolerance ? Approx.direct(value) : Approx.within(value, err);
    }

    /** What the rounding of heads does to the logarithm of a distance of 1, over the time. */
    private static double rounding(Instance x, double time) {
        return ROUNDING
                * (1
                        + DiracStability.star(x)
                                .distance(
                                        StationaryHead.ALL_MASS,
                                        new double[DiracStability.star(x).theta().length]))
                / time;
    }

    /** What the rate of a split may be off. */
    static double splitTolerance(Instance x) {
        return SPLIT_TOLERANCE * (1 + Math.abs(DiracStability.hessian(x).leastPotential()));
    }
}
