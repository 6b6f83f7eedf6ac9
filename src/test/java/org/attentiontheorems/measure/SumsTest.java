package org.attentiontheorems.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import org.attentiontheorems.random.RandomField;
import org.junit.jupiter.api.Test;

/** Sums against exact decimals; the budgets are those that claims put into their errors. */
class SumsTest {
    private static final double U = 0x1p-53;
    private static final int CASES = 1_500;

    /** Terms of both signs over {@code spread} decades; from 2 to 65 of them. */
    private static double[] terms(String tag, int row, double spread) {
        RandomField random = RandomField.of(1, "sums-test", 0);
        int n = 2 + (int) (64 * random.uniform(tag + " length", row, 0));
        double[] sign = random.uniforms(tag + " sign", row, n);
        double[] size = random.uniforms(tag + " size", row, n);
        double[] terms = new double[n];
        for (int i = 0; i < n; i++) {
            terms[i] = (2 * sign[i] - 1) * StrictMath.pow(10, spread * (size[i] - 0.5));
        }
        return terms;
    }

    /** The terms and, but for one, their negatives: the sum is far smaller than its terms. */
    private static double[] cancelling(int row) {
        double[] half = terms("half", row, 20);
        double[] all = new double[2 * half.length - 1];
        for (int i = 0; i < half.length; i++) {
            all[i] = half[i];
            if (i > 0) {
                all[half.length + i - 1] = -half[i];
            }
        }
        return all;
    }

    private static BigDecimal exactSum(double... terms) {
        BigDecimal sum = BigDecimal.ZERO;
        for (double x : terms) {
            sum = sum.add(new BigDecimal(x));
        }
        return sum;
    }

    private static double error(double found, BigDecimal exact) {
        return new BigDecimal(found).subtract(exact).abs().doubleValue();
    }

    private static double neumaierBudget(double sum, double... terms) {
        double absolute = 0;
        for (double x : terms) {
            absolute += Math.abs(x);
        }
        return 2 * U * Math.abs(sum) + terms.length * terms.length * U * U * absolute;
    }

    @Test
    void theCompensatedSumKeepsItsBudget() {
        for (int i = 0; i < CASES; i++) {
            for (double[] x : new double[][] {terms("sum", i, 30), cancelling(i)}) {
                double sum = Sums.neumaier(x);
                assertThat(error(sum, exactSum(x))).as("case %d", i).isLessThanOrEqualTo(neumaierBudget(sum, x));
            }
        }
    }

    @Test
    void aPlainLoopWouldBreakTheBudgetOfTheCompensatedSum() {
        int broken = 0;
        for (int i = 0; i < CASES; i++) {
            double[] x = cancelling(i);
            double sum = 0;
            for (double term : x) {
                sum += term;
            }
            broken += error(sum, exactSum(x)) > neumaierBudget(sum, x) ? 1 : 0;
        }
        assertThat(broken).isGreaterThan(CASES / 2);
    }

    @Test
    void whatALargeTermSwallowsComesBack() {
        assertThat(Sums.neumaier(1, 1e100, 1, -1e100)).isEqualTo(2);
        assertThat(Sums.neumaier()).isZero();
        assertThat(Sums.neumaier(0.1)).isEqualTo(0.1);
        assertThat(Sums.neumaier(Double.MIN_VALUE, Double.MIN_VALUE)).isEqualTo(2 * Double.MIN_VALUE);
    }

    @Test
    void theInnerProductKeepsItsBudget() {
        for (int i = 0; i < CASES; i++) {
            double[] x = terms("x", i, 10);
            double[] y = RandomField.of(1, "sums-test", 1).gaussians("y", i, x.length);
            BigDecimal exact = BigDecimal.ZERO;
            double absolute = 0;
            for (int k = 0; k < x.length; k++) {
                exact = exact.add(new BigDecimal(x[k]).multiply(new BigDecimal(y[k])));
                absolute += Math.abs(x[k] * y[k]);
            }
            assertThat(error(Sums.dot(x, y), exact)).as("case %d", i).isLessThanOrEqualTo(x.length * U * absolute);
        }
    }
}
