package org.attentiontheorems.report;

import java.util.List;
import java.util.Optional;
import org.attentiontheorems.verify.Json;
import org.attentiontheorems.verify.TheoremEvidence;
import org.attentiontheorems.verify.TheoremEvidence.ClaimEvidence;
import org.attentiontheorems.verify.TheoremEvidence.ControlEvidence;
import org.attentiontheorems.verify.TheoremEvidence.Counterexample;
import tools.jackson.databind.JsonNode;

/** A claim that is violated or threw: shown before anything else. */
public record Failure(
        String claim,
        String family,
        Badge badge,
        String measured,
        String bound,
        String draw,
        Optional<LinkedFile> file,
        Optional<InstanceDrawing> instance,
        String replay,
        List<String> suspects,
        String error) {
    /** The failure of a claim that has a counterexample or threw. */
    static Failure of(Subject subject, TheoremEvidence evidence, ClaimEvidence claim) {
        Optional<Counterexample> shown = claim.counterexample();
        return new Failure(
                claim.id(),
                claim.family().orElse(""),
                Badge.of(claim),
                shown.map(c -> Json.number(c.measured())).orElse(""),
                shown.map(c -> Json.number(c.bound())).orElse(""),
                Figures.draw(shown.flatMap(Counterexample::draw)),
                shown.map(c -> new LinkedFile(c.file())),
                shown.map(c -> subject.counterexamples().get(c.file())).map(Failure::drawing),
                shown.map(c -> ReplayCommand.of(c.replay())).orElse(""),
                suspects(evidence, claim),
                claim.error().orElse(""));
    }

    /** The instance inside a counterexample, which may be wrapped with the random numbers that its claim needs. */
    private static InstanceDrawing drawing(JsonNode file) {
        JsonNode instance = file.path("instance");
        return InstanceDrawing.of(instance.isObject() && file.has("seed") ? instance : file);
    }

    /** Mistakes that this claim is known to catch: the first to think of when it fails. */
    private static List<String> suspects(TheoremEvidence evidence, ClaimEvidence claim) {
        return evidence.negativeControls().stream()
                .filter(control -> control.claim().equals(claim.id()))
                .map(ControlEvidence::whatIsWrong)
                .toList();
    }
}
