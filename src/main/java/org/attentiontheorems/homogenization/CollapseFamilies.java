package org.attentiontheorems.homogenization;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.attentiontheorems.homogenization.OverlapPath.Setting;
import org.attentiontheorems.homogenization.RepresentationCollapse.Instance;
import org.attentiontheorems.measure.Vectors;
import org.attentiontheorems.verify.Bound;
import org.attentiontheorems.verify.Claim;
import org.attentiontheorems.verify.ExactRate;
import org.attentiontheorems.verify.Family;
import org.attentiontheorems.verify.NegativeControl;
import org.attentiontheorems.verify.SizedMeasure;

/**
 * Declared families of {@code representation-collapse}: obtuse tokens, nearly equal tokens, one layer. {@link OrthogonalTokenFamilies}, {@link
 * UniformAttentionFamily}, {@link TwoTokenFamilies} and {@link CollapseSimulations} hold the others.
 */
final class CollapseFamilies {
    private CollapseFamilies() {}

    static List<Family<?>> all() {
        List<Family<?>> all = new ArrayList<>(List.of(
                OrthogonalTokenFamilies.orthogonalStart(),
                OrthogonalTokenFamilies.coldLimit(),
                obtuseTokens(),
                UniformAttentionFamily.uniformAttention(),
                nearCollapse(),
                TwoTokenFamilies.plane(),
                TwoTokenFamilies.thresholds(),
                oneLayer(),
                TwoTokenFamilies.paths()));
        all.addAll(new CollapseSimulations().all());
        return List.copyOf(all);
    }

    private static Family<Instance> obtuseTokens() {
        return Family.of(
                        "obtuse-tokens",
                        "two tokens in the plane more than a right angle apart: lower temperature speeds them up",
                        List.of(new Instance(2, 2, 1, -0.45, 1)))
                .claims(
                        Claim.<Instance>bound("faster-when-cold", x -> x.state().rate())
                                .atLeast(x -> 1.38 * x.state().uniformRate()),
                        known("obtuse-rate", x -> x.state().rate(), 0.2484),
                        known("obtuse-uniform-rate", x -> x.state().uniformRate(), 0.1794))
                .controls(new NegativeControl<>(
                        "twice-as-fast",
                        "claims that the rate doubles",
                        Claim.<Instance>bound("faster-when-cold", x -> x.state().rate())
                                .atLeast(x -> 2 * x.state().uniformRate())));
    }

    /** Agreement with a number known to four decimals. */
    private static Bound<Instance> known(String id, ToDoubleFunction<Instance> value, double expected) {
        return Claim.<Instance>bound(id, x -> Math.abs(value.applyAsDouble(x) - expected))
                .atMost(x -> 5e-5);
    }

    /** {@code |(E q⁺ - q)/η² - R| <= E S(ρ)/η²} for one layer of the single-entry design. */
    private static Bound<Setting> layerRate(ToDoubleFunction<Setting> rate) {
        return Claim.<Setting>bound(
                        "one-layer-rate", x -> Math.abs(layer(x).meanIncrement()[0][1] - rate.applyAsDouble(x)))
                .atMost(x -> layer(x).gramRemainder())
                .absFloor(x -> 1e-14 / x.delta());
    }

    private static DesignLayer layer(Setting x) {
        List<KeyQueryAtom> one = List.of(new KeyQueryAtom(1, Vectors.identity(x.dimension())));
        return DesignLayer.of(x.rows(), x.beta(), one, 1.0 / x.dimension(), Math.sqrt(x.delta()));
    }

    private static Family<Setting> oneLayer() {
        List<Setting> settings = new ArrayList<>();
        for (double step : new double[] {0.1, 0.05, 0.025}) {
            settings.add(new Setting(2, 2, 1, -0.45, step * step, 1));
            settings.add(new Setting(2, 4, 1, 0.25, step * step, 1));
            settings.add(new Setting(3, 4, 2, 0.5, step * step, 1));
            settings.add(new Setting(4, 4, 4, 0, step * step, 1));
        }
        return Family.of(
                        "one-layer",
                        "tokens with equal overlaps after one enumerated layer of the single-entry design",
                        settings)
                .claims(layerRate(x -> x.start().rate()))
                .controls(new NegativeControl<>(
                        "one-layer-at-infinite-temperature",
                        "claims the rate of β = 0",
                        layerRate(x -> x.start().uniformRate())));
    }

    /** Nearly equal tokens: {@code 1 - q = 1/size}. */
    private static Equiangular near(Instance x, int size) {
        return x.state().withOverlap(1 - 1.0 / size);
    }

    private static ExactRate<Instance> nearRate(double missing) {
        return Claim.exactRate(
                        "rate-near-collapse",
                        SizedMeasure.direct((Instance x, int size) ->
                                Math.abs(near(x, size).rate() * size - x.valueVariance() * (x.dimension() - missing))))
                .fallsLike(1, 0.25, 256, 512, 1024, 2048, 4096, 8192);
    }

    /** The drift of {@code log(1-q)}, {@code -R/(1-q) - d<q>/2dt/(1-q)²}. */
    private static ExactRate<Instance> logDrift(double missing) {
        return Claim.exactRate("log-drift-near-collapse", SizedMeasure.direct((Instance x, int size) -> {
                    Equiangular state = near(x, size);
                    double s = size;
                    double drift = -state.rate() * s - 0.5 * state.variation() * s * s;
                    return Math.abs(drift + x.valueVariance() * (x.dimension() - missing));
                }))
                .fallsLike(1, 0.25, 256, 512, 1024, 2048, 4096, 8192);
    }

    private static Family<Instance> nearCollapse() {
        return Family.of(
                        "near-collapse",
                        "nearly equal tokens, 1 - q falling from 1/256 to 1/8192: collapse attracts whatever β and n are",
                        List.of(
                                new Instance(2, 2, 0.5, 0.5, 0.5),
                                new Instance(2, 3, 4, 0.5, 1.0 / 3),
                                new Instance(10, 4, 2, 0.5, 0.25),
                                new Instance(50, 64, 6, 0.5, 1.0 / 64)))
                .claims(nearRate(3), logDrift(1))
                .controls(
                        new NegativeControl<>(
                                "near-collapse-two-dimensions-less", "claims R/(1-q) → σ²(d-2)", nearRate(2)),
                        new NegativeControl<>(
                                "no-second-order-term",
                                "forgets the Itô term of the logarithm: -(d-3)σ² for -(d-1)σ²",
                                logDrift(3)));
    }
}
