package org.attentiontheorems.heads;

import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.function.UnaryOperator;
import org.attentiontheorems.flow.Flow;
import org.attentiontheorems.heads.TrainingErrors.Start;
import org.attentiontheorems.heads.TrainingErrors.Steps;
import org.attentiontheorems.random.RandomField;
import org.attentiontheorems.verify.Bound;
import org.attentiontheorems.verify.Check;
import org.attentiontheorems.verify.Claim;
import org.attentiontheorems.verify.Draw;
import org.attentiontheorems.verify.Example;
import org.attentiontheorems.verify.Family;
import org.attentiontheorems.verify.Identity;
import org.attentiontheorems.verify.Memo;
import org.attentiontheorems.verify.NegativeControl;
import org.attentiontheorems.verify.Ranges;
import org.attentiontheorems.verify.Search;
import org.attentiontheorems.verify.Theorem;

/**
 * Over a finite time, N attention heads that start at iid draws from a law and are trained by stochastic gradient descent stay close to iid
 * copies of the mean-field particle (arXiv 2606.10469). With η = H/k, the mean-field flow θ̄, the flow θ of N heads, their gradient descent
 * ϑ and stochastic gradient descent θ^SGD, distances root mean square over heads, draws and sequences,
 *
 * <pre>
 * chaos  ‖θ(H) - θ̄(H)‖      <=  G/2 N^-½ ∫ e^(Λ'(H-s)) sqrt(V(μ_s)) ds
 * Euler  ‖ϑ_k - θ(H)‖       <=  ½ η² L e^(max(Λ',0) H) ‖∇F(θ(0))‖ Σ_(i&lt;k) q^(i/2)                   = O(η)
 * SGD    ‖θ^SGD_k - ϑ_k‖    <=  (η² Σ_i σ_i² q^(k-1-i))^½                                           = O(η^½)
 * total  ‖θ^SGD_k - θ̄(H)‖   <=  the sum of the three distances  <=  the sum of the three bounds
 * </pre>
 *
 * with the constants of {@link TrainingBounds}. One instance costs as many flows as there are compositions of N, and n^k gradients for each.
 */
public final class PropagationOfChaos implements Theorem<PropagationOfChaos.Instance> {
    static final double ABS_FLOOR = 1e-12;
    private static final double MAX_EXPONENT = 300;
    private static final double DRAWN_HORIZON = 0.5;

    /** Largest number of parameters of a head whose Hessian is computed, O(p²) evaluations of it. */
    private static final int MAX_HESSIAN = 100;

    private static final Memo<Instance, TrainingBounds> BOUNDS =
            Memo.of(x -> TrainingBounds.of(x.model(), x.horizon()));
    private static final Memo<Instance, TrainingErrors> ERRORS =
            Memo.of(x -> TrainingErrors.of(x.model(), x.horizon()));
    private static final Memo<Instance, MeanField> MEAN_FIELD = Memo.of(x -> meanField(HeadRisk.of(x.model()), x));
    private static final Memo<Instance, List<Start>> STARTS =
            Memo.of(x -> errors(x).starts(x.nHeads()));
    private static final Memo<Instance, List<double[]>> FLOWS =
            Memo.of(x -> errors(x).flows(starts(x)));
    private static final Memo<Instance, Steps> STEPS =
            Memo.of(x -> errors(x).steps(starts(x), x.steps(), meanField(x).theta()));

    /**
     * Heads to be trained.
     *
     * @param model data, ridge and the law that heads start from
     * @param nHeads number N of heads
     * @param steps number k of steps
     * @param horizon H, the time of training; the step size is H/k, at most 1/λ
     */
    public record Instance(HeadModel model, int nHeads, int steps, double horizon) {
        public Instance {
            Check.atLeast("nHeads", nHeads, 1);
            Check.atLeast("steps", steps, 1);
            Check.finite("horizon", horizon);
            Check.that(horizon > 0, "horizon", "must be positive, is %s", horizon);
            Check.that(
                    model.lambda() * horizon / steps <= 1,
                    "steps",
                    "too few: the step size %s times lambda %s is above 1",
                    horizon / steps,
                    model.lambda());
            TrainingBounds bounds = TrainingBounds.of(model, horizon);
            Check.that(
                    bounds.growth() * horizon <= MAX_EXPONENT
                            && Double.isFinite(StrictMath.pow(bounds.stepExpansion(horizon / steps), steps)),
                    "horizon",
                    "bound overflows: reduce horizon or norms");
            TrainingErrors.requireAffordable(model, nHeads, steps, Math.ceil(2 * bounds.lipschitz() * horizon));
        }

