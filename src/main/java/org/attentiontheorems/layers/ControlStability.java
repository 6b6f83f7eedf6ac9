package org.attentiontheorems.layers;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import org.attentiontheorems.layers.ControlDistance.Part;
import org.attentiontheorems.layers.RidgeMinimiser.Problem;
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
 * What a ridge penalty and Gronwall's inequality say of controls (arXiv 2606.23235):
 *
 * <pre>{@code
 * J(0) = Σ_n w_n ℓ(h_0^n, y_n),   |J(0) - log c| <= max_n D_{y_n} |h^n_{0,T}|,
 * ∫ |θ* - θ̄|² dt  <=  2/λ (J_L(θ̄) - J_L(θ*))  <=  2 J_L(θ̄) / λ     for the minimiser θ* of J_L + λ/2 ∫ |θ - θ̄|²,
 * |h^θ(1) - h^θ'(1)|_∞  <=  D_L,     |J(θ) - J(θ')|  <=  Σ_n w_n D_{y_n} D_L(n),
 * }</pre>
 *
 * with D_L of {@link ControlDistance}. The second line is in {@link RidgeRange}. One instance costs two flows and networks an atom, and some
 * tens of back-propagations for θ*.
 */
public final class ControlStability implements Theorem<ControlStability.Instance> {
    private static final double FLOW_ERROR = 1e-12;
    private static final long LARGEST_RUN = 20_000;

    /** Largest depth of a drawn instance, in layers a segment, whose minimiser is looked for. */
    private static final int MOST_LAYERS = 16;

    /** 1 / η along the way from one control to another. */
    private static final int[] CLOSER = {1_000, 5_000, 25_000, 100_000};

    /** Half of the allowed window of slopes, 0.05, and the blur of the rule for slopes. */
    private static final double CONTROL_WINDOW = 0.07;

    private static final Memo<Instance, ControlPair> PAIRS = pairs(ControlDistance.REFERENCE);

    /**
     * Two controls to compare, and a ridge problem.
     *
     * @param beta inverse temperature of attention, at least 0
     * @param depth L, a multiple of the number of segments
     * @param control θ
     * @param otherControl θ', of the same shape
     * @param anchor θ̄, of the same shape
     * @param lambda λ, positive
     * @param readout W, c x d
     * @param population labelled sequences with weights
     */
    public record Instance(
            double beta,
            int depth,
            List<Layer> control,
            List<Layer> otherControl,
            List<Layer> anchor,
            double lambda,
            double[][] readout,
            List<Atom> population) {
        public Instance {
            LayerFields.Sizes sizes = LayerFields.model(beta, depth, control, readout, population);
            LayerFields.control("otherControl", otherControl, sizes.shape(), sizes.segments());
            LayerFields.control("anchor", anchor, sizes.shape(), sizes.segments());
            DepthLimit.check(depth, population, LARGEST_RUN);
            Check.finite("lambda", lambda);
            Check.that(lambda > 0, "lambda", "must be above 0, is %s", lambda);
        }

        LayerModel model() {
            return LayerModel.of(beta, Control.of(control).shape(), readout, population);
        }

        Problem problem() {
            return problem(lambda);
        }

        Problem problem(double otherLambda) {
            return new Problem(model(), depth, Control.of(anchor), otherLambda);
        }

        Instance with(double otherBeta, double[][] otherReadout, List<Atom> otherPopulation) {
            return new Instance(otherBeta, depth, control, otherControl, anchor, lambda, otherReadout, otherPopulation);
        }

        Instance with(List<Layer> one, List<Layer> other, List<Layer> otherAnchor) {
            return new Instance(beta, depth, one, other, otherAnchor, lambda, readout, population);
        }

        boolean isShallow() {
            return depth <= MOST_LAYERS * control.size();
        }
    }

    private static Memo<Instance, ControlPair> pairs(ControlDistance bound) {
        return Memo.of(x ->
                ControlPair.of(x.model(), bound, Control.of(x.control()), Control.of(x.otherControl()), x.depth()));
    }

    // ---- stability

