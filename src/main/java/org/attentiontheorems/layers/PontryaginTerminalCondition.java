package org.attentiontheorems.layers;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.function.UnaryOperator;
import org.attentiontheorems.layers.AdjointRule.Terminal;
import org.attentiontheorems.random.RandomField;
import org.attentiontheorems.verify.Approx;
import org.attentiontheorems.verify.Bound;
import org.attentiontheorems.verify.Check;
import org.attentiontheorems.verify.Claim;
import org.attentiontheorems.verify.Draw;
import org.attentiontheorems.verify.ExactRate;
import org.attentiontheorems.verify.Example;
import org.attentiontheorems.verify.Family;
import org.attentiontheorems.verify.Identity;
import org.attentiontheorems.verify.Measure;
import org.attentiontheorems.verify.Memo;
import org.attentiontheorems.verify.NegativeControl;
import org.attentiontheorems.verify.Picture;
import org.attentiontheorems.verify.Ranges;
import org.attentiontheorems.verify.Search;
import org.attentiontheorems.verify.Theorem;

/**
 * The gradient of the cross-entropy risk in the control comes from an adjoint that begins, at depth 1, with the softmax residual (arXiv
 * 2606.23235): with {@code p(1)_T = Wᵀ (σ - e_y)}, zero on the other tokens, and {@code p' = -D_h f(h, θ)ᵀ p},
 *
 * <pre>{@code ∂J/∂θ_s = ∫_segment D_θ f(h, θ_s)ᵀ p dt,   H = ⟨p, f(h, θ_s)⟩ is constant on every segment,
 * max_l |p̂_l - p(l/L)|_1  <=  max_l D_l = O(1/L)   for back-propagation p̂ through L layers.}</pre>
 *
 * One instance costs an integration of 2Td + p equations for each atom.
 */
public final class PontryaginTerminalCondition implements Theorem<PontryaginTerminalCondition.Instance> {
    private static final int[] DEPTHS = {12, 24, 48, 96};
    private static final int DEEPEST = 96;
    private static final double TOLERANCE = 1e-10;
    private static final double SLACK = 1e-12;
    private static final double STENCIL_SLACK = 1e-9;
    private static final double LEAST_ERROR = 1e-9;
    private static final long LARGEST_RUN = 800_000;
    private static final Memo<Instance, PontryaginRun> RUNS = Memo.of(x -> x.run(x.depth()));
    private static final Memo<Instance, PontryaginRun> DEEP = Memo.of(x -> x.run(DEEPEST));

    /**
     * A control, a read-out and a labelled population.
     *
     * @param beta inverse temperature, at least 0
     * @param depth L, a multiple of the number of segments
     * @param control θ on S equal segments of depth
     * @param readout W, c x d
     * @param population sequences with labels and weights
     */
    public record Instance(double beta, int depth, List<Layer> control, double[][] readout, List<Atom> population) {
        public Instance {
            LayerFields.model(beta, depth, control, readout, population);
            DepthLimit.check(depth, population, LARGEST_RUN);
            control = List.copyOf(control);
            population = List.copyOf(population);
        }

        Control theta() {
            return Control.of(control);
        }

        LayerModel model() {
            return LayerModel.of(beta, theta().shape(), readout, population);
        }

        PontryaginRun run(int otherDepth) {
            return PontryaginRun.of(model(), theta(), otherDepth);
        }

        Control direction() {
            return Stencil.direction(theta().shape(), control.size());
        }
    }

    static PontryaginRun run(Instance x) {
        return RUNS.apply(x);
    }

    /** {@code max_l |p̂_l - p(l/L)|_1 <= max_l D_l}, over all atoms. */
    static Bound<Instance> adjoint(UnaryOperator<AdjointRule> change) {
        return Claim.<Instance>bound("adjoint", x -> run(x).adjointError(change))
                .atMost(x -> run(x).adjointBound())
                .absFloor(x -> SLACK * run(x).largestAdjoint());
    }

    /** Back-propagation gives the derivative of J_L along a direction; reference by differences. */
    static Identity<Instance> networkGradient(UnaryOperator<AdjointRule> change) {
        return Claim.<Instance>identity(
                        "network-gradient",
                        Measure.direct(x -> run(x).networkGradient(change).dot(x.direction())),
                        (x, effort) -> slope(x, theta -> x.model().networkRisk(theta, x.depth()), effort))
                .absFloor(STENCIL_SLACK);
    }

