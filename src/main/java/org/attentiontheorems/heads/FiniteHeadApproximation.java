package org.attentiontheorems.heads;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.function.UnaryOperator;
import org.attentiontheorems.random.RandomField;
import org.attentiontheorems.verify.Approx;
import org.attentiontheorems.verify.Bound;
import org.attentiontheorems.verify.Check;
import org.attentiontheorems.verify.Claim;
import org.attentiontheorems.verify.Draw;
import org.attentiontheorems.verify.Example;
import org.attentiontheorems.verify.Family;
import org.attentiontheorems.verify.Measure;
import org.attentiontheorems.verify.Memo;
import org.attentiontheorems.verify.NegativeControl;
import org.attentiontheorems.verify.Ranges;
import org.attentiontheorems.verify.Search;
import org.attentiontheorems.verify.Theorem;

/**
 * Replacing a distribution μ of attention heads by N heads costs at most C/N in cross-entropy risk (arXiv 2606.10469). For heads drawn iid
 * from μ, with D_N = E R_λ(μ_N) - R_λ(μ),
 *
 * <pre>{@code
 * Σ ψ_-(ρ) κ / N  <=  D_N  <=  min(V(μ)/4, Σ ψ_+(ρ) κ) / N,                         N D_N -> κ
 * 0  <=  min_c R_λ(c/N) - min_m R_λ(m)  <=  min(V(μ*) / 4N, λ_max(G) s / 16N²)
 * |(E |R_λ(μ_N) - R_λ(μ)|²)^½ - σ_F / sqrt(N)|  <=  (3 V²/N² + M² V/N³)^½ / 4
 * }</pre>
 *
 * with the symbols of {@link HeadFluctuations}, G the Gram matrix of the centred logits and s the size of the support of a minimiser μ*. One
 * instance costs O((N + A - 1 choose A - 1) A nT vocab).
 */
public final class FiniteHeadApproximation implements Theorem<FiniteHeadApproximation.Instance> {
    private static final double ABS_FLOOR = 1e-12;
    private static final int LARGEST_FOR_IDENTITY = 64;
    private static final Memo<Instance, FiniteHeads> HEADS = Memo.of(x -> FiniteHeads.of(x.model(), x.nHeads()));
    private static final Memo<Instance, HeadLaw> LAW = Memo.of(x -> HeadLaw.of(x.model()));

    /**
     * An atomic law of heads and a number of heads to replace it.
     *
     * @param model data, ridge and the law μ
     * @param nHeads N, at least 1
     */
    public record Instance(HeadModel model, int nHeads) {
        public Instance {
            Check.atLeast("nHeads", nHeads, 1);
        }

        Instance withModel(UnaryOperator<HeadModel> change) {
            return new Instance(change.apply(model), nHeads);
        }
    }

    static FiniteHeads heads(Instance x) {
        return HEADS.apply(x);
    }

    /** The law alone: no enumeration, so that it is there for any number of heads. */
    static HeadLaw law(Instance x) {
        return LAW.apply(x);
    }

    static double upperBound(Instance x) {
        return FiniteHeads.upperBound(law(x), x.nHeads());
    }

    static double lowerBound(Instance x) {
        return FiniteHeads.lowerBound(law(x), x.nHeads());
    }

    /** {@code D_N} under the given way of drawing and joining heads. */
    static double jensenGap(HeadSampling sampling, Instance x) {
        return sampling.equals(HeadSampling.REFERENCE)
                ? heads(x).jensenGap()
                : sampling.meanExcess(law(x).dictionary(), law(x).masses(), x.nHeads());
    }

    /** {@code D_n} of the law of an instance, for another number of heads than its own. */
    static double jensenGap(Instance x, int n) {
        return HeadSampling.REFERENCE.meanExcess(law(x).dictionary(), law(x).masses(), n);
    }

    /** 1e-12, or the rounding of risks where logits are in the thousands. */
    static double slack(Instance x) {
        return Math.max(ABS_FLOOR, law(x).rounding());
    }

    /** The error of a comparison with the least risk, where the risk itself is much smaller than the logits. */
    private static double riskSlack(Instance x) {
        return Math.max(ABS_FLOOR, 2 * (law(x).rounding() + heads(x).optimum().gap()));
    }

    static Bound<Instance> jensenUpper(HeadSampling sampling) {
        return Claim.<Instance>bound("jensen-gap-upper", x -> jensenGap(sampling, x))
                .atMost(FiniteHeadApproximation::upperBound)
                .absFloor(FiniteHeadApproximation::slack);
    }

    static Bound<Instance> jensenLower(HeadSampling sampling) {
        return Claim.<Instance>bound("jensen-gap-lower", x -> jensenGap(sampling, x))
                .atLeast(FiniteHeadApproximation::lowerBound)
                .absFloor(FiniteHeadApproximation::slack);
    }

