package org.attentiontheorems.heads;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.attentiontheorems.heads.VariationalSupport.Instance;
import org.attentiontheorems.random.RandomField;
import org.attentiontheorems.verify.Bound;
import org.attentiontheorems.verify.Claim;
import org.attentiontheorems.verify.Family;
import org.attentiontheorems.verify.NegativeControl;

/** Declared families of {@link VariationalSupport}: where its bounds are attained, and what is needed. */
final class VariationalFamilies {
    private VariationalFamilies() {}

    static List<Family<?>> all() {
        return List.of(
                ContinuumOfValues.continuum(),
                OptimalLaws.atTheOptimum(),
                OptimalLaws.nearTheOptimum(),
                smallValues(),
                lightHeads(),
                OptimalLaws.interiorOptimum(),
                stationaryPoint(),
                ContinuumOfValues.growingRadius(),
                OptimalLaws.repeatedHead());
    }

    // ---- sharpness

    /** Two heads with values of norm 0.01 and two words: the risk is quadratic with the extremal curvature, so that l is the excess. */
    private static Family<Instance> smallValues() {
        ToDoubleFunction<Instance> certificate =
                x -> VariationalSupport.gap(FirstVariation.REFERENCE, x).lower();
        Bound<Instance> below = Claim.<Instance>bound("certificate-of-small-values", VariationalSupport::excessRisk)
                .atLeast(certificate)
                .absFloor(1e-14);
        return Family.drawn(
                        "small-values",
                        "two heads of small values on a vocabulary of two words",
                        VariationalFamilies::smallValues)
                .claims(
                        below,
                        Claim.<Instance>bound(
                                        "certificate-is-sharp",
                                        x -> certificate.applyAsDouble(x) / VariationalSupport.excessRisk(x))
                                .atLeast(x -> 0.99)
                                .when(x -> VariationalSupport.excessRisk(x) > 1e-9))
                .controls(new NegativeControl<>(
                        "quarter-smoothness",
                        "takes the cross-entropy for ¼-smooth",
                        Claim.<Instance>bound("certificate-of-small-values", VariationalSupport::excessRisk)
                                .atLeast(VariationalFamilies::quarterCertificate)
                                .absFloor(1e-14)));
    }

    /** The certificate for {@code c / 2} in place of c. */
    private static double quarterCertificate(Instance x) {
        double[] masses = x.model().atomWeights();
        HeadDictionary dictionary = VariationalSupport.dictionary(x);
        DualityGap gap = VariationalSupport.gap(FirstVariation.REFERENCE, x);
        double[] f = VariationalSupport.firstVariation(FirstVariation.REFERENCE, x);
        int best = f[0] <= f[1] ? 0 : 1;
        double c = DualityGap.distance(dictionary.corpus(), dictionary.logits(best), dictionary.mixture(masses));
        return DualityGap.of(gap.gap(), c / 2, gap.least()).lower();
    }

    /** First those where the optimum is in the middle, then random ones, where it is mostly a single head. */
    private static List<Instance> smallValues(RandomField random) {
        List<Instance> all = new ArrayList<>(
                List.of(balanced(0.1, 0.9), balanced(0.1, 0.6), balanced(0.01, 0.9), balanced(0.01, 0.6)));
        VariationalDraws.all(random, 60, 2, 2, 2).stream()
                .map(x -> new Instance(
                        x.model()
                                .withAtoms(
                                        HeadDraws.simplex(random, "small masses", 2),
                                        x.model().atoms().stream()
                                                .map(head -> withValuesScaled(head, 1e-2))
                                                .toList()),
                        x.valueRadius()))
                .forEach(all::add);
        return all;
    }

    /** Both labels equally likely at one token x = 1, values ±δ(1, -1)ᵀ with masses m and 1 - m: the optimum is m = ½. */
    private static Instance balanced(double delta, double m) {
        double[][][] inputs = {{{1}}, {{1}}};
        return opposed(delta, m, 1 - m)
                .withModel(one -> one.withData(new double[] {0.5, 0.5}, inputs, new int[] {0}, new int[] {1}));
    }

