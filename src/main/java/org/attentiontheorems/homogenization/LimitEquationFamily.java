package org.attentiontheorems.homogenization;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.attentiontheorems.measure.LogLog;
import org.attentiontheorems.random.RandomField;
import org.attentiontheorems.verify.Bound;
import org.attentiontheorems.verify.Claim;
import org.attentiontheorems.verify.Family;
import org.attentiontheorems.verify.Memo;
import org.attentiontheorems.verify.NegativeControl;

/**
 * Declared family of {@code conditional-mean-field}: as the step vanishes, one layer on a measure has the drift and the variance of the
 * stochastic Fokker-Planck equation, see {@link RandomLayerLaw}.
 */
final class LimitEquationFamily {
    private static final int EQUATIONS = 60;
    private static final double[] STEPS = {0.1, 0.05, 0.025};
    private static final Memo<Equation, List<RandomLayerLaw>> LAWS = Memo.of(Equation::laws);

    private LimitEquationFamily() {}

    /** One layer on a measure, for three steps. */
    record Equation(RandomLayerLaw.Setting setting) {
        List<RandomLayerLaw> laws() {
            List<RandomLayerLaw> laws = new ArrayList<>();
            for (double step : STEPS) {
                laws.add(RandomLayerLaw.of(setting, step));
            }
            return laws;
        }

        static Equation drawn(RandomField random) {
            double[] u = random.uniforms("shape", 0, 4);
            int d = 2 + (int) (3 * u[0]);
            int size = 2 + (int) (2 * u[1]);
            List<KeyQueryAtom> keyQueries = List.of(
                    new KeyQueryAtom(0.4, WeightDraws.matrix(random, "first B", d, 1)),
                    new KeyQueryAtom(0.6, WeightDraws.matrix(random, "second B", d, 1)));
            return new Equation(new RandomLayerLaw.Setting(
                    2 * u[2],
                    WeightDraws.tokens(random, size, d),
                    WeightDraws.dirichlet(random, "masses", size, 4, 0.05),
                    keyQueries,
                    SphereStep.normalised(random.gaussians("direction", 0, d)),
                    u[3] > 0.5));
        }
    }

    /** Of the ratio of error and bound, the largest over the steps. */
    private static Bound<Equation> within(
            String id, ToDoubleFunction<RandomLayerLaw> error, ToDoubleFunction<RandomLayerLaw> bound) {
        return Claim.<Equation>bound(id, x -> {
                    double largest = 0;
                    for (RandomLayerLaw law : LAWS.apply(x)) {
                        largest = Math.max(largest, error.applyAsDouble(law) / bound.applyAsDouble(law));
                    }
                    return largest;
                })
                .atMost(x -> 1);
    }

    private static Claim<Equation> order(
            String id,
            ToDoubleFunction<RandomLayerLaw> error,
            ToDoubleFunction<RandomLayerLaw> bound,
            double exponent) {
        return Claim.<Equation>bound(id, x -> {
                    double[] errors = new double[STEPS.length];
                    for (int k = 0; k < errors.length; k++) {
                        errors[k] = error.applyAsDouble(LAWS.apply(x).get(k));
                    }
                    return Math.abs(LogLog.slope(STEPS, errors) - exponent);
                })
                .atMost(x -> 0.1)
                .when(x -> LAWS.apply(x).stream()
                        .allMatch(law -> error.applyAsDouble(law) >= Math.max(0.02 * bound.applyAsDouble(law), 1e-9)));
    }

    private static Claim<Equation> varianceOrder(double exponent) {
        return order(
                "limit-variance-order", RandomLayerLaw::varianceError, RandomLayerLaw::varianceRemainder, exponent);
    }

    private static Claim<Equation> driftOrder(double exponent) {
        return order("limit-drift-order", RandomLayerLaw::driftError, RandomLayerLaw::driftRemainder, exponent);
    }

    static Family<Equation> limitEquation() {
        return Family.drawn(
                        "limit-equation",
                        "one layer of isotropic values on a measure of two or three atoms, η = 0.1, 0.05, 0.025, against the"
                                + " stochastic Fokker-Planck equation",
                        random -> {
                            List<Equation> drawn = new ArrayList<>();
                            for (int k = 0; k < EQUATIONS; k++) {
                                drawn.add(Equation.drawn(random.size(k)));
                            }
                            return drawn;
                        })
                .claims(
                        within("limit-drift", RandomLayerLaw::driftError, RandomLayerLaw::driftRemainder),
                        within("limit-variance", RandomLayerLaw::varianceError, RandomLayerLaw::varianceRemainder),
                        driftOrder(2),
                        varianceOrder(2))
                .controls(
                        new NegativeControl<>(
                                "independent-noises",
                                "gives every atom noise of its own",
                                within(
                                        "limit-variance",
                                        law -> Math.abs(law.variance() - law.ownNoise()),
                                        RandomLayerLaw::varianceRemainder)),
                        new NegativeControl<>(
                                "twice-the-laplacian",
                                "forgets the factor ½ of the Laplacian",
                                within(
                                        "limit-drift",
                                        law -> Math.abs(law.drift() - 2 * law.driftLimit()),
                                        RandomLayerLaw::driftRemainder)),
                        new NegativeControl<>(
                                "limit-drift-of-third-order", "claims that the error falls like η³", driftOrder(3)),
                        new NegativeControl<>(
                                "limit-variance-of-third-order",
                                "claims that the error falls like η³",
                                varianceOrder(3)));
    }
}
