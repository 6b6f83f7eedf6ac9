package org.attentiontheorems.verify;

import java.util.List;
import java.util.function.Function;
import org.attentiontheorems.random.RandomField;

/**
 * Claims about a declared family of instances instead of random draws: extremal families for sharpness and necessity, and simulations
 * at a realistic size.
 *
 * @param id name of the family, unique in its theorem
 * @param what the family in one plain sentence
 * @param instances the instances, in order; random parts come from the given field only
 * @param claims claims that every instance must satisfy; their ids are unique in the theorem
 * @param controls false versions of these claims, each rejected on one of the instances
 * @param slow whether it takes so long that only a slow run (nightly, {@code theorems.slow}) examines it
 */
public record Family<J extends Record>(
        String id,
        String what,
        Function<RandomField, List<J>> instances,
        List<Claim<J>> claims,
        List<NegativeControl<J>> controls,
        boolean slow) {
    public Family {
        claims = List.copyOf(claims);
        controls = List.copyOf(controls);
    }

    /** A family of given instances, without claims yet. */
    public static <J extends Record> Family<J> of(String id, String what, List<J> instances) {
        List<J> fixed = List.copyOf(instances);
        return drawn(id, what, random -> fixed);
    }

    /** A family whose instances are drawn, without claims yet. */
    public static <J extends Record> Family<J> drawn(String id, String what, Function<RandomField, List<J>> instances) {
        return new Family<>(id, what, instances, List.of(), List.of(), false);
    }

    /** This family with these claims. */
    @SafeVarargs
    @SuppressWarnings("varargs")
    public final Family<J> claims(Claim<J>... all) {
        return new Family<>(id, what, instances, List.of(all), controls, slow);
    }

    /** This family with these negative controls. */
    @SafeVarargs
    @SuppressWarnings("varargs")
    public final Family<J> controls(NegativeControl<J>... all) {
        return new Family<>(id, what, instances, claims, List.of(all), slow);
    }

    /** This family for slow runs only. */
    public Family<J> onlyInSlowRuns() {
        return new Family<>(id, what, instances, claims, controls, true);
    }
}
