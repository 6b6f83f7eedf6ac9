package org.attentiontheorems.layers;

import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.attentiontheorems.layers.ControlDistance.Part;
import org.attentiontheorems.layers.RidgeMinimiser.Problem;
import org.attentiontheorems.random.RandomField;
import org.attentiontheorems.verify.Approx;
import org.attentiontheorems.verify.Bound;
import org.attentiontheorems.verify.Check;
import org.attentiontheorems.verify.Claim;
import org.attentiontheorems.verify.Family;
import org.attentiontheorems.verify.Identity;
import org.attentiontheorems.verify.Memo;
import org.attentiontheorems.verify.NegativeControl;
import org.attentiontheorems.verify.Trajectory;

/** Declared families of {@code control-stability}: where the bounds are attained, and why they need penalty and growth. */
final class ControlFamilies {
    private static final int DEPTH = 48;
    private static final double[] LARGE = {16, 32, 64, 128};
    private static final int PER_LAMBDA = 5;

    private ControlFamilies() {}

    static List<Family<?>> all() {
        return List.of(shifts(), growth(), largePenalties(), withoutPenalty());
    }

    /**
     * One token of width 1 with two controls.
     *
     * @param one θ
     * @param other θ'
     * @param start h_0
     */
    record ScalarPair(List<Layer> one, List<Layer> other, double start) {
        private static LayerField field() {
            return LayerField.of(1, new LayerShape(1, 1, 1), 1);
        }

        double distance() {
            LayerFlow flow = LayerFlow.of(field());
            double[] h0 = {start};
            return States.distance(flow.end(Control.of(one), h0), flow.end(Control.of(other), h0), 1);
        }

        double bound(ControlDistance by) {
            return by.along(field(), Control.of(one), Control.of(other), new double[] {start}, DEPTH)[DEPTH];
        }

        double bias() {
            return one.get(0).b1()[0];
        }
    }

    private static Bound<ScalarPair> distance(String id, ControlDistance by) {
        return Claim.<ScalarPair>bound(id, ScalarPair::distance).atMost(x -> x.bound(by));
    }

    // ---- sharpness

    /** Fields {@code w2 tanh(τ)} with two w2: the bound has τ for tanh(τ). */
    private static Family<ScalarPair> shifts() {
        List<ScalarPair> instances = DoubleStream.of(0.5, 0.1, 0.01)
                .mapToObj(tau ->
                        new ScalarPair(List.of(ScalarLayer.shift(0.7, tau)), List.of(ScalarLayer.shift(0.4, tau)), 0.3))
                .toList();
        return Family.of("shifts", "constant fields w2 tanh(b1) with two values of w2, b1 = 0.5, 0.1, 0.01", instances)
                .claims(
                        distance("shift-distance", ControlDistance.REFERENCE),
                        Claim.<ScalarPair>identity(
                                "shift-ratio",
                                x -> x.distance() / x.bound(ControlDistance.REFERENCE),
                                x -> StrictMath.tanh(x.bias()) / x.bias()))
                .controls(new NegativeControl<>(
                        "shift-undercut",
                        "claims 0.99 of the bound",
                        distance("shift-distance", ControlDistance.REFERENCE)
                                .atMost(x -> 0.99 * x.bound(ControlDistance.REFERENCE))));
    }

    /** Two segments: what differs in the first grows in the second. */
    private static Family<ScalarPair> growth() {
        ScalarPair pair = new ScalarPair(ScalarLayer.control(0.51, 0.6), ScalarLayer.control(0.5, 0.6), 0.5);
        return Family.of("growth", "values 0.51 and 0.5 in the first of two segments, 0.6 in the second", List.of(pair))
                .claims(
                        distance("growing-distance", ControlDistance.REFERENCE),
                        Claim.<ScalarPair>bound("growing-distance-attained", ScalarPair::distance)
                                .atLeast(x -> 0.99 * x.bound(ControlDistance.REFERENCE)))
                .controls(new NegativeControl<>(
                        "without-growth",
                        "adds up the differences along depth and forgets that they grow",
                        distance("growing-distance", ControlDistance.REFERENCE.without(Part.GROWTH))));
    }

    // ---- penalty

    /** A ridge problem with a large penalty. */
    record Ridge(double beta, int depth, List<Layer> anchor, double lambda, double[][] readout, List<Atom> population) {
        Problem problem() {
            Control control = Control.of(anchor);
            return new Problem(LayerModel.of(beta, control.shape(), readout, population), depth, control, lambda);
        }
    }

