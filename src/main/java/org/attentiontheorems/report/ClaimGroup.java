package org.attentiontheorems.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.attentiontheorems.verify.TheoremEvidence.ClaimEvidence;

/** Rows of "what was checked" on random draws (no family) or on one declared family. */
public record ClaimGroup(String family, List<ClaimRow> rows) {
    /** A row of "what was checked". */
    public record ClaimRow(
            String claim,
            String kind,
            String basis,
            Badge badge,
            String tries,
            String corners,
            String searched,
            String notApplicable,
            String vacuous,
            String inconclusive,
            String replicates,
            String alpha) {}

    /** One group a family, in the order of the claims. */
    static List<ClaimGroup> of(List<ClaimEvidence> claims) {
        Map<String, List<ClaimRow>> groups = new LinkedHashMap<>();
        for (ClaimEvidence claim : claims) {
            groups.computeIfAbsent(claim.family().orElse(""), family -> new ArrayList<>())
                    .add(row(claim));
        }
        return groups.entrySet().stream()
                .map(group -> new ClaimGroup(group.getKey(), group.getValue()))
                .toList();
    }

    private static ClaimRow row(ClaimEvidence claim) {
        boolean random = claim.replicates().total() > 0;
        return new ClaimRow(
                claim.id(),
                claim.kind(),
                Glossary.basis(claim.basis()),
                Badge.of(claim),
                Figures.count(claim.tries()),
                some(claim.corners()),
                some(claim.searched()),
                some(claim.notApplicable()),
                some(claim.vacuous()),
                some(claim.inconclusive()),
                random
                        ? Figures.count(claim.replicates().median()) + " ("
                                + Figures.count(claim.replicates().max()) + ")"
                        : "",
                claim.alphaSpent() == 0 ? "" : Figures.atMost(claim.alphaSpent()));
    }

    /** A count; empty for none. */
    private static String some(int n) {
        return n == 0 ? "" : Figures.count(n);
    }
}
