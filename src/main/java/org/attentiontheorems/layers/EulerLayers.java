package org.attentiontheorems.layers;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.attentiontheorems.random.RandomField;
import org.attentiontheorems.verify.Approx;
import org.attentiontheorems.verify.Bound;
import org.attentiontheorems.verify.Check;
import org.attentiontheorems.verify.Claim;
import org.attentiontheorems.verify.Draw;
import org.attentiontheorems.verify.ExactRate;
import org.attentiontheorems.verify.Example;
import org.attentiontheorems.verify.Family;
import org.attentiontheorems.verify.Memo;
import org.attentiontheorems.verify.NegativeControl;
import org.attentiontheorems.verify.Picture;
import org.attentiontheorems.verify.Ranges;
import org.attentiontheorems.verify.Search;
import org.attentiontheorems.verify.Theorem;

/**
 * A residual network of depth L with step 1/L follows the flow {@code h' = f(h, θ(t))} of its layers (arXiv 2606.23235):
 *
 * <pre>{@code max_l |h_l - h(l/L)|_∞  <=  max_l E_l   (a tube computed along the network),
 * max_l |h_l - h(l/L)|_∞  <=  C / L,   C = ½ F_* (e^Λ_* - 1)   (from norms alone),}</pre>
 *
 * and no better order is true. Bounded variation of θ is needed. One instance costs one integration of Td equations and O(L T² d).
 */
public final class EulerLayers implements Theorem<EulerLayers.Instance> {
    private static final int[] DEPTHS = {24, 48, 96, 192};
    private static final int DEEPEST = 192;
    private static final double SLACK = 1e-12;
    private static final double RESOLUTION = 1e-10;
    private static final double LEAST_ERROR = 1e-9;
    private static final Memo<Instance, EulerRun> RUNS = Memo.of(x -> x.run(x.depth()));
    private static final Memo<Instance, EulerRun> DEEP = Memo.of(x -> x.run(DEEPEST));

    /**
     * One start and one control.
     *
     * @param beta inverse temperature, at least 0
     * @param depth L, a multiple of the number of segments
     * @param control θ on S equal segments of depth
     * @param h0 hidden states at depth 0, T x d
     */
    public record Instance(double beta, int depth, List<Layer> control, double[][] h0) {
        public Instance {
            LayerFields.beta(beta);
            LayerShape shape = LayerFields.control("control", control);
            int tokens = LayerFields.state("h0", h0, shape.d());
            LayerFields.depth(depth, control.size(), tokens, shape.d());
            control = List.copyOf(control);
        }

        LayerField field() {
            return LayerField.of(h0.length, Control.of(control).shape(), beta);
        }

        EulerRun run(int otherDepth) {
            return EulerRun.of(field(), Control.of(control), States.flat(h0), otherDepth);
        }
    }

    static EulerRun run(Instance x) {
        return RUNS.apply(x);
    }

    /** Slack for rounding, in the size of the states. */
    static double slack(Instance x) {
        return SLACK * run(x).size();
    }

    /** {@code max_l |h_l - h(l/L)|_∞ <= max_l E_l}. */
    static Bound<Instance> tube(UnaryOperator<Network> change) {
        return Claim.<Instance>bound("tube", x -> run(x).error(network(x, change)))
                .atMost(x -> run(x).tube().largestError())
                .absFloor(EulerLayers::slack);
    }

    private static Network network(Instance x, UnaryOperator<Network> change) {
        return change.apply(Network.of(x.field()));
    }

    private static UnaryOperator<Network> layer(UnaryOperator<LayerField> change) {
        return network -> Network.of(change.apply(network.field()));
    }

    /** {@code max_l |h_l - h(l/L)|_∞ <= C / L}. */
    static Bound<Instance> apriori() {
        return Claim.<Instance>bound("apriori", x -> run(x).error())
                .atMost(x -> run(x).aprioriBound())
                .absFloor(EulerLayers::slack);
    }

    /** The error falls like 1/L, and no faster. */
    static ExactRate<Instance> firstOrder(UnaryOperator<Network> change) {
        return Claim.<Instance>exactRate("first-order", (x, depth, effort) -> error(x, depth, change))
                .fallsLike(1, 0.05, DEPTHS)
                .under((x, depth) -> deep(x, depth).tube().largestError())
                .sharp();
    }

    private static Claim<Instance> whereResolved(ExactRate<Instance> rate) {
        return rate.when(x -> DEEPEST % x.control().size() == 0 && DEEP.apply(x).error() >= LEAST_ERROR);
    }

    private static EulerRun deep(Instance x, int depth) {
        return DEEP.apply(x).atDepth(depth);
    }

    private static Approx error(Instance x, int depth, UnaryOperator<Network> change) {
        EulerRun run = deep(x, depth);
        return Approx.within(run.error(network(x, change)), SLACK * run.size());
    }

    /** Layers never move a token because of a later one, bit for bit. */
    static Claim<Instance> causalNetwork(UnaryOperator<Network> change) {
        return Claim.<Instance>identity(
                        "causal-network", x -> run(x).unmoved(network(x, change)), x -> run(x).beforeTheLast())
                .when(x -> x.h0().length > 1);
    }

    /** The flow never moves a token because of a later one; the two ways to compute it may each be off by what the flow is. */
    static Claim<Instance> causalFlow(UnaryOperator<LayerField> change) {
        return Claim.<Instance>bound("causal-flow", x -> run(x).leak(LayerFlow.of(change.apply(x.field()))))
                .atMost(x -> slack(x) + 2 * run(x).resolution(LayerFlow.COARSE))
                .when(x -> x.h0().length > 1);
    }