    /** {@code |h^θ(1) - h^θ'(1)|_∞ <= D_L}, the largest over atoms of each. */
    static Bound<Instance> stateDistance() {
        return Claim.<Instance>bound("state-distance", x -> PAIRS.apply(x).distance())
                .atMost(x -> PAIRS.apply(x).bound())
                .absFloor(FLOW_ERROR);
    }

    /** The same for every atom with its own bound. */
    static Bound<Instance> eachStateDistance(Memo<Instance, ControlPair> pairs) {
        return Claim.<Instance>bound("each-state-distance", x -> pairs.apply(x).largestRatio())
                .atMost(x -> 1);
    }

    /** {@code |J(θ) - J(θ')| <= Σ_n w_n D_{y_n} D_L(n)}. */
    static Bound<Instance> lossDistance() {
        return Claim.<Instance>bound("loss-distance", x -> PAIRS.apply(x).lossDistance())
                .atMost(x -> PAIRS.apply(x).lossBound())
                .absFloor(FLOW_ERROR);
    }

    /** On the way from θ to the anchor the distance of the flows of the first atom is of first order. */
    static Claim<Instance> controlRate(double exponent) {
        return Claim.<Instance>exactRate(
                        "control-rate", (x, n, effort) -> Approx.within(stepDistance(x, n), FLOW_ERROR))
                .fallsLike(exponent, CONTROL_WINDOW, CLOSER)
                .under(ControlStability::stepBound)
                .sharp()
                .when(x -> stepDistance(x, CLOSER[0]) >= 0.003 * stepBound(x, CLOSER[0])
                        && stepDistance(x, CLOSER[0]) > 0);
    }

    static double stepDistance(Instance x, int n) {
        LayerFlow flow = x.model().flow();
        double[] start = x.model().population().starts()[0];
        double[] one = flow.end(Control.of(x.control()), start);
        return States.distance(
                one, flow.end(step(x, n), start), step(x, n).shape().d());
    }

    static double stepBound(Instance x, int n) {
        double[] start = x.model().population().starts()[0];
        return ControlDistance.REFERENCE
                .along(x.model().field(), Control.of(x.control()), step(x, n), start, x.depth())[x.depth()];
    }

    private static Control step(Instance x, int n) {
        return Control.of(x.control()).towards(Control.of(x.anchor()), 1.0 / n);
    }

    // ---- initialisation

    /** The network without parameters leaves the states where they are. */
    static Identity<Instance> zeroControl(ToDoubleFunction<Instance> risk) {
        return Claim.<Instance>identity(
                        "zero-control",
                        x -> x.model().networkRisk(Control.of(x.anchor()).times(0), x.depth()),
                        risk)
                .absFloor(FLOW_ERROR);
    }

    /** So does the flow. */
    static Identity<Instance> zeroFlow() {
        return Claim.<Instance>identity(
                        "zero-flow",
                        x -> x.model().flowRisk(Control.of(x.anchor()).times(0)),
                        x -> initial(x).risk())
                .absFloor(FLOW_ERROR);
    }

    /** {@code |J(0) - log c| <= max_n D_{y_n} |h^n_{0,T}|}. */
    static Bound<Instance> initialRisk() {
        return Claim.<Instance>bound(
                        "initial-risk", x -> Math.abs(initial(x).risk() - StrictMath.log(x.readout().length)))
                .atMost(x -> initial(x).bound())
                .absFloor(FLOW_ERROR);
    }

    private static InitialRisk initial(Instance x) {
        return InitialRisk.of(x.model());
    }

    static Identity<Instance> silentReadout(LossFormula loss) {
        return Claim.identity(
                "silent-readout",
                x -> loss.silentRisk(x.model(), Control.of(x.control()), x.depth()),
                x -> StrictMath.log(x.readout().length));
    }

    @Override
    public List<Claim<Instance>> claims() {
        List<Claim<Instance>> claims = new ArrayList<>(List.of(
                stateDistance(),
                eachStateDistance(PAIRS),
                lossDistance(),
                controlRate(1),
                zeroControl(x -> initial(x).risk()),
                zeroFlow(),
                initialRisk(),
                silentReadout(LossFormula.CROSS_ENTROPY)));
        claims.addAll(RidgeRange.claims());
        return List.copyOf(claims);
    }

