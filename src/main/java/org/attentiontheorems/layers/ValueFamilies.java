package org.attentiontheorems.layers;

import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.attentiontheorems.layers.DrivenToken.Oscillation;
import org.attentiontheorems.layers.StateLaw.Pairing;
import org.attentiontheorems.verify.Approx;
import org.attentiontheorems.verify.Bound;
import org.attentiontheorems.verify.Check;
import org.attentiontheorems.verify.Claim;
import org.attentiontheorems.verify.ExactRate;
import org.attentiontheorems.verify.Family;
import org.attentiontheorems.verify.Identity;
import org.attentiontheorems.verify.NegativeControl;

/** Declared families of {@code mean-field-control-value}: closed forms, sharpness and necessity. */
final class ValueFamilies {
    private static final int[] DEPTHS = {12, 24, 48, 96};

    /** {@code e / (1 + e^2e)}: the limit of {@code L (V_L - V)}. */
    private static final double LIMIT = Math.E / (1 + StrictMath.exp(2 * Math.E));

    private ValueFamilies() {}

    static List<Family<?>> all() {
        return List.of(rays(), inside(), dilations(), oscillations());
    }

    // ---- sharpness

    /**
     * One token that starts at 1 with the values (u), |u| <= 1, and label 0: the best is u = 1.
     *
     * @param depth L
     */
    record Ray(int depth) {
        Ray {
            Check.atLeast("depth", depth, 1);
        }

        private static ScaledValue scaled(Network.Step step) {
            LayerModel model =
                    LayerModel.of(0, new LayerShape(1, 1, 1), ScalarLayer.READOUT, List.of(ScalarLayer.atom(1, 1)));
            return new ScaledValue(model.with(model.network().with(step)), Control.of(ScalarLayer.control(1)), 1);
        }

        ScaledPair pair(Network.Step step) {
            return ScaledPair.of(scaled(step), depth);
        }

        ScaledPair pair() {
            return pair(Network.Step.EULER);
        }

        double networkMean() {
            ScaledValue scaled = scaled(Network.Step.EULER);
            return scaled.mean(u -> scaled.networkRisk(u, depth));
        }

        /** {@code log(1 + e^(-2 (1 + 1/L)^L))}. */
        double closedValue() {
            return ScalarLayer.loss(StrictMath.pow(1 + 1.0 / depth, depth));
        }
    }

    private static Bound<Ray> rayRecovery(Network.Step step) {
        return Claim.<Ray>bound("ray-recovery", x -> x.pair(step).recovery())
                .atMost(x -> x.pair(step).recoveryBound())
                .absFloor(1e-12);
    }

    private static Family<Ray> rays() {
        List<Ray> instances = IntStream.of(DEPTHS).mapToObj(Ray::new).toList();
        ExactRate<Ray> rate = Claim.<Ray>exactRate(
                        "ray-rate",
                        (x, depth, effort) ->
                                Approx.within(new Ray(depth).pair().gap(), 1e-14))
                .fallsLike(1, 0.07, 12, 24, 48, 96, 192)
                .under((x, depth) -> new Ray(depth).pair().bound())
                .sharp();
        return Family.of(
                        "ray",
                        "one token that starts at 1 with the value matrix (u), |u| <= 1, L = 12 to 96",
                        instances)
                .claims(
                        Claim.<Ray>identity(
                                "ray-network-value", x -> x.pair().network().value(), Ray::closedValue),
                        Claim.<Ray>identity(
                                "ray-flow-value", x -> x.pair().flow().value(), x -> ScalarLayer.loss(Math.E)),
                        Claim.<Ray>bound("ray-gap", x -> x.pair().gap())
                                .atMost(x -> x.pair().bound()),
                        Claim.<Ray>bound("ray-constant", ValueFamilies::excess).atMost(x -> 0.44 / x.depth()),
                        Claim.<Ray>bound("ray-constant-attained", ValueFamilies::excess)
                                .atLeast(x -> 0.4 / x.depth()),
                        rayRecovery(Network.Step.EULER),
                        rate)
                .controls(
                        new NegativeControl<>(
                                "ray-mean",
                                "takes the mean risk over the scan for the least, for flow and network alike",
                                Claim.identity("ray-network-value", Ray::networkMean, Ray::closedValue)),
                        new NegativeControl<>(
                                "ray-reversed-layers",
                                "subtracts what a layer should add: by symmetry the value of the networks stays",
                                rayRecovery(Network.Step.REVERSED)),
                        new NegativeControl<>("ray-rate-two", "claims the rate 1/L²", rate.fallsLike(2, 0.07)),
                        new NegativeControl<>(
                                "ray-constant-undercut",
                                "claims the limit itself as a bound at every depth",
                                Claim.<Ray>bound("ray-constant", ValueFamilies::excess)
                                        .atMost(x -> 0)));
    }

    /** {@code L (V_L - V) / limit - 1}. */
    private static double excess(Ray x) {
        return x.depth() * x.pair().gap() / LIMIT - 1;
    }

    /**
     * Two tokens with opposite labels and the values (u), |u| <= 1: the best u lies inside.
     *
     * @param depth L
     */
    record Inside(int depth) {
        Inside {
            Check.atLeast("depth", depth, 1);
        }

        ScaledPair pair(int otherDepth) {
            Atom one = ScalarLayer.atom(1, 0.5);
            Atom other = new Atom(new double[][] {{0.3}}, 1, 0.5);
            LayerModel model = LayerModel.of(0, new LayerShape(1, 1, 1), ScalarLayer.READOUT, List.of(one, other));
            return ScaledPair.of(new ScaledValue(model, Control.of(ScalarLayer.control(1)), 1), otherDepth);
        }
    }

