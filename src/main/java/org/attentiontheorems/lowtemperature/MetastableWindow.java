package org.attentiontheorems.lowtemperature;

import org.hipparchus.analysis.solvers.BrentSolver;

/**
 * When the bounds of {@link ConcentrationBounds} keep tokens near the projected law: {@code F(t) = ε e^(Λt) + b e^(-ct)} is least at
 *
 * <pre>{@code t° = max(0, log(b c / (ε Λ)) / (Λ + c)),
 * F(t°) = ε^(c/(c+Λ)) b^(Λ/(c+Λ)) ((c/Λ)^(Λ/(c+Λ)) + (Λ/c)^(c/(c+Λ)))  if t° > 0,}</pre>
 *
 * <p>and {@code W_2 <= δ} from {@code t_- = max(0, log(2b/δ)/c)} to the root {@code t_+} of {@code e(t) = δ/2}.
 *
 * @param bounds ε, Λ, |V|, χ, c and b
 */
record MetastableWindow(ConcentrationBounds bounds) {
    private static final int EVALUATIONS = 1000;
    private static final double ROOT = 1e-15;
    private static final int SECTIONS = 60;
    private static final double GOLDEN = (Math.sqrt(5) - 1) / 2;

    /** {@code F(t)}. */
    double envelope(double t) {
        return bounds.epsilon() * StrictMath.exp(bounds.growth() * t) + bounds.remainder(t);
    }

    /** {@code t°}. */
    double optimalTime() {
        double ratio = bounds.spread() * bounds.contraction() / (bounds.epsilon() * bounds.growth());
        return Math.max(0, StrictMath.log(ratio) / (bounds.growth() + bounds.contraction()));
    }

    /** What one takes for {@code F(t°)} who exchanges Λ and c in the formula of t°. */
    double boundWithRatesExchanged() {
        double ratio = bounds.spread() * bounds.growth() / (bounds.epsilon() * bounds.contraction());
        return envelope(Math.max(0, StrictMath.log(ratio) / (bounds.growth() + bounds.contraction())));
    }

    /** {@code F(t°)} by its closed form. */
    double optimalBound() {
        if (optimalTime() == 0) {
            return envelope(0);
        }
        double c = bounds.contraction();
        double lambda = bounds.growth();
        double share = c / (c + lambda);
        double factor = StrictMath.pow(c / lambda, 1 - share) + StrictMath.pow(lambda / c, share);
        return StrictMath.pow(bounds.epsilon(), share) * StrictMath.pow(bounds.spread(), 1 - share) * factor;
    }

    /** The minimum of the convex F by golden sections of an interval at whose end {@code ε e^(Λt)} alone is F(0). */
    double searchedMinimum() {
        double low = 0;
        double high = StrictMath.log1p(bounds.spread() / bounds.epsilon()) / bounds.growth();
        for (int k = 0; k < SECTIONS; k++) {
            double left = high - GOLDEN * (high - low);
            double right = low + GOLDEN * (high - low);
            if (envelope(left) <= envelope(right)) {
                high = right;
            } else {
                low = left;
            }
        }
        return Math.min(envelope(0), envelope((low + high) / 2));
    }

    /** {@code t_-}: from here on the zero-temperature law is within δ/2 of its limit. */
    double start(double delta) {
        return start(delta, bounds.contraction());
    }

    /** {@code t_-} for another rate c. */
    double start(double delta, double contraction) {
        return Math.max(0, StrictMath.log(2 * bounds.spread() / delta) / contraction);
    }

    /** {@code t_+}: up to here the flows at β and at temperature zero are within δ/2 of each other. */
    double end(double delta) {
        double high = 1 / bounds.growth();
        while (bounds.stability(high) < delta / 2) {
            high *= 2;
        }
        return new BrentSolver(ROOT, ROOT).solve(EVALUATIONS, t -> bounds.stability(t) - delta / 2, 0, high);
    }

    /** The root of {@code ε e^(Λt) = δ/2}: the end of the window of one who forgets that the flows start together. */
    double endWithoutCommonStart(double delta) {
        return Math.max(0, StrictMath.log(delta / (2 * bounds.epsilon())) / bounds.growth());
    }
}
