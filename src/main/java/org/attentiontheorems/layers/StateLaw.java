package org.attentiontheorems.layers;

import java.util.function.IntBinaryOperator;
import org.attentiontheorems.measure.Assignment;
import org.attentiontheorems.verify.Check;

/**
 * A law of equally likely hidden states, with the distance {@code |g - h|_∞ = max_i |g_i - h_i|} of states.
 *
 * @param states N states T x d, flat; not to be changed
 * @param d width of a hidden state
 */
record StateLaw(double[][] states, int d) {

    /** How atoms of two laws are paired and counted. */
    enum Pairing {
        /** {@code W_2}: the cheapest pairing, by assignment. */
        OPTIMAL,
        /** The cheapest pairing, by trying all: for a second opinion. */
        ALL,
        /** Each atom with that of its own number: a mistake. */
        IDENTITY,
        /** {@code W_2²}: the square root is forgotten. */
        SQUARED
    }

    /** {@code W_2} of two laws with as many atoms, and what becomes of it by mistakes. O(N³), or N! where all pairings are tried. */
    double distance(StateLaw other, Pairing pairing) {
        int n = states.length;
        double[] cost = new double[n * n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                double apart = States.distance(states[i], other.states[j], d);
                Check.that(Double.isFinite(apart * apart), "otherLaw", "is too far away: squared distances overflow");
                cost[i * n + j] = apart * apart;
            }
        }
        double square = switch (pairing) {
            case OPTIMAL, SQUARED -> total(cost, Assignment.solve(cost, n)) / n;
            case ALL -> cheapest(cost, n, 0, 0) / n;
            case IDENTITY -> total(cost, n, (i, size) -> i) / n;
        };
        return pairing == Pairing.SQUARED ? square : Math.sqrt(square);
    }

    private static double total(double[] cost, int[] partner) {
        return total(cost, partner.length, (i, n) -> partner[i]);
    }

    private static double total(double[] cost, int n, IntBinaryOperator partner) {
        double sum = 0;
        for (int i = 0; i < n; i++) {
            sum += cost[i * n + partner.applyAsInt(i, n)];
        }
        return sum;
    }

    /** The least cost of pairing rows from {@code row} on with the columns that are not in the set {@code used}. */
    private static double cheapest(double[] cost, int n, int row, int used) {
        if (row == n) {
            return 0;
        }
        double least = Double.POSITIVE_INFINITY;
        for (int j = 0; j < n; j++) {
            if ((used >> j & 1) == 0) {
                least = Math.min(least, cost[row * n + j] + cheapest(cost, n, row + 1, used | 1 << j));
            }
        }
        return least;
    }

    /** The same law, its atoms numbered from the second on. */
    StateLaw rotated() {
        double[][] moved = new double[states.length][];
        for (int n = 0; n < states.length; n++) {
            moved[n] = states[(n + 1) % states.length];
        }
        return new StateLaw(moved, d);
    }

    /** What the flow of a control makes of the law. */
    StateLaw transported(LayerFlow flow, Control control) {
        double[][] ends = new double[states.length][];
        for (int n = 0; n < states.length; n++) {
            ends[n] = flow.end(control, states[n]);
        }
        return new StateLaw(ends, d);
    }

    /** {@code max γ_nn'} over pairs of atoms: how much farther apart the flow of a control may carry two laws. */
    static double growth(LayerField field, Control control, int depth, StateLaw one, StateLaw two) {
        LayerNorms[] norms = LayerNorms.of(field, control);
        Tube[] tubes = tubes(field, control, depth, two);
        double largest = 0;
        for (Tube tube : tubes(field, control, depth, one)) {
            for (Tube other : tubes) {
                TwinTube twins = new TwinTube(tube, other, one.d, field.tokens());
                largest = Math.max(largest, twins.growth(control, norms));
            }
        }
        return largest;
    }

    private static Tube[] tubes(LayerField field, Control control, int depth, StateLaw law) {
        Tube[] tubes = new Tube[law.states.length];
        for (int n = 0; n < tubes.length; n++) {
            tubes[n] = Tube.of(field, control, law.states[n], depth);
        }
        return tubes;
    }
}
