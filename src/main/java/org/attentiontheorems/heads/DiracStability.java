package org.attentiontheorems.heads;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.attentiontheorems.flow.Flow;
import org.attentiontheorems.heads.HeadJet.Second;
import org.attentiontheorems.heads.RiskHessian.Form;
import org.attentiontheorems.random.RandomField;
import org.attentiontheorems.verify.Approx;
import org.attentiontheorems.verify.Bound;
import org.attentiontheorems.verify.Check;
import org.attentiontheorems.verify.Claim;
import org.attentiontheorems.verify.Draw;
import org.attentiontheorems.verify.Example;
import org.attentiontheorems.verify.Family;
import org.attentiontheorems.verify.Identity;
import org.attentiontheorems.verify.InvalidInstance;
import org.attentiontheorems.verify.Memo;
import org.attentiontheorems.verify.NegativeControl;
import org.attentiontheorems.verify.Picture;
import org.attentiontheorems.verify.Ranges;
import org.attentiontheorems.verify.Search;
import org.attentiontheorems.verify.Theorem;

/**
 * When "all heads equal" is stable (arXiv 2606.10469). At a stationary Dirac measure δ_θ* let H_P be the second derivative of the potential,
 * I_* &gt;= 0 that of the interaction, H_R = H_P + I_* that of the single-head risk. Heads near θ_* follow to first order
 *
 * <pre>{@code
 * d/dt ξ̄ = -H_R ξ̄,   d/dt (ξ_a - ξ̄) = -H_P (ξ_a - ξ̄),   ξ_a = θ_a - θ_*,  ξ̄ = Σ m_a ξ_a
 * }</pre>
 *
 * so the measure is stable if {@code λ_min(H_P) > 0}, at exactly that rate, and unstable if {@code λ_min(H_P) < 0}, even where H_R is
 * positive: then heads part. The basin is explicit ({@link DiracBasin}), and so is H_P at uniform attention ({@link UniformAttention}). One
 * second derivative costs O(p² nT T d).
 */
public final class DiracStability implements Theorem<DiracStability.Instance> {
    static final double CRITICAL = 1e-9;
    private static final double LEAST_RADIUS = 1e-7;
    private static final int MAX_PARAMETERS = 300;
    private static final double MAX_WORK = 1e9;
    private static final double[] THREE_MASSES = {0.5, 0.3, 0.2};
    /** Its reciprocal is a number. */
    private static final double SHORTEST = 1e-100;

    private static final Memo<Instance, StationaryHead> STAR = Memo.of(x -> StationaryHead.near(x.model()));
    private static final Memo<Instance, DiracHessian> HESSIAN = Memo.of(x -> star(x).hessian());

    /**
     * Data, and a head near a stationary one.
     *
     * @param model one head, from where Newton's method starts; λ > 0
     * @param horizon how long the heads that split are followed, positive; at most to 2/|λ_min(H_P)|, while their distance is small
     */
    public record Instance(HeadModel model, double horizon) {
        public Instance {
            int heads = model.atoms().size();
            Check.that(heads == 1, "model.atoms", "needs one head, has %d", heads);
            Check.that(
                    model.lambda() > 0, "model.lambda", "assumption not met: must be positive, is %s", model.lambda());
            int p = model.shape().parameters();
            Check.that(p <= MAX_PARAMETERS, "model", "is too large: a head has %d parameters", p);
            Check.that(work(model) <= MAX_WORK, "model", "is too large: H_R takes %s operations", work(model));
            Check.finite("horizon", horizon);
            Check.positive("horizon", horizon);
            Check.that(horizon >= SHORTEST, "horizon", "must be at least %s, is %s", SHORTEST, horizon);
        }

        private static double work(HeadModel model) {
            double p = model.shape().parameters();
            double positions = (double) model.inputs().length * model.seqLen();
            return p * p * positions * model.seqLen() * (model.d() + model.dk());
        }
    }

    static StationaryHead star(Instance x) {
        return STAR.apply(x);
    }

    static DiracHessian hessian(Instance x) {
        return HESSIAN.apply(x);
    }

    static String stability(Instance x) {
        double least = hessian(x).leastPotential();
        if (Math.abs(least) < CRITICAL) {
            return "critical";
        }
        return least > 0 ? "stable" : "unstable";
    }

    // ---- rates

    /** Heads part at the rate -λ_min(H_P). */
    static Identity<Instance> split(ToDoubleFunction<Instance> leastEigenvalue) {
        return Claim.<Instance>identity(
                        "split-rate",
                        LinearRates::splitRate,
                        (x, effort) -> Approx.direct(-leastEigenvalue.applyAsDouble(x)))
                .absFloor(LinearRates::splitTolerance);
    }

