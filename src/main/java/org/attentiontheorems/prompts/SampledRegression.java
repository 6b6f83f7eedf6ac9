package org.attentiontheorems.prompts;

import org.attentiontheorems.attention.Softmax;
import org.attentiontheorems.measure.Sums;
import org.attentiontheorems.measure.Vectors;
import org.attentiontheorems.random.RandomField;

/**
 * A drawn prompt with the labels of some drawn linear functions, and what attention predicts from it.
 *
 * @param tokens L tokens of d entries
 * @param functions w, K rows of d entries
 * @param labels {@code <w_k, x_l>}, K rows of L entries
 */
record SampledRegression(double[][] tokens, double[][] functions, double[][] labels) {

    /** Cost O(L d (d + K)). */
    static SampledRegression draw(RegressionTask task, int promptLength, int functions, RandomField random) {
        int d = task.dimension();
        double[][] factor = task.spectrum().factor();
        double[] g = random.gaussians("tokens", 0, promptLength * d);
        double[][] tokens = new double[promptLength][];
        double[] one = new double[d];
        for (int l = 0; l < promptLength; l++) {
            System.arraycopy(g, l * d, one, 0, d);
            tokens[l] = Vectors.apply(factor, one);
        }
        double[][] w = random.gaussianMatrix("functions", functions, d);
        double[][] labels = new double[functions][];
        for (int k = 0; k < functions; k++) {
            labels[k] = Vectors.apply(tokens, w[k]);
        }
        return new SampledRegression(tokens, w, labels);
    }

    /** {@code b sum_l p_l y_l} for the first L examples, one prediction a function. */
    double[] softmax(RegressionParameters p, double[] query, int promptLength) {
        double[] u = Vectors.apply(p.key(), query);
        double[] weights = new double[promptLength];
        for (int l = 0; l < promptLength; l++) {
            weights[l] = Sums.dot(tokens[l], u);
        }
        Softmax.inPlace(weights, 0, promptLength);
        return read(weights, p.scale());
    }

    /** {@code 1/L sum_l y_l x_l' W x_q} for the first L examples. */
    double[] linear(double[][] w, double[] query, int promptLength) {
        double[] u = Vectors.apply(w, query);
        double[] weights = new double[promptLength];
        for (int l = 0; l < promptLength; l++) {
            weights[l] = Sums.dot(tokens[l], u);
        }
        return read(weights, 1.0 / promptLength);
    }

    private double[] read(double[] weights, double scale) {
        double[] predictions = new double[labels.length];
        for (int k = 0; k < predictions.length; k++) {
            double sum = 0;
            for (int l = 0; l < weights.length; l++) {
                sum += weights[l] * labels[k][l];
            }
            predictions[k] = scale * sum;
        }
        return predictions;
    }

    double[] truth(double[] query) {
        return Vectors.apply(functions, query);
    }

    /** Predictions for one query. */
    @FunctionalInterface
    interface Predictor {
        double[] predict(SampledRegression prompt, double[] query);
    }

    /** Half the squared error, averaged over queries and functions. */
    double loss(RegressionTask task, Predictor predictor) {
        double sum = 0;
        for (double[] query : task.queries()) {
            sum += Vectors.squaredNorm(Vectors.minus(predictor.predict(this, query), truth(query)));
        }
        return sum / (2.0 * task.queries().length * functions.length);
    }

    /** {@code Var} of the loss of softmax attention at the optimum is at most this, by the fourth moments of its output. */
    static double lossVariance(RegressionTask task, int promptLength, int functions) {
        RegressionModel model = RegressionModel.REFERENCE;
        RegressionParameters p = task.limit();
        double fourth = 0;
        double mean = 0;
        for (double[] query : task.queries()) {
            FinitePrompt head = model.head(task, p, query, promptLength);
            fourth += head.fourthMomentOfError();
            mean += head.meanSquaredError(query);
        }
        int n = task.queries().length;
        return (1 + 2.0 / functions) * fourth / (4 * n) - mean * mean / (4.0 * n * n);
    }
}
