package org.attentiontheorems.heads;

import java.util.Arrays;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.SingularValueDecomposition;

/**
 * The closed criterion at the head {@code θ_* = (0, 0, V_*)} of uniform attention. With Σ_t the plain covariance of x_1..x_t,
 *
 * <pre>{@code 𝒜 = Σ_i w_i Σ_t V_*ᵀ r_i x_tᵀ / sqrt(dk),}</pre>
 *
 * H_P has the eigenvalues λ (vocab d times) and λ ± σ_i(𝒜) (dk times each): attention stays switched off iff {@code λ > σ_max(𝒜)}. Source:
 * arXiv 2606.10469.
 */
final class UniformAttention {
    private UniformAttention() {}

    /** The eigenvalues of H_P by this formula, in increasing order. */
    static double[] eigenvalues(StationaryHead star) {
        HeadModel model = star.model();
        double[] sigma =
                new SingularValueDecomposition(new Array2DRowRealMatrix(coupling(star), false)).getSingularValues();
        double[] values = new double[star.theta().length];
        Arrays.fill(values, model.lambda());
        int next = 0;
        for (double s : sigma) {
            for (int i = 0; i < model.dk(); i++) {
                values[next++] += s;
                values[next++] -= s;
            }
        }
        Arrays.sort(values);
        return values;
    }

    /** The matrix 𝒜, d x d. */
    private static double[][] coupling(StationaryHead star) {
        HeadModel model = star.model();
        Corpus corpus = model.corpus();
        double[] r = corpus.residual(HeadRisk.of(model).mixture(StationaryHead.ALL_MASS, star.theta()));
        double[][] coupling = new double[model.d()][model.d()];
        for (int i = 0; i < corpus.positions(); i++) {
            double[] spread = covarianceTimes(corpus, i, pulled(star, r, i));
            for (int k = 0; k < model.d(); k++) {
                for (int l = 0; l < model.d(); l++) {
                    coupling[k][l] +=
                            corpus.weight(i) * spread[k] * corpus.inputs()[i * model.d() + l] / Math.sqrt(model.dk());
                }
            }
        }
        return coupling;
    }

    /** {@code V_*ᵀ r_i}. */
    private static double[] pulled(StationaryHead star, double[] r, int i) {
        Head.Shape shape = star.model().shape();
        double[] u = new double[shape.d()];
        for (int c = 0; c < shape.vocab(); c++) {
            for (int k = 0; k < shape.d(); k++) {
                u[k] += star.theta()[shape.values() + c * shape.d() + k] * r[i * shape.vocab() + c];
            }
        }
        return u;
    }

    /** {@code Σ_t u} with the plain covariance of the tokens up to position i of its sequence. */
    private static double[] covarianceTimes(Corpus corpus, int i, double[] u) {
        int d = corpus.d();
        int start = i - i % corpus.seqLen();
        int n = i - start + 1;
        double[] mean = new double[d];
        for (int s = start; s <= i; s++) {
            for (int k = 0; k < d; k++) {
                mean[k] += corpus.inputs()[s * d + k] / n;
            }
        }
        double[] product = new double[d];
        for (int s = start; s <= i; s++) {
            double along = 0;
            for (int k = 0; k < d; k++) {
                along += u[k] * (corpus.inputs()[s * d + k] - mean[k]);
            }
            for (int k = 0; k < d; k++) {
                product[k] += along * (corpus.inputs()[s * d + k] - mean[k]) / n;
            }
        }
        return product;
    }
}
