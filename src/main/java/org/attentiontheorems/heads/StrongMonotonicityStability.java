package org.attentiontheorems.heads;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
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
 * Two training runs approach each other (arXiv 2606.10469). In the ridge regime around both laws ρ, ν of heads, for every coupling Π,
 *
 * <pre>{@code ∫ ⟨∇F_ρ(θ) - ∇F_ν(θ'), θ - θ'⟩ dΠ  >=  κ ∫ |θ - θ'|² dΠ,   κ = λ - sqrt(2) G2,
 * W_2(ρ_T, ν_T)  <=  e^(-κT) W_2(ρ_0, ν_0).}</pre>
 *
 * The interaction of the heads costs nothing, since cross-entropy is convex in the logits. One instance costs two training flows, a
 * few hundred gradients of the risk.
 */
public final class StrongMonotonicityStability implements Theorem<StrongMonotonicityStability.Instance> {
    /** Heads are known to about this after a long run. */
    private static final double ABS_FLOOR = 1e-11;

    /** Laws closer than this have gradients too close to be compared. */
    private static final double LEAST_DISTANCE = 1e-6;

    private static final double EQUAL = 1e-12;
    private static final int LARGEST = 5;
    private static final Memo<Instance, LawPair> PAIRS =
            Memo.of(x -> LawPair.of(x.model(), x.otherAtoms(), x.horizon()));

    /**
     * Two laws of as many heads of equal mass on the same data.
     *
     * @param model data, ridge and one law
     * @param otherAtoms the heads of the other law
     * @param horizon T, at least 0
     */
    public record Instance(HeadModel model, List<Head> otherAtoms, double horizon) {
        public Instance {
            Check.finite("horizon", horizon);
            Check.that(horizon >= 0, "horizon", "must be at least 0, is %s", horizon);
            int atoms = model.atoms().size();
            for (int a = 0; a < atoms; a++) {
                double mass = model.atomWeights()[a];
                Check.that(
                        Math.abs(mass - 1.0 / atoms) <= EQUAL,
                        "model.atomWeights[" + a + "]",
                        "all masses must be equal, 1/%d, is %s",
                        atoms,
                        mass);
            }
            Check.that(otherAtoms.size() == atoms, "otherAtoms", "needs %d entries, has %d", atoms, otherAtoms.size());
            for (int a = 0; a < atoms; a++) {
                otherAtoms.get(a).check("otherAtoms[" + a + "]", model.shape());
            }
            otherAtoms = List.copyOf(otherAtoms);
            LawPair.regime(model, otherAtoms).required();
        }
    }

    static LawPair pair(Instance x) {
        return PAIRS.apply(x);
    }

    /** {@code e^(-rate T) W_2(ρ_0, ν_0)}. */
    static double w2Bound(Instance x, double rate) {
        return StrictMath.exp(-rate * x.horizon()) * pair(x).w2(0).value();
    }

    private static boolean differ(Instance x) {
        return pair(x).w2(0).value() > 0;
    }

    /** {@code W_2(ρ_T, ν_T) <= e^(-κT) W_2(ρ_0, ν_0)}. */
    static Bound<Instance> contraction(String id) {
        return Claim.<Instance>bound(id, (x, effort) -> pair(x).w2End())
                .atMost(x -> w2Bound(x, pair(x).kappa()))
                .absFloor(ABS_FLOOR);
    }

    /** The same at all times on the way. */
    static Claim<Instance> decay(String id) {
        return decay(id, 1);
    }

    private static Claim<Instance> decay(String id, double multiple) {
        return Claim.<Instance>decay(id, (x, effort) -> pair(x).w2Path())
                .atRate(x -> multiple * pair(x).kappa(), x -> 1);
    }

    /** The coupling that is optimal at the start, pushed forward by both flows, contracts as well. */
    private static Claim<Instance> synchronous(double multiple) {
        return Claim.<Instance>decay("synchronous-coupling", (x, effort) -> pair(x).synchronousPath())
                .atRate(x -> multiple * pair(x).kappa(), x -> 1);
    }

    /** {@code ∫ ⟨∇F_ρ - ∇F_ν, θ - θ'⟩ dΠ / ∫ |θ - θ'|² dΠ >= κ}. */
    static Claim<Instance> monotonicity(String id, Function<Instance, Double> ratio) {
        return Claim.<Instance>bound(id, ratio::apply)
                .atLeast(x -> pair(x).kappa())
                .when(x -> pair(x).w2End().value() >= LEAST_DISTANCE);
    }

    /** The left side for the optimal coupling is the integral of the second derivative of the risk along it. */
    static Identity<Instance> secondDerivative(Function<Coupling, Double> left) {
        return Claim.<Instance>identity(
                        "second-derivative",
                        (x, effort) -> Approx.direct(left.apply(pair(x).optimal(0))),
                        (x, effort) -> pair(x).optimal(0).integratedCurvature())
                .absFloor(ABS_FLOOR);
    }

    /** The distance by assignment is the least over all permutations. */
    static Identity<Instance> matching(Function<LawPair, Double> distance) {
        return Claim.<Instance>identity("matching", x -> distance.apply(pair(x)), x -> pair(x).leastOverPermutations())
                .absFloor(ABS_FLOOR);
    }

    @Override
    public Class<Instance> instanceType() {
        return Instance.class;
    }

    @Override
    public List<Claim<Instance>> claims() {
        return List.of(
                contraction("w2-contraction"),
                decay("w2-decay"),
                synchronous(1),
                monotonicity("monotone-optimal", x -> pair(x).optimal(0).monotonicity()),
                monotonicity("monotone-at-the-end", x -> pair(x).optimalAtEnd().monotonicity()),
                monotonicity("monotone-any-coupling", x -> pair(x).leastMonotonicity()),
                secondDerivative(Coupling::gradientForm),
                matching(pair -> pair.w2(0).value()));
    }

    @Override
    public List<NegativeControl<Instance>> controls() {
        return List.of(
                new NegativeControl<>(
                        "twice-the-rate-on-the-way", "claims that W_2 decays like e^(-2κt)", decay("w2-decay", 2)),
                new NegativeControl<>(
                        "twice-the-rate-of-the-coupling",
                        "claims that the pushed coupling contracts like e^(-2κt)",
                        synchronous(2)),
                new NegativeControl<>(
                        "twice-the-modulus-optimal",
                        "claims monotonicity with modulus 2κ",
                        monotonicity("monotone-optimal", x -> pair(x).optimal(0).monotonicity() / 2)),
                new NegativeControl<>(
                        "twice-the-modulus-at-the-end",
                        "claims monotonicity with modulus 2κ",
                        monotonicity(
                                "monotone-at-the-end",
                                x -> pair(x).optimalAtEnd().monotonicity() / 2)),
                new NegativeControl<>(
                        "twice-the-modulus-any-coupling",
                        "claims monotonicity with modulus 2κ",
                        monotonicity("monotone-any-coupling", x -> pair(x).leastMonotonicity() / 2)),
                new NegativeControl<>(
                        "twice-the-rate",
                        "claims W_2 <= e^(-2κT) W_2(0)",
                        contraction("w2-contraction").atMost(x -> w2Bound(x, 2 * pair(x).kappa()))),
                new NegativeControl<>(
                        "gradients-at-one-law",
                        "takes both gradients at the first law",
                        secondDerivative(Coupling::gradientFormAtOneLaw)),
                new NegativeControl<>(
                        "unsquared-cost",
                        "averages distances instead of their squares",
                        matching(LawPair::meanDistance)),
                new NegativeControl<>(
                        "summed-cost",
                        "forgets to divide by the number of heads",
                        matching(pair -> Math.sqrt(pair.atoms()) * pair.w2(0).value())),
                new NegativeControl<>(
                        "greedy-matching", "matches the nearest pair first", matching(LawPair::greedyDistance)));
    }

    @Override
    public List<Family<?>> families() {
        return StrongMonotonicityFamilies.all();
    }

    @Override
    public Ranges ranges() {
        return TrainingDraws.ridgeRanges(LARGEST).scale("horizon", 0.2, 1);
    }

    @Override
    public Instance draw(Draw draw, RandomField random) {
        HeadModel model = TrainingDraws.ridgeModel(draw, random);
        List<Head> others = TrainingDraws.ridgeHeads("other parameters", model, draw, random);
        return new Instance(equalMasses(model), others, draw.scale("horizon"));
    }

    static HeadModel equalMasses(HeadModel model) {
        double[] masses = new double[model.atoms().size()];
        Arrays.fill(masses, 1.0 / masses.length);
        return model.withAtomWeights(masses);
    }

    /** Both laws degenerate in one respect; the same law twice; the worked example at horizon 0. */
    @Override
    public List<Instance> corners() {
        Instance worked = worked().instance();
        List<Instance> corners = new ArrayList<>();
        for (HeadModel model : RidgeCorners.all()) {
            int atoms = model.atoms().size();
            boolean masses = Arrays.stream(model.atomWeights()).allMatch(m -> m == 1.0 / atoms);
            if (masses) {
                List<Head> shrunk = model.atoms().stream()
                        .map(head -> scaled(model.shape(), head, 0.5))
                        .toList();
                corners.add(new Instance(model, shrunk, 1));
            }
        }
        List<Head> swapped = new ArrayList<>(worked.model().atoms());
        Collections.reverse(swapped);
        corners.add(new Instance(worked.model(), swapped, worked.horizon()));
        corners.add(new Instance(worked.model(), worked.otherAtoms(), 0));
        return corners;
    }

    private static Head scaled(Head.Shape shape, Head head, double factor) {
        double[] theta = new double[shape.parameters()];
        head.flatten(theta, 0);
        Arrays.setAll(theta, k -> factor * theta[k]);
        return Head.of(shape, theta, 0);
    }

    @Override
    public SortedMap<String, Double> quantities(Instance x) {
        LawPair pair = pair(x);
        TreeMap<String, Double> named = new TreeMap<>();
        named.put("valueRadius", pair.regime().cylinder().valueRadius());
        named.put("qkRadius", pair.regime().cylinder().qkRadius());
        named.put("kappa", pair.kappa());
        named.put("w2Start", pair.w2(0).value());
        named.put("w2End", pair.w2End().value());
        named.put("w2Bound", w2Bound(x, pair.kappa()));
        if (differ(x)) {
            named.put("monotonicityRatio", pair.optimal(0).monotonicity());
        }
        named.values().forEach(HeadLaw::requireFinite);
        return named;
    }

    /** The worked example and three draws. */
    @Override
    public List<Picture> pictures(RandomField random) {
        List<Instance> pairs = new ArrayList<>(List.of(worked().instance()));
        for (int i = 0; i < 3; i++) {
            pairs.add(draw(ranges().sample(random.size(i)), random.size(i)));
        }
        return List.of(TrainingPictures.contraction(pairs));
    }

    @Override
    public List<Example<Instance>> examples() {
        return List.of(worked());
    }

    static Example<Instance> worked() {
        return Example.resource(
                StrongMonotonicityStability.class, "strong-monotonicity-stability-ridge", Instance.class);
    }

    @Override
    public int tries() {
        return 60;
    }

    @Override
    public Search search() {
        return new Search(20, 2, 20);
    }
}
