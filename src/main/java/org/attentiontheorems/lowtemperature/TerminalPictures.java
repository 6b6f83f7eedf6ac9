package org.attentiontheorems.lowtemperature;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.attentiontheorems.lowtemperature.ClusterBounds.Majorants;
import org.attentiontheorems.lowtemperature.TerminalPhase.Instance;
import org.attentiontheorems.measure.Vectors;
import org.attentiontheorems.verify.Picture;
import org.attentiontheorems.verify.Picture.Axis;

/** Pictures of {@code terminal-phase}. */
final class TerminalPictures {
    private static final int POINTS = 160;
    private static final double[] BETAS = {0, 1, 20};

    private TerminalPictures() {}

    static List<Picture> all() {
        return List.of(tokens(), bounds(), lateTimes(), spectrum());
    }

    // ---- where tokens go

    /** V prefers e_1 slightly tilted; VD prefers another axis. */
    private static Picture tokens() {
        double[][] value = {{1, 0.1}, {0.1, 0.6}};
        double[][] scores = {{1, 0}, {0, 2.5}};
        double[] angles =
                IntStream.range(0, 12).mapToDouble(i -> 0.75 + 0.05 * i).toArray();
        TokenLaw law = new TokenLaw(ClusterDraws.onCircle(2, angles), ClusterDraws.equal(angles.length));
        Cluster cluster = Cluster.of(ScoreMatrix.of(scores), 8, value, law);
        double[] zero = ProjectionMap.of(cluster.valueTimesScores()).top();
        Picture picture = Picture.plane("tokens-turn-to-the-value-matrix", "A cluster in the terminal phase", "x", "y")
                .claimed("leading eigenvector of V", axis(cluster.leading(), 0), axis(cluster.leading(), 1))
                .claimed("leading eigenvector of VD", axis(zero, 0), axis(zero, 1));
        double[] state = cluster.start();
        ClusterFlow flow = cluster.flow();
        picture = ring(picture, "start", state, 1);
        int shown = 0;
        for (double time : new double[] {2, 3, 10}) {
            int steps = ClusterDraws.steps(time);
            for (int k = 0; k < steps; k++) {
                flow.step(state, time / steps);
            }
            shown += (int) time;
            picture = ring(picture, "after t = " + shown, state, 1 - 0.04 * shown);
        }
        return picture.saying(
                "Tokens on the unit circle, drawn on smaller rings as time passes. They contract to one point"
                        + " and turn from the direction that VD prefers to the leading eigenvector of V: the scores no longer matter.");
    }

    private static double[] axis(double[] direction, int k) {
        double sign = direction[0] < 0 ? -1 : 1;
        return new double[] {0, sign * direction[k]};
    }

    private static Picture ring(Picture picture, String label, double[] state, double radius) {
        int n = state.length / 2;
        return picture.points(
                label,
                IntStream.range(0, n).mapToDouble(i -> radius * state[2 * i]).toArray(),
                IntStream.range(0, n)
                        .mapToDouble(i -> radius * state[2 * i + 1])
                        .toArray());
    }

    // ---- measured against bounds

    private static Picture bounds() {
        Instance worked = TerminalPhase.worked().instance();
        Cluster cluster = worked.asCluster();
        double time = 10;
        int steps = ClusterDraws.steps(time);
        ClusterRun run = cluster.run(time, steps);
        Majorants majorants = cluster.bounds().majorants(time, steps);
        double[] times = thinned(run.times());
        return Picture.of(
                        "bounds-in-time",
                        "Diameter and angle under their bounds",
                        Axis.linear("time"),
                        Axis.logarithmic("size"))
                .line("largest angle", times, thinned(run.angle()))
                .claimed("bound ψ of the angle", times, thinned(majorants.angle()))
                .line("diameter", times, thinned(run.diameter()))
                .claimed("bound of the diameter", times, thinned(majorants.diameter()))
                .saying(
                        "The worked example. The cluster contracts faster than it turns; once it is a point, the bound of the angle"
                                + " falls as fast as the angle itself.");
    }

    private static double[] thinned(double[] series) {
        int every = Math.max(1, (series.length - 1) / POINTS);
        return IntStream.rangeClosed(0, (series.length - 1) / every)
                .mapToDouble(k -> series[k * every])
                .toArray();
    }

    private static Picture lateTimes() {
        Picture picture = Picture.of(
                "late-times",
                "The rates do not depend on the temperature",
                Axis.linear("time"),
                Axis.logarithmic("size"));
        double[] times = {};
        for (TerminalFamilies.Tokens tokens : TerminalFamilies.tight()) {
            if (tokens.value().length == 3 && tokens.beta() != 1) {
                ClusterRun run = tokens.cluster().run(TerminalFamilies.LATE, ClusterDraws.steps(TerminalFamilies.LATE));
                times = thinned(run.times());
                String beta = ", β = " + (int) tokens.beta();
                picture = picture.line("angle of the mean" + beta, times, thinned(run.angleOfMean()))
                        .line("diameter" + beta, times, thinned(run.diameter()));
            }
        }
        return picture.claimed("slope -(ν₁ - ν₂)", times, exponential(times, 0.5, 0.3))
                .claimed("slope -ν₁", times, exponential(times, 0.15, 1))
                .saying(
                        "Five tokens, V with the eigenvalues 1, 0.7, 0.4: whatever β, the angle falls like e^(-0.3 t) and the"
                                + " diameter like e^(-t).");
    }

    private static double[] exponential(double[] times, double start, double rate) {
        return Arrays.stream(times).map(t -> start * StrictMath.exp(-rate * t)).toArray();
    }

    // ---- the spectrum

    private static Picture spectrum() {
        Function<Double, Cluster> at = beta -> {
            TokenLaw law =
                    new TokenLaw(ClusterDraws.onCircle(3, 0.1, 0.2, 0.3, 0.4), new double[] {0.4, 0.3, 0.2, 0.1});
            double[][] scores = {{1, 0.5, 0}, {-0.3, 0.7, 0}, {0, 0.2, 0.4}};
            return Cluster.of(ScoreMatrix.of(scores), beta, Vectors.diagonal(1, 0.7, 0.4), law);
        };
        Picture picture = Picture.of(
                "spectrum",
                "The linearised spectrum at every eigenvector of V",
                Axis.linear("at ν₁, then at ν₂, then at ν₃, each sorted"),
                Axis.linear("eigenvalue"));
        double[] index = IntStream.rangeClosed(1, 24).asDoubleStream().toArray();
        picture = picture.claimed(
                "predicted from V alone",
                index,
                spectra(k -> ConsensusSpectrum.predicted(new double[] {1, 0.7, 0.4}, k, 4)));
        for (double beta : BETAS) {
            Cluster cluster = at.apply(beta);
            picture = picture.points(
                    "measured, β = " + (int) beta,
                    index,
                    spectra(k -> ConsensusSpectrum.measured(cluster, cluster.flow(), k)
                            .values()));
        }
        return picture.saying(
                "Four tokens in three dimensions. Consensus is stable at the leading eigenvector only: at the others some"
                        + " eigenvalues are positive. The temperature changes nothing.");
    }

    private static double[] spectra(java.util.function.IntFunction<double[]> at) {
        return IntStream.range(0, 3)
                .boxed()
                .flatMapToDouble(k -> Arrays.stream(at.apply(k)))
                .toArray();
    }
}
