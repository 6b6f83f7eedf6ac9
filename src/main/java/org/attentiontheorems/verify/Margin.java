package org.attentiontheorems.verify;

/** How clearly a violated claim is violated. */
record Margin(double value, String unit) {
    static final Margin NONE = new Margin(0, "");

    static Margin of(Claim<?> claim, Evidence found) {
        if (found.fit().isPresent()) {
            RateFit fit = found.fit().get();
            double distance = Math.abs(fit.slope() - fit.threshold());
            return fit.slopeSe() > 0
                    ? new Margin(distance / fit.slopeSe(), "standard errors of the slope")
                    : new Margin(distance, "difference of the slope");
        }
        if (claim.kind().equals("identity")) {
            return new Margin(Math.abs(found.measured() - found.bound()) / found.err(), "numerical errors");
        }
        return new Margin(ratio(found.measured(), found.bound()), "measured / bound");
    }

    private static double ratio(double measured, double bound) {
        if (bound > 0) {
            return measured / bound;
        }
        return bound < 0 && measured < 0 ? bound / measured : Double.POSITIVE_INFINITY;
    }
}