    /** A single head returns at the rate λ_min(H_R). */
    private static Claim<Instance> common(ToDoubleFunction<Instance> leastEigenvalue) {
        return Claim.<Instance>identity(
                        "common-rate",
                        (x, effort) -> LinearRates.commonRate(x, 0, effort),
                        (x, effort) -> Approx.direct(-leastEigenvalue.applyAsDouble(x)))
                .absFloor(x -> LinearRates.COMMON_TOLERANCE * hessian(x).leastFull())
                .when(x -> hessian(x).leastFull() >= LinearRates.COMMON);
    }

    // ---- spectra

    private static final Bound<Instance> INTERACTION_HELPS = Claim.<Instance>bound(
                    "interaction-stabilises", x -> hessian(x).leastPotential())
            .atMost(x -> hessian(x).leastFull())
            .absFloor(1e-10);

    /** I_* is positive: its least eigenvalue is above the rounding of its greatest. */
    private static Bound<Instance> interactionPositive(Function<Instance, DiracHessian> at) {
        return Claim.<Instance>bound(
                        "interaction-positive", x -> -at.apply(x).interaction().least())
                .atMost(x -> 1e-12 * (1 + hessian(x).interaction().greatest()));
    }

    /** H_R is the derivative of the gradient of the single-head risk, here by central differences. */
    static Identity<Instance> fullHessian(Function<Instance, DiracHessian> at) {
        return WorstEntry.<Instance>identity(
                        "full-hessian",
                        x -> GradientDifferences.against(star(x), at.apply(x).fullMatrix()))
                .absFloor(x -> 1e-7 * (1 + hessian(x).full().greatest()));
    }

    /** Three heads at θ_*: the eigenvalues of H_R once, those of H_P twice. */
    private static final Identity<Instance> THREE_HEADS = WorstEntry.<Instance>identity(
                    "spectrum-of-three-heads", DiracStability::threeHeads)
            .absFloor(x -> 1e-10 * (1 + hessian(x).full().greatest()));

    private static WorstEntry threeHeads(Instance x) {
        return WorstEntry.of(
                star(x).spectrum(THREE_MASSES),
                hessian(x).spectrum(THREE_MASSES.length),
                1e-12 * (1 + hessian(x).full().greatest()));
    }

    /** At uniform attention H_P has the eigenvalues λ and λ ± σ_i(𝒜). */
    private static Identity<Instance> uniformSpectrum(Form form, Second second) {
        return WorstEntry.<Instance>identity("uniform-attention-spectrum", x -> {
                    StationaryHead uniform = StationaryHead.uniform(x.model());
                    double[] measured =
                            uniform.hessian(form, second).potential().values();
                    double[] expected = UniformAttention.eigenvalues(uniform);
                    return WorstEntry.of(measured, expected, 1e-12 * (1 + Math.abs(expected[expected.length - 1])));
                })
                .absFloor(1e-10);
    }

    // ---- basin

    /** {@code W_2(ρ_t, δ_θ*) <= e^(-faster κ t) W_2(ρ_0, δ_θ*)} for four heads on the sphere of radius ε_0; faster is 1. */
    private static Claim<Instance> basin(double faster) {
        Memo<Instance, Approx> slowest = Memo.of(x -> basin(x).slowest(Flow.TIGHT, faster));
        return Claim.<Instance>bound("basin", (x, effort) -> slowest.apply(x))
                .atMost(x -> 1)
                .absFloor(1e-9)
                .when(DiracStability::hasBasin);
    }

    static DiracBasin basin(Instance x) {
        return DiracBasin.of(star(x), hessian(x).leastPotential());
    }

    static boolean hasBasin(Instance x) {
        double modulus = hessian(x).leastPotential();
        return modulus > CRITICAL
                && modulus * LinearRates.STIFFEST >= hessian(x).full().greatest()
                && basin(x).radius() >= LEAST_RADIUS;
    }

    @Override
    public Class<Instance> instanceType() {
        return Instance.class;
    }

    @Override
    public List<Claim<Instance>> claims() {
        return List.of(
                split(x -> hessian(x).leastPotential()),
                common(x -> hessian(x).leastFull()),
                INTERACTION_HELPS,
                interactionPositive(HESSIAN),
                fullHessian(HESSIAN),
                THREE_HEADS,
                uniformSpectrum(Form.REFERENCE, Second.REFERENCE),
                basin(1));
    }

