package org.attentiontheorems.heads;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.attentiontheorems.measure.Sums;
import org.attentiontheorems.verify.Check;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.ArrayRealVector;
import org.hipparchus.linear.DecompositionSolver;
import org.hipparchus.linear.LUDecomposition;

/**
 * The least risk {@code R* = min R_λ(m)} over all masses m of a dictionary, with its certificate: {@code risk - R* <= gap}.
 *
 * <p>Rounds of a pairwise Frank-Wolfe step followed by Newton steps on the support, until the duality gap {@code g = Σ m_a f_a - min f} of
 * the first variation f is at most 1e-13 (1 + max|f|). Without Newton the pairwise steps zigzag when the centred logits are nearly
 * collinear; with it one round suffices in the median. The minimiser need not be unique, its risk is.
 *
 * @param masses a minimiser
 * @param risk its risk
 * @param gap its duality gap
 * @param rounds rounds that were needed
 */
record SimplexOptimum(double[] masses, double risk, double gap, int rounds) {
    private static final double TOLERANCE = 1e-13;
    private static final double RESOLUTION = 1e-9;
    private static final int MAX_ROUNDS = 1000;
    private static final int LINE_SEARCH_STEPS = 200;
    private static final double REGULARISATION = 1e-14;

    /**
     * Minimises over the masses of a dictionary. A round costs O(A nT vocab) times the steps of a line search.
     *
     * <p>With logits in the hundreds and more the first variation may be lost in rounding; then a gap of 1e-9 times the largest logit,
     * the natural scale of the risk, is accepted once no step moves the masses any more.
     *
     * @throws org.attentiontheorems.verify.InvalidInstance if not even that is reached; the message says how large the gap still is
     */
    static SimplexOptimum of(HeadDictionary dictionary) {
        return new Descent(dictionary).run();
    }

    /** Number of heads of positive mass. */
    int support() {
        return (int) Arrays.stream(masses).filter(m -> m > 0).count();
    }

    private static final class Descent {
        private final HeadDictionary dictionary;
        private double[] m;

        Descent(HeadDictionary dictionary) {
            this.dictionary = dictionary;
            this.m = new double[dictionary.size()];
            Arrays.fill(m, 1.0 / m.length);
        }

        SimplexOptimum run() {
            double[] f = dictionary.firstVariation(m);
            double[] before = {};
            int round = 0;
            while (gap(f) > tolerance(f) && round < MAX_ROUNDS && !Arrays.equals(before, m)) {
                before = m;
                pairwiseStep(f);
                int newton = 0;
                while (newton < 2 * m.length && newtonStep()) {
                    newton++;
                }
                f = dictionary.firstVariation(m);
                round++;
            }
            double gap = gap(f);
            Check.that(
                    gap <= Math.max(tolerance(f), RESOLUTION * (1 + dictionary.largestLogit())),
                    "model.atoms",
                    "no optimum in %d rounds, duality gap %.3g: reduce norms",
                    round,
                    gap);
            return new SimplexOptimum(m, dictionary.risk(m), gap, round);
        }

        private static double tolerance(double[] f) {
            return TOLERANCE * (1 + Arrays.stream(f).map(Math::abs).max().orElse(0));
        }

        /** {@code g = Σ_a m_a (f_a - min f)}, never negative. */
        private double gap(double[] f) {
            double least = Arrays.stream(f).min().orElse(0);
            return Sums.neumaier(IntStream.range(0, m.length)
                    .mapToDouble(a -> m[a] * (f[a] - least))
                    .toArray());
        }

        /** Moves mass from the worst head of the support to the best head, as far as the risk falls. */
        private void pairwiseStep(double[] f) {
            int best = 0;
            int worst = -1;
            for (int a = 0; a < f.length; a++) {
                best = f[a] < f[best] ? a : best;
                worst = m[a] > 0 && (worst < 0 || f[a] > f[worst]) ? a : worst;
            }
            double[] direction = new double[m.length];
            direction[best] += 1;
            direction[worst] -= 1;
            move(direction, m[worst], worst);
        }

