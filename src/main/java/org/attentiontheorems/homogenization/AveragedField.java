package org.attentiontheorems.homogenization;

import org.attentiontheorems.measure.Sums;
import org.attentiontheorems.measure.Vectors;

/**
 * The field of the averaged head, {@code b_i(X) = P_i Σ_a p_a V_a m_i(X; B_a)}, that a deep network of small layers follows, with its
 * derivative and the covariance of what a single head adds to it.
 *
 * @param law law of the weights of a head
 * @param beta inverse temperature
 * @param projected whether the projection P_i is there; a field without it leaves the sphere (a control)
 */
record AveragedField(WeightLaw law, double beta, boolean projected) {

    static AveragedField of(WeightLaw law, double beta) {
        return new AveragedField(law, beta, true);
    }

    /** A wrong field for controls: without P_i. */
    AveragedField withoutProjection() {
        return new AveragedField(law, beta, false);
    }

    /** A wrong field for controls: every V_a transposed. */
    AveragedField transposed() {
        return new AveragedField(law.mapValues(Vectors::transposed), beta, projected);
    }

    /** b at n tokens, n x d. */
    double[][] at(double[][] tokens) {
        double[][] mean = meanOutput(tokens);
        return projected ? SphereStep.project(tokens, mean) : mean;
    }

    private double[][] meanOutput(double[][] tokens) {
        double[][] mean = Rows.zeros(tokens.length, tokens[0].length);
        double[][][] outputs = Layer.outputs(law, beta, tokens);
        for (int a = 0; a < law.size(); a++) {
            Rows.add(mean, law.atom(a).prob(), outputs[a]);
        }
        return mean;
    }

    /** The derivatives of b (with projection) along several directions, each n x d: {@code d(P_i M_i) = P_i dM_i - (<dx_i, M_i> x_i + <x_i, M_i> dx_i)}. */
    double[][][] derivatives(double[][] tokens, double[][][] directions) {
        double[][] mean = meanOutput(tokens);
        double[][][] derivatives = new double[directions.length][tokens.length][tokens[0].length];
        for (int a = 0; a < law.size(); a++) {
            WeightAtom atom = law.atom(a);
            Attention attention = Attention.of(tokens, beta, atom.keyQuery());
            for (int k = 0; k < directions.length; k++) {
                double[][] moved = Rows.applyToEach(atom.value(), attention.derivative(directions[k]));
                Rows.add(derivatives[k], atom.prob(), moved);
            }
        }
        for (int k = 0; k < directions.length; k++) {
            for (int i = 0; i < tokens.length; i++) {
                double[] image = SphereStep.project(tokens[i], derivatives[k][i]);
                double[] direction = directions[k][i];
                Rows.add(image, -Sums.dot(direction, mean[i]), tokens[i]);
                Rows.add(image, -Sums.dot(tokens[i], mean[i]), direction);
                derivatives[k][i] = image;
            }
        }
        return derivatives;
    }

    /** {@code Cov((P_i V_a m_i(X; B_a))_i)} over the atoms, nd x nd. */
    double[][] headCovariance(double[][] tokens) {
        int nd = tokens.length * tokens[0].length;
        double[][] covariance = Rows.zeros(nd, nd);
        double[] mean = Rows.flat(at(tokens));
        double[][][] outputs = Layer.outputs(law, beta, tokens);
        for (int a = 0; a < law.size(); a++) {
            double[] fluctuation = Rows.flat(SphereStep.project(tokens, outputs[a]));
            Rows.add(fluctuation, -1, mean);
            Rows.addOuter(covariance, law.atom(a).prob(), fluctuation, fluctuation);
        }
        return covariance;
    }
}
