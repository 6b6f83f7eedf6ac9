package org.attentiontheorems.layers;

/**
 * Two laws of equally likely states carried by the flow of one control.
 *
 * @param start {@code W_2(μ_0, ν_0)}
 * @param end {@code W_2(μ_1, ν_1)}
 * @param bound {@code max γ_nn' W_2(μ_0, ν_0)}
 * @param networkDistance {@code Σ_n w_n |h_L^n - h^n(1)|_∞} over the population
 * @param networkBound {@code Σ_n w_n E_L^n}
 */
record LawPair(double start, double end, double bound, double networkDistance, double networkBound) {

    /** Follows both laws; 2 N flows and N² pairs of tubes. */
    static LawPair of(LayerModel model, Control control, StateLaw one, StateLaw two, int depth) {
        StateLaw carried = one.transported(model.flow(), control);
        double start = one.distance(two, StateLaw.Pairing.OPTIMAL);
        double end = carried.distance(two.transported(model.flow(), control), StateLaw.Pairing.OPTIMAL);
        double growth = StateLaw.growth(model.field(), control, depth, one, two);
        double[] distances = new double[one.states().length];
        double[] errors = new double[distances.length];
        for (int n = 0; n < distances.length; n++) {
            Tube tube = model.tube(control, n, depth);
            distances[n] = States.distance(tube.states()[depth], carried.states()[n], one.d());
            errors[n] = tube.endError();
        }
        return new LawPair(
                start,
                end,
                start == 0 ? 0 : growth * start,
                model.population().mean(distances),
                model.population().mean(errors));
    }
}
