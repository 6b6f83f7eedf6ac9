package org.attentiontheorems.homogenization;

/**
 * What a layer of centred heads does to first order in the time step {@code δ = η²/H}: with F the output of one head and P_i the projection at
 * x_i, the drift
 *
 * <pre>{@code b_i = -E[<x_i, F_i> P_i F_i] - ½ E|P_i F_i|² x_i}</pre>
 *
 * (along the sphere, and the Itô correction towards its centre) and the covariance {@code A_ij = E[P_i F_i (P_j F_j)ᵀ]}, which does not vanish
 * for i other than j: tokens share the noise. O(A n² d²) for A atoms.
 *
 * @param intrinsic first part of the drift, n x d
 * @param curvature second part of the drift, n x d
 * @param covariance A_ij, n x n x d x d
 */
record AveragedLayer(double[][] intrinsic, double[][] curvature, double[][][][] covariance) {

    /** The coefficients at the given tokens. The law is taken to be centred; its mean is not looked at. */
    static AveragedLayer of(WeightLaw law, double beta, double[][] tokens) {
        int n = tokens.length;
        int d = tokens[0].length;
        double[][][] outputs = Layer.outputs(law, beta, tokens);
        AveragedLayer sum = new AveragedLayer(Rows.zeros(n, d), Rows.zeros(n, d), new double[n][n][d][d]);
        for (int a = 0; a < law.size(); a++) {
            sum.add(law.atom(a).prob(), tokens, outputs[a]);
        }
        return sum;
    }

    private void add(double prob, double[][] tokens, double[][] output) {
        double[][] tangential = SphereStep.project(tokens, output);
        for (int i = 0; i < tokens.length; i++) {
            Rows.add(intrinsic[i], prob, SphereStep.intrinsicDrift(tokens[i], output[i]));
            Rows.add(curvature[i], prob, SphereStep.curvatureDrift(tokens[i], output[i]));
            for (int j = 0; j < tokens.length; j++) {
                Rows.addOuter(covariance[i][j], prob, tangential[i], tangential[j]);
            }
        }
    }

    /** b, n x d: both parts, each with a factor that is 1 where nothing is wrong. */
    double[][] drift(double ofIntrinsic, double ofCurvature) {
        double[][] drift = Rows.times(ofIntrinsic, intrinsic);
        Rows.add(drift, ofCurvature, curvature);
        return drift;
    }

    /** b, n x d. */
    double[][] drift() {
        return drift(1, 1);
    }

    /** {@code Σ_i tr A_ii}. */
    double covarianceTrace() {
        double trace = 0;
        for (int i = 0; i < covariance.length; i++) {
            trace += Rows.trace(covariance[i][i]);
        }
        return trace;
    }
}
