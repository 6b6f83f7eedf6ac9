package org.attentiontheorems.heads;

/**
 * The Kurdyka-Łojasiewicz inequality {@code sqrt(D) >= c E^ϑ} between dissipation D and excess risk E, and what follows from it along
 * every gradient flow (arXiv 2606.10469).
 *
 * @param exponent ϑ in [1/2, 1)
 * @param constant c at least 0
 */
record KurdykaLojasiewicz(double exponent, double constant) {

    /** Gradient domination {@code D >= 2 κ E}: ϑ = 1/2 and c = sqrt(2 κ). */
    static KurdykaLojasiewicz dominated(double kappa) {
        return new KurdykaLojasiewicz(0.5, Math.sqrt(2 * kappa));
    }

    /** What {@code sqrt(D)} is at least at excess risk E: {@code c E^ϑ}. */
    double slope(double gap) {
        return constant * StrictMath.pow(gap, exponent);
    }

    /** What the length of the path to the limit is at most: {@code E_0^(1-ϑ) / (c (1-ϑ))}. */
    double length(double gap) {
        return StrictMath.pow(gap, 1 - exponent) / (constant * (1 - exponent));
    }

    /**
     * What the excess risk is at most after time T: {@code E_0 exp(-c² T)} for ϑ = 1/2, else {@code (E_0^(1-2ϑ) + (2ϑ-1) c² T)^(-1/(2ϑ-1))}.
     */
    double gapAfter(double gap, double time) {
        double square = constant * constant;
        double excess = 2 * exponent - 1;
        if (excess == 0) {
            return gap * StrictMath.exp(-square * time);
        }
        return StrictMath.pow(StrictMath.pow(gap, -excess) + excess * square * time, -1 / excess);
    }
}
