package org.attentiontheorems.prompts;

import org.attentiontheorems.measure.Vectors;
import org.attentiontheorems.verify.Check;

/**
 * One query of an attention head and the law of the tokens it reads: logits {@code <u, x>} with {@code u = K'Q z} (no {@code
 * 1/sqrt(d)}), values {@code V x}.
 *
 * @param law what the tokens are drawn from, in R^d
 * @param valueMatrix V, r x d
 * @param keyMatrix K, p x d
 * @param queryMatrix Q, p x e
 * @param query z, e entries
 */
public record QueryInstance(
        Law law, double[][] valueMatrix, double[][] keyMatrix, double[][] queryMatrix, double[] query) {
    public QueryInstance {
        int d = law.dimension();
        Check.that(valueMatrix.length > 0, "valueMatrix", "must not be empty");
        Check.matrix("valueMatrix", valueMatrix, valueMatrix.length, d);
        Check.that(keyMatrix.length > 0, "keyMatrix", "must not be empty");
        Check.matrix("keyMatrix", keyMatrix, keyMatrix.length, d);
        Check.that(queryMatrix.length > 0, "queryMatrix", "must not be empty");
        Check.matrix("queryMatrix", queryMatrix, keyMatrix.length, queryMatrix[0].length);
        Check.vector("query", query, queryMatrix[0].length);
        checkLogits(law, Vectors.applyTransposed(keyMatrix, Vectors.apply(queryMatrix, query)));
    }

    /** {@code u = K'Q z}, d entries. */
    double[] logitVector() {
        return Vectors.applyTransposed(keyMatrix, Vectors.apply(queryMatrix, query));
    }

    /** {@code U = K'Q}, d x e. */
    double[][] logitMatrix() {
        return Vectors.multiply(Vectors.transposed(keyMatrix), queryMatrix);
    }

    boolean isGaussian() {
        return law instanceof Law.Gaussian;
    }

    /** Standard deviation of Gaussian logits. */
    double tau() {
        return Vectors.scaledNorm(Vectors.applyTransposed(((Law.Gaussian) law).factor(), logitVector()));
    }

    private static void checkLogits(Law law, double[] u) {
        if (law instanceof Law.Gaussian gaussian) {
            double tau = Vectors.scaledNorm(Vectors.applyTransposed(gaussian.factor(), u));
            Check.that(
                    tau <= GaussHermite.MAX_TAU,
                    "query",
                    "gives logits of standard deviation %s, more than %s",
                    tau,
                    GaussHermite.MAX_TAU);
            return;
        }
        for (double logit : Vectors.apply(((Law.Atoms) law).support().atoms(), u)) {
            Check.that(Double.isFinite(2 * logit), "query", "gives logits that overflow");
        }
    }
}
