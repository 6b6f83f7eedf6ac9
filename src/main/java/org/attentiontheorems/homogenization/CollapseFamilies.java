package org.attentiontheorems.homogenization;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.attentiontheorems.homogenization.OverlapPath.Setting;
import org.attentiontheorems.homogenization.RepresentationCollapse.Instance;
import org.attentiontheorems.measure.Sums;
import org.attentiontheorems.random.RandomField;
import org.attentiontheorems.verify.Approx;
import org.attentiontheorems.verify.Bound;
import org.attentiontheorems.verify.Claim;
import org.attentiontheorems.verify.ExactRate;
import org.attentiontheorems.verify.Family;
import org.attentiontheorems.verify.Identity;
import org.attentiontheorems.verify.Mean;
import org.attentiontheorems.verify.NegativeControl;
import org.attentiontheorems.verify.Range;
import org.attentiontheorems.verify.SizedMeasure;

/** Declared families of {@code representation-collapse}: sharpness, necessity, and the two-token diffusion. */
final class CollapseFamilies {
    private static final double STEP = 0.02;
    private static final int STEPS = 1000;
    private static final double SETTLING = 0.015;
    private static final long PATHS = 12_000;

    private CollapseFamilies() {}

    static List<Family<?>> all() {
        List<Family<?>> all = new ArrayList<>(List.of(
                orthogonalStart(),
                coldLimit(),
                obtuseTokens(),
                uniformAttention(),
                nearCollapse(),
                plane(),
                thresholds(),
                oneLayer(),
                new PairPaths().family()));
        all.addAll(new CollapseSimulations().all());
        return List.copyOf(all);
    }

    // ---- orthogonal tokens

    /** Orthogonal tokens, any number of them, in d dimensions with {@code σ² = 1/d}. */
    record Orthogonal(int dimension, double beta) {
        double rate(int n) {
            return Equiangular.of(n, dimension, beta, 0, 1.0 / dimension).rate();
        }

        double limit() {
            return 1 - 2.0 / dimension;
        }

        /** {@code 1 - nR/(1-2/d) = ((y-1)/(n-1+y))²}. */
        double excess(int n) {
            double y = StrictMath.exp(beta);
            double share = (y - 1) / (n - 1 + y);
            return share * share;
        }
    }

    private static ExactRate<Orthogonal> longContext() {
        return Claim.exactRate(
                        "rate-limit-in-long-context",
                        SizedMeasure.direct((Orthogonal x, int n) -> Math.abs(n * x.rate(n) - x.limit())))
                .fallsLike(2, 0.1, 100, 200, 400, 800)
                .under((x, n) -> x.limit() * x.excess(n))
                .sharp();
    }

    private static Bound<Orthogonal> slope(double exponent) {
        double[] sizes = {100, 200, 400, 800};
        return Claim.<Orthogonal>bound("rate-like-one-over-n", x -> {
                    double[] values = new double[sizes.length];
                    for (int k = 0; k < sizes.length; k++) {
                        values[k] = x.rate((int) sizes[k]);
                    }
                    return Math.abs(LogLog.slope(sizes, values) + exponent);
                })
                .atMost(x -> 0.01);
    }

    private static Identity<Orthogonal> exactExcess() {
        return Claim.identity("excess-at-finite-context", x -> 1 - 20 * x.rate(20) / x.limit(), x -> x.excess(20));
    }

    private static Family<Orthogonal> orthogonalStart() {
        return Family.of(
                        "orthogonal-start",
                        "orthogonal tokens in growing number: n R tends to 1 - 2/d",
                        List.of(
                                new Orthogonal(3, 1),
                                new Orthogonal(4, 1),
                                new Orthogonal(64, 1),
                                new Orthogonal(16, 0.5)))
                .claims(longContext(), slope(1), exactExcess())
                .controls(
                        new NegativeControl<>(
                                "limit-reached-faster",
                                "claims that n R tends to its limit like n^-3",
                                longContext().fallsLike(3, 0.25)),
                        new NegativeControl<>("rate-like-one-over-root-n", "claims R of order n^-1/2", slope(0.5)));
    }

    /** {@code R >= share(x) σ² (d-2)}. */
    private static Bound<Instance> share(ToDoubleFunction<Instance> share) {
        return Claim.<Instance>bound("cold-share", x -> x.state().rate())
                .atLeast(x -> share.applyAsDouble(x) * x.valueVariance() * (x.dimension() - 2));
    }

