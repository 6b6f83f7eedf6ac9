package org.attentiontheorems.lowtemperature;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.attentiontheorems.lowtemperature.SoftmaxReading.Variant;
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
import org.attentiontheorems.verify.Theorem;

/**
 * At low temperature softmax attention reads the point of the sphere that it would choose by hardmax, {@code y* = Dx/|Dx|}, uniformly over
 * token laws with density at least a (arXiv 2605.10931). With {@code κ = β|Dx|}, the gap {@code g = 1 - <y*, y>} and G the Gibbs measure,
 *
 * <pre>{@code |m - y*|  <=  W_2(G, δ_y*) = sqrt(2 E_G g),   E_G g  <=  E*(κ, a, d)  <=  (log(1/a) + log(1/Z_d(κ))) / κ,}</pre>
 *
 * and {@link LaplaceBounds#sharp E*} is attained. From finitely many tokens alone the mean is within {@code max|y_j - m_J| R/(1+R)} of that
 * of the best ones, R exponentially small in β times the gap of the scores. O(d) an atom and one quadrature.
 */
public final class LaplacePrinciple implements Theorem<LaplacePrinciple.Instance> {
    private static final double ABS_FLOOR = 1e-12;
    private static final double UNDERFLOW = 1e-300;
    private static final int MOST_DIMENSIONS = 100;
    private static final double LARGEST_KAPPA = 1e30;

    private final Variant variant;
    private final Memo<Instance, SoftmaxReading> readings;
    private final Memo<Instance, AtomicReading> atomic;

    public LaplacePrinciple() {
        this(Variant.REFERENCE);
    }

    /** With another reference implementation: how the tests break a build on purpose. */
    LaplacePrinciple(Variant variant) {
        this.variant = variant;
        this.readings = Memo.of(x -> SoftmaxReading.of(x, variant));
        this.atomic = Memo.of(x -> AtomicReading.of(x, variant));
    }

    /**
     * A token and the law that it attends to, {@code aσ + (1-a) Σ_j p_j δ_(y_j)}.
     *
     * @param query Q, m x d
     * @param key K, m x d
     * @param token x, of length 1
     * @param beta β, at least 0
     * @param uniformMass a, in [0, 1]; at 0 there are atoms only
     * @param atoms y_j, of length 1; none only if a = 1
     * @param atomWeights p_j, sum 1
     */
    public record Instance(
            double[][] query,
            double[][] key,
            double[] token,
            double beta,
            double uniformMass,
            double[][] atoms,
            double[] atomWeights) {
        public Instance {
            int d = Inputs.queryAndKey(query, key);
            Check.that(d <= MOST_DIMENSIONS, "query[0]", "needs at most %d entries, has %d", MOST_DIMENSIONS, d);
            token = Inputs.unit("token", token, d);
            Check.finite("beta", beta);
            Check.that(beta >= 0, "beta", "must be at least 0, is %s", beta);
            Check.finite("uniformMass", uniformMass);
            Check.that(uniformMass >= 0 && uniformMass <= 1, "uniformMass", "must be in [0, 1], is %s", uniformMass);
            atoms = Inputs.units("atoms", atoms, d);
            if (atoms.length == 0) {
                Check.that(uniformMass == 1, "atoms", "must not be empty unless uniformMass is 1");
                Check.that(atomWeights.length == 0, "atomWeights", "needs 0 entries, has %d", atomWeights.length);
            } else {
                Check.vector("atomWeights", atomWeights, atoms.length);
                atomWeights = Check.weights("atomWeights", atomWeights);
            }
            double size = Vectors.norm(ScoreMatrix.of(query, key).direction(token));
            Check.that(uniformMass == 0 || size > 0, "token", "must be seen by the scores: K'Q x is 0");
            double kappa = beta * size;
            Check.that(
                    kappa <= LARGEST_KAPPA, "beta", "must keep beta |K'Q x| below %s, it is %s", LARGEST_KAPPA, kappa);
        }

        ScoreMatrix scores() {
            return ScoreMatrix.of(query, key);
        }

        int dimension() {
            return token.length;
        }

        /** Whether the law has atoms only. */
        boolean isAtomic() {
            return uniformMass == 0;
        }

        double kappa() {
            return beta * Vectors.norm(scores().direction(token));
        }

        LaplaceBounds bounds() {
            return LaplaceBounds.of(dimension(), kappa(), uniformMass);
        }
    }

