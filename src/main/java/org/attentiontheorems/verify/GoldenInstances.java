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
     * All that a change of the code could move: {@code <instance>.<quantity>}, and of each claim {@code <instance>.<claim>.measured}, {@code
     * .bound} and, if there is one, {@code .error}, also at the last size or time: a bound that grows by mistake still holds. A family is represented by its first instance,
     * under its own name; claims that simulate take part once each.
     */
    public static <I extends Record> SortedMap<String, Double> quantities(Theorem<I> theorem) {
        SortedMap<String, Double> quantities = new TreeMap<>();
        Map<String, I> golden = of(theorem);
        golden.forEach((name, instance) -> {
            theorem.quantities(instance).forEach((quantity, value) -> quantities.put(name + "." + quantity, value));
            for (Claim<I> claim : theorem.claims()) {
                if (!simulates(claim) || name.equals("draw0")) {
                    add(quantities, name, claim, instance, theorem.id());
                }
            }
        });
        for (Family<?> family : theorem.families()) {
            if (!family.slow()) {
                add(quantities, family, theorem.id());
            }
        }
        return quantities;
    }

    private static <J extends Record> void add(SortedMap<String, Double> quantities, Family<J> family, String theorem) {
        RandomField field =
                RandomField.of(RunSettings.DEFAULT_SEED, theorem, RandomField.hash("family " + family.id()));
        J first = family.instances().apply(field).get(0);
        family.claims().forEach(claim -> add(quantities, family.id(), claim, first, theorem));
    }

    private static <J extends Record> void add(
            SortedMap<String, Double> quantities, String name, Claim<J> claim, J instance, String theorem) {
        if (claim.appliesTo(instance)) {
            Evidence found =
                    claim.check(instance, Context.of(RunSettings.DEFAULT_SEED, theorem, RandomField.hash(name)));
            String prefix = name + "." + claim.id();
            add(quantities, prefix, found.measured(), found.bound(), found.err());
            if (!found.series().isEmpty()) {
                SizePoint last = found.series().get(found.series().size() - 1);
                add(quantities, prefix + ".last", last.measured(), last.bound(), last.se());
            }
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

    private static boolean simulates(Claim<?> claim) {
        return List.of("mean", "tail", "rate", "sharp rate").contains(claim.kind());
    }

    private static <I extends Record> I draw(Theorem<I> theorem, int k) {
        RandomField sampler = RandomField.of(RunSettings.DEFAULT_SEED, theorem.id(), RandomField.hash("golden") + k);
        Draw draw = theorem.ranges().sample(sampler);
        return theorem.draw(draw, RandomField.of(RunSettings.DEFAULT_SEED, theorem.id(), draw.key()));
    }
}
