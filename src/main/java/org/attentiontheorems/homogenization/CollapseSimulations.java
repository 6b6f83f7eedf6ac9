package org.attentiontheorems.homogenization;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToDoubleFunction;
import java.util.function.UnaryOperator;
import org.attentiontheorems.homogenization.OverlapPath.GramDrift;
import org.attentiontheorems.homogenization.OverlapPath.Setting;
import org.attentiontheorems.random.RandomField;
import org.attentiontheorems.verify.Approx;
import org.attentiontheorems.verify.Claim;
import org.attentiontheorems.verify.Family;
import org.attentiontheorems.verify.Mean;
import org.attentiontheorems.verify.Memo;
import org.attentiontheorems.verify.NegativeControl;
import org.attentiontheorems.verify.Range;

/**
 * Simulated layers of Gaussian values: the mean overlap after one layer of 64 tokens, and after up to 256 layers (1024 in slow runs). A replicate
 * is a pair of paths with opposite noise.
 */
final class CollapseSimulations {
    /** What 256 layers leave unresolved; the weak error is far smaller. */
    private static final double RESOLUTION = 0.02;

    /** By how much clipping a replicate may move its mean: a bound of its probability, some 1e-11, times the largest value. */
    private static final double CLIPPED = 1e-8;

    private static final long MANY = 20_000;

    private final Memo<Setting, GaussianUpdates> firstUpdates = Memo.of(CollapseSimulations::updates);
    private final Memo<Setting, Double> limits = Memo.of(CollapseSimulations::limit);
    private final Map<Long, Approx> firstLayers = new ConcurrentHashMap<>();
    private final Map<Long, OverlapPath> paths = new ConcurrentHashMap<>();

    List<Family<?>> all() {
        return List.of(firstLayer(), depth(), mitigation(), deep());
    }

    // ---- one layer

    private static GaussianUpdates updates(Setting x) {
        double[][] gram = GramDiffusion.equiangular(x.tokens(), x.overlap());
        double[][] averaged = GramAttention.REFERENCE.averaged(gram, x.beta(), x.tokens());
        return GaussianUpdates.of(averaged, x.delta() / x.dimension());
    }

    /**
     * {@code (q_1 - q)/δ}, the mean over opposite noises, clipped at {@code ±9 M_ii}. It stays inside unless some {@code |u_i|² > 3 δ M_ii},
     * which has probability {@code exp(-d/2 (2 - log 3))} for a token, less than 1e-12 in 64 dimensions.
     */
    private Approx growth(Setting x, RandomField random) {
        return firstLayers.computeIfAbsent(random.word("layer", x.tokens(), 0), word -> {
            double[][] update = firstUpdates.apply(x).from(random.gaussianMatrix("values", x.tokens(), x.dimension()));
            double[][] rows = x.rows();
            double after = OverlapPath.meanOverlap(SphereStep.step(rows, update))
                    + OverlapPath.meanOverlap(SphereStep.step(rows, Rows.times(-1, update)));
            double growth = (after / 2 - OverlapPath.meanOverlap(rows)) / x.delta();
            return Approx.direct(Math.max(-largest(x), Math.min(largest(x), growth)));
        });
    }

    private static double largest(Setting x) {
        return 9 * x.start().averagedSelf();
    }

    private static Range.Bounded growths(Setting x) {
        return new Range.Bounded(-largest(x), largest(x));
    }

    /** {@code 20 σ⁴ d(d+2) M_ii² δ}: the terms of degree at least 4 are at most {@code 10 (|u_i|⁴ + |u_j|⁴)}. */
    private static double weakError(Setting x) {
        double m = x.start().averagedSelf();
        return 20 * (1 + 2.0 / x.dimension()) * m * m * x.delta() + CLIPPED;
    }

    /** A tenth of the rate, relative to the distance of the bound from the lower end. */
    private Mean<Setting> growsAtMost(ToDoubleFunction<Setting> rate) {
        return Claim.<Setting>mean("simulated-first-layer", this::growth)
                .atMost(x -> rate.applyAsDouble(x) + weakError(x))
                .in(CollapseSimulations::growths)
                .within(0.008)
                .replicates(MANY);
    }

    private Mean<Setting> growsAtLeast(ToDoubleFunction<Setting> rate) {
        return Claim.mean("simulated-first-layer-from-below", this::growth)
                .atLeast(x -> rate.applyAsDouble(x) - weakError(x), CollapseSimulations::growths)
                .within(0.008)
                .replicates(MANY);
    }