    private SoftmaxReading read(Variant by, Instance x) {
        return by == variant ? readings.apply(x) : SoftmaxReading.of(x, by);
    }

    private AtomicReading readAtoms(Variant by, Instance x) {
        return by == variant ? atomic.apply(x) : AtomicReading.of(x, by);
    }

    private double bound(Instance x) {
        return x.isAtomic()
                ? atomic.apply(x).bound()
                : LaplaceBounds.distance(x.bounds().sharp());
    }

    // ---- claims

    /** {@code W_2(G, δ_y*) <= sqrt(2E*)}, or for atoms {@code |m - m_J| <= max|y_j - m_J| R/(1+R)}. */
    private Bound<Instance> hardmaxDistance(Variant by) {
        return Claim.<Instance>bound(
                        "hardmax-distance",
                        x -> x.isAtomic()
                                ? readAtoms(by, x).distance()
                                : read(by, x).w2())
                .atMost(this::bound)
                .absFloor(ABS_FLOOR);
    }

    /** {@code |m - y*| <= sqrt(2 E_G g)}. */
    private Bound<Instance> meanDistance() {
        return Claim.<Instance>bound("mean-distance", x -> read(variant, x).distance())
                .atMost(x -> read(variant, x).w2())
                .absFloor(ABS_FLOOR);
    }

    /** {@code E* <= (log(1/a) + log(1/Z_d)) / κ}. */
    private static Bound<Instance> entropyBound() {
        return Claim.<Instance>bound("entropy-bound", x -> x.bounds().sharp())
                .atMost(x -> x.bounds().entropy())
                .absFloor(ABS_FLOOR);
    }

    /** {@code W_2² <= (2 log(1/a) + (d-1) log(1 + b_d κ)) / κ}. */
    private Bound<Instance> rateForm() {
        return Claim.<Instance>bound("rate-form", x -> 2 * read(variant, x).valueGap())
                .atMost(x -> 2 * x.bounds().elementary())
                .absFloor(ABS_FLOOR);
    }

    /** {@code G(J^c) <= R/(1+R)}. */
    private Bound<Instance> leakedMass() {
        return Claim.<Instance>bound("leaked-mass", x -> readAtoms(variant, x).leakedMass())
                .atMost(x -> readAtoms(variant, x).ratio())
                .absFloor(UNDERFLOW);
    }

    /** {@code E_G g} is what softmax gives over the scores {@code <Qx, Ky>}, with many points for the uniform law. */
    private Claim<Instance> directGap(Variant by) {
        return Claim.<Instance>identity("direct-gap", x -> read(by, x).valueGap(), DirectSoftmax::valueGap)
                .absFloor(ABS_FLOOR);
    }

    private static boolean hasDensity(Instance x) {
        return !x.isAtomic();
    }

    private static boolean isWarm(Instance x) {
        return !x.isAtomic() && x.kappa() > 0;
    }

    @Override
    public List<Claim<Instance>> claims() {
        return List.of(
                hardmaxDistance(variant),
                meanDistance().when(LaplacePrinciple::hasDensity),
                entropyBound().when(LaplacePrinciple::isWarm),
                rateForm().when(LaplacePrinciple::isWarm),
                leakedMass().when(Instance::isAtomic),
                directGap(variant).when(DirectSoftmax::covers));
    }

