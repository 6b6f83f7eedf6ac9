package org.attentiontheorems.lowtemperature;

import org.attentiontheorems.measure.Vectors;
import org.attentiontheorems.verify.Check;
import org.hipparchus.linear.MatrixUtils;
import org.hipparchus.linear.SingularValueDecomposition;

/**
 * The scores of attention, {@code <Qx, Ky> = <Dx, y>} with {@code D = K' Q}: a token x looks for tokens y in the direction of Dx. There is
 * no factor {@code 1/sqrt(m)}; it is part of the inverse temperature β.
 *
 * @param matrix D, d x d
 * @param largest {@code s_max = |D|}, the largest singular value
 * @param smallest {@code s_min}, the smallest singular value
 */
record ScoreMatrix(double[][] matrix, double largest, double smallest) {
    private static final double SINGULAR = 1e-10;

    /** From query and key, both m x d. */
    static ScoreMatrix of(double[][] query, double[][] key) {
        return of(Vectors.multiply(Vectors.transposed(key), query));
    }

    /** From D itself. */
    static ScoreMatrix of(double[][] d) {
        double[] values = new SingularValueDecomposition(MatrixUtils.createRealMatrix(d)).getSingularValues();
        return new ScoreMatrix(d, values[0], values[values.length - 1]);
    }

    /** The scores {@code <x, Dy>} of one who takes {@code Q' K} for {@code K' Q}. */
    ScoreMatrix transposed() {
        return new ScoreMatrix(Vectors.transposed(matrix), largest, smallest);
    }

    int dimension() {
        return matrix.length;
    }

    /** The condition number {@code χ = s_max / s_min}. */
    double condition() {
        return largest / smallest;
    }

    /** {@code Dx}. */
    double[] direction(double[] x) {
        return Vectors.apply(matrix, x);
    }

    /** {@code y*(x) = Dx / |Dx|}: the point of the sphere that a token at x prefers, for Dx not 0. */
    double[] hardmax(double[] x) {
        return Vectors.normalised(direction(x));
    }

    /** Requires that D is invertible. */
    ScoreMatrix requireInvertible() {
        Check.that(
                largest > 0 && smallest >= SINGULAR * largest,
                "query",
                "gives a singular score matrix K'Q: its singular values range from %s to %s",
                smallest,
                largest);
        return this;
    }
}
