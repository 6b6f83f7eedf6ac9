package org.attentiontheorems.lowtemperature;

import java.util.ArrayList;
import java.util.List;
import org.attentiontheorems.flow.Flow;
import org.attentiontheorems.flow.VectorField;
import org.attentiontheorems.measure.Vectors;

/**
 * Tokens that attention moves on the sphere, {@code x_i' = P_(x_i) V m_i} with {@code P_x = I - xx'}: the depth of a transformer as time.
 * Classical Runge-Kutta steps in Cartesian coordinates, after each of which the tokens are set back onto the sphere. O(N² d) a velocity
 * for {@link GibbsAttention}, O(N d²) for {@link Hardmax}.
 *
 * @param attention gives m_i
 * @param value V, d x d
 * @param tangential whether velocities are projected by P_x; without, only the setting back keeps tokens on the sphere
 */
record TokenFlow(Attention attention, double[][] value, boolean tangential) {

    static TokenFlow of(Attention attention, double[][] value) {
        return new TokenFlow(attention, value, true);
    }

    /** This flow without the projections P_x. */
    TokenFlow withoutProjection() {
        return new TokenFlow(attention, value, false);
    }

    /**
     * Where tokens went.
     *
     * @param states the law after each step, the start first: steps + 1 of them
     * @param drift the largest {@code ||x| - 1|} found before tokens were set back: rounding and the error of the method, of order h^5 a
     *     step, if velocities are tangential
     */
    record Path(List<TokenLaw> states, double drift) {
        TokenLaw end() {
            return states.get(states.size() - 1);
        }
    }

    /** The velocities of all tokens. */
    double[][] velocity(TokenLaw law) {
        double[][] velocity = new double[law.size()][];
        for (int i = 0; i < velocity.length; i++) {
            double[] pull = Vectors.apply(value, attention.mean(i, law));
            velocity[i] = tangential ? Vectors.tangential(law.tokens()[i], pull) : pull;
        }
        return velocity;
    }

    /** Follows the tokens for the given time in equal steps, at least one. */
    Path path(TokenLaw start, double time, int steps) {
        int d = start.tokens()[0].length;
        Flow flow = Flow.of(field(start, d));
        List<TokenLaw> states = new ArrayList<>(List.of(start));
        double drift = 0;
        double[] state = flat(start.tokens());
        for (int k = 0; k < steps; k++) {
            state = flow.rungeKutta(state, time / steps, 1);
            double[][] rows = rows(state, d);
            for (int i = 0; i < rows.length; i++) {
                double norm = Vectors.norm(rows[i]);
                drift = Math.max(drift, Math.abs(norm - 1));
                rows[i] = Vectors.times(1 / norm, rows[i]);
            }
            states.add(start.moved(rows));
            state = flat(rows);
        }
        return new Path(List.copyOf(states), drift);
    }

    private VectorField field(TokenLaw law, int d) {
        return (x, velocity) -> {
            double[] rates = flat(velocity(law.moved(rows(x, d))));
            System.arraycopy(rates, 0, velocity, 0, rates.length);
        };
    }

    private static double[] flat(double[][] rows) {
        int d = rows[0].length;
        double[] flat = new double[rows.length * d];
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(rows[i], 0, flat, i * d, d);
        }
        return flat;
    }

    private static double[][] rows(double[] flat, int d) {
        double[][] rows = new double[flat.length / d][d];
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(flat, i * d, rows[i], 0, d);
        }
        return rows;
    }
}
