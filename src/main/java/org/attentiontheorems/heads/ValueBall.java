package org.attentiontheorems.heads;

import org.attentiontheorems.measure.Sums;
import org.hipparchus.analysis.solvers.BracketingNthOrderBrentSolver;

/**
 * A compact continuum of heads, {@code Θ_B = ∪_b {(Q_b, K_b)} x {V : |V| <= B}} with the queries and keys of a model's atoms. There the
 * minimum of the first variation is explicit: with {@code G_b = Σ_i w_i r_i h_b,iᵀ}, {@code ρ_b = B} (or {@code min(B, |G_b| / λ)} where
 * λ > 0),
 *
 * <pre>{@code min F = min_b [ -ρ_b |G_b| + λ/2 ρ_b² + λ/2 (|Q_b|² + |K_b|²) ],   attained at V = -ρ_b G_b / |G_b|.}</pre>
 */
final class ValueBall {
    private static final int LINE_SEARCH_STEPS = 200;
    private static final int LINE_SEARCH_ORDER = 5;
    private static final double LINE_SEARCH_ACCURACY = 1e-14;

    private final HeadModel model;
    private final Corpus corpus;
    private final double radius;
    private final double[][] averages;
    private final double[] queryKeySquares;

    private ValueBall(HeadModel model, Corpus corpus, double radius, double[][] averages, double[] queryKeySquares) {
        this.model = model;
        this.corpus = corpus;
        this.radius = radius;
        this.averages = averages;
        this.queryKeySquares = queryKeySquares;
    }

    /** The queries and keys of a model with all values of norm at most {@code radius}. O(A) evaluations of the kernel. */
    static ValueBall of(HeadModel model, double radius) {
        Corpus corpus = model.corpus();
        HeadKernel kernel = HeadKernel.of(corpus, model.dk());
        double[] theta = model.parameters();
        int p = model.shape().parameters();
        int atoms = model.atoms().size();
        double[][] averages = new double[atoms][corpus.positions() * corpus.d()];
        double[] squares = new double[atoms];
        for (int b = 0; b < atoms; b++) {
            kernel.averages(theta, b * p, averages[b]);
            for (int k = b * p; k < b * p + model.shape().values(); k++) {
                squares[b] += theta[k] * theta[k];
            }
        }
        return new ValueBall(model, corpus, radius, averages, squares);
    }

    /**
     * A measure on Θ_B as the risk sees it.
     *
     * @param z its averaged logits, a field
     * @param ridge {@code λ/2 ∫ |θ|² dμ}
     */
    record Measure(double[] z, double ridge) {
        /** The mixture {@code (1 - γ) μ + γ ν}. */
        Measure towards(Measure other, double gamma) {
            double[] mixed = z.clone();
            for (int k = 0; k < mixed.length; k++) {
                mixed[k] += gamma * (other.z[k] - mixed[k]);
            }
            return new Measure(mixed, ridge + gamma * (other.ridge - ridge));
        }
    }

    /** An interval that contains the least risk over Θ_B. */
    record Interval(double low, double high) {}

    /** The measure of given masses on a dictionary of the same data. */
    static Measure measure(HeadDictionary dictionary, double... masses) {
        return new Measure(dictionary.mixture(masses), dictionary.ridge(masses));
    }

    /** The duality gap of a measure over Θ_B. O(A nT d vocab). */
    DualityGap gap(Measure mu) {
        double[] r = corpus.residual(mu.z());
        Measure best = best(r);
        double least = corpus.inner(r, best.z()) + best.ridge();
        double gap = corpus.inner(r, mu.z()) + mu.ridge() - least;
        return DualityGap.of(gap, DualityGap.distance(corpus, best.z(), mu.z()), least);
    }

    double risk(Measure mu) {
        return corpus.crossEntropy(mu.z()) + mu.ridge();
    }

    /**
     * Brackets the least risk by plain Frank-Wolfe from a measure: mix in the minimiser of F by exact line search; every step's risk less
     * its gap is a lower end. The width falls like one over the number of steps.
     */
    Interval leastRisk(Measure from, int steps) {
        Measure mu = from;
        double low = Double.NEGATIVE_INFINITY;
        for (int k = 0; k < steps; k++) {
            double[] r = corpus.residual(mu.z());
            Measure best = best(r);
            double gap = corpus.inner(r, mu.z()) + mu.ridge() - corpus.inner(r, best.z()) - best.ridge();
            low = Math.max(low, risk(mu) - Math.max(0, gap));
            if (gap <= 0) {
                break;
            }
            mu = lineSearch(mu, best);
        }
        return new Interval(low, risk(mu));
    }

    /** The point mass at the minimiser of F for the residual r. */
    private Measure best(double[] r) {
        double lambda = model.lambda();
        double least = Double.POSITIVE_INFINITY;
        Measure best = new Measure(new double[0], 0);
        for (int b = 0; b < averages.length; b++) {
            double[] g = valueGradient(r, averages[b]);
            double norm = Math.sqrt(Sums.dot(g, g));
            double rho = norm == 0 ? 0 : lambda == 0 ? radius : Math.min(radius, norm / lambda);
            double ridge = lambda / 2 * (rho * rho + queryKeySquares[b]);
            if (-rho * norm + ridge < least) {
                least = -rho * norm + ridge;
                best = new Measure(logits(g, norm == 0 ? 0 : -rho / norm, averages[b]), ridge);
            }
        }
        return best;
    }

    /** {@code G = Σ_i w_i r_i h_iᵀ}, vocab x d. */
    private double[] valueGradient(double[] r, double[] h) {
        int d = corpus.d();
        int vocab = corpus.vocab();
        double[] g = new double[vocab * d];
        for (int i = 0; i < corpus.positions(); i++) {
            for (int c = 0; c < vocab; c++) {
                double pull = corpus.weight(i) * r[i * vocab + c];
                for (int k = 0; k < d; k++) {
                    g[c * d + k] += pull * h[i * d + k];
                }
            }
        }
        return g;
    }

    /** The logits {@code V h_i} of the values {@code V = scale G}. */
    private double[] logits(double[] g, double scale, double[] h) {
        int d = corpus.d();
        int vocab = corpus.vocab();
        double[] z = new double[corpus.fieldLength()];
        for (int i = 0; i < corpus.positions(); i++) {
            for (int c = 0; c < vocab; c++) {
                for (int k = 0; k < d; k++) {
                    z[i * vocab + c] += scale * g[c * d + k] * h[i * d + k];
                }
            }
        }
        return z;
    }

    private Measure lineSearch(Measure mu, Measure best) {
        if (slope(mu, best, 1) <= 0) {
            return best;
        }
        BracketingNthOrderBrentSolver solver =
                new BracketingNthOrderBrentSolver(LINE_SEARCH_ACCURACY, LINE_SEARCH_ORDER);
        return mu.towards(best, solver.solve(LINE_SEARCH_STEPS, gamma -> slope(mu, best, gamma), 0, 1));
    }

    /** The derivative of the risk along {@code (1 - γ) μ + γ ν}, which increases in γ. */
    private double slope(Measure mu, Measure nu, double gamma) {
        double[] r = corpus.residual(mu.towards(nu, gamma).z());
        return corpus.inner(r, nu.z()) - corpus.inner(r, mu.z()) + nu.ridge() - mu.ridge();
    }
}
