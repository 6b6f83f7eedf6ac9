package org.attentiontheorems.heads;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.attentiontheorems.heads.VariationalSupport.Instance;
import org.attentiontheorems.measure.Sums;
import org.attentiontheorems.random.RandomField;
import org.attentiontheorems.verify.Approx;
import org.attentiontheorems.verify.Bound;
import org.attentiontheorems.verify.Claim;
import org.attentiontheorems.verify.ExactRate;
import org.attentiontheorems.verify.Family;
import org.attentiontheorems.verify.NegativeControl;
import org.attentiontheorems.verify.SizedMeasure;

/** What {@link VariationalSupport} says at the optimal law of a dictionary, near it, and of heads beside its support. */
final class OptimalLaws {
    private static final double NEGLIGIBLE_MASS = 1e-6;

    private OptimalLaws() {}

    static Family<Instance> atTheOptimum() {
        return Family.drawn(
                        "at-the-optimum",
                        "the optimal law of random dictionaries",
                        random -> VariationalDraws.atOptimum(VariationalDraws.all(random, 200, 1, 8, 5)))
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
                    double[] f = VariationalSupport.firstVariation(variation, x);
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
                    double[] f = VariationalSupport.firstVariation(variation, x);
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
        double[] f = VariationalSupport.firstVariation(FirstVariation.REFERENCE, x);
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

    private static double least(double... values) {
        return DoubleStream.of(values).min().orElse(0);
    }

    // ---- near it

    /** If: a law with a positive gap is not optimal. Mass ε of the optimum moves to the head with the largest F. */
    static Family<Instance> nearTheOptimum() {
        return Family.drawn(
                        "near-the-optimum",
                        "the optimal law with a mass of 0.1, 0.01 or 0.001 moved to the worst head",
                        OptimalLaws::perturbed)
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
        for (Instance x : VariationalDraws.atOptimum(VariationalDraws.all(random, 40, 2, 8, 5))) {
            double[] f = VariationalSupport.firstVariation(FirstVariation.REFERENCE, x);
            int worst = 0;
            for (int a = 0; a < f.length; a++) {
                worst = f[a] > f[worst] ? a : worst;
            }
            double[] only = new double[f.length];
            only[worst] = 1;
            for (double epsilon : new double[] {1e-1, 1e-2, 1e-3}) {
                all.add(x.withModel(m -> m.withAtomWeights(VariationalDraws.mixed(m.atomWeights(), only, epsilon))));
            }
        }
        return all;
    }

    /** Moving a share ε = 1/n of an optimum inside its support costs ε² of risk but opens a gap of order ε. */
    static Family<Instance> interiorOptimum() {
        int[] grid = {8, 16, 32, 64, 128};
        ExactRate<Instance> gap = rate("gap-is-linear", DualityGap::gap).fallsLike(1, 0.25, grid);
        return Family.drawn(
                        "interior-optimum",
                        "optimal laws of two to four heads, each with at least a tenth of the mass, mixed with 1/n of the"
                                + " uniform law",
                        random -> VariationalDraws.atOptimum(VariationalDraws.all(random, 400, 2, 4, 5)).stream()
                                .map(OptimalLaws::onItsSupport)
                                .filter(OptimalLaws::isInterior)
                                .limit(25)
                                .toList())
                .claims(
                        Claim.<Instance>exactRate(
                                        "excess-is-quadratic",
                                        (x, n, effort) -> Approx.within(
                                                VariationalSupport.excessRisk(stirred(x, n)), 2 * largestGap(x)))
                                .fallsLike(2, 0.25, grid)
                                .sharp(),
                        gap.sharp(),
                        rate("certificate-stays-comparable", DualityGap::lower)
                                .fallsLike(2, 0.25, grid)
                                .sharp())
                .controls(
                        new NegativeControl<>(
                                "excess-like-gap",
                                "claims that the gap falls as fast as the excess risk",
                                gap.fallsLike(2, 0.5)),
                        new NegativeControl<>(
                                "certificate-like-gap",
                                "claims that the certificate falls no faster than the gap",
                                rate("certificate-stays-comparable", DualityGap::lower)
                                        .fallsLike(1, 0.5, grid)
                                        .sharp()));
    }

    private static ExactRate.Measured<Instance> rate(String id, ToDoubleFunction<DualityGap> part) {
        return Claim.exactRate(
                id,
                SizedMeasure.direct(
                        (x, n) -> part.applyAsDouble(VariationalSupport.gap(FirstVariation.REFERENCE, stirred(x, n)))));
    }

    /** The same law without the heads that carry no mass. */
    private static Instance onItsSupport(Instance x) {
        double[] m = x.model().atomWeights();
        int[] support =
                IntStream.range(0, m.length).filter(a -> m[a] > NEGLIGIBLE_MASS).toArray();
        double[] masses = IntStream.of(support).mapToDouble(a -> m[a]).toArray();
        double total = Sums.neumaier(masses);
        return x.withModel(model -> model.withAtoms(
                Arrays.stream(masses).map(mass -> mass / total).toArray(),
                IntStream.of(support).mapToObj(model.atoms()::get).toList()));
    }

    /** At least two heads carry a tenth of the mass each, and not just a uniform law: with less mass the gap is linear only nearer by. */
    private static boolean isInterior(Instance x) {
        double[] m = x.model().atomWeights();
        double uniform = 1.0 / m.length;
        return m.length >= 2
                && Arrays.stream(m).allMatch(mass -> mass >= 0.1)
                && Arrays.stream(m).anyMatch(mass -> Math.abs(mass - uniform) > 0.05);
    }

    private static Instance stirred(Instance x, int n) {
        double[] uniform = new double[x.model().atomWeights().length];
        Arrays.fill(uniform, 1.0 / uniform.length);
        return x.withModel(m -> m.withAtomWeights(VariationalDraws.mixed(m.atomWeights(), uniform, 1.0 / n)));
    }

    /** The support may be smaller than the set where F is least: a copy of a head of the support, with mass 0, minimises F as well. */
    static Family<Instance> repeatedHead() {
        return Family.drawn(
                        "repeated-head",
                        "optimal laws with a massless copy of a head of the support",
                        random -> VariationalDraws.atOptimum(VariationalDraws.all(random, 20, 1, 4, 5)).stream()
                                .map(OptimalLaws::withCopy)
                                .toList())
                .claims(
                        Claim.<Instance>bound(
                                        "still-optimal",
                                        x -> VariationalSupport.gap(FirstVariation.REFERENCE, x)
                                                .gap())
                                .atMost(x -> 10 * largestGap(x)),
                        Claim.<Instance>bound("minimisers-beyond-support", OptimalLaws::minimisers)
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
                                .atLeast(OptimalLaws::minimisers)));
    }

    /** Heads whose first variation is least, up to what the optimiser resolves. */
    private static double minimisers(Instance x) {
        double[] f = VariationalSupport.firstVariation(FirstVariation.REFERENCE, x);
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
}
