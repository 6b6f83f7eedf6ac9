package org.attentiontheorems.prompts;

import org.attentiontheorems.prompts.RatioMoments.TokenFunction;

/** A prompt of atoms. */
record AtomsPrompt(AtomsHead head, RatioMoments kernel) implements FinitePrompt {

    @Override
    public double[] meanOutput() {
        double[] mean = head.limit().clone();
        for (int i = 0; i < mean.length; i++) {
            mean[i] += kernel.expect(1, weighted(i, 0));
        }
        return mean;
    }

    /** {@code sum_i E[S_i² / D²]} for {@code f_i = w (V x - target)_i}. */
    @Override
    public double meanSquaredError(double[] target) {
        double sum = 0;
        for (int i = 0; i < target.length; i++) {
            TokenFunction f = weighted(i, head.limit()[i] - target[i]);
            sum += kernel.expect(2, f, f);
        }
        return sum;
    }

    /** {@code E|T_L - T_inf|⁴ = sum_ij E[S_i² S_j² / D⁴]}. */
    @Override
    public double fourthMomentOfError() {
        int r = head.limit().length;
        TokenFunction[] f = new TokenFunction[r];
        for (int i = 0; i < r; i++) {
            f[i] = weighted(i, 0);
        }
        double sum = 0;
        for (int i = 0; i < r; i++) {
            for (int j = 0; j < r; j++) {
                sum += kernel.expect(4, f[i], f[i], f[j], f[j]);
            }
        }
        return sum;
    }

    @Override
    public double secondNormalisation() {
        return kernel.expect(2, kernel.weight(), kernel.weight());
    }

    /** {@code w (V(x - t)_i + shift)}. */
    private TokenFunction weighted(int i, double shift) {
        double[] values = new double[head.size()];
        for (int atom = 0; atom < values.length; atom++) {
            values[atom] = head.values()[atom][i] + shift;
        }
        return kernel.weight().times(kernel.given(values));
    }
}
