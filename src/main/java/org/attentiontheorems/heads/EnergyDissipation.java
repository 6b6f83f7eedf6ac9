package org.attentiontheorems.heads;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.attentiontheorems.attention.CausalAttention;
import org.attentiontheorems.flow.Flow;
import org.attentiontheorems.heads.HeadKernel.Backward;
import org.attentiontheorems.heads.HeadRisk.Training;
import org.attentiontheorems.heads.TrainingFlow.State;
import org.attentiontheorems.heads.TrainingFlow.Trainable;
import org.attentiontheorems.random.RandomField;
import org.attentiontheorems.verify.Approx;
import org.attentiontheorems.verify.Bound;
import org.attentiontheorems.verify.Check;
import org.attentiontheorems.verify.Claim;
import org.attentiontheorems.verify.Draw;
import org.attentiontheorems.verify.Example;
import org.attentiontheorems.verify.Family;
import org.attentiontheorems.verify.Identity;
import org.attentiontheorems.verify.Memo;
import org.attentiontheorems.verify.Monotone;
import org.attentiontheorems.verify.NegativeControl;
import org.attentiontheorems.verify.Picture;
import org.attentiontheorems.verify.Ranges;
import org.attentiontheorems.verify.Theorem;

/**
 * Training loses exactly what it dissipates (arXiv 2606.10469): along the mean-field flow {@code θ̇_a = -g_a}, {@code g_a = ∇F_μ(θ_a)}, and
 * in one step of gradient descent {@code Θ⁺ = Θ - η g},
 *
 * <pre>{@code
 * R(ρ_0) - R(ρ_T) = ∫_0^T D(ρ_t) dt,   D = Σ_a m_a |g_a|²
 * |R(Θ⁺) - R(Θ) + η D|  <=  η² L D / 2
 * }</pre>
 *
 * with R the risk with its ridge and L = λ + sqrt(2) G2 + G1²/2 of the smallest {@link Cylinder} around both ends of the step. The identity
 * holds for whatever blocks are trained, with g masked. One gradient costs O(A nT (T d + dk d + vocab d)), a flow some hundred of them.
 */
public final class EnergyDissipation implements Theorem<EnergyDissipation.Instance> {
    static final double ABS_FLOOR = 1e-14;
    private static final double LONGEST = 50_000;
    private static final int SAMPLES = 50;
    private static final double IDENTITY_FLOOR = 1e-9;
    private static final double MONOTONE_FLOOR = 1e-10;
    private static final double ANGLE = 0.7;
    private static final double PICTURE_HORIZON = 8;
    private static final double FIXED_STEP = 0.1;
    private static final Memo<Instance, DescentStep> STEP = Memo.of(x -> DescentStep.of(x.model(), x.stepSize()));
    private static final Memo<Instance, TrainingRun> RUN = Memo.of(x -> run(x, TrainingFlow.of(x.model())));

    /**
     * A law of heads to be trained.
     *
     * @param model data, ridge and the law at time 0
     * @param horizon training time T, at least 0 and at most 50 000
     * @param stepSize step η of gradient descent, positive
     */
    public record Instance(HeadModel model, double horizon, double stepSize) {
        public Instance {
            Check.finite("horizon", horizon);
            Check.that(
                    horizon >= 0 && horizon <= LONGEST, "horizon", "must be between 0 and %s, is %s", LONGEST, horizon);
            Check.finite("stepSize", stepSize);
            Check.positive("stepSize", stepSize);
        }

        Instance withStepSize(double eta) {
            return new Instance(model, horizon, eta);
        }
    }

    static DescentStep step(Instance x) {
        return STEP.apply(x);
    }

    static TrainingRun run(Instance x) {
        return RUN.apply(x);
    }

    private static TrainingRun run(Instance x, TrainingFlow flow) {
        return TrainingRun.of(flow, x.model().parameters(), TrainingFlow.grid(x.horizon(), SAMPLES), Flow.TIGHT);
    }

    static double riskStart(Instance x) {
        return step(x).risk();
    }

