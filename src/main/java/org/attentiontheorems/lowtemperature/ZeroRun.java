package org.attentiontheorems.lowtemperature;

import java.util.Arrays;
import org.attentiontheorems.lowtemperature.ZeroTemperatureLyapunov.Instance;
import org.attentiontheorems.measure.Sums;
import org.attentiontheorems.measure.Vectors;
import org.attentiontheorems.measure.Wasserstein;

/**
 * The tokens of an instance carried to its time by {@link ZeroFlow}.
 *
 * @param flow at temperature zero
 * @param law at the start
 * @param time t
 * @param taus clocks at t, one a token
 * @param start {@code T(x_0)}, one a token
 * @param end {@code T(x(t))}, one a token
 */
record ZeroRun(ZeroFlow flow, TokenLaw law, double time, double[] taus, double[] start, double[] end) {

    static ZeroRun of(Instance x) {
        ZeroFlow flow = ZeroFlow.of(x.scores(), x.projection());
        TokenLaw law = x.law();
        int n = law.size();
        double[] taus = new double[n];
        double[] start = new double[n];
        double[] end = new double[n];
        for (int i = 0; i < n; i++) {
            taus[i] = flow.tau(law.tokens()[i], x.time());
            start[i] = flow.tangent(law.tokens()[i], 0);
            end[i] = flow.tangent(law.tokens()[i], taus[i]);
        }
        return new ZeroRun(flow, law, x.time(), taus, start, end);
    }

    /** {@code L(μ_t)} at increasing times. */
    static double[] lyapunov(ZeroFlow flow, TokenLaw law, double... times) {
        double[] values = new double[times.length];
        for (int i = 0; i < law.size(); i++) {
            double[] taus = flow.taus(law.tokens()[i], times);
            for (int k = 0; k < times.length; k++) {
                double tangent = flow.tangent(law.tokens()[i], taus[k]);
                values[k] += law.weights()[i] * ProjectionMap.squaredDistance(tangent);
            }
        }
        return values;
    }

    ProjectionMap projection() {
        return flow.projection();
    }

    /** {@code e^(-rate t)}. */
    double factor(double rate) {
        return StrictMath.exp(-rate * time);
    }

    /** {@code q_slow = e^(-γt/s_max)}. */
    double slow() {
        return factor(projection().gap() / flow.scores().largest());
    }

    /** {@code q_fast = e^(-(λ_1 - λ_d)t/s_min)}. */
    double fast() {
        return factor(projection().range() / flow.scores().smallest());
    }

    /** {@code L(μ_t)}. */
    double lyapunov() {
        return mean(end, 1);
    }

    /** {@code ∫ l(qT) dμ_0}. */
    double lyapunovAt(double q) {
        return mean(start, q);
    }

    private double mean(double[] tangents, double q) {
        double sum = 0;
        for (int i = 0; i < tangents.length; i++) {
            sum += law.weights()[i] * ProjectionMap.squaredDistance(q * tangents[i]);
        }
        return sum;
    }

    /** The largest {@code T(x(t)) / T(x_0)}. */
    double largestFactor() {
        double largest = 0;
        for (int i = 0; i < end.length; i++) {
            largest = start[i] > 0 ? Math.max(largest, end[i] / start[i]) : largest;
        }
        return largest;
    }

    /** The smallest {@code T(x(t)) / T(x_0)}. */
    double smallestFactor() {
        double smallest = Double.POSITIVE_INFINITY;
        for (int i = 0; i < end.length; i++) {
            smallest = start[i] > 0 ? Math.min(smallest, end[i] / start[i]) : smallest;
        }
        return smallest;
    }

    /** Whether some token is outside the top eigenspace. */
    boolean moves() {
        return projection().multiplicity() < projection().dimension() && smallestFactor() < Double.POSITIVE_INFINITY;
    }

    boolean hasTwoPoles() {
        return projection().multiplicity() == 1;
    }

    private boolean hasEqualWeights() {
        return Arrays.stream(law.weights()).allMatch(w -> w == law.weights()[0]);
    }

    /** Whether exact transport is at hand: to two atoms, or between clouds of equal weights. */
    boolean isTransportable() {
        return hasTwoPoles() || hasEqualWeights();
    }

    /** {@code W_2²(μ_t, P_# μ_0)} by exact transport; with {@code oneAtom} all of the target mass is at one pole. */
    double transport(boolean oneAtom) {
        int n = law.size();
        double[][] ends = new double[n][];
        Arrays.setAll(ends, i -> flow.position(law.tokens()[i], taus[i]));
        if (!hasTwoPoles()) {
            double[][] targets = new double[n][];
            Arrays.setAll(targets, i -> projection().target(law.tokens()[i]));
            return Wasserstein.meanSquare(ends, targets, Wasserstein.optimalCoupling(ends, targets));
        }
        double[] toPlus = new double[n];
        double p = 0;
        for (int i = 0; i < n; i++) {
            double[] apart = Vectors.minus(ends[i], projection().top());
            toPlus[i] = Sums.dot(apart, apart);
            p += Sums.dot(law.tokens()[i], projection().top()) >= 0 ? law.weights()[i] : 0;
        }
        double w2 = TwoAtoms.w2(toPlus, law.weights(), oneAtom ? 1 : p);
        return w2 * w2;
    }
}
