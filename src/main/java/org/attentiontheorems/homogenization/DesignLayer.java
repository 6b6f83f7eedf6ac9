package org.attentiontheorems.homogenization;

import java.util.List;
import org.attentiontheorems.measure.Sums;
import org.attentiontheorems.measure.Vectors;

/**
 * One layer of one head, exactly: B from a finite law, values from the single-entry design {@code V = ±dσ e_a e_bᵀ} (2d² of them, with the second
 * moments of Gaussian entries), so that {@code u_i = ±η dσ (m_i)_b e_a}. Everything is divided by {@code δ = η²}. O(A d² (n²d + n⁴)) for A
 * values of B; no matrix is made. Products of changes and of outputs are looked at for the first six tokens.
 */
final class DesignLayer {
    private static final int MOST_WATCHED = 6;

    private final double[][] tokens;
    private final int watched;
    private final double step;
    private final double[][] gram;
    private final double[][] averaged;
    private final double[][] meanAveraged;
    private final double[][] meanIncrement;
    private final double[][] pairMoments;
    private final double[] meanAngle;
    private final double[] angleRemainder;
    private final double[] tangential;
    private final double variance;
    private double anisotropy;
    private double gramRemainder;
    private double variationRemainder;

    /** What the tokens are told by the values, given what they read. */
    enum Values {
        /** The single-entry design. */
        SINGLE_ENTRY,
        /** {@code V = ±σ sqrt(d) I}: centred, of the same trace, but not isotropic. */
        SIGNED_IDENTITY
    }

    private DesignLayer(double[][] tokens, double variance, double step) {
        int n = tokens.length;
        this.tokens = tokens;
        this.step = step;
        this.variance = variance;
        this.gram = OverlapPath.gram(tokens);
        this.averaged = new double[n][n];
        this.meanAveraged = new double[n][tokens[0].length];
        this.meanIncrement = new double[n][n];
        this.watched = Math.min(n, MOST_WATCHED);
        this.pairMoments = new double[watched * watched][watched * watched];
        this.meanAngle = new double[n];
        this.angleRemainder = new double[n];
        this.tangential = new double[n];
    }

    /**
     * The layer at the given tokens.
     *
     * @param tokens n x d, of length 1
     * @param variance σ² of an entry of V
     * @param step η, less than {@code 1/(dσ)}
     */
    static DesignLayer of(
            double[][] tokens, double beta, List<KeyQueryAtom> atoms, double variance, double step, Values values) {
        DesignLayer layer = new DesignLayer(tokens, variance, step);
        int n = tokens.length;
        int d = tokens[0].length;
        double[][][][] outer = new double[layer.watched][layer.watched][d][d];
        double[][] drift = new double[n][d];
        for (KeyQueryAtom atom : atoms) {
            double[][] averages = Attention.of(tokens, beta, atom.keyQuery()).averages();
            layer.addAverages(atom.prob(), averages);
            if (values == Values.SINGLE_ENTRY) {
                for (int entry = 0; entry < d * d; entry++) {
                    double prob = atom.prob() / (d * d);
                    layer.addOutcome(prob, singleEntry(averages, entry, variance), outer, drift);
                }
            } else {
                layer.addOutcome(atom.prob(), Rows.times(Math.sqrt(variance * d), averages), outer, drift);
            }
        }
        layer.finish(outer, drift);
        return layer;
    }

    static DesignLayer of(double[][] tokens, double beta, List<KeyQueryAtom> atoms, double variance, double step) {
        return of(tokens, beta, atoms, variance, step, Values.SINGLE_ENTRY);
    }

    /** {@code F_i = dσ (m_i)_b e_a} for entry {@code (a, b)}; the other sign is the other outcome. */
    private static double[][] singleEntry(double[][] averages, int entry, double variance) {
        int d = averages[0].length;
        double[][] output = new double[averages.length][d];
        for (int i = 0; i < output.length; i++) {
            output[i][entry / d] = d * Math.sqrt(variance) * averages[i][entry % d];
        }
        return output;
    }