    /** No N heads fall below the least risk: {@code leastRisk <= R*_N}. */
    static Bound<Instance> bestHeadsLower(Measure<Instance> leastRisk) {
        return Claim.<Instance>bound("best-heads-lower", FiniteHeadApproximation::bestRisk)
                .atLeast(leastRisk)
                .absFloor(FiniteHeadApproximation::riskSlack);
    }

    /** Where the optimum is a mixture of different heads. */
    private static final Claim<Instance> BEST_HEADS_UPPER = Claim.<Instance>bound(
                    "best-heads-upper", x -> heads(x).bestHeadsGap())
            .atMost(x -> heads(x).bestHeadsBound())
            .absFloor(FiniteHeadApproximation::slack)
            .when(x -> heads(x).bestHeadsBound() > ABS_FLOOR);

    /** Where the optimum is a single head, or heads with equal logits: compared as risks, since there the gap is 0. */
    private static final Claim<Instance> BEST_HEADS_SINGLE = Claim.bound(
                    "best-heads-single", FiniteHeadApproximation::bestRisk)
            .atMost((x, effort) -> leastRisk(x, heads(x).bestHeadsBound()))
            .absFloor(FiniteHeadApproximation::riskSlack)
            .when(x -> heads(x).bestHeadsBound() <= ABS_FLOOR);

    private static Approx bestRisk(Instance x, int effort) {
        return Approx.within(heads(x).excess().best(), law(x).rounding());
    }

    /** {@code R* + more}; the optimum is known up to its duality gap. */
    private static Approx leastRisk(Instance x, double more) {
        SimplexOptimum optimum = heads(x).optimum();
        return Approx.within(optimum.risk() + more, law(x).rounding() + optimum.gap());
    }

    private static final Bound<Instance> PATHWISE = Claim.<Instance>bound(
                    "pathwise-rms", x -> heads(x).pathwiseDistance())
            .atMost(x -> heads(x).pathwiseBound())
            .absFloor(FiniteHeadApproximation::slack);

    /** {@code V(μ) <= B² X²} with {@code B = max_a ‖V_a‖}: a constant for all laws with bounded values. */
    private static final Bound<Instance> VARIANCE_A_PRIORI = Claim.<Instance>bound(
                    "variance-a-priori", x -> law(x).fluctuations().centredVariance())
            .atMost(FiniteHeadApproximation::largestLogit)
            .absFloor(FiniteHeadApproximation::slack);

    private static double largestLogit(Instance x) {
        double radius = law(x).dictionary().corpus().radius();
        double norm = x.model().largestValueNorm();
        return norm * norm * radius * radius;
    }

    /** {@code Σ w_c = 1} and {@code Σ w_c c/N = m}: the heads are drawn from μ. Rounding stays below 1e-12 up to 64 heads. */
    static Claim<Instance> compositionWeights(HeadSampling sampling) {
        return Claim.<Instance>bound(
                        "composition-weights",
                        x -> sampling.excess(law(x).dictionary(), law(x).masses(), x.nHeads())
                                .massError())
                .atMost(x -> 1e-12)
                .when(x -> x.nHeads() <= LARGEST_FOR_IDENTITY);
    }

    @Override
    public Class<Instance> instanceType() {
        return Instance.class;
    }

    @Override
    public List<Claim<Instance>> claims() {
        return List.of(
                jensenUpper(HeadSampling.REFERENCE),
                jensenLower(HeadSampling.REFERENCE),
                bestHeadsLower((x, effort) -> leastRisk(x, 0)),
                BEST_HEADS_UPPER,
                BEST_HEADS_SINGLE,
                PATHWISE,
                VARIANCE_A_PRIORI,
                compositionWeights(HeadSampling.REFERENCE));
    }

    @Override
    public List<NegativeControl<Instance>> controls() {
        Bound<Instance> upper = jensenUpper(HeadSampling.REFERENCE);
        return List.of(
                new NegativeControl<>(
                        "twice-the-lower-bound",
                        "claims twice the lower bound",
                        jensenLower(HeadSampling.REFERENCE).atMost(x -> jensenGap(HeadSampling.REFERENCE, x) / 2)),
                new NegativeControl<>(
                        "summed-logits",
                        "sums the logits of the N heads instead of averaging them",
                        jensenUpper(HeadSampling.REFERENCE.summed())),
                new NegativeControl<>(
                        "one-over-n-squared",
                        "claims that the gap falls like 1/N²: D_N <= D_1 / N²",
                        upper.atMost(x -> jensenGap(x, 1) / x.nHeads() / x.nHeads())),
                new NegativeControl<>(
                        "copied-head",
                        "draws one head and copies it N times",
                        Claim.<Instance>bound("jensen-gap-upper", x -> jensenGap(x, 1))
                                .atMost(FiniteHeadApproximation::upperBound)
                                .absFloor(FiniteHeadApproximation::slack)),
                new NegativeControl<>(
                        "uniform-draw",
                        "draws heads uniformly from the atoms instead of by their masses",
                        jensenUpper(HeadSampling.REFERENCE.uniform())),
                new NegativeControl<>(
                        "uniform-draw-counts",
                        "weighs the compositions as if all masses were equal",
                        compositionWeights(HeadSampling.REFERENCE.uniform())),
                new NegativeControl<>(
                        "jensen-reversed",
                        "claims that N heads cost nothing on average: D_N <= 0",
                        upper.atMost(x -> 0)),
                new NegativeControl<>(
                        "optimum-of-the-law",
                        "takes the risk of the given law for the least risk",
                        bestHeadsLower((x, effort) -> Approx.within(law(x).risk(), law(x).rounding()))),
                new NegativeControl<>(
                        "pathwise-without-first-variation",
                        "claims that a single draw, too, deviates by O(1/N)",
                        Claim.<Instance>bound("pathwise-rms", x -> heads(x).pathwiseRms())
                                .atMost(x -> heads(x).pathwiseBound())
                                .absFloor(FiniteHeadApproximation::slack)));
    }