    private static final Memo<Ridge, RidgeMinimiser.Run> RUNS = Memo.of(x -> RidgeMinimiser.REFERENCE.run(x.problem()));

    /** {@code λ/2 ∫ |θ* - θ̄|² / (J_L(θ̄) - J_L(θ*))}, which the theorem bounds by 1. */
    private static double share(Ridge x) {
        Problem problem = x.problem();
        RidgeMinimiser.Run run = RUNS.apply(x);
        double fall = problem.risk(problem.anchor()) - problem.risk(run.minimiser());
        return x.lambda() / 2 * run.energy() / fall;
    }

    private static Bound<Ridge> largeRange() {
        return Claim.<Ridge>bound("large-penalty-range", ControlFamilies::share).atMost(x -> 1);
    }

    /** With a large penalty the risk falls along a straight line: half of the bound is used. */
    private static Family<Ridge> largePenalties() {
        return Family.drawn(
                        "large-penalties", "twenty ridge problems with λ = 16, 32, 64, 128", ControlFamilies::ridges)
                .claims(
                        largeRange(),
                        Claim.<Ridge>bound("large-penalty-half", x -> Math.abs(share(x) - 0.5))
                                .atMost(x -> 0.8 / x.lambda()))
                .controls(new NegativeControl<>(
                        "less-than-half-of-the-range",
                        "claims 0.9/λ for 2/λ in front of the fall of the risk",
                        largeRange().atMost(x -> 0.45)));
    }

    private static List<Ridge> ridges(RandomField random) {
        return IntStream.range(0, PER_LAMBDA * LARGE.length)
                .mapToObj(i -> {
                    RandomField own = random.size(i);
                    LayerDraws draws = LayerDraws.of(LayerDraws.ranges().sample(own));
                    return new Ridge(
                            draws.beta(),
                            8 * draws.segments(),
                            draws.control(own, "anchor"),
                            LARGE[i % LARGE.length],
                            draws.readout(own),
                            draws.population(own));
                })
                .toList();
    }

    /**
     * One token that starts at 1 with the value matrix (u).
     *
     * @param u the control
     */
    record Value(double u) {
        Value {
            Check.finite("u", u);
        }

        private LayerModel model() {
            return LayerModel.of(0, new LayerShape(1, 1, 1), ScalarLayer.READOUT, List.of(ScalarLayer.atom(1, 1)));
        }

        /** {@code J(u)} by the flow. */
        double risk(double step) {
            return model().flowRisk(Control.of(ScalarLayer.control(u + step)));
        }

        /** {@code J'(u)}: with {@code dh(1)/du = h(1)}, as the flow is {@code e^u}. */
        double slope() {
            double[] h = model().flow().end(Control.of(ScalarLayer.control(u)), new double[] {1});
            return model().readout().gradient(h, 0)[0] * h[0];
        }

        /** {@code J'(u) = -2 e^u / (1 + e^(2 e^u))}. */
        double closedSlope() {
            return -2 * StrictMath.exp(u) / (1 + StrictMath.exp(2 * StrictMath.exp(u)));
        }
    }

    /** Without a penalty the risk falls for ever: there is no minimiser. */
    private static Family<Value> withoutPenalty() {
        List<Value> instances = DoubleStream.of(0, 1, 2).mapToObj(Value::new).toList();
        Claim<Value> falls = Claim.<Value>monotone(
                "risk-keeps-falling",
                (x, effort) -> IntStream.range(0, 5)
                        .mapToObj(k -> new Trajectory.Point(k, Approx.direct(x.risk(k / 4.0))))
                        .toList());
        Bound<Value> steep = Claim.<Value>bound("never-flat", x -> -x.slope()).atLeast(x -> 1e-6);
        return Family.of("without-penalty", "the control (u), u = 0, 1, 2, without a penalty", instances)
                .claims(
                        falls,
                        steep,
                        Claim.<Value>identity(
                                        "risk-difference",
                                        x -> x.risk(1) - x.risk(0),
                                        x -> ScalarLayer.loss(StrictMath.exp(x.u() + 1))
                                                - ScalarLayer.loss(StrictMath.exp(x.u())))
                                .absFloor(1e-14),
                        riskSlope(Value::closedSlope))
                .controls(new NegativeControl<>(
                        "minimiser-without-penalty",
                        "takes the end of a descent, at u = 2, for a stationary point",
                        riskSlope(x -> x.u() == 2 ? 0 : x.closedSlope())));
    }

    private static Identity<Value> riskSlope(ToDoubleFunction<Value> slope) {
        return Claim.identity("risk-slope", Value::slope, slope);
    }
}
