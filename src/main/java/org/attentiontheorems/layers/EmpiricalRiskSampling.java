package org.attentiontheorems.layers;

import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.attentiontheorems.measure.Multinomial;
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
import org.attentiontheorems.verify.NegativeControl;
import org.attentiontheorems.verify.Picture;
import org.attentiontheorems.verify.Ranges;
import org.attentiontheorems.verify.Search;
import org.attentiontheorems.verify.Theorem;

/**
 * With M independent samples the empirical risks of K networks of depth L are near the risks of their flows, all at once (arXiv 2606.23235):
 *
 * <pre>{@code
 * P(∃ k: |R̂_k - R_k| > Δ_k + B_k sqrt(log(2K/δ) / (2M)))  <=  δ,     Δ_k = Σ_n w_n D_{y_n} E_L(n, k) = O(1/L),
 * P(sup_u |R̂_u - R_u^L| > D A / n + B sqrt(log(2(n+1)/δ) / (2M)))  <=  δ     for θ_u = u θ̄, 0 <= u <= 1.
 * }</pre>
 *
 * Probabilities are exact: every count vector of the M draws is visited, {@code (M + N - 1 choose N - 1)} of them. The
 * second line is in {@link CoveredMultiples}. One instance costs K N flows and networks, and 81 N networks for the covering.
 */
public final class EmpiricalRiskSampling implements Theorem<EmpiricalRiskSampling.Instance> {
    private static final int MOST_ATOMS = 4;
    private static final double MOST_COUNTS = 2e5;
    private static final long LARGEST_RUN = 100_000;
    private static final int[] DEPTHS = {24, 48, 96, 192};

    /** Half of the allowed window of slopes, 0.1, and the blur of the rule for slopes. */
    private static final double SLOPE_WINDOW = 0.12;

    static final double FLOW_ERROR = 1e-12;
    private static final Memo<Instance, SampledRisks> RISKS =
            Memo.of(x -> SampledRisks.of(x.model(), x.controls(), x.depth(), x.samples()));

    /**
     * A class of controls, a population and a number of samples.
     *
     * @param beta inverse temperature of attention, at least 0
     * @param depth L, a multiple of the number of segments
     * @param controls θ¹ … θᴷ, of one shape
     * @param readout W, c x d
     * @param population up to four labelled sequences with weights
     * @param samples M, at least 1, with at most 200 000 count vectors
     * @param delta in (0, 1)
     */
    public record Instance(
            double beta,
            int depth,
            List<List<Layer>> controls,
            double[][] readout,
            List<Atom> population,
            int samples,
            double delta) {
        public Instance {
            LayerFields.models(beta, depth, controls, readout, population);
            DepthLimit.check(depth, population, LARGEST_RUN);
            int atoms = population.size();
            Check.that(atoms <= MOST_ATOMS, "population", "may have %d atoms at most, has %d", MOST_ATOMS, atoms);
            Check.atLeast("samples", samples, 1);
            double counts = Multinomial.compositions(samples, atoms);
            Check.that(
                    counts <= MOST_COUNTS, "samples", "gives %.0f count vectors, more than %.0f", counts, MOST_COUNTS);
            Check.finite("delta", delta);
            Check.that(delta > 0 && delta < 1, "delta", "must lie between 0 and 1, is %s", delta);
        }

        Instance with(List<List<Layer>> otherControls, double[][] otherReadout, List<Atom> otherPopulation) {
            return new Instance(beta, depth, otherControls, otherReadout, otherPopulation, samples, delta);
        }

        LayerModel model() {
            return LayerModel.of(beta, Control.of(controls.get(0)).shape(), readout, population);
        }
    }

    static SampledRisks risks(Instance x) {
        return RISKS.apply(x);
    }

    // ---- claims

    /** The (1 - δ)-quantile of {@code max_k |R̂_k - R_k| / (Δ_k + r_k)} is at most 1. */
    static Bound<Instance> quantile(HoeffdingRadius radius) {
        return Claim.<Instance>bound(
                        "quantile", x -> risks(x).aboutFlow(radius, x.delta()).quantile(x.delta()))
                .atMost(x -> 1);
    }

    /** The probability that some deviation from the flow exceeds its allowance. */
    static Bound<Instance> violation() {
        return Claim.<Instance>bound("violation", EmpiricalRiskSampling::violationProbability)
                .atMost(Instance::delta);
    }

