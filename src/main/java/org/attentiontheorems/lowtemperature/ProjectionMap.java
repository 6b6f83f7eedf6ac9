package org.attentiontheorems.lowtemperature;

import java.util.Arrays;
import org.attentiontheorems.measure.Sums;
import org.attentiontheorems.measure.Vectors;
import org.attentiontheorems.verify.Check;
import org.attentiontheorems.verify.InvalidInstance;
import org.hipparchus.exception.MathIllegalStateException;
import org.hipparchus.linear.EigenDecompositionSymmetric;
import org.hipparchus.linear.MatrixUtils;

/**
 * Where tokens go at temperature zero. The symmetric matrix {@code A = V D} has the eigenvalues {@code λ_1 = … = λ_r > λ_(r+1) >= … >= λ_d}
 * (equal means within 1e-9 max(1, max|λ|)); Π projects onto the first r eigenvectors, and
 *
 * <pre>{@code P(x) = Πx / |Πx|,   T(x) = |x - Πx| / |Πx|,   l(T) = 2 (1 - 1/sqrt(1 + T²)) = |x - P(x)|².}</pre>
 *
 * @param values λ, decreasing
 * @param vectors row i is the unit eigenvector of λ_i
 * @param multiplicity r
 */
record ProjectionMap(double[] values, double[][] vectors, int multiplicity) {
    private static final double EQUAL = 1e-9;
    private static final double NEGLIGIBLE = 0x1p-100;

    /**
     * From value matrix and scores.
     *
     * @throws InvalidInstance if {@code V D} is not symmetric within 1e-9 max(1, |VD|)
     */
    static ProjectionMap of(double[][] value, ScoreMatrix scores) {
        double[][] a = Vectors.multiply(value, scores.matrix());
        double[][] asymmetry = Vectors.plus(a, -1, Vectors.transposed(a));
        double size = Math.max(1, norm(a));
        double off = norm(asymmetry);
        Check.that(
                off <= EQUAL * size, "value", "must make V K'Q symmetric, which differs from its transpose by %s", off);
        return of(a);
    }

    /** From a matrix A whose symmetric part is meant. */
    static ProjectionMap of(double[][] a) {
        double[][] symmetric = Vectors.times(0.5, Vectors.plus(a, 1, Vectors.transposed(a)));
        EigenDecompositionSymmetric decomposition = decomposition(symmetric);
        double[] values = decomposition.getEigenvalues();
        double[][] vectors = new double[values.length][];
        Arrays.setAll(vectors, i -> decomposition.getEigenvector(i).toArray());
        double equal = EQUAL * Math.max(1, Math.max(Math.abs(values[0]), Math.abs(values[values.length - 1])));
        int multiplicity = 1;
        while (multiplicity < values.length && values[0] - values[multiplicity] <= equal) {
            multiplicity++;
        }
        return new ProjectionMap(values, vectors, multiplicity);
    }

    private static EigenDecompositionSymmetric decomposition(double[][] symmetric) {
        double negligible = NEGLIGIBLE * maxNorm(symmetric);
        double[][] flushed = new double[symmetric.length][];
        Arrays.setAll(
                flushed,
                i -> Arrays.stream(symmetric[i])
                        .map(entry -> Math.abs(entry) < negligible ? 0 : entry)
                        .toArray());
        try {
            return new EigenDecompositionSymmetric(MatrixUtils.createRealMatrix(flushed), 0x1p-53, true);
        } catch (MathIllegalStateException notConverged) {
            throw new InvalidInstance("value", "gives a matrix V K'Q whose eigenvalues are not found");
        }
    }

    private static double maxNorm(double[][] a) {
        double largest = 0;
        for (double[] row : a) {
            for (double entry : row) {
                largest = Math.max(largest, Math.abs(entry));
            }
        }
        return largest;
    }

    /** The spectral norm. */
    static double norm(double[][] a) {
        return ScoreMatrix.of(a).largest();
    }

    int dimension() {
        return values.length;
    }

    /** {@code γ = λ_1 - λ_(r+1)}; 0 if all eigenvalues are equal. */
    double gap() {
        return multiplicity == values.length ? 0 : values[0] - values[multiplicity];
    }

    /** {@code λ_1 - λ_d}. */
    double range() {
        return values[0] - values[values.length - 1];
    }

    /** The first eigenvector: where tokens gather if r = 1; its sign means nothing. */
    double[] top() {
        return vectors[0];
    }

    /** {@code Πx}. */
    double[] projected(double[] x) {
        double[] projected = new double[x.length];
        for (int i = 0; i < multiplicity; i++) {
            projected = Vectors.plus(projected, Sums.dot(vectors[i], x), vectors[i]);
        }
        return projected;
    }

    /** {@code P(x)}, for Πx not 0. */
    double[] target(double[] x) {
        return Vectors.normalised(projected(x));
    }

    /** {@code T(x)}, the tangent of the angle between x and the top eigenspace; infinite if Πx = 0. */
    double tangent(double[] x) {
        double inside = 0;
        double outside = 0;
        for (int i = 0; i < x.length; i++) {
            double component = Sums.dot(vectors[i], x);
            if (i < multiplicity) {
                inside += component * component;
            } else {
                outside += component * component;
            }
        }
        return Math.sqrt(outside / inside);
    }

    /** {@code l(T) = 2T² / (s (1 + s))} with {@code s = sqrt(1 + T²)}: the squared distance to the top eigenspace's sphere; 2 at infinity. */
    static double squaredDistance(double tangent) {
        if (tangent > 1e8) {
            return 2 * (1 - 1 / tangent);
        }
        double s = Math.sqrt(1 + tangent * tangent);
        return 2 * tangent * tangent / (s * (1 + s));
    }
}
