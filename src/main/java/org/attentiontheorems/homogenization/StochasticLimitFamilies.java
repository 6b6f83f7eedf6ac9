package org.attentiontheorems.homogenization;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.attentiontheorems.random.RandomField;
import org.attentiontheorems.verify.Approx;
import org.attentiontheorems.verify.Bound;
import org.attentiontheorems.verify.Claim;
import org.attentiontheorems.verify.ExactRate;
import org.attentiontheorems.verify.Family;
import org.attentiontheorems.verify.Mean;
import org.attentiontheorems.verify.Memo;
import org.attentiontheorems.verify.NegativeControl;
import org.attentiontheorems.verify.Range;
import org.attentiontheorems.verify.Ranges;

/** Declared families of {@code homogenized-stochastic-limit}: orders of one layer, weak rates in closed form, necessity, a simulation. */
final class StochasticLimitFamilies {
    private static final int DRAWS = 60;
    private static final double COARSE = 0.05;
    private static final double FINE = 0.025;
    private static final double REGULAR_SHARE = 0.15;
    private static final double REGULAR_SIZE = 1e-8;
    private static final double SHIFT = 0.1;
    private static final double QUADRATURE = 1e-9;
    private static final Memo<CentredLayer, Halving> HALVINGS = Memo.of(Halving::of);
    private static final Memo<TwoTokenChain, Overlaps> OVERLAPS = Memo.of(Overlaps::of);

    private StochasticLimitFamilies() {}

    static List<Family<?>> all() {
        return List.of(skewed(), symmetric(), withMean(), oneToken(), twoTokens(), simulated());
    }

    // ---- orders of one layer

    /** One layer at two steps, the second half of the first. */
    private record Halving(LayerComparison coarse, LayerComparison fine) {
        static Halving of(CentredLayer x) {
            return new Halving(LayerComparison.of(x.withStep(COARSE)), LayerComparison.of(x.withStep(FINE)));
        }

        double slope(ToDoubleFunction<LayerComparison> error) {
            return StrictMath.log(error.applyAsDouble(coarse) / error.applyAsDouble(fine))
                    / StrictMath.log(COARSE / FINE);
        }

        /** Where the leading coefficient nearly cancels the next one rules, and no slope can be promised. */
        boolean isRegular(ToDoubleFunction<LayerComparison> error, ToDoubleFunction<LayerComparison> bound) {
            return isRegular(coarse, error, bound) && isRegular(fine, error, bound);
        }

        private static boolean isRegular(
                LayerComparison at, ToDoubleFunction<LayerComparison> error, ToDoubleFunction<LayerComparison> bound) {
            double e = error.applyAsDouble(at);
            return e >= REGULAR_SHARE * bound.applyAsDouble(at) && e >= REGULAR_SIZE;
        }
    }

    private static List<CentredLayer> drawn(RandomField random, int symmetric) {
        Ranges shapes = Ranges.none()
                .dim("tokens", 1, 4)
                .dim("dimension", 2, 4)
                .dim("symmetric", symmetric, symmetric)
                .dim("heads", 1, 2)
                .dim("step", HomogenizedStochasticLimit.STEPS.length - 1, HomogenizedStochasticLimit.STEPS.length - 1)
                .scale("gamma0", 0, 1)
                .scale("gamma1", 0, 1);
        HomogenizedStochasticLimit theorem = new HomogenizedStochasticLimit();
        return IntStream.rangeClosed(1, DRAWS)
                .mapToObj(k -> theorem.draw(shapes.sample(random.replicate(k)), random.replicate(k)))
                .toList();
    }

    private static Family<CentredLayer> skewed() {
        return Family.<CentredLayer>drawn(
                        "skewed-laws", "skewed value laws, steps 0.05 and 0.025", random -> drawn(random, 0))
                .claims(driftSlope("skewed-drift-slope", 1, 0.2), covarianceSlope("skewed-covariance-slope", 1, 0.2))
                .controls(
                        new NegativeControl<>(
                                "skewed-drift-of-second-order",
                                "claims order η² without symmetry",
                                driftSlope("skewed-drift-slope", 2, 0.2)),
                        new NegativeControl<>(
                                "skewed-covariance-of-second-order",
                                "claims order η² without symmetry",
                                covarianceSlope("skewed-covariance-slope", 2, 0.2)));
    }

    private static Family<CentredLayer> symmetric() {
        return Family.<CentredLayer>drawn(
                        "symmetric-laws", "symmetric value laws, steps 0.05 and 0.025", random -> drawn(random, 1))
                .claims(
                        driftSlope("symmetric-drift-slope", 2, 0.05),
                        covarianceSlope("symmetric-covariance-slope", 2, 0.05))
                .controls(
                        new NegativeControl<>(
                                "symmetric-drift-of-third-order",
                                "claims order η³",
                                driftSlope("symmetric-drift-slope", 3, 0.2)),
                        new NegativeControl<>(
                                "symmetric-covariance-of-first-order",
                                "claims that order η is attained",
                                covarianceSlope("symmetric-covariance-slope", 1, 0.2)));
    }