    private static double violationProbability(Instance x) {
        return risks(x).aboutFlow(HoeffdingRadius.REFERENCE, x.delta()).exceeding(1);
    }

    static Bound<Instance> networkQuantile(HoeffdingRadius radius) {
        return Claim.<Instance>bound(
                        "network-quantile",
                        x -> risks(x).aboutNetwork(radius, x.delta()).quantile(x.delta()))
                .atMost(x -> 1);
    }

    static Bound<Instance> networkViolation(HoeffdingRadius radius) {
        return Claim.<Instance>bound(
                        "network-violation",
                        x -> risks(x).aboutNetwork(radius, x.delta()).exceeding(1))
                .atMost(Instance::delta);
    }

    /** {@code |R_k^L - R_k| <= Δ_k}. */
    static Bound<Instance> depthTerm(Network.Step step) {
        return Claim.<Instance>bound("depth-term", x -> risks(x).depthRatio(step, x.depth()))
                .atMost(x -> 1);
    }

    /** {@code E |R̂_1 - R_1^L| <= B_1 / (2 sqrt(M))}, by the variance of a bounded number. */
    static Bound<Instance> meanDeviation() {
        return Claim.<Instance>bound(
                        "mean-deviation", x -> risks(x).law().meanAbsoluteDeviation(0, risks(x).networkRisks()[0]))
                .atMost(x -> risks(x).ranges()[0] / (2 * Math.sqrt(x.samples())))
                .absFloor(FLOW_ERROR);
    }

    /** {@code E R̂_1 = R_1^L}. */
    static Identity<Instance> unbiased(boolean withoutOne) {
        return Claim.identity(
                "unbiased",
                (x, effort) -> {
                    EmpiricalRisks law = risks(x).law();
                    return Approx.within((withoutOne ? law.withoutOne() : law).mean(0), 1e-12);
                },
                (x, effort) -> Approx.within(risks(x).networkRisks()[0], 0));
    }

    /** {@code Var R̂_1 = Var(ℓ^L) / M}. */
    static Claim<Instance> variance() {
        return Claim.<Instance>identity(
                        "variance",
                        (x, effort) -> {
                            double variance = risks(x).law().variance(0);
                            return Approx.within(variance, 1e-10 * variance);
                        },
                        (x, effort) -> Approx.within(risks(x).lossVariance() / x.samples(), 0))
                .when(x -> risks(x).ranges()[0] >= 1e-6);
    }

    /** {@code |R_1^L - R_1|} falls exactly like 1/L, unless its leading coefficients nearly cancel. */
    static Claim<Instance> biasRate(double exponent) {
        return Claim.<Instance>exactRate(
                        "bias-rate", (x, depth, effort) -> Approx.within(risks(x).bias(depth), FLOW_ERROR))
                .fallsLike(exponent, SLOPE_WINDOW, DEPTHS)
                .under((x, depth) -> risks(x).depthTerm(depth))
                .sharp()
                .when(x -> risks(x).bias(DEPTHS[0]) > Math.max(1e-6, 0.005 * risks(x).depthTerm(DEPTHS[0])));
    }

    /** The slope of {@code J_L} along its gradient is the length of the gradient: the loss belongs to the softmax residual. */
    static Identity<Instance> gradient(LossFormula loss) {
        return Claim.<Instance>identity(
                        "gradient",
                        (x, effort) -> risks(x).alongGradient(loss, x.depth(), effort),
                        (x, effort) -> Approx.direct(
                                Math.sqrt(risks(x).gradient(x.depth()).squaredNorm())))
                .absFloor(1e-8);
    }

    /** A read-out of zeros says nothing: its loss is log c. */
    static Identity<Instance> silentReadout(LossFormula loss) {
        return Claim.identity(
                "silent-readout",
                x -> loss.silentRisk(risks(x).model(), risks(x).controls().get(0), x.depth()),
                x -> StrictMath.log(x.readout().length));
    }

    @Override
    public List<Claim<Instance>> claims() {
        return List.of(
                quantile(HoeffdingRadius.REFERENCE),
                violation(),
                networkQuantile(HoeffdingRadius.REFERENCE),
                networkViolation(HoeffdingRadius.REFERENCE),
                depthTerm(Network.Step.EULER),
                meanDeviation(),
                unbiased(false),
                variance(),
                CoveredMultiples.scaledStates(),
                CoveredMultiples.covering(),
                CoveredMultiples.coveringQuantile(),
                biasRate(1),
                gradient(LossFormula.CROSS_ENTROPY),
                silentReadout(LossFormula.CROSS_ENTROPY));
    }

