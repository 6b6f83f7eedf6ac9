package org.attentiontheorems.heads;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.attentiontheorems.heads.ValueBall.Interval;
import org.attentiontheorems.heads.VariationalSupport.Instance;
import org.attentiontheorems.random.RandomField;
import org.attentiontheorems.verify.Approx;
import org.attentiontheorems.verify.Bound;
import org.attentiontheorems.verify.Claim;
import org.attentiontheorems.verify.Family;
import org.attentiontheorems.verify.NegativeControl;
import org.attentiontheorems.verify.Ranges;
import org.attentiontheorems.verify.SizedMeasure;

/** Declared families of {@link VariationalSupport}: the continuum, the optimum itself, sharpness, and what is needed. */
final class VariationalFamilies {
    private static final int FRANK_WOLFE_STEPS = 400;
    private static final double NEGLIGIBLE_MASS = 1e-6;
    private static final double ROUNDING = 1e-14;

    private VariationalFamilies() {}

    static List<Family<?>> all() {
        return List.of(
                continuum(),
                atTheOptimum(),
                nearTheOptimum(),
                smallValues(),
                lightHeads(),
                interiorOptimum(),
                stationaryPoint(),
                growingRadius(),
                repeatedHead());
    }

    // ---- the continuum of values

    /** The gap and the certificate on Θ_B, where the least risk is known up to an interval that more steps make smaller. */
    private static Family<Instance> continuum() {
        Bound<Instance> above = Claim.<Instance>bound("continuum-at-most-gap", VariationalFamilies::continuumExcess)
                .atMost(x -> VariationalSupport.continuumGap(x).gap())
                .absFloor(1e-9);
        Bound<Instance> below = Claim.<Instance>bound(
                        "continuum-at-least-certificate", VariationalFamilies::continuumExcess)
                .atLeast(x -> VariationalSupport.continuumGap(x).lower())
                .absFloor(1e-9);
        return Family.drawn(
                        "continuum",
                        "laws on random dictionaries, held against all heads with the same queries and keys",
                        random -> drawn(random, 100, 1, 8, 5))
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
                                                "continuum-at-least-certificate", VariationalFamilies::continuumExcess)
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

    // ---- the optimum itself

    private static Family<Instance> atTheOptimum() {
        return Family.drawn(
                        "at-the-optimum",
                        "the optimal law of random dictionaries",
                        random -> atOptimum(drawn(random, 200, 1, 8, 5)))
                .claims(
                        supportMinimises(FirstVariation.REFERENCE),
                        leastAlongSegments(FirstVariation.REFERENCE),
                        uniqueLogits())
                .controls(
                        new NegativeControl<>(
                                "support-without-ridge",
                                "forgets the ridge in the first variation",
                                supportMinimises(FirstVariation.WITHOUT_RIDGE)),
                        new NegativeControl<>(
                                "least-with-own-residual",
                                "takes the residual of each head's own logits instead of the averaged ones",
                                leastAlongSegments(FirstVariation.OWN_RESIDUAL)));
    }

    /** Only if: {@code F(θ_a) = min F} wherever the optimal law has mass, up to {@code g / m_a}. */
    private static Bound<Instance> supportMinimises(FirstVariation variation) {
        return Claim.<Instance>bound("support-minimises", x -> {
                    double[] f = firstVariation(variation, x);
                    double[] m = x.model().atomWeights();
                    return IntStream.range(0, f.length)
                            .filter(a -> m[a] > NEGLIGIBLE_MASS)
                            .mapToDouble(a -> f[a] - least(f))
                            .max()
                            .orElse(0);
                })
                .atMost(x -> largestGap(x) / NEGLIGIBLE_MASS);
    }

    /** Only if: {@code F(θ_a) >= ∫ F dμ*} for every head of the dictionary. */
    private static Bound<Instance> leastAlongSegments(FirstVariation variation) {
        return Claim.<Instance>bound("no-head-below-average", x -> {
                    double[] f = firstVariation(variation, x);
                    double mean = 0;
                    for (int a = 0; a < f.length; a++) {
                        mean += x.model().atomWeights()[a] * f[a];
                    }
                    return mean - least(f);
                })
                .atMost(x -> 10 * largestGap(x));
    }

    /** The optimiser's own tolerance. */
    private static double largestGap(Instance x) {
        double[] f = firstVariation(FirstVariation.REFERENCE, x);
        return 1e-13 * (1 + Arrays.stream(f).map(Math::abs).max().orElse(0));
    }

    /** Minimisers found from two sides may differ; their centred logits do not. */
    private static Bound<Instance> uniqueLogits() {
        return Claim.<Instance>bound("unique-logits", x -> {
                    List<Head> heads = new ArrayList<>(x.model().atoms());
                    heads.add(heads.get(0));
                    double[] masses = new double[heads.size()];
                    masses[0] = 1;
                    HeadModel longer = x.model().withAtoms(masses, heads);
                    HeadDictionary other = HeadDictionary.of(longer);
                    HeadDictionary dictionary = VariationalSupport.dictionary(x);
                    return Math.sqrt(DualityGap.distance(
                            dictionary.corpus(),
                            dictionary.mixture(x.model().atomWeights()),
                            other.mixture(SimplexOptimum.of(other).masses())));
                })
                .atMost(x -> 1e-4);
    }

