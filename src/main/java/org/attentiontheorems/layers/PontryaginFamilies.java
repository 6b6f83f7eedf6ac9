package org.attentiontheorems.layers;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.attentiontheorems.layers.AdjointRule.Terminal;
import org.attentiontheorems.layers.PontryaginTerminalCondition.Instance;
import org.attentiontheorems.random.RandomField;
import org.attentiontheorems.verify.Bound;
import org.attentiontheorems.verify.Claim;
import org.attentiontheorems.verify.Family;
import org.attentiontheorems.verify.Identity;
import org.attentiontheorems.verify.NegativeControl;

/** Declared families of {@code pontryagin-terminal-condition}: closed forms, sharpness, stationary controls. */
final class PontryaginFamilies {
    private static final double STATIONARY = 1e-8;
    private static final int RIDGE_DEPTH = 12;

    private PontryaginFamilies() {}

    static List<Family<?>> all() {
        return List.of(scalar(), stationary(), stationaryFlow());
    }

    // ---- h' = a h with logits (h, -h)

    /** {@code h' = a h} from h_0, read out by W = (1, -1)ᵀ. */
    static Instance scalar(double a, double h0, int label, int depth) {
        return labelled(EulerFamilies.scalar(a, h0, depth), label);
    }

    /** {@code h' = tanh(10⁴ h)}: the bounds overflow. */
    static Instance steep(int depth) {
        return labelled(EulerFamilies.steep(depth), 1);
    }

    private static Instance labelled(EulerLayers.Instance x, int label) {
        return new Instance(
                x.beta(), x.depth(), x.control(), new double[][] {{1}, {-1}}, List.of(new Atom(x.h0(), label, 1)));
    }

    private static Family<Instance> scalar() {
        List<Instance> instances = new ArrayList<>();
        for (double h0 : new double[] {0.5, 0.1, 0.01}) {
            for (int depth : new int[] {4, 16, 64}) {
                instances.add(scalar(0.6, h0, 1, depth));
            }
        }
        return Family.of(
                        "scalar", "one number that grows like e^0.6, classified wrongly from logits (h, -h)", instances)
                .claims(
                        flowAdjoint(rule -> rule),
                        networkAdjoint(rule -> rule),
                        flowGradient(1),
                        error().atMost(x -> PontryaginTerminalCondition.run(x).adjointBound()),
                        attained().atLeast(PontryaginFamilies::leastError))
                .controls(
                        new NegativeControl<>(
                                "scalar-flow-without-label",
                                "begins the adjoint flow with Wᵀσ",
                                flowAdjoint(rule -> rule.from(Terminal.WITHOUT_LABEL))),
                        new NegativeControl<>(
                                "scalar-network-without-softmax",
                                "begins back-propagation with the one-hot alone",
                                networkAdjoint(rule -> rule.from(Terminal.WITHOUT_SOFTMAX))),
                        new NegativeControl<>(
                                "scalar-gradient-without-state",
                                "forgets the factor h in the gradient in V",
                                flowGradient(0)),
                        new NegativeControl<>(
                                "scalar-undercut",
                                "claims 0.99 of the bound",
                                error().atMost(x -> 0.99
                                        * PontryaginTerminalCondition.run(x).adjointBound())),
                        new NegativeControl<>(
                                "scalar-always-attained",
                                "claims that the bound is attained far from 0 too",
                                attained()
                                        .atLeast(x -> 0.99
                                                * PontryaginTerminalCondition.run(x)
                                                        .adjointBound())));
    }

    private static double start(Instance x) {
        return x.population().get(0).h0()[0][0];
    }

    private static double flowGrowth(Instance x) {
        return StrictMath.exp(x.control().get(0).v()[0][0]);
    }

    private static double networkGrowth(Instance x) {
        return StrictMath.pow(1 + x.control().get(0).v()[0][0] / x.depth(), x.depth());
    }

    /** {@code 2 g σ = g (1 + tanh(g h_0))}: the adjoint at depth 0 for the wrong class, where states grow by g. */
    private static double closedAdjoint(double growth, double start) {
        return growth * (1 + StrictMath.tanh(growth * start));
    }

    /** {@code p(0) = e^a (1 + tanh(e^a h_0))}. */
    private static Identity<Instance> flowAdjoint(UnaryOperator<AdjointRule> change) {
        return Claim.identity(
                "scalar-flow-adjoint",
                x -> atom(x).flow(change.apply(rule(x))).adjoints()[0][0],
                x -> closedAdjoint(flowGrowth(x), start(x)));
    }