    @Override
    public List<NegativeControl<Instance>> controls() {
        return List.of(
                new NegativeControl<>(
                        "divides-by-one-less",
                        "divides the sum of the losses by M - 1",
                        unbiased(true).when(x -> x.samples() > 1)),
                new NegativeControl<>(
                        "reversed-layers", "subtracts what a layer should add", depthTerm(Network.Step.REVERSED)),
                new NegativeControl<>(
                        "loss-without-normalisation", "takes -z_y for the loss", gradient(LossFormula.NEGATIVE_LOGIT)),
                new NegativeControl<>(
                        "silent-loss-without-normalisation",
                        "takes -z_y for the loss",
                        silentReadout(LossFormula.NEGATIVE_LOGIT)),
                new NegativeControl<>(
                        "bias-like-one-over-depth-squared", "claims the rate 1/L² for the bias", biasRate(2)),
                new NegativeControl<>(
                        "nothing-between-the-net",
                        "takes the largest deviation on the net for the supremum",
                        CoveredMultiples.covering().atMost(x -> 0)),
                new NegativeControl<>(
                        "half-of-the-mean-deviation",
                        "claims B / (8 sqrt(M)) for the mean deviation",
                        meanDeviation().atMost(x -> risks(x).ranges()[0] / (8 * Math.sqrt(x.samples())))),
                new NegativeControl<>(
                        "half-the-slope",
                        "claims half of the Lipschitz constant in u",
                        CoveredMultiples.scaledStates().atMost(x -> CoveredMultiples.slopeBound(x) / 2)));
    }

    @Override
    public List<Family<?>> families() {
        return EmpiricalRiskFamilies.all();
    }

    @Override
    public List<Picture> pictures(RandomField random) {
        return List.of(EmpiricalRiskFamilies.coinPicture(), SampledPopulation.picture(random));
    }

    // ---- instances

    /** M is 4, 16 or 40 (24 with four atoms), δ is 0.2 or 0.05. */
    @Override
    public Ranges ranges() {
        return LayerDraws.ranges()
                .dim("controls", 1, 4)
                .dim("layersPerSegment", 1, 8)
                .dim("samples", 0, 2)
                .dim("delta", 0, 1);
    }

    @Override
    public Instance draw(Draw draw, RandomField random) {
        LayerDraws layers = LayerDraws.of(draw);
        int most = draw.dim("atoms") == MOST_ATOMS ? 24 : 40;
        return new Instance(
                layers.beta(),
                layers.segments() * draw.dim("layersPerSegment"),
                layers.controls(random, draw.dim("controls")),
                layers.readout(random),
                layers.population(random),
                new int[] {4, 16, most}[draw.dim("samples")],
                draw.dim("delta") == 0 ? 0.2 : 0.05);
    }

    @Override
    public List<Instance> corners() {
        return EmpiricalRiskCorners.all(worked().instance());
    }

    @Override
    public SortedMap<String, Double> quantities(Instance x) {
        SampledRisks risks = risks(x);
        EmpiricalRisks.Ratios ratios = risks.aboutFlow(HoeffdingRadius.REFERENCE, x.delta());
        TreeMap<String, Double> named = new TreeMap<>();
        named.put("riskFlow0", risks.flowRisks()[0]);
        named.put("riskDiscrete0", risks.networkRisks()[0]);
        named.put("rangeMax", largest(risks.ranges()));
        named.put("radiusMax", largest(risks.radii(HoeffdingRadius.REFERENCE, x.delta())));
        LayerFields.putBound(named, "depthTermMax", largest(risks.depthTerms()));
        named.put("meanAbsoluteDeviation0", risks.law().meanAbsoluteDeviation(0, risks.networkRisks()[0]));
        named.put("violationProbability", ratios.exceeding(1));
        named.put("quantileRatio", ratios.quantile(x.delta()));
        return named;
    }

    private static double largest(double[] x) {
        return Arrays.stream(x).max().orElseThrow();
    }

    @Override
    public Class<Instance> instanceType() {
        return Instance.class;
    }

    @Override
    public List<Example<Instance>> examples() {
        return List.of(worked());
    }

    static Example<Instance> worked() {
        return Example.resource(EmpiricalRiskSampling.class, "empirical-risk-sampling", Instance.class);
    }

    @Override
    public int tries() {
        return 100;
    }

    @Override
    public Search search() {
        return new Search(20, 2, 20);
    }
}