    /** {@code |R(Θ⁺) - R(Θ) + η D| <= η² L D / 2}. */
    static Bound<Instance> descentLemma() {
        return Claim.<Instance>bound("descent-lemma", x -> step(x).defect())
                .atMost(x -> step(x).bound())
                .absFloor(x -> ABS_FLOOR * step(x).scale());
    }

    /** {@code R(ρ_0) - R(ρ_T) = share ∫ D} along a flow; the share is 1. */
    static Identity<Instance> energyIdentity(Function<Instance, TrainingRun> run, double share) {
        return Claim.<Instance>identity(
                        "energy-identity",
                        (x, effort) -> lost(x, run.apply(x)),
                        (x, effort) -> run.apply(x).last(state -> share * state.dissipated()))
                .absFloor(x -> IDENTITY_FLOOR * (1 + riskStart(x)));
    }

    private static Approx lost(Instance x, TrainingRun run) {
        return run.last(state -> riskStart(x) - run.flow().risk(state.theta()));
    }

    private static final Identity<Instance> FROZEN_IDENTITY = WorstEntry.<Instance>identity(
                    "energy-identity-frozen", EnergyDissipation::worstFrozen)
            .absFloor(x -> IDENTITY_FLOOR * (1 + riskStart(x)));

    /** Of the six choices that freeze blocks, the one in which loss and dissipation differ most. */
    private static WorstEntry worstFrozen(Instance x) {
        return Trainable.nonEmpty().stream()
                .filter(blocks -> !blocks.equals(Trainable.ALL))
                .map(blocks -> TrainingFlow.of(x.model()).training(blocks))
                .map(flow -> TrainingRun.over(flow, x.model().parameters(), x.horizon(), Flow.TIGHT))
                .map(run -> WorstEntry.of(lost(x, run), run.last(State::dissipated)))
                .reduce(WorstEntry::worse)
                .orElseThrow();
    }

    /** The risk at 51 times never increases; beside it stands what the identity makes of it, {@code R(ρ_0) - ∫ D}. */
    static Monotone<Instance> riskFalls(String id) {
        return Claim.<Instance>monotone(
                        id, (x, effort) -> run(x).along(state -> run(x).flow().risk(state.theta())))
                .absFloor(x -> MONOTONE_FLOOR * (1 + riskStart(x)))
                .beside((x, effort) -> run(x).along(state -> riskStart(x) - state.dissipated()));
    }

    /** {@code Q Qᵀ - K Kᵀ} of every head decays like {@code e^(-exponent λ t)}; the exponent is 2. */
    static Identity<Instance> balancedness(double exponent) {
        return WorstEntry.<Instance>identity("balancedness", x -> HeadSymmetry.balancedness(run(x), exponent))
                .absFloor(IDENTITY_FLOOR);
    }

    private static final Identity<Instance> ROTATION = WorstEntry.<Instance>identity(
                    "rotation", x -> HeadSymmetry.equivariance(run(x), ANGLE))
            .absFloor(IDENTITY_FLOOR);

    @Override
    public Class<Instance> instanceType() {
        return Instance.class;
    }

    @Override
    public List<Claim<Instance>> claims() {
        return List.of(
                descentLemma(),
                energyIdentity(RUN, 1),
                FROZEN_IDENTITY,
                riskFalls("risk-never-increases"),
                balancedness(2),
                ROTATION);
    }