    @Override
    public List<Family<?>> families() {
        return FiniteHeadFamilies.all();
    }

    /**
     * N = 2^log2Heads, up to 16 for four atoms; cap = 2^log2Cap, up to 8, since only a head that overshoots does better in a mixture; λ = ridge
     * lambda; form 4 has a mass 0, form 5 equal atoms.
     */
    @Override
    public Ranges ranges() {
        return Ranges.none()
                .dim("d", 1, 4)
                .dim("dk", 1, 4)
                .dim("vocab", 2, 5)
                .dim("seqLen", 1, 4)
                .dim("sequences", 1, 4)
                .dim("atoms", 2, 4)
                .dim("log2Heads", 0, 6)
                .dim("log2Cap", -1, 3)
                .dim("ridge", 0, 1)
                .dim("form", 0, 5)
                .scale("lambda", 0.01, 0.3);
    }

    @Override
    public Instance draw(Draw draw, RandomField random) {
        HeadDraws sizes = HeadDraws.of(draw);
        double[] masses = HeadDraws.simplex(random, "masses", sizes.atoms());
        int form = draw.dim("form");
        if (form == 4) {
            double first = masses[0];
            Arrays.setAll(masses, a -> a == 0 ? 0 : masses[a] / (1 - first));
        }
        double lambda = draw.dim("ridge") * draw.scale("lambda");
        HeadModel model = sizes.model(random, Math.scalb(1.0, draw.dim("log2Cap")), lambda, masses);
        if (form == 5) {
            List<Head> heads = new ArrayList<>(model.atoms());
            heads.set(heads.size() - 1, heads.get(0));
            model = model.withAtoms(masses, heads);
        }
        int largest = sizes.atoms() == 4 ? 4 : 6;
        return new Instance(model, 1 << Math.min(draw.dim("log2Heads"), largest));
    }

    /** The worked example, made degenerate in one respect each. */
    @Override
    public List<Instance> corners() {
        Instance worked = worked().instance();
        List<Head> heads = worked.model().atoms();
        Head first = heads.get(0);
        Head deaf = new Head(new double[1][2], first.k(), first.v());
        Head mute = new Head(first.q(), first.k(), new double[3][2]);
        return List.of(
                worked.withModel(m -> m.withAtoms(new double[] {1}, List.of(first))),
                worked.withModel(m -> m.withAtoms(new double[] {0.35, 0.65}, List.of(first, first))),
                worked.withModel(m -> m.withAtoms(new double[] {0.35, 0.65}, List.of(mute, mute))),
                worked.withModel(m -> m.withAtoms(new double[] {0.35, 0.65}, List.of(deaf, heads.get(1)))),
                worked.withModel(m -> m.withAtomWeights(0, 1)),
                worked.withModel(m -> m.withAtomWeights(0.999999, 0.000001)),
                worked.withModel(FiniteHeadApproximation::firstTokensOnly),
                new Instance(worked.model(), 1));
    }

    private static HeadModel firstTokensOnly(HeadModel m) {
        double[][][] inputs = {{m.inputs()[0][0]}, {m.inputs()[1][1]}};
        return m.withData(new double[] {1, 0}, inputs, new int[] {m.labels()[0][0]}, new int[] {m.labels()[1][1]})
                .withLambda(0.1);
    }

    @Override
    public SortedMap<String, Double> quantities(Instance x) {
        SortedMap<String, Double> named = heads(x).quantities();
        named.values().forEach(HeadLaw::requireFinite);
        return named;
    }

    @Override
    public List<Example<Instance>> examples() {
        return List.of(
                worked(),
                Example.resource(
                        FiniteHeadApproximation.class, "finite-head-approximation-four-atoms", Instance.class));
    }

    static Example<Instance> worked() {
        return Example.resource(FiniteHeadApproximation.class, "finite-head-approximation-worked", Instance.class);
    }

    /** A third of the standard: an instance of 64 heads takes milliseconds. */
    @Override
    public Search search() {
        return new Search(100, 3, 80);
    }
}