    private void addAverages(double prob, double[][] averages) {
        for (int i = 0; i < averages.length; i++) {
            Rows.add(meanAveraged[i], prob, averages[i]);
            for (int j = 0; j < averages.length; j++) {
                averaged[i][j] += prob * Sums.dot(averages[i], averages[j]);
            }
        }
    }

    /** The outcomes F and -F, each with half of the probability. */
    private void addOutcome(double prob, double[][] output, double[][][][] outer, double[][] drift) {
        double rho = 0;
        for (int i = 0; i < output.length; i++) {
            double length = step * Vectors.norm(output[i]);
            rho = Math.max(rho, length);
            angleRemainder[i] += prob / (step * step) * SphereStep.angleRemainder(4, length);
            Rows.add(drift[i], prob, SphereStep.intrinsicDrift(tokens[i], output[i]));
        }
        for (int i = 0; i < watched; i++) {
            for (int j = 0; j < watched; j++) {
                addOuter(outer[i][j], prob, output[i], output[j]);
            }
        }
        double perTime = prob / (step * step);
        gramRemainder += perTime * SphereStep.gramRemainder(rho);
        variationRemainder += perTime * variationRemainder(rho);
        for (int sign = -1; sign <= 1; sign += 2) {
            addIncrements(perTime / 2, increments(output, sign * step));
        }
    }

    /** {@code A += prob x yᵀ} for an x that is mostly 0. */
    private static void addOuter(double[][] a, double prob, double[] x, double[] y) {
        for (int k = 0; k < x.length; k++) {
            if (x[k] != 0) {
                Rows.add(a[k], prob * x[k], y);
            }
        }
    }

    /**
     * {@code (Φ² - 1)² - 4ρ² - 10ρ³}: all terms of degree at least 4 of the product of two increments of the Gram matrix. With {@code Φ² - 1 = 2ρ
     * + a} nothing cancels in {@code a² + 4ρ(a - 5/2 ρ²)}.
     */
    static double variationRemainder(double rho) {
        double rest = 2.75 * rho * rho * rho + SphereStep.gramRemainder(rho);
        double a = 2.5 * rho * rho + rest;
        return a * a + 4 * rho * rest;
    }

    /** {@code N(x + u) - x}, without cancellation: {@code (u - (|x+u| - 1) x) / |x+u|}. */
    private double[][] increments(double[][] output, double factor) {
        double[][] increments = new double[tokens.length][];
        for (int i = 0; i < tokens.length; i++) {
            double[] u = output[i].clone();
            for (int k = 0; k < u.length; k++) {
                u[k] *= factor;
            }
            double grown = 2 * Sums.dot(tokens[i], u) + Sums.dot(u, u);
            double norm = Math.sqrt(1 + grown);
            double[] increment = new double[u.length];
            Rows.add(increment, 1 / norm, u);
            Rows.add(increment, -grown / (norm * (norm + 1)), tokens[i]);
            increments[i] = increment;
        }
        return increments;
    }

