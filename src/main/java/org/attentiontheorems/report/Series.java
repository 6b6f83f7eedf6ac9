package org.attentiontheorems.report;

import java.util.List;
import java.util.Optional;
import org.attentiontheorems.verify.Evidence;
import org.attentiontheorems.verify.RateFit;
import org.attentiontheorems.verify.SizePoint;
import org.attentiontheorems.verify.TheoremEvidence.ClaimEvidence;

/** The points of a claim along sizes or times, with the slope that was read from them. */
record Series(String claim, String kind, List<SizePoint> points, Optional<RateFit> fit) {

    static Series of(ClaimEvidence claim) {
        return new Series(claim.id(), claim.kind(), claim.series(), claim.fit());
    }

    static Series of(String kind, Evidence found) {
        return new Series(found.claim(), kind, found.series(), found.fit());
    }

    /** Whether the points are means of replicates. */
    boolean replicated() {
        return points.get(0).replicates() > 0;
    }

    SizePoint last() {
        return points.get(points.size() - 1);
    }
}
