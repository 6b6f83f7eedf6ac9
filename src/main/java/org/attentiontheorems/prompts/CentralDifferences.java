package org.attentiontheorems.prompts;

import java.util.function.ToDoubleFunction;
import java.util.function.UnaryOperator;
import org.attentiontheorems.measure.Vectors;

/** Derivatives by symmetric difference quotients {@code (f(x + h e_j) - f(x - h e_j)) / 2h}. */
final class CentralDifferences {
    private CentralDifferences() {}

    /** The Jacobian of {@code f: R^n -> R^m} at x, m rows of n entries. Cost: 2n evaluations. */
    static double[][] jacobian(UnaryOperator<double[]> f, double[] x, double h) {
        double[][] columns = new double[x.length][];
        for (int j = 0; j < x.length; j++) {
            double[] above = f.apply(moved(x, j, h));
            double[] below = f.apply(moved(x, j, -h));
            columns[j] = Vectors.times(1 / (2 * h), Vectors.minus(above, below));
        }
        return Vectors.transposed(columns);
    }

    /** The gradient of {@code f: R^n -> R} at x. */
    static double[] gradient(ToDoubleFunction<double[]> f, double[] x, double h) {
        return jacobian(at -> new double[] {f.applyAsDouble(at)}, x, h)[0];
    }

    private static double[] moved(double[] x, int j, double by) {
        double[] moved = x.clone();
        moved[j] += by;
        return moved;
    }
}
