package org.attentiontheorems.homogenization;

import java.util.List;
import java.util.function.ToDoubleFunction;
import org.attentiontheorems.homogenization.ConditionalMeanField.Instance;
import org.attentiontheorems.verify.Bound;
import org.attentiontheorems.verify.Claim;
import org.attentiontheorems.verify.Family;
import org.attentiontheorems.verify.Memo;
import org.attentiontheorems.verify.NegativeControl;
import org.attentiontheorems.verify.SizedMeasure;

/**
 * Declared families of {@code conditional-mean-field}: what conditioning is for. Without it the mean of the tokens stays random; with one label
 * for all tokens nothing converges.
 */
final class ConditioningFamilies {
    private static final Memo<Random, UnconditionedNetwork> NETWORKS =
            Memo.of(x -> UnconditionedNetwork.of(x.atoms(), x.masses(), x.tokens()));

    private ConditioningFamilies() {}

    /**
     * An initial law and a number of tokens for {@link UnconditionedNetwork}, with known variances.
     *
     * @param given known {@code E Var(. | weights)}
     * @param ofWeights known {@code Var E(. | weights)}
     */
    record Random(double[][] atoms, double[] masses, int tokens, double given, double ofWeights) {}

    private static Bound<Random> known(String id, ToDoubleFunction<Random> value, ToDoubleFunction<Random> known) {
        return Claim.<Random>bound(id, x -> Math.abs(value.applyAsDouble(x) - known.applyAsDouble(x)))
                .atMost(x -> 5.1e-8);
    }

    private static double given(Random x, int tokens) {
        return UnconditionedNetwork.of(x.atoms(), x.masses(), tokens).givenWeights();
    }

    private static double total(Random x, int tokens) {
        return UnconditionedNetwork.of(x.atoms(), x.masses(), tokens).total();
    }

    private static Claim<Random> falls(SizedMeasure.Sized<Random> variance) {
        return Claim.exactRate("variance-given-the-weights", SizedMeasure.direct(variance))
                .fallsLike(1, 0.1, 8, 16, 32, 64)
                .sharp()
                .when(x -> x.masses().length == 2 && x.tokens() == 4);
    }

    static Family<Random> unconditioned() {
        double[][] two = {{1, 0}, {0, 1}};
        double[] masses = {0.4, 0.6};
        double[][] one = {SphereStep.normalised(new double[] {1, 0.3})};
        double[] all = {1};
        return Family.of(
                        "unconditioned",
                        "three layers of the single-entry design in the plane, all 512 paths: the mean of the tokens stays random",
                        List.of(
                                new Random(two, masses, 4, 0.1227311, 0.0454854),
                                new Random(two, masses, 16, 0.0310782, 0.0433553),
                                new Random(two, masses, 64, 0.0077901, 0.0430194),
                                new Random(one, all, 4, 0, 0.12711284),
                                new Random(one, all, 64, 0, 0.12711284)))
                .claims(
                        known(
                                "known-variance-given-the-weights",
                                x -> NETWORKS.apply(x).givenWeights(),
                                Random::given),
                        known(
                                "known-variance-of-the-weights",
                                x -> NETWORKS.apply(x).ofWeights(),
                                Random::ofWeights),
                        falls(ConditioningFamilies::given))
                .controls(
                        new NegativeControl<>(
                                "variance-without-conditioning",
                                "claims that the variance falls like 1/n without conditioning, too",
                                falls(ConditioningFamilies::total)),
                        new NegativeControl<>(
                                "weights-are-forgotten",
                                "claims that the mean of the tokens does not depend on the weights",
                                known(
                                        "known-variance-of-the-weights",
                                        x -> NETWORKS.apply(x).ofWeights(),
                                        x -> 0)),
                        new NegativeControl<>(
                                "no-variance-given-the-weights",
                                "claims that the weights decide everything",
                                known(
                                        "known-variance-given-the-weights",
                                        x -> NETWORKS.apply(x).givenWeights(),
                                        x -> 0)));
    }

    /** If all tokens have one label, drawn once, each sees its own atom only: {@code Σ_k p_k |N-fold step of y_k alone - y_k(L)|²}. */
    private static double correlatedError(Instance x) {
        double error = 0;
        for (int k = 0; k < x.size(); k++) {
            double[] alone = new double[x.size()];
            alone[k] = 1;
            double[][] end = ConditionalMeanField.solved(x).path().end(x.atoms(), alone);
            error += x.probabilities()[k]
                    * Rows.squaredDistance(
                            end[k], ConditionalMeanField.solved(x).limit()[k]);
        }
        return error;
    }

    private static Bound<Instance> vanishes(ToDoubleFunction<Instance> error) {
        return Claim.bound("error-of-many-tokens", error)
                .atMost(x -> ConditionalMeanField.solved(x).bound());
    }

    static Family<Instance> sameLabels() {
        return Family.of(
                        "same-labels",
                        "the worked example with 1024 tokens: independent labels against one label for all",
                        List.of(ConditionalMeanField.worked().instance().withTokens(1024)))
                .claims(
                        vanishes(x -> ConditionalMeanField.solved(x).error()),
                        Claim.<Instance>bound("one-label-for-all", x -> Math.abs(correlatedError(x) - 0.00546202))
                                .atMost(x -> 5.1e-9),
                        Claim.<Instance>bound(
                                        "a-label-each",
                                        x -> Math.abs(
                                                ConditionalMeanField.solved(x).error() - 6.3e-6))
                                .atMost(x -> 5.1e-8))
                .controls(new NegativeControl<>(
                        "labels-need-not-be-independent",
                        "claims the same bound if all tokens have the same label",
                        vanishes(ConditioningFamilies::correlatedError)));
    }
}
