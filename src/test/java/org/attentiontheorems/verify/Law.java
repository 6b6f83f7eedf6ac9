package org.attentiontheorems.verify;

import java.util.Arrays;
import org.attentiontheorems.random.Gaussian;
import org.attentiontheorems.random.RandomField;

/** Laws with mean 1 that the engine is calibrated on, each an exact transform of a fixed number of uniform numbers. */
enum Law {
    /** Bernoulli(0.05) / 0.05: a rare event. */
    BERNOULLI(1, 19) {
        @Override
        double of(double[] u, int at) {
            return u[at] < 0.05 ? 20 : 0;
        }
    },
    /** Beta(2, 5) over its mean: the second smallest of six uniform numbers. */
    BETA(6, 0.3125) {
        @Override
        double of(double[] u, int at) {
            double[] six = Arrays.copyOfRange(u, at, at + 6);
            Arrays.sort(six);
            return 3.5 * six[1];
        }
    },
    /** A squared normal. */
    CHI_SQUARE_1(1, 2) {
        @Override
        double of(double[] u, int at) {
            double z = Gaussian.quantile(u[at]);
            return z * z;
        }
    },
    /** The mean of eight squared normals, or of four exponentials. */
    CHI_SQUARE_8(4, 0.25) {
        @Override
        double of(double[] u, int at) {
            return -StrictMath.log(u[at] * u[at + 1] * u[at + 2] * u[at + 3]) / 4;
        }
    },
    /** The exponential of a standard normal, over its mean. */
    LOG_NORMAL(1, Math.E - 1) {
        @Override
        double of(double[] u, int at) {
            return StrictMath.exp(Gaussian.quantile(u[at]) - 0.5);
        }
    },
    /** Pareto with tail exponent 2.1: its variance barely exists. */
    PARETO(1, 1 / 0.21) {
        @Override
        double of(double[] u, int at) {
            return 1.1 / 2.1 * StrictMath.pow(u[at], -1 / 2.1);
        }
    };

    /** The variance. */
    final double variance;

    private final int words;

    Law(int words, double variance) {
        this.words = words;
        this.variance = variance;
    }

    abstract double of(double[] u, int at);

    /** One replicate from its own field. */
    double draw(RandomField random) {
        return of(random.uniforms("law", 0, words), 0);
    }

    /** The first {@code n} replicates of a row, all from one field. */
    double[] sample(RandomField random, int row, int n) {
        double[] u = random.uniforms("law", row, n * words);
        double[] x = new double[n];
        for (int i = 0; i < n; i++) {
            x[i] = of(u, i * words);
        }
        return x;
    }
}
