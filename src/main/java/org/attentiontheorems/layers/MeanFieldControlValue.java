package org.attentiontheorems.layers;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
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
import org.attentiontheorems.verify.Picture;
import org.attentiontheorems.verify.Ranges;
import org.attentiontheorems.verify.Search;
import org.attentiontheorems.verify.Theorem;

/**
 * The law of hidden states is transported by the layer field, and least risks of networks tend to that of the flow (arXiv 2606.23235):
 *
 * <pre>{@code
 * Σ_n w_n [χ(1, h_n(1)) - χ(0, h_n(0))]  =  ∫ Σ_n w_n {∂_t χ + ⟨∇χ, f⟩} dt,
 * |V_L - V|  <=  max(Δ_L(θ*), Δ_L(θ_L*)),   0 <= J(θ_L*) - V  <=  Δ_L(θ*) + Δ_L(θ_L*),   Δ_L = Σ_n w_n D_{y_n} E_L(n) = O(1/L),
 * W_2(μ_1, ν_1)  <=  max γ_nn' W_2(μ_0, ν_0).
 * }</pre>
 *
 * The first and the last line are in {@link LawTransport}. One instance costs K N flows and networks, and N² pairs of tubes; with a single
 * control also the class of its multiples, about eighty risks.
 */
public final class MeanFieldControlValue implements Theorem<MeanFieldControlValue.Instance> {
    private static final int MOST_ATOMS = 6;
    private static final long LARGEST_RUN = 100_000;
    private static final double MOST_SCALE = 1.2;
    private static final double FLOW_ERROR = 1e-12;
    private static final int[] DEPTHS = {24, 48, 96, 192};

    /** Half of the allowed window of slopes, 0.15, and the blur of the rule for slopes. */
    private static final double SLOPE_WINDOW = 0.17;

    private static final Memo<Instance, FiniteValue> VALUES = Memo.of(x -> x.values(x.model()));
    private static final Memo<Instance, ScaledPair> SCALED = Memo.of(x -> ScaledPair.of(x.scaled(), x.depth()));
    private static final Memo<Instance, DepthSeries<FiniteValue>> SERIES = Memo.of(Instance::series);
    private static final Memo<Instance, DepthSeries<ScaledPair>> SCALED_SERIES =
            Memo.of(x -> ScaledPair.series(x.scaled(), DEPTHS));

    /**
     * A class of controls, a population, another law of as many states, and a function to test the transport with.
     *
     * @param beta inverse temperature of attention, at least 0
     * @param depth L, a multiple of the number of segments
     * @param controls θ¹ … θᴷ, of one shape
     * @param readout W, c x d
     * @param population up to six labelled sequences with weights
     * @param otherLaw as many states T x d
     * @param testFunction χ
     */
    public record Instance(
            double beta,
            int depth,
            List<List<Layer>> controls,
            double[][] readout,
            List<Atom> population,
            List<double[][]> otherLaw,
            TestFunction testFunction) {
        public Instance {
            LayerFields.Sizes sizes = LayerFields.models(beta, depth, controls, readout, population);
            DepthLimit.check(depth, population, LARGEST_RUN);
            int atoms = population.size();
            Check.that(atoms <= MOST_ATOMS, "population", "may have %d atoms at most, has %d", MOST_ATOMS, atoms);
            Check.that(otherLaw.size() == atoms, "otherLaw", "needs %d states, has %d", atoms, otherLaw.size());
            for (int n = 0; n < atoms; n++) {
                Check.matrix(
                        "otherLaw[" + n + "]",
                        otherLaw.get(n),
                        sizes.tokens(),
                        sizes.shape().d());
            }
            Check.matrix(
                    "testFunction.omega",
                    testFunction.omega(),
                    sizes.tokens(),
                    sizes.shape().d());
            Check.finite("testFunction.alpha", testFunction.alpha());
            Check.finite("testFunction.phase", testFunction.phase());
        }

        LayerModel model() {
            return LayerModel.of(beta, first().shape(), readout, population);
        }

        Control first() {
            return Control.of(controls.get(0));
        }

        private FiniteValue values(LayerModel by) {
            return FiniteValue.of(by, all(), depth);
        }

        private DepthSeries<FiniteValue> series() {
            return FiniteValue.series(model(), all(), DEPTHS);
        }

        private List<Control> all() {
            return controls.stream().map(Control::of).toList();
        }

        TestFunction.WeakForm weakForm(double flux, int panels) {
            return testFunction.weakForm(model(), first(), flux, panels);
        }

        StateLaw law() {
            return new StateLaw(model().population().starts(), first().shape().d());
        }

        StateLaw other() {
            double[][] states = otherLaw.stream().map(States::flat).toArray(double[][]::new);
            return new StateLaw(states, first().shape().d());
        }

        ScaledValue scaled() {
            return new ScaledValue(model(), first(), MOST_SCALE);
        }

        /** Whether there is but one control, whose multiples are a class of their own. */
        private boolean isRay() {
            return controls.size() == 1;
        }

        Instance with(List<List<Layer>> otherControls, double[][] otherReadout) {
            return new Instance(beta, depth, otherControls, otherReadout, population, otherLaw, testFunction);
        }

        Instance with(double otherBeta, List<Atom> otherPopulation, List<double[][]> law, TestFunction function) {
            return new Instance(otherBeta, depth, controls, readout, otherPopulation, law, function);
        }
    }

