package org.attentiontheorems.homogenization;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.function.UnaryOperator;
import org.attentiontheorems.measure.LogLog;
import org.attentiontheorems.random.RandomField;
import org.attentiontheorems.verify.Approx;
import org.attentiontheorems.verify.Bound;
import org.attentiontheorems.verify.Claim;
import org.attentiontheorems.verify.Family;
import org.attentiontheorems.verify.InvalidComputation;
import org.attentiontheorems.verify.Mean;
import org.attentiontheorems.verify.Memo;
import org.attentiontheorems.verify.NegativeControl;
import org.attentiontheorems.verify.Range;

/** Declared families of {@code homogenized-deterministic-limit}: rates, the sharp constant, necessity, and a larger network. */
final class DeterministicLimitFamilies {
    private static final int REGULAR = 12;
    private static final int MOST_DRAWS = 2000;
    private static final Memo<DeepNetwork, DepthGrid> GRIDS = Memo.of(DepthGrid::of);
    private static final Memo<DeepNetwork, Double> CONSTANTS =
            Memo.of(x -> x.flow().sharpConstant());

    private DeterministicLimitFamilies() {}

    static List<Family<?>> all() {
        return List.of(
                regular(),
                severalHeads(),
                workedNetwork(),
                quarterTurns(),
                oneValue(),
                centred(),
                frozen(),
                simulated());
    }

    // ---- instances

    /**
     * Random networks of the common generator until enough of them meet a condition: where the leading term nearly cancels, the next one
     * rules, and no slope can be promised.
     */
    private static List<DeepNetwork> drawn(RandomField random, int least, Predicate<DeepNetwork> condition) {
        List<DeepNetwork> found = new ArrayList<>();
        for (int k = 1; k <= MOST_DRAWS; k++) {
            RandomField field = random.replicate(k);
            DeepNetwork network = HomogenizedDeterministicLimit.network(
                    HomogenizedDeterministicLimit.shapes().sample(field), field);
            if (condition.test(network)) {
                found.add(network);
            }
            if (found.size() == least) {
                return found;
            }
        }
        throw new InvalidComputation("only " + found.size() + " of " + MOST_DRAWS + " networks meet the condition");
    }

    /** {@code c* >= 0.15 T² Σ p_a |V_a - V̄|²} and {@code bias² <= 0.1 MSE} in four layers of one head. */
    private static boolean isRegular(DeepNetwork x) {
        double[][] mean = x.law().meanValue();
        double spread = 0;
        for (WeightAtom atom : x.atoms()) {
            double[][] difference = Rows.copy(atom.value());
            Rows.add(difference, -1, mean);
            double norm = Rows.operatorNorm(difference);
            spread += atom.prob() * norm * norm;
        }
        DepthErrors errors = GRIDS.apply(x).errors(4, 1);
        return errors.squaredBias() <= 0.1 * errors.meanSquare()
                && CONSTANTS.apply(x) >= 0.15 * x.time() * x.time() * spread;
    }

    private static boolean hasCompany(DeepNetwork x) {
        return x.n() >= 2;
    }

    // ---- rates and the sharp constant

    private static Family<DeepNetwork> regular() {
        return Family.<DeepNetwork>drawn(
                        "regular",
                        "random networks whose variance is not small by chance, redrawn until they are such",
                        random -> drawn(random, REGULAR, DeterministicLimitFamilies::isRegular))
                .claims(depthSlope(-1.4, -0.5), depthDecrease(), sharpConstant(DeepNetwork::flow))
                .controls(
                        new NegativeControl<>(
                                "faster-than-one-over-l", "claims an error of order L^-3/2", depthSlope(-1.75, -1.25)),
                        wrongFlow(
                                "flow-without-projection",
                                "lets the averaged flow leave the sphere",
                                x -> new AveragedFlow(x.field().withoutProjection(), x.tokens(), x.time())),
                        wrongFlow(
                                "flow-of-transposed-values",
                                "transposes every value matrix in the flow",
                                x -> new AveragedFlow(x.field().transposed(), x.tokens(), x.time())),
                        wrongFlow(
                                "flow-for-half-the-time",
                                "stops the flow at T/2",
                                x -> new AveragedFlow(x.field(), x.tokens(), x.time() / 2)));
    }

    /** That a slope lies between two ends, as a distance from the middle. */
    private static Bound<DeepNetwork> slope(String id, double low, double high, ToDoubleFunction<DeepNetwork> slope) {
        return Claim.<DeepNetwork>bound(id, x -> Math.abs(slope.applyAsDouble(x) - (low + high) / 2))
                .atMost(x -> (high - low) / 2);
    }

    private static Bound<DeepNetwork> depthSlope(double low, double high) {
        return slope("depth-slope", low, high, x -> GRIDS.apply(x).depthSlope());
    }

    private static Bound<DeepNetwork> depthDecrease() {
        return Claim.<DeepNetwork>bound("depth-decrease", x -> GRIDS.apply(x).decrease())
                .atMost(x -> 0.7);
    }

