package org.attentiontheorems.heads;

import java.util.Arrays;

/**
 * Stochastic gradient descent of heads: every step draws one sequence J, the same for all heads, with probability ω_J and moves each head by
 * {@code -η ∇F^J_μ}, where μ is the law of the heads now and F^J sees sequence J only. Its mean over J is the gradient. Reuses its workspace:
 * one thread at a time.
 */
final class StochasticDescent {
    private final HeadRisk[] sequences;
    private final double[] weights;
    private final double[] probabilities;

    private StochasticDescent(HeadRisk[] sequences, double[] weights, double[] probabilities) {
        this.sequences = sequences;
        this.weights = weights;
        this.probabilities = probabilities;
    }

    /** Descent on the data of a risk. */
    static StochasticDescent of(HeadRisk risk) {
        double[] weights = risk.kernel().corpus().seqWeights();
        HeadRisk[] sequences = new HeadRisk[weights.length];
        Arrays.setAll(sequences, risk::only);
        return new StochasticDescent(sequences, weights, weights);
    }

    /** Descent that draws sequences uniformly, whatever their weights: a biased gradient. */
    StochasticDescent drawnUniformly() {
        double[] uniform = new double[weights.length];
        Arrays.fill(uniform, 1.0 / uniform.length);
        return new StochasticDescent(sequences, weights, uniform);
    }

    /** Number n of sequences. */
    int sequences() {
        return sequences.length;
    }

    /** The sequence drawn by a number that is uniform on (0, 1). */
    int drawn(double u) {
        double below = 0;
        for (int j = 0; j < probabilities.length - 1; j++) {
            below += probabilities[j];
            if (u < below) {
                return j;
            }
        }
        return probabilities.length - 1;
    }

    /** Where the heads stand after the given steps, one sequence a step. */
    double[] after(double[] masses, double[] theta, double eta, int... path) {
        double[] heads = theta.clone();
        double[] gradient = new double[theta.length];
        for (int j : path) {
            sequences[j].gradients(masses, heads, gradient);
            move(heads, eta, gradient, heads);
        }
        return heads;
    }

    /** Receives the heads at the end of one path, and the path's probability. */
    @FunctionalInterface
    interface Visitor {
        /** {@code theta} is reused between calls. */
        void accept(double[] theta, double probability);
    }

    /**
     * Visits the end of every path of positive probability, depth first. O(n^steps) gradients of the risk, memory O(steps n). A single
     * sequence has a single path, of any length.
     *
     * @return the mean over paths of {@code Σ_j ω_j ‖∇F^j - ∇F‖²} before each step
     */
    double[] forEachPath(double[] masses, double[] theta, double eta, int steps, Visitor visitor) {
        if (sequences.length == 1) {
            visitor.accept(after(masses, theta, eta, new int[steps]), 1);
            return new double[steps];
        }
        Tree tree = new Tree(masses, theta.length, eta, steps, visitor);
        tree.descend(0, theta, 1);
        return tree.noise;
    }

    private static void move(double[] from, double eta, double[] gradient, double[] to) {
        for (int k = 0; k < to.length; k++) {
            to[k] = from[k] - eta * gradient[k];
        }
    }

    private final class Tree {
        private final double[] masses;
        private final double eta;
        private final int steps;
        private final Visitor visitor;
        private final double[] noise;
        private final double[][][] gradients;
        private final double[][] next;

        Tree(double[] masses, int length, double eta, int steps, Visitor visitor) {
            this.masses = masses;
            this.eta = eta;
            this.steps = steps;
            this.visitor = visitor;
            this.noise = new double[steps];
            this.gradients = new double[steps][sequences.length][length];
            this.next = new double[steps][length];
        }

        void descend(int depth, double[] theta, double probability) {
            if (depth == steps) {
                visitor.accept(theta, probability);
                return;
            }
            double[][] g = gradients[depth];
            for (int j = 0; j < g.length; j++) {
                sequences[j].gradients(masses, theta, g[j]);
            }
            noise[depth] += probability * spread(g);
            for (int j = 0; j < g.length; j++) {
                if (probabilities[j] > 0) {
                    move(theta, eta, g[j], next[depth]);
                    descend(depth + 1, next[depth], probability * probabilities[j]);
                }
            }
        }

        /** {@code Σ_j ω_j ‖g_j - Σ ω g‖²} in the norm of the masses. */
        private double spread(double[][] g) {
            int p = g[0].length / masses.length;
            double sum = 0;
            for (int k = 0; k < g[0].length; k++) {
                double mean = 0;
                for (int j = 0; j < g.length; j++) {
                    mean += weights[j] * g[j][k];
                }
                double variance = 0;
                for (int j = 0; j < g.length; j++) {
                    variance += weights[j] * (g[j][k] - mean) * (g[j][k] - mean);
                }
                sum += masses[k / p] * variance;
            }
            return sum;
        }
    }
}
