package org.attentiontheorems.homogenization;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToDoubleFunction;
import org.attentiontheorems.homogenization.RealisticLayer.Change;
import org.attentiontheorems.homogenization.RealisticLayer.Limit;
import org.attentiontheorems.random.RandomField;
import org.attentiontheorems.verify.Approx;
import org.attentiontheorems.verify.Claim;
import org.attentiontheorems.verify.Family;
import org.attentiontheorems.verify.Mean;
import org.attentiontheorems.verify.Memo;
import org.attentiontheorems.verify.NegativeControl;
import org.attentiontheorems.verify.Range;

/**
 * Declared family of {@code gaussian-drift-vanishes} at a realistic size, see {@link RealisticLayer}: unbiased statistics of the change of the
 * Gram matrix against drift and variation of the limit, up to proven weak errors. A replicate is a pair of layers with opposite values.
 */
final class LayerSimulations {
    /** By how much clipping a replicate may move its mean: a bound of its probability, some 1e-10, times the largest value. */
    private static final double CLIPPED = 1e-7;

    private static final long MANY = 4000;

    private final Memo<RealisticLayer, Limit> limits = Memo.of(Limit::of);
    private final Map<Long, Change> changes = new ConcurrentHashMap<>();

    private Change change(RealisticLayer x, RandomField random) {
        return changes.computeIfAbsent(
                random.word("layer", RealisticLayer.SIZE, 0), word -> Change.drawn(x, limits.apply(x), random));
    }

    /**
     * A statistic of a change.
     *
     * @param least what it does not fall below, in units of the largest M_ii
     * @param most what it hardly exceeds, in the same units, or in units of its prediction where that is positive by nature
     * @param relative whether {@code most} is in units of the prediction
     * @param weak factor of its weak error
     */
    private record Statistic(
            String id,
            int index,
            ToDoubleFunction<Change> value,
            double least,
            double most,
            boolean relative,
            double weak) {}

    /**
     * Terms of degree at least 4 are at most {@code 10 ρ⁴} for a change, twice for two tokens. As long as {@code |u_i|² <= 3 δ M_ii}, even parts of
     * changes are at most 9 M δ.
     */
    private static final Statistic MEAN = new Statistic("mean-change", 0, Change::mean, -9, 9, false, 20);

    private static final Statistic PATTERN = new Statistic("pattern-of-change", 1, Change::pattern, -9, 9, false, 20);

    /**
     * At most {@code 44 ρ⁴} for a product of changes, for two tokens. Leading terms are means of squares of Gaussian numbers: with mean c, their
     * fourth moment is at most 105 c⁴, so that {@code E(X - 20c)^+ <= 27/256 105 c⁴ / (20c)³}, less than 0.002 c.
     */
    private static final Statistic SQUARES = new Statistic("mean-square-change", 2, Change::squares, 0, 40, true, 88);

    /** The same for three tokens; where products are negative, they are at least minus the squares over n-2. */
    private static final Statistic ADJACENT =
            new Statistic("adjacent-change", 3, Change::adjacent, -16.0 / (RealisticLayer.SIZE - 2), 40, true, 132);

    /** {@code E|u_i|⁴ <= δ² M² (1 + 2/d)}. */
    private double weakError(Statistic statistic, RealisticLayer x) {
        double m = limits.apply(x).largestNorm();
        return statistic.weak() * (1 + 2.0 / RealisticLayer.SIZE) * m * m * x.delta() + CLIPPED;
    }

    private double least(Statistic statistic, RealisticLayer x) {
        return statistic.least() * limits.apply(x).largestNorm();
    }

    /** The leading term of adjacent products, squares included, has the mean {@code c = a + s/(n-2)}. */
    private double most(Statistic statistic, RealisticLayer x) {
        if (!statistic.relative()) {
            return statistic.most() * limits.apply(x).largestNorm();
        }
        double squares = statistic.equals(ADJACENT) ? prediction(SQUARES, x) / (RealisticLayer.SIZE - 2) : 0;
        return statistic.most() * (prediction(statistic, x) + squares);
    }

    private double sample(Statistic statistic, RealisticLayer x, RandomField random) {
        return statistic.value().applyAsDouble(change(x, random));
    }

    private double prediction(Statistic statistic, RealisticLayer x) {
        return limits.apply(x).predictions()[statistic.index()];
    }

    /** What controls claim: every token has noise of its own. */
    private double ofIndependentTokens(Statistic statistic, RealisticLayer x) {
        GramDiffusion limit = limits.apply(x).limit().withoutCommonNoise();
        return Limit.predictions(limit)[statistic.index()];
    }

    /** What controls claim: heads are summed, not averaged. */
    private double ofSummedHeads(Statistic statistic, RealisticLayer x) {
        return RealisticLayer.HEADS * prediction(statistic, x);
    }

