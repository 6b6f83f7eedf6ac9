package org.attentiontheorems.prompts;

import org.attentiontheorems.measure.Sums;
import org.attentiontheorems.measure.Vectors;

/**
 * The softmax layer that learns regression in context, and the ways to get it wrong.
 *
 * @param labelGradient the velocity of b
 * @param logitScale what becomes of the logits
 */
record RegressionModel(LabelGradient labelGradient, LogitScale logitScale) {

    /** The right one. */
    static final RegressionModel REFERENCE = new RegressionModel(LabelGradient.RIGHT, LogitScale.NONE);

    /** The velocity {@code -tr(N S A' Sigma)} of b. */
    enum LabelGradient {
        RIGHT,
        /** {@code -tr(N S A')}. */
        WITHOUT_SIGMA
    }

    /** Division of the logits {@code x' A x_q}. */
    enum LogitScale {
        NONE,
        /** By {@code sqrt(d)}. */
        ROOT_DIMENSION
    }

    RegressionModel withoutSigma() {
        return new RegressionModel(LabelGradient.WITHOUT_SIGMA, logitScale);
    }

    RegressionModel withLogitsOverRootDimension() {
        return new RegressionModel(labelGradient, LogitScale.ROOT_DIMENSION);
    }

    /** {@code A' = -b Sigma N S}, {@code b' = -tr(N S A' Sigma)}, {@code N = b Sigma A - I}. */
    RegressionParameters velocity(RegressionTask task, RegressionParameters p) {
        double[][] ns = Vectors.multiply(task.mismatch(p), task.second());
        double[][] key = Vectors.multiply(task.sigma(), ns);
        double[][] read = labelGradient == LabelGradient.RIGHT ? key : ns;
        double byScale = 0;
        for (int i = 0; i < key.length; i++) {
            byScale -= Sums.dot(read[i], p.key()[i]);
            key[i] = Vectors.times(-p.scale(), key[i]);
        }
        return new RegressionParameters(key, byScale);
    }

    /** What the layer reads from infinitely many tokens: the prediction is its inner product with w. */
    double[] infiniteReading(RegressionTask task, RegressionParameters p, double[] query) {
        Law law = new Law.Gaussian(new double[query.length], task.spectrum().factor());
        return Vectors.times(p.scale(), InfinitePrompt.of(law, logits(p, query)).mean());
    }

    /** {@code R_inf} of what the layer reads, by the law of the tokens. */
    double infiniteRisk(RegressionTask task, RegressionParameters p) {
        double sum = 0;
        for (double[] x : task.queries()) {
            sum += Vectors.squaredNorm(Vectors.minus(infiniteReading(task, p, x), x));
        }
        return sum / (2 * task.queries().length);
    }

    /** {@code R_L = 1/2n sum_q E|b m_L - x_q|²} by integrals of the output, which do not integrate by parts. */
    double finiteRisk(RegressionTask task, RegressionParameters p, int promptLength) {
        double sum = 0;
        for (double[] x : task.queries()) {
            sum += head(task, p, x, promptLength).meanSquaredError(x);
        }
        return sum / (2 * task.queries().length);
    }

    /** The reading as the output of a head with the value matrix {@code b I}. */
    FinitePrompt head(RegressionTask task, RegressionParameters p, double[] query, int promptLength) {
        return PromptModel.REFERENCE.read(instance(task, p, query, promptLength));
    }

    PromptInstance instance(RegressionTask task, RegressionParameters p, double[] query, int promptLength) {
        int d = query.length;
        double[][] values = new double[d][d];
        for (int i = 0; i < d; i++) {
            values[i][i] = p.scale();
        }
        Law law = new Law.Gaussian(new double[d], task.spectrum().factor());
        return new PromptInstance(law, values, logits(p, query), promptLength);
    }

    private double[] logits(RegressionParameters p, double[] query) {
        double[] u = Vectors.apply(p.key(), query);
        return logitScale == LogitScale.NONE ? u : Vectors.times(1 / Math.sqrt(query.length), u);
    }
}
