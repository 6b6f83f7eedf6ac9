package org.attentiontheorems.homogenization;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleConsumer;
import java.util.stream.IntStream;
import org.attentiontheorems.measure.CompensatedSum;
import org.attentiontheorems.measure.Multinomial;
import org.attentiontheorems.measure.Sums;
import org.attentiontheorems.measure.Vectors;

/**
 * One path of weights that K atoms of a measure pass, one head a layer:
 *
 * <pre>{@code y_k⁺ = N(y_k + η V m_k),   m_k = Σ_j p_j e^(β y_kᵀ B y_j) y_j / Σ_i p_i e^(β y_kᵀ B y_i).}</pre>
 *
 * With the masses of the initial law this is the conditional limit given the weights; with the shares {@code N_k/n} of n drawn tokens it is their
 * network, because tokens that start alike stay alike. Immutable.
 */
final class MeanFieldPath {
    private final int dimension;
    private final double step;
    private final double beta;
    private final List<HeadWeights> weights;
    private final double[][] keyQueries;
    private final double[][] values;

    private MeanFieldPath(double beta, double step, List<HeadWeights> weights) {
        this.dimension = weights.get(0).value().length;
        this.beta = beta;
        this.step = step;
        this.weights = List.copyOf(weights);
        this.keyQueries = new double[weights.size()][];
        this.values = new double[weights.size()][];
        for (int l = 0; l < weights.size(); l++) {
            keyQueries[l] = Rows.flat(Rows.times(beta, weights.get(l).keyQuery()));
            values[l] = Rows.flat(Rows.times(step, weights.get(l).value()));
        }
    }

    /** The path of the given layers, at least one. */
    static MeanFieldPath of(double beta, double step, List<HeadWeights> weights) {
        return new MeanFieldPath(beta, step, weights);
    }

    // ---- the system

    /**
     * Where the atoms end, K x d.
     *
     * @param masses at least 0, one of them positive; an atom without mass goes along and is not looked at
     */
    double[][] end(double[][] atoms, double[] masses) {
        double[] y = Rows.flat(atoms);
        Workspace workspace = new Workspace(masses.length);
        for (int l = 0; l < values.length; l++) {
            workspace.layer(l, y, masses);
        }
        return Rows.unflat(y, 0, masses.length, dimension);
    }

    /** What one evaluation of a layer writes to: a thousand compositions share nothing but this shape. */
    private final class Workspace {
        private final double[] query = new double[dimension];
        private final double[] weights;
        private final double[] averages;

        Workspace(int atoms) {
            weights = new double[atoms];
            averages = new double[atoms * dimension];
        }

        /** Replaces y by the atoms after layer l. O(K²d + Kd²). */
        void layer(int l, double[] y, double[] masses) {
            for (int k = 0; k < masses.length; k++) {
                attend(keyQueries[l], y, masses, k);
            }
            for (int k = 0; k < masses.length; k++) {
                move(values[l], y, k * dimension);
            }
        }

        private void attend(double[] keyQuery, double[] y, double[] masses, int k) {
            for (int b = 0; b < dimension; b++) {
                double sum = 0;
                for (int a = 0; a < dimension; a++) {
                    sum += y[k * dimension + a] * keyQuery[a * dimension + b];
                }
                query[b] = sum;
            }
            double largest = Double.NEGATIVE_INFINITY;
            for (int j = 0; j < masses.length; j++) {
                double logit = 0;
                for (int b = 0; b < dimension; b++) {
                    logit += query[b] * y[j * dimension + b];
                }
                weights[j] = logit;
                largest = masses[j] > 0 ? Math.max(largest, logit) : largest;
            }
            double partition = 0;
            for (int j = 0; j < masses.length; j++) {
                weights[j] = masses[j] > 0 ? masses[j] * StrictMath.exp(weights[j] - largest) : 0;
                partition += weights[j];
            }
            for (int b = 0; b < dimension; b++) {
                double sum = 0;
                for (int j = 0; j < masses.length; j++) {
                    sum += weights[j] * y[j * dimension + b];
                }
                averages[k * dimension + b] = sum / partition;
            }
        }

