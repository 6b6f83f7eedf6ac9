package org.attentiontheorems.prompts;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.attentiontheorems.prompts.PopulationRisk.Gradient;
import org.attentiontheorems.prompts.PopulationRisk.Variance;
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
import org.attentiontheorems.verify.Picture;
import org.attentiontheorems.verify.Ranges;
import org.attentiontheorems.verify.Search;
import org.attentiontheorems.verify.Theorem;

/**
 * Training with prompts of L tokens stays close to training with infinitely long ones (arXiv 2512.11784, here with a certificate). For
 * gradient descent {@code theta <- theta - eta grad R} of {@code theta = (U, V)} on {@code R_L} and on {@code R_inf} from the same start,
 * with {@code delta_i = |grad R_L - grad R_inf|} at theta_L^i and H_i the Hessian of {@code R_inf} at theta_inf^i:
 *
 * <pre>{@code
 * |theta_L^i - theta_inf^i| <= eps_i,   eps_(i+1) = min{ |I - eta H_i| eps_i + eta (B_i eps_i²/2 + delta_i), |theta_L| + |theta_inf| },
 * |V_L^i - V_inf^i| <= max delta (1 - (1 - eta lambda)^i) / lambda            where U is frozen, eta <= 1/|S|, lambda = lambda_min(S) > 0,
 * R_L(theta_L^K) <= R_inf(theta_inf^I) + |R_L - R_inf|(theta_L^I) + |grad R_inf(theta_inf^I)| eps_I + (|H_I| + B_I eps_I) eps_I²/2
 * }</pre>
 *
 * for all K >= I, if {@code R_L} does not increase from step I on. The gaps, and with them the distance, are of order 1/L. One instance
 * costs some milliseconds.
 */
public final class TrainingTrajectoryStability implements Theorem<TrainingInstance> {
    /** Accuracy of central differences, relative to {@code 1 + |gradient|}. */
    private static final double DIFFERENCES = 1e-9;

    private static final double UNDERFLOW = 1e-290;
    private static final double FLOOR = 1e-13;
    private static final double LARGEST_RHO = 9;
    private static final TrainingModel REFERENCE = TrainingModel.REFERENCE;

    private final Memo<TrainingInstance, PopulationRisk> risks = Memo.of(x -> PopulationRisk.of(x.tasks()));
    private final Memo<TrainingInstance, TrainingPair> pairs = Memo.of(x -> pair(REFERENCE, x));
    private final Memo<TrainingInstance, TrainingCertificate> certificates =
            Memo.of(x -> TrainingCertificate.of(REFERENCE, pairs.apply(x)));
    private final Memo<TrainingInstance, FrozenKeys> frozen = Memo.of(FrozenKeys::of);

    private PopulationRisk risk(TrainingInstance x) {
        return risks.apply(x);
    }

    private TrainingPair pair(TrainingInstance x) {
        return pairs.apply(x);
    }

    private TrainingPair pair(TrainingModel model, TrainingInstance x) {
        return TrainingPair.of(model, risk(x), x);
    }

    private TrainingCertificate certificate(TrainingModel model, TrainingInstance x) {
        return model.equals(REFERENCE) ? certificates.apply(x) : TrainingCertificate.of(model, pair(model, x));
    }

    // ---- claims

    private Bound<TrainingInstance> distance() {
        return Claim.<TrainingInstance>bound("distance", x -> pair(x).largestDistance())
                .atMost(x -> certificate(REFERENCE, x).largest())
                .absFloor(x -> pair(x).rounding());
    }

    private Bound<TrainingInstance> certificate(TrainingModel model) {
        return Claim.<TrainingInstance>bound(
                        "certificate", (x, effort) -> certificate(model, x).largestShare())
                .atMost(x -> 1);
    }