        Instance with(UnaryOperator<HeadModel> change) {
            return new Instance(change.apply(model), nHeads, steps, horizon);
        }
    }

    // ---- the parts of an instance

    static TrainingBounds bounds(Instance x) {
        return BOUNDS.apply(x);
    }

    static TrainingErrors errors(Instance x) {
        return ERRORS.apply(x);
    }

    static MeanField meanField(Instance x) {
        return MEAN_FIELD.apply(x);
    }

    private static MeanField meanField(HeadRisk risk, Instance x) {
        return MeanField.of(
                risk,
                x.model().atomWeights(),
                x.model().parameters(),
                x.horizon(),
                bounds(x).growth(),
                Flow.TIGHT);
    }

    private static List<Start> starts(Instance x) {
        return STARTS.apply(x);
    }

    /** Where the flow of each start ends. */
    private static List<double[]> flows(Instance x) {
        return FLOWS.apply(x);
    }

    /** Where the mean-field particles of each start end. */
    private static List<double[]> particles(Instance x) {
        return TrainingErrors.particles(starts(x), meanField(x).theta());
    }

    private static Steps steps(Instance x) {
        return STEPS.apply(x);
    }

    // ---- distances and their bounds

    static double chaosRms(Instance x) {
        return Math.sqrt(TrainingErrors.meanSquare(starts(x), flows(x), particles(x)));
    }

    static double chaosBound(Instance x) {
        return bounds(x).chaos(meanField(x).spread(), x.nHeads());
    }

    static double eulerRms(Instance x) {
        return Math.sqrt(TrainingErrors.meanSquare(starts(x), errors(x).descents(starts(x), x.steps()), flows(x)));
    }

    static double eulerBound(Instance x) {
        return bounds(x).euler(speed(x), x.steps());
    }

    private static double speed(Instance x) {
        return Math.sqrt(errors(x).speedSquare(starts(x)));
    }

    static double sgdRms(Instance x) {
        return Math.sqrt(steps(x).sgdSquare());
    }

    static double sgdBound(Instance x) {
        return bounds(x).sgd(steps(x).noise());
    }

    private static double totalRms(Instance x) {
        return Math.sqrt(steps(x).totalSquare());
    }

    private static double totalBound(Instance x) {
        return chaosBound(x) + eulerBound(x) + sgdBound(x);
    }

    private static double riskInitial(Instance x) {
        return riskAt(x, x.model().parameters());
    }

    private static double riskAt(Instance x, double[] theta) {
        return HeadRisk.of(x.model()).value(x.model().atomWeights(), theta);
    }

    // ---- claims

    private static Bound<Instance> bound(
            String id, ToDoubleFunction<Instance> measured, ToDoubleFunction<Instance> bound) {
        return Claim.bound(id, measured).atMost(bound).absFloor(ABS_FLOOR);
    }