    private void addIncrements(double weight, double[][] increments) {
        int n = tokens.length;
        double[] change = new double[watched * watched];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                double changed = Sums.dot(increments[i], tokens[j])
                        + Sums.dot(tokens[i], increments[j])
                        + Sums.dot(increments[i], increments[j]);
                meanIncrement[i][j] += weight * changed;
                if (i < watched && j < watched) {
                    change[i * watched + j] = changed;
                }
            }
            if (tokens[i].length == 2) {
                meanAngle[i] += weight * angle(tokens[i], increments[i]);
            }
        }
        Rows.addOuter(pairMoments, weight, change, change);
    }

    /** The signed angle from x to x + Δ in the plane. */
    private static double angle(double[] x, double[] increment) {
        double sine = x[0] * increment[1] - x[1] * increment[0];
        double cosine = 1 + x[0] * increment[0] + x[1] * increment[1];
        return StrictMath.atan2(sine, cosine);
    }

    private void finish(double[][][][] outer, double[][] drift) {
        int n = tokens.length;
        for (int i = 0; i < n; i++) {
            tangential[i] = Vectors.norm(drift[i]);
        }
        for (int i = 0; i < watched; i++) {
            for (int j = 0; j < watched; j++) {
                double[][] isotropic = Rows.times(variance * averaged[i][j], Vectors.identity(tokens[0].length));
                anisotropy = Math.max(anisotropy, Rows.frobeniusDistance(outer[i][j], isotropic));
            }
        }
    }

    // ---- what the layer does

    /** {@code (E G⁺ - G)/η²}, n x n. */
    double[][] meanIncrement() {
        return meanIncrement;
    }

    /** {@code E φ_i/η²}, the angle from x_i to x_i⁺ in the plane. */
    double meanAngle(int i) {
        return meanAngle[i];
    }

    /** The token whose mean angle comes closest to its bound. */
    int worstAngle() {
        int worst = 0;
        for (int i = 1; i < meanAngle.length; i++) {
            if (Math.abs(meanAngle[i]) * angleRemainder[worst] > Math.abs(meanAngle[worst]) * angleRemainder[i]) {
                worst = i;
            }
        }
        return worst;
    }

    /** {@code max_ij ‖E[F_i F_jᵀ] - σ² M_ij I‖_F}. */
    double anisotropy() {
        return anisotropy;
    }

    /** {@code max_i |E <x_i, F_i> P_i F_i|}, the drift along the sphere. */
    double tangentialDrift() {
        double largest = 0;
        for (double norm : tangential) {
            largest = Math.max(largest, norm);
        }
        return largest;
    }

    // ---- what the theorem says

    /** The limit of the Gram matrix at these tokens. */
    GramDiffusion limit() {
        return new GramDiffusion(gram, averaged, tokens[0].length, variance);
    }

    /** A wrong limit for controls: averages over B before it takes inner products. */
    GramDiffusion limitOfMeanAverages() {
        int n = tokens.length;
        double[][] products = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                products[i][j] = Sums.dot(meanAveraged[i], meanAveraged[j]);
            }
        }
        return new GramDiffusion(gram, products, tokens[0].length, variance);
    }

    /** {@code max_ij |(E G⁺_ij - G_ij)/η² - b_ij|}. */
    double generatorError(OverlapPath.GramDrift drift) {
        return generatorError(limit(), drift);
    }

    double generatorError(GramDiffusion limit, OverlapPath.GramDrift drift) {
        double largest = 0;
        for (int i = 0; i < tokens.length; i++) {
            for (int j = 0; j < tokens.length; j++) {
                largest = Math.max(largest, Math.abs(meanIncrement[i][j] - drift.at(limit, i, j)));
            }
        }
        return largest;
    }

    /** {@code max |E ΔG_ij ΔG_kl/η² - d<G_ij, G_kl>/dt|} over pairs of different tokens. */
    double variationError(GramDiffusion limit) {
        int n = watched;
        double largest = 0;
        for (int ij = 0; ij < n * n; ij++) {
            for (int kl = 0; kl < n * n; kl++) {
                double claimed = limit.variation(ij / n, ij % n, kl / n, kl % n);
                largest = Math.max(largest, Math.abs(pairMoments[ij][kl] - claimed));
            }
        }
        return largest;
    }

    /** The same for {@code E (ΔG_01)²} alone. */
    double variationError01() {
        return Math.abs(pairMoments[1][1] - limit().variation(0, 1, 0, 1));
    }

    /** {@code E S(ρ)/η²}, a bound of the generator error. */
    double gramRemainder() {
        return gramRemainder;
    }

    /** The same for products of increments. */
    double variationRemainder() {
        return variationRemainder;
    }

    /** {@code E Σ_(k>=4) ρ_i^k/k / η²}, a bound of the mean angle of token i. */
    double angleRemainder(int i) {
        return angleRemainder[i];
    }
}