    @Override
    public List<NegativeControl<Instance>> controls() {
        List<NegativeControl<Instance>> controls = new ArrayList<>(List.of(
                new NegativeControl<>(
                        "half-the-state-distance",
                        "claims half of the bound",
                        stateDistance().atMost(x -> PAIRS.apply(x).bound() / 2)),
                new NegativeControl<>(
                        "scores-forgotten",
                        "takes flows with other queries and keys for the same",
                        eachStateDistance(pairs(ControlDistance.REFERENCE.without(Part.SCORES)))),
                new NegativeControl<>(
                        "bias-forgotten",
                        "takes flows with other biases for the same",
                        eachStateDistance(pairs(ControlDistance.REFERENCE.without(Part.BIAS)))),
                new NegativeControl<>(
                        "values-forgotten",
                        "takes flows with other values for the same",
                        eachStateDistance(pairs(ControlDistance.REFERENCE.without(Part.VALUES)))),
                new NegativeControl<>(
                        "mlp-forgotten",
                        "takes flows with another MLP for the same",
                        eachStateDistance(pairs(ControlDistance.REFERENCE.without(Part.MLP)))),
                new NegativeControl<>(
                        "second-order-in-the-control", "claims that flows part like |θ - θ'|²", controlRate(2)),
                new NegativeControl<>(
                        "zero-control-is-uniform",
                        "takes log c for the risk of the control 0",
                        zeroControl(x -> StrictMath.log(x.readout().length))),
                new NegativeControl<>(
                        "loss-in-bits", "takes logarithms to base 2", silentReadout(LossFormula.IN_BITS))));
        controls.addAll(RidgeRange.controls());
        return List.copyOf(controls);
    }

    @Override
    public List<Family<?>> families() {
        return ControlFamilies.all();
    }

    @Override
    public List<Picture> pictures(RandomField random) {
        return ControlPictures.all(random);
    }

    // ---- instances

    /** The other control lies a share 10^log10Share of the way to an independent one. */
    @Override
    public Ranges ranges() {
        return LayerDraws.ranges()
                .dim("layers", 0, 2)
                .scale("log10Share", -3, 0)
                .scale("lambda", 4, 8);
    }

    /** Segments have 4, 16 or 48 layers. */
    @Override
    public Instance draw(Draw draw, RandomField random) {
        LayerDraws layers = LayerDraws.of(draw);
        List<Layer> control = layers.control(random, "control");
        Control other = Control.of(control)
                .towards(Control.of(layers.control(random, "other")), StrictMath.pow(10, draw.scale("log10Share")));
        return new Instance(
                layers.beta(),
                layers.segments() * new int[] {4, MOST_LAYERS, 48}[draw.dim("layers")],
                control,
                other.layers(),
                layers.control(random, "anchor"),
                draw.scale("lambda"),
                layers.readout(random),
                layers.population(random));
    }

    @Override
    public List<Instance> corners() {
        return ControlCorners.all(worked().instance());
    }

    @Override
    public SortedMap<String, Double> quantities(Instance x) {
        ControlPair pair = PAIRS.apply(x);
        RidgeMinimiser.Run run = RidgeRange.run(x);
        TreeMap<String, Double> named = new TreeMap<>();
        named.put("stateDistance", pair.distance());
        LayerFields.putBound(named, "stabilityBound", pair.bound());
        named.put("lossDistance", pair.lossDistance());
        LayerFields.putBound(named, "lossStabilityBound", pair.lossBound());
        named.put("zeroControlRisk", initial(x).risk());
        named.put("anchorRisk", x.problem().risk(Control.of(x.anchor())));
        named.put("optimalRisk", x.problem().risk(run.minimiser()));
        named.put("optimalObjective", x.problem().objective(run.minimiser()));
        named.put("controlEnergy", run.energy());
        named.put("rangeBound", RidgeRange.bound(x, x.lambda()));
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
        return Example.resource(ControlStability.class, "control-stability", Instance.class);
    }

    @Override
    public int tries() {
        return 50;
    }

    @Override
    public Search search() {
        return new Search(15, 2, 15);
    }
}
