package org.attentiontheorems.heads;

import java.util.stream.IntStream;
import org.attentiontheorems.verify.InvalidInstance;
import org.hipparchus.exception.MathIllegalArgumentException;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.ArrayRealVector;
import org.hipparchus.linear.CholeskyDecomposition;

/**
 * The least risk over the value matrices of heads whose queries and keys are frozen: ridge multinomial logistic regression, strictly convex
 * for λ > 0. Damped Newton in the coordinates {@code sqrt(m_a) V_a}, where the second derivative has the blocks
 *
 * <pre>{@code δ_ab λ + sqrt(m_a m_b) Σ_i w_i J_i ⊗ h_a,i h_b,iᵀ.}</pre>
 *
 * Source: arXiv 2606.10469, at fixed attention.
 */
final class ValueRegression {
    private static final int MAX_STEPS = 60;
    /** Below this step the risk no longer tells whether it decreases. */
    private static final double UNRESOLVED = 1e-7;

    private static final double LAST = 1e-12;
    private static final int MAX_HALVINGS = 60;
    private static final double SYMMETRY = 1e-12;

    private final HeadRisk risk;
    private final double[] masses;
    private final Head.Shape shape;
    private final double[][] averages;

    private ValueRegression(HeadRisk risk, double[] masses, double[] theta) {
        this.risk = risk;
        this.masses = masses;
        this.shape = risk.kernel().shape();
        this.averages = new double[masses.length][risk.kernel().corpus().positions() * shape.d()];
        for (int a = 0; a < masses.length; a++) {
            risk.kernel().averages(theta, a * shape.parameters(), averages[a]);
        }
    }

    /**
     * The heads with the best value matrices. Heads of mass 0 are left alone.
     *
     * @param risk with λ > 0
     * @param masses m, length A
     * @param theta heads to start from, A x p, row-major
     * @throws InvalidInstance if values overflow, λ is lost beside the data in rounding, or Newton's method has not settled after 60 steps
     */
    static double[] minimise(HeadRisk risk, double[] masses, double[] theta) {
        ValueRegression newton = new ValueRegression(risk, masses, theta);
        double[] heads = theta.clone();
        boolean last = false;
        for (int i = 0; i < MAX_STEPS; i++) {
            double[] step = newton.step(heads);
            double length = norm(step);
            heads = length < UNRESOLVED ? moved(heads, step, 1) : newton.damped(heads, step);
            if (last) {
                return heads;
            }
            last = length < LAST;
        }
        throw new InvalidInstance(
                "model", "the best values are not found in " + MAX_STEPS + " Newton steps: reduce norms");
    }

    /** The full step or the first of its halves, quarters, … that does not increase the risk. */
    private double[] damped(double[] heads, double[] step) {
        double before = risk.value(masses, heads);
        double factor = 1;
        double[] next = moved(heads, step, factor);
        for (int i = 0; i < MAX_HALVINGS && !(risk.value(masses, next) <= before); i++) {
            factor /= 2;
            next = moved(heads, step, factor);
        }
        return next;
    }

    /** The Newton step of every head, A x p, row-major, zero in queries and keys. */
    private double[] step(double[] heads) {
        int block = shape.vocab() * shape.d();
        int[] moving = moving();
        double[][] hessian = hessian(heads, moving);
        double[] g = new double[heads.length];
        risk.gradients(masses, heads, g);
        double[] right = new double[moving.length * block];
        for (int i = 0; i < right.length; i++) {
            int a = moving[i / block];
            right[i] = -Math.sqrt(masses[a]) * g[values(a) + i % block];
        }
        double[] solved = solve(hessian, right);
        double[] step = new double[heads.length];
        for (int i = 0; i < right.length; i++) {
            int a = moving[i / block];
            step[values(a) + i % block] = solved[i] / Math.sqrt(masses[a]);
        }
        return step;
    }

    private static double[] solve(double[][] matrix, double[] right) {
        HeadLaw.requireFinite(right);
        for (double[] row : matrix) {
            HeadLaw.requireFinite(row);
        }
        try {
            return new CholeskyDecomposition(new Array2DRowRealMatrix(matrix, false), SYMMETRY, 0)
                    .getSolver()
                    .solve(new ArrayRealVector(right, false))
                    .toArray();
        } catch (MathIllegalArgumentException notPositive) {
            throw new InvalidInstance("model.lambda", "is too small to determine the best values of these heads");
        }
    }

    private double[][] hessian(double[] heads, int[] moving) {
        int block = shape.vocab() * shape.d();
        double[] pi = risk.kernel().corpus().probabilities(risk.mixture(masses, heads));
        double[][] hessian = new double[moving.length * block][moving.length * block];
        for (int i = 0; i < hessian.length; i++) {
            for (int k = 0; k <= i; k++) {
                int a = moving[i / block];
                int b = moving[k / block];
                hessian[i][k] = Math.sqrt(masses[a] * masses[b]) * curvature(pi, a, i % block, b, k % block);
                hessian[k][i] = hessian[i][k];
            }
            hessian[i][i] += risk.lambda();
        }
        return hessian;
    }

    /** {@code Σ_i w_i J_i,cc' h_a,ij h_b,ij'} of the entries (c, j) of V_a and (c', j') of V_b. */
    private double curvature(double[] pi, int a, int ofA, int b, int ofB) {
        Corpus corpus = risk.kernel().corpus();
        int d = shape.d();
        int c = ofA / d;
        int c2 = ofB / d;
        double sum = 0;
        for (int i = 0; i < corpus.positions(); i++) {
            double p = pi[i * shape.vocab() + c];
            double jacobian = (c == c2 ? p : 0) - p * pi[i * shape.vocab() + c2];
            sum += corpus.weight(i) * jacobian * (averages[a][i * d + ofA % d] * averages[b][i * d + ofB % d]);
        }
        return sum;
    }

    private int[] moving() {
        return IntStream.range(0, masses.length).filter(a -> masses[a] > 0).toArray();
    }

    private int values(int a) {
        return a * shape.parameters() + shape.values();
    }

    private static double norm(double[] x) {
        double square = 0;
        for (double v : x) {
            square += v * v;
        }
        return Math.sqrt(square);
    }

    private static double[] moved(double[] heads, double[] step, double factor) {
        double[] next = heads.clone();
        for (int k = 0; k < next.length; k++) {
            next[k] += factor * step[k];
        }
        return next;
    }
}
