package org.attentiontheorems.homogenization;

/**
 * One layer {@code X⁺ = X + η b(X) + η ξ + r} against its averaged field, in the norm {@code (1/n Σ_i |.|²)^½}.
 *
 * @param bias {@code |E X⁺ - X - η b(X)|}, the mean of r
 * @param squaredNoise {@code η² E|ξ|²}, with {@code η ξ_i = P_i (u_i - E u_i)}
 */
record StepErrors(double bias, double squaredNoise) {

    /** The errors of a layer of step η at the given tokens. */
    static StepErrors of(Layer layer, AveragedField field, double step, double[][] tokens) {
        double[][] meanUpdate = Rows.zeros(tokens.length, tokens[0].length);
        double[][] meanIncrement = Rows.times(-step, field.at(tokens));
        layer.forEachUpdate(tokens, (prob, update) -> {
            Rows.add(meanUpdate, prob, update);
            Rows.add(meanIncrement, prob, SphereStep.step(tokens, update));
            Rows.add(meanIncrement, -prob, tokens);
        });
        double[][] none = Rows.zeros(tokens.length, tokens[0].length);
        double[] noise = new double[1];
        layer.forEachUpdate(tokens, (prob, update) -> {
            Rows.add(update, -1, meanUpdate);
            noise[0] += prob * Rows.meanSquaredDistance(SphereStep.project(tokens, update), none);
        });
        return new StepErrors(Math.sqrt(Rows.meanSquaredDistance(meanIncrement, none)), noise[0]);
    }
}
