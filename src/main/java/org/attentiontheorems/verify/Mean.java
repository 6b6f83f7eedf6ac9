package org.attentiontheorems.verify;

import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * The claim {@code E X <= bound}, tested sequentially (verification.md, section 2c).
 *
 * @param id name of the claim
 * @param experiment one replicate of X
 * @param bound what the theorem allows; a number of the instance, never estimated
 * @param range what is known about X beforehand
 * @param tau indifference margin relative to {@code bound - range.low()}
 * @param maxReplicates budget of one decision
 */
public record Mean<I extends Record>(
        String id,
        Experiment<I> experiment,
        ToDoubleFunction<I> bound,
        Function<I, Range> range,
        double tau,
        long maxReplicates)
        implements Claim<I> {
    private static final double TAU = 0.10;
    private static final long MAX_REPLICATES = 2048;

    public Mean {
        Check.positive("tau", tau);
        Check.atLeast("maxReplicates", maxReplicates, 1);
    }

    /** The random half of the claim. */
    public record Measured<I extends Record>(String id, Experiment<I> experiment) {

        /** The claim {@code E X <= bound} for an X that is at least 0. */
        public Mean<I> atMost(ToDoubleFunction<I> bound) {
            return new Mean<>(id, experiment, bound, instance -> Range.above(0), TAU, MAX_REPLICATES);
        }

        /**
         * The claim {@code E X >= bound} for an X between two ends, written {@code E(-X) <= -bound}: its evidence shows negative
         * numbers.
         */
        public Mean<I> atLeast(ToDoubleFunction<I> bound, Function<I, Range.Bounded> range) {
            return new Mean<>(
                    id,
                    (instance, random) -> experiment.run(instance, random).negated(),
                    instance -> -bound.applyAsDouble(instance),
                    instance -> {
                        Range.Bounded ends = range.apply(instance);
                        return Range.between(-ends.high(), -ends.low());
                    },
                    TAU,
                    MAX_REPLICATES);
        }
    }

    /** This claim with another bound: how a control claims too much. */
    public Mean<I> atMost(ToDoubleFunction<I> other) {
        return new Mean<>(id, experiment, other, range, tau, maxReplicates);
    }

    /** This claim with what is known about X. */
    public Mean<I> in(Function<I, Range> known) {
        return new Mean<>(id, experiment, bound, known, tau, maxReplicates);
    }

    /** This claim with another indifference margin: smaller for sharp constants, at a cost like its inverse square. */
    public Mean<I> within(double otherTau) {
        return new Mean<>(id, experiment, bound, range, otherTau, maxReplicates);
    }

    /** This claim with another budget. */
    public Mean<I> replicates(long most) {
        return new Mean<>(id, experiment, bound, range, tau, most);
    }

    @Override
    public boolean simulates() {
        return true;
    }

    @Override
    public String kind() {
        return "mean";
    }

    @Override
    public Evidence check(I instance, Context context) {
        return new MeanTest(id, bound.applyAsDouble(instance), range.apply(instance), tau, maxReplicates)
                .decide(r -> experiment.run(instance, context.random().replicate(r)));
    }
}
