package org.attentiontheorems.heads;

import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.attentiontheorems.heads.SimulatedTraining.Law;
import org.attentiontheorems.verify.Approx;
import org.attentiontheorems.verify.Claim;
import org.attentiontheorems.verify.Experiment;
import org.attentiontheorems.verify.Family;
import org.attentiontheorems.verify.Mean;
import org.attentiontheorems.verify.Memo;
import org.attentiontheorems.verify.NegativeControl;
import org.attentiontheorems.verify.Range;
import org.attentiontheorems.verify.Rate;
import org.attentiontheorems.verify.SizedExperiment;

/** {@link PropagationOfChaos} at a realistic size, where starts and sequences are drawn; and where they can be visited, as a check of that. */
final class ChaosSimulations {
    private ChaosSimulations() {}

    private static final SizedExperiment<SimulatedTraining> CHAOS_RUN =
            once((x, n, random) -> x.chaosSquare(n, random));
    private static final SizedExperiment<SimulatedTraining> STEPS_RUN =
            once((x, k, random) -> x.totalSquare(x.heads(), k, random));
    private static final SizedExperiment<SimulatedTraining> TOTAL_RUN =
            once((x, n, random) -> x.totalSquare(n, stepsFor(n), random));

    /** Runs that a claim and its controls look at alike, computed once: a run is known by the word of its random numbers. */
    private static SizedExperiment<SimulatedTraining> once(SizedExperiment<SimulatedTraining> run) {
        Memo<SimulatedTraining, ConcurrentHashMap<Long, Double>> known = Memo.of(x -> new ConcurrentHashMap<>());
        return (x, n, random) ->
                known.apply(x).computeIfAbsent(random.word("run", 0, 0), word -> run.run(x, n, random));
    }

    private static Range.Bounded ends(SimulatedTraining x) {
        return new Range.Bounded(0, x.enumeratedChaos(x.heads()).largest());
    }

    /** The simulation where its means are known: both ways to compute them must agree. */
    static Family<SimulatedTraining> enumeratedSimulation() {
        Experiment<SimulatedTraining> run = (x, random) -> Approx.direct(x.chaosSquare(x.heads(), random));
        Mean<SimulatedTraining> atMost = Claim.mean("sampled-chaos-at-most-enumerated", run)
                .atMost(x -> x.enumeratedChaos(x.heads()).mean())
                .in(ChaosSimulations::ends)
                .replicates(1 << 18);
        return Family.drawn(
                        "enumerated-simulation",
                        "random laws of two heads, from which 2, 3 and 4 are drawn and trained on 4 given sequences",
                        random -> IntStream.rangeClosed(2, 4)
                                .mapToObj(n -> new SimulatedTraining(
                                        new Law(
                                                TwoAtomTraining.drawn(random.replicate(n), n)
                                                        .model(),
                                                PropagationOfChaos.HORIZON),
                                        n,
                                        new int[] {0, 1, 1, 0}))
                                .toList())
                .claims(
                        atMost,
                        Claim.mean("sampled-chaos-at-least-enumerated", run)
                                .atLeast(x -> x.enumeratedChaos(x.heads()).mean(), ChaosSimulations::ends)
                                .within(0.02)
                                .replicates(1 << 18))
                .controls(new NegativeControl<>(
                        "chaos-of-twice-the-heads",
                        "compares N sampled heads with the enumerated distance of 2N",
                        atMost.atMost(x -> x.enumeratedChaos(2 * x.heads()).mean())));
    }

    /** Steps of a run with n heads: η = 8H/n. */
    private static int stepsFor(int heads) {
        return heads / 8;
    }

    static Family<SimulatedTraining> simulation() {
        Rate<SimulatedTraining> heads = Claim.rate("simulated-heads", CHAOS_RUN)
                .fallsLike(1, 0.25, 8, 16, 32, 64, 128, 256, 512)
                .under((x, n) -> TrainingBounds.square(x.chaosBound(n)))
                .sharp();
        Rate<SimulatedTraining> step = Claim.rate("simulated-steps", STEPS_RUN)
                .fallsLike(1, 0.25, 1, 2, 4, 8, 16, 32, 64)
                .under((x, k) -> TrainingBounds.square(x.totalBound(x.heads(), k)))
                .sharp();
        return Family.drawn(
                        "simulation",
                        "8 to 512 heads from a law of 64 (d = 8, vocabulary 16, 32 sequences of 8), trained on one sequence a step",
                        random -> SimulatedTraining.drawn(random, 32))
                .claims(
                        heads,
                        step,
                        Claim.rate("simulated-total", TOTAL_RUN)
                                .fallsLike(1, 0.25, 8, 16, 32, 64, 128, 256, 512)
                                .under((x, n) -> TrainingBounds.square(x.totalBound(n, stepsFor(n))))
                                .sharp())
                .controls(
                        new NegativeControl<>(
                                "simulated-heads-two", "claims a mean square of order N^-2", heads.fallsLike(2, 0.5)),
                        new NegativeControl<>(
                                "simulated-copies",
                                "starts all heads at one draw",
                                Claim.<SimulatedTraining>rate(
                                                "simulated-heads", (x, n, random) -> x.copiedSquare(random))
                                        .fallsLike(1, 0.25, 8, 16, 32, 64, 128, 256, 512)),
                        new NegativeControl<>(
                                "simulated-steps-two", "claims a mean square of order η²", step.fallsLike(2, 0.5)));
    }

    static Family<SimulatedTraining> simulatedDistances() {
        Mean<SimulatedTraining> total = Claim.<SimulatedTraining>mean(
                        "simulated-total-distance",
                        (x, random) -> Approx.direct(x.totalSquare(x.heads(), x.path().length, random)))
                .atMost(x -> TrainingBounds.square(x.totalBound(x.heads(), x.path().length)))
                .in(x -> fourth(x.totalFourth(x.heads(), x.path().length)));
        return Family.drawn(
                        "simulated-distances",
                        "8, 64 and 512 such heads, trained for 16 steps",
                        random -> SimulatedTraining.drawn(random, 8, 64, 512))
                .claims(
                        Claim.<SimulatedTraining>mean(
                                        "simulated-chaos-distance",
                                        (x, random) -> Approx.direct(x.chaosSquare(x.heads(), random)))
                                .atMost(x -> TrainingBounds.square(x.chaosBound(x.heads())))
                                .in(x -> fourth(x.chaosFourth(x.heads()))),
                        total)
                .controls(new NegativeControl<>(
                        "simulated-without-noise",
                        "leaves the steps out of the bound",
                        total.atMost(x -> TrainingBounds.square(x.chaosBound(x.heads())))));
    }

    /** A square is at least 0, and its variance at most its second moment. */
    private static Range fourth(double fourthMean) {
        return Range.withVariance(0, TrainingBounds.square(TrainingBounds.square(fourthMean)));
    }
}
