package org.attentiontheorems.prompts;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.attentiontheorems.verify.Check;

/**
 * The shrinkage of one prompt length, interpolated at 16 Chebyshev points (32 for short prompts) on each of ten panels of {@code rho}:
 * within 5e-13 of the quadrature, 5e-14 from 16 tokens on. A panel is filled when it is first needed, which costs a quadrature of 1.5 ms a
 * point; then a value costs some hundred multiplications. Safe between threads.
 */
final class ShrinkageTable implements Shrinkage.Functions {
    /** The shorter the prompts, the less smooth are the functions at rho = 0. */
    private static final int SHORT = 16;

    private static final Nodes FEW = Nodes.of(16);
    private static final Nodes MANY = Nodes.of(32);
    private static final double[] ENDS = {0, 0.25, 1, 2, 3, 4, 5, 6, 7, 8, 9};
    private static final double LARGEST_RHO = ENDS[ENDS.length - 1];
    private static final Map<Integer, ShrinkageTable> TABLES = new ConcurrentHashMap<>();

    /** Chebyshev points: cosines of {@code (2j + 1) pi / 2n}, and their sines with alternating signs. */
    private record Nodes(double[] cosines, double[] signedSines) {
        static Nodes of(int n) {
            double[] cosines = new double[n];
            double[] signedSines = new double[n];
            for (int j = 0; j < n; j++) {
                double angle = (2 * j + 1) * Math.PI / (2 * n);
                cosines[j] = StrictMath.cos(angle);
                signedSines[j] = (j % 2 == 0 ? 1 : -1) * StrictMath.sin(angle);
            }
            return new Nodes(cosines, signedSines);
        }

        int size() {
            return cosines.length;
        }

        double abscissa(int panel, int j) {
            double middle = (ENDS[panel] + ENDS[panel + 1]) / 2;
            return middle + (ENDS[panel + 1] - ENDS[panel]) / 2 * cosines[j];
        }
    }

    private final int promptLength;
    private final Nodes nodes;
    private final Map<Integer, double[][]> panels = new ConcurrentHashMap<>();

    private ShrinkageTable(int promptLength) {
        this.promptLength = promptLength;
        this.nodes = promptLength < SHORT ? MANY : FEW;
    }

    /** The functions of a length, for many values of rho: the table that all share. */
    static ShrinkageTable of(int promptLength) {
        return TABLES.computeIfAbsent(promptLength, ShrinkageTable::new);
    }

    @Override
    public Shrinkage at(double rho) {
        Check.that(rho >= 0 && rho <= LARGEST_RHO, "rho", "must be between 0 and %s, is %s", LARGEST_RHO, rho);
        int panel = 0;
        while (rho > ENDS[panel + 1]) {
            panel++;
        }
        return interpolated(panels.computeIfAbsent(panel, this::filled), panel, rho);
    }

    /** Rows of gamma, the defect and their derivatives at the nodes of a panel. */
    private double[][] filled(int panel) {
        double[][] values = new double[nodes.size()][];
        for (int j = 0; j < values.length; j++) {
            double tau = Math.sqrt(nodes.abscissa(panel, j));
            Shrinkage c = GaussianWeights.of(tau, promptLength).shrinkage();
            values[j] = new double[] {c.gamma(), c.defect(), c.gammaPrime(), c.defectPrime()};
        }
        return values;
    }

    /** The barycentric formula. */
    private Shrinkage interpolated(double[][] values, int panel, double rho) {
        double[] sums = new double[4];
        double total = 0;
        for (int j = 0; j < values.length; j++) {
            double distance = rho - nodes.abscissa(panel, j);
            if (distance == 0) {
                return new Shrinkage.Values(values[j][0], values[j][1], values[j][2], values[j][3]);
            }
            double share = nodes.signedSines()[j] / distance;
            total += share;
            for (int i = 0; i < sums.length; i++) {
                sums[i] += share * values[j][i];
            }
        }
        return new Shrinkage.Values(sums[0] / total, sums[1] / total, sums[2] / total, sums[3] / total);
    }
}
