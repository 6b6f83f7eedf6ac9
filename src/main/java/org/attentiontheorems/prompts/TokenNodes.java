package org.attentiontheorems.prompts;

import org.attentiontheorems.attention.Softmax;

/**
 * The law of one token as finitely many nodes: the atoms themselves, or a quadrature rule for a standard normal g.
 *
 * @param abscissae logit of an atom, or g
 * @param probabilities probability of an atom, or quadrature weight; sum 1
 * @param weights {@code w = e^logit / E e^logit}
 * @param lattice how the logarithms of the weights lie on the grid of {@code r = log s}
 */
record TokenNodes(double[] abscissae, double[] probabilities, double[] weights, Lattice lattice) {
    private static final double STEP = 0.1;
    private static final double RADIUS = 10;
    private static final double SMALLEST_LATTICE_TAU = 0.04;

    /**
     * {@code log w_i = first + i stride delta / phases}, where one of {@code phases} and {@code stride} is 1; or no such relation
     * ({@code phases} 0). All logarithms are multiples of 2^-40, so that their sums are exact.
     *
     * @param delta step of the grid of r
     */
    record Lattice(double delta, double first, int phases, int stride) {
        static final Lattice NONE = new Lattice(snap(STEP), 0, 0, 0);

        static double snap(double x) {
            return Math.rint(x * 0x1p40) * 0x1p-40;
        }

        static Lattice of(double delta, double first, int phases, int stride) {
            return new Lattice(phases * snap(delta / phases), snap(first), phases, stride);
        }

        /** Distance of the logarithms of neighbouring weights. */
        double spacing() {
            return stride * (delta / phases);
        }
    }

    /** Atoms of positive probability with their logits. */
    static TokenNodes atoms(double[] probabilities, double[] logits) {
        double[] tilted = new double[logits.length];
        for (int i = 0; i < logits.length; i++) {
            tilted[i] = StrictMath.log(probabilities[i]) + logits[i];
        }
        double logPartition = Softmax.logSumExp(tilted);
        double[] weights = new double[logits.length];
        for (int i = 0; i < logits.length; i++) {
            weights[i] = StrictMath.exp(logits[i] - logPartition);
        }
        return new TokenNodes(logits, probabilities, weights, Lattice.NONE);
    }

    /**
     * Trapezoid nodes on {@code [-10, 10 + 4 tau]} for logits {@code tau g}, at most 0.08 apart (0.04 for tau beyond 3). The distance
     * is chosen such that the logarithms of the weights lie on the grid of r; only for tiny tau, where the weights hardly vary, the
     * nodes are wider and every row of exponentials stands for itself.
     */
    static TokenNodes gaussian(double tau) {
        double widest = tau > RatioMoments.MAX_TAU ? 0.04 : 0.08;
        if (tau < SMALLEST_LATTICE_TAU) {
            return separate(tau, 3 * widest);
        }
        double steps = tau * widest / STEP;
        double first = -RADIUS * tau - tau * tau / 2;
        if (steps >= 0.5) {
            int stride = (int) Math.ceil(steps);
            return onLattice(tau, Lattice.of(tau * widest / stride, first, 1, stride));
        }
        return onLattice(tau, Lattice.of(STEP, first, (int) Math.ceil(1 / steps), 1));
    }

    private static TokenNodes separate(double tau, double h) {
        double[] g = new double[nodesOn(tau, h)];
        double[] weights = new double[g.length];
        for (int i = 0; i < g.length; i++) {
            g[i] = i * h - RADIUS;
            weights[i] = StrictMath.exp(tau * g[i] - tau * tau / 2);
        }
        return new TokenNodes(g, trapezoid(g, h), weights, Lattice.NONE);
    }

    private static TokenNodes onLattice(double tau, Lattice lattice) {
        double h = lattice.spacing() / tau;
        double[] g = new double[nodesOn(tau, h)];
        double[] weights = new double[g.length];
        for (int i = 0; i < g.length; i++) {
            double logWeight = lattice.first() + i * lattice.spacing();
            g[i] = (logWeight + tau * tau / 2) / tau;
            weights[i] = StrictMath.exp(logWeight);
        }
        return new TokenNodes(g, trapezoid(g, h), weights, lattice);
    }

    private static int nodesOn(double tau, double h) {
        return 1 + (int) Math.ceil((2 * RADIUS + 4 * tau) / h);
    }

    /** {@code h e^(-g²/2) / sqrt(2 pi)}. */
    private static double[] trapezoid(double[] g, double h) {
        double[] probabilities = new double[g.length];
        for (int i = 0; i < g.length; i++) {
            probabilities[i] = h * StrictMath.exp(-g[i] * g[i] / 2) / Math.sqrt(2 * Math.PI);
        }
        return probabilities;
    }

    int size() {
        return weights.length;
    }

    /** The rows {@code e^(-s_j w_i)} for {@code s_j = e^(r + j delta)}. */
    ExponentialRows rows(double r, double[] s) {
        if (lattice.phases() == 0) {
            return ExponentialRows.dense(weights, s);
        }
        return ExponentialRows.overlapping(
                r + lattice.first(), lattice.delta(), lattice.phases(), lattice.stride(), size(), s.length);
    }

    /** {@code log E e^(-s w)} at one s. */
    double logLaplace(double s) {
        double missing = 0;
        for (int i = 0; i < weights.length; i++) {
            missing -= probabilities[i] * StrictMath.expm1(-s * weights[i]);
        }
        double present = 0;
        for (int i = 0; missing >= 0.5 && i < weights.length; i++) {
            present += probabilities[i] * StrictMath.exp(-s * weights[i]);
        }
        return ExponentialRows.logOf(missing, present);
    }
}
