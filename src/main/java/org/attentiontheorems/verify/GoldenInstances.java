package org.attentiontheorems.verify;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.attentiontheorems.random.RandomField;

/**
 * The instances of a theorem whose named numbers are compared with the baseline: its worked examples, the first corners, and draws from
 * fixed keys with the committed seed, so that they do not depend on the seed of a run.
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

    /** Named numbers of all golden instances: {@code <instance>.<quantity>}. */
    public static <I extends Record> SortedMap<String, Double> quantities(Theorem<I> theorem) {
        SortedMap<String, Double> quantities = new TreeMap<>();
        of(theorem)
                .forEach((name, instance) -> theorem.quantities(instance)
                        .forEach((quantity, value) -> quantities.put(name + "." + quantity, value)));
        return quantities;
    }

    private static <I extends Record> I draw(Theorem<I> theorem, int k) {
        RandomField sampler = RandomField.of(RunSettings.DEFAULT_SEED, theorem.id(), RandomField.hash("golden") + k);
        Draw draw = theorem.ranges().sample(sampler);
        return theorem.draw(draw, RandomField.of(RunSettings.DEFAULT_SEED, theorem.id(), draw.key()));
    }
}
