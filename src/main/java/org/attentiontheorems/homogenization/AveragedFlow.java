package org.attentiontheorems.homogenization;

import org.attentiontheorems.flow.Flow;
import org.attentiontheorems.verify.InvalidInstance;
import org.hipparchus.exception.MathIllegalArgumentException;
import org.hipparchus.exception.MathIllegalStateException;

/**
 * The flow {@code x' = b(x)} of an averaged field from given tokens, by Dormand-Prince 8(5,3).
 *
 * @param field b
 * @param start tokens at time 0, n x d
 * @param time T, positive
 */
record AveragedFlow(AveragedField field, double[][] start, double time) {
    private static final int MOST_EVALUATIONS = 200_000;
    private static final double CONSTANT_TOLERANCE = 1e-10;

    /** The tokens at time T; error about 1e-12. */
    double[][] end() {
        return at(time);
    }

    /** The tokens at a time of at least 0. */
    double[][] at(double t) {
        int n = start.length;
        int d = start[0].length;
        Flow flow = Flow.of((x, velocity) -> {
            double[][] b = field.at(Rows.unflat(x, 0, n, d));
            System.arraycopy(Rows.flat(b), 0, velocity, 0, n * d);
        });
        return Rows.unflat(solved(flow, Rows.flat(start), t, Flow.TIGHT), 0, n, d);
    }

    /**
     * The sharp constant {@code c* = T/n tr C(T)}, where {@code C' = JC + CJᵀ + Σ}, {@code C(0) = 0}, with J the Jacobian of b along the flow
     * and Σ the covariance of a single head: the variance of a network of L layers of H heads is {@code c* / (LH) (1 + O(1/L))}.
     */
    double sharpConstant() {
        int n = start.length;
        int nd = n * start[0].length;
        double[] state = new double[nd + nd * nd];
        System.arraycopy(Rows.flat(start), 0, state, 0, nd);
        double[] end = solved(Flow.of(this::velocity), state, time, CONSTANT_TOLERANCE);
        return time / n * Rows.trace(Rows.unflat(end, nd, nd, nd));
    }

    /** The velocity of tokens and C. */
    private void velocity(double[] state, double[] velocity) {
        int n = start.length;
        int d = start[0].length;
        int nd = n * d;
        double[][] tokens = Rows.unflat(state, 0, n, d);
        System.arraycopy(Rows.flat(field.at(tokens)), 0, velocity, 0, nd);
        double[][][] columns = new double[nd][][];
        for (int k = 0; k < nd; k++) {
            columns[k] = Rows.unflat(state, nd + k * nd, n, d);
        }
        double[][][] moved = field.derivatives(tokens, columns);
        double[][] noise = field.headCovariance(tokens);
        double[][] images = new double[nd][];
        for (int k = 0; k < nd; k++) {
            images[k] = Rows.flat(moved[k]);
        }
        for (int k = 0; k < nd; k++) {
            for (int l = 0; l < nd; l++) {
                velocity[nd + k * nd + l] = images[k][l] + images[l][k] + noise[k][l];
            }
        }
    }

    private static double[] solved(Flow flow, double[] start, double horizon, double tolerance) {
        try {
            return flow.within(MOST_EVALUATIONS).after(start, horizon, tolerance);
        } catch (MathIllegalArgumentException | MathIllegalStateException stiff) {
            throw new InvalidInstance(
                    "time", "is too long: the averaged flow takes more than " + MOST_EVALUATIONS + " evaluations");
        }
    }
}