    private static double rate(Setting x) {
        return x.start().rate();
    }

    private Family<Setting> firstLayer() {
        return Family.of(
                        "first-layer",
                        "one layer of Gaussian values in 64 dimensions, 8 and 64 tokens: the mean overlap grows by δR",
                        List.of(
                                new Setting(8, 64, 1, 0, 0.001, 1),
                                new Setting(8, 64, 4, 0.3, 0.001, 1),
                                new Setting(64, 64, 1, 0.1, 0.001, 1)))
                .claims(growsAtMost(CollapseSimulations::rate), growsAtLeast(CollapseSimulations::rate))
                .controls(
                        new NegativeControl<>(
                                "simulated-uniform-rate-at-any-temperature",
                                "claims the rate of β = 0 at β = 4",
                                growsAtLeast(x -> x.start().uniformRate())),
                        new NegativeControl<>(
                                "simulated-rate-of-distinct-tokens",
                                "drops a token's own share of the mean token",
                                growsAtMost(x -> x.start()
                                        .with(Equiangular.Model.WITHOUT_SELF_TERM)
                                        .rate())));
    }

    // ---- many layers

    private OverlapPath path(Setting x, RandomField random) {
        return paths.computeIfAbsent(random.word("pair", x.tokens(), x.layers()), word -> OverlapPath.pair(x, random));
    }

    private static double limit(Setting x) {
        return OverlapGenerator.of(x.dimension(), x.beta(), 1.0 / x.dimension()).expectation(x.overlap(), x.time());
    }

    /** An overlap cannot fall below -1, and no drift exceeds 2 in magnitude. */
    private static double least(Setting x) {
        return -(1 + x.overlap()) - 2 * x.time();
    }

    private Mean<Setting> surplus() {
        return Claim.<Setting>mean(
                        "simulated-compensated-overlap",
                        (x, random) -> Approx.direct(path(x, random).surplus()))
                .atMost(x -> RESOLUTION)
                .in(x -> Range.above(least(x)))
                .within(0.01);
    }

    private Mean<Setting> surplusFromBelow(GramDrift drift) {
        boolean reference = drift == REFERENCE;
        return Claim.<Setting>mean(
                        "simulated-compensated-overlap-from-below",
                        (x, random) -> Approx.direct(
                                -(reference ? path(x, random) : OverlapPath.pair(x, drift, random)).surplus()))
                .atMost(x -> RESOLUTION)
                .in(x -> Range.above(-(1 - x.overlap()) - 2 * x.time()))
                .within(0.01);
    }

    private static final GramDrift REFERENCE = GramDiffusion::drift;

    private static GramDrift oneDimensionMore() {
        return (limit, i, j) -> limit.drift(i, j, limit.dimension() - 1, 0.5 * (limit.dimension() - 1));
    }

    private Mean<Setting> reaches() {
        return reaches(limits::apply);
    }

    private Mean<Setting> reaches(ToDoubleFunction<Setting> limit) {
        return Claim.<Setting>mean(
                        "simulated-two-token-limit",
                        (x, random) -> Approx.direct(path(x, random).overlap()))
                .atMost(x -> limit.applyAsDouble(x) + RESOLUTION)
                .in(x -> Range.between(-1, 1))
                .within(0.02)
                .replicates(MANY);
    }

    private Mean<Setting> reachesFromBelow(ToDoubleFunction<Setting> limit) {
        return Claim.mean(
                        "simulated-two-token-limit-from-below",
                        (Setting x, RandomField random) ->
                                Approx.direct(path(x, random).overlap()))
                .atLeast(x -> limit.applyAsDouble(x) - RESOLUTION, x -> new Range.Bounded(-1, 1))
                .within(0.02)
                .replicates(MANY);
    }

    private static boolean isPair(Setting x) {
        return x.tokens() == 2;
    }

