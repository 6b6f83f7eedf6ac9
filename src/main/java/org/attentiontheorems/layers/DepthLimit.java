package org.attentiontheorems.layers;

import java.util.List;
import org.attentiontheorems.verify.Check;

/** How deep networks may be that are run many times for one answer. */
final class DepthLimit {
    private DepthLimit() {}

    /** Requires that depth times tokens times width times atoms is at most {@code most}. */
    static void check(int depth, List<Atom> population, long most) {
        double[][] h0 = population.get(0).h0();
        long numbers = (long) depth * h0.length * h0[0].length * population.size();
        Check.that(
                numbers <= most,
                "depth",
                "is too large: depth times tokens times width times atoms may be %d at most, is %d",
                most,
                numbers);
    }
}
