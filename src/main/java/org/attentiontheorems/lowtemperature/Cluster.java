package org.attentiontheorems.lowtemperature;

import java.util.Arrays;
import java.util.function.Function;
import org.attentiontheorems.measure.Sums;
import org.attentiontheorems.measure.Vectors;
import org.attentiontheorems.verify.Check;

/**
 * Tokens that attend to each other, with what their long-time behaviour depends on.
 *
 * @param scores D
 * @param beta β
 * @param value V, symmetric
 * @param spectrum of V
 * @param leading its leading unit eigenvector, on the side of the tokens' mean
 * @param law the tokens at the start
 */
record Cluster(
        ScoreMatrix scores, double beta, double[][] value, ProjectionMap spectrum, double[] leading, TokenLaw law) {
    private static final double MODERATE = 20;
    private static final int CONSENSUS_STEPS = 400;

    /**
     * From matrices and tokens.
     *
     * @param value its symmetric part is meant
     */
    static Cluster of(ScoreMatrix scores, double beta, double[][] value, TokenLaw law) {
        double[][] symmetric = Vectors.times(0.5, Vectors.plus(value, 1, Vectors.transposed(value)));
        ProjectionMap spectrum = ProjectionMap.of(symmetric);
        double side = Sums.dot(law.mean(), spectrum.top()) < 0 ? -1 : 1;
        return new Cluster(scores, beta, symmetric, spectrum, Vectors.times(side, spectrum.top()), law);
    }

    /** These tokens all at the place of the first. */
    Cluster atConsensus() {
        double[][] together = new double[law.size()][];
        Arrays.fill(together, law.tokens()[0]);
        return of(scores, beta, value, law.moved(together));
    }

    int dimension() {
        return value.length;
    }

    int size() {
        return law.size();
    }

    /** {@code ν_1, …, ν_d}, decreasing. */
    double[] eigenvalues() {
        return spectrum.values();
    }

    /** {@code |V|}. */
    double norm() {
        double[] nu = spectrum.values();
        return Math.max(Math.abs(nu[0]), Math.abs(nu[nu.length - 1]));
    }

    /** {@code ν_1 - ν_2}. */
    double gap() {
        return spectrum.values()[0] - spectrum.values()[1];
    }

    /** {@code β |D|}: how fast attention changes along the sphere. */
    double sharpness() {
        return beta * scores.largest();
    }

    /** A step that keeps eleven digits. */
    double fineStep() {
        return ClusterFlow.FINE_STEP / Math.max(1, norm()) / Math.max(1, sharpness() / MODERATE);
    }

    /** The slowest rate of the linearisation at the leading eigenvector: the largest number of its spectrum. */
    double slowestRate() {
        return size() == 1 ? -gap() : Math.max(-gap(), -spectrum.values()[0]);
    }

    /** {@code V D}, which decides at temperature zero, but not in the end. */
    double[][] valueTimesScores() {
        return Vectors.multiply(value, scores.matrix());
    }

    ClusterFlow flow() {
        return ClusterFlow.of(scores.matrix(), beta, value, law.weights());
    }

    /** The flow with {@code V + I} in place of V. */
    ClusterFlow flowWithResidual() {
        return flow().withValue(Vectors.plus(value, 1, Vectors.identity(dimension())));
    }

    /** The flow with tokens blind to themselves; a single token has nothing else to see. */
    ClusterFlow flowWithoutSelf() {
        return size() == 1 ? flow() : flow().withoutSelf();
    }

    /** The flow with velocities multiplied by β. */
    ClusterFlow flowTimesBeta() {
        return flow().withValue(Vectors.times(beta, value));
    }

    double[] start() {
        return ClusterFlow.flat(law.tokens());
    }

    /** What is known beforehand of this cluster. */
    ClusterBounds bounds() {
        double p = norm();
        double least = spectrum.values()[dimension() - 1];
        double q = p * scores.largest() * beta / 4;
        return new ClusterBounds(gap(), least, p, q, law.diameter(), flow().angle(start(), leading));
    }

    /**
     * The tokens in time.
     *
     * @throws org.attentiontheorems.verify.InvalidInstance if the steps are too coarse for anything finite to come out
     */
    ClusterRun run(double time, int steps) {
        ClusterRun run = ClusterRun.of(flow(), start(), leading, time, steps);
        Check.that(
                Double.isFinite(run.lastAngle()) && Double.isFinite(run.lastDiameter()),
                "steps",
                "must be more than %d: the tokens fly apart",
                steps);
        return run;
    }

    /** {@code e^(tV) x_0 / |e^(tV) x_0|}: where consensus at the first token is after a time. */
    double[] consensusAfter(double t) {
        double[] sum = new double[dimension()];
        double[] nu = spectrum.values();
        for (int j = 0; j < nu.length; j++) {
            double[] v = spectrum.vectors()[j];
            double component = Sums.dot(v, law.tokens()[0]) * StrictMath.exp((nu[j] - nu[0]) * t);
            sum = Vectors.plus(sum, component, v);
        }
        return Vectors.normalised(sum);
    }

    /** This cluster at consensus for the time 2/|V|, in fine steps. */
    ClusterRun consensusRun() {
        return consensusRun(Cluster::flow);
    }

    private ClusterRun consensusRun(Function<Cluster, ClusterFlow> flow) {
        Cluster together = atConsensus();
        return ClusterRun.of(flow.apply(together), together.start(), together.leading(), 2 / norm(), CONSENSUS_STEPS);
    }

    /** How far a flow takes consensus, in the time 2/|V|, from where {@code e^(tV)} takes it. */
    double consensusError(Function<Cluster, ClusterFlow> flow) {
        double[] end = consensusRun(flow).end();
        double[] expected = consensusAfter(2 / norm());
        double largest = 0;
        for (int k = 0; k < end.length; k++) {
            largest = Math.max(largest, Math.abs(end[k] - expected[k % expected.length]));
        }
        return largest;
    }
}
