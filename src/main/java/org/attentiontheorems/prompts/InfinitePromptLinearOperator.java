package org.attentiontheorems.prompts;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.attentiontheorems.measure.Vectors;
import org.attentiontheorems.random.RandomField;
import org.attentiontheorems.verify.Bound;
import org.attentiontheorems.verify.Check;
import org.attentiontheorems.verify.Claim;
import org.attentiontheorems.verify.Draw;
import org.attentiontheorems.verify.Example;
import org.attentiontheorems.verify.Family;
import org.attentiontheorems.verify.Memo;
import org.attentiontheorems.verify.NegativeControl;
import org.attentiontheorems.verify.Picture;
import org.attentiontheorems.verify.Ranges;
import org.attentiontheorems.verify.Search;
import org.attentiontheorems.verify.Theorem;

/**
 * Softmax attention over infinitely many Gaussian tokens {@code N(m, Gamma)} is an affine map of the query, {@code T_inf(z) = V(m + Gamma
 * K'Q z)}, and only Gaussian tokens make it so (arXiv 2512.11784).
 *
 * <p>For every law with {@code Lambda(u) = log E e^<u,x>} finite, with t and C the mean and covariance of the law tilted by {@code
 * e^<u,x>}:
 *
 * <pre>{@code
 * t = grad Lambda(u),   C = hess Lambda(u),   dT_inf/dz = V C K'Q,   dT_inf/dU [dU] = V C dU z.
 * }</pre>
 *
 * <p>An instance with atoms answers {@code violated}, by design: what is read from them stays in their hull, and no bounded map is
 * affine unless it is constant.
 */
public final class InfinitePromptLinearOperator implements Theorem<QueryInstance> {
    private static final double STEP = 1e-5;
    private static final double DIFFERENCE = 1e-6;

    private final LimitModel model;
    private final Memo<QueryInstance, AffineLimit> affine = Memo.of(AffineLimit::of);

    public InfinitePromptLinearOperator() {
        this(LimitModel.REFERENCE);
    }

    /** With another reference implementation: how the tests break a build on purpose. */
    InfinitePromptLinearOperator(LimitModel model) {
        this.model = model;
    }

    // ---- claims

    /** {@code |T_inf - V(m + Gamma u)| <= 1e-9 (1 + |V(m + Gamma u)|)}, T_inf by the tensor rule or the sum over atoms. */
    private Bound<QueryInstance> affineLimit(LimitModel by) {
        return affineLimit(
                x -> Vectors.apply(
                        x.valueMatrix(),
                        by.fullLimit(x.law(), by.logitVector(x, x.query())).mean()),
                x -> affine.apply(x).output());
    }

    private Bound<QueryInstance> affineLimit(
            Function<QueryInstance, double[]> limit, Function<QueryInstance, double[]> formula) {
        return Claim.<QueryInstance>bound(
                        "affine-limit", x -> Vectors.scaledNorm(Vectors.minus(limit.apply(x), formula.apply(x))))
                .atMost(x -> affine.apply(x).bound())
                .absFloor(x -> affine.apply(x).rounding());
    }

    /** The same with {@code T_inf} by one integral along {@code B'u}, for factors with any number of columns. */
    private Bound<QueryInstance> reducedLimit() {
        return Claim.<QueryInstance>bound("reduced-limit", x -> affine.apply(x).distance(model.output(x, x.query())))
                .atMost(x -> affine.apply(x).bound())
                .absFloor(x -> affine.apply(x).rounding());
    }

    /** {@code |V(C - Gamma)U|_F}, C by the tensor rule. */
    private Bound<QueryInstance> tiltedCovariance(LimitModel by) {
        return Claim.<QueryInstance>bound("tilted-covariance", x -> {
                    double[] u = by.logitVector(x, x.query());
                    double[][] c = by.fullLimit(x.law(), u).covariance();
                    return Vectors.frobenius(
                            covarianceRead(x, Vectors.minus(c, affine.apply(x).covariance())));
                })
                .atMost(x -> 1e-9
                        * (1
                                + Vectors.frobenius(
                                        covarianceRead(x, affine.apply(x).covariance()))))
                .absFloor(x -> affine.apply(x).rounding() * (1 + Vectors.frobenius(x.logitMatrix())));
    }

    private static double[][] covarianceRead(QueryInstance x, double[][] covariance) {
        return Vectors.multiply(Vectors.multiply(x.valueMatrix(), covariance), x.logitMatrix());
    }

