package org.attentiontheorems.prompts;

import org.attentiontheorems.verify.Check;

/**
 * Training of V alone, with U as it is at the start: the limit risk is quadratic with the Hessian {@code S x I}, {@code S = 1/J sum_j t_j
 * t_j'}, and if its smallest eigenvalue lambda is positive and {@code eta <= 1/|S|}, for all i
 *
 * <pre>{@code |V_L^i - V_inf^i| <= max_(k < i) delta_k (1 - (1 - eta lambda)^i) / lambda,}</pre>
 *
 * delta_k the gap of the V-gradients at V_L^k.
 *
 * @param distances {@code |V_L^i - V_inf^i|}, one more than steps
 * @param gaps {@code max_(k < i) delta_k}, one more than steps, the first of them 0
 * @param limitRisks {@code R_inf(V_inf^i)}
 * @param lambda smallest eigenvalue of S
 * @param norm {@code |S|}
 * @param stepSize eta
 * @param rounding what rounding may add to a distance
 */
record FrozenKeys(
        double[] distances,
        double[] gaps,
        double[] limitRisks,
        double lambda,
        double norm,
        double stepSize,
        double rounding) {
    private static final double SINGULAR = 1e-10;
    private static final double FAR = 1e3;

    /** Whether the bound holds: S is not singular and the steps are short enough. */
    static boolean covers(TrainingInstance x) {
        Spectra s = Spectra.of(PopulationRisk.of(x.tasks()).meanSquare(x.start()));
        return s.least() > SINGULAR * s.greatest() && x.stepSize() * s.greatest() <= 1;
    }

    /**
     * Both runs, with the assumptions of the bound.
     *
     * @throws org.attentiontheorems.verify.InvalidInstance if S is singular or the step size above {@code 1/|S|}
     */
    static FrozenKeys of(TrainingInstance x) {
        FrozenKeys runs = unchecked(x);
        Check.that(
                runs.lambda > SINGULAR * runs.norm,
                "tasks",
                "have limit means t_j that do not span the space of tokens");
        Check.that(
                runs.stepSize * runs.norm <= 1, "stepSize", "must be at most %s, is %s", 1 / runs.norm, runs.stepSize);
        return runs;
    }

    /** Both runs, also where the bound says nothing. */
    static FrozenKeys unchecked(TrainingInstance x) {
        PopulationRisk risk = PopulationRisk.of(x.tasks());
        Shrinkage.Functions functions = ShrinkageTable.of(x.promptLength());
        Spectra s = Spectra.of(risk.meanSquare(x.start()));
        double[] distances = new double[x.steps() + 1];
        double[] gaps = new double[x.steps() + 1];
        double[] limitRisks = new double[x.steps() + 1];
        LayerParameters finite = x.start();
        LayerParameters infinite = x.start();
        double largest = 0;
        for (int i = 0; i <= x.steps(); i++) {
            distances[i] = finite.distance(infinite);
            limitRisks[i] = risk.limitRisk(infinite);
            largest = Math.max(largest, infinite.norm());
            if (i < x.steps()) {
                LayerParameters gap = onlyValues(risk.gap(finite, functions, PopulationRisk.Gradient.RIGHT));
                gaps[i + 1] = Math.max(gaps[i], gap.norm());
                finite = finite.plus(
                        -x.stepSize(), onlyValues(risk.limitGradient(finite)).plus(1, gap));
                infinite = infinite.plus(-x.stepSize(), onlyValues(risk.limitGradient(infinite)));
            }
        }
        double rounding = 0x1p-52 * (1 + x.steps()) * largest;
        return new FrozenKeys(distances, gaps, limitRisks, s.least(), s.greatest(), x.stepSize(), rounding);
    }

    private static LayerParameters onlyValues(LayerParameters gradient) {
        return new LayerParameters(LayerParameters.zeros(gradient.u()), gradient.v());
    }

    /** Whether the finite run stayed near; with long steps it may diverge. */
    boolean staysNear() {
        for (double distance : distances) {
            if (!(distance <= FAR)) {
                return false;
            }
        }
        return true;
    }

    /** A bound of the distance after i steps per gap. */
    @FunctionalInterface
    interface Growth {
        double after(int i);
    }

    /** {@code (1 - (1 - eta lambda)^i) / lambda}. */
    double growth(int i) {
        return -StrictMath.expm1(i * StrictMath.log1p(-stepSize * lambda)) / lambda;
    }

    /** {@code max_(i >= 2)} of the distance relative to the bound, to rounding; at i = 1 both are equal. */
    double largestShare(Growth growth) {
        double largest = 0;
        for (int i = 2; i < distances.length; i++) {
            largest = Math.max(largest, TrainingPair.share(distances[i], gaps[i] * growth.after(i), rounding));
        }
        return largest;
    }
}
