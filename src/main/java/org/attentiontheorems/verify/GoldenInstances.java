package org.attentiontheorems.verify;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.attentiontheorems.random.RandomField;

/**
 * The instances of a theorem whose numbers are compared with the baseline: its worked examples, the first corners, draws from fixed keys
 * with the committed seed, so that they do not depend on the seed of a run, and one of each family.
 */
public final class GoldenInstances {
    private static final int MOST = 10;
    private static final int DRAWS = 3;

    /** Further draws that are looked through for a claim that speaks of none of these instances. */
    private static final int MORE_DRAWS = 60;

    private GoldenInstances() {}

    /** Instances by name, at most ten where there are not more examples. */
    static <I extends Record> Map<String, I> of(Theorem<I> theorem) {
        Map<String, I> golden = new LinkedHashMap<>();
        for (Example<I> example : theorem.examples()) {
            golden.put(example.name(), example.instance());
        }
        for (int k = 0; k < DRAWS; k++) {
            golden.put("draw" + k, draw(theorem, k));
        }
        List<I> corners = theorem.corners();
        for (int k = 0; k < corners.size() && golden.size() < MOST; k++) {
            golden.put("corner" + k, corners.get(k));
        }
        return golden;
    }

    /**
     * All that a change of the code could move: {@code <instance>.<quantity>}, and {@code <instance>.<claim>.measured}, {@code .bound} and, if
     * it is not 0, {@code .error}, also at the last point of a series. The bound is among them because one that grows by mistake still holds.
     */
    public static <I extends Record> SortedMap<String, Double> quantities(Theorem<I> theorem) {
        SortedMap<String, Double> quantities = new TreeMap<>();
        Map<String, I> golden = of(theorem);
        golden.forEach((name, instance) -> theorem.quantities(instance)
                .forEach((quantity, value) -> quantities.put(name + "." + quantity, value)));
        for (Claim<I> claim : theorem.claims()) {
            golden(theorem, claim, golden)
                    .forEach((name, instance) -> add(quantities, theorem.id(), name, claim, instance));
        }
        for (Family<?> family : theorem.families()) {
            if (!family.slow()) {
                add(quantities, theorem.id(), family);
            }
        }
        return quantities;
    }

    /** What a claim is asked about: every golden instance that it speaks of, only one if it simulates; if there is none, a further draw. */
    private static <I extends Record> Map<String, I> golden(Theorem<I> theorem, Claim<I> claim, Map<String, I> golden) {
        Map<String, I> spokenOf = new LinkedHashMap<>();
        for (Map.Entry<String, I> one : golden.entrySet()) {
            if (claim.appliesTo(one.getValue()) && !(claim.simulates() && !spokenOf.isEmpty())) {
                spokenOf.put(one.getKey(), one.getValue());
            }
        }
        for (int k = DRAWS; spokenOf.isEmpty() && k < MORE_DRAWS; k++) {
            I drawn = draw(theorem, k);
            if (claim.appliesTo(drawn)) {
                spokenOf.put("draw" + k, drawn);
            }
        }
        return spokenOf;
    }

    /** The first instance of a family that a claim speaks of, under the family's name. */
    private static <J extends Record> void add(SortedMap<String, Double> quantities, String theorem, Family<J> family) {
        RandomField field =
                RandomField.of(RunSettings.DEFAULT_SEED, theorem, RandomField.hash("family " + family.id()));
        List<J> instances = family.instances().apply(field);
        for (Claim<J> claim : family.claims()) {
            instances.stream()
                    .filter(claim::appliesTo)
                    .findFirst()
                    .ifPresent(first -> add(quantities, theorem, family.id(), claim, first));
        }
    }

    private static <J extends Record> void add(
            SortedMap<String, Double> quantities, String theorem, String name, Claim<J> claim, J instance) {
        String prefix = name + "." + claim.id();
        Evidence found;
        try {
            found = claim.check(instance, Context.of(RunSettings.DEFAULT_SEED, theorem, RandomField.hash(name)));
        } catch (InvalidComputation e) {
            return; // its numbers are gone, as the comparison says; the others are still compared
        }
        add(quantities, prefix, found.measured(), found.bound(), found.err());
        if (!found.series().isEmpty()) {
            SizePoint last = found.series().get(found.series().size() - 1);
            add(quantities, prefix + ".last", last.measured(), last.bound(), last.se());
        }
    }

    private static void add(
            SortedMap<String, Double> quantities, String prefix, double measured, double bound, double error) {
        quantities.put(prefix + ".measured", measured);
        quantities.put(prefix + ".bound", bound);
        if (error != 0) {
            quantities.put(prefix + ".error", error);
        }
    }

    private static <I extends Record> I draw(Theorem<I> theorem, int k) {
        RandomField sampler = RandomField.of(RunSettings.DEFAULT_SEED, theorem.id(), RandomField.hash("golden") + k);
        Draw draw = theorem.ranges().sample(sampler);
        return theorem.draw(draw, RandomField.of(RunSettings.DEFAULT_SEED, theorem.id(), draw.key()));
    }
}
