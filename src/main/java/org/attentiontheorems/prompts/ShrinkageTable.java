package org.attentiontheorems.prompts;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.attentiontheorems.verify.Check;

/**
 * The shrinkage of one prompt length, interpolated at 16 Chebyshev points on each of ten panels of {@code rho}: within 3e-14
 * of the quadrature. A panel is filled when it is first needed, which costs 16 quadratures of 1.5 ms; then a value costs some hundred
 * multiplications. Safe between threads.
 */
final class ShrinkageTable implements Shrinkage.Functions {
    /** Shortest prompts for which the functions are smooth enough at rho = 0. */
    private static final int LEAST_LENGTH = 16;

    private static final int NODES = 16;
    private static final double[] COSINES = new double[NODES];
    private static final double[] SIGNED_SINES = new double[NODES];
    private static final double[] ENDS = {0, 0.25, 1, 2, 3, 4, 5, 6, 7, 8, 9};
    private static final double LARGEST_RHO = ENDS[ENDS.length - 1];
    private static final Map<Integer, ShrinkageTable> TABLES = new ConcurrentHashMap<>();

    static {
        for (int j = 0; j < NODES; j++) {
            double angle = (2 * j + 1) * Math.PI / (2 * NODES);
            COSINES[j] = StrictMath.cos(angle);
            SIGNED_SINES[j] = (j % 2 == 0 ? 1 : -1) * StrictMath.sin(angle);
        }
    }

    private final int promptLength;
    private final Map<Integer, double[][]> panels = new ConcurrentHashMap<>();

    private ShrinkageTable(int promptLength) {
        this.promptLength = promptLength;
    }

    /** The functions of a length, for many values of rho: the table that all share, or quadratures where prompts are too short for one. */
    static Shrinkage.Functions of(int promptLength) {
        return promptLength < LEAST_LENGTH
                ? Shrinkage.Functions.integrated(promptLength)
                : TABLES.computeIfAbsent(promptLength, ShrinkageTable::new);
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
        double[][] values = new double[NODES][];
        for (int j = 0; j < NODES; j++) {
            double tau = Math.sqrt(node(panel, j));
            Shrinkage c = Shrinkage.Values.of(GaussianWeights.of(tau, promptLength));
            values[j] = new double[] {c.gamma(), c.defect(), c.gammaPrime(), c.defectPrime()};
        }
        return values;
    }

    private static double node(int panel, int j) {
        double middle = (ENDS[panel] + ENDS[panel + 1]) / 2;
        return middle + (ENDS[panel + 1] - ENDS[panel]) / 2 * COSINES[j];
    }

    /** The barycentric formula. */
    private static Shrinkage interpolated(double[][] values, int panel, double rho) {
        double[] sums = new double[4];
        double total = 0;
        for (int j = 0; j < NODES; j++) {
            double distance = rho - node(panel, j);
            if (distance == 0) {
                return new Shrinkage.Values(values[j][0], values[j][1], values[j][2], values[j][3]);
            }
            double share = SIGNED_SINES[j] / distance;
            total += share;
            for (int i = 0; i < sums.length; i++) {
                sums[i] += share * values[j][i];
            }
        }
        return new Shrinkage.Values(sums[0] / total, sums[1] / total, sums[2] / total, sums[3] / total);
    }
}
