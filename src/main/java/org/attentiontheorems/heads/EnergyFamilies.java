package org.attentiontheorems.heads;

import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.attentiontheorems.heads.EnergyDissipation.Instance;
import org.attentiontheorems.heads.TrainingFlow.State;
import org.attentiontheorems.random.RandomField;
import org.attentiontheorems.verify.Approx;
import org.attentiontheorems.verify.Bound;
import org.attentiontheorems.verify.Claim;
import org.attentiontheorems.verify.Family;
import org.attentiontheorems.verify.Memo;
import org.attentiontheorems.verify.NegativeControl;
import org.attentiontheorems.verify.Order;
import org.attentiontheorems.verify.SizedMeasure;

/** Declared families of the energy identity: orders of integrators, sharpness and necessity of the descent lemma, curvature. */
final class EnergyFamilies {
    private static final long FIXED_SEED = 20261;
    private static final int FIRST_EULER = 80;
    private static final int FIRST_RUNGE_KUTTA = 16;
    private static final double LEAST_DEFECT = 1e-9;

    private EnergyFamilies() {}

    static List<Family<?>> all() {
        return List.of(path(), orders(), withoutTokens(), localForm(), curvature());
    }

    /** Instances of the common generator, drawn from the field. */
    static List<HeadModel> models(RandomField random, int count) {
        return IntStream.range(0, count)
                .mapToObj(random::size)
                .map(field -> TrainingDraws.model(TrainingDraws.ranges().sample(field), field))
                .toList();
    }

    /** The same whatever the run's seed: for rates, which need instances that are known to be in their asymptotic range. */
    static RandomField fixed(String family) {
        return RandomField.of(FIXED_SEED, "energy-dissipation " + family, 0);
    }

    // ---- a picture of one path

    private static Family<Instance> path() {
        Instance worked = EnergyDissipation.worked().instance();
        return Family.of(
                        "worked-path",
                        "the worked example over a horizon of 20: its risk, and beside it the initial risk less what was dissipated",
                        List.of(new Instance(worked.model(), 20, worked.stepSize())))
                .claims(EnergyDissipation.riskFalls("risk-along-path"));
    }

    // ---- orders of integrators

    /** What fixed steps make of the identity: {@code |R_0 - R_N - (sum of the dissipation)|} over the horizon. */
    @FunctionalInterface
    private interface Steps {
        State take(TrainingFlow flow, Instance x, int n);
    }

    private static double defect(Instance x, Steps steps, int n) {
        TrainingFlow flow = TrainingFlow.of(x.model());
        State end = steps.take(flow, x, n);
        return Math.abs(flow.risk(x.model().parameters()) - flow.risk(end.theta()) - end.dissipated());
    }

    private static final Steps EULER = (flow, x, n) -> flow.euler(x.model().parameters(), x.horizon(), n);
    private static final Steps RUNGE_KUTTA =
            (flow, x, n) -> flow.rungeKutta(x.model().parameters(), x.horizon(), n);

    /** Runge-Kutta for the heads, but the dissipation summed at the left ends of the steps. */
    private static final Steps RUNGE_KUTTA_WITH_LEFT_SUM = (flow, x, n) -> {
        double[] theta = x.model().parameters();
        double sum = 0;
        for (int i = 0; i < n; i++) {
            sum += x.horizon() / n * flow.dissipation(theta);
            theta = flow.rungeKutta(theta, x.horizon() / n, 1).theta();
        }
        return new State(theta, sum, 0);
    };

    private static Order<Instance> eulerOrder(double order) {
        return Claim.<Instance>order("euler-order", SizedMeasure.direct((x, k) -> defect(x, EULER, FIRST_EULER << k)))
                .hasOrder(order, 3, 1);
    }

    /** Least-squares slope of log defect against log n over n, 2n, 4n: the middle drops out. */
    private static double slope(Instance x, Steps steps, int n) {
        return StrictMath.log(defect(x, steps, 4 * n) / defect(x, steps, n)) / StrictMath.log(4);
    }

    private static Claim<Instance> rungeKuttaSlope(Steps steps) {
        return Claim.<Instance>bound("runge-kutta-slope", x -> slope(x, steps, FIRST_RUNGE_KUTTA))
                .atMost(x -> -3.7)
                .when(x -> defect(x, RUNGE_KUTTA, FIRST_RUNGE_KUTTA) >= LEAST_DEFECT);
    }

