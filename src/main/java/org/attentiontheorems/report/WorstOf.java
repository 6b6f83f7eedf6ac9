package org.attentiontheorems.report;

import java.util.List;
import org.attentiontheorems.verify.TheoremEvidence.ClaimEvidence;
import org.attentiontheorems.verify.TheoremEvidence.Worst;

/** The instances of one claim that come closest to its bound. */
public record WorstOf(String claim, String summary, boolean allowance, List<WorstRow> rows) {
    /** One of them. */
    public record WorstRow(
            String tightness,
            String measured,
            String bound,
            String source,
            String draw,
            LinkedFile file,
            String replay) {}

    /** The worst instances of a claim that has some. */
    static WorstOf of(String theorem, ClaimEvidence claim) {
        return new WorstOf(
                claim.id(),
                closeness(claim.kind(), claim.worst().get(0)),
                claim.kind().equals("identity"),
                claim.worst().stream().map(worst -> row(theorem, worst)).toList());
    }

    private static String closeness(String kind, Worst worst) {
        return switch (kind) {
            case "identity" -> "up to " + Figures.of(worst.tightness(), 4) + " of the numerical allowance";
            case "monotone" -> "largest increase " + Figures.of(worst.measured(), 4);
            default -> "up to " + Figures.of(worst.tightness(), 4) + " of the bound";
        };
    }

    private static WorstRow row(String theorem, Worst worst) {
        return new WorstRow(
                Figures.of(worst.tightness(), 4),
                Figures.of(worst.measured(), 5),
                Figures.of(worst.bound(), 5),
                worst.source(),
                Figures.draw(worst.draw()),
                new LinkedFile(worst.instanceFile()),
                ReplayCommand.of("check " + theorem + " reports/" + worst.instanceFile()));
    }

    /** Commands that look at the instances again. */
    public List<String> replays() {
        return rows.stream()
                .filter(row -> row.file().linkable())
                .map(WorstRow::replay)
                .toList();
    }
}
