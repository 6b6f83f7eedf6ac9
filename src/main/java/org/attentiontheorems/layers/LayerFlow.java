package org.attentiontheorems.layers;

import java.util.Arrays;
import java.util.function.Supplier;
import org.attentiontheorems.flow.Flow;
import org.attentiontheorems.flow.VectorField;
import org.attentiontheorems.verify.Check;
import org.attentiontheorems.verify.InvalidInstance;
import org.hipparchus.exception.MathRuntimeException;

/**
 * The reference flow {@code h' = f(h, θ(t))} on [0, 1], by Dormand-Prince 8(5,3) segment by segment: never across a jump of θ.
 *
 * @param field one layer
 * @param tolerance relative tolerance; the absolute one is a hundredth of it
 */
record LayerFlow(LayerField field, double tolerance) {
    /** Tolerance of the reference. */
    static final double TIGHT = 1e-13;

    /** Tolerance of the second run, whose difference to the reference shows the reference's error. */
    static final double COARSE = 1e-12;

    /** Longest time between samples without a fresh start of the integrator. */
    private static final double LONGEST_STEP = 1.0 / 8 + 1e-12;

    private static final int EVALUATIONS = 400_000;

    /** The reference flow of a layer. */
    static LayerFlow of(LayerField field) {
        return new LayerFlow(field, TIGHT);
    }

    /** This flow with another tolerance. */
    LayerFlow within(double other) {
        return new LayerFlow(field, other);
    }

    /**
     * The state h(1).
     *
     * @throws InvalidInstance if the flow overflows or is too stiff to be followed; so do the other methods
     */
    double[] end(Control control, double[] start) {
        double[] h = start;
        for (double[] theta : control.segments()) {
            h = after(theta, h, 1.0 / control.count());
        }
        return h;
    }

    /** The states h(l / L), l = 0 … L, for a multiple L of the number of segments. */
    double[][] states(Control control, double[] start, int depth) {
        int each = depth / control.count();
        double[][] states = new double[depth + 1][];
        states[0] = start;
        for (int s = 0; s < control.count(); s++) {
            double[] times = new double[each];
            for (int k = 0; k < each; k++) {
                times[k] = (k + 1.0) / depth;
            }
            double[][] inside = along(control.segments()[s], states[s * each], times);
            System.arraycopy(inside, 0, states, s * each + 1, each);
        }
        return states;
    }

    /** The state after a time in one segment. */
    double[] after(double[] theta, double[] start, double time) {
        return followed(() -> bounded(velocity(theta)).after(start, time, tolerance));
    }

    /** The states of one segment at increasing times since its beginning. */
    double[][] along(double[] theta, double[] start, double... times) {
        double[][] states = sampled(velocity(theta), start, times, tolerance);
        for (double[] h : states) {
            requireFinite(h);
        }
        return states;
    }

    /**
     * The states of an equation at increasing times. The integrator starts anew every {@link #LONGEST_STEP}: between its steps it interpolates
     * with order 7 only, and over a long step that would cost three digits.
     *
     * @throws InvalidInstance if the equation cannot be followed
     */
    static double[][] sampled(VectorField field, double[] start, double[] times, double tolerance) {
        double[][] states = new double[times.length][];
        double[] state = start;
        double now = 0;
        for (int from = 0, to; from < times.length; from = to) {
            to = from + 1;
            while (to < times.length && times[to] - now <= LONGEST_STEP) {
                to++;
            }
            double begun = now;
            double[] since = Arrays.stream(times, from, to).map(t -> t - begun).toArray();
            double[] first = state;
            double[][] chunk = followed(() -> bounded(field).dense(first, since, tolerance));
            System.arraycopy(chunk, 0, states, from, chunk.length);
            state = states[to - 1];
            now = times[to - 1];
        }
        return states;
    }

    private VectorField velocity(double[] theta) {
        return (h, out) -> System.arraycopy(field.value(theta, h), 0, out, 0, out.length);
    }

    /** A flow that gives up in the end. */
    static Flow bounded(VectorField field) {
        return Flow.of(field).within(EVALUATIONS);
    }

    /** Runs an integration and says in the instance's words why it cannot be done. */
    static <A> A followed(Supplier<A> integration) {
        try {
            return integration.get();
        } catch (MathRuntimeException e) {
            throw new InvalidInstance("control", "its flow cannot be followed to depth 1: reduce norms");
        }
    }

    private static void requireFinite(double[] h) {
        Check.that(States.areFinite(h), "control", "its flow leaves the range of double: reduce norms");
    }
}
