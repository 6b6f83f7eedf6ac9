package org.attentiontheorems.heads;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.function.UnaryOperator;
import org.attentiontheorems.measure.Sums;
import org.attentiontheorems.random.RandomField;
import org.attentiontheorems.verify.Approx;
import org.attentiontheorems.verify.Bound;
import org.attentiontheorems.verify.Check;
import org.attentiontheorems.verify.Claim;
import org.attentiontheorems.verify.Draw;
import org.attentiontheorems.verify.Example;
import org.attentiontheorems.verify.Family;
import org.attentiontheorems.verify.Memo;
import org.attentiontheorems.verify.NegativeControl;
import org.attentiontheorems.verify.Ranges;
import org.attentiontheorems.verify.Theorem;

/**
 * A law μ* of attention heads minimises the risk over a compact set Θ if and only if its first variation F is least exactly where μ* lives
 * (arXiv 2606.10469),
 *
 * <pre>{@code F_μ*(θ) >= ∫ F_μ* dμ*  for all θ in Θ,  with equality μ*-almost everywhere,}</pre>
 *
 * and how much a law μ violates this brackets its excess risk. With the duality gap {@code g = ∫ F_μ dμ - min_Θ F_μ} and the certificate l
 * of {@link DualityGap},
 *
 * <pre>{@code l(μ)  <=  R_λ(μ) - min R_λ  <=  g(μ),      m_a (F_μ(θ_a) - min F_μ)  <=  g(μ)  for every atom.}</pre>
 *
 * Θ is the dictionary of the model's atoms, or a continuum of values, {@link ValueBall}. One instance costs a few rounds of {@link
 * SimplexOptimum}.
 */
public final class VariationalSupport implements Theorem<VariationalSupport.Instance> {
    static final double ABS_FLOOR = 1e-11;
    /** Its square is a number. */
    private static final double LARGEST_RADIUS = 1e152;

    private static final double RADIUS_ROUNDING = 1e-12;
    private static final Memo<Instance, HeadLaw> LAW = Memo.of(VariationalSupport::finiteLaw);
    private static final Memo<Instance, SimplexOptimum> OPTIMUM = Memo.of(x -> SimplexOptimum.of(dictionary(x)));

    /**
     * An atomic law of heads and a radius.
     *
     * @param model data, ridge, the dictionary of heads, and the law μ on it
     * @param valueRadius the largest norm B of values in the continuum Θ_B, at least that of every atom's
     */
    public record Instance(HeadModel model, double valueRadius) {
        public Instance {
            Check.finite("valueRadius", valueRadius);
            Check.positive("valueRadius", valueRadius);
            double largest = model.largestValues();
            HeadLaw.requireFinite(largest);
            Check.that(
                    valueRadius <= LARGEST_RADIUS,
                    "valueRadius",
                    "must be at most %s, is %s",
                    LARGEST_RADIUS,
                    valueRadius);
            Check.that(
                    valueRadius >= largest * (1 - RADIUS_ROUNDING),
                    "valueRadius",
                    "must be at least the largest norm %s of an atom's values, is %s",
                    largest,
                    valueRadius);
        }

        Instance withModel(UnaryOperator<HeadModel> change) {
            return new Instance(change.apply(model), valueRadius);
        }
    }

    static HeadDictionary dictionary(Instance x) {
        return LAW.apply(x).dictionary();
    }

    /** The law of an instance, where heads of mass 0 are finite as well. */
    private static HeadLaw finiteLaw(Instance x) {
        HeadLaw law = HeadLaw.of(x.model());
        HeadLaw.requireFinite(law.firstVariation());
        for (int a = 0; a < law.dictionary().size(); a++) {
            double[] z = law.dictionary().logits(a);
            HeadLaw.requireFinite(DualityGap.distance(law.dictionary().corpus(), z, new double[z.length]));
        }
        return law;
    }

    /** {@code F_μ(θ_a)} of every head of the dictionary. */
    static double[] firstVariation(FirstVariation variation, Instance x) {
        return variation.of(dictionary(x), x.model().atomWeights());
    }

    static DualityGap gap(FirstVariation variation, Instance x) {
        return DualityGap.of(dictionary(x), variation, x.model().atomWeights());
    }

    /** {@code R_λ(μ) - min R_λ}. */
    static double excessRisk(Instance x) {
        return LAW.apply(x).risk() - OPTIMUM.apply(x).risk();
    }