    private Claim<TrainingInstance> firstStep(TrainingModel model) {
        return Claim.<TrainingInstance>identity(
                        "first-step", x -> pair(model, x).distance(1), x -> x.stepSize() * pair(x).gaps()[0])
                .absFloor(x -> pair(x).rounding())
                .when(x -> x.steps() >= 1);
    }

    private Claim<TrainingInstance> uniformInTime(double share) {
        return Claim.<TrainingInstance>bound(
                        "uniform-in-time", x -> frozen.apply(x).largestShare(frozen.apply(x)::growth))
                .atMost(x -> share)
                .when(x -> FrozenKeys.covers(x) && frozen.apply(x).staysNear());
    }

    private Bound<TrainingInstance> riskTransfer(Function<TrainingCertificate, Double> promise) {
        return Claim.<TrainingInstance>bound("risk-transfer", x -> pair(x).finiteRisk(x.steps()))
                .atMost(x -> promise.apply(certificate(REFERENCE, x)))
                .absFloor(UNDERFLOW);
    }

    private Bound<TrainingInstance> riskAtTheSameStep() {
        return Claim.<TrainingInstance>bound(
                        "risk-at-the-same-step", x -> certificate(REFERENCE, x).largestTransferShare())
                .atMost(x -> 1);
    }

    /** At the start and at the end of the finite run. */
    private Bound<TrainingInstance> gradient(Gradient kind) {
        return Claim.<TrainingInstance>bound(
                        "gradient",
                        x -> Math.max(
                                risk(x).gradientGap(x.start(), pair(x).functions(), kind),
                                risk(x).gradientGap(pair(x).last(), pair(x).functions(), kind)))
                .atMost(x -> DIFFERENCES);
    }

    private Bound<TrainingInstance> hessian(BiFunction<PopulationRisk, LayerParameters, double[][]> second) {
        return Claim.<TrainingInstance>bound(
                        "hessian", x -> risk(x).hessianGap(pair(x).last(), second.apply(risk(x), pair(x).last())))
                .atMost(x -> DIFFERENCES);
    }

    private Identity<TrainingInstance> exactRisk(Variance variance) {
        return Claim.<TrainingInstance>identity(
                        "exact-risk",
                        x -> risk(x).limitRisk(pair(x).last())
                                + risk(x).riskGap(pair(x).last(), pair(x).functions(), variance),
                        x -> risk(x).integratedRisk(pair(x).last(), x.promptLength()))
                .absFloor(x -> FLOOR * (1 + risk(x).riskOfOneToken(pair(x).last())));
    }

    private Identity<TrainingInstance> oneToken(Variance variance) {
        return Claim.<TrainingInstance>identity(
                        "one-token",
                        x -> risk(x).limitRisk(x.start()) + risk(x).riskGap(x.start(), ShrinkageTable.of(1), variance),
                        x -> risk(x).riskOfOneToken(x.start()))
                .absFloor(x -> FLOOR * (1 + risk(x).riskOfOneToken(x.start())));
    }

    @Override
    public List<Claim<TrainingInstance>> claims() {
        return List.of(
                distance(),
                certificate(REFERENCE),
                firstStep(REFERENCE),
                uniformInTime(1),
                riskTransfer(TrainingCertificate::leastTransferred),
                riskAtTheSameStep(),
                gradient(Gradient.RIGHT),
                hessian(PopulationRisk::hessian),
                exactRisk(Variance.COUNTED),
                oneToken(Variance.COUNTED));
    }

