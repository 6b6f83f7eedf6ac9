package org.attentiontheorems.lowtemperature;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.attentiontheorems.lowtemperature.TerminalPhase.Instance;
import org.attentiontheorems.measure.Vectors;
import org.attentiontheorems.random.RandomField;
import org.attentiontheorems.verify.Bound;
import org.attentiontheorems.verify.Claim;
import org.attentiontheorems.verify.Family;
import org.attentiontheorems.verify.Identity;
import org.attentiontheorems.verify.Memo;
import org.attentiontheorems.verify.NegativeControl;

/** Declared families of {@code terminal-phase}: any value matrix, late times, sharpness and necessity. */
final class TerminalFamilies {
    static final double LATE = 16;
    private static final int VALUE_MATRICES = 40;
    private static final double[] BETAS = {0, 1, 5, 20};
    private static final double LONG = 50;
    private static final Memo<Tokens, ClusterRun> LATE_RUNS =
            Memo.of(x -> x.cluster().run(LATE, ClusterDraws.steps(LATE)));
    private static final Memo<Instance, ClusterRun> SINGLE =
            Memo.of(x -> x.asCluster().run(x.time(), x.steps()));

    private TerminalFamilies() {}

    static List<Family<?>> all() {
        return List.of(
                anyValueMatrix(),
                tightClusters(),
                singleToken(),
                oppositeTokens(),
                negativeValue(),
                rotation(),
                twoLeading());
    }

    /**
     * Tokens of a family.
     *
     * @param scores D
     * @param beta β
     * @param value V; where it is not symmetric only {@link #flow} makes sense
     * @param tokens N unit vectors, of equal weights
     */
    record Tokens(double[][] scores, double beta, double[][] value, double[][] tokens) {
        Cluster cluster() {
            TokenLaw law = new TokenLaw(tokens, ClusterDraws.equal(tokens.length));
            return Cluster.of(ScoreMatrix.of(scores), beta, value, law);
        }

        /** The state after a time, whatever V. */
        double[] after(double time) {
            ClusterFlow flow = flow();
            double[] x = ClusterFlow.flat(tokens);
            int steps = ClusterDraws.steps(time);
            for (int k = 0; k < steps; k++) {
                flow.step(x, time / steps);
            }
            return x;
        }

        ClusterFlow flow() {
            return ClusterFlow.of(scores, beta, value, ClusterDraws.equal(tokens.length));
        }

        double diameterAfter(double time) {
            return flow().diameter(after(time));
        }

        double angleAfter(double time) {
            double[] first = new double[value.length];
            first[0] = 1;
            return flow().angle(after(time), first);
        }
    }

    // ---- the linearised spectrum

    /** A normal symmetric V has eigenvalues of both signs: the spectrum at consensus does not need stability. */
    private static Family<Cluster> anyValueMatrix() {
        return Family.drawn(
                        "any-value-matrix",
                        "normal symmetric value matrices, up to five tokens in up to four dimensions",
                        random -> IntStream.range(0, VALUE_MATRICES)
                                .mapToObj(i -> cluster(random.size(i), BETAS[i % BETAS.length]))
                                .toList())
                .claims(spectrum(Cluster::flow), consensus(Cluster::flow))
                .controls(
                        new NegativeControl<>(
                                "any-consensus-of-value-times-scores",
                                "moves consensus by VD, not V",
                                consensus(x -> x.flow().withValue(x.valueTimesScores()))),
                        new NegativeControl<>(
                                "any-residual-in-the-value",
                                "reads (V + I) m, a residual inside the attention",
                                spectrum(Cluster::flowWithResidual)),
                        new NegativeControl<>(
                                "any-velocity-times-beta",
                                "multiplies velocities by β",
                                spectrum(Cluster::flowTimesBeta)));
    }

    private static Claim<Cluster> spectrum(Function<Cluster, ClusterFlow> flow) {
        return Claim.<Cluster>bound("any-spectrum", x -> ConsensusSpectrum.error(x, flow.apply(x), x.eigenvalues()))
                .atMost(x -> 1e-6 * Math.max(1, x.norm()));
    }

    private static Claim<Cluster> consensus(Function<Cluster, ClusterFlow> flow) {
        return Claim.<Cluster>bound("any-consensus", x -> x.consensusError(flow))
                .atMost(x -> 1e-9);
    }