    private static final Bound<Instance> TOTAL =
            bound("total-distance", PropagationOfChaos::totalRms, PropagationOfChaos::totalBound);
    private static final Bound<Instance> TRIANGLE =
            bound("three-sources", PropagationOfChaos::totalRms, x -> chaosRms(x) + eulerRms(x) + sgdRms(x));
    private static final Bound<Instance> CHAOS =
            bound("chaos-distance", PropagationOfChaos::chaosRms, PropagationOfChaos::chaosBound);
    private static final Bound<Instance> EULER =
            bound("euler-distance", PropagationOfChaos::eulerRms, PropagationOfChaos::eulerBound);
    private static final Bound<Instance> SGD =
            bound("sgd-distance", PropagationOfChaos::sgdRms, PropagationOfChaos::sgdBound);
    private static final Bound<Instance> WEAK_CONVEXITY = bound(
            "weak-convexity",
            x -> -coupled(x).monotonicity(),
            x -> bounds(x).growth() * coupled(x).squaredDistance());
    private static final Bound<Instance> CURVATURE =
            bound("least-curvature", x -> -leastCurvature(x), x -> bounds(x).growth());
    private static final Bound<Instance> LIPSCHITZ = bound(
            "lipschitz-velocity",
            x -> coupled(x).velocityDistance(),
            x -> bounds(x).lipschitz() * Math.sqrt(coupled(x).squaredDistance()));
    private static final Bound<Instance> GRADIENT_CAP = bound(
            "gradient-cap", x -> coupled(x).largestLogitRatio(), x -> bounds(x).gradientCap());
    private static final Bound<Instance> RESIDUAL_CAP = bound(
            "residual-cap", PropagationOfChaos::largestResidual, x -> bounds(x).residualCap());
    private static final Bound<Instance> CHAOS_FOURTH = bound(
            "chaos-fourth-moment",
            x -> fourthRoot(TrainingErrors.meanFourth(starts(x), flows(x), particles(x))),
            x -> bounds(x).chaosFourth(meanField(x).spread(), meanField(x).largestSpread(), x.nHeads()));
    private static final Bound<Instance> SGD_FOURTH = bound(
            "sgd-fourth-moment",
            x -> fourthRoot(steps(x).sgdFourth()),
            x -> bounds(x).sgdFourth(x.steps()));
    private static final Bound<Instance> SPREAD =
            bound("spread-a-priori", x -> meanField(x).spread(), x -> bounds(x).spreadCap());
    private static final Bound<Instance> NOISE = bound(
            "noise-a-priori",
            x -> Arrays.stream(steps(x).noise()).max().orElse(0),
            x -> bounds(x).noiseCap());
    private static final Bound<Instance> SPEED = bound(
            "speed-a-priori", PropagationOfChaos::speed, x -> bounds(x).speedCap());
    private static final Bound<Instance> REACH = bound("reach", PropagationOfChaos::largestReach, x -> 1);

    /** Along the mean-field flow the risk falls. */
    private static Bound<Instance> energy(HeadRisk.Training training) {
        return bound("energy", x -> riskAt(x, trained(training, x).theta()), PropagationOfChaos::riskInitial);
    }

    /** It falls by the integral of the squared velocity. */
    private static Identity<Instance> energyBalance(HeadRisk.Training training) {
        return Claim.<Instance>identity(
                        "energy-balance",
                        x -> riskInitial(x) - riskAt(x, trained(training, x).theta()),
                        x -> trained(training, x).dissipated())
                .absFloor(ABS_FLOOR);
    }

    private static TrainingFlow.State trained(HeadRisk.Training training, Instance x) {
        HeadRisk risk = HeadRisk.of(x.model()).with(training);
        return TrainingFlow.of(risk, x.model().atomWeights()).after(x.model().parameters(), x.horizon(), Flow.TIGHT);
    }

    private static double fourthRoot(double x) {
        return Math.sqrt(Math.sqrt(x));
    }

    private static CoupledHeads coupled(Instance x) {
        return CoupledHeads.rotated(x.model());
    }

    /** The least eigenvalue of the Hessian of {@code F_μ} at a head of the law. */
    static double leastCurvature(Instance x) {
        HeadModel model = x.model();
        return RiskHessian.at(HeadRisk.of(model), model.atomWeights(), model.parameters())
                .leastPotential();
    }

    /** The largest {@code |r_i|} at the start and at the end. */
    private static double largestResidual(Instance x) {
        return Math.max(
                residualAt(x, x.model().parameters()), residualAt(x, meanField(x).theta()));
    }

