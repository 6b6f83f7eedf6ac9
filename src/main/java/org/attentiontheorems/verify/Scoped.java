package org.attentiontheorems.verify;

import java.util.function.Predicate;

/**
 * A claim with the instances that it speaks of.
 *
 * @param claim the claim itself
 * @param applies instances that the claim speaks of
 * @param vacuous instances that could not have shown a violation
 */
public record Scoped<I extends Record>(Claim<I> claim, Predicate<I> applies, Predicate<I> vacuous) implements Claim<I> {

    @Override
    public String id() {
        return claim.id();
    }

    @Override
    public String kind() {
        return claim.kind();
    }

    @Override
    public Evidence check(I instance, Context context) {
        Evidence found = claim.check(instance, context);
        return vacuous.test(instance) ? found.asVacuous() : found;
    }

    @Override
    public boolean isDeterministic() {
        return claim.isDeterministic();
    }

    @Override
    public boolean simulates() {
        return claim.simulates();
    }

    @Override
    public boolean appliesTo(I instance) {
        return applies.test(instance) && claim.appliesTo(instance);
    }
}
