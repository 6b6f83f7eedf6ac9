package org.attentiontheorems.lowtemperature;

import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.function.UnaryOperator;
import java.util.stream.DoubleStream;
import org.attentiontheorems.lowtemperature.TemperatureSweep.Start;
import org.attentiontheorems.measure.Vectors;
import org.attentiontheorems.verify.Bound;
import org.attentiontheorems.verify.Claim;
import org.attentiontheorems.verify.ExactRate;
import org.attentiontheorems.verify.Family;
import org.attentiontheorems.verify.Memo;
import org.attentiontheorems.verify.NegativeControl;
import org.attentiontheorems.verify.SizedMeasure;

/** Declared families of {@code low-temperature-concentration}: rates in β and in time, cold runs, and what the theorem needs. */
final class ConcentrationFamilies {
    private static final double[][] ONE = Vectors.identity(2);
    private static final double[][] SADDLE = Vectors.diagonal(1, -1);
    private static final Memo<Cold, CircleRun> COLD = Memo.of(x -> x.run(flow -> flow));

    private ConcentrationFamilies() {}

    static List<Family<?>> all() {
        return List.of(smooth(), jump(), rotated(), cold(), inTime(), stretch(), atoms());
    }

    /** The slope lies in [low, high]. */
    private static Bound<TemperatureSweep> slopeIn(
            String id, UnaryOperator<CircleFlow> change, double low, double high) {
        return Claim.<TemperatureSweep>bound(id, x -> Math.abs(x.slope(change) - (low + high) / 2))
                .atMost(x -> (high - low) / 2);
    }

    private static Bound<TemperatureSweep> slopeIn(String id, double low, double high) {
        return Claim.<TemperatureSweep>bound(id, x -> Math.abs(x.slope() - (low + high) / 2))
                .atMost(x -> (high - low) / 2);
    }

    /** {@code sup |X_t^β - X_t^0|} falls at least like {@code β^-1/2}. */
    private static ExactRate<TemperatureSweep> rate(String id) {
        return Claim.<TemperatureSweep>exactRate(id, SizedMeasure.direct((x, n) -> x.supremum(n)))
                .fallsLike(0.5, 0.05, TemperatureSweep.BETAS)
                .under((x, n) -> x.bounds(n).stability(x.time()));
    }

    private static Family<TemperatureSweep> smooth() {
        return Family.of(
                        "smooth-densities",
                        "smooth densities, D = I, V = diag(1, -1), β from 25 to 800",
                        List.of(
                                new TemperatureSweep(Start.WORKED, 1, 0, 0.5, 10, 600, 0.5),
                                new TemperatureSweep(Start.WORKED, 1, 0, 1, 20, 600, 1),
                                new TemperatureSweep(Start.UNIFORM, 1, 0, 1, 20, 600, 1),
                                new TemperatureSweep(Start.WEAK, 1, 0, 1, 20, 600, 1)))
                .claims(rate("smooth-rate"), slopeIn("smooth-slope", -1.15, -0.7))
                .controls(
                        new NegativeControl<>(
                                "root-of-beta",
                                "takes sqrt(β) for β",
                                slopeIn("smooth-slope", flow -> flow.withBeta(Math.sqrt(flow.beta())), -1.15, -0.7)),
                        new NegativeControl<>(
                                "faster-than-one-over-beta",
                                "claims the rate β^-3/2",
                                rate("smooth-rate").fallsLike(1.5, 0.05)));
    }

    private static Family<TemperatureSweep> jump() {
        return Family.of(
                        "jump",
                        "a density that jumps at π/4 and 5π/4, D = I, V = diag(1, -1), β from 25 to 800",
                        List.of(new TemperatureSweep(Start.JUMP, 1, 0, 0.3, 15, 800, 0)))
                .claims(slopeIn("jump-slope", -0.75, -0.45))
                .controls(new NegativeControl<>(
                        "every-density-like-one-over-beta",
                        "claims the rate 1/β for every bounded density",
                        slopeIn("jump-slope", -1.15, -0.85)));
    }

