package org.attentiontheorems.verify;

import java.util.function.ToDoubleFunction;

/**
 * The deterministic claim {@code measured <= bound} (verification.md, section 2a).
 *
 * @param id name of the claim
 * @param measured what the reference implementation gives
 * @param bound what the theorem allows; may be positive infinity
 * @param absFloor slack where both sides vanish: 1e-14 times the natural scale of the inputs
 */
public record Bound<I extends Record>(String id, Measure<I> measured, Measure<I> bound, ToDoubleFunction<I> absFloor)
        implements Claim<I> {

    /** The measured half of an inequality. */
    public record Measured<I extends Record>(String id, Measure<I> measured) {

        /** The claim {@code measured <= bound}. */
        public Bound<I> atMost(ToDoubleFunction<I> bound) {
            return atMost(Measure.direct(bound));
        }

        /** The claim {@code measured <= bound} with a bound that has a numerical error. */
        public Bound<I> atMost(Measure<I> bound) {
            return new Bound<>(id, measured, bound, instance -> 0);
        }

        /** The claim {@code measured >= bound}; its evidence shows the sides exchanged. */
        public Bound<I> atLeast(ToDoubleFunction<I> bound) {
            return atLeast(Measure.direct(bound));
        }

        /** The claim {@code measured >= bound} with a bound that has a numerical error. */
        public Bound<I> atLeast(Measure<I> bound) {
            return new Bound<>(id, bound, measured, instance -> 0);
        }
    }

    /** This claim with another bound: how a control claims too much. */
    public Bound<I> atMost(ToDoubleFunction<I> other) {
        return new Bound<>(id, measured, Measure.direct(other), absFloor);
    }

    /** This claim with slack where both sides vanish. */
    public Bound<I> absFloor(double slack) {
        return absFloor(instance -> slack);
    }

    /** This claim with slack that scales with the instance. */
    public Bound<I> absFloor(ToDoubleFunction<I> slack) {
        return new Bound<>(id, measured, bound, slack);
    }

    @Override
    public String kind() {
        return "bound";
    }

    @Override
    public boolean isDeterministic() {
        return true;
    }

    @Override
    public Evidence check(I instance, Context context) {
        return ExactTest.inequality(id, absFloor.applyAsDouble(instance))
                .decide(effort -> measured.at(instance, effort), effort -> bound.at(instance, effort));
    }
}
