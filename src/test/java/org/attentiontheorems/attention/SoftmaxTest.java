package org.attentiontheorems.attention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.attentiontheorems.measure.Sums;
import org.attentiontheorems.random.RandomField;
import org.hipparchus.dfp.Dfp;
import org.hipparchus.dfp.DfpField;
import org.hipparchus.dfp.DfpMath;
import org.junit.jupiter.api.Test;

/** Softmax and log-sum-exp against forty digits; the budgets are those that claims put into their errors. */
class SoftmaxTest {
    private static final double U = 0x1p-53;
    private static final int CASES = 150;
    private static final DfpField DIGITS = new DfpField(40);
    private static final RandomField RANDOM = RandomField.of(1, "softmax-test", 0);

    /** Between 1 and 16 logits with a spread between 1 and 100, around a number between -50 and 50. */
    private static double[] logits(int row) {
        double[] shape = RANDOM.uniforms("shape", row, 3);
        double[] logits = RANDOM.gaussians("logits", row, 1 + (int) (16 * shape[0]));
        double spread = StrictMath.pow(100, shape[1]);
        for (int i = 0; i < logits.length; i++) {
            logits[i] = spread * logits[i] / 3 + 100 * (shape[2] - 0.5);
        }
        return logits;
    }

    private static Dfp[] exponentials(double... logits) {
        Dfp[] weights = new Dfp[logits.length];
        for (int i = 0; i < logits.length; i++) {
            weights[i] = DfpMath.exp(DIGITS.newDfp(logits[i]));
        }
        return weights;
    }

    private static Dfp sum(Dfp... terms) {
        Dfp sum = DIGITS.getZero();
        for (Dfp term : terms) {
            sum = sum.add(term);
        }
        return sum;
    }

    private static double distance(double found, Dfp exact) {
        return DIGITS.newDfp(found).subtract(exact).abs().toDouble();
    }

    private static double max(double... x) {
        double max = x[0];
        for (double value : x) {
            max = Math.max(max, value);
        }
        return max;
    }

    private static double[] negated(double... x) {
        double[] y = x.clone();
        for (int i = 0; i < y.length; i++) {
            y[i] = -y[i];
        }
        return y;
    }

    /** {@code u (n + 4 + 2 max|z| + |lse|)}. */
    @Test
    void logSumExpKeepsItsBudget() {
        for (int i = 0; i < CASES; i++) {
            double[] z = logits(i);
            double found = Softmax.logSumExp(z);
            double largest = Math.max(max(z), max(negated(z)));
            assertThat(distance(found, DfpMath.log(sum(exponentials(z)))))
                    .as("case %d", i)
                    .isLessThanOrEqualTo(U * (z.length + 4 + 2 * largest + Math.abs(found)));
        }
    }

    /** {@code u (2n + 8 + 2 (max z - min z)) Σ p|v|}, and {@code 2 eta Σ p|v|} more when the logits are off by eta. */
    @Test
    void softmaxAveragesKeepTheirBudget() {
        for (int i = 0; i < CASES; i++) {
            double[] z = logits(i);
            double[] v = RANDOM.gaussians("values", i, z.length);
            double eta = i % 2 == 0 ? 0 : 1e-7;
            double[] off = z.clone();
            for (int k = 0; k < z.length; k++) {
                off[k] += eta * (k % 2 == 0 ? 1 : -1);
            }
            Dfp[] exact = exponentials(z);
            Dfp partition = sum(exact);
            Dfp average = DIGITS.getZero();
            double absolute = 0;
            for (int k = 0; k < z.length; k++) {
                Dfp p = exact[k].divide(partition);
                average = average.add(p.multiply(DIGITS.newDfp(v[k])));
                absolute += p.toDouble() * Math.abs(v[k]);
            }
            double budget = U * (2 * z.length + 8 + 2 * (max(z) + max(negated(z)))) + 2.0001 * eta;
            assertThat(distance(Sums.dot(Softmax.of(off), v), average))
                    .as("case %d", i)
                    .isLessThanOrEqualTo(budget * absolute);
        }
    }

    @Test
    void hugeLogitsNeitherOverflowNorVanish() {
        assertThat(Softmax.logSumExp(1e300, 1e300)).isEqualTo(1e300);
        assertThat(Softmax.logSumExp(-1e5, -1e5)).isEqualTo(-1e5 + StrictMath.log(2), within(1e-10));
        assertThat(Softmax.of(1e300, -1e300)).containsExactly(1, 0);
        assertThat(Softmax.of(-5000, -5000, -5000, -5000)).containsExactly(0.25, 0.25, 0.25, 0.25);
    }

    @Test
    void oneLogitHasAllTheWeight() {
        assertThat(Softmax.of(-3.7)).containsExactly(1);
        assertThat(Softmax.logSumExp(-3.7)).isEqualTo(-3.7);
    }

    @Test
    void aPartOfAnArrayIsTreatedAlone() {
        double[] all = {9, 1, 2, 3, 9};
        assertThat(Softmax.logSumExp(all, 1, 3)).isEqualTo(Softmax.logSumExp(1, 2, 3));
        Softmax.inPlace(all, 1, 3);
        double[] weights = Softmax.of(1, 2, 3);
        assertThat(all).containsExactly(9, weights[0], weights[1], weights[2], 9);
    }

    @Test
    void theLogitsAreNotChanged() {
        double[] z = {1, 2};
        Softmax.of(z);
        assertThat(z).containsExactly(1, 2);
    }
}