    private static Head withValuesScaled(Head head, double factor) {
        double[][] v = new double[head.v().length][];
        for (int c = 0; c < v.length; c++) {
            v[c] = Arrays.stream(head.v()[c]).map(entry -> factor * entry).toArray();
        }
        return new Head(head.q(), head.k(), v);
    }

    /** One token, V = ±(δ, -δ)ᵀ, all mass on the worse head: the risk is nearly linear, so that the gap is the excess. */
    private static Family<Instance> lightHeads() {
        return Family.of(
                        "light-heads",
                        "all mass on the worse of two heads of values ±δ, δ = 0.1, 0.01, 0.001",
                        List.of(opposed(0.1, 1, 0), opposed(0.01, 1, 0), opposed(0.001, 1, 0)))
                .claims(Claim.<Instance>bound(
                                "gap-is-sharp",
                                x -> VariationalSupport.excessRisk(x)
                                        / VariationalSupport.gap(FirstVariation.REFERENCE, x)
                                                .gap())
                        .atLeast(x -> 1 - x.valueRadius()));
    }

    /** Values -δ(1, -1)ᵀ, which are worse, and δ(1, -1)ᵀ. */
    private static Instance opposed(double delta, double... masses) {
        return new Instance(OneToken.model(List.of(OneToken.head(-delta), OneToken.head(delta)), masses), 2 * delta);
    }

    // ---- what is needed

    /**
     * Stationary is not optimal: with all parameters 0 the gradient vanishes on the support and the risk is log 2, but the head {@code q = k
     * = 1, V = (-1, 1)ᵀ} has {@code F = -tanh(1)/4 < 0}, and mixing in a tenth of it lowers the risk.
     *
     * @param model the data, the head that is 0 with mass 1, and the other head with mass 0
     */
    record Stationary(HeadModel model) {}

    private static Family<Stationary> stationaryPoint() {
        Bound<Stationary> excess = Claim.<Stationary>bound("stationary-excess", x -> StrictMath.log(2) - tenthOfOther())
                .atMost(x -> DualityGap.of(HeadDictionary.of(x.model()), FirstVariation.REFERENCE, 1, 0)
                        .gap());
        return Family.of(
                        "stationary-point",
                        "a law whose gradient vanishes on its support, and a head that still lowers the risk",
                        List.of(stationary()))
                .claims(
                        Claim.<Stationary>bound("gradient-vanishes", x -> {
                                    double[] gradient = HeadRisk.of(x.model())
                                            .gradient(
                                                    new double[] {1, 0},
                                                    x.model().parameters(),
                                                    new double[4]);
                                    return Arrays.stream(gradient)
                                            .map(Math::abs)
                                            .max()
                                            .orElse(0);
                                })
                                .atMost(x -> 1e-16),
                        Claim.identity(
                                "first-variation-off-support",
                                x -> HeadDictionary.of(x.model()).firstVariation(1, 0)[1],
                                x -> -StrictMath.tanh(1) / 4),
                        Claim.identity(
                                "risk-of-mixture",
                                x -> HeadDictionary.of(x.model()).risk(0.9, 0.1),
                                x -> tenthOfOther()),
                        excess)
                .controls(new NegativeControl<>(
                        "minimum-over-support",
                        "takes the minimum of F over the support instead of the dictionary",
                        excess.atMost(x -> 0)));
    }

    private static Stationary stationary() {
        double[][] zero = {{0}};
        double[][] one = {{1}};
        Head still = new Head(zero, zero, new double[][] {{0}, {0}});
        Head other = new Head(one, one, new double[][] {{-1}, {1}});
        return new Stationary(new HeadModel(
                1,
                1,
                2,
                2,
                0,
                new double[] {0.5, 0.5},
                new double[][][] {{{1}, {-1}}, {{0.5}, {0.5}}},
                new int[][] {{0, 0}, {1, 1}},
                new double[] {1, 0},
                List.of(still, other)));
    }

    /** The averages of the other head are 1, -tanh 1, ½, ½; logits differ by a fifth of them. */
    private static double tenthOfOther() {
        double first =
                StrictMath.log1p(StrictMath.exp(0.2)) + StrictMath.log1p(StrictMath.exp(-0.2 * StrictMath.tanh(1)));
        return first / 4 + StrictMath.log1p(StrictMath.exp(-0.1)) / 2;
    }
}