    /** {@code |t - grad Lambda|}, by symmetric differences of Lambda. */
    Bound<QueryInstance> gradient(String id, LimitModel by) {
        return Claim.<QueryInstance>bound(id, x -> {
                    double[] u = by.logitVector(x, x.query());
                    double[] slope = CentralDifferences.gradient(
                            at -> by.limit(x.law(), at).logPartition(), u, step(x, 1));
                    return Vectors.scaledNorm(
                            Vectors.minus(slope, by.limit(x.law(), u).mean()));
                })
                .atMost(x -> DIFFERENCE * (1 + affine.apply(x).tokenScale()));
    }

    /** {@code |V C K'Q - dT_inf/dz|_F}, by symmetric differences of the output. */
    Bound<QueryInstance> jacobian(String id, LimitModel by) {
        return Claim.<QueryInstance>bound(id, x -> {
                    double[][] slope = CentralDifferences.jacobian(
                            z -> by.output(x, z), x.query(), step(x, Vectors.frobenius(x.logitMatrix())));
                    return Vectors.frobenius(Vectors.minus(slope, by.jacobian(x)));
                })
                .atMost(x -> DIFFERENCE * (1 + Vectors.frobenius(by.jacobian(x))))
                .absFloor(x -> 10 * affine.apply(x).rounding() / step(x, Vectors.frobenius(x.logitMatrix())));
    }

    /** The worst entry U_ij: {@code |V C e_i z_j - dT_inf/dU_ij|}. */
    Bound<QueryInstance> parameterDerivative(String id, LimitModel by) {
        return Claim.<QueryInstance>bound(id, x -> by.parameterDefect(x, step(x, Vectors.scaledNorm(x.query()))))
                .atMost(x ->
                        DIFFERENCE * (1 + Vectors.frobenius(by.pulledCovariance(x)) * Vectors.scaledNorm(x.query())))
                .absFloor(x -> 10 * affine.apply(x).rounding() / step(x, Vectors.scaledNorm(x.query())));
    }

    /** Small against the scale on which logits change when the variable does. */
    private double step(QueryInstance x, double logitsPerUnit) {
        return STEP / Math.max(1, affine.apply(x).tokenScale() * logitsPerUnit);
    }

    /** {@code |T(2z) - 2 T(z) + T(0)|}, T by one integral. */
    private Bound<QueryInstance> affinityDefect() {
        return Claim.<QueryInstance>bound("affinity-defect", model::affinityDefect)
                .atMost(x -> 1e-9)
                .absFloor(x -> 10 * affine.apply(x).rounding());
    }

    private static boolean mayDouble(QueryInstance x) {
        return x.isGaussian() && 2 * x.tau() <= GaussHermite.MAX_TAU;
    }

    @Override
    public List<Claim<QueryInstance>> claims() {
        return List.of(
                affineLimit(model),
                reducedLimit().when(QueryInstance::isGaussian),
                tiltedCovariance(model).when(QueryInstance::isGaussian),
                gradient("log-partition-gradient", model),
                jacobian("jacobian", model),
                parameterDerivative("parameter-derivative", model),
                affinityDefect().when(InfinitePromptLinearOperator::mayDouble));
    }

    @Override
    public List<NegativeControl<QueryInstance>> controls() {
        return List.of(
                new NegativeControl<>(
                        "no-mean",
                        "forgets the mean: V Gamma u",
                        affineLimit(
                                x -> model.output(x, x.query()),
                                x -> Vectors.apply(
                                        x.valueMatrix(),
                                        Vectors.apply(
                                                affine.apply(x).covariance(),
                                                affine.apply(x).logitVector())))),
                new NegativeControl<>(
                        "queries-for-keys",
                        "reads the query by Q'K instead of K'Q",
                        affineLimit(model.withTransposedProduct())
                                .when(x -> x.query().length == x.law().dimension())),
                new NegativeControl<>(
                        "factor-for-covariance",
                        "takes the factor B for the covariance BB'",
                        affineLimit(
                                        x -> model.output(x, x.query()),
                                        x -> Vectors.apply(
                                                x.valueMatrix(),
                                                Vectors.plus(
                                                        affine.apply(x).mean(),
                                                        1,
                                                        Vectors.apply(
                                                                ((Law.Gaussian) x.law()).factor(), x.logitVector()))))
                                .when(InfinitePromptLinearOperator::hasSquareFactor)),
                new NegativeControl<>(
                        "no-partition",
                        "forgets to divide by the partition function",
                        affineLimit(model.withoutPartition())),
                new NegativeControl<>(
                        "second-moments-for-covariance",
                        "takes the second moments of the tilted law for its covariance",
                        jacobian("jacobian", model.withoutCentring())),
                new NegativeControl<>(
                        "second-moments-in-the-covariance",
                        "takes the second moments of the tilted law for its covariance",
                        tiltedCovariance(model.withoutCentring()).when(QueryInstance::isGaussian)),
                new NegativeControl<>(
                        "second-moments-in-parameters",
                        "takes the second moments of the tilted law for its covariance",
                        parameterDerivative("parameter-derivative", model.withoutCentring())),
                new NegativeControl<>(
                        "gradient-without-partition",
                        "takes the gradient of E e^<u,x> for that of its logarithm",
                        gradient("log-partition-gradient", model.withoutPartition())));
    }

