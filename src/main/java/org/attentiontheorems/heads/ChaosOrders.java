package org.attentiontheorems.heads;

import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.attentiontheorems.verify.Bound;
import org.attentiontheorems.verify.Claim;
import org.attentiontheorems.verify.ExactRate;
import org.attentiontheorems.verify.Family;
import org.attentiontheorems.verify.NegativeControl;
import org.attentiontheorems.verify.SizedMeasure;

/** The orders of {@link PropagationOfChaos} in the number of heads and in the step size, where every start and every path can be visited. */
final class ChaosOrders {
    private ChaosOrders() {}

    private static ExactRate<TwoAtomTraining> chaosRate(SizedMeasure.Sized<TwoAtomTraining> square) {
        return Claim.<TwoAtomTraining>exactRate("chaos-rate", SizedMeasure.direct(square))
                .fallsLike(1, 0.05, 8, 16, 32, 64)
                .under((x, n) -> TrainingBounds.square(x.chaosBound(n)))
                .sharp();
    }

    /** {@code lim N chaos² = σ_H²}, by Richardson extrapolation. */
    private static Bound<TwoAtomTraining> firstOrder(ToDoubleFunction<TwoAtomTraining> constant) {
        return Claim.<TwoAtomTraining>bound(
                        "chaos-constant",
                        x -> Math.abs(2 * 64 * x.chaosSquare(64) - 32 * x.chaosSquare(32) - constant.applyAsDouble(x)))
                .atMost(x -> 0.01 * constant.applyAsDouble(x));
    }

    private static Bound<TwoAtomTraining> bias() {
        return Claim.<TwoAtomTraining>bound("risk-bias", x -> Math.abs(64 * x.bias(64) - 32 * x.bias(32)))
                .atMost(x -> 0.02 * Math.max(Math.abs(64 * x.bias(64)), 64 * x.chaosSquare(64)))
                .absFloor(1e-10);
    }

    private static ExactRate<TwoAtomTraining> sgdRate() {
        return Claim.<TwoAtomTraining>exactRate(
                        "sgd-rate", SizedMeasure.direct((x, k) -> x.steps(k).sgdSquare()))
                .fallsLike(1, 0.15, 3, 5, 7, 10)
                .under((x, k) -> TrainingBounds.square(x.sgdBound(k)))
                .sharp();
    }

    private static ExactRate<TwoAtomTraining> eulerRate() {
        return Claim.<TwoAtomTraining>exactRate("euler-rate", SizedMeasure.direct(TwoAtomTraining::eulerRms))
                .fallsLike(1, 0.1, 8, 16, 32, 64)
                .under(TwoAtomTraining::eulerBound)
                .sharp();
    }

    private static ExactRate<TwoAtomTraining> startRate() {
        return Claim.<TwoAtomTraining>exactRate("start-rate", SizedMeasure.direct(TwoAtomTraining::startW2Square))
                .fallsLike(0.5, 0.25, 8, 16, 32, 64)
                .sharp();
    }

    private static boolean hasChaos(TwoAtomTraining x) {
        return x.firstOrderConstant() >= 1e-12;
    }

    static Family<TwoAtomTraining> orders() {
        return Family.drawn(
                        "orders",
                        "25 random laws of two heads on two sequences, every start of up to 64 heads and every path of up to 10 steps",
                        random -> IntStream.rangeClosed(1, 25)
                                .mapToObj(i -> TwoAtomTraining.drawn(random.replicate(i), i))
                                .toList())
                .claims(
                        chaosRate(TwoAtomTraining::chaosSquare).when(ChaosOrders::hasChaos),
                        firstOrder(TwoAtomTraining::firstOrderConstant).when(ChaosOrders::hasChaos),
                        bias(),
                        sgdRate().when(x -> x.steps(1).noise()[0] >= 1e-12),
                        eulerRate().when(x -> x.eulerRms(8) >= 1e-10),
                        startRate())
                .controls(
                        new NegativeControl<>(
                                "without-time-scale",
                                "lets heads follow -∂R/∂θ_i, without the factor N",
                                chaosRate(TwoAtomTraining::chaosSquareWithoutTimeScale)),
                        new NegativeControl<>(
                                "chaos-rate-two",
                                "claims a mean square distance of order N^-2",
                                chaosRate(TwoAtomTraining::chaosSquare).fallsLike(2, 0.5)),
                        new NegativeControl<>(
                                "constant-without-masses",
                                "forgets the variance m_1 m_2 of the draw in σ_H²",
                                firstOrder(x -> x.firstOrderConstant()
                                        / x.model().atomWeights()[0]
                                        / x.model().atomWeights()[1])),
                        new NegativeControl<>(
                                "wasserstein-rate-one",
                                "claims that the empirical law of the heads at the start is within N^-1 of theirs in W_2²",
                                startRate().fallsLike(1, 0.25)),
                        new NegativeControl<>(
                                "sgd-rate-two",
                                "claims a root mean square distance of order η from the noise of the sequences",
                                sgdRate().fallsLike(2, 0.5)),
                        new NegativeControl<>(
                                "euler-rate-two",
                                "claims that gradient descent is within η² of the flow",
                                eulerRate().fallsLike(2, 0.5)));
    }
}