    /** The adjoint flow gives the derivative of J along a direction; reference by differences. */
    static Identity<Instance> flowGradient(UnaryOperator<AdjointRule> change) {
        return Claim.<Instance>identity(
                        "flow-gradient",
                        Measure.direct(x -> run(x).flowGradient(change).dot(x.direction())),
                        (x, effort) -> slope(x, x.model()::flowRisk, effort))
                .absFloor(STENCIL_SLACK);
    }

    private static Approx slope(Instance x, ToDoubleFunction<Control> risk, int effort) {
        return Stencil.slope(risk, x.theta(), x.direction(), effort);
    }

    /** H is constant on every segment. */
    static Bound<Instance> hamiltonian(ToDoubleFunction<PontryaginRun> spread) {
        return Claim.<Instance>bound("hamiltonian", x -> spread.applyAsDouble(run(x)))
                .atMost(x -> TOLERANCE);
    }

    /** {@code ⟨p, δ⟩} is constant along the linearised flow. */
    static Bound<Instance> duality(UnaryOperator<AdjointRule> change) {
        return Claim.<Instance>bound("duality", x -> run(x).pairingSpread(change))
                .atMost(x -> TOLERANCE);
    }

    /** The states, integrated back together with the adjoint, are those of the flow. */
    static Bound<Instance> wayBack(UnaryOperator<Control> change) {
        return Claim.<Instance>bound("way-back", x -> run(x).wayBack(change.apply(x.theta())))
                .atMost(x -> TOLERANCE);
    }

    /** The error of back-propagation falls like 1/L, and no faster. */
    static ExactRate<Instance> adjointRate(UnaryOperator<AdjointRule> change) {
        return Claim.<Instance>exactRate("adjoint-first-order", (x, depth, effort) -> {
                    PontryaginRun run = DEEP.apply(x).atDepth(depth);
                    return Approx.within(run.adjointError(change), SLACK * run.largestAdjoint());
                })
                .fallsLike(1, 0.06, DEPTHS)
                .under((x, depth) -> DEEP.apply(x).atDepth(depth).adjointBound())
                .sharp();
    }

    /** The error of the gradient falls like 1/L, and no faster. */
    static ExactRate<Instance> gradientRate() {
        return Claim.<Instance>exactRate(
                        "gradient-first-order",
                        (x, depth, effort) -> Approx.within(
                                DEEP.apply(x).atDepth(depth).gradientError(),
                                SLACK * DEEP.apply(x).largestAdjoint()))
                .fallsLike(1, 0.06, DEPTHS)
                .sharp();
    }

    private static Claim<Instance> whereResolved(ExactRate<Instance> rate, ToDoubleFunction<PontryaginRun> error) {
        return rate.when(x -> DEEPEST % x.control().size() == 0 && error.applyAsDouble(DEEP.apply(x)) >= LEAST_ERROR);
    }

    @Override
    public Class<Instance> instanceType() {
        return Instance.class;
    }

    @Override
    public List<Claim<Instance>> claims() {
        return List.of(
                adjoint(rule -> rule),
                networkGradient(rule -> rule),
                flowGradient(rule -> rule),
                hamiltonian(PontryaginRun::hamiltonianSpread),
                duality(rule -> rule),
                wayBack(control -> control),
                whereResolved(adjointRate(rule -> rule), PontryaginRun::adjointError),
                whereResolved(gradientRate(), PontryaginRun::gradientError));
    }

