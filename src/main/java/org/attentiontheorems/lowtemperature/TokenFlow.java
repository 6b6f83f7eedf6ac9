package org.attentiontheorems.lowtemperature;

import org.attentiontheorems.flow.Flow;
import org.attentiontheorems.flow.VectorField;
import org.attentiontheorems.measure.Vectors;

/**
 * Tokens that attention moves on the sphere, {@code x_i' = P_(x_i) V m_i} with {@code P_x = I - xx'}: the depth of a transformer as time.
 * Classical Runge-Kutta steps in Cartesian coordinates, after each of which the tokens are set back onto the sphere. O(N² d) a velocity.
 *
 * @param attention gives m_i
 * @param value V, d x d
 */
record TokenFlow(GibbsAttention attention, double[][] value) {

    static TokenFlow of(GibbsAttention attention, double[][] value) {
        return new TokenFlow(attention, value);
    }

    /** The velocities of all tokens. */
    private double[][] velocity(TokenLaw law) {
        double[][] velocity = new double[law.size()][];
        for (int i = 0; i < velocity.length; i++) {
            double[] x = law.tokens()[i];
            velocity[i] = Vectors.tangential(x, Vectors.apply(value, attention.mean(x, law)));
        }
        return velocity;
    }

    /** Where the tokens are after the given time, in equal steps, at least one. */
    TokenLaw after(TokenLaw start, double time, int steps) {
        int d = start.tokens()[0].length;
        Flow flow = Flow.of(field(start, d));
        double[] state = flat(start.tokens());
        for (int k = 0; k < steps; k++) {
            double[][] rows = rows(flow.rungeKutta(state, time / steps, 1), d);
            for (int i = 0; i < rows.length; i++) {
                rows[i] = Vectors.normalised(rows[i]);
            }
            state = flat(rows);
        }
        return start.moved(rows(state, d));
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
