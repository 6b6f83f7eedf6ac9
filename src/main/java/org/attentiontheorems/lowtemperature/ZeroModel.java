package org.attentiontheorems.lowtemperature;

import java.util.Arrays;
import org.attentiontheorems.flow.Flow;
import org.attentiontheorems.measure.Sums;
import org.attentiontheorems.measure.Vectors;

/**
 * The flow at temperature zero in Cartesian coordinates, {@code x' = P_x V Dx/|Dx|}, with the clock {@code τ' = 1/|Dx|} carried along; and
 * the ways to get it wrong. Adaptive of order 8 with relative tolerance 1e-12: another way to what {@link ZeroFlow} knows. O(d²) a velocity.
 *
 * @param scores D as the velocity uses it
 * @param value V
 * @param normalised whether the velocity has the factor {@code 1/|Dx|}
 * @param tangential whether the velocity is projected by P_x
 * @param clock D as the clock uses it
 */
record ZeroModel(ScoreMatrix scores, double[][] value, boolean normalised, boolean tangential, ScoreMatrix clock) {

    static ZeroModel of(ScoreMatrix scores, double[][] value) {
        return new ZeroModel(scores, value, true, true, scores);
    }

    ZeroModel withValue(double[][] other) {
        return new ZeroModel(scores, other, normalised, tangential, clock);
    }

    /** Moves along -V. */
    ZeroModel withNegatedValue() {
        return withValue(Vectors.times(-1, value));
    }

    ZeroModel withTransposedValue() {
        return withValue(Vectors.transposed(value));
    }

    /** Forgets D: the hardmax point is the token itself. */
    ZeroModel withoutScores() {
        ScoreMatrix identity = ScoreMatrix.of(Vectors.identity(value.length));
        return new ZeroModel(identity, value, normalised, tangential, clock);
    }

    ZeroModel withTransposedScores() {
        return new ZeroModel(scores.transposed(), value, normalised, tangential, clock);
    }

    /** Forgets {@code 1/|Dx|}. */
    ZeroModel withoutNormalisation() {
        return new ZeroModel(scores, value, false, tangential, clock);
    }

    /** Forgets P_x. */
    ZeroModel withoutProjection() {
        return new ZeroModel(scores, value, normalised, false, clock);
    }

    /**
     * The end of a path.
     *
     * @param position x(t) on the sphere
     * @param tau the clock
     * @param drift how far the computed point was from the sphere
     */
    record End(double[] position, double tau, double drift) {}

    /** Where a token from x is after a time of at least 0. */
    End after(double[] x, double time) {
        int d = x.length;
        double[] start = new double[d + 1];
        System.arraycopy(x, 0, start, 0, d);
        double[] state = Flow.of(this::velocity).after(start, time, Flow.TIGHT);
        double[] position = Arrays.copyOf(state, d);
        double norm = Vectors.norm(position);
        return new End(Vectors.times(1 / norm, position), state[d], Math.abs(norm - 1));
    }

    /** The velocity at the point of the sphere below the state, so that the length of the state is not what keeps it there. */
    private void velocity(double[] state, double[] velocity) {
        int d = state.length - 1;
        double[] x = Vectors.normalised(Arrays.copyOf(state, d));
        double[] pull = Vectors.apply(value, new Hardmax(scores, normalised).point(x));
        double along = tangential ? Sums.dot(x, pull) : 0;
        for (int k = 0; k < d; k++) {
            velocity[k] = pull[k] - along * x[k];
        }
        velocity[d] = 1 / Vectors.norm(clock.direction(x));
    }
}