    private Family<Setting> depth() {
        return Family.of(
                        "overlap-against-depth",
                        "256 layers of Gaussian values, 2 to 8 tokens in 4 to 16 dimensions, from equal overlaps",
                        List.of(
                                new Setting(2, 4, 0, 0.25, 1.0 / 256, 256),
                                new Setting(2, 4, 1, 0.25, 1.0 / 256, 256),
                                new Setting(2, 16, 2, 0, 1.0 / 256, 256),
                                new Setting(4, 8, 4, 0.2, 1.0 / 256, 256),
                                new Setting(8, 16, 1, 0, 1.0 / 256, 256)))
                .claims(
                        surplus(),
                        surplusFromBelow(REFERENCE),
                        reaches().when(CollapseSimulations::isPair),
                        reachesFromBelow(limits::apply).when(CollapseSimulations::isPair))
                .controls(
                        new NegativeControl<>(
                                "simulated-with-one-dimension-more",
                                "adds up drifts with d-1 for d-2",
                                surplusFromBelow(oneDimensionMore())),
                        new NegativeControl<>(
                                "simulated-limit-at-the-start",
                                "claims that the mean overlap does not grow",
                                reaches(Setting::overlap).when(CollapseSimulations::isPair)),
                        new NegativeControl<>(
                                "simulated-limit-at-infinite-temperature",
                                "claims the limit of β = 0 at any β",
                                reachesFromBelow(x -> limit(x.withBeta(0))).when(x -> isPair(x) && x.beta() >= 2)));
    }

    /** The difference of the overlaps of two settings with the same noise. */
    private static Approx difference(Setting more, Setting less, RandomField random) {
        return Approx.direct(OverlapPath.pair(more, random).overlap()
                - OverlapPath.pair(less, random).overlap());
    }

    /** {@code E (X - Y) <= 0} for the overlaps X, Y at the end. */
    private static Mean<Setting> isSlower(String id, UnaryOperator<Setting> slower, double sign) {
        return Claim.<Setting>mean(id, (x, random) -> {
                    Approx difference = difference(slower.apply(x), x, random);
                    return sign > 0 ? difference : difference.negated();
                })
                .atMost(x -> 0)
                .in(x -> Range.between(-2, 2))
                .within(0.05);
    }

    private static Mean<Setting> coldIsSlower(double sign) {
        return isSlower("simulated-cold-is-slower", x -> x.withBeta(4), sign);
    }

    private static Mean<Setting> contextIsSlower(double sign) {
        return isSlower("simulated-long-context-is-slower", x -> x.withTokens(16), sign);
    }

    private static boolean isOrthogonal(Setting x) {
        return x.overlap() == 0;
    }

    private Family<Setting> mitigation() {
        return Family.of(
                        "mitigation",
                        "what slows the collapse by depth 128: β = 4 for β = 0, and from orthogonal tokens 16 tokens for 2",
                        List.of(
                                new Setting(4, 8, 0, 0.2, 1.0 / 64, 128),
                                new Setting(2, 16, 0, 0, 1.0 / 64, 128),
                                new Setting(2, 16, 8, 0.4, 1.0 / 32, 128)))
                .claims(
                        coldIsSlower(1).when(x -> x.beta() == 0),
                        contextIsSlower(1).when(CollapseSimulations::isOrthogonal))
                .controls(
                        new NegativeControl<>(
                                "simulated-cold-is-faster",
                                "claims that low temperature speeds the collapse",
                                coldIsSlower(-1).when(x -> x.beta() == 0)),
                        new NegativeControl<>(
                                "simulated-long-context-always-slower",
                                "claims that longer context slows the collapse from a positive overlap at β = 8, too",
                                contextIsSlower(1)));
    }

    private Family<Setting> deep() {
        return Family.of(
                        "overlap-against-great-depth",
                        "1024 layers of Gaussian values: two tokens, and 16 tokens in 32 dimensions",
                        List.of(
                                new Setting(2, 4, 1, 0.25, 1.0 / 256, 1024),
                                new Setting(2, 16, 2, 0, 1.0 / 256, 1024),
                                new Setting(16, 32, 4, 0.1, 1.0 / 256, 1024)))
                .claims(
                        deep("deep-compensated-overlap", surplus()),
                        deep("deep-compensated-overlap-from-below", surplusFromBelow(REFERENCE)),
                        deep("deep-two-token-limit", reaches()).when(CollapseSimulations::isPair))
                .controls(new NegativeControl<>(
                        "deep-limit-at-the-start",
                        "claims that the mean overlap does not grow",
                        deep("deep-two-token-limit", reaches(Setting::overlap)).when(CollapseSimulations::isPair)))
                .onlyInSlowRuns();
    }

    /** The same claim under another name. */
    private static Mean<Setting> deep(String id, Mean<Setting> claim) {
        return new Mean<>(id, claim.experiment(), claim.bound(), claim.range(), claim.tau(), claim.maxReplicates());
    }
}