    /** Inside the class what is lost by taking the best network for the best flow is of second order. */
    private static Family<Inside> inside() {
        List<Inside> instances = IntStream.of(DEPTHS).mapToObj(Inside::new).toList();
        Bound<Inside> recovery = Claim.<Inside>bound(
                        "inside-recovery", x -> x.pair(x.depth()).recovery())
                .atMost(x -> x.pair(x.depth()).recoveryBound())
                .absFloor(1e-12);
        ExactRate<Inside> rate = Claim.<Inside>exactRate(
                        "inside-recovery-rate",
                        (x, depth, effort) -> Approx.within(x.pair(depth).recovery(), 1e-12))
                .fallsLike(2, 0.17, 12, 24, 48, 96)
                .sharp();
        return Family.of("inside", "two tokens of opposite labels with the value matrix (u), |u| <= 1", instances)
                .claims(recovery, rate)
                .controls(
                        new NegativeControl<>(
                                "network-minimiser-is-optimal",
                                "claims that what is best for the network is best for the flow",
                                recovery.atMost(x -> 0)),
                        new NegativeControl<>(
                                "recovery-of-first-order",
                                "claims that the loss of the best network falls like 1/L only",
                                rate.fallsLike(1, 0.17)));
    }

    /**
     * Single tokens in the plane with V = a I: the flow is a dilation by e^a.
     *
     * @param a the factor of the values
     */
    record Dilation(double a) {
        private static final int DEPTH = 24;

        Dilation {
            Check.finite("a", a);
        }

        private LayerModel model() {
            double[][] silent = {{0, 0}, {0, 0}};
            return LayerModel.of(
                    0,
                    control().shape(),
                    silent,
                    List.of(
                            new Atom(new double[][] {{0.3, 0.1}}, 0, 0.25),
                            new Atom(new double[][] {{-0.5, 0.6}}, 0, 0.25),
                            new Atom(new double[][] {{0.2, -0.9}}, 0, 0.5)));
        }

        private Control control() {
            double[][] none = {{0, 0}};
            double[][] column = {{0}, {0}};
            return Control.of(List.of(new Layer(
                    none, none, new double[][] {{a, 0}, {0, a}}, none, new double[1], column)));
        }

        private StateLaw law() {
            return new StateLaw(model().population().starts(), 2);
        }

        private static StateLaw other() {
            return new StateLaw(new double[][] {{-0.4, 0.2}, {0.7, 0.5}, {0.1, 0.8}}, 2);
        }

        LawPair pair() {
            return LawPair.of(model(), control(), law(), other(), DEPTH);
        }

        /** {@code W_2(μ_1, ν_1) / W_2(μ_0, ν_0)}, both counted in one way. */
        double ratio(Pairing pairing) {
            LayerFlow flow = model().flow();
            StateLaw end = law().transported(flow, control());
            return end.distance(other().transported(flow, control()), pairing) / law().distance(other(), pairing);
        }
    }

    private static Identity<Dilation> dilation(Pairing pairing) {
        return Claim.identity("dilation", x -> x.ratio(pairing), x -> StrictMath.exp(x.a()));
    }

    private static Family<Dilation> dilations() {
        List<Dilation> instances =
                DoubleStream.of(0.2, 0.6, -0.6).mapToObj(Dilation::new).toList();
        return Family.of("dilations", "three single tokens in the plane with V = a I, a = 0.2, 0.6, -0.6", instances)
                .claims(
                        dilation(Pairing.OPTIMAL),
                        Claim.<Dilation>bound("dilation-growth", x -> x.pair().end())
                                .atMost(x -> x.pair().bound()),
                        Claim.<Dilation>bound("dilation-attained", x -> x.pair().end())
                                .atLeast(x -> x.pair().bound())
                                .when(x -> x.a() > 0))
                .controls(
                        new NegativeControl<>(
                                "without-the-square-root", "takes W_2² for W_2", dilation(Pairing.SQUARED)),
                        new NegativeControl<>(
                                "attained-by-contractions",
                                "claims that the bound is attained where states contract too",
                                Claim.<Dilation>bound(
                                                "dilation-attained",
                                                x -> x.pair().end())
                                        .atLeast(x -> x.pair().bound())));
    }

    // ---- necessity

    /** A control that changes with the depth: networks see {@code cos(2π L l/L) = 1} where the flow sees an oscillation. */
    private static Family<Oscillation> oscillations() {
        List<Oscillation> instances = IntStream.of(4, 8, 16, 32)
                .mapToObj(depth -> new Oscillation(depth, depth))
                .toList();
        Bound<Oscillation> apart = Claim.<Oscillation>bound("oscillating-gap", ValueFamilies::gap)
                .atLeast(x -> StrictMath.log(2) - ScalarLayer.loss(1));
        return Family.of("oscillations", "the control cos(2πLt) for networks of depth L = 4, 8, 16, 32", instances)
                .claims(
                        apart.absFloor(1e-9),
                        Claim.<Oscillation>identity(
                                "oscillating-network", x -> networkRisk(x), x -> ScalarLayer.loss(1)))
                .controls(new NegativeControl<>(
                        "class-of-the-depth",
                        "claims that values converge although each depth has controls of its own",
                        Claim.<Oscillation>bound("oscillating-gap", ValueFamilies::gap)
                                .atMost(x -> 2.5 / x.depth())));
    }

    private static double networkRisk(Oscillation x) {
        return ScalarLayer.loss(DrivenToken.networkShift(x::omega, x.depth()));
    }

    private static double gap(Oscillation x) {
        return Math.abs(networkRisk(x) - ScalarLayer.loss(DrivenToken.flowShift(x::omega)));
    }
}