    private static Family<Instance> orders() {
        return Family.of(
                        "fixed-steps",
                        "30 fixed models over a horizon of 1, followed with 80, 160, 320 Euler steps and 16, 32, 64 Runge-Kutta steps",
                        models(fixed("fixed-steps"), 30).stream()
                                .map(model -> new Instance(model, 1, 0.1))
                                .toList())
                .claims(
                        eulerOrder(1),
                        Claim.<Instance>bound("euler-slope", x -> Math.abs(1 + slope(x, EULER, FIRST_EULER)))
                                .atMost(x -> 0.05),
                        rungeKuttaSlope(RUNGE_KUTTA))
                .controls(
                        new NegativeControl<>(
                                "euler-of-order-two", "claims that Euler steps have order 2", eulerOrder(2)),
                        new NegativeControl<>(
                                "dissipation-not-augmented",
                                "sums the dissipation at the left ends of Runge-Kutta steps",
                                rungeKuttaSlope(RUNGE_KUTTA_WITH_LEFT_SUM)));
    }

    // ---- sharpness and necessity: without tokens everything is known

    private static Instance halfAStep(HeadModel model) {
        return new Instance(DegenerateModels.withoutTokens(model), 1, 0.5 / model.lambda());
    }

    private static Bound<Instance> stepDescends(double stepsOfOneOverL) {
        ToDoubleFunction<Instance> after = x -> EnergyDissipation.step(
                        x.withStepSize(stepsOfOneOverL / x.model().lambda()))
                .riskAfter();
        return Claim.bound("long-steps-descend", after).atMost(EnergyDissipation::riskStart);
    }

    private static Family<Instance> withoutTokens() {
        Bound<Instance> attained = Claim.<Instance>bound(
                        "descent-lemma-without-tokens",
                        x -> EnergyDissipation.step(x).defect())
                .atMost(x -> EnergyDissipation.step(x).bound());
        return Family.drawn(
                        "without-tokens",
                        "20 random models whose tokens are all 0: the risk is log v plus the ridge, and L = λ",
                        random -> models(random, 40).stream()
                                .filter(model -> model.lambda() > 0)
                                .limit(20)
                                .map(EnergyFamilies::halfAStep)
                                .toList())
                .claims(
                        Claim.identity(
                                "risk-without-tokens",
                                x -> EnergyDissipation.riskStart(x),
                                x -> StrictMath.log(x.model().vocab())
                                        + x.model().lambda()
                                                / 2
                                                * TrainingFlow.of(x.model())
                                                        .squaredNorm(x.model().parameters())),
                        Claim.identity(
                                "smoothness-without-tokens",
                                x -> EnergyDissipation.step(x).smoothness(),
                                x -> x.model().lambda()),
                        attained,
                        Claim.identity(
                                "descent-lemma-attained",
                                (x, effort) -> Approx.within(
                                        EnergyDissipation.step(x).defect(),
                                        1e-12 * EnergyDissipation.step(x).bound()),
                                (x, effort) ->
                                        Approx.within(EnergyDissipation.step(x).bound(), 0)),
                        stepDescends(1.9))
                .controls(
                        new NegativeControl<>(
                                "smaller-constant",
                                "claims the descent lemma with 0.999 of its constant",
                                attained.atMost(
                                        x -> 0.999 * EnergyDissipation.step(x).bound())),
                        new NegativeControl<>(
                                "overlong-steps",
                                "claims that steps of 2.5/L, beyond 2/L, still descend",
                                stepDescends(2.5)));
    }

    // ---- the quadratic form behind the lemma

    /** {@code ⟨g, H g⟩_m} at the start, and what the claims need of the step 0.05 / L. */
    private record LocalForm(double form, double defect, double eta, double dissipation, double smoothness) {
        static LocalForm of(Instance x) {
            TrainingFlow flow = TrainingFlow.of(x.model());
            double[] theta = x.model().parameters();
            double form = RiskHessian.at(flow.risk(), flow.masses(), theta).quadratic(flow.gradient(theta));
            DescentStep step = EnergyDissipation.step(x);
            return new LocalForm(
                    form, step.defect(), x.stepSize(), step.dissipation(), DescentStep.smoothnessAtStart(x.model()));
        }

        boolean isResolved() {
            return Math.abs(form) >= 1e-3 * smoothness * dissipation;
        }

