package org.attentiontheorems.layers;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.attentiontheorems.layers.DrivenToken.Oscillation;
import org.attentiontheorems.layers.DrivenToken.Weierstrass;
import org.attentiontheorems.layers.EulerLayers.Instance;
import org.attentiontheorems.random.RandomField;
import org.attentiontheorems.verify.Approx;
import org.attentiontheorems.verify.Bound;
import org.attentiontheorems.verify.Claim;
import org.attentiontheorems.verify.ExactRate;
import org.attentiontheorems.verify.Family;
import org.attentiontheorems.verify.Identity;
import org.attentiontheorems.verify.NegativeControl;

/** Declared families of {@code euler-layers}: sharpness, necessity, wide layers. */
final class EulerFamilies {
    private static final LayerShape SCALAR = new LayerShape(1, 1, 1);
    private static final int OCTAVES = 40;
    private static final int[] DYADIC = {4, 8, 16, 32, 64, 128, 256, 512, 1024};

    private EulerFamilies() {}

    static List<Family<?>> all() {
        return List.of(
                scalar(),
                weierstrass(),
                oscillation(),
                wide(),
                scales("scales", "", 4),
                scales("scales-long", "-long", 400).onlyInSlowRuns());
    }

    // ---- sharpness: h' = a h

    /** {@code h' = a h} from h_0. */
    static Instance scalar(double a, double h0, int depth) {
        double[] theta = new double[SCALAR.parameters()];
        theta[SCALAR.v()] = a;
        return new Instance(1, depth, new Control(SCALAR, new double[][] {theta}).layers(), new double[][] {{h0}});
    }

    /** {@code h' = tanh(10⁴ h)} from 1: its Lipschitz constant is so large that the bounds overflow. */
    static Instance steep(int depth) {
        double[] theta = new double[SCALAR.parameters()];
        theta[SCALAR.w1()] = 1e4;
        theta[SCALAR.w2()] = 1;
        return new Instance(1, depth, new Control(SCALAR, new double[][] {theta}).layers(), new double[][] {{1}});
    }

    private static Family<Instance> scalar() {
        List<Instance> instances = new ArrayList<>();
        for (double a : new double[] {0.2, 0.5, 1, 2}) {
            for (int depth : new int[] {4, 24, 96}) {
                instances.add(scalar(a, 0.7, depth));
            }
        }
        return Family.of("scalar", "one number that grows exponentially: a single token with V = a > 0", instances)
                .claims(
                        Claim.<Instance>identity(
                                "scalar-error", (x, effort) -> gap(x, x.depth()), EulerFamilies::closedGap),
                        attained(network -> network),
                        limit().atLeast(EulerFamilies::leastScaledGap),
                        rate())
                .controls(
                        new NegativeControl<>(
                                "scalar-short-steps",
                                "divides by L + 1 instead of L",
                                attained(network -> network.with(Network.Step.SHORT))),
                        new NegativeControl<>(
                                "scalar-limit-reached",
                                "claims that L times the error has reached its limit",
                                limit().atLeast(EulerFamilies::limitOfScaledGap)),
                        new NegativeControl<>(
                                "scalar-second-order", "claims an error of order 1/L²", rate().fallsLike(2, 0.5)));
    }

    private static double rate(Instance x) {
        return x.control().get(0).v()[0][0];
    }

    private static Approx gap(Instance x, int depth) {
        EulerRun run = x.run(depth);
        double end = run.flow()[depth][0];
        return Approx.within(end - run.tube().states()[depth][0], 1e-14 * end);
    }

    /** {@code h_0 (e^a - (1 + a/L)^L)}, without cancellation. */
    private static Approx closedGap(Instance x, int effort) {
        double a = rate(x);
        double behind = x.depth() * StrictMath.log1p(a / x.depth()) - a;
        return Approx.direct(-x.h0()[0][0] * StrictMath.exp(a) * StrictMath.expm1(behind));
    }

    /** {@code h(1) - h_L = E_L}. */
    private static Identity<Instance> attained(UnaryOperator<Network> change) {
        return Claim.identity(
                "scalar-attained",
                x -> EulerLayers.run(x).error(change.apply(Network.of(x.field()))),
                x -> EulerLayers.run(x).tube().endError());
    }

    private static Bound.Measured<Instance> limit() {
        return Claim.<Instance>bound("scalar-limit", (x, effort) -> {
            Approx gap = gap(x, x.depth());
            return Approx.within(x.depth() * gap.value(), x.depth() * gap.err());
        });
    }

    /** {@code h_0 a² e^a / 2}. */
    private static double limitOfScaledGap(Instance x) {
        double a = rate(x);
        return x.h0()[0][0] * a * a * StrictMath.exp(a) / 2;
    }

    /** The limit times {@code 1 - (2a/3 + a²/4) / L}, from {@code log(1+x) <= x - x²/2 + x³/3}. */
    private static double leastScaledGap(Instance x) {
        double a = rate(x);
        return limitOfScaledGap(x) * (1 - (2 * a / 3 + a * a / 4) / x.depth());
    }

    private static ExactRate<Instance> rate() {
        return Claim.<Instance>exactRate("scalar-first-order", (x, depth, effort) -> gap(x, depth))
                .fallsLike(1, 0.05, 24, 48, 96, 192)
                .under((x, depth) -> limitOfScaledGap(x) / depth)
                .sharp();
    }

    // ---- necessity: controls of bounded variation