    private static Cluster cluster(RandomField random, double beta) {
        int d = 2 + (int) (3 * random.uniform("dimension", 0, 0));
        int n = 1 + (int) (5 * random.uniform("size", 0, 0));
        double[][] value = random.gaussianMatrix("value", d, d);
        ScoreMatrix scores = ScoreMatrix.of(LowTemperatureDraws.scores(random, d, 1, 4));
        TokenLaw law = new TokenLaw(
                LowTemperatureDraws.points(random, "tokens", n, d), LowTemperatureDraws.simplex(random, "masses", n));
        return Cluster.of(scores, beta, value, law);
    }

    // ---- rates

    /** Late enough that the slowest mode is alone, early enough that the diameter is above rounding. */
    private static Family<Tokens> tightClusters() {
        return Family.of("tight-clusters", "five tokens within half a radian of the leading eigenvector", tight())
                .claims(angleSlope(Cluster::gap), diameterSlope(x -> x.eigenvalues()[0]))
                .controls(
                        new NegativeControl<>(
                                "angle-slope-nu-one", "aligns at the rate ν_1", angleSlope(x -> x.eigenvalues()[0])),
                        new NegativeControl<>(
                                "diameter-slope-of-the-gap",
                                "contracts at the rate ν_1 - ν_2",
                                diameterSlope(Cluster::gap)));
    }

    static List<Tokens> tight() {
        List<Tokens> all = new ArrayList<>();
        for (double beta : new double[] {0, 1, 20}) {
            all.add(tight(beta, 1, 0.7, 0.4));
            all.add(tight(beta, 1, 0.6));
        }
        return all;
    }

    /** Scores with a rotation in them, tokens 0.36 to 0.44 radians from the leading eigenvector. */
    private static Tokens tight(double beta, double... spectrum) {
        int d = spectrum.length;
        double[][] tokens = ClusterDraws.onCircle(d, 0.36, 0.38, 0.4, 0.42, 0.44);
        double[][] scores = Vectors.diagonal(spectrum);
        scores[0][1] = 0.5;
        scores[1][0] = -0.3;
        for (int i = 0; d > 2 && i < tokens.length; i++) {
            tokens[i][2] = 0.02 * (i % 3) + 0.05;
            tokens[i] = Vectors.normalised(tokens[i]);
        }
        return new Tokens(scores, beta, Vectors.diagonal(spectrum), tokens);
    }

    private static Bound<Tokens> angleSlope(ToDoubleFunction<Cluster> rate) {
        return Claim.<Tokens>bound(
                        "angle-slope",
                        x -> Math.abs(1
                                + slope(LATE_RUNS.apply(x), ClusterRun::angleOfMean) / rate.applyAsDouble(x.cluster())))
                .atMost(x -> 0.01);
    }

    private static Bound<Tokens> diameterSlope(ToDoubleFunction<Cluster> rate) {
        return Claim.<Tokens>bound(
                        "diameter-slope",
                        x -> Math.abs(
                                1 + slope(LATE_RUNS.apply(x), ClusterRun::diameter) / rate.applyAsDouble(x.cluster())))
                .atMost(x -> 0.01);
    }

    /** Least squares slope of the logarithm over the second half of the time. */
    static double slope(ClusterRun run, Function<ClusterRun, double[]> quantity) {
        double[] y = quantity.apply(run);
        double[] t = run.times();
        int from = run.steps() / 2;
        double meanT = 0;
        double meanLog = 0;
        int n = run.steps() - from + 1;
        for (int k = from; k <= run.steps(); k++) {
            meanT += t[k] / n;
            meanLog += StrictMath.log(y[k]) / n;
        }
        double across = 0;
        double square = 0;
        for (int k = from; k <= run.steps(); k++) {
            across += (t[k] - meanT) * (StrictMath.log(y[k]) - meanLog);
            square += (t[k] - meanT) * (t[k] - meanT);
        }
        return across / square;
    }

    // ---- sharpness

    private static Family<Instance> singleToken() {
        List<Instance> instances = IntStream.range(0, 8)
                .mapToObj(i -> new Instance(
                        Vectors.identity(2),
                        Vectors.identity(2),
                        Vectors.diagonal(i % 2 == 0 ? new double[] {1, 0.5} : new double[] {0.3, 1}),
                        i,
                        ClusterDraws.onCircle(2, 0.2 + 0.15 * i),
                        new double[] {1},
                        3,
                        ClusterDraws.steps(3)))
                .toList();
        return Family.of("single-token", "one token in the plane: both bounds are attained", instances)
                .claims(
                        singleAngle(x -> x.asCluster().bounds()),
                        singleTangent(x -> x.asCluster().gap()))
                .controls(
                        new NegativeControl<>(
                                "single-angle-at-nu-one",
                                "aligns at the rate ν_1",
                                singleAngle(x -> x.asCluster().bounds().withGap(1))),
                        new NegativeControl<>(
                                "single-tangent-at-nu-one", "aligns at the rate ν_1", singleTangent(x -> 1)));
    }

