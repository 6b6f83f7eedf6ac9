package org.attentiontheorems.heads;

import org.attentiontheorems.heads.FiniteHeadApproximation.Instance;
import org.attentiontheorems.random.RandomField;
import org.attentiontheorems.verify.Claim;
import org.attentiontheorems.verify.Family;
import org.attentiontheorems.verify.Mean;
import org.attentiontheorems.verify.NegativeControl;
import org.attentiontheorems.verify.Range;
import org.attentiontheorems.verify.Rate;

/** {@link FiniteHeadApproximation} by drawing heads: against the enumerated gap, and at a size where nothing can be enumerated. */
final class FiniteHeadSimulations {
    private FiniteHeadSimulations() {}

    private static Mean.Measured<Instance> remainder(String id, HeadSampling sampling) {
        return Claim.mean(id, (x, random) -> sampling.remainder(FiniteHeadApproximation.law(x), x.nHeads(), random));
    }

    /** {@code 0 <= q <= max_a ‖P Δ_a‖² / 4}, and the same in the norm of {@link HeadFluctuations#remainderVariance}. */
    private static Range.Bounded ends(Instance x) {
        HeadFluctuations spread = FiniteHeadApproximation.law(x).fluctuations();
        return new Range.Bounded(0, Math.min(spread.largestSquare() / 4, spread.largestCurvature()));
    }

    static Family<Instance> enumeratedSimulation() {
        Mean<Instance> atMost = remainder("sampled-mean-at-most-enumerated", HeadSampling.REFERENCE)
                .atMost(x -> FiniteHeadApproximation.jensenGap(x, x.nHeads()))
                .in(FiniteHeadSimulations::ends)
                .replicates(1 << 15);
        return Family.drawn(
                        "enumerated-simulation",
                        "6 random laws of two or three heads, N = 2, 3, 4: sampled remainders against the enumerated gap",
                        FiniteHeadFamilies.laws(
                                6,
                                (random, i) -> new Instance(
                                        FiniteHeadFamilies.law(random, 2 + i % 4, 2 + i % 2, 2), 2 + i % 3)))
                .claims(
                        atMost,
                        remainder("sampled-mean-at-least-enumerated", HeadSampling.REFERENCE)
                                .atLeast(
                                        x -> FiniteHeadApproximation.jensenGap(x, x.nHeads()),
                                        FiniteHeadSimulations::ends)
                                .within(0.04)
                                .replicates(1 << 15))
                .controls(new NegativeControl<>(
                        "gap-of-twice-the-heads",
                        "compares N sampled heads with the gap of 2N",
                        atMost.atMost(x -> FiniteHeadApproximation.jensenGap(x, 2 * x.nHeads()))));
    }

    private static Mean<Instance> sampledUpper(HeadSampling sampling) {
        return remainder("sampled-gap-upper", sampling)
                .atMost(FiniteHeadApproximation::upperBound)
                .in(x -> Range.withVariance(
                        0, FiniteHeadApproximation.law(x).fluctuations().remainderVariance(x.nHeads())))
                .replicates(1 << 13);
    }

    private static Rate<Instance> sampledRate() {
        return Claim.<Instance>rate(
                        "sampled-gap-rate",
                        (x, n, random) -> HeadSampling.REFERENCE
                                .remainder(FiniteHeadApproximation.law(x), n, random)
                                .value())
                .fallsLike(1, 0.25, 16, 32, 64, 128, 256, 512, 1024)
                .under((x, n) -> FiniteHeads.upperBound(FiniteHeadApproximation.law(x), n))
                .sharp();
    }

    /** 256 heads of dimension 16 on four sequences of 16 tokens from a vocabulary of 32. */
    private static Instance realistic(RandomField random, double cap, int heads) {
        HeadDraws sizes = new HeadDraws(16, 8, 32, 16, 4, 256);
        return new Instance(sizes.model(random, cap, 0.1, HeadDraws.simplex(random, "masses", 256)), heads);
    }

    static Family<Instance> simulation() {
        return Family.drawn(
                        "simulation",
                        "three laws of 256 heads (d = 16, 16 positions, vocabulary 32) with caps 4, 8, 16, replaced by N = 1024, 128, 16 draws",
                        FiniteHeadFamilies.laws(3, (random, i) -> realistic(random, 4 << i, 1024 >> (3 * i))))
                .claims(
                        sampledUpper(HeadSampling.REFERENCE),
                        remainder("sampled-gap-lower", HeadSampling.REFERENCE)
                                .atLeast(FiniteHeadApproximation::lowerBound, FiniteHeadSimulations::ends)
                                .within(1e-4),
                        sampledRate())
                .controls(
                        new NegativeControl<>(
                                "sampled-summed-logits",
                                "sums the logits of the sampled heads",
                                sampledUpper(HeadSampling.REFERENCE.summed())),
                        new NegativeControl<>(
                                "sampled-uniform-draw",
                                "draws heads uniformly from the atoms instead of by their masses",
                                sampledUpper(HeadSampling.REFERENCE.uniform())),
                        new NegativeControl<>(
                                "sampled-one-over-n-squared",
                                "claims that the mean falls like 1/N²",
                                sampledRate().fallsLike(2, 0.5)));
    }
}