    @Override
    public List<NegativeControl<TrainingInstance>> controls() {
        return List.of(
                new NegativeControl<>(
                        "half-the-distance",
                        "claims half of the bound",
                        distance().atMost(x -> certificate(REFERENCE, x).largest() / 2)),
                new NegativeControl<>(
                        "half-the-uniform-distance",
                        "claims half of the bound that does not grow in time",
                        uniformInTime(0.5)),
                new NegativeControl<>(
                        "half-the-risk-transfer",
                        "claims half of what finite prompts add to the risk of a step",
                        riskAtTheSameStep().atMost(x -> 0.5)),
                new NegativeControl<>(
                        "certificate-without-curvature",
                        "forgets the third derivative, B = 0",
                        certificate(REFERENCE.withoutCurvature())),
                new NegativeControl<>(
                        "uphill", "steps along the gradient of finite prompts", firstStep(REFERENCE.uphill())),
                new NegativeControl<>(
                        "different-starts",
                        "starts the finite run 0.1 off in every entry",
                        certificate(REFERENCE.fromAnotherStart())),
                new NegativeControl<>(
                        "risk-of-the-limit-run",
                        "claims that finite prompts reach the risk of the limit run, without what they add",
                        riskTransfer(certificate -> certificate
                                .pair()
                                .infiniteRisk(certificate.pair().steps()))),
                new NegativeControl<>(
                        "gradient-without-bias",
                        "forgets -2 gamma' a'b in the gradient",
                        gradient(Gradient.WITHOUT_BIAS_DERIVATIVE)),
                new NegativeControl<>(
                        "gradient-by-tau",
                        "takes derivatives by tau for those by tau² in the gradient",
                        gradient(Gradient.BY_TAU)),
                new NegativeControl<>(
                        "gradient-without-variance",
                        "forgets the variance gamma beta in the gradient",
                        gradient(Gradient.WITHOUT_VARIANCE)),
                new NegativeControl<>(
                        "gauss-newton", "forgets the residual in the Hessian", hessian(PopulationRisk::gaussNewton)),
                new NegativeControl<>(
                        "risk-without-variance",
                        "forgets the variance gamma beta in the risk",
                        exactRisk(Variance.FORGOTTEN)),
                new NegativeControl<>(
                        "one-token-without-variance",
                        "forgets the variance gamma beta in the risk",
                        oneToken(Variance.FORGOTTEN)));
    }

    @Override
    public List<Family<?>> families() {
        return TrainingFamilies.all();
    }

    @Override
    public List<Picture> pictures(RandomField random) {
        return TrainingPictures.all(worked().instance());
    }

    @Override
    public List<Example<TrainingInstance>> examples() {
        return List.of(worked());
    }

    static Example<TrainingInstance> worked() {
        return Example.resource(
                TrainingTrajectoryStability.class, "training-trajectory-stability-worked", TrainingInstance.class);
    }

    // ---- instances

    @Override
    public Ranges ranges() {
        return TrainingDraws.ranges().dim("steps", 1, 60).dim("log2Length", 5, 12);
    }

    @Override
    public TrainingInstance draw(Draw draw, RandomField random) {
        int length = 1 << draw.dim("log2Length");
        return TrainingDraws.instance(
                draw, random, draw.dim("steps"), length, x -> pair(x).largestRho() <= LARGEST_RHO);
    }

    @Override
    public List<TrainingInstance> corners() {
        return TrainingDraws.corners(worked().instance());
    }

    @Override
    public int tries() {
        return 100;
    }

    /** Every evaluation is two runs and an eigenvalue problem a step. */
    @Override
    public Search search() {
        return new Search(40, 2, 25);
    }

    @Override
    public Class<TrainingInstance> instanceType() {
        return TrainingInstance.class;
    }

    @Override
    public SortedMap<String, Double> quantities(TrainingInstance x) {
        TrainingPair pair = pair(x);
        SortedMap<String, Double> all = new TreeMap<>();
        all.put("finalDistance", pair.finalDistance());
        all.put("maxDistance", pair.largestDistance());
        all.put("maxGradientGap", pair.largestGap());
        all.put("finalRiskFinite", pair.finiteRisk(pair.steps()));
        all.put("finalRiskInfinite", pair.infiniteRisk(pair.steps()));
        all.put("bound", certificate(REFERENCE, x).largest());
        all.forEach(
                (name, value) -> Check.that(Double.isFinite(value), "stepSize", "is too large: %s overflows", name));
        return all;
    }
}