    /** {@code |(36 MSE_12 - 16 MSE_8)/c* - 1| <= 0.03}, the flow perhaps a wrong one. */
    private static Bound<DeepNetwork> sharpConstant(Function<DeepNetwork, AveragedFlow> flow) {
        return Claim.<DeepNetwork>bound(
                        "sharp-constant",
                        x -> Math.abs(
                                DepthGrid.against(x, flow.apply(x)).extrapolatedConstant() / CONSTANTS.apply(x) - 1))
                .atMost(x -> 0.03);
    }

    /** Seen where the wrong flow ends elsewhere: at a mean squared distance of at least 0.01 c*. */
    private static NegativeControl<DeepNetwork> wrongFlow(
            String id, String whatIsWrong, Function<DeepNetwork, AveragedFlow> flow) {
        return new NegativeControl<>(
                id,
                whatIsWrong,
                sharpConstant(flow)
                        .when(x -> hasCompany(x)
                                && Rows.meanSquaredDistance(
                                                flow.apply(x).end(),
                                                GRIDS.apply(x).end())
                                        >= 0.01 * CONSTANTS.apply(x)));
    }

    private static Family<DeepNetwork> severalHeads() {
        return Family.<DeepNetwork>drawn(
                        "several-heads",
                        "random networks of four layers with 1, 2, 4 and 8 heads whose variance is not small by chance",
                        random -> drawn(random, REGULAR, DeterministicLimitFamilies::isRegular))
                .claims(headsSlope(-1.1, -0.9, layer -> layer))
                .controls(
                        new NegativeControl<>(
                                "heads-added-up",
                                "adds the heads up instead of averaging them",
                                headsSlope(-1.1, -0.9, Layer::summed)),
                        new NegativeControl<>(
                                "heads-help-by-their-root",
                                "claims a variance of order H^-1/2",
                                headsSlope(-0.75, -0.25, layer -> layer)));
    }

    private static Bound<DeepNetwork> headsSlope(double low, double high, UnaryOperator<Layer> change) {
        return slope("heads-slope", low, high, x -> GRIDS.apply(x).headsSlope(change));
    }

    private static Family<DeepNetwork> workedNetwork() {
        return Family.of(
                        "worked-network",
                        "the worked example in 2 to 16 layers, and with 1 to 8 heads",
                        List.of(HomogenizedDeterministicLimit.worked().instance()))
                .claims(errorInDepth(1), varianceInHeads(1))
                .controls(
                        new NegativeControl<>(
                                "error-like-one-over-l-squared", "forgets the noise: order 1/L²", errorInDepth(2)),
                        new NegativeControl<>(
                                "variance-like-one-over-h-squared",
                                "claims a variance of order 1/H²",
                                varianceInHeads(2)));
    }

    private static Claim<DeepNetwork> errorInDepth(double exponent) {
        return Claim.<DeepNetwork>exactRate(
                        "error-in-depth",
                        (x, layers, effort) ->
                                Approx.direct(GRIDS.apply(x).errors(layers, 1).meanSquare()))
                .fallsLike(exponent, 0.25, 2, 4, 8, 16)
                .under((x, layers) -> HomogenizedDeterministicLimit.bound(x.sized(layers, 1)))
                .sharp();
    }

    private static Claim<DeepNetwork> varianceInHeads(double exponent) {
        return Claim.<DeepNetwork>exactRate(
                        "variance-in-heads",
                        (x, heads, effort) ->
                                Approx.direct(GRIDS.apply(x).errors(4, heads).variance()))
                .fallsLike(exponent, 0.25, 1, 2, 4, 8)
                .under((x, heads) -> HomogenizedDeterministicLimit.bound(x.sized(4, heads)))
                .sharp();
    }

    /** Values {@code ±J}, J the quarter turn: one token walks at random on the circle, and steps of 0.001 leave the bound no room. */
    private static Family<DeepNetwork> quarterTurns() {
        double[][] turn = {{0, -1}, {1, 0}};
        List<WeightAtom> atoms =
                List.of(new WeightAtom(0.5, turn, turn), new WeightAtom(0.5, turn, Rows.times(-1, turn)));
        double[][] token = {{1, 0}};
        List<DeepNetwork> walks = new ArrayList<>();
        for (int[] size : new int[][] {{1, 1}, {4, 1}, {4, 8}, {12, 1}}) {
            walks.add(new DeepNetwork(1, token, size[1], size[0], 0.001 * size[0], atoms));
        }
        return Family.of("quarter-turns", "one token on the circle under values ±J, J the quarter turn", walks)
                .claims(
                        Claim.<DeepNetwork>bound("walk-error", DeterministicLimitFamilies::ownError)
                                .atMost(x -> HomogenizedDeterministicLimit.bound(x)),
                        Claim.<DeepNetwork>bound("walk-attains-bound", DeterministicLimitFamilies::ownError)
                                .atLeast(x -> 0.99 * HomogenizedDeterministicLimit.bound(x)))
                .controls(new NegativeControl<>(
                        "walk-error-undercut",
                        "claims 0.95 of the bound",
                        Claim.<DeepNetwork>bound("walk-error", DeterministicLimitFamilies::ownError)
                                .atMost(x -> 0.95 * HomogenizedDeterministicLimit.bound(x))));
    }