    private static Claim<CentredLayer> driftSlope(String id, double order, double tol) {
        return slope(id, order, tol, LayerComparison::driftError, LayerComparison::driftBound);
    }

    private static Claim<CentredLayer> covarianceSlope(String id, double order, double tol) {
        return slope(id, order, tol, LayerComparison::covarianceError, LayerComparison::covarianceBound);
    }

    private static Claim<CentredLayer> slope(
            String id,
            double order,
            double tol,
            ToDoubleFunction<LayerComparison> error,
            ToDoubleFunction<LayerComparison> bound) {
        return Claim.<CentredLayer>bound(id, x -> Math.abs(HALVINGS.apply(x).slope(error) - order))
                .atMost(x -> tol)
                .when(x -> HALVINGS.apply(x).isRegular(error, bound));
    }

    // ---- necessity of centred heads

    private static Family<ShiftedLayer> withMean() {
        return Family.<ShiftedLayer>drawn(
                        "values-with-mean", "values with the mean 0.1 I, at least two tokens", random -> {
                            List<ShiftedLayer> shifted = new ArrayList<>();
                            for (int symmetric = 0; symmetric < 2; symmetric++) {
                                drawn(random, symmetric).stream()
                                        .filter(x -> x.n() >= 2)
                                        .forEach(x -> shifted.add(new ShiftedLayer(x, SHIFT)));
                            }
                            return shifted;
                        })
                .claims(meanSlope(1), meanError(1))
                .controls(
                        new NegativeControl<>(
                                "centred-heads-blow-up", "claims the same without the mean", meanSlope(0)),
                        new NegativeControl<>(
                                "centred-heads-break-the-bound", "claims the same without the mean", meanError(0)));
    }

    /** The error of the drift grows like 1/η, up to the share of what is not the mean. */
    private static Claim<ShiftedLayer> meanSlope(double factor) {
        return Claim.<ShiftedLayer>bound("mean-slope", x -> Math.abs(x.slope(factor * x.mean()) + 1))
                .atMost(ShiftedLayer::largestDeviation)
                .when(ShiftedLayer::isRuledByTheMean);
    }

    /** The error is as many times the bound as the mean alone makes it. */
    private static Claim<ShiftedLayer> meanError(double factor) {
        return Claim.<ShiftedLayer>bound("mean-breaks-the-bound", x -> x.errorOverBound(factor * x.mean()))
                .atLeast(ShiftedLayer::leastErrorOverBound)
                .when(ShiftedLayer::isRuledByTheMean);
    }

    // ---- weak rates in closed form

    private static Family<ZonalChain> oneToken() {
        double[][] known = {
            {2, 1, -0.09778}, {2, 2, -0.18424}, {3, 1, -0.03984}, {3, 2, -0.06113},
            {5, 1, 0.02688}, {5, 2, 0.03701}, {16, 1, 0.10988}, {16, 2, 0.13789}
        };
        List<ZonalChain> chains = new ArrayList<>();
        for (double[] row : known) {
            chains.add(new ZonalChain((int) row[0], (int) row[1], row[2]));
        }
        return Family.of(
                        "one-token", "Gaussian values and one token, in dimension 2, 3, 5 and 16: closed forms", chains)
                .claims(zonalRate(1), zonalConstant(ZonalChain::rate))
                .controls(
                        new NegativeControl<>(
                                "one-token-of-second-order", "claims a weak error of order 1/L²", zonalRate(2)),
                        new NegativeControl<>(
                                "limit-twice-as-fast",
                                "forgets the ½ in the exponent of the limit",
                                zonalConstant(x -> 2 * x.rate())),
                        new NegativeControl<>(
                                "limit-of-one-more-dimension",
                                "takes k(k+d-1) for the eigenvalue k(k+d-2)",
                                zonalConstant(x -> x.rate() + x.degree() * x.variance() / 2)));
    }

    private static ExactRate<ZonalChain> zonalRate(double exponent) {
        return Claim.<ZonalChain>exactRate(
                        "one-token-weak-error",
                        (x, layers, effort) -> Approx.within(Math.abs(x.error(layers, x.rate())), QUADRATURE))
                .fallsLike(exponent, 0.05, 64, 128, 256, 512)
                .under((x, layers) -> Math.abs(x.constant()) / layers)
                .sharp();
    }