    // ---- values of a finite class

    /** {@code |V_L - V| <= max(Δ_L(θ*), Δ_L(θ_L*))}. */
    static Bound<Instance> valueGap(ToDoubleFunction<Instance> gap) {
        return Claim.bound("value-gap", gap)
                .atMost(x -> VALUES.apply(x).bound())
                .absFloor(FLOW_ERROR);
    }

    private static double gap(Instance x) {
        return VALUES.apply(x).gap();
    }

    private static double gapOfReversed(Instance x) {
        LayerModel model = x.model();
        return x.values(model.with(model.network().with(Network.Step.REVERSED))).gap();
    }

    /** {@code |J_L - J| <= Δ_L} for every control. */
    static Bound<Instance> eachRisk() {
        return Claim.<Instance>bound("each-risk", x -> VALUES.apply(x).largestRatio())
                .atMost(x -> 1);
    }

    /** {@code J(θ_L*) - V <= Δ_L(θ*) + Δ_L(θ_L*)}. */
    static Claim<Instance> recovery() {
        return Claim.<Instance>bound("recovery", x -> VALUES.apply(x).recovery())
                .atMost(x -> VALUES.apply(x).recoveryBound())
                .absFloor(FLOW_ERROR);
    }

    /** {@code |V_L - V|} falls exactly like 1/L where one control is the best at every depth. */
    static Claim<Instance> valueRate(double exponent) {
        return Claim.<Instance>exactRate(
                        "value-rate",
                        (x, depth, effort) ->
                                Approx.within(SERIES.apply(x).at(depth).gap(), FLOW_ERROR))
                .fallsLike(exponent, SLOPE_WINDOW, DEPTHS)
                .under((x, depth) -> SERIES.apply(x).at(depth).bound())
                .sharp()
                .when(MeanFieldControlValue::hasClearWinner);
    }

    private static boolean hasClearWinner(Instance x) {
        FiniteValue coarse = SERIES.apply(x).at(DEPTHS[0]);
        return coarse.separation() > 2 * coarse.largestDepthTerm()
                && coarse.gap() > Math.max(1e-6, 0.005 * coarse.bound());
    }

    // ---- values of the multiples of a control

    static Claim<Instance> scaledGap() {
        return Claim.<Instance>bound("scaled-gap", x -> SCALED.apply(x).gap())
                .atMost(x -> SCALED.apply(x).bound())
                .absFloor(FLOW_ERROR)
                .when(Instance::isRay);
    }

    static Claim<Instance> scaledRecovery() {
        return Claim.<Instance>bound("scaled-recovery", x -> SCALED.apply(x).recovery())
                .atMost(x -> SCALED.apply(x).recoveryBound())
                .absFloor(FLOW_ERROR)
                .when(Instance::isRay);
    }