    @Override
    public List<NegativeControl<Instance>> controls() {
        return List.of(
                new NegativeControl<>(
                        "half-the-adjoint-bound",
                        "claims half of the bound",
                        adjoint(rule -> rule).atMost(x -> run(x).adjointBound() / 2)),
                new NegativeControl<>(
                        "adjoint-without-label",
                        "begins with Wᵀσ, without the one-hot of the label",
                        adjoint(rule -> rule.from(Terminal.WITHOUT_LABEL)).when(x -> run(x).adjointBound() > 0)),
                new NegativeControl<>(
                        "flipped-residual",
                        "begins with the one-hot minus the softmax",
                        networkGradient(rule -> rule.from(Terminal.FLIPPED))),
                new NegativeControl<>(
                        "residual-without-label",
                        "begins with Wᵀσ, without the one-hot of the label",
                        networkGradient(rule -> rule.from(Terminal.WITHOUT_LABEL))),
                new NegativeControl<>(
                        "residual-without-softmax",
                        "begins with the one-hot alone",
                        networkGradient(rule -> rule.from(Terminal.WITHOUT_SOFTMAX))),
                new NegativeControl<>(
                        "early-adjoint",
                        "takes the adjoint of the wrong end of a layer in the gradient",
                        networkGradient(AdjointRule::withEarlyAdjoint)),
                new NegativeControl<>(
                        "frozen-attention",
                        "takes attention weights for constants in back-propagation",
                        networkGradient(AdjointRule::withFrozenAttention)),
                new NegativeControl<>(
                        "flow-residual-without-label",
                        "begins the adjoint flow with Wᵀσ",
                        flowGradient(rule -> rule.from(Terminal.WITHOUT_LABEL))),
                new NegativeControl<>(
                        "hamiltonian-across-jumps",
                        "claims one Hamiltonian on [0, 1] although the control jumps",
                        hamiltonian(PontryaginRun::hamiltonianJump)),
                new NegativeControl<>(
                        "dual-of-frozen-attention",
                        "takes attention weights for constants in the adjoint flow",
                        duality(AdjointRule::withFrozenAttention)),
                new NegativeControl<>(
                        "segments-in-forward-order",
                        "meets the segments in the order of the way forward on the way back",
                        wayBack(Control::reversed)),
                new NegativeControl<>(
                        "adjoint-frozen-attention",
                        "takes attention weights for constants: the error does not fall",
                        whereResolved(adjointRate(AdjointRule::withFrozenAttention), PontryaginRun::adjointError)),
                new NegativeControl<>(
                        "adjoint-second-order",
                        "claims that adjoints are off by 1/L²",
                        whereResolved(adjointRate(rule -> rule).fallsLike(2, 0.5), PontryaginRun::adjointError)),
                new NegativeControl<>(
                        "gradient-second-order",
                        "claims that gradients are off by 1/L²",
                        whereResolved(gradientRate().fallsLike(2, 0.5), PontryaginRun::gradientError)));
    }

    @Override
    public List<Family<?>> families() {
        return PontryaginFamilies.all();
    }

    @Override
    public List<Picture> pictures(RandomField random) {
        return PontryaginPictures.all();
    }

    /** Depth is 6 · 2^octave. */
    @Override
    public Ranges ranges() {
        return LayerDraws.ranges().dim("octave", 0, 4);
    }

    @Override
    public Instance draw(Draw draw, RandomField random) {
        LayerDraws draws = LayerDraws.of(draw);
        return new Instance(
                draws.beta(),
                6 << draw.dim("octave"),
                draws.control(random, "control"),
                draws.readout(random),
                draws.population(random));
    }

    @Override
    public List<Instance> corners() {
        return PontryaginCorners.all(worked().instance());
    }

    @Override
    public SortedMap<String, Double> quantities(Instance x) {
        PontryaginRun run = run(x);
        Check.that(
                run.wayBack() <= TOLERANCE,
                "control",
                "contracts so fast that its adjoint cannot be followed to ten digits: reduce norms");
        int d = x.theta().shape().d();
        TreeMap<String, Double> named = new TreeMap<>();
        named.put("lossFlow", x.model().flowRisk(x.theta()));
        named.put("lossDiscrete", x.model().networkRisk(x.theta(), x.depth()));
        named.put(
                "adjointStartFlow",
                run.mean(atom -> States.sumOfRows(atom.flow().adjoints()[0], d)));
        named.put(
                "adjointStartDiscrete",
                run.mean(atom -> States.sumOfRows(atom.network().adjoints()[0], d)));
        named.put("hamiltonianStart", run.hamiltonianStart());
        named.put("hamiltonianEnd", run.hamiltonianEnd());
        named.put("gradientNormFlow", Math.sqrt(run.flowGradient().squaredNorm()));
        named.put("gradientNormDiscrete", Math.sqrt(run.networkGradient().squaredNorm()));
        named.put("maxAdjointError", run.adjointError());
        LayerFields.putBound(named, "adjointBound", run.adjointBound());
        return named;
    }

    @Override
    public List<Example<Instance>> examples() {
        return List.of(worked());
    }

    static Example<Instance> worked() {
        return Example.resource(
                PontryaginTerminalCondition.class, "pontryagin-terminal-condition-worked", Instance.class);
    }

    @Override
    public int tries() {
        return 50;
    }

    @Override
    public Search search() {
        return new Search(20, 2, 15);
    }
}