    @Override
    public List<NegativeControl<Instance>> controls() {
        return List.of(
                new NegativeControl<>(
                        "negated-scores", "weighs tokens by e^-β<Dx,y>", hardmaxDistance(Variant.NEGATED)),
                new NegativeControl<>(
                        "sharp-bound-undercut",
                        "claims 0.98 of the sharp bound",
                        hardmaxDistance(variant).atMost(x -> 0.98 * bound(x)).when(LaplacePrinciple::hasDensity)),
                new NegativeControl<>(
                        "square-of-the-ratio",
                        "claims that the mean errs like the square of R/(1+R)",
                        hardmaxDistance(variant)
                                .atMost(x -> bound(x) * atomic.apply(x).ratio())
                                .when(Instance::isAtomic)),
                new NegativeControl<>(
                        "mean-gap-for-distance",
                        "claims |m - y*| <= E_G g, which only symmetric laws satisfy",
                        meanDistance().atMost(x -> read(variant, x).valueGap()).when(LaplacePrinciple::hasDensity)),
                new NegativeControl<>(
                        "no-lower-density",
                        "forgets log(1/a) in the entropy bound",
                        entropyBound()
                                .atMost(x -> -x.bounds().uniform().logPartition() / x.kappa())
                                .when(LaplacePrinciple::isWarm)),
                new NegativeControl<>(
                        "no-lower-density-in-the-rate",
                        "forgets log(1/a) in the rate",
                        rateForm()
                                .atMost(x -> 2 * UniformGap.elementaryBound(x.dimension(), x.kappa()) / x.kappa())
                                .when(LaplacePrinciple::isWarm)),
                new NegativeControl<>(
                        "no-mass-ratio",
                        "claims G(J^c) <= (1 - W_J) e^(-βΔ), as if the best atoms bore all the mass",
                        leakedMass()
                                .atMost(x -> StrictMath.exp(
                                                -x.beta() * atomic.apply(x).scoreGap())
                                        * (1 - atomic.apply(x).hardmaxMass()))
                                .when(Instance::isAtomic)),
                new NegativeControl<>(
                        "query-and-key-exchanged",
                        "takes Q'K for K'Q",
                        directGap(Variant.TRANSPOSED).when(DirectSoftmax::covers)));
    }

    @Override
    public List<Family<?>> families() {
        return LaplaceFamilies.all();
    }

    @Override
    public List<Picture> pictures(RandomField random) {
        return LaplacePictures.all();
    }

    // ---- instances

    /** The placement: 0 random atoms, 1 one more at the most harmful gap, 2 at y*, 3 at -y*, 4 a repeated one, 5 atoms only. */
    @Override
    public Ranges ranges() {
        return Ranges.none()
                .dim("dimension", 2, 8)
                .dim("atoms", 0, 8)
                .dim("placement", 0, 5)
                .scale("log10Beta", -2, 6)
                .scale("log10UniformMass", -2, 0)
                .scale("largest", 0.1, 3)
                .scale("condition", 1, 20);
    }

    @Override
    public Instance draw(Draw draw, RandomField random) {
        return LaplaceDraws.instance(draw, random);
    }

    @Override
    public List<Instance> corners() {
        return LaplaceCorners.all();
    }

    @Override
    public SortedMap<String, Double> quantities(Instance x) {
        TreeMap<String, Double> named = new TreeMap<>();
        if (x.isAtomic()) {
            AtomicReading reading = readAtoms(variant, x);
            named.put("scoreGap", reading.scoreGap());
            named.put("hardmaxMass", reading.hardmaxMass());
            named.put("leakedMass", reading.leakedMass());
            named.put("distance", reading.distance());
            return named;
        }
        SoftmaxReading reading = read(variant, x);
        named.put("kappa", reading.kappa());
        named.put("logPartition", reading.uniform().logPartition());
        named.put("uniformGap", reading.uniform().mean());
        named.put("valueGap", reading.valueGap());
        named.put("distance", reading.distance());
        named.put("w2", reading.w2());
        named.put("sharpGapBound", x.bounds().sharp());
        if (x.kappa() > 0) {
            named.put("entropyGapBound", x.bounds().entropy());
        }
        return named;
    }

    @Override
    public Class<Instance> instanceType() {
        return Instance.class;
    }

    @Override
    public List<Example<Instance>> examples() {
        return Stream.of("laplace-principle-mixed", "laplace-principle-atoms")
                .map(name -> Example.resource(LaplacePrinciple.class, name, Instance.class))
                .toList();
    }
}