    private static Family<Instance> coldLimit() {
        List<Instance> cold = new ArrayList<>();
        for (int n : new int[] {2, 5, 10, 20}) {
            for (int d : new int[] {3, 32}) {
                cold.add(new Instance(n, d, 12, 0, 1.0 / d));
            }
        }
        return Family.of(
                        "cold-limit",
                        "orthogonal tokens at β = 12: R falls like 2σ²(d-2)e^-β, however few they are",
                        cold)
                .claims(
                        Claim.<Instance>bound(
                                        "cold-limit",
                                        x -> Math.abs(x.state().rate()
                                                        * StrictMath.exp(x.beta())
                                                        / (2 * x.valueVariance() * (x.dimension() - 2))
                                                - 1))
                                .atMost(x -> 0.01),
                        share(x -> StrictMath.exp(-x.beta())))
                .controls(new NegativeControl<>(
                        "a-share-survives-the-cold",
                        "claims that at least a hundredth of the rate at β = 0 is left at every temperature",
                        share(x -> 0.01 / x.tokens())));
    }

    // ---- necessity

    private static Family<Instance> obtuseTokens() {
        return Family.of(
                        "obtuse-tokens",
                        "two tokens in the plane more than a right angle apart: lower temperature speeds them up",
                        List.of(new Instance(2, 2, 1, -0.45, 1)))
                .claims(
                        Claim.<Instance>bound("faster-when-cold", x -> x.state().rate())
                                .atLeast(x -> 1.38 * x.state().uniformRate()),
                        known("obtuse-rate", x -> x.state().rate(), 0.2484),
                        known("obtuse-uniform-rate", x -> x.state().uniformRate(), 0.1794))
                .controls(new NegativeControl<>(
                        "twice-as-fast",
                        "claims that the rate doubles",
                        Claim.<Instance>bound("faster-when-cold", x -> x.state().rate())
                                .atLeast(x -> 2 * x.state().uniformRate())));
    }

    /** Agreement with a number known to four decimals. */
    private static Bound<Instance> known(String id, ToDoubleFunction<Instance> value, double expected) {
        return Claim.<Instance>bound(id, x -> Math.abs(value.applyAsDouble(x) - expected))
                .atMost(x -> 5e-5);
    }

