package org.attentiontheorems.heads;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.attentiontheorems.flow.Flow;
import org.attentiontheorems.heads.TrainingFlow.State;
import org.attentiontheorems.verify.Approx;
import org.attentiontheorems.verify.Claim;
import org.attentiontheorems.verify.ExactRate;
import org.attentiontheorems.verify.Family;
import org.attentiontheorems.verify.Memo;
import org.attentiontheorems.verify.NegativeControl;

/** Why {@link StationaryConvergence} needs a ridge: without one, the head of a {@link SeparableToken} escapes, and nothing comes to rest. */
final class EscapeWithoutRidge {
    private EscapeWithoutRidge() {}

    private static List<State> separable(SeparableToken x, double... times) {
        return TrainingFlow.of(x.model()).at(x.model().parameters(), times, Flow.TIGHT);
    }

    private static double margin(State state) {
        return state.theta()[2] - state.theta()[3];
    }

    /** Least-squares slope of the margin against log t. */
    private static double marginSlope(SeparableToken x) {
        double[] times = SeparableToken.times();
        List<State> states = separable(x, times);
        double meanX = 0;
        double meanU = 0;
        for (int k = 0; k < times.length; k++) {
            meanX += StrictMath.log(times[k]) / times.length;
            meanU += margin(states.get(k)) / times.length;
        }
        double both = 0;
        double square = 0;
        for (int k = 0; k < times.length; k++) {
            double dx = StrictMath.log(times[k]) - meanX;
            both += dx * (margin(states.get(k)) - meanU);
            square += dx * dx;
        }
        return both / square;
    }

    /** Growth of {@code |Θ|_m} per unit of log t over the last decade: above 0.1 there is no limit, the norm diverges. */
    private static double normGrowth(SeparableToken x) {
        TrainingFlow flow = TrainingFlow.of(x.model());
        List<State> states = separable(x, x.horizon() / 10, x.horizon());
        double before = Math.sqrt(flow.squaredNorm(states.get(0).theta()));
        double now = Math.sqrt(flow.squaredNorm(states.get(1).theta()));
        return (now - before) / StrictMath.log(10);
    }

    private static Claim<SeparableToken> normSettles(boolean withRidge) {
        return Claim.<SeparableToken>bound("norm-settles", EscapeWithoutRidge::normGrowth)
                .atMost(x -> 0.1)
                .when(x -> x.lambda() > 0 == withRidge);
    }

    private static ExactRate<SeparableToken> escapingDissipation() {
        Memo<SeparableToken, List<State>> states = Memo.of(x -> separable(
                x, IntStream.rangeClosed(4, 13).mapToDouble(k -> 1 << k).toArray()));
        return Claim.<SeparableToken>exactRate("escaping-dissipation", (x, n, effort) -> {
                    State state = states.apply(x).get(Integer.numberOfTrailingZeros(n) - 4);
                    return Approx.direct(TrainingFlow.of(x.model()).dissipation(state.theta()));
                })
                .fallsLike(2, 0.1, IntStream.rangeClosed(4, 13).map(k -> 1 << k).toArray())
                .under((x, n) -> 1.0 / (2.0 * n * n))
                .sharp();
    }

    private static Claim<SeparableToken> withoutRidge(Claim<SeparableToken> claim) {
        return claim.when(x -> x.lambda() == 0);
    }

    static Family<SeparableToken> escape() {
        ToDoubleFunction<SeparableToken> riskTail = x ->
                2e4 * TrainingFlow.of(x.model()).risk(separable(x, 1e4).get(0).theta());
        ToDoubleFunction<SeparableToken> dissipationTail = x -> 2e8
                * TrainingFlow.of(x.model())
                        .dissipation(separable(x, 1e4).get(0).theta());
        return Family.of(
                        "escape",
                        "one token that one head separates: without a ridge the head escapes like log 2t, with λ = 0.1 it settles",
                        List.of(new SeparableToken(0, 1e4), new SeparableToken(0.1, 1e4), new SeparableToken(0.1, 1e3)))
                .claims(
                        withoutRidge(WorstEntry.<SeparableToken>identity("margin-closed-form", x -> {
                            double[] times = SeparableToken.times();
                            return WorstEntry.of(
                                    separable(x, times).stream()
                                            .mapToDouble(EscapeWithoutRidge::margin)
                                            .toArray(),
                                    Arrays.stream(times)
                                            .map(SeparableToken::margin)
                                            .toArray(),
                                    1e-10);
                        })),
                        withoutRidge(Claim.<SeparableToken>bound("margin-slope", x -> Math.abs(marginSlope(x) - 1.015))
                                .atMost(x -> 0.045)),
                        withoutRidge(Claim.<SeparableToken>identity("risk-tail", riskTail, x -> 1.00042)
                                .absFloor(1e-5)),
                        withoutRidge(Claim.<SeparableToken>identity("dissipation-tail", dissipationTail, x -> 1.0008)
                                .absFloor(1e-4)),
                        withoutRidge(Claim.<SeparableToken>bound("norm-diverges", EscapeWithoutRidge::normGrowth)
                                .atLeast(x -> 0.1)),
                        withoutRidge(escapingDissipation()),
                        normSettles(true))
                .controls(
                        new NegativeControl<>(
                                "limit-without-ridge",
                                "claims that heads settle without a ridge as well",
                                normSettles(false)),
                        new NegativeControl<>(
                                "exponential-without-ridge",
                                "claims that the dissipation falls like t^-4 without a ridge",
                                withoutRidge(escapingDissipation().fallsLike(4, 0.1))));
    }
}