    private static Family<TemperatureSweep> rotated() {
        UnaryOperator<CircleFlow> broken = CircleFlow::withoutNormalisation;
        Bound<TemperatureSweep> zero = Claim.<TemperatureSweep>bound(
                        "rotated-zero-temperature", x -> x.zeroError(flow -> flow))
                .atMost(x -> 1e-5);
        return Family.of(
                        "rotated-scores",
                        "D = sR with a rotation by 1 and s = 2 or 0.5, β from 25 to 800",
                        List.of(
                                new TemperatureSweep(Start.WORKED, 2, 1, 0.5, 10, 600, 0.5),
                                new TemperatureSweep(Start.WORKED, 0.5, 1, 0.5, 10, 600, 0.5)))
                .claims(slopeIn("rotated-slope", -1.15, -0.7), zero)
                .controls(
                        new NegativeControl<>(
                                "no-normalisation",
                                "forgets 1/|Dx| at temperature zero",
                                slopeIn("rotated-slope", broken, -1.15, -0.7)),
                        new NegativeControl<>(
                                "no-normalisation-at-zero",
                                "forgets 1/|Dx| at temperature zero",
                                Claim.<TemperatureSweep>bound("rotated-zero-temperature", x -> x.zeroError(broken))
                                        .atMost(x -> 1e-5)));
    }

    // ---- cold runs

    /** D = I, V = diag(1, -1), density {@code 1 + (cos θ + sin θ)/10}. */
    record Cold(double beta, double time, int steps, int labels) {
        CircleProblem problem() {
            return CircleProblem.of(ONE, ONE, SADDLE, beta, Start.weak(), labels, time);
        }

        CircleRun run(UnaryOperator<CircleFlow> change) {
            return CircleRun.of(change.apply(problem().flow()), problem().start(), time, steps);
        }

        double stability() {
            return problem().bounds().stability(time);
        }

        /** The largest relative difference of {@code W_2(μ_t^β)} and {@code W_2(μ_t^0)} to the target, the latter at a step of one's choice. */
        double departure(IntUnaryOperator step) {
            CircleRun run = COLD.apply(this);
            double largest = 0;
            for (int i = 0; i <= steps; i++) {
                largest = Math.max(largest, Math.abs(run.w2(i) / run.w2Zero(step.applyAsInt(i)) - 1));
            }
            return largest;
        }

        /** The slope of {@code log W_2} over the last tenth of the time, in units of -c = -1. */
        double slopeInTime() {
            CircleRun run = COLD.apply(this);
            int from = steps - steps / 10;
            return -StrictMath.log(run.w2(steps) / run.w2(from)) / (run.times()[steps] - run.times()[from]);
        }
    }

    private static Family<Cold> cold() {
        return Family.of("cold", "β = 4000 at t = 1", List.of(new Cold(4000, 1, 20, 800)))
                .claims(coldCoupling(flow -> flow), coldLaw(run -> run))
                .controls(
                        new NegativeControl<>(
                                "cold-negated-scores",
                                "weighs tokens by e^-β<Dx,y>",
                                coldCoupling(flow -> flow.withBeta(-flow.beta()))),
                        new NegativeControl<>(
                                "cold-uniform-attention",
                                "weighs all tokens alike",
                                coldCoupling(flow -> flow.withBeta(0))),
                        new NegativeControl<>(
                                "cold-second-eigenvector",
                                "takes the second eigenvector for the target",
                                coldLaw(CircleRun::acrossTheAxis)));
    }

    private static Bound<Cold> coldCoupling(UnaryOperator<CircleFlow> change) {
        return Claim.<Cold>bound("cold-coupling", x -> x.run(change).couplingSup(x.steps()))
                .atMost(Cold::stability);
    }

