package org.attentiontheorems.lowtemperature;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.attentiontheorems.lowtemperature.TerminalPhase.Instance;
import org.attentiontheorems.verify.Approx;
import org.attentiontheorems.verify.Bound;
import org.attentiontheorems.verify.Claim;
import org.attentiontheorems.verify.NegativeControl;
import org.attentiontheorems.verify.Trajectory;

/**
 * The end of {@link TerminalPhase}: tokens that are all together. They go where {@code e^(tV)} takes them, align at the rate {@code ν_1 - ν_2}, and
 * the linearisation at consensus on the eigenvector k has the spectrum
 *
 * <pre>{@code ν_j - ν_k (j other than k) once, and -ν_k (N-1)(d-1) times.}</pre>
 */
final class ConsensusPhase {
    private static final int LARGEST_JACOBIAN = 64;
    private static final double LARGEST_SHARPNESS = 1e5;

    private ConsensusPhase() {}

    private static Cluster cluster(Instance x) {
        return TerminalPhase.cluster(x);
    }

    /** Tokens that are all together go where {@code e^(tV)} takes them. */
    static Bound<Instance> consensus(Function<Cluster, ClusterFlow> flow) {
        return Claim.<Instance>bound("consensus", x -> cluster(x).consensusError(flow))
                .atMost(x -> 1e-9);
    }

    /** {@code tan φ(t) <= e^(-(ν_1 - ν_2) t) tan φ_0} for tokens that are all together. */
    static Claim<Instance> consensusAlignment(ToDoubleFunction<Cluster> rate) {
        return Claim.<Instance>decay(
                        "consensus-alignment",
                        (x, effort) -> tangents(cluster(x).consensusRun()))
                .atRate(x -> rate.applyAsDouble(cluster(x)), x -> 1)
                .when(x -> cluster(x).atConsensus().bounds().angle() < Math.PI / 2 - 1e-3);
    }

    /** The spectrum of the linearisation at every eigenvector, sorted. */
    static Claim<Instance> linearSpectrum(
            Function<Cluster, ClusterFlow> flow, Function<Cluster, double[]> eigenvalues) {
        return Claim.<Instance>bound(
                        "linear-spectrum",
                        x -> ConsensusSpectrum.error(cluster(x), flow.apply(cluster(x)), eigenvalues.apply(cluster(x))))
                .atMost(x -> 1e-6 * Math.max(1, cluster(x).norm()))
                .when(ConsensusPhase::hasLinearSpectrum);
    }

    private static boolean hasLinearSpectrum(Instance x) {
        return x.tokens().length * (cluster(x).dimension() - 1) <= LARGEST_JACOBIAN
                && cluster(x).sharpness() <= LARGEST_SHARPNESS
                && Arrays.stream(x.weights()).allMatch(w -> w == 0 || w >= ConsensusSpectrum.LEAST_WEIGHT);
    }

    /** A step keeps the length of tokens before they are put back on the sphere. */
    static Claim<Instance> leavesNoSphere(UnaryOperator<ClusterFlow> change) {
        return Claim.<Instance>bound(
                        "leaves-no-sphere",
                        x -> change.apply(cluster(x).flow())
                                .step(cluster(x).start(), cluster(x).fineStep()))
                .atMost(x -> 1e-8)
                .when(x -> cluster(x).sharpness() <= LARGEST_SHARPNESS);
    }

    private static List<Trajectory.Point> tangents(ClusterRun run) {
        return IntStream.rangeClosed(0, TerminalPhase.TIMES)
                .map(k -> k * run.steps() / TerminalPhase.TIMES)
                .mapToObj(k -> new Trajectory.Point(run.times()[k], Approx.direct(StrictMath.tan(run.angle()[k]))))
                .toList();
    }

    /** The last claims of {@link TerminalPhase}. */
    static List<Claim<Instance>> claims() {
        return List.of(
                consensus(Cluster::flow),
                consensusAlignment(Cluster::gap),
                linearSpectrum(Cluster::flow, Cluster::eigenvalues),
                leavesNoSphere(flow -> flow));
    }

    /** Its last controls. */
    static List<NegativeControl<Instance>> controls() {
        return List.of(
                new NegativeControl<>(
                        "consensus-of-value-times-scores",
                        "moves consensus by VD, not V",
                        consensus(cluster -> cluster.flow().withValue(cluster.valueTimesScores()))),
                new NegativeControl<>(
                        "consensus-at-nu-one",
                        "aligns consensus at the rate ν_1, not ν_1 - ν_2",
                        consensusAlignment(cluster -> cluster.eigenvalues()[0])),
                new NegativeControl<>(
                        "spectrum-of-value-times-scores",
                        "predicts the spectrum from VD, of which the symmetric part is taken, not from V",
                        linearSpectrum(
                                Cluster::flow,
                                cluster -> ProjectionMap.of(cluster.valueTimesScores())
                                        .values())),
                new NegativeControl<>(
                        "residual-in-the-value",
                        "reads (V + I) m, a residual inside the attention",
                        linearSpectrum(Cluster::flowWithResidual, Cluster::eigenvalues)),
                new NegativeControl<>(
                        "blind-to-itself",
                        "leaves a token out of its own softmax",
                        linearSpectrum(Cluster::flowWithoutSelf, Cluster::eigenvalues)),
                new NegativeControl<>(
                        "velocity-times-beta",
                        "multiplies velocities by β",
                        linearSpectrum(Cluster::flowTimesBeta, Cluster::eigenvalues)),
                new NegativeControl<>(
                        "forgets-the-projection",
                        "moves tokens by V m, off the sphere",
                        leavesNoSphere(ClusterFlow::withoutProjection)));
    }
}