    @Override
    public List<NegativeControl<Instance>> controls() {
        return List.of(
                wrongFlow(
                        "no-causal-mask",
                        "attends to the future in the gradient",
                        risk -> risk.withGradientsOf(masked(risk, CausalAttention.REFERENCE.withoutMask()))),
                wrongFlow(
                        "no-ridge-in-the-gradient",
                        "forgets the ridge in the gradient",
                        risk -> risk.with(Training.WITHOUT_RIDGE)),
                wrongFlow(
                        "own-residual",
                        "lets each head answer to its own softmax residual instead of the averaged one",
                        risk -> risk.with(Training.OWN_RESIDUAL)),
                wrongFlow(
                        "unscaled-gradient",
                        "forgets 1/sqrt(dk) in the gradients of queries and keys",
                        risk -> risk.withGradientsOf(risk.kernel().with(Backward.UNSCALED))),
                wrongFlow(
                        "keys-from-queries",
                        "takes the gradient of the queries for that of the keys",
                        risk -> risk.withGradientsOf(risk.kernel().with(Backward.KEYS_FROM_QUERIES))),
                new NegativeControl<>(
                        "mass-weighted-flow",
                        "moves heads by m_a g_a instead of g_a",
                        energyIdentity(
                                Memo.of(x -> run(x, TrainingFlow.of(x.model()).massWeighted())), 1)),
                new NegativeControl<>(
                        "half-the-dissipation", "claims that half of D is lost", energyIdentity(RUN, 0.5)),
                new NegativeControl<>(
                        "quarter-of-the-curvature",
                        "claims the descent lemma with a quarter of its constant",
                        descentLemma().atMost(x -> step(x).bound() / 4)),
                new NegativeControl<>("slow-balance", "claims that the balance decays like e^(-λt)", balancedness(1)));
    }

    private static NegativeControl<Instance> wrongFlow(String id, String whatIsWrong, UnaryOperator<HeadRisk> mistake) {
        Memo<Instance, TrainingRun> run = Memo.of(x -> run(
                x,
                TrainingFlow.of(mistake.apply(HeadRisk.of(x.model())), x.model().atomWeights())));
        return new NegativeControl<>(id, whatIsWrong, energyIdentity(run, 1));
    }

    private static HeadKernel masked(HeadRisk risk, CausalAttention attention) {
        return HeadKernel.of(risk.kernel().corpus(), risk.kernel().shape().dk(), attention);
    }

    @Override
    public List<Family<?>> families() {
        return EnergyFamilies.all();
    }

    /** Step 0 is half of 1/L, step 1 is 1/L, with L at the start; step 2 is 0.1. */
    @Override
    public Ranges ranges() {
        return TrainingDraws.ranges().dim("step", 0, 2).scale("horizon", 0.5, 5);
    }

    @Override
    public Instance draw(Draw draw, RandomField random) {
        HeadModel model = TrainingDraws.model(draw, random);
        double smoothness = DescentStep.smoothnessAtStart(model);
        double eta = switch (draw.dim("step")) {
            case 0 -> 0.5 / smoothness;
            case 1 -> 1 / smoothness;
            default -> FIXED_STEP;
        };
        return new Instance(model, draw.scale("horizon"), eta);
    }

    /** The worked example, made degenerate in one respect each. */
    @Override
    public List<Instance> corners() {
        Instance worked = worked().instance();
        List<Instance> corners = new ArrayList<>();
        for (HeadModel model : DegenerateModels.of(worked.model())) {
            corners.add(new Instance(model, worked.horizon(), worked.stepSize()));
        }
        corners.add(new Instance(worked.model(), 0, worked.stepSize()));
        return List.copyOf(corners);
    }

    @Override
    public SortedMap<String, Double> quantities(Instance x) {
        TrainingRun run = run(x);
        SortedMap<String, Double> named = new TreeMap<>();
        named.put("riskStart", riskStart(x));
        named.put("riskEnd", run.flow().risk(run.last().theta()));
        named.put("dissipationStart", step(x).dissipation());
        named.put("dissipationIntegral", run.last().dissipated());
        named.put(
                "balanceEnd",
                HeadSymmetry.imbalance(
                        x.model().shape(), x.model().atomWeights(), run.last().theta()));
        named.put("riskAfterStep", step(x).riskAfter());
        named.put("smoothness", step(x).smoothness());
        named.values().forEach(HeadLaw::requireFinite);
        return named;
    }

    @Override
    public List<Picture> pictures(RandomField random) {
        return TrainingPictures.energy(worked().instance().model(), PICTURE_HORIZON);
    }

    @Override
    public List<Example<Instance>> examples() {
        return List.of(worked());
    }

    static Example<Instance> worked() {
        return Example.resource(EnergyDissipation.class, "energy-dissipation-worked", Instance.class);
    }

    @Override
    public int tries() {
        return 60;
    }
}