    private static double residualAt(Instance x, double[] theta) {
        HeadRisk risk = HeadRisk.of(x.model());
        return risk.kernel().corpus().largestResidual(risk.mixture(x.model().atomWeights(), theta));
    }

    /** The largest {@code |V| / B_V} and {@code |(Q, K)| / B} at the end of the flows of N heads. */
    private static double largestReach(Instance x) {
        double[][] ends = flows(x).toArray(double[][]::new);
        return bounds(x).caps().share(Cylinder.around(x.model().corpus(), x.model().shape(), ends));
    }

    @Override
    public Class<Instance> instanceType() {
        return Instance.class;
    }

    @Override
    public List<Claim<Instance>> claims() {
        return List.of(
                TOTAL,
                TRIANGLE,
                CHAOS,
                EULER,
                SGD,
                energy(HeadRisk.Training.REFERENCE),
                energyBalance(HeadRisk.Training.REFERENCE),
                WEAK_CONVEXITY,
                CURVATURE.when(x -> x.model().shape().parameters() <= MAX_HESSIAN),
                LIPSCHITZ,
                GRADIENT_CAP,
                RESIDUAL_CAP,
                REACH,
                SPREAD,
                NOISE,
                SPEED,
                CHAOS_FOURTH,
                SGD_FOURTH);
    }

    @Override
    public List<NegativeControl<Instance>> controls() {
        return List.of(
                new NegativeControl<>(
                        "chaos-one-over-n",
                        "claims a root mean square distance of order 1/N",
                        CHAOS.atMost(x -> chaosBound(x) / Math.sqrt(x.nHeads()))),
                new NegativeControl<>(
                        "other-particles",
                        "compares heads with the particles of other atoms than those they start from",
                        bound("chaos-distance", PropagationOfChaos::uncoupledRms, PropagationOfChaos::chaosBound)),
                new NegativeControl<>(
                        "sgd-of-order-step",
                        "claims a root mean square distance of order η",
                        SGD.atMost(x -> sgdBound(x) * Math.sqrt(x.horizon() / x.steps()))),
                new NegativeControl<>(
                        "without-sgd-noise",
                        "leaves the noise of the sequences out of the total",
                        TOTAL.atMost(x -> chaosBound(x) + eulerBound(x))),
                new NegativeControl<>(
                        "gradient-ascent", "moves heads up the gradient", energy(HeadRisk.Training.NEGATED_RESIDUAL)),
                new NegativeControl<>(
                        "without-ridge",
                        "forgets the ridge in the gradient",
                        energyBalance(HeadRisk.Training.WITHOUT_RIDGE)),
                new NegativeControl<>(
                        "own-residual",
                        "trains each head alone, by the residual of its own logits",
                        energyBalance(HeadRisk.Training.OWN_RESIDUAL)),
                new NegativeControl<>(
                        "convex-in-the-heads",
                        "claims that the risk is convex in the heads",
                        CURVATURE.atMost(x -> -x.model().lambda())));
    }

    /** The chaos distance where every head is held against the particle of the next atom. */
    private static double uncoupledRms(Instance x) {
        double[] next = CoupledHeads.movedOn(meanField(x).theta(), x.model().shape());
        return Math.sqrt(TrainingErrors.meanSquare(starts(x), flows(x), TrainingErrors.particles(starts(x), next)));
    }

    /** Two atoms and two sequences; form 2 has three atoms, form 3 three sequences and at most 5 steps. λ = 0.1 ridge. */
    @Override
    public Ranges ranges() {
        return Ranges.none()
                .dim("d", 1, 3)
                .dim("dk", 1, 3)
                .dim("vocab", 2, 5)
                .dim("seqLen", 1, 4)
                .dim("form", 0, 3)
                .dim("heads", 1, 8)
                .dim("steps", 1, 6)
                .dim("ridge", 0, 1);
    }