    /** The flow is the same with a tolerance ten times larger. */
    static Claim<Instance> resolvedFlow(double tolerance) {
        return Claim.<Instance>bound("resolved-flow", x -> run(x).resolution(tolerance))
                .atMost(x -> RESOLUTION * run(x).size());
    }

    @Override
    public Class<Instance> instanceType() {
        return Instance.class;
    }

    @Override
    public List<Claim<Instance>> claims() {
        return List.of(
                tube(network -> network),
                apriori(),
                whereResolved(firstOrder(network -> network)),
                causalNetwork(network -> network),
                causalFlow(field -> field),
                resolvedFlow(LayerFlow.COARSE));
    }

    @Override
    public List<NegativeControl<Instance>> controls() {
        return List.of(
                new NegativeControl<>(
                        "subtracted-layers",
                        "subtracts what a layer should add",
                        tube(network -> network.with(Network.Step.REVERSED))),
                new NegativeControl<>(
                        "no-causal-mask", "lets tokens attend to the future", tube(layer(LayerField::withoutMask))),
                new NegativeControl<>("no-bias", "forgets the bias of the MLP", tube(layer(LayerField::withoutBias))),
                new NegativeControl<>(
                        "short-steps",
                        "divides by L + 1 instead of L",
                        tube(network -> network.with(Network.Step.SHORT))),
                new NegativeControl<>(
                        "halved-beta",
                        "attends at half of the inverse temperature",
                        tube(layer(field -> field.withBeta(field.beta() / 2)))),
                new NegativeControl<>(
                        "apriori-second-order",
                        "claims C / L² from norms alone",
                        apriori().atMost(x -> run(x).aprioriBound() / x.depth())),
                new NegativeControl<>(
                        "midpoint-rule",
                        "is a network of order 2, which the bounds allow and the rate does not",
                        whereResolved(firstOrder(network -> network.with(Network.Step.MIDPOINT)))),
                new NegativeControl<>(
                        "second-order",
                        "claims that the error falls like 1/L²",
                        whereResolved(firstOrder(network -> network).fallsLike(2, 0.5))),
                new NegativeControl<>(
                        "network-looks-ahead",
                        "lets layers attend to the future",
                        causalNetwork(layer(LayerField::withoutMask))),
                new NegativeControl<>(
                        "flow-looks-ahead", "lets the flow attend to the future", causalFlow(LayerField::withoutMask)),
                new NegativeControl<>("crude-flow", "integrates the flow to three digits only", resolvedFlow(1e-3)));
    }

    @Override
    public List<Family<?>> families() {
        return EulerFamilies.all();
    }

    @Override
    public List<Picture> pictures(RandomField random) {
        return EulerPictures.all();
    }

    /** Depth is 6 · 2^octave. */
    @Override
    public Ranges ranges() {
        return LayerDraws.layerRanges().dim("octave", 0, 5);
    }

    @Override
    public Instance draw(Draw draw, RandomField random) {
        LayerDraws draws = LayerDraws.layers(draw);
        return new Instance(
                draws.beta(), 6 << draw.dim("octave"), draws.control(random, "control"), draws.state(random, "h0"));
    }

    /** The worked example, made degenerate in one respect each. */
    @Override
    public List<Instance> corners() {
        Instance x = worked().instance();
        double[][] states = {{0.3, -0.8}, {-0.5, 0.1}, {0.9, 0.4}};
        LayerShape shape = x.field().shape();
        List<Instance> corners = new ArrayList<>(List.of(
                new Instance(1, 8, new Control(shape, new double[2][shape.parameters()]).layers(), states),
                new Instance(1, 2, x.control(), states),
                new Instance(1, 24, x.control(), new double[][] {{0.6, -0.2}}),
                new Instance(0, 24, x.control(), states),
                new Instance(1, 24, x.control(), new double[][] {{0, 0}, {0, 0}}),
                new Instance(1, 24, x.control(), new double[][] {{0.5, 0.5}, {0.5, 0.5}, {0.5, 0.5}}),
                new Instance(30, 96, x.control(), states),
                EulerFamilies.scalar(-1, 2, 12),
                EulerFamilies.steep(4)));
        return corners;
    }

    @Override
    public SortedMap<String, Double> quantities(Instance x) {
        EulerRun run = run(x);
        Check.that(
                run.resolution(LayerFlow.COARSE) <= RESOLUTION * run.size(),
                "control",
                "moves so fast that its flow cannot be followed to ten digits: reduce norms");
        TreeMap<String, Double> named = new TreeMap<>();
        named.put("maxStateError", run.error());
        LayerFields.putBound(named, "fanBound", run.tube().largestError());
        LayerFields.putBound(named, "aprioriBound", run.aprioriBound());
        LayerFields.putBound(named, "aprioriLipschitz", run.apriori().lipschitz());
        LayerFields.putBound(named, "aprioriSpeed", run.apriori().speed());
        LayerFields.putBound(named, "tubeRadius", run.apriori().radius());
        named.put("eulerFinalSum", States.sum(run.tube().states()[x.depth()]));
        named.put("flowFinalSum", States.sum(run.flow()[x.depth()]));
        return named;
    }

    @Override
    public List<Example<Instance>> examples() {
        return List.of(worked());
    }

    static Example<Instance> worked() {
        return Example.resource(EulerLayers.class, "euler-layers-worked", Instance.class);
    }

    @Override
    public int tries() {
        return 120;
    }

    @Override
    public Search search() {
        return new Search(60, 3, 60);
    }
}