        double ratio() {
            return defect / (eta * eta / 2 * Math.abs(form));
        }
    }

    private static Family<Instance> localForm() {
        Memo<Instance, LocalForm> form = Memo.of(LocalForm::of);
        Bound<Instance> atMost = Claim.<Instance>bound(
                        "local-form-upper", x -> form.apply(x).ratio())
                .atMost(x -> 1.15);
        return Family.drawn(
                        "short-steps",
                        "60 random models and the step 0.05/L: the defect against η²/2 |⟨g, Hg⟩|",
                        random -> models(random, 60).stream()
                                .map(model -> new Instance(model, 1, 0.05 / DescentStep.smoothnessAtStart(model)))
                                .toList())
                .claims(
                        atMost.when(x -> form.apply(x).isResolved()),
                        Claim.<Instance>bound(
                                        "local-form-lower", x -> form.apply(x).ratio())
                                .atLeast(x -> 0.9)
                                .when(x -> form.apply(x).isResolved()))
                .controls(new NegativeControl<>(
                        "half-of-the-form",
                        "claims that the defect is η²/4 |⟨g, Hg⟩|",
                        atMost.atMost(x -> 1.15 / 2).when(x -> form.apply(x).isResolved())));
    }

    // ---- the constants of the cylinder

    /** Least and greatest eigenvalue of the second derivative of the risk, and their bounds. */
    private record Curvature(Spectrum spectrum, Cylinder cylinder, double lambda) {
        static Curvature of(Instance x, RiskHessian.Form form) {
            HeadModel model = x.model();
            double[] theta = model.parameters();
            RiskHessian hessian =
                    RiskHessian.at(HeadRisk.of(model), model.atomWeights(), theta, form, HeadJet.Second.REFERENCE);
            return new Curvature(
                    Spectrum.of(hessian.matrix()),
                    Cylinder.around(model.corpus(), model.shape(), theta),
                    model.lambda());
        }

        double scale() {
            return 1e-13 * (1 + cylinder.smoothness(lambda));
        }
    }

    private static Bound<Instance> curvatureAbove(Memo<Instance, Curvature> at) {
        return Claim.<Instance>bound(
                        "curvature-above-convexity", x -> at.apply(x).spectrum().least())
                .atLeast(x -> at.apply(x).cylinder().convexity(at.apply(x).lambda()))
                .absFloor(x -> at.apply(x).scale());
    }

    private static Family<Instance> curvature() {
        Memo<Instance, Curvature> at = Memo.of(x -> Curvature.of(x, RiskHessian.Form.REFERENCE));
        Bound<Instance> below = Claim.<Instance>bound(
                        "curvature-below-smoothness",
                        x -> at.apply(x).spectrum().greatest())
                .atMost(x -> at.apply(x).cylinder().smoothness(at.apply(x).lambda()))
                .absFloor(x -> at.apply(x).scale());
        return Family.drawn(
                        "curvature",
                        "30 random models, and 6 on one token where the interaction is largest: the eigenvalues of H lie in [λ - sqrt(2) G2, L]",
                        random -> Stream.concat(
                                        models(random, 30).stream(),
                                        IntStream.range(0, 6).mapToObj(EnergyFamilies::oneToken))
                                .map(model -> new Instance(model, 1, 0.1))
                                .toList())
                .claims(below, curvatureAbove(at))
                .controls(
                        new NegativeControl<>(
                                "smoothness-without-interaction",
                                "claims L without the term G1²/2 of the interaction",
                                below.atMost(x -> at.apply(x).lambda()
                                        + Math.sqrt(2) * at.apply(x).cylinder().second())),
                        new NegativeControl<>(
                                "interaction-subtracted",
                                "subtracts the interaction in the second derivative",
                                curvatureAbove(Memo.of(x -> Curvature.of(x, RiskHessian.Form.NEGATED_INTERACTION)))));
    }

    /** One head without values on one token of norm 1 + i/5, two words: π = (1/2, 1/2), so that I = X²/2 along the logit difference. */
    private static HeadModel oneToken(int i) {
        return new HeadModel(
                1,
                1,
                2,
                1,
                0.1,
                new double[] {1},
                new double[][][] {{{1 + i / 5.0}}},
                new int[][] {{0}},
                new double[] {1},
                List.of(new Head(new double[][] {{0.5}}, new double[][] {{0.5}}, new double[][] {{0}, {0}})));
    }
}