    private Mean<RealisticLayer> atMost(
            Statistic statistic, double margin, ToDoubleFunction<RealisticLayer> prediction) {
        return Claim.<RealisticLayer>mean(
                        statistic.id(),
                        (x, random) -> Approx.direct(Math.max(least(statistic, x), sample(statistic, x, random))))
                .atMost(x -> prediction.applyAsDouble(x) + weakError(statistic, x))
                .in(x -> Range.above(least(statistic, x)))
                .within(margin)
                .replicates(MANY);
    }

    private Mean<RealisticLayer> atMost(Statistic statistic, double margin) {
        return atMost(statistic, margin, x -> prediction(statistic, x));
    }

    /** From below; clipping at {@code most} may lower the mean by 0.2 % of the prediction. */
    private Mean<RealisticLayer> atLeast(
            Statistic statistic, double margin, ToDoubleFunction<RealisticLayer> prediction) {
        double kept = statistic.relative() ? 0.998 : 1;
        return Claim.<RealisticLayer>mean(
                        statistic.id() + "-from-below",
                        (x, random) -> Approx.direct(-Math.min(most(statistic, x), sample(statistic, x, random))))
                .atMost(x -> weakError(statistic, x) - kept * prediction.applyAsDouble(x))
                .in(x -> Range.above(-most(statistic, x)))
                .within(margin)
                .replicates(MANY);
    }

    private Mean<RealisticLayer> atLeast(Statistic statistic, double margin) {
        return atLeast(statistic, margin, x -> prediction(statistic, x));
    }

    /** A claim that is resolved where layers move tokens far. */
    private static Claim<RealisticLayer> ofDrift(Mean<RealisticLayer> claim) {
        return claim.when(x -> x.delta() > 1e-5);
    }

    /** A claim that is resolved where layers move tokens little. */
    private static Claim<RealisticLayer> ofVariation(Mean<RealisticLayer> claim) {
        return claim.when(x -> x.delta() < 1e-5);
    }

    Family<RealisticLayer> family() {
        return Family.drawn(
                        "realistic-layer",
                        "one layer of 64 tokens in 64 dimensions, 8 heads with Gaussian weights: mean change of the Gram matrix at"
                                + " δ = 1/4096, products of changes at δ = 1e-6",
                        random -> List.of(
                                RealisticLayer.drawn(1, 1.0 / 4096, random.size(0)),
                                RealisticLayer.drawn(1, 1e-6, random.size(1))))
                .claims(
                        ofDrift(atMost(MEAN, 0.005)),
                        ofDrift(atLeast(MEAN, 0.005)),
                        ofDrift(atMost(PATTERN, 0.005)),
                        ofDrift(atLeast(PATTERN, 0.005)),
                        ofVariation(atMost(SQUARES, 0.1)),
                        ofVariation(atLeast(SQUARES, 0.004)),
                        ofVariation(atMost(ADJACENT, 0.01)),
                        ofVariation(atLeast(ADJACENT, 0.01)))
                .controls(
                        new NegativeControl<>(
                                "simulated-drift-of-independent-tokens",
                                "gives every token noise of its own: only the curvature is left",
                                ofDrift(atMost(MEAN, 0.005, x -> ofIndependentTokens(MEAN, x)))),
                        new NegativeControl<>(
                                "simulated-heads-summed",
                                "sums the heads instead of averaging them",
                                ofDrift(atLeast(MEAN, 0.005, x -> ofSummedHeads(MEAN, x)))),
                        new NegativeControl<>(
                                "simulated-same-change-for-all",
                                "claims that the change does not follow the drifts of the pairs",
                                ofDrift(atMost(PATTERN, 0.005, x -> 0))),
                        new NegativeControl<>(
                                "simulated-pattern-of-summed-heads",
                                "sums the heads in the pattern",
                                ofDrift(atLeast(PATTERN, 0.005, x -> ofSummedHeads(PATTERN, x)))),
                        new NegativeControl<>(
                                "simulated-independent-tokens",
                                "gives every token noise of its own",
                                ofVariation(atMost(ADJACENT, 0.01, x -> ofIndependentTokens(ADJACENT, x)))),
                        new NegativeControl<>(
                                "simulated-variation-of-one-token",
                                "lets only one of the two tokens move: half of the variation",
                                ofVariation(atMost(SQUARES, 0.1, x -> prediction(SQUARES, x) / 2))),
                        new NegativeControl<>(
                                "simulated-variation-of-summed-heads",
                                "sums the heads in the variation",
                                ofVariation(atLeast(SQUARES, 0.004, x -> ofSummedHeads(SQUARES, x)))),
                        new NegativeControl<>(
                                "simulated-adjacent-of-summed-heads",
                                "sums the heads in the variation of adjacent overlaps",
                                ofVariation(atLeast(ADJACENT, 0.01, x -> ofSummedHeads(ADJACENT, x)))));
    }
}
