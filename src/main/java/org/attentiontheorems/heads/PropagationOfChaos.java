package org.attentiontheorems.heads;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import org.attentiontheorems.flow.Flow;
import org.attentiontheorems.random.RandomField;
import org.attentiontheorems.verify.Bound;
import org.attentiontheorems.verify.Check;
import org.attentiontheorems.verify.Claim;
import org.attentiontheorems.verify.Draw;
import org.attentiontheorems.verify.Example;
import org.attentiontheorems.verify.Family;
import org.attentiontheorems.verify.Identity;
import org.attentiontheorems.verify.NegativeControl;
import org.attentiontheorems.verify.Ranges;
import org.attentiontheorems.verify.Search;
import org.attentiontheorems.verify.Theorem;

/**
 * Over a finite time, N attention heads that start at iid draws from a law and are trained by stochastic gradient descent stay close to iid
 * copies of the mean-field particle (arXiv 2606.10469). With η = H/k, the mean-field flow θ̄, the flow θ of N heads, their gradient descent
 * ϑ and stochastic gradient descent θ^SGD, distances root mean square over heads, draws and sequences,
 *
 * <pre>{@code
 * chaos  ‖θ(H) - θ̄(H)‖      <=  G/2 N^-½ ∫ e^(Λ'(H-s)) sqrt(V(μ_s)) ds
 * Euler  ‖ϑ_k - θ(H)‖       <=  ½ η² L e^(max(Λ',0) H) ‖∇F(θ(0))‖ Σ_(i<k) q^(i/2)                   = O(η)
 * SGD    ‖θ^SGD_k - ϑ_k‖    <=  (η² Σ_i σ_i² q^(k-1-i))^½                                           = O(η^½)
 * total  ‖θ^SGD_k - θ̄(H)‖   <=  the sum of the three distances  <=  the sum of the three bounds
 * }</pre>
 *
 * with the constants of {@link TrainingBounds}. One instance costs as many flows as there are compositions of N, and n^k gradients for each.
 */
public final class PropagationOfChaos implements Theorem<PropagationOfChaos.Instance> {
    static final double ABS_FLOOR = 1e-12;
    /** H of the random instances. */
    static final double HORIZON = 0.5;

    private static final double MAX_EXPONENT = 300;

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
            Check.positive("horizon", horizon);
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
    }

    // ---- distances and their bounds

    static double chaosRms(Instance x) {
        return Math.sqrt(TrainingErrors.meanSquare(ChaosRun.starts(x), ChaosRun.flows(x), ChaosRun.particles(x)));
    }

    static double chaosBound(Instance x) {
        return ChaosRun.bounds(x).chaos(ChaosRun.meanField(x).spread(), x.nHeads());
    }

    static double eulerRms(Instance x) {
        return Math.sqrt(TrainingErrors.meanSquare(
                ChaosRun.starts(x), ChaosRun.errors(x).descents(ChaosRun.starts(x), x.steps()), ChaosRun.flows(x)));
    }

    static double eulerBound(Instance x) {
        return ChaosRun.bounds(x).euler(speed(x), x.steps());
    }

    static double speed(Instance x) {
        return Math.sqrt(ChaosRun.errors(x).speedSquare(ChaosRun.starts(x)));
    }

    static double sgdRms(Instance x) {
        return Math.sqrt(ChaosRun.steps(x).sgdSquare());
    }

    static double sgdBound(Instance x) {
        return ChaosRun.bounds(x).sgd(ChaosRun.steps(x).noise());
    }

    private static double totalRms(Instance x) {
        return Math.sqrt(ChaosRun.steps(x).totalSquare());
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

    static Bound<Instance> bound(String id, ToDoubleFunction<Instance> measured, ToDoubleFunction<Instance> bound) {
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
                TrainingConstants.WEAK_CONVEXITY,
                TrainingConstants.curvature().when(TrainingConstants::hasHessian),
                TrainingConstants.LIPSCHITZ,
                TrainingConstants.GRADIENT_CAP,
                TrainingConstants.RESIDUAL_CAP,
                TrainingConstants.REACH,
                TrainingConstants.SPREAD,
                TrainingConstants.NOISE,
                TrainingConstants.SPEED,
                TrainingConstants.CHAOS_FOURTH,
                TrainingConstants.SGD_FOURTH);
    }

    @Override
    public List<NegativeControl<Instance>> controls() {
        return List.of(
                new NegativeControl<>(
                        "two-sources",
                        "forgets that heads are drawn",
                        bound("three-sources", PropagationOfChaos::totalRms, x -> eulerRms(x) + sgdRms(x))),
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
                        TrainingConstants.curvature().atMost(x -> -x.model().lambda())));
    }

    /** The chaos distance where every head is held against the particle of the next atom. */
    private static double uncoupledRms(Instance x) {
        double[] next =
                CoupledHeads.movedOn(ChaosRun.meanField(x).theta(), x.model().shape());
        return Math.sqrt(TrainingErrors.meanSquare(
                ChaosRun.starts(x), ChaosRun.flows(x), TrainingErrors.particles(ChaosRun.starts(x), next)));
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
        return new Instance(model(random, sizes, 0.1 * draw.dim("ridge")), draw.dim("heads"), steps, HORIZON);
    }

    /** Heads of norms 0.2 to 1, each of mass at least 0.1. */
    static HeadModel model(RandomField random, HeadDraws sizes, double lambda) {
        return sizes.model(random, 1, lambda, HeadDraws.awayFromZero(random, "masses", sizes.atoms()));
    }

    /** The worked example, made degenerate in one respect each. */
    @Override
    public List<Instance> corners() {
        Instance worked = worked().instance();
        List<Instance> corners = new ArrayList<>();
        for (HeadModel model : DegenerateModels.ofTwoHeads(worked.model())) {
            corners.add(new Instance(model, worked.nHeads(), worked.steps(), worked.horizon()));
        }
        corners.add(new Instance(worked.model(), 1, 1, worked.horizon()));
        corners.add(new Instance(worked.model(), 3, 2, 1e-6));
        return List.copyOf(corners);
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
        named.put("weakConvexity", ChaosRun.bounds(x).weakConvexity());
        named.put("lipschitz", ChaosRun.bounds(x).lipschitz());
        named.put("gradientCap", ChaosRun.bounds(x).gradientCap());
        named.put("residualCap", ChaosRun.bounds(x).residualCap());
        named.put("expectedRiskSgd", ChaosRun.errors(x).expectedRisk(ChaosRun.starts(x), x.steps()));
        named.put("riskInitial", riskInitial(x));
        named.put("riskPde", riskAt(x, ChaosRun.meanField(x).theta()));
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
