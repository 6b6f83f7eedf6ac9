package org.attentiontheorems.homogenization;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.attentiontheorems.homogenization.ConditionalMeanField.Instance;
import org.attentiontheorems.measure.LogLog;
import org.attentiontheorems.measure.Vectors;
import org.attentiontheorems.random.RandomField;
import org.attentiontheorems.verify.Bound;
import org.attentiontheorems.verify.Claim;
import org.attentiontheorems.verify.Draw;
import org.attentiontheorems.verify.ExactRate;
import org.attentiontheorems.verify.Family;
import org.attentiontheorems.verify.Memo;
import org.attentiontheorems.verify.NegativeControl;
import org.attentiontheorems.verify.SizedMeasure;

/**
 * Declared families of {@code conditional-mean-field}: the rate in n and the sharp constant; {@link ConditioningFamilies} and {@link
 * LimitEquationFamily} hold the others.
 */
final class MeanFieldFamilies {
    private static final int DRAWS = 100;
    private static final double REGULAR = 0.2;
    private static final int[] TWO_ATOMS = {16, 64, 256, 1024};
    private static final int[] THREE_ATOMS = {8, 16, 32, 64};
    private static final Memo<Instance, double[]> ERRORS = Memo.of(MeanFieldFamilies::errors);

    private MeanFieldFamilies() {}

    static List<Family<?>> all() {
        return List.of(
                twoAtoms(),
                threeAtoms(),
                workedRate(),
                ConditioningFamilies.unconditioned(),
                ConditioningFamilies.sameLabels(),
                LimitEquationFamily.limitEquation());
    }

    private static int[] sizes(Instance x) {
        return x.size() == 2 ? TWO_ATOMS : THREE_ATOMS;
    }

    private static double[] errors(Instance x) {
        return IntStream.of(sizes(x))
                .mapToDouble(n -> ConditionalMeanField.error(x, n, limit(x)))
                .toArray();
    }

    private static double[][] limit(Instance x) {
        return ConditionalMeanField.solved(x).limit();
    }

    private static double slope(Instance x) {
        return LogLog.slope(IntStream.of(sizes(x)).asDoubleStream().toArray(), ERRORS.apply(x));
    }

    /** {@code c* >= 0.2 η² Σ_l |V_l|² Σ_k p_k |y_k - ȳ|²}: the leading term does not nearly cancel. */
    private static boolean isRegular(Instance x) {
        double mean = Vectors.norm(Rows.mean(x.probabilities(), x.atoms()));
        double spread = 1 - mean * mean;
        ConditionalMeanField.Solved solved = ConditionalMeanField.solved(x);
        return solved.constant() >= REGULAR * solved.path().reach() * spread;
    }

    /** Regular paths among random draws with so many atoms. */
    private static Function<RandomField, List<Instance>> regular(int atoms) {
        return random -> {
            ConditionalMeanField theorem = new ConditionalMeanField();
            List<Instance> instances = new ArrayList<>();
            for (int k = 0; k < DRAWS; k++) {
                RandomField field = random.size(k);
                Draw draw = theorem.ranges().sample(field);
                if (draw.dim("atoms") == atoms) {
                    Instance x = theorem.draw(draw, field);
                    if (isRegular(x)) {
                        instances.add(x);
                    }
                }
            }
            return instances;
        };
    }

    /** The slope of log E_n against log n is -exponent within the tolerance. */
    private static Bound<Instance> rate(String id, double exponent, double tolerance) {
        return Claim.<Instance>bound(id, x -> Math.abs(slope(x) + exponent)).atMost(x -> tolerance);
    }

    /** {@code |n E_n/c* - 1| <= 20/n} at the last but one size. */
    private static Bound<Instance> constant(String id, Function<Instance, double[][]> limit) {
        return Claim.<Instance>bound(id, x -> {
                    int n = sizes(x)[2];
                    double error = ConditionalMeanField.error(x, n, limit.apply(x));
                    return Math.abs(n * error / ConditionalMeanField.solved(x).constant() - 1);
                })
                .atMost(x -> 20.0 / sizes(x)[2]);
    }

    /** Whether limits under other weights end far enough from the limit: {@code n Σ_k p_k |y_k - y'_k|² >= 4 c*}. */
    private static boolean otherEndsElsewhere(Instance x) {
        double[][] other = ConditionalMeanField.otherLimit(x);
        double distance = 0;
        for (int k = 0; k < x.size(); k++) {
            distance += x.probabilities()[k] * Rows.squaredDistance(limit(x)[k], other[k]);
        }
        return sizes(x)[2] * distance >= 4 * ConditionalMeanField.solved(x).constant();
    }

    private static Family<Instance> twoAtoms() {
        return Family.drawn(
                        "two-atoms",
                        "random paths with two atoms whose sharp constant does not nearly vanish, n = 16 to 1024",
                        regular(2))
                .claims(
                        rate("rate-two-atoms", 1, 0.08),
                        constant("constant-two-atoms", MeanFieldFamilies::limit),
                        Claim.<Instance>bound(
                                        "constant-at-1024",
                                        x -> Math.abs(1024
                                                        * ERRORS.apply(x)[3]
                                                        / ConditionalMeanField.solved(x)
                                                                .constant()
                                                - 1))
                                .atMost(x -> 0.02))
                .controls(
                        new NegativeControl<>(
                                "rate-one-over-n-squared", "claims the rate n^-2", rate("rate-two-atoms", 2, 0.08)),
                        new NegativeControl<>(
                                "rate-one-over-root-n", "claims the rate n^-1/2", rate("rate-two-atoms", 0.5, 0.08)),
                        new NegativeControl<>(
                                "coupling-broken",
                                "compares with the limit under other weights",
                                constant("constant-two-atoms", ConditionalMeanField::otherLimit)
                                        .when(MeanFieldFamilies::otherEndsElsewhere)),
                        new NegativeControl<>(
                                "equal-masses-in-the-limit",
                                "lets the limit attend to its atoms as if they had equal masses",
                                constant("constant-two-atoms", ConditionalMeanField::uniformLimit)
                                        .when(x -> Math.abs(x.probabilities()[0] - 0.5) >= 0.1)));
    }

    private static Family<Instance> threeAtoms() {
        return Family.drawn(
                        "three-atoms",
                        "random paths with three atoms whose sharp constant does not nearly vanish, n = 8 to 64",
                        regular(3))
                .claims(
                        rate("rate-three-atoms", 1.025, 0.225),
                        constant("constant-three-atoms", MeanFieldFamilies::limit))
                .controls(new NegativeControl<>(
                        "rate-three-atoms-one-over-n-squared",
                        "claims the rate n^-2",
                        rate("rate-three-atoms", 2, 0.225)));
    }

    private static ExactRate<Instance> workedRate(double exponent) {
        return Claim.exactRate(
                        "error-rate",
                        SizedMeasure.direct((Instance x, int n) -> ConditionalMeanField.error(x, n, limit(x))))
                .fallsLike(exponent, 0.1, 16, 32, 64, 128, 256, 512, 1024)
                .under(ConditionalMeanField::bound)
                .sharp();
    }

    private static Family<Instance> workedRate() {
        return Family.of(
                        "worked-rate",
                        "the worked example with n = 16 to 1024 tokens",
                        List.of(ConditionalMeanField.worked().instance()))
                .claims(workedRate(1))
                .controls(new NegativeControl<>("error-falls-faster", "claims the rate n^-3/2", workedRate(1.5)));
    }
}