    private static Identity<Instance> singleAngle(Function<Instance, ClusterBounds> bounds) {
        return Claim.identity(
                "single-angle",
                x -> SINGLE.apply(x).lastAngle(),
                x -> bounds.apply(x).majorants(x.time(), x.steps()).lastAngle());
    }

    private static Identity<Instance> singleTangent(ToDoubleFunction<Instance> rate) {
        return Claim.identity(
                "single-tangent",
                x -> StrictMath.tan(SINGLE.apply(x).lastAngle()),
                x -> StrictMath.tan(SINGLE.apply(x).angle()[0]) * StrictMath.exp(-rate.applyAsDouble(x) * x.time()));
    }

    // ---- necessity

    private static Family<Tokens> oppositeTokens() {
        List<Tokens> instances = IntStream.of(0, 1, 20)
                .mapToObj(beta -> new Tokens(
                        Vectors.identity(2), beta, Vectors.diagonal(1, 0.5), new double[][] {{1, 0}, {-1, 0}}))
                .toList();
        return Family.of("opposite-tokens", "two opposite tokens: no tight cluster", instances)
                .claims(opposite().atLeast(x -> 2 - 1e-12))
                .controls(new NegativeControl<>(
                        "opposite-tokens-meet",
                        "lets any two tokens approach each other at the rate ν_d",
                        opposite().atMost(x -> 2 * StrictMath.exp(-LATE / 2))));
    }

    private static Bound.Measured<Tokens> opposite() {
        return Claim.bound("opposite-tokens-stay", x -> x.diameterAfter(LATE));
    }

    private static Family<Tokens> negativeValue() {
        Tokens near =
                new Tokens(Vectors.identity(2), 3, Vectors.diagonal(-1, -1), ClusterDraws.onCircle(2, 0.3, 0.3 + 1e-6));
        return Family.of("negative-value", "V = -I: consensus is unstable", List.of(near))
                .claims(growth().atLeast(x -> 0.99))
                .controls(new NegativeControl<>(
                        "differences-shrink",
                        "lets tight clusters contract whatever the sign of V",
                        growth().atMost(x -> -0.5)));
    }

    /** {@code log(D(5) / D(0)) / 5}. */
    private static Bound.Measured<Tokens> growth() {
        return Claim.bound(
                "differences-grow",
                x -> StrictMath.log(x.diameterAfter(5) / x.flow().diameter(ClusterFlow.flat(x.tokens()))) / 5);
    }

    private static Family<Tokens> rotation() {
        Tokens token = new Tokens(Vectors.identity(2), 1, Vectors.rotation(Math.PI / 2), ClusterDraws.onCircle(2, 0.3));
        return Family.of("rotation", "V a rotation by 90 degrees", List.of(token))
                .claims(halfTurn().atLeast(x -> 2 - 1e-9))
                .controls(new NegativeControl<>(
                        "token-settles",
                        "lets tokens come to rest whatever V",
                        halfTurn().atMost(x -> 0.1)));
    }

    /** How far a token is from where it was half a turn before. */
    private static Bound.Measured<Tokens> halfTurn() {
        return Claim.bound("token-rotates", x -> Vectors.distance(x.after(LONG), x.after(LONG + Math.PI)));
    }

    private static Family<Tokens> twoLeading() {
        Tokens token = new Tokens(Vectors.identity(3), 1, Vectors.diagonal(1, 1, 0.5), ClusterDraws.onCircle(3, 0.7));
        return Family.of("two-leading-eigenvectors", "V = diag(1, 1, 1/2)", List.of(token))
                .claims(angle().atLeast(x -> 0.7 - 1e-9))
                .controls(new NegativeControl<>(
                        "angle-shrinks",
                        "aligns at the rate ν_1 - ν_3",
                        angle().atMost(x -> 0.7 * StrictMath.exp(-LONG / 2))));
    }

    private static Bound.Measured<Tokens> angle() {
        return Claim.bound("angle-stays", x -> x.angleAfter(LONG));
    }
}