    private static double[] firstVariation(FirstVariation variation, Instance x) {
        return variation.of(VariationalSupport.dictionary(x), x.model().atomWeights());
    }

    private static double least(double... values) {
        return DoubleStream.of(values).min().orElse(0);
    }

    // ---- near it

    /** If: a law with a positive gap is not optimal. Mass ε of the optimum moves to the head with the largest F. */
    private static Family<Instance> nearTheOptimum() {
        return Family.drawn(
                        "near-the-optimum",
                        "the optimal law with a mass of 0.1, 0.01 or 0.001 moved to the worst head",
                        VariationalFamilies::perturbed)
                .claims(Claim.<Instance>bound("excess-off-optimum", VariationalSupport::excessRisk)
                        .atLeast(x -> VariationalSupport.gap(FirstVariation.REFERENCE, x)
                                .lower())
                        .absFloor(1e-13)
                        .when(x -> VariationalSupport.gap(FirstVariation.REFERENCE, x)
                                        .gap()
                                > 1e-9));
    }

    private static List<Instance> perturbed(RandomField random) {
        List<Instance> all = new ArrayList<>();
        for (Instance x : atOptimum(drawn(random, 40, 2, 8, 5))) {
            double[] f = firstVariation(FirstVariation.REFERENCE, x);
            int worst = 0;
            for (int a = 0; a < f.length; a++) {
                worst = f[a] > f[worst] ? a : worst;
            }
            double[] only = new double[f.length];
            only[worst] = 1;
            for (double epsilon : new double[] {1e-1, 1e-2, 1e-3}) {
                all.add(x.withModel(m -> m.withAtomWeights(VariationalSupport.mixed(m.atomWeights(), only, epsilon))));
            }
        }
        return all;
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
        double[] f = firstVariation(FirstVariation.REFERENCE, x);
        int best = f[0] <= f[1] ? 0 : 1;
        double c = DualityGap.distance(dictionary.corpus(), dictionary.logits(best), dictionary.mixture(masses));
        return DualityGap.of(gap.gap(), c / 2, gap.least()).lower();
    }