        private void move(double[] value, double[] y, int from) {
            double square = 0;
            for (int a = 0; a < dimension; a++) {
                double sum = y[from + a];
                for (int b = 0; b < dimension; b++) {
                    sum += value[a * dimension + b] * averages[from + b];
                }
                query[a] = sum;
                square += sum * sum;
            }
            double norm = Math.sqrt(square);
            for (int a = 0; a < dimension; a++) {
                y[from + a] = query[a] / norm;
            }
        }
    }

    // ---- n tokens against the limit

    /**
     * {@code E_n = Σ_N Pr(N) Σ_k N_k/n |x_k - y_k|²} over the compositions N of n, for the network x and given end points y.
     *
     * @param limit where the limit ends, K x d
     */
    double meanSquaredError(double[][] atoms, double[] masses, int tokens, double[][] limit) {
        CompensatedSum sum = new CompensatedSum();
        Multinomial.of(tokens, masses).forEach((counts, prob) -> {
            int[] present =
                    IntStream.range(0, counts.length).filter(k -> counts[k] > 0).toArray();
            double[][] places = new double[present.length][];
            double[] shares = new double[present.length];
            for (int a = 0; a < present.length; a++) {
                places[a] = atoms[present[a]];
                shares[a] = (double) counts[present[a]] / tokens;
            }
            double[][] end = end(places, shares);
            for (int a = 0; a < present.length; a++) {
                sum.add(prob * shares[a] * Rows.squaredDistance(end[a], limit[present[a]]));
            }
        });
        return sum.value();
    }

    // ---- the sharp constant

    /**
     * {@code c* = Σ_k p_k tr(J_k C J_kᵀ)} with {@code C = diag(p) - p pᵀ} and {@code J_k = ∂y_k/∂p}, by forward differentiation: {@code n E_n} tends
     * to it. O(L K³ d).
     */
    double asymptoticConstant(double[][] atoms, double[] masses) {
        int size = masses.length;
        double[][] y = atoms;
        double[][][] derivatives = new double[size][size][dimension];
        for (HeadWeights layer : weights) {
            Attention attention = Attention.weighted(y, masses, beta, layer.keyQuery());
            double[][] u = Rows.times(step, Rows.applyToEach(layer.value(), attention.averages()));
            double[][] next = SphereStep.step(y, u);
            for (int j = 0; j < size; j++) {
                double[][] moved = derivatives(attention, y, masses, derivatives[j], j);
                double[][] change = Rows.times(step, Rows.applyToEach(layer.value(), moved));
                Rows.add(change, 1, derivatives[j]);
                for (int k = 0; k < size; k++) {
                    double norm = Vectors.norm(Vectors.plus(y[k], 1, u[k]));
                    double[] tangential = SphereStep.project(next[k], change[k]);
                    derivatives[j][k] = Vectors.plus(new double[dimension], 1 / norm, tangential);
                }
            }
            y = next;
        }
        return constant(derivatives, masses);
    }

    /** {@code ∂m/∂p_j}: through the atoms, and through the mass, {@code a_kj (y_j - m_k)/p_j}. */
    private static double[][] derivatives(
            Attention attention, double[][] y, double[] masses, double[][] direction, int j) {
        double[][] moved = attention.derivative(direction);
        for (int k = 0; k < masses.length; k++) {
            double share = attention.weights()[k][j] / masses[j];
            Rows.add(moved[k], share, y[j]);
            Rows.add(moved[k], -share, attention.averages()[k]);
        }
        return moved;
    }

    private static double constant(double[][][] derivatives, double[] masses) {
        double sum = 0;
        for (int k = 0; k < masses.length; k++) {
            double[] mean = new double[derivatives[0][0].length];
            double square = 0;
            for (int j = 0; j < masses.length; j++) {
                Rows.add(mean, masses[j], derivatives[j][k]);
                square += masses[j] * Sums.dot(derivatives[j][k], derivatives[j][k]);
            }
            sum += masses[k] * (square - Sums.dot(mean, mean));
        }
        return sum;
    }

    // ---- the bound

