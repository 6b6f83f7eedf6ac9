package org.attentiontheorems.heads;

import java.util.List;
import org.attentiontheorems.verify.Check;

/**
 * One token 1 with label 0 and two words: data that one head separates. Queries and keys do not matter; without a ridge the margin {@code u =
 * v_0 - v_1}, from 0 on, follows {@code u̇ = 2 / (1 + e^u)}, so that
 *
 * <pre>{@code u + e^u = 1 + 2t,   u ~ log 2t,   2 t R -> 1,   2 t² D -> 1:}</pre>
 *
 * the risk falls to 0, which no head attains, and the head escapes to infinity. Source: arXiv 2606.10469.
 *
 * @param lambda ridge parameter; 0 for the formulas
 * @param horizon training time T, at least 100
 */
record SeparableToken(double lambda, double horizon) {
    private static final double KEY = 0.5;

    SeparableToken {
        Check.that(lambda >= 0, "lambda", "must be at least 0, is %s", lambda);
        Check.that(horizon >= 100, "horizon", "must be at least 100, is %s", horizon);
    }

    HeadModel model() {
        Head head = new Head(new double[][] {{KEY}}, new double[][] {{-KEY}}, new double[][] {{0}, {0}});
        return OneToken.model(List.of(head), 1).withLambda(lambda);
    }

    /** u at time t for λ = 0, by Newton's method on {@code u + e^u = 1 + 2t} from the logarithm of the right side. */
    static double margin(double t) {
        double right = 1 + 2 * t;
        double u = StrictMath.log(right);
        for (int i = 0; i < 50; i++) {
            double e = StrictMath.exp(u);
            u -= (u + e - right) / (1 + e);
        }
        return u;
    }

    /** Times {@code 10 · 10^(3k/12)}, k = 0..12: log-equidistant in [10, 10⁴]. */
    static double[] times() {
        double[] times = new double[13];
        for (int k = 0; k < times.length; k++) {
            times[k] = k == 12 ? 1e4 : 10 * StrictMath.pow(10, k / 4.0);
        }
        return times;
    }
}