    /** First those where the optimum is in the middle, then random ones, where it is mostly a single head. */
    private static List<Instance> smallValues(RandomField random) {
        List<Instance> all = new ArrayList<>(
                List.of(balanced(0.1, 0.9), balanced(0.1, 0.6), balanced(0.01, 0.9), balanced(0.01, 0.6)));
        drawn(random, 60, 2, 2, 2).stream()
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
        HeadModel one = opposed(delta, m, 1 - m).model();
        double[] halves = {0.5, 0.5};
        double[][][] inputs = {{{1}}, {{1}}};
        HeadModel both =
                new HeadModel(1, 1, 2, 1, 0, halves, inputs, new int[][] {{0}, {1}}, one.atomWeights(), one.atoms());
        return new Instance(both, 2 * delta);
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

    /** One token x = 1 with label 0, no attention to choose, values -δ(1, -1)ᵀ and δ(1, -1)ᵀ. */
    private static Instance opposed(double delta, double... masses) {
        double[][] none = {{0}};
        Head worse = new Head(none, none, new double[][] {{-delta}, {delta}});
        Head better = new Head(none, none, new double[][] {{delta}, {-delta}});
        return new Instance(oneToken(masses, List.of(worse, better)), 2 * delta);
    }

    private static HeadModel oneToken(double[] masses, List<Head> heads) {
        return new HeadModel(
                1, 1, 2, 1, 0, new double[] {1}, new double[][][] {{{1}}}, new int[][] {{0}}, masses, heads);
    }

    /** Moving a share ε = 1/n of an optimum inside its support costs ε² of risk but opens a gap of order ε. */
    private static Family<Instance> interiorOptimum() {
        int[] grid = {8, 16, 32, 64, 128};
        return Family.drawn(
                        "interior-optimum",
                        "optimal laws with at least two heads in the support, mixed with 1/n of the uniform law on it",
                        random -> atOptimum(drawn(random, 200, 2, 4, 5)).stream()
                                .filter(VariationalFamilies::isInterior)
                                .limit(25)
                                .toList())
                .claims(
                        Claim.<Instance>exactRate(
                                        "excess-is-quadratic",
                                        (x, n, effort) -> Approx.within(
                                                VariationalSupport.excessRisk(stirred(x, n)), 2 * largestGap(x)))
                                .fallsLike(2, 0.25, grid)
                                .sharp(),
                        Claim.<Instance>exactRate(
                                        "gap-is-linear",
                                        SizedMeasure.direct((x, n) -> VariationalSupport.gap(
                                                        FirstVariation.REFERENCE, stirred(x, n))
                                                .gap()))
                                .fallsLike(1, 0.25, grid)
                                .sharp(),
                        Claim.<Instance>bound("certificate-stays-comparable", x -> {
                                    Instance near = stirred(x, 128);
                                    return VariationalSupport.gap(FirstVariation.REFERENCE, near)
                                                    .lower()
                                            / VariationalSupport.excessRisk(near);
                                })
                                .atLeast(x -> 0.25))
                .controls(new NegativeControl<>(
                        "excess-like-gap",
                        "claims that the gap falls as fast as the excess risk",
                        Claim.<Instance>exactRate(
                                        "gap-is-linear",
                                        SizedMeasure.direct((x, n) -> VariationalSupport.gap(
                                                        FirstVariation.REFERENCE, stirred(x, n))
                                                .gap()))
                                .fallsLike(2, 0.5, grid)));
    }

    /** At least two heads carry mass, and not just the uniform one. */
    private static boolean isInterior(Instance x) {
        double[] m = x.model().atomWeights();
        double far = 0;
        double[] uniform = uniformOnSupport(m);
        for (int a = 0; a < m.length; a++) {
            far = Math.max(far, Math.abs(m[a] - uniform[a]));
        }
        return far > 0.05;
    }

    private static Instance stirred(Instance x, int n) {
        return x.withModel(m -> m.withAtomWeights(
                VariationalSupport.mixed(m.atomWeights(), uniformOnSupport(m.atomWeights()), 1.0 / n)));
    }

    private static double[] uniformOnSupport(double... m) {
        long support = Arrays.stream(m).filter(mass -> mass > NEGLIGIBLE_MASS).count();
        return Arrays.stream(m)
                .map(mass -> mass > NEGLIGIBLE_MASS ? 1.0 / support : 0)
                .toArray();
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

    /**
     * Without compactness there is no minimiser.
     *
     * @param radius the largest norm of values
     */
    record Radius(double radius) {}

    /** One token with label 0 and one head of values 0: over |V| <= B the least risk is {@code log(1 + e^(-sqrt(2) B))}. */
    private static Family<Radius> growingRadius() {
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
        double[][] zero = {{0}};
        Head head = new Head(zero, zero, new double[][] {{0}, {0}});
        return ValueBall.of(oneToken(new double[] {1}, List.of(head)), x.radius());
    }

    private static ValueBall.Measure zeroMeasure() {
        return new ValueBall.Measure(new double[2], 0);
    }

    /** The support may be smaller than the set where F is least: a copy of a head of the support, with mass 0, minimises F as well. */
    private static Family<Instance> repeatedHead() {
        return Family.drawn(
                        "repeated-head",
                        "optimal laws with a massless copy of a head of the support",
                        random -> atOptimum(drawn(random, 20, 1, 4, 5)).stream()
                                .map(VariationalFamilies::withCopy)
                                .toList())
                .claims(
                        Claim.<Instance>bound(
                                        "still-optimal",
                                        x -> VariationalSupport.gap(FirstVariation.REFERENCE, x)
                                                .gap())
                                .atMost(x -> 10 * largestGap(x)),
                        Claim.<Instance>bound("minimisers-beyond-support", VariationalFamilies::minimisers)
                                .atLeast(x -> 1
                                        + Arrays.stream(x.model().atomWeights())
                                                .filter(m -> m > NEGLIGIBLE_MASS)
                                                .count()))
                .controls(new NegativeControl<>(
                        "support-is-argmin",
                        "claims that every head that minimises F carries mass",
                        Claim.<Instance>bound(
                                        "minimisers-beyond-support",
                                        x -> Arrays.stream(x.model().atomWeights())
                                                .filter(m -> m > NEGLIGIBLE_MASS)
                                                .count())
                                .atLeast(VariationalFamilies::minimisers)));
    }

    /** Heads whose first variation is least, up to what the optimiser resolves. */
    private static double minimisers(Instance x) {
        double[] f = firstVariation(FirstVariation.REFERENCE, x);
        double resolved = largestGap(x) / NEGLIGIBLE_MASS;
        return Arrays.stream(f).filter(value -> value <= least(f) + resolved).count();
    }

    private static Instance withCopy(Instance x) {
        double[] m = x.model().atomWeights();
        int heaviest = 0;
        for (int a = 0; a < m.length; a++) {
            heaviest = m[a] > m[heaviest] ? a : heaviest;
        }
        List<Head> heads = new ArrayList<>(x.model().atoms());
        heads.add(heads.get(heaviest));
        double[] masses = Arrays.copyOf(m, m.length + 1);
        return x.withModel(model -> model.withAtoms(masses, heads));
    }

    // ---- draws

    /** Instances with {@code minAtoms} to {@code maxAtoms} heads and up to {@code maxVocab} words. */
    private static List<Instance> drawn(RandomField random, int count, int minAtoms, int maxAtoms, int maxVocab) {
        Ranges ranges = VariationalSupport.ranges(minAtoms, maxAtoms, maxVocab);
        return IntStream.rangeClosed(1, count)
                .mapToObj(random::replicate)
                .map(one -> VariationalSupport.drawn(ranges.sample(one), one))
                .toList();
    }

    private static List<Instance> atOptimum(List<Instance> instances) {
        return instances.stream()
                .map(x -> x.withModel(m -> m.withAtomWeights(VariationalSupport.optimum(m))))
                .toList();
    }
}