    @Override
    public List<NegativeControl<Instance>> controls() {
        List<NegativeControl<Instance>> controls = new ArrayList<>(List.of(
                new NegativeControl<>(
                        "criterion-by-the-full-hessian",
                        "judges stability by the single-head risk, at the rate λ_min(H_R)",
                        split(x -> hessian(x).leastFull())),
                new NegativeControl<>(
                        "interaction-counted-twice",
                        "counts the interaction twice in H_R",
                        fullHessian(wrong(Form.DOUBLED_INTERACTION))),
                new NegativeControl<>(
                        "interaction-subtracted",
                        "subtracts the interaction in H_R",
                        fullHessian(wrong(Form.NEGATED_INTERACTION))),
                new NegativeControl<>(
                        "interaction-negative",
                        "takes the interaction with the wrong sign",
                        interactionPositive(wrong(Form.NEGATED_INTERACTION))),
                new NegativeControl<>(
                        "uncentred-jacobian",
                        "takes diag(π) for the Jacobian of the softmax",
                        fullHessian(wrong(Form.UNCENTRED_JACOBIAN))),
                new NegativeControl<>(
                        "uncentred-jacobian-rate",
                        "takes diag(π) for the Jacobian of the softmax in the rate of a single head",
                        common(x -> wrong(Form.UNCENTRED_JACOBIAN).apply(x).leastFull())),
                new NegativeControl<>(
                        "uniform-attention-without-score-curvature",
                        "forgets the curvature of the scores, the only one at uniform attention",
                        uniformSpectrum(Form.REFERENCE, Second.WITHOUT_SCORE_CURVATURE)),
                new NegativeControl<>(
                        "basin-of-the-linear-rate", "claims three times the rate in the basin", basin(3))));
        controls.addAll(WrongPotential.controls());
        return controls;
    }

    private static Memo<Instance, DiracHessian> wrong(Form form) {
        return Memo.of(x -> star(x).hessian(form, Second.REFERENCE));
    }

    @Override
    public List<Family<?>> families() {
        return DiracFamilies.all();
    }

    /** Starts 0 and 1 are where training from a random head has come by the time 10/λ, start 2 uniform attention; tokens are stretched. */
    @Override
    public Ranges ranges() {
        return TrainingDraws.singleHeadRanges()
                .dim("start", 0, 2)
                .scale("tokens", 0.8, 3)
                .scale("reach", 0.5, 2);
    }

    @Override
    public Instance draw(Draw draw, RandomField random) {
        HeadModel model = TrainingDraws.stretched(TrainingDraws.model(draw, random), draw.scale("tokens"));
        StationaryHead star = draw.dim("start") < 2 ? trained(model) : StationaryHead.uniform(model);
        double least = Math.abs(star.hessian().leastPotential());
        return new Instance(
                at(model, star.theta()),
                Math.min(LinearRates.LONGEST, draw.scale("reach") / Math.max(least, CRITICAL)));
    }

    /** Where training has come; uniform attention if that is not close to a stationary head. */
    private static StationaryHead trained(HeadModel model) {
        double[] end = TrainingFlow.of(model)
                .after(model.parameters(), 10 / model.lambda(), Flow.LOOSE)
                .theta();
        try {
            return StationaryHead.near(at(model, end));
        } catch (InvalidInstance notConverged) {
            return StationaryHead.uniform(model);
        }
    }

    private static HeadModel at(HeadModel model, double[] theta) {
        return model.withAtoms(StationaryHead.ALL_MASS.clone(), List.of(Head.of(model.shape(), theta, 0)));
    }

    @Override
    public List<Instance> corners() {
        Instance worked = worked().instance();
        HeadModel silent = at(DegenerateModels.withoutTokens(worked.model()), new double[4]);
        return List.of(
                worked,
                DiracFamilies.active(),
                DiracFamilies.critical(),
                new Instance(silent, 10),
                new Instance(
                        silent.withAtoms(
                                StationaryHead.ALL_MASS.clone(), worked.model().atoms()),
                        10));
    }

    @Override
    public SortedMap<String, Double> quantities(Instance x) {
        Head.Shape shape = x.model().shape();
        double[] theta = star(x).theta();
        SortedMap<String, Double> named = new TreeMap<>();
        named.put("riskStar", star(x).risk());
        named.put("lambdaMinPotential", hessian(x).leastPotential());
        named.put("lambdaMinFull", hessian(x).leastFull());
        named.put("lambdaMaxInteraction", hessian(x).interaction().greatest());
        named.put("qNorm", Cylinder.norm(theta, 0, shape.keys()));
        named.put("kNorm", Cylinder.norm(theta, shape.keys(), shape.values()));
        named.put("vNorm", Cylinder.norm(theta, shape.values(), shape.parameters()));
        named.put("splitGrowthRate", LinearRates.splitRate(x, 0).value());
        named.values().forEach(HeadLaw::requireFinite);
        return named;
    }

    @Override
    public SortedMap<String, String> remarks(Instance x) {
        return new TreeMap<>(Map.of("stability", stability(x)));
    }

    @Override
    public List<Picture> pictures(RandomField random) {
        return TrainingPictures.spectra(worked().instance());
    }

    @Override
    public List<Example<Instance>> examples() {
        return List.of(worked());
    }

    static Example<Instance> worked() {
        return Example.resource(DiracStability.class, "dirac-stability-worked", Instance.class);
    }

    @Override
    public int tries() {
        return 30;
    }

    @Override
    public Search search() {
        return new Search(20, 1, 20);
    }
}
