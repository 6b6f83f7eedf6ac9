package org.attentiontheorems.heads;

import java.util.function.Function;
import org.attentiontheorems.verify.Approx;
import org.attentiontheorems.verify.Claim;
import org.attentiontheorems.verify.Identity;
import org.attentiontheorems.verify.Memo;

/**
 * The entry in which two arrays differ most, to hold arrays against each other by one identity.
 *
 * @param measured the entry of the first array
 * @param reference the entry of the second
 * @param err numerical error of their difference
 */
record WorstEntry(double measured, double reference, double err) {

    /** The worst entry of arrays of equal length, at least 1, whose entries have errors up to {@code err}. */
    static WorstEntry of(double[] measured, double[] reference, double err) {
        int worst = 0;
        for (int k = 1; k < measured.length; k++) {
            if (!(Math.abs(measured[k] - reference[k]) <= Math.abs(measured[worst] - reference[worst]))) {
                worst = k;
            }
        }
        return new WorstEntry(measured[worst], reference[worst], err);
    }

    /** Two single numbers. */
    static WorstEntry of(Approx measured, Approx reference) {
        return new WorstEntry(measured.value(), reference.value(), measured.err() + reference.err());
    }

    /** The claim that two arrays agree in every entry. */
    static <I extends Record> Identity<I> identity(String id, Function<I, WorstEntry> found) {
        Memo<I, WorstEntry> worst = Memo.of(found);
        return Claim.identity(
                id,
                (x, effort) ->
                        Approx.within(worst.apply(x).measured(), worst.apply(x).err()),
                (x, effort) -> Approx.within(worst.apply(x).reference(), 0));
    }

    /** The larger of two differences. */
    static WorstEntry worse(WorstEntry a, WorstEntry b) {
        return Math.abs(a.measured - a.reference) >= Math.abs(b.measured - b.reference) ? a : b;
    }
}