    /** The excess with its error: the least risk is known up to the optimiser's own duality gap. */
    private static Approx excess(Instance x, int effort) {
        return Approx.within(
                excessRisk(x), OPTIMUM.apply(x).gap() + LAW.apply(x).rounding());
    }

    /** 1e-11, more for logits in the hundreds. */
    static double absFloor(Instance x) {
        return Math.max(ABS_FLOOR, 16 * LAW.apply(x).rounding());
    }

    static Bound<Instance> excessAtMostGap(FirstVariation variation) {
        return Claim.<Instance>bound("excess-at-most-gap", VariationalSupport::excess)
                .atMost(x -> gap(variation, x).gap())
                .absFloor(VariationalSupport::absFloor);
    }

    static Bound<Instance> excessAtLeastCertificate(FirstVariation variation) {
        return excessAtLeast(x -> gap(variation, x).lower());
    }

    private static Bound<Instance> excessAtLeast(ToDoubleFunction<Instance> lower) {
        return Claim.<Instance>bound("excess-at-least-certificate", VariationalSupport::excess)
                .atLeast(lower)
                .absFloor(VariationalSupport::absFloor);
    }

    /** {@code max_a m_a (F_μ(θ_a) - min F_μ) <= g}: an atom that does not minimise F carries little mass. */
    static Bound<Instance> massAwayFromMinimum(FirstVariation variation) {
        return Claim.<Instance>bound(
                        "mass-away-from-minimum",
                        x -> DualityGap.largestShare(
                                firstVariation(variation, x), x.model().atomWeights()))
                .atMost(x -> gap(FirstVariation.REFERENCE, x).gap())
                .absFloor(VariationalSupport::absFloor);
    }

    /** The dictionary is part of the continuum: its gap is at most that of {@code Θ_B}. */
    private static final Bound<Instance> DICTIONARY_IN_CONTINUUM = Claim.<Instance>bound(
                    "dictionary-in-continuum",
                    x -> gap(FirstVariation.REFERENCE, x).gap())
            .atMost(x -> continuumGap(x).gap())
            .absFloor(VariationalSupport::absFloor);

    static DualityGap continuumGap(Instance x) {
        ValueBall.Measure mu = ValueBall.measure(dictionary(x), x.model().atomWeights());
        return ValueBall.of(x.model(), x.valueRadius()).gap(mu);
    }

    /** The risk lies above its tangent: {@code ∫ F_μ d(ν - μ) <= R_λ(ν) - R_λ(μ)}, ν uniform. */
    static Bound<Instance> tangentBelow(FirstVariation variation) {
        return Claim.<Instance>bound("tangent-below", x -> slopeToUniform(variation, x))
                .atMost(VariationalSupport::riskToUniform)
                .absFloor(VariationalSupport::absFloor);
    }

    /** It lies below a parabola: {@code R_λ(ν) - R_λ(μ) <= ∫ F_μ d(ν - μ) + ‖P(z_ν - z_μ)‖² / 4}. */
    static Bound<Instance> parabolaAbove(FirstVariation variation) {
        return Claim.<Instance>bound("parabola-above", VariationalSupport::riskToUniform)
                .atMost(x -> slopeToUniform(variation, x) + squareToUniform(x) / 4)
                .absFloor(VariationalSupport::absFloor);
    }

    private static double riskToUniform(Instance x) {
        return dictionary(x).risk(uniform(x)) - LAW.apply(x).risk();
    }

    private static double slopeToUniform(FirstVariation variation, Instance x) {
        double[] f = firstVariation(variation, x);
        return Sums.dot(f, uniform(x)) - Sums.dot(f, x.model().atomWeights());
    }

    private static double squareToUniform(Instance x) {
        HeadDictionary dictionary = dictionary(x);
        return DualityGap.distance(
                dictionary.corpus(),
                dictionary.mixture(uniform(x)),
                dictionary.mixture(x.model().atomWeights()));
    }

    private static double[] uniform(Instance x) {
        double[] uniform = new double[x.model().atoms().size()];
        Arrays.fill(uniform, 1.0 / uniform.length);
        return uniform;
    }

    @Override
    public Class<Instance> instanceType() {
        return Instance.class;
    }