    private static boolean hasSquareFactor(QueryInstance x) {
        return x.law() instanceof Law.Gaussian gaussian && gaussian.factor()[0].length == gaussian.dimension();
    }

    @Override
    public List<Family<?>> families() {
        return List.of(
                LinearOperatorFamilies.quadrature(),
                LinearOperatorFamilies.namedLaws(),
                LinearOperatorFamilies.atoms(this),
                MeasureViewFamily.explicitPrompts());
    }

    @Override
    public List<Picture> pictures(RandomField random) {
        return List.of(LinearOperatorFamilies.growingQuery());
    }

    @Override
    public List<Example<QueryInstance>> examples() {
        return Stream.of("infinite-prompt-linear-operator-worked", "infinite-prompt-linear-operator-rademacher")
                .map(name -> Example.resource(getClass(), name, QueryInstance.class))
                .toList();
    }

    // ---- instances

    @Override
    public Ranges ranges() {
        return LinearOperatorDraws.ranges();
    }

    @Override
    public QueryInstance draw(Draw draw, RandomField random) {
        return LinearOperatorDraws.gaussian(draw, random);
    }

    @Override
    public List<QueryInstance> corners() {
        return LinearOperatorDraws.corners();
    }

    /** An evaluation with three columns sums 64000 nodes. */
    @Override
    public Search search() {
        return Search.SHORT;
    }

    @Override
    public Class<QueryInstance> instanceType() {
        return QueryInstance.class;
    }

    /** What rounding may leave of a difference quotient; the largest of all allowances. */
    private double largestSlack(QueryInstance x) {
        double size = 1 + Vectors.frobenius(x.logitMatrix());
        return 10 * affine.apply(x).rounding() * size / step(x, size);
    }

    @Override
    public SortedMap<String, Double> quantities(QueryInstance x) {
        Check.that(Double.isFinite(largestSlack(x)), "valueMatrix", "is too large: outputs overflow");
        InfinitePrompt limit = InfinitePrompt.of(x.law(), x.logitVector());
        double[] output = Vectors.apply(x.valueMatrix(), limit.mean());
        SortedMap<String, Double> all = new TreeMap<>();
        for (int i = 0; i < output.length; i++) {
            all.put("output" + i, output[i]);
        }
        all.put("logPartition", limit.logPartition());
        all.put("jacobianFrobenius", Vectors.frobenius(covarianceRead(x, limit.covariance())));
        all.put("affinityDefect", x.isGaussian() ? 0 : model.affinityDefect(x));
        all.put("bound", affine.apply(x).bound());
        all.forEach(
                (name, value) -> Check.that(Double.isFinite(value), "valueMatrix", "is too large: %s overflows", name));
        return all;
    }

    /** Why the verdict is what it is. */
    @Override
    public SortedMap<String, String> remarks(QueryInstance x) {
        return new TreeMap<>(Map.of("explanation", explanation(x)));
    }

    private String explanation(QueryInstance x) {
        if (x.isGaussian()) {
            return "the law is Gaussian: what is read is the affine map V(m + Gamma u) of the query";
        }
        InfinitePrompt limit = InfinitePrompt.of(x.law(), x.logitVector());
        if (affine.apply(x).distance(Vectors.apply(x.valueMatrix(), limit.mean()))
                <= affine.apply(x).bound()) {
            return "the law is not Gaussian, but its tokens are read with weights that this query does not tell from affine ones";
        }
        return "the law is not Gaussian: what is read from finitely many atoms stays in their hull, and a bounded map that is not"
                + " constant is not affine in the query; \"violated\" is what the theorem predicts for such a law";
    }
}
