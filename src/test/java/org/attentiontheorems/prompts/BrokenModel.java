package org.attentiontheorems.prompts;

import java.util.Set;
import java.util.TreeSet;
import org.attentiontheorems.verify.Claim;
import org.attentiontheorems.verify.Context;
import org.attentiontheorems.verify.Theorem;
import org.attentiontheorems.verify.Verdict;

/** What a theorem says when its reference implementation is broken on purpose. */
final class BrokenModel {
    private BrokenModel() {}

    /** Claims that some corner violates. */
    static <I extends Record> Set<String> violated(Theorem<I> theorem) {
        Set<String> red = new TreeSet<>();
        for (Claim<I> claim : theorem.claims()) {
            for (I corner : theorem.corners()) {
                boolean isRed = claim.appliesTo(corner)
                        && claim.check(corner, Context.of(1, theorem.id(), 1)).verdict() == Verdict.VIOLATED;
                if (isRed) {
                    red.add(claim.id());
                }
            }
        }
        return red;
    }
}
