package org.attentiontheorems.homogenization;

/**
 * How far the tokens at the end of a random network are from where the averaged flow takes them.
 *
 * @param meanSquare {@code E 1/n Σ_i |X_i - x_i|²}
 * @param squaredBias {@code 1/n Σ_i |E X_i - x_i|²}
 */
record DepthErrors(double meanSquare, double squaredBias) {

    /** Something that visits all outcomes of a network. */
    @FunctionalInterface
    interface Outcomes {
        void forEach(Layer.OutputVisitor visitor);
    }

    /** The errors of all outcomes from the given end of the flow, n x d. */
    static DepthErrors of(Outcomes outcomes, double[][] end) {
        double[][] bias = Rows.zeros(end.length, end[0].length);
        double[] sum = new double[1];
        outcomes.forEach((prob, tokens) -> {
            sum[0] += prob * Rows.meanSquaredDistance(tokens, end);
            Rows.add(bias, prob, tokens);
            Rows.add(bias, -prob, end);
        });
        double squaredBias = Rows.meanSquaredDistance(bias, Rows.zeros(end.length, end[0].length));
        return new DepthErrors(sum[0], squaredBias);
    }

    /** {@code E 1/n Σ_i |X_i - E X_i|²}. */
    double variance() {
        return meanSquare - squaredBias;
    }
}