    @Override
    public List<Claim<Instance>> claims() {
        return List.of(
                excessAtMostGap(FirstVariation.REFERENCE),
                excessAtLeastCertificate(FirstVariation.REFERENCE),
                massAwayFromMinimum(FirstVariation.REFERENCE),
                tangentBelow(FirstVariation.REFERENCE),
                parabolaAbove(FirstVariation.REFERENCE),
                DICTIONARY_IN_CONTINUUM);
    }

    @Override
    public List<NegativeControl<Instance>> controls() {
        return List.of(
                new NegativeControl<>(
                        "negated-residual",
                        "takes the label less the probabilities for the residual",
                        excessAtLeastCertificate(FirstVariation.NEGATED_RESIDUAL)),
                new NegativeControl<>(
                        "without-label",
                        "forgets the label in the residual",
                        excessAtLeastCertificate(FirstVariation.WITHOUT_LABEL)),
                new NegativeControl<>(
                        "without-ridge",
                        "forgets the ridge in the first variation",
                        excessAtMostGap(FirstVariation.WITHOUT_RIDGE)),
                new NegativeControl<>(
                        "doubled-ridge",
                        "takes λ |θ|² for the ridge of the first variation",
                        excessAtLeastCertificate(FirstVariation.DOUBLED_RIDGE)),
                new NegativeControl<>(
                        "own-residual",
                        "takes the residual of each head's own logits instead of the averaged ones",
                        excessAtMostGap(FirstVariation.OWN_RESIDUAL)),
                new NegativeControl<>(
                        "gap-is-lower-bound",
                        "claims that the excess risk is at least the gap",
                        excessAtLeast(x -> gap(FirstVariation.REFERENCE, x).gap())),
                new NegativeControl<>(
                        "linear-risk",
                        "claims that the risk is linear in the law: no parabola above the tangent",
                        parabolaAbove(FirstVariation.REFERENCE)
                                .atMost(x -> slopeToUniform(FirstVariation.REFERENCE, x))),
                new NegativeControl<>(
                        "support-of-own-residual",
                        "looks for the support with the residual of each head's own logits",
                        massAwayFromMinimum(FirstVariation.OWN_RESIDUAL)));
    }

    @Override
    public List<Family<?>> families() {
        return VariationalFamilies.all();
    }

    /** Values and queries with keys have norms up to 0.5, 1 or 3; λ = ridge lambda; measure 0 is the optimum, 1 to 3 uniform on the simplex, 4 and 5 near the optimum. */
    @Override
    public Ranges ranges() {
        return VariationalDraws.ranges(1, 8, 5);
    }

    @Override
    public Instance draw(Draw draw, RandomField random) {
        return VariationalDraws.one(draw, random);
    }

    /** The worked example, made degenerate in one respect each. */
    @Override
    public List<Instance> corners() {
        Instance worked = worked().instance();
        List<Head> heads = worked.model().atoms();
        Head first = heads.get(0);
        Head mute = new Head(first.q(), first.k(), new double[3][2]);
        double[] third = {1.0 / 3, 1.0 / 3, 1.0 / 3};
        List<Instance> corners = new ArrayList<>();
        corners.add(worked.withModel(m -> m.withAtoms(new double[] {1}, List.of(first))));
        corners.add(worked.withModel(m -> m.withAtoms(third, List.of(first, first, first))));
        corners.add(worked.withModel(m -> m.withAtoms(third, List.of(mute, mute, mute))));
        corners.add(worked.withModel(m -> m.withAtomWeights(0, 0, 1)));
        corners.add(worked.withModel(m -> m.withAtomWeights(1, 0, 0)));
        corners.add(worked.withModel(m -> m.withAtomWeights(VariationalDraws.optimum(m))));
        return corners;
    }

    @Override
    public SortedMap<String, Double> quantities(Instance x) {
        DualityGap gap = gap(FirstVariation.REFERENCE, x);
        SortedMap<String, Double> named = new TreeMap<>();
        named.put("risk", LAW.apply(x).risk());
        named.put("dualityGap", gap.gap());
        named.put("lowerCertificate", gap.lower());
        named.put("minFirstVariation", gap.least());
        named.put("optimalRisk", OPTIMUM.apply(x).risk());
        named.put("excessRisk", excessRisk(x));
        named.put("continuumGap", continuumGap(x).gap());
        named.values().forEach(HeadLaw::requireFinite);
        return named;
    }

    @Override
    public List<Example<Instance>> examples() {
        return List.of(worked());
    }

    static Example<Instance> worked() {
        return Example.resource(VariationalSupport.class, "variational-support-worked", Instance.class);
    }
}