    private static double ownError(DeepNetwork x) {
        return GRIDS.apply(x).errors(x.layers(), x.heads()).meanSquare();
    }

    /** One value, so one path: only the bias of the Euler steps is left. */
    private static Family<DeepNetwork> oneValue() {
        return Family.<DeepNetwork>drawn(
                        "one-value",
                        "networks without randomness: a single value matrix, 64 to 256 layers, whose bias is not small by chance",
                        random -> drawn(random, REGULAR, x -> biasIsRegular(withOneValue(x))).stream()
                                .map(DeterministicLimitFamilies::withOneValue)
                                .toList())
                .claims(biasSlope(-2.1, -1.9))
                .controls(new NegativeControl<>(
                        "bias-like-one-over-l", "claims a squared bias of order 1/L", biasSlope(-1.1, -0.9)));
    }

    private static DeepNetwork withOneValue(DeepNetwork x) {
        return x.withAtoms(
                List.of(new WeightAtom(1, x.atoms().get(0).keyQuery(), x.law().meanValue())));
    }

    /** {@code bias >= 0.03 (T |V̄|)²/L}, the order of an Euler error, and {@code bias² > 1e-12} at L = 256. */
    private static boolean biasIsRegular(DeepNetwork x) {
        double reach = x.time() * Rows.operatorNorm(x.law().meanValue());
        double square = GRIDS.apply(x).meanSquare(256);
        return square > 1e-12 && Math.sqrt(square) >= 0.03 * reach * reach / 256;
    }

    private static Bound<DeepNetwork> biasSlope(double low, double high) {
        double[] depths = {64, 128, 256};
        return slope("bias-slope", low, high, x -> {
            DepthGrid grid = GRIDS.apply(x);
            return LogLog.slope(depths, new double[] {grid.meanSquare(64), grid.meanSquare(128), grid.meanSquare(256)});
        });
    }

    // ---- necessity

    /** Without a mean and with steps sqrt(T/L) the network diffuses: the averaged flow stands still, the tokens do not. */
    private static Family<DeepNetwork> centred() {
        return Family.<DeepNetwork>drawn(
                        "centred-values",
                        "values without mean, one B, steps sqrt(T/L) in place of T/L",
                        random -> drawn(random, REGULAR, x -> hasCompany(x) && isRegular(x)).stream()
                                .map(DeterministicLimitFamilies::centredValues)
                                .toList())
                .claims(errorStays("centred-error-stays", DepthGrid::rootDecrease))
                .controls(new NegativeControl<>(
                        "small-steps-average-out",
                        "takes steps T/L, for which noise averages out",
                        errorStays("centred-error-stays", DepthGrid::decrease)));
    }

    private static DeepNetwork centredValues(DeepNetwork x) {
        double[][] mean = x.law().meanValue();
        double[][] b = x.atoms().get(0).keyQuery();
        return x.withAtoms(x
                .law()
                .mapValues(value -> {
                    double[][] centred = Rows.copy(value);
                    Rows.add(centred, -1, mean);
                    return centred;
                })
                .atoms()
                .stream()
                .map(atom -> new WeightAtom(atom.prob(), b, atom.value()))
                .toList());
    }

    private static Family<DeepNetwork> frozen() {
        return Family.<DeepNetwork>drawn(
                        "weights-reused",
                        "the same random weights in all layers",
                        random -> drawn(random, REGULAR, x -> hasCompany(x) && isRegular(x)))
                .claims(errorStays("reused-error-stays", DepthGrid::frozenDecrease))
                .controls(new NegativeControl<>(
                        "new-weights-average-out",
                        "draws weights anew in every layer, for which noise averages out",
                        errorStays("reused-error-stays", DepthGrid::decrease)));
    }

    /** The error in twelve layers is at least half of that in four. */
    private static Bound<DeepNetwork> errorStays(String id, ToDoubleFunction<DepthGrid> decrease) {
        return Claim.<DeepNetwork>bound(id, x -> decrease.applyAsDouble(GRIDS.apply(x)))
                .atLeast(x -> 0.5);
    }

    // ---- a larger network

    private static Family<Simulated> simulated() {
        return Family.<Simulated>drawn(
                        "simulated",
                        "24 tokens in 24 dimensions, 16 layers of one head",
                        random -> List.of(Simulated.of(random)))
                .claims(simulatedError())
                .controls(new NegativeControl<>(
                        "one-layer-for-all",
                        "takes the remainder of one layer for the error of all",
                        simulatedError().atMost(Simulated::squaredRemainder)));
    }

    /** {@code E 1/n Σ_i |X_i - x_i(T)|² <= E_L}, by simulation. Tokens are at most 2TF apart. */
    private static Mean<Simulated> simulatedError() {
        return Claim.<Simulated>mean("simulated-error", (x, random) -> Approx.direct(x.error(random)))
                .atMost(Simulated::bound)
                .in(x -> Range.between(0, x.largestError()));
    }
}
