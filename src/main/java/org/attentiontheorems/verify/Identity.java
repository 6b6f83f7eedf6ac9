package org.attentiontheorems.verify;

import java.util.function.ToDoubleFunction;

/**
 * The deterministic claim {@code measured = reference}, checked to at least nine digits (verification.md, section 2b).
 *
 * @param id name of the claim
 * @param measured one way to compute the number
 * @param reference another, independent way
 * @param absFloor slack where both vanish: 1e-14 times the natural scale of the inputs
 */
public record Identity<I extends Record>(
        String id, Measure<I> measured, Measure<I> reference, ToDoubleFunction<I> absFloor) implements Claim<I> {

    /** This claim with slack where both sides vanish. */
    public Identity<I> absFloor(double slack) {
        return absFloor(instance -> slack);
    }

    /** This claim with slack that scales with the instance. */
    public Identity<I> absFloor(ToDoubleFunction<I> slack) {
        return new Identity<>(id, measured, reference, slack);
    }

    @Override
    public String kind() {
        return "identity";
    }

    @Override
    public boolean isDeterministic() {
        return true;
    }

    @Override
    public Evidence check(I instance, Context context) {
        return ExactTest.identity(id, absFloor.applyAsDouble(instance))
                .decide(effort -> measured.at(instance, effort), effort -> reference.at(instance, effort));
    }
}