    /**
     * The bound e_L of the root mean square error: {@code e <- ((1 + ηv Λ_m(γ)) e + ηv s)/(1 - ηv)} a layer. Positive infinity where it
     * overflows.
     */
    double bound(double[][] atoms, double[] masses, int tokens) {
        double e = 0;
        double[][] y = atoms;
        for (HeadWeights layer : weights) {
            double[][] averages =
                    Attention.weighted(y, masses, beta, layer.keyQuery()).averages();
            double v = Rows.operatorNorm(layer.value());
            double gamma = beta * Rows.operatorNorm(layer.keyQuery());
            if (v > 0) {
                double s = fluctuation(y, averages, masses, tokens, layer.keyQuery());
                double carried = e == 0 ? 0 : (1 + step * v * Attention.lipschitz(gamma)) * e;
                e = (carried + step * v * s) / (1 - step * v);
            }
            y = SphereStep.step(y, Rows.times(step, Rows.applyToEach(layer.value(), averages)));
        }
        return e;
    }

    /** {@code s² = Σ_k p_k (w_kk² D_kk/n² + (n-1)/n² Σ_j p_j w_kj² D_kj) / min_j w_kj²} with {@code D_kj = |y_j - m_k|²}. */
    private double fluctuation(double[][] y, double[][] averages, double[] masses, int tokens, double[][] keyQuery) {
        double[][] keys = Rows.applyToEach(Rows.times(beta, keyQuery), y);
        double n = tokens;
        double sum = 0;
        for (int k = 0; k < masses.length; k++) {
            double[] logits = Vectors.apply(keys, y[k]);
            double least = Arrays.stream(logits).min().orElse(0);
            double all = 0;
            for (int j = 0; j < masses.length; j++) {
                double distance = Rows.squaredDistance(y[j], averages[k]);
                double spread = distance == 0 ? 0 : StrictMath.exp(2 * (logits[j] - least)) * distance;
                all += tokens > 1 ? masses[j] * spread * (n - 1) / (n * n) : 0;
                all += j == k ? spread / (n * n) : 0;
            }
            sum += masses[k] * all;
        }
        return Math.sqrt(sum);
    }

    /** {@code η² Σ_l |V_l|²}: how far values can spread tokens. */
    double reach() {
        double sum = 0;
        for (HeadWeights layer : weights) {
            double v = Rows.operatorNorm(layer.value());
            sum += step * step * v * v;
        }
        return sum;
    }

    // ---- token by token

    /**
     * The same error by networks of n tokens, for all Kⁿ labels: an independent way for a few tokens.
     *
     * @param seesItself whether tokens read themselves, too; false is another network
     */
    double meanSquaredErrorByLabels(
            double[][] atoms, double[] masses, int tokens, double[][] limit, boolean seesItself) {
        CompensatedSum sum = new CompensatedSum();
        int[] labels = new int[tokens];
        byLabels(0, 1, labels, masses, prob -> {
            double[][] x = new double[tokens][];
            for (int i = 0; i < tokens; i++) {
                x[i] = atoms[labels[i]];
            }
            for (HeadWeights layer : weights) {
                x = SphereStep.step(x, Rows.times(step, Rows.applyToEach(layer.value(), read(x, layer, seesItself))));
            }
            for (int i = 0; i < tokens; i++) {
                sum.add(prob / tokens * Rows.squaredDistance(x[i], limit[labels[i]]));
            }
        });
        return sum.value();
    }

    private double[][] read(double[][] x, HeadWeights layer, boolean seesItself) {
        if (seesItself) {
            return Attention.of(x, beta, layer.keyQuery()).averages();
        }
        double[][] averages = new double[x.length][];
        for (int i = 0; i < x.length; i++) {
            double[] masses = new double[x.length];
            Arrays.fill(masses, 1);
            masses[i] = 0;
            averages[i] = Attention.weighted(x, masses, beta, layer.keyQuery()).averages()[i];
        }
        return averages;
    }

    private static void byLabels(int i, double prob, int[] labels, double[] masses, DoubleConsumer visitor) {
        if (i == labels.length) {
            visitor.accept(prob);
            return;
        }
        for (int k = 0; k < masses.length; k++) {
            labels[i] = k;
            byLabels(i + 1, prob * masses[k], labels, masses, visitor);
        }
    }

    /** Another path with every value negated. */
    MeanFieldPath negated() {
        List<HeadWeights> other = new ArrayList<>();
        for (HeadWeights layer : weights) {
            other.add(new HeadWeights(layer.keyQuery(), Rows.times(-1, layer.value())));
        }
        return new MeanFieldPath(beta, step, other);
    }
}
