package org.attentiontheorems.verify;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.attentiontheorems.random.RandomField;
import org.attentiontheorems.verify.ClaimTally.Source;
import org.attentiontheorems.verify.ClaimTally.Try;

/** Where the instances of a theorem come from, and at which addresses their random numbers stand. */
final class Tries<I extends Record> {
    private static final int CONTROL_INSTANCES = 50;

    private final Theorem<I> theorem;
    private final long seed;

    Tries(Theorem<I> theorem, long seed) {
        this.theorem = theorem;
        this.seed = seed;
    }

    /** The random numbers of a purpose. */
    RandomField field(String purpose, int index) {
        return RandomField.of(seed, theorem.id(), RandomField.hash(purpose) + index);
    }

    Try<I> ofDraw(Draw draw) {
        I instance = theorem.draw(draw, RandomField.of(seed, theorem.id(), draw.key()));
        return new Try<>(instance, Source.DRAW, Optional.of(draw), draw.key());
    }

    Try<I> ofCorner(int corner) {
        long key = RandomField.hash("corner") + corner;
        return new Try<>(theorem.corners().get(corner), Source.CORNER, Optional.empty(), key);
    }

    /** What negative controls are tried on: all corners, then random draws. */
    List<Try<I>> ofControls() {
        List<Try<I>> tries = new ArrayList<>();
        for (int i = 0; i < theorem.corners().size(); i++) {
            tries.add(ofCorner(i));
        }
        for (int i = 0; tries.size() < CONTROL_INSTANCES; i++) {
            tries.add(ofDraw(theorem.ranges().sample(field("controls", i))));
        }
        return tries;
    }

    <J extends Record> List<Try<J>> ofFamily(Family<J> family, List<J> instances) {
        List<Try<J>> tries = new ArrayList<>();
        for (int i = 0; i < instances.size(); i++) {
            long key = RandomField.hash("family " + family.id()) + i;
            tries.add(new Try<>(instances.get(i), Source.DRAW, Optional.empty(), key));
        }
        return tries;
    }
}