    private static Bound<Cold> coldLaw(UnaryOperator<CircleRun> change) {
        return Claim.<Cold>bound("cold-law", x -> change.apply(COLD.apply(x)).w2(x.steps()))
                .atMost(x -> x.stability() + COLD.apply(x).w2Zero(x.steps()));
    }

    private static Family<Cold> inTime() {
        return Family.of("in-time", "β = 1000 up to t = 2", List.of(new Cold(1000, 2, 40, 800)))
                .claims(followsZero(i -> i), slopeInTime(1))
                .controls(
                        new NegativeControl<>(
                                "tokens-rate-in-time",
                                "claims the rate 2c, that of finitely many tokens",
                                slopeInTime(2)),
                        new NegativeControl<>(
                                "stands-still", "compares every time with the start", followsZero(i -> 0)));
    }

    private static Bound<Cold> followsZero(IntUnaryOperator step) {
        return Claim.<Cold>bound("follows-zero-temperature", x -> x.departure(step))
                .atMost(x -> 0.01);
    }

    private static Bound<Cold> slopeInTime(double factor) {
        return Claim.<Cold>bound("slope-in-time", x -> Math.abs(x.slopeInTime() / factor - 1))
                .atMost(x -> 0.05);
    }

    // ---- the discretisation

    /** The worked example with 240 labels. */
    record Stretched(double first, double second) {
        double difference(UnaryOperator<CircleFlow> change) {
            return Math.abs(supremum(first, change) / supremum(second, change) - 1);
        }

        private static double supremum(double stretch, UnaryOperator<CircleFlow> change) {
            LowTemperatureConcentration.Instance x =
                    LowTemperatureConcentration.worked().instance();
            CircleProblem problem = x.problem().withLabels(240, stretch);
            return CircleRun.of(change.apply(problem.flow()), problem.start(), x.time(), x.steps())
                    .couplingSup(x.steps());
        }
    }

    private static Family<Stretched> stretch() {
        return Family.of(
                        "stretch",
                        "the worked example with 240 labels that crowd more and less at the equator",
                        List.of(new Stretched(0.5, 1)))
                .claims(stretchInvariance(flow -> flow))
                .controls(new NegativeControl<>(
                        "crowds-count",
                        "counts every label once in the softmax",
                        stretchInvariance(CircleFlow::withoutWeights)));
    }

    private static Bound<Stretched> stretchInvariance(UnaryOperator<CircleFlow> change) {
        return Claim.<Stretched>bound("stretch-invariance", x -> x.difference(change))
                .atMost(x -> 0.01);
    }

    // ---- necessity

    /** The single token (0.8, 0.6) with D = diag(2, 0.5), V = diag(1, 1.5), after t = 20. */
    record Single(double beta) {
        /** Its distance from {@code P(x) = e_1}. */
        double distance() {
            ScoreMatrix scores = ScoreMatrix.of(Vectors.diagonal(2, 0.5));
            TokenLaw start = new TokenLaw(new double[][] {{0.8, 0.6}}, new double[] {1});
            TokenFlow flow = TokenFlow.of(GibbsAttention.of(scores, beta), Vectors.diagonal(1, 1.5));
            return Vectors.distance(flow.after(start, 20, 200).tokens()[0], ONE[0]);
        }
    }

    private static Family<Single> atoms() {
        List<Single> all = DoubleStream.of(1, 100, 1e4).mapToObj(Single::new).toList();
        return Family.of("single-token", "a single token, whose law has no density", all)
                .claims(Claim.<Single>bound("single-token-leaves", x -> Math.sqrt(2) - 1e-4)
                        .atMost(Single::distance))
                .controls(new NegativeControl<>(
                        "projection-without-density",
                        "claims that a single cold token goes to its projection",
                        Claim.<Single>bound("single-token-leaves", Single::distance)
                                .atMost(x -> 0.5)));
    }
}
