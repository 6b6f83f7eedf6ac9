package org.attentiontheorems.heads;

import java.util.Arrays;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.attentiontheorems.heads.TrainingFlow.Trainable;
import org.attentiontheorems.verify.Check;
import org.attentiontheorems.verify.InvalidInstance;

/**
 * Training where a Kurdyka-Łojasiewicz inequality {@code sqrt(D) >= c E^ϑ} between the dissipation and the excess risk E = R - R_* is proven
 * (arXiv 2606.10469, with explicit constants).
 *
 * @param flow the training
 * @param least the least risk R_*
 * @param inequality the inequality
 * @param kappa κ with {@code D >= 2 κ E}; 0 where there is none
 * @param smoothness L with {@code D <= 2 L E}; positive infinity where none is given
 * @param gap E at heads θ, A x p, row-major
 */
record ConvergentTraining(
        TrainingFlow flow,
        double least,
        KurdykaLojasiewicz inequality,
        double kappa,
        double smoothness,
        ToDoubleFunction<double[]> gap) {

    /** What is trained on what. */
    enum Regime {
        /** All blocks, with a ridge that outweighs the curvature of attention: ϑ = 1/2, c = sqrt(2 κ). */
        RIDGE("ridge"),
        /** The value matrices only, with any ridge: ϑ = 1/2, c = sqrt(2 λ). */
        VALUE_ONLY("valueOnly"),
        /** Queries and keys of {@link QuarticValley}: ϑ = 3/4. */
        QUARTIC("quartic");

        private final String key;

        Regime(String key) {
            this.key = key;
        }

        /** The word for it in instance files. */
        String key() {
            return key;
        }

        /**
         * The regime with this word.
         *
         * @throws InvalidInstance if it is none of those allowed
         */
        static Regime of(String key, Regime... allowed) {
            return Arrays.stream(allowed)
                    .filter(regime -> regime.key.equals(key))
                    .findFirst()
                    .orElseThrow(
                            () -> new InvalidInstance("regime", "must be " + words(allowed) + ", is \"" + key + "\""));
        }

        private static String words(Regime... allowed) {
            return Arrays.stream(allowed).map(regime -> '"' + regime.key + '"').collect(Collectors.joining(" or "));
        }

        /**
         * Requires what the regime assumes.
         *
         * @throws InvalidInstance if the assumption is not met
         */
        void require(HeadModel model) {
            switch (this) {
                case RIDGE -> RidgeRegime.of(model).required();
                case VALUE_ONLY ->
                    Check.that(
                            model.lambda() > 0,
                            "model.lambda",
                            "assumption not met: must be positive, is %s",
                            model.lambda());
                case QUARTIC -> QuarticValley.of("model", model);
            }
        }
    }

    /**
     * The training of a model in a regime.
     *
     * @throws InvalidInstance if the assumption of the regime is not met, or the least risk cannot be computed
     */
    static ConvergentTraining of(HeadModel model, Regime regime) {
        regime.require(model);
        return switch (regime) {
            case RIDGE -> ridge(model);
            case VALUE_ONLY -> valueOnly(model);
            case QUARTIC -> quartic(model);
        };
    }

    private static ConvergentTraining ridge(HeadModel model) {
        RidgeRegime regime = RidgeRegime.of(model);
        double[] best = RidgeRegime.uniformAttention(model);
        double[] optimum = new double[model.atoms().size() * best.length];
        for (int a = 0; a < model.atoms().size(); a++) {
            System.arraycopy(best, 0, optimum, a * best.length, best.length);
        }
        return dominated(model, Trainable.ALL, optimum, regime.kappa(), regime.smoothness());
    }

    private static ConvergentTraining valueOnly(HeadModel model) {
        double[] optimum = ValueRegression.minimise(HeadRisk.of(model), model.atomWeights(), model.parameters());
        double radius = model.corpus().radius();
        return dominated(model, Trainable.VALUES, optimum, model.lambda(), model.lambda() + radius * radius / 2);
    }

    private static ConvergentTraining dominated(
            HeadModel model, Trainable blocks, double[] optimum, double kappa, double smoothness) {
        ExcessRisk excess = ExcessRisk.over(HeadRisk.of(model), model.atomWeights(), optimum);
        return new ConvergentTraining(
                TrainingFlow.of(model).training(blocks),
                excess.least(),
                KurdykaLojasiewicz.dominated(kappa),
                kappa,
                smoothness,
                excess::at);
    }

    private static ConvergentTraining quartic(HeadModel model) {
        QuarticValley valley = QuarticValley.of("model", model);
        return new ConvergentTraining(
                TrainingFlow.of(model).training(Trainable.QUERIES_AND_KEYS),
                valley.minimum(),
                valley.inequality(),
                0,
                Double.POSITIVE_INFINITY,
                theta -> valley.gap(QuarticValley.products(theta)));
    }

    /** This training with another flow: the ways to get it wrong. */
    ConvergentTraining with(TrainingFlow other) {
        return new ConvergentTraining(other, least, inequality, kappa, smoothness, gap);
    }

    /** This training, measured against another least risk: the ways to get it wrong. */
    ConvergentTraining withLeast(double other) {
        return new ConvergentTraining(flow, other, inequality, kappa, smoothness, theta -> flow.risk(theta) - other);
    }
}
