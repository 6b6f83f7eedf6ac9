package org.attentiontheorems.verify;

import java.util.List;
import java.util.Optional;
import org.attentiontheorems.verify.ClaimTally.Try;
import org.attentiontheorems.verify.TheoremEvidence.ControlEvidence;

/**
 * Walks a fixed list of instances until a negative control is VIOLATED on one, where the genuine claim must not be (verification.md,
 * section 3). An exception is not a rejection, nor is INCONCLUSIVE.
 */
final class ControlTrial<J extends Record> {
    private final String theorem;
    private final long seed;
    private final NegativeControl<J> control;
    private final Claim<J> genuine;
    private final Optional<String> family;
    private double pairedAlpha;

    ControlTrial(
            String theorem, long seed, NegativeControl<J> control, List<Claim<J>> claims, Optional<String> family) {
        this.theorem = theorem;
        this.seed = seed;
        this.control = control;
        this.family = family;
        this.genuine = claims.stream()
                .filter(claim -> claim.id().equals(control.claim().id()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("control " + control.id() + " falsifies no claim: "
                        + control.claim().id()));
    }

    /** Level booked by the paired checks; the control's own decisions book none, since they cannot turn a true theorem red. */
    double pairedAlpha() {
        return pairedAlpha;
    }

    ControlEvidence run(List<Try<J>> instances) {
        int tried = 0;
        String note = "no instance shows the mistake";
        for (Try<J> one : instances) {
            if (!control.claim().appliesTo(one.instance())) {
                continue;
            }
            tried++;
            Context context = Context.of(seed, theorem, one.key());
            try {
                Evidence found = control.claim().check(one.instance(), context);
                if (found.verdict() != Verdict.VIOLATED) {
                    continue;
                }
                if (isGenuineViolated(one, context)) {
                    return survivor(tried, "the genuine claim is violated on the same instance");
                }
                return rejected(tried, Margin.of(control.claim(), found));
            } catch (RuntimeException e) {
                note = "it threw " + e.getClass().getSimpleName() + ": " + e.getMessage();
            }
        }
        return survivor(tried, note);
    }

    /** A control that drops a hypothesis dies where the genuine claim does not speak: then there is no pair. */
    private boolean isGenuineViolated(Try<J> one, Context context) {
        if (!genuine.appliesTo(one.instance())) {
            return false;
        }
        Evidence paired = genuine.check(one.instance(), context);
        pairedAlpha += paired.alphaSpent();
        return paired.verdict() == Verdict.VIOLATED;
    }

    private ControlEvidence rejected(int tried, Margin margin) {
        return evidence(true, tried, margin, "");
    }

    private ControlEvidence survivor(int tried, String note) {
        return evidence(false, tried, Margin.NONE, note);
    }

    private ControlEvidence evidence(boolean rejected, int tried, Margin margin, String note) {
        return new ControlEvidence(
                control.id(),
                family,
                control.whatIsWrong(),
                control.claim().id(),
                rejected,
                tried,
                margin.value(),
                margin.unit(),
                note);
    }
}
