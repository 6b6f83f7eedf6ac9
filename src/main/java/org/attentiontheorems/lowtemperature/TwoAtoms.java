package org.attentiontheorems.lowtemperature;

import java.util.Arrays;
import java.util.Comparator;

/** Exact transport of a finite law on the sphere to two antipodal atoms, {@code p δ_w + (1-p) δ_(-w)}. */
final class TwoAtoms {
    private TwoAtoms() {}

    /**
     * {@code W_2}: the tokens nearest to w are sent there until the mass p is reached, one of them in parts where needed, the others to -w.
     *
     * @param toPlus squared distances to w, at most 4 but for rounding; those to -w are {@code 4 - toPlus}
     * @param weights masses, sum 1
     * @param p mass of the atom at w
     */
    static double w2(double[] toPlus, double[] weights, double p) {
        Integer[] order = new Integer[toPlus.length];
        Arrays.setAll(order, k -> k);
        Arrays.sort(order, Comparator.comparingDouble(k -> toPlus[k]));
        double left = p;
        double cost = 0;
        for (int k : order) {
            double sent = Math.min(left, weights[k]);
            left -= sent;
            cost += sent * toPlus[k] + (weights[k] - sent) * Math.max(0, 4 - toPlus[k]);
        }
        return Math.sqrt(cost);
    }
}
