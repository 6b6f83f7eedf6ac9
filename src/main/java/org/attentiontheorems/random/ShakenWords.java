package org.attentiontheorems.random;

import java.util.HashMap;
import java.util.Map;

/** The words below, each moved by an independent normal step and reflected into (0, 1). Rows are remembered. */
final class ShakenWords implements RandomField.Words {
    private final RandomField.Words base;
    private final double sigma;
    private final PhiloxWords steps;
    private final Map<RandomField.Address, double[]> rows = new HashMap<>();

    ShakenWords(RandomField.Words base, double sigma, long step) {
        this.base = base;
        this.sigma = sigma;
        this.steps = new PhiloxWords(RandomField.hash("shaken"), step);
    }

    @Override
    public void uniforms(RandomField.Address row, int column, double[] out, int from, int n) {
        System.arraycopy(row(row, column + n), column, out, from, n);
    }

    @Override
    public long word(RandomField.Address row, int column) {
        return (long) (row(row, column + 1)[column] * 0x1p53) << 11;
    }

    private synchronized double[] row(RandomField.Address row, int n) {
        double[] known = rows.get(row);
        if (known != null && known.length >= n) {
            return known;
        }
        double[] moved = new double[n];
        double[] step = new double[n];
        base.uniforms(row, 0, moved, 0, n);
        steps.uniforms(row, 0, step, 0, n);
        for (int j = 0; j < n; j++) {
            moved[j] = reflected(moved[j] + sigma * Gaussian.quantile(step[j]));
        }
        rows.put(row, moved);
        return moved;
    }

    /** Folds the real line onto (0, 1) with period 2; end points move inside by half a unit of the uniform lattice. */
    private static double reflected(double u) {
        double r = Math.abs(u - 2 * Math.rint(u / 2));
        return Math.min(Math.max(r, 0x1p-54), 1 - 0x1p-53);
    }
}
