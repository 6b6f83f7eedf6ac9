package org.attentiontheorems.homogenization;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToDoubleFunction;
import org.attentiontheorems.homogenization.RepresentationCollapse.Instance;
import org.attentiontheorems.random.RandomField;
import org.attentiontheorems.verify.Approx;
import org.attentiontheorems.verify.Bound;
import org.attentiontheorems.verify.Claim;
import org.attentiontheorems.verify.Family;
import org.attentiontheorems.verify.Identity;
import org.attentiontheorems.verify.Mean;
import org.attentiontheorems.verify.NegativeControl;
import org.attentiontheorems.verify.Range;

/**
 * Declared families of {@code representation-collapse} with two tokens: how likely they become opposite by the scale function of {@link
 * TwoTokenDiffusion}, and by simulated paths.
 */
final class TwoTokenFamilies {
    private static final double STEP = 0.02;
    private static final int STEPS = 1000;
    private static final double SETTLING = 0.015;
    private static final long PATHS = 12_000;

    private TwoTokenFamilies() {}

    private static Identity<Instance> arccos(ToDoubleFunction<Instance> probability) {
        return Claim.identity(
                        "antipodal-in-the-plane",
                        probability,
                        (Instance x) -> StrictMath.acos(x.overlap()) / StrictMath.PI)
                .absFloor(1e-10);
    }

    static Family<Instance> plane() {
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

    static Family<Threshold> thresholds() {
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

    /** Simulated paths against the probability of becoming opposite. */
    static Family<Instance> paths() {
        return new PairPaths().family();
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