    private static Bound<ZonalChain> zonalConstant(ToDoubleFunction<ZonalChain> rate) {
        return Claim.<ZonalChain>bound(
                        "one-token-constant",
                        x -> Math.abs(256 * x.error(256, rate.applyAsDouble(x)) / x.constant() - 1))
                .atMost(x -> 0.01);
    }

    /**
     * Two tokens under uniform attention.
     *
     * @param chain their overlap
     * @param overlap q_0
     * @param constant 64 times the weak error of 64 layers, as known from elsewhere
     */
    record Start(TwoTokenChain chain, double overlap, double constant) {}

    /** Functions of the start, by coefficients: mean overlaps after 32 and 64 layers, and their limit. */
    private record Overlaps(double[] shallow, double[] deep, double[] limit) {
        static Overlaps of(TwoTokenChain chain) {
            return new Overlaps(chain.mean(32), chain.mean(64), chain.limit());
        }

        double error(double[] mean, double start) {
            return TwoTokenChain.at(mean, start) - TwoTokenChain.at(limit, start);
        }

        double slope(double start) {
            return StrictMath.log(Math.abs(error(deep, start) / error(shallow, start))) / StrictMath.log(2);
        }
    }

    private static Family<Start> twoTokens() {
        double[] overlaps = {0.5, 0, -0.5};
        double[][] known = {{-0.00414, 0.01584, 0.01720}, {0.00992, 0.01757, 0.00975}, {0.00454, 0.00260, -0.00687}};
        int[] dimensions = {2, 3, 5};
        List<Start> starts = new ArrayList<>();
        for (int i = 0; i < dimensions.length; i++) {
            TwoTokenChain chain = new TwoTokenChain(dimensions[i]);
            for (int k = 0; k < overlaps.length; k++) {
                starts.add(new Start(chain, overlaps[k], known[i][k]));
            }
        }
        return Family.of("two-tokens", "Gaussian values, uniform attention and two tokens: transfer operators", starts)
                .claims(overlapSlope(1, 0.1), overlapConstant(0))
                .controls(
                        new NegativeControl<>(
                                "two-tokens-of-second-order",
                                "claims a weak error of order 1/L²",
                                overlapSlope(2, 0.5)),
                        new NegativeControl<>(
                                "generator-of-one-more-dimension",
                                "takes d - 1 for d - 2 in the generator of the limit",
                                overlapConstant(1)));
    }

    private static Bound<Start> overlapSlope(double order, double tol) {
        return Claim.<Start>bound(
                        "two-tokens-slope",
                        x -> Math.abs(OVERLAPS.apply(x.chain()).slope(x.overlap()) + order))
                .atMost(x -> tol);
    }

    private static Bound<Start> overlapConstant(double morePull) {
        return Claim.<Start>bound("two-tokens-constant", x -> {
                    Overlaps known = OVERLAPS.apply(x.chain());
                    double[] limit = morePull == 0
                            ? known.limit()
                            : x.chain().limit(x.chain().dimension() - 2 + morePull);
                    double error = TwoTokenChain.at(known.deep(), x.overlap()) - TwoTokenChain.at(limit, x.overlap());
                    return Math.abs(64 * error / x.constant() - 1);
                })
                .atMost(x -> 0.01);
    }

    // ---- a simulation

    private static Family<SimulatedPair> simulated() {
        return Family.<SimulatedPair>drawn(
                        "simulated-pair",
                        "two tokens under sampled Gaussian values: 64 layers in dimension 8, 256 in dimension 64",
                        random -> List.of(SimulatedPair.of(8, 64, 0.25, true), SimulatedPair.of(64, 256, 0, false)))
                .claims(overlapAtMost(0), overlapAtLeast(0))
                .controls(new NegativeControl<>(
                        "simulated-overlap-stays", "claims that tokens keep their overlap", overlapAtMost(1)));
    }

    private static final Range.Bounded OVERLAP_RANGE = new Range.Bounded(-1, 1);

    /** {@code E q_L <= limit}, to what the noise resolves. */
    private static Mean<SimulatedPair> overlapAtMost(double kept) {
        return Claim.<SimulatedPair>mean(
                        "simulated-overlap-above", (x, random) -> Approx.direct(x.overlapAfter(random)))
                .atMost(x -> kept == 0 ? x.mean() : x.overlap())
                .in(x -> OVERLAP_RANGE)
                .replicates(4096);
    }

    private static Mean<SimulatedPair> overlapAtLeast(double raised) {
        return Claim.<SimulatedPair>mean(
                        "simulated-overlap-below", (x, random) -> Approx.direct(x.overlapAfter(random)))
                .atLeast(x -> x.mean() + raised, x -> OVERLAP_RANGE)
                .replicates(4096);
    }
}
