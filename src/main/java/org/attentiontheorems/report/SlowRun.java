package org.attentiontheorems.report;

import java.util.List;
import org.attentiontheorems.verify.TheoremEvidence;
import org.attentiontheorems.verify.TheoremEvidence.Environment;

/** The last slow run that was kept. */
public record SlowRun(
        String date,
        String seed,
        String commit,
        String platform,
        List<ClaimGroup> claims,
        List<SeriesView> series,
        List<ControlRow> controls) {
    static SlowRun of(TheoremEvidence evidence) {
        Environment on = evidence.environment();
        return new SlowRun(
                date(on.run()),
                evidence.masterSeed(),
                on.commit(),
                "Java " + on.java() + ", " + on.os() + " " + on.arch(),
                ClaimGroup.of(evidence.claims()),
                evidence.claims().stream()
                        .flatMap(claim -> SeriesView.of(Series.of(claim)).stream())
                        .toList(),
                evidence.negativeControls().stream().map(ControlRow::of).toList());
    }

    /** The day of a run that is named by its time; other names as they are. */
    private static String date(String run) {
        return run.matches("\\d{14}")
                ? run.substring(0, 4) + "-" + run.substring(4, 6) + "-" + run.substring(6, 8)
                : "run " + run;
    }
}