        /**
         * A Newton step on the support with Σ δ = 0.
         *
         * @return whether it hit the boundary, so that the support shrank and another step is due
         */
        private boolean newtonStep() {
            int[] support = IntStream.range(0, m.length).filter(a -> m[a] > 0).toArray();
            double[] direction = support.length < 2 ? new double[m.length] : newtonDirection(support);
            int blocking = -1;
            double largest = Double.POSITIVE_INFINITY;
            for (int a : support) {
                if (direction[a] < 0 && m[a] / -direction[a] < largest) {
                    largest = m[a] / -direction[a];
                    blocking = a;
                }
            }
            return blocking >= 0 && move(direction, largest, blocking);
        }

        /** Solves {@code (H + 1e-14 tr H I) δ + ν 1 = -f, Σ δ = 0} on the support, divided by tr H; zero if that is singular. */
        private double[] newtonDirection(int[] support) {
            int k = support.length;
            double[][] hessian = dictionary.hessian(m, support);
            double[] f = dictionary.firstVariation(m);
            double trace = IntStream.range(0, k).mapToDouble(a -> hessian[a][a]).reduce(0, Double::sum);
            double[][] system = new double[k + 1][k + 1];
            double[] right = new double[k + 1];
            for (int a = 0; a < k; a++) {
                for (int b = 0; b < k; b++) {
                    system[a][b] = hessian[a][b] / trace + (a == b ? REGULARISATION : 0);
                }
                system[a][k] = 1;
                system[k][a] = 1;
                right[a] = -f[support[a]] / trace;
            }
            double[] direction = new double[m.length];
            DecompositionSolver solver =
                    new LUDecomposition(new Array2DRowRealMatrix(system, false), Double.MIN_NORMAL).getSolver();
            if (!solver.isNonSingular()) {
                return direction;
            }
            double[] solution = solver.solve(new ArrayRealVector(right, false)).toArray();
            for (int a = 0; a < k; a++) {
                direction[support[a]] = Double.isFinite(solution[a]) ? solution[a] : 0;
            }
            return direction;
        }

        /**
         * Moves m to the minimum of the risk on {@code m + γ direction, 0 <= γ <= largest}.
         *
         * @return whether the minimum is the far end, where the mass of {@code blocking} is exactly 0
         */
        private boolean move(double[] direction, double largest, int blocking) {
            Line line = new Line(dictionary, m, direction);
            if (!(line.slope(0) < 0)) {
                return false;
            }
            boolean far = line.slope(largest) <= 0;
            double gamma = far ? largest : line.root(largest);
            double[] next = new double[m.length];
            double sum = 0;
            for (int a = 0; a < m.length; a++) {
                next[a] = far && a == blocking ? 0 : Math.max(0, m[a] + gamma * direction[a]);
                sum += next[a];
            }
            for (int a = 0; a < m.length; a++) {
                next[a] /= sum;
            }
            m = next;
            return far;
        }
    }

    /** The derivative of the risk along {@code m + γ direction}, which increases in γ. */
    private static final class Line {
        private final Corpus corpus;
        private final double[] z;
        private final double[] dz;
        private final double ridge;

        Line(HeadDictionary dictionary, double[] m, double[] direction) {
            this.corpus = dictionary.corpus();
            this.z = dictionary.mixture(m);
            this.dz = dictionary.mixture(direction);
            this.ridge = dictionary.ridge(direction);
        }

        /** {@code ⟨r(z + γ dz), dz⟩ + ridge}. */
        double slope(double gamma) {
            double[] at = z.clone();
            for (int k = 0; k < at.length; k++) {
                at[k] += gamma * dz[k];
            }
            return corpus.inner(corpus.residual(at), dz) + ridge;
        }

        /** The zero of the slope in (0, high), by bisection to the last bit. */
        double root(double high) {
            double low = 0;
            double end = high;
            for (int step = 0; step < LINE_SEARCH_STEPS; step++) {
                double middle = low + (end - low) / 2;
                if (middle <= low || middle >= end) {
                    break;
                }
                if (slope(middle) <= 0) {
                    low = middle;
                } else {
                    end = middle;
                }
            }
            return low;
        }
    }
}
