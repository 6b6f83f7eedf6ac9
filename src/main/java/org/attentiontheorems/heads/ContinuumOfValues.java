package org.attentiontheorems.heads;

import java.util.List;
import org.attentiontheorems.heads.ValueBall.Interval;
import org.attentiontheorems.heads.VariationalSupport.Instance;
import org.attentiontheorems.verify.Approx;
import org.attentiontheorems.verify.Bound;
import org.attentiontheorems.verify.Claim;
import org.attentiontheorems.verify.Family;
import org.attentiontheorems.verify.NegativeControl;

/** {@link VariationalSupport} over all values in a ball, in place of a dictionary: the gap there, and why the ball must be bounded. */
final class ContinuumOfValues {
    private static final int FRANK_WOLFE_STEPS = 400;
    private static final double ROUNDING = 1e-14;

    private ContinuumOfValues() {}

    /** The gap and the certificate on Θ_B, where the least risk is known up to an interval that more steps make smaller. */
    static Family<Instance> continuum() {
        Bound<Instance> above = Claim.<Instance>bound("continuum-at-most-gap", ContinuumOfValues::continuumExcess)
                .atMost(x -> VariationalSupport.continuumGap(x).gap())
                .absFloor(1e-9);
        Bound<Instance> below = Claim.<Instance>bound(
                        "continuum-at-least-certificate", ContinuumOfValues::continuumExcess)
                .atLeast(x -> VariationalSupport.continuumGap(x).lower())
                .absFloor(1e-9);
        return Family.drawn(
                        "continuum",
                        "laws on random dictionaries, held against all heads with the same queries and keys",
                        random -> VariationalDraws.all(random, 100, 1, 8, 5))
                .claims(above, below)
                .controls(
                        new NegativeControl<>(
                                "minimum-over-dictionary",
                                "takes the minimum of F over the dictionary instead of the continuum",
                                above.atMost(x -> VariationalSupport.gap(FirstVariation.REFERENCE, x)
                                        .gap())),
                        new NegativeControl<>(
                                "continuum-gap-is-lower-bound",
                                "claims that the excess risk is at least the gap over the continuum",
                                Claim.<Instance>bound(
                                                "continuum-at-least-certificate", ContinuumOfValues::continuumExcess)
                                        .atLeast(x -> VariationalSupport.continuumGap(x)
                                                .gap())
                                        .absFloor(1e-9)));
    }

    private static ValueBall.Measure measure(Instance x) {
        return ValueBall.measure(VariationalSupport.dictionary(x), x.model().atomWeights());
    }

    /** {@code R(μ) - min R} over Θ_B, with the half width of the interval around the minimum as its error. */
    private static Approx continuumExcess(Instance x, int effort) {
        ValueBall ball = ValueBall.of(x.model(), x.valueRadius());
        Interval least = ball.leastRisk(measure(x), FRANK_WOLFE_STEPS << (2 * effort));
        double middle = (least.low() + least.high()) / 2;
        return Approx.within(ball.risk(measure(x)) - middle, (least.high() - least.low()) / 2 + ROUNDING);
    }

    /**
     * Without compactness there is no minimiser.
     *
     * @param radius the largest norm of values
     */
    record Radius(double radius) {}

    /** One token with label 0 and one head of values 0: over |V| <= B the least risk is {@code log(1 + e^(-sqrt(2) B))}. */
    static Family<Radius> growingRadius() {
        return Family.of(
                        "growing-radius",
                        "values up to norm 1, 2, 4, 8, 16 on one token",
                        List.of(new Radius(1), new Radius(2), new Radius(4), new Radius(8), new Radius(16)))
                .claims(
                        Claim.<Radius>identity(
                                        "least-risk-of-radius",
                                        x -> ball(x).leastRisk(zeroMeasure(), FRANK_WOLFE_STEPS)
                                                .high(),
                                        x -> StrictMath.log1p(StrictMath.exp(-Math.sqrt(2) * x.radius())))
                                .absFloor(1e-14),
                        Claim.identity(
                                "gap-grows-with-radius",
                                x -> ball(x).gap(zeroMeasure()).gap(),
                                x -> x.radius() / Math.sqrt(2)));
    }

    private static ValueBall ball(Radius x) {
        return ValueBall.of(OneToken.model(List.of(OneToken.head(0)), 1), x.radius());
    }

    private static ValueBall.Measure zeroMeasure() {
        return new ValueBall.Measure(new double[2], 0);
    }
}