    /** Any tokens that attend to all alike. */
    record Uniform(double[][] gram, int dimension) {
        static Uniform drawn(int n, int d, RandomField random) {
            double[][] rows = WeightDraws.tokens(random, n, d);
            double[][] gram = new double[n][n];
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < n; j++) {
                    gram[i][j] = i == j ? 1 : Sums.dot(rows[i], rows[j]);
                }
            }
            return new Uniform(gram, d);
        }

        GramDiffusion diffusion() {
            return GramAttention.REFERENCE.diffusion(gram, 0, gram.length, dimension, 1.0 / dimension);
        }

        /** {@code |x̄|²}, the mean entry of G. */
        double meanNorm() {
            double sum = 0;
            for (double[] row : gram) {
                for (double g : row) {
                    sum += g;
                }
            }
            return sum / gram.length / gram.length;
        }

        /** {@code σ² |x̄|² (1-G_ij)(d-2-G_ij)}, d-2 replaced by the given number. */
        double closed(int i, int j, double shared) {
            double g = gram[i][j];
            return meanNorm() / dimension * (1 - g) * (shared - g);
        }

        double largestDeviation(int missing) {
            GramDiffusion diffusion = diffusion();
            double largest = 0;
            for (int i = 0; i < gram.length; i++) {
                for (int j = 0; j < gram.length; j++) {
                    largest = Math.max(largest, Math.abs(diffusion.drift(i, j) - closed(i, j, dimension - missing)));
                }
            }
            return largest;
        }

        double leastDrift() {
            GramDiffusion diffusion = diffusion();
            double least = Double.POSITIVE_INFINITY;
            for (int i = 0; i < gram.length; i++) {
                for (int j = 0; j < i; j++) {
                    least = Math.min(least, diffusion.drift(i, j));
                }
            }
            return least;
        }
    }

    private static Bound<Uniform> closedDrift(int missing) {
        return Claim.<Uniform>bound("uniform-drift", x -> x.largestDeviation(missing))
                .atMost(x -> 1e-12);
    }

    private static Bound<Uniform> attraction() {
        return Claim.<Uniform>bound("every-overlap-grows", Uniform::leastDrift)
                .atLeast(x -> 0)
                .absFloor(1e-13);
    }

    /** At β = 0 the drift of every overlap is explicit, and positive from three dimensions on. */
    private static Family<Uniform> uniformAttention() {
        return Family.drawn(
                        "uniform-attention",
                        "random tokens at β = 0 in two to twelve dimensions: every overlap grows if d is at least 3",
                        random -> IntStream.range(0, 33)
                                .mapToObj(k -> Uniform.drawn(2 + k % 7, 2 + k / 3, random.size(k)))
                                .toList())
                .claims(closedDrift(2), attraction().when(x -> x.dimension() >= 3))
                .controls(
                        new NegativeControl<>("uniform-with-one-dimension-more", "writes d-1 for d-2", closedDrift(1)),
                        new NegativeControl<>(
                                "attraction-in-the-plane",
                                "claims that overlaps grow in two dimensions, too",
                                attraction()));
    }

    // ---- one layer

    /** {@code |(E q⁺ - q)/η² - R| <= E S(ρ)/η²} for one layer of the single-entry design. */
    private static Bound<Setting> layerRate(ToDoubleFunction<Setting> rate) {
        return Claim.<Setting>bound(
                        "one-layer-rate", x -> Math.abs(layer(x).meanIncrement()[0][1] - rate.applyAsDouble(x)))
                .atMost(x -> layer(x).gramRemainder())
                .absFloor(x -> 1e-14 / x.delta());
    }

    private static DesignLayer layer(Setting x) {
        List<KeyQueryAtom> one = List.of(new KeyQueryAtom(1, Rows.identity(x.dimension())));
        return DesignLayer.of(x.rows(), x.beta(), one, 1.0 / x.dimension(), Math.sqrt(x.delta()));
    }

    private static Family<Setting> oneLayer() {
        List<Setting> settings = new ArrayList<>();
        for (double step : new double[] {0.1, 0.05, 0.025}) {
            settings.add(new Setting(2, 2, 1, -0.45, step * step, 1));
            settings.add(new Setting(2, 4, 1, 0.25, step * step, 1));
            settings.add(new Setting(3, 4, 2, 0.5, step * step, 1));
            settings.add(new Setting(4, 4, 4, 0, step * step, 1));
        }
        return Family.of(
                        "one-layer",
                        "tokens with equal overlaps after one enumerated layer of the single-entry design",
                        settings)
                .claims(layerRate(x -> x.start().rate()))
                .controls(new NegativeControl<>(
                        "one-layer-at-infinite-temperature",
                        "claims the rate of β = 0",
                        layerRate(x -> x.start().uniformRate())));
    }

    // ---- near collapse

    /** Nearly equal tokens: {@code 1 - q = 1/size}. */
    private static Equiangular near(Instance x, int size) {
        return x.state().withOverlap(1 - 1.0 / size);
    }

    private static ExactRate<Instance> nearRate(double missing) {
        return Claim.exactRate(
                        "rate-near-collapse",
                        SizedMeasure.direct((Instance x, int size) ->
                                Math.abs(near(x, size).rate() * size - x.valueVariance() * (x.dimension() - missing))))
                .fallsLike(1, 0.25, 256, 512, 1024, 2048, 4096, 8192);
    }

    /** The drift of {@code log(1-q)}, {@code -R/(1-q) - d<q>/2dt/(1-q)²}. */
    private static ExactRate<Instance> logDrift(double missing) {
        return Claim.exactRate("log-drift-near-collapse", SizedMeasure.direct((Instance x, int size) -> {
                    Equiangular state = near(x, size);
                    double s = size;
                    double drift = -state.rate() * s - 0.5 * state.variation() * s * s;
                    return Math.abs(drift + x.valueVariance() * (x.dimension() - missing));
                }))
                .fallsLike(1, 0.25, 256, 512, 1024, 2048, 4096, 8192);
    }

    private static Family<Instance> nearCollapse() {
        return Family.of(
                        "near-collapse",
                        "nearly equal tokens, 1 - q falling from 1/256 to 1/8192: collapse attracts whatever β and n are",
                        List.of(
                                new Instance(2, 2, 0.5, 0.5, 0.5),
                                new Instance(2, 3, 4, 0.5, 1.0 / 3),
                                new Instance(10, 4, 2, 0.5, 0.25),
                                new Instance(50, 64, 6, 0.5, 1.0 / 64)))
                .claims(nearRate(3), logDrift(1))
                .controls(
                        new NegativeControl<>(
                                "near-collapse-two-dimensions-less", "claims R/(1-q) → σ²(d-2)", nearRate(2)),
                        new NegativeControl<>(
                                "no-second-order-term",
                                "forgets the Itô term of the logarithm: -(d-3)σ² for -(d-1)σ²",
                                logDrift(3)));
    }

    // ---- two tokens

    private static Identity<Instance> arccos(ToDoubleFunction<Instance> probability) {
        return Claim.identity(
                        "antipodal-in-the-plane",
                        probability,
                        (Instance x) -> StrictMath.acos(x.overlap()) / StrictMath.PI)
                .absFloor(1e-10);
    }

    private static Family<Instance> plane() {
        List<Instance> plane = new ArrayList<>();
        for (double beta : new double[] {0, 1, 6, 50}) {
            for (double q : new double[] {-0.9, -0.2, 0.3, 0.99}) {
                plane.add(new Instance(2, 2, beta, q, 0.5));
            }
        }
        return Family.of(
                        "two-tokens-in-the-plane",
                        "two tokens in the plane become opposite with probability arccos(q)/π at every temperature",
                        plane)
                .claims(arccos(x -> x.pair().antipodalProbability(x.overlap())))
                .controls(new NegativeControl<>(
                        "collapse-is-certain-in-the-plane",
                        "claims that two tokens always collapse to one point in two dimensions",
                        arccos(x -> 0)));
    }

    /** A pair near the threshold, with the probability known to four decimals. */
    record Threshold(int dimension, double beta, double overlap, double known) {
        double probability() {
            return new TwoTokenDiffusion(dimension, beta).antipodalProbability(overlap);
        }

        /** The probability, or 0 where a wrong threshold says so. */
        double unless(boolean collapses) {
            return collapses ? 0 : probability();
        }
    }

    private static Bound<Threshold> known(ToDoubleFunction<Threshold> probability) {
        return Claim.<Threshold>bound("threshold", x -> Math.abs(probability.applyAsDouble(x) - x.known()))
                .atMost(x -> 5.1e-5);
    }

    private static Family<Threshold> thresholds() {
        return Family.of(
                        "thresholds",
                        "two tokens on both sides of cosh 2β = d-2: the probability that they become opposite",
                        List.of(
                                new Threshold(4, 1, 0.25, 0.0489),
                                new Threshold(4, 0.8, -0.5, 0.09475),
                                new Threshold(3, 0.8, -0.45, 0.3184),
                                new Threshold(4, 0.65, -0.9, 0),
                                new Threshold(64, 2.4, -0.9, 0),
                                new Threshold(3, 0, -0.9, 0)))
                .claims(known(Threshold::probability))
                .controls(
                        new NegativeControl<>(
                                "threshold-at-half-the-angle",
                                "claims the threshold cosh β = d-2",
                                known(x -> x.unless(StrictMath.cosh(x.beta()) <= x.dimension() - 2))),
                        new NegativeControl<>(
                                "threshold-one-dimension-up",
                                "claims the threshold cosh 2β = d-1",
                                known(x -> x.unless(StrictMath.cosh(2 * x.beta()) <= x.dimension() - 1))));
    }

    /** Paths of the two-token diffusion against the probability of becoming opposite. */
    private static final class PairPaths {
        private final Map<Long, Approx> known = new ConcurrentHashMap<>();

        /** 1 if the tokens are more than a right angle apart at time 20. Both sides of the claim walk the same paths. */
        private Approx isOpposite(Instance x, RandomField random) {
            return known.computeIfAbsent(random.word("path", x.dimension(), 0), word -> {
                double end = x.pair().simulate(x.overlap(), STEP, STEPS, random);
                return Approx.direct(end < 0 ? 1 : 0);
            });
        }

        private static double probability(Instance x) {
            return x.pair().antipodalProbability(x.overlap());
        }

        private Mean<Instance> from(ToDoubleFunction<Instance> probability) {
            return Claim.<Instance>mean("simulated-opposite", this::isOpposite)
                    .atMost(x -> probability.applyAsDouble(x) + SETTLING)
                    .in(x -> Range.between(0, 1))
                    .within(0.12)
                    .replicates(PATHS);
        }

        private Mean<Instance> fromBelow(ToDoubleFunction<Instance> probability) {
            return Claim.mean("simulated-opposite-from-below", this::isOpposite)
                    .atLeast(x -> probability.applyAsDouble(x) - SETTLING, x -> new Range.Bounded(0, 1))
                    .within(0.045)
                    .replicates(PATHS);
        }

        Family<Instance> family() {
            return Family.of(
                            "two-token-paths",
                            "simulated paths of the overlap of two tokens to time 20: how many become opposite",
                            List.of(
                                    new Instance(2, 2, 1, 0.3, 1),
                                    new Instance(2, 4, 1, 0.25, 1),
                                    new Instance(2, 3, 0.8, -0.45, 1)))
                    .claims(from(PairPaths::probability), fromBelow(PairPaths::probability))
                    .controls(
                            new NegativeControl<>(
                                    "simulated-collapse-is-certain",
                                    "claims that tokens never become opposite",
                                    from(x -> 0)),
                            new NegativeControl<>(
                                    "simulated-as-in-the-plane",
                                    "claims arccos(q)/π in more than two dimensions, too",
                                    fromBelow(x -> StrictMath.acos(x.overlap()) / StrictMath.PI)
                                            .when(x -> x.dimension() > 2)));
        }
    }
}