    @Override
    public Instance draw(Draw draw, RandomField random) {
        HeadDraws sizes = new HeadDraws(
                draw.dim("d"),
                draw.dim("dk"),
                draw.dim("vocab"),
                draw.dim("seqLen"),
                draw.dim("form") == 3 ? 3 : 2,
                draw.dim("form") == 2 ? 3 : 2);
        int steps = Math.min(draw.dim("steps"), sizes.sequences() == 3 ? 5 : 6);
        return new Instance(model(random, sizes, 0.1 * draw.dim("ridge")), draw.dim("heads"), steps, DRAWN_HORIZON);
    }

    /** Heads of norms 0.2 to 1, each of mass at least 0.1. */
    static HeadModel model(RandomField random, HeadDraws sizes, double lambda) {
        double[] masses = HeadDraws.simplex(random, "masses", sizes.atoms());
        Arrays.setAll(masses, a -> 0.1 + (1 - 0.1 * sizes.atoms()) * masses[a]);
        return sizes.model(random, 1, lambda, masses);
    }

    /** The worked example, made degenerate in one respect each. */
    @Override
    public List<Instance> corners() {
        Instance worked = worked().instance();
        HeadModel m = worked.model();
        Head first = m.atoms().get(0);
        Head still = new Head(new double[1][2], new double[1][2], new double[3][2]);
        double[] half = {0.5, 0.5};
        double[][] token = m.inputs()[0];
        int[][] labels = m.labels();
        return List.of(
                worked.with(model -> model.withAtoms(new double[] {1}, List.of(first))),
                worked.with(model -> model.withAtoms(half, List.of(first, first))),
                worked.with(model -> model.withAtoms(half, List.of(still, still))),
                worked.with(model -> model.withAtomWeights(1, 0)),
                worked.with(model -> plain(model, new double[] {1}, new double[][][] {token}, labels[0])),
                worked.with(model -> plain(model, half, new double[][][] {token, token}, labels[0], labels[0])),
                worked.with(model -> plain(
                        model, half, new double[][][] {{token[0]}, {token[1]}}, new int[] {0}, new int[] {1})),
                worked.with(model -> plain(
                        model,
                        half,
                        new double[][][] {{token[0], token[0]}, {token[1], token[1]}},
                        labels[0],
                        labels[1])),
                worked.with(model -> model.withLambda(6)),
                new Instance(m, 1, 1, worked.horizon()),
                new Instance(m, 3, 2, 1e-6));
    }

    /** Other data, and no ridge. */
    private static HeadModel plain(HeadModel m, double[] weights, double[][][] inputs, int[]... labels) {
        return m.withData(weights, inputs, labels).withLambda(0);
    }

    @Override
    public SortedMap<String, Double> quantities(Instance x) {
        SortedMap<String, Double> named = new TreeMap<>();
        named.put("chaosRms", chaosRms(x));
        named.put("eulerRms", eulerRms(x));
        named.put("sgdRms", sgdRms(x));
        named.put("totalRms", totalRms(x));
        named.put("chaosBound", chaosBound(x));
        named.put("eulerBound", eulerBound(x));
        named.put("sgdBound", sgdBound(x));
        named.put("totalBound", totalBound(x));
        named.put("weakConvexity", bounds(x).weakConvexity());
        named.put("lipschitz", bounds(x).lipschitz());
        named.put("gradientCap", bounds(x).gradientCap());
        named.put("residualCap", bounds(x).residualCap());
        named.put("expectedRiskSgd", errors(x).expectedRisk(starts(x), x.steps()));
        named.put("riskInitial", riskInitial(x));
        named.put("riskPde", riskAt(x, meanField(x).theta()));
        named.values().forEach(HeadLaw::requireFinite);
        return named;
    }

    @Override
    public List<Example<Instance>> examples() {
        return List.of(worked());
    }

    static Example<Instance> worked() {
        return Example.resource(PropagationOfChaos.class, "propagation-of-chaos-worked", Instance.class);
    }

    @Override
    public List<Family<?>> families() {
        return ChaosFamilies.all();
    }

    @Override
    public Search search() {
        return new Search(100, 3, 80);
    }
}