    /** {@code p̂_0 = g (1 + tanh(g h_0))}, {@code g = (1 + a/L)^L}. */
    private static Identity<Instance> networkAdjoint(UnaryOperator<AdjointRule> change) {
        return Claim.identity(
                "scalar-network-adjoint",
                x -> atom(x).network(change.apply(rule(x)), Network.of(x.model().field()))
                        .adjoints()[0][0],
                x -> closedAdjoint(networkGrowth(x), start(x)));
    }

    /** {@code dJ/dV = h_0 p(0)}. */
    private static Identity<Instance> flowGradient(int power) {
        return Claim.identity(
                "scalar-flow-gradient",
                x -> atom(x).flow().gradient().segments()[0][x.theta().shape().v()],
                x -> StrictMath.pow(start(x), power) * closedAdjoint(flowGrowth(x), start(x)));
    }

    private static AdjointRun atom(Instance x) {
        return PontryaginTerminalCondition.run(x).atoms().get(0);
    }

    private static AdjointRule rule(Instance x) {
        return AdjointRule.of(x.model().field());
    }

    private static Bound.Measured<Instance> error() {
        return Claim.bound(
                "scalar-adjoint", x -> PontryaginTerminalCondition.run(x).adjointError());
    }

    private static Bound.Measured<Instance> attained() {
        return Claim.bound(
                "scalar-attained", x -> PontryaginTerminalCondition.run(x).adjointError());
    }

    /** At least {@code 1 - h_0²} of the bound. */
    private static double leastError(Instance x) {
        return (1 - start(x) * start(x)) * PontryaginTerminalCondition.run(x).adjointBound();
    }

    // ---- stationary controls

    /**
     * A ridge problem around the control of an instance.
     *
     * @param instance layers, anchor, read-out and population
     * @param lambda λ
     */
    record Ridge(Instance instance, double lambda) {
        RidgeFixedPoint network() {
            return RidgeFixedPoint.of(instance.model(), instance.theta(), lambda, RIDGE_DEPTH);
        }

        RidgeFixedPoint flow() {
            return RidgeFixedPoint.ofFlow(instance.model(), instance.theta(), lambda);
        }

        /** The size of the derivative of the objective of {@code problem} where {@code iteration} settles. */
        double slope(RidgeFixedPoint problem, RidgeFixedPoint iteration) {
            return Math.abs(Stencil.slope(problem::objective, iteration.solution(), instance.direction()));
        }
    }

    private static Family<Ridge> stationary() {
        return Family.drawn(
                        "ridge-network",
                        "ridge problems of networks of depth 12 around drawn controls, λ = 4 and 8",
                        random -> ridges(random, 8, 4, 8))
                .claims(networkStationary(iteration -> iteration))
                .controls(
                        new NegativeControl<>(
                                "step-without-segments",
                                "steps by 1/λ instead of S/λ",
                                networkStationary(iteration -> iteration.withStep(1 / iteration.lambda()))),
                        new NegativeControl<>(
                                "step-uphill",
                                "steps along the gradient instead of against it",
                                networkStationary(iteration -> iteration.withStep(-iteration.step()))));
    }

    private static Bound<Ridge> networkStationary(UnaryOperator<RidgeFixedPoint> change) {
        return Claim.<Ridge>bound("network-stationary", x -> x.slope(x.network(), change.apply(x.network())))
                .atMost(x -> STATIONARY);
    }

    private static Family<Ridge> stationaryFlow() {
        return Family.drawn(
                        "ridge-flow",
                        "ridge problems of flows around drawn controls, λ = 16",
                        random -> ridges(random, 10, 16))
                .claims(flowStationary(iteration -> iteration))
                .controls(new NegativeControl<>(
                        "flow-step-without-segments",
                        "steps by 1/λ instead of S/λ",
                        flowStationary(iteration -> iteration.withStep(1 / iteration.lambda()))));
    }

    private static Bound<Ridge> flowStationary(UnaryOperator<RidgeFixedPoint> change) {
        return Claim.<Ridge>bound("flow-stationary", x -> x.slope(x.flow(), change.apply(x.flow())))
                .atMost(x -> STATIONARY);
    }

    private static List<Ridge> ridges(RandomField random, int count, double... lambdas) {
        List<Ridge> ridges = new ArrayList<>();
        IntStream.rangeClosed(1, count).forEach(i -> {
            RandomField own = random.replicate(i);
            LayerDraws draws = LayerDraws.of(LayerDraws.ranges().sample(own));
            Instance x = new Instance(
                    draws.beta(),
                    RIDGE_DEPTH,
                    draws.control(own, "control"),
                    draws.readout(own),
                    draws.population(own));
            for (double lambda : lambdas) {
                ridges.add(new Ridge(x, lambda));
            }
        });
        return ridges;
    }
}