    static Claim<Instance> scaledRate(double exponent) {
        return Claim.<Instance>exactRate(
                        "scaled-rate",
                        (x, depth, effort) ->
                                Approx.within(SCALED_SERIES.apply(x).at(depth).gap(), FLOW_ERROR))
                .fallsLike(exponent, SLOPE_WINDOW, DEPTHS)
                .under((x, depth) -> SCALED_SERIES.apply(x).at(depth).bound())
                .sharp()
                .when(x -> x.isRay()
                        && SCALED_SERIES.apply(x).at(DEPTHS[0]).isAsymptotic()
                        && SCALED_SERIES.apply(x).at(DEPTHS[3]).gap() > 1e-8);
    }

    @Override
    public List<Claim<Instance>> claims() {
        List<Claim<Instance>> claims = new ArrayList<>(List.of(
                valueGap(MeanFieldControlValue::gap),
                eachRisk(),
                recovery(),
                valueRate(1),
                scaledGap(),
                scaledRecovery(),
                scaledRate(1)));
        claims.addAll(LawTransport.claims());
        return List.copyOf(claims);
    }

    @Override
    public List<NegativeControl<Instance>> controls() {
        List<NegativeControl<Instance>> controls = new ArrayList<>(List.of(
                new NegativeControl<>(
                        "a-tenth-for-each",
                        "claims that every risk changes by at most a tenth of its bound",
                        eachRisk().atMost(x -> 0.1)),
                new NegativeControl<>(
                        "mean-for-the-least",
                        "takes the mean risk of the networks for their least",
                        valueGap(x -> VALUES.apply(x).gapOfMean())),
                new NegativeControl<>(
                        "reversed-layers",
                        "subtracts what a layer should add",
                        valueGap(MeanFieldControlValue::gapOfReversed)),
                new NegativeControl<>("value-like-one-over-depth-squared", "claims the rate 1/L²", valueRate(2)),
                new NegativeControl<>(
                        "scaled-value-like-one-over-depth-squared", "claims the rate 1/L²", scaledRate(2))));
        controls.addAll(LawTransport.controls());
        return List.copyOf(controls);
    }

    @Override
    public List<Family<?>> families() {
        return ValueFamilies.all();
    }

    @Override
    public List<Picture> pictures(RandomField random) {
        return ValuePictures.all(random);
    }

    // ---- instances

    /** L is 12, 24, 48 or 96; two fifths of the classes are those of a single control. */
    @Override
    public Ranges ranges() {
        return LayerDraws.ranges().dim("controls", 0, 4).dim("depth", 0, 3);
    }

    @Override
    public Instance draw(Draw draw, RandomField random) {
        LayerDraws layers = LayerDraws.of(draw);
        return new Instance(
                layers.beta(),
                12 << draw.dim("depth"),
                layers.controls(random, Math.max(1, draw.dim("controls"))),
                layers.readout(random),
                layers.population(random),
                IntStream.range(0, layers.atoms())
                        .mapToObj(n -> layers.state(random, "other " + n))
                        .toList(),
                TestFunction.drawn(random, layers));
    }

    @Override
    public List<Instance> corners() {
        return ValueCorners.all(worked().instance());
    }

    @Override
    public SortedMap<String, Double> quantities(Instance x) {
        FiniteValue values = VALUES.apply(x);
        TestFunction.WeakForm transport = LawTransport.weakForm(x);
        LawPair laws = LawTransport.laws(x);
        Check.that(Double.isFinite(values.gap()), "readout", "is too large: a risk overflows");
        TreeMap<String, Double> named = new TreeMap<>();
        named.put("valueFlow", values.flowValue());
        named.put("valueDiscrete", values.networkValue());
        named.put("argminFlow", (double) values.bestFlow());
        named.put("argminDiscrete", (double) values.bestNetwork());
        named.put("valueGap", values.gap());
        LayerFields.putBound(named, "valueBound", values.bound());
        named.put("testIntegralChange", transport.change());
        named.put("weakFormIntegral", transport.integral());
        named.put("wassersteinStart", laws.start());
        named.put("wassersteinEnd", laws.end());
        LayerFields.putBound(named, "wassersteinBound", laws.bound());
        return named;
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
        return Example.resource(MeanFieldControlValue.class, "mean-field-control-value", Instance.class);
    }

    @Override
    public int tries() {
        return 40;
    }

    @Override
    public Search search() {
        return new Search(12, 2, 12);
    }
}
