package org.attentiontheorems.heads;

/**
 * Two families of heads with equal masses, coupled head by head: what convexity and smoothness of training say of {@code e = θ - θ'}.
 *
 * @param risk the risk that drives both
 * @param masses masses m_a
 * @param theta heads θ, A x p, row-major
 * @param other heads θ', A x p, row-major
 */
record CoupledHeads(HeadRisk risk, double[] masses, double[] theta, double[] other) {

    /** The heads of a model, coupled with themselves moved on by one: head a with head a + 1. */
    static CoupledHeads rotated(HeadModel model) {
        double[] theta = model.parameters();
        double[] other = movedOn(theta, model.shape());
        return new CoupledHeads(HeadRisk.of(model), model.atomWeights(), theta, other);
    }

    /** Heads, A x p, row-major, with head a + 1 in the place of head a. */
    static double[] movedOn(double[] theta, Head.Shape shape) {
        int p = shape.parameters();
        double[] other = new double[theta.length];
        System.arraycopy(theta, p, other, 0, theta.length - p);
        System.arraycopy(theta, 0, other, theta.length - p, p);
        return other;
    }

    /** {@code ‖e‖²}. */
    double squaredDistance() {
        return inner(difference(theta, other), difference(theta, other));
    }

    /** {@code ⟨e, ∇F_μ(θ) - ∇F_μ'(θ')⟩}. */
    double monotonicity() {
        return inner(difference(theta, other), difference(gradients(theta), gradients(other)));
    }

    /** {@code ‖∇F_μ(θ) - ∇F_μ'(θ')‖}. */
    double velocityDistance() {
        double[] difference = difference(gradients(theta), gradients(other));
        return Math.sqrt(inner(difference, difference));
    }

    /** {@code max_a,i |z_θ_a,i - z_θ'_a,i| / |θ_a - θ'_a|}, 0 for equal heads. */
    double largestLogitRatio() {
        HeadKernel kernel = risk.kernel();
        int p = kernel.shape().parameters();
        int vocab = kernel.corpus().vocab();
        double[] z = new double[kernel.corpus().fieldLength()];
        double[] w = new double[z.length];
        double largest = 0;
        for (int from = 0; from < theta.length; from += p) {
            kernel.logits(theta, from, z);
            kernel.logits(other, from, w);
            double distance = norm(theta, other, from, p);
            for (int row = 0; row < z.length && distance > 0; row += vocab) {
                largest = Math.max(largest, norm(z, w, row, vocab) / distance);
            }
        }
        return largest;
    }

    private double[] gradients(double[] heads) {
        double[] g = new double[heads.length];
        risk.gradients(masses, heads, g);
        return g;
    }

    private double inner(double[] x, double[] y) {
        int p = x.length / masses.length;
        double sum = 0;
        for (int k = 0; k < x.length; k++) {
            sum += masses[k / p] * x[k] * y[k];
        }
        return sum;
    }

    private static double[] difference(double[] x, double[] y) {
        double[] d = x.clone();
        for (int k = 0; k < d.length; k++) {
            d[k] -= y[k];
        }
        return d;
    }

    private static double norm(double[] x, double[] y, int from, int n) {
        double square = 0;
        for (int k = from; k < from + n; k++) {
            square += (x[k] - y[k]) * (x[k] - y[k]);
        }
        return Math.sqrt(square);
    }
}
