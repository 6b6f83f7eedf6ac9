package org.attentiontheorems.heads;

import org.attentiontheorems.heads.TrainingFlow.State;

/**
 * What training keeps of queries and keys. A rotation {@code (Q, K) -> (O Q, O K)} leaves the risk alone and commutes with the flow; the
 * quantity that belongs to it, {@code Q Qᵀ - K Kᵀ}, decays exactly like {@code e^(-2 λ t)} at every head, because with one matrix 𝒜 the
 * gradients are {@code ∇_Q = K 𝒜 + λ Q} and {@code ∇_K = Q 𝒜ᵀ + λ K}. Source: arXiv 2606.10469.
 */
final class HeadSymmetry {
    private HeadSymmetry() {}

    /** {@code Q Qᵀ - K Kᵀ} of the head {@code theta[from ..]}, dk x dk, row-major. */
    static double[] balance(Head.Shape shape, double[] theta, int from) {
        int dk = shape.dk();
        double[] balance = new double[dk * dk];
        for (int i = 0; i < dk; i++) {
            for (int k = 0; k < dk; k++) {
                balance[i * dk + k] = rows(shape, theta, from, i, k) - rows(shape, theta, from + shape.keys(), i, k);
            }
        }
        return balance;
    }

    /** {@code Σ_a m_a ‖Q_a Q_aᵀ - K_a K_aᵀ‖_F} of heads, A x p, row-major. */
    static double imbalance(Head.Shape shape, double[] masses, double[] theta) {
        double sum = 0;
        for (int a = 0; a < masses.length; a++) {
            double square = 0;
            for (double entry : balance(shape, theta, a * shape.parameters())) {
                square += entry * entry;
            }
            sum += masses[a] * Math.sqrt(square);
        }
        return sum;
    }

    /**
     * The heads {@code (O_a Q_a, O_a K_a, V_a)}, A x p, row-major, with O_a the product of the rotations by {@code angle (1 + a)} of
     * the planes (1, 2), (2, 3), …; for dk = 1, where there is no plane, O_a = -1.
     */
    static double[] rotated(Head.Shape shape, double[] theta, double angle) {
        double[] rotated = theta.clone();
        int p = shape.parameters();
        for (int a = 0; a < theta.length / p; a++) {
            for (int block = a * p; block <= a * p + shape.keys(); block += shape.keys()) {
                rotate(shape, rotated, block, angle * (1 + a));
            }
        }
        return rotated;
    }

    /** {@code Q Qᵀ - K Kᵀ} of every head, A x dk x dk, row-major. */
    static double[] balances(Head.Shape shape, double[] theta) {
        int p = shape.parameters();
        int square = shape.dk() * shape.dk();
        double[] all = new double[theta.length / p * square];
        for (int a = 0; a < theta.length / p; a++) {
            System.arraycopy(balance(shape, theta, a * p), 0, all, a * square, square);
        }
        return all;
    }

    /** The balances at the end of a run against {@code e^(-exponent λ T)} times those at its start; the exponent is 2. */
    static WorstEntry balancedness(TrainingRun run, double exponent) {
        Head.Shape shape = run.flow().risk().kernel().shape();
        double decay = StrictMath.exp(-exponent * run.flow().risk().lambda() * run.horizon());
        double[] expected = balances(shape, run.start());
        for (int k = 0; k < expected.length; k++) {
            expected[k] *= decay;
        }
        return WorstEntry.of(
                balances(shape, run.last().theta()),
                expected,
                run.errorOfLast(state -> balances(shape, state.theta())));
    }

    /** The end of the run from rotated heads against the rotated end of the run. */
    static WorstEntry equivariance(TrainingRun run, double angle) {
        Head.Shape shape = run.flow().risk().kernel().shape();
        TrainingRun turned =
                TrainingRun.over(run.flow(), rotated(shape, run.start(), angle), run.horizon(), run.tolerance());
        return WorstEntry.of(
                turned.last().theta(),
                rotated(shape, run.last().theta(), angle),
                turned.errorOfLast(State::theta) + run.errorOfLast(state -> rotated(shape, state.theta(), angle)));
    }

    private static void rotate(Head.Shape shape, double[] matrix, int from, double angle) {
        int d = shape.d();
        double cos = StrictMath.cos(angle);
        double sin = StrictMath.sin(angle);
        for (int k = 0; shape.dk() == 1 && k < d; k++) {
            matrix[from + k] = -matrix[from + k];
        }
        for (int i = 0; i + 1 < shape.dk(); i++) {
            for (int k = 0; k < d; k++) {
                double above = matrix[from + i * d + k];
                double below = matrix[from + (i + 1) * d + k];
                matrix[from + i * d + k] = cos * above - sin * below;
                matrix[from + (i + 1) * d + k] = sin * above + cos * below;
            }
        }
    }

    /** The inner product of rows i and k of a dk x d matrix. */
    private static double rows(Head.Shape shape, double[] matrix, int from, int i, int k) {
        double sum = 0;
        for (int j = 0; j < shape.d(); j++) {
            sum += matrix[from + i * shape.d() + j] * matrix[from + k * shape.d() + j];
        }
        return sum;
    }
}