    private static Family<Weierstrass> weierstrass() {
        List<Weierstrass> instances = IntStream.of(4, 16, 64, 256)
                .mapToObj(depth -> new Weierstrass(OCTAVES, depth))
                .toList();
        return Family.of(
                        "weierstrass",
                        "a single number moved by a continuous control of unbounded variation, Hölder with exponent 1/2",
                        instances)
                .claims(
                        Claim.<Weierstrass>identity(
                                "weierstrass-error", x -> x.error(x.depth()), Weierstrass::closedError),
                        weierstrassRate())
                .controls(
                        new NegativeControl<>(
                                "weierstrass-first-order",
                                "claims the rate 1/L for every continuous control",
                                weierstrassRate().fallsLike(1, 0.05)),
                        new NegativeControl<>(
                                "weierstrass-without-its-last-octave-seen",
                                "takes the octave of the depth itself for resolved",
                                Claim.<Weierstrass>identity(
                                        "weierstrass-error",
                                        x -> x.error(x.depth()),
                                        x -> new Weierstrass(OCTAVES, 2 * x.depth()).closedError())));
    }

    private static ExactRate<Weierstrass> weierstrassRate() {
        return Claim.<Weierstrass>exactRate(
                        "weierstrass-rate", (x, depth, effort) -> Approx.within(x.error(depth), 1e-13))
                .fallsLike(0.5, 0.05, DYADIC)
                .under((x, depth) -> (2 + Math.sqrt(2)) / Math.sqrt(depth))
                .sharp();
    }

    private static Family<Oscillation> oscillation() {
        List<Oscillation> instances = IntStream.of(4, 16, 64)
                .mapToObj(depth -> new Oscillation(depth, depth))
                .toList();
        return Family.of("oscillation", "a single number moved by a control that turns once a layer", instances)
                .claims(oscillationError(oscillation -> oscillation))
                .controls(new NegativeControl<>(
                        "one-control-for-all-depths",
                        "keeps the control while the depth grows",
                        oscillationError(Oscillation::slowed)));
    }

    /** {@code |h_L - h(1)| = 1} at every depth. */
    private static Claim<Oscillation> oscillationError(UnaryOperator<Oscillation> change) {
        return Claim.identity("oscillation-error", x -> change.apply(x).error(), x -> 1);
    }

    // ---- wide layers

    private static Family<Instance> wide() {
        return Family.drawn("wide", "layers with T = 12, d = 16, m = 8, r = 32 and four segments", EulerFamilies::wide)
                .claims(wideTube(network -> network), wideRate())
                .controls(
                        new NegativeControl<>(
                                "wide-without-mask",
                                "lets tokens attend to the future",
                                wideTube(network -> Network.of(network.field().withoutMask()))),
                        new NegativeControl<>(
                                "wide-second-order",
                                "claims an error of order 1/L²",
                                wideRate().fallsLike(2, 0.5)));
    }

    private static List<Instance> wide(RandomField random) {
        LayerDraws draws = new LayerDraws(12, new LayerShape(16, 8, 32), 4, 2, 1, 1);
        return IntStream.rangeClosed(1, 3)
                .mapToObj(i -> {
                    RandomField own = random.replicate(i);
                    return new Instance(1, 48, draws.control(own, "control"), draws.state(own, "h0"));
                })
                .toList();
    }

    private static Bound<Instance> wideTube(UnaryOperator<Network> change) {
        return Claim.<Instance>bound("wide-tube", x -> EulerLayers.run(x).error(change.apply(Network.of(x.field()))))
                .atMost(x -> EulerLayers.run(x).tube().largestError());
    }

    private static ExactRate<Instance> wideRate() {
        return Claim.<Instance>exactRate(
                        "wide-first-order",
                        (x, depth, effort) -> Approx.within(x.run(depth).error(), 1e-13))
                .fallsLike(1, 0.05, 12, 24, 48, 96)
                .sharp();
    }

    // ---- small and large norms

    /** Drawn controls times 0.01, 0.1, 0.5, 1, 2 and 4. */
    private static Family<Instance> scales(String id, String suffix, int each) {
        return Family.drawn(
                        id,
                        "drawn controls times 0.01 to 4, " + each + " of each size, L = 6 to 96",
                        random -> scaled(random, each))
                .claims(
                        scaledTube(suffix, network -> network),
                        Claim.<Instance>bound(
                                        "scaled-apriori" + suffix,
                                        x -> EulerLayers.run(x).error())
                                .atMost(x -> EulerLayers.run(x).aprioriBound())
                                .absFloor(EulerLayers::slack))
                .controls(new NegativeControl<>(
                        "scaled-without-bias" + suffix,
                        "forgets the bias of the MLP",
                        scaledTube(suffix, network -> Network.of(network.field().withoutBias()))));
    }

    private static Bound<Instance> scaledTube(String suffix, UnaryOperator<Network> change) {
        return Claim.<Instance>bound(
                        "scaled-tube" + suffix, x -> EulerLayers.run(x).error(change.apply(Network.of(x.field()))))
                .atMost(x -> EulerLayers.run(x).tube().largestError())
                .absFloor(EulerLayers::slack);
    }

    private static List<Instance> scaled(RandomField random, int each) {
        List<Instance> instances = new ArrayList<>();
        for (double scale : new double[] {0.01, 0.1, 0.5, 1, 2, 4}) {
            for (int i = 1; i <= each; i++) {
                RandomField own = random.replicate(i);
                LayerDraws draws = LayerDraws.layers(LayerDraws.layerRanges().sample(own));
                Control control = Control.of(draws.control(own, "control")).times(scale);
                instances.add(new Instance(draws.beta(), 6 << i % 5, control.layers(), draws.state(own, "h0")));
            }
        }
        return instances;
    }
}
