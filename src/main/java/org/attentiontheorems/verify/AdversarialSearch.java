package org.attentiontheorems.verify;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.attentiontheorems.random.RandomField;
import org.attentiontheorems.verify.ClaimTally.Source;
import org.attentiontheorems.verify.ClaimTally.Try;

/**
 * Looks for instances that come close to a deterministic bound: random draws, then a (1+1) evolution strategy from the best of them
 * (verification.md, section 2h). A step moves the draw's scales and every uniform number behind the instance's arrays, so no theorem
 * needs code for it.
 */
final class AdversarialSearch<I extends Record> {
    private static final double GROWTH = 1.5;
    private static final double DECAY = StrictMath.pow(GROWTH, -0.25);
    private static final double FIRST_SIGMA = 0.5;

    private record Point<I extends Record>(Draw draw, RandomField random, I instance, double tightness) {}

    private final Theorem<I> theorem;
    private final Claim<I> claim;
    private final long seed;
    private int evaluations;

    AdversarialSearch(Theorem<I> theorem, Claim<I> claim, long seed) {
        this.theorem = theorem;
        this.claim = claim;
        this.seed = seed;
    }

    int evaluations() {
        return evaluations;
    }

    /** The best instance of every start, and every start itself that violates the claim. */
    List<Try<I>> best() {
        List<Point<I>> starts = new ArrayList<>();
        for (int i = 0; i < theorem.search().draws(); i++) {
            Draw draw = theorem.ranges().sample(field("search " + claim.id(), i));
            evaluate(draw, RandomField.of(seed, theorem.id(), draw.key())).ifPresent(starts::add);
        }
        starts.sort(Comparator.comparingDouble((Point<I> p) -> -p.tightness()));
        List<Try<I>> best = new ArrayList<>();
        for (int s = 0; s < Math.min(theorem.search().starts(), starts.size()); s++) {
            Point<I> end = climb(starts.get(s), s);
            best.add(new Try<>(
                    end.instance(),
                    Source.SEARCH,
                    Optional.of(end.draw()),
                    end.draw().key()));
        }
        return best;
    }

    private Point<I> climb(Point<I> start, int number) {
        Point<I> current = start;
        double sigma = FIRST_SIGMA;
        RandomField steps = field("climb " + claim.id(), number);
        for (int step = 0; step < theorem.search().steps(); step++) {
            Draw moved = moved(current.draw(), sigma, steps, step);
            RandomField shaken = current.random().shaken(sigma, steps.word("step", 0, step));
            Optional<Point<I>> proposal = evaluate(moved, shaken);
            boolean accepted = proposal.isPresent() && proposal.get().tightness() >= current.tightness();
            current = accepted ? proposal.get() : current;
            sigma *= accepted ? GROWTH : DECAY;
            sigma = Math.min(sigma, FIRST_SIGMA);
        }
        return current;
    }

    /** Scales move by a normal step relative to their range and stay inside it. */
    private Draw moved(Draw draw, double sigma, RandomField steps, int step) {
        TreeMap<String, Double> scales = new TreeMap<>(draw.scales());
        for (Ranges.Scale scale : theorem.ranges().scales()) {
            double z = steps.gaussians("scale " + scale.name(), step, 1)[0];
            double to = draw.scale(scale.name()) + sigma * z * (scale.max() - scale.min());
            scales.put(scale.name(), Math.min(Math.max(to, scale.min()), scale.max()));
        }
        return draw.withScales(scales);
    }

    /** Empty where the claim says nothing or the generator refuses. */
    private Optional<Point<I>> evaluate(Draw draw, RandomField random) {
        evaluations++;
        I instance;
        try {
            instance = theorem.draw(draw, random);
        } catch (InvalidInstance outside) {
            return Optional.empty();
        }
        if (!claim.appliesTo(instance)) {
            return Optional.empty();
        }
        Evidence found = claim.check(instance, new Context(random));
        return Optional.of(new Point<>(draw, random, instance, found.vacuous() ? 0 : found.tightness()));
    }

    private RandomField field(String purpose, int index) {
        return RandomField.of(seed, theorem.id(), RandomField.hash(purpose) + index);
    }
}
