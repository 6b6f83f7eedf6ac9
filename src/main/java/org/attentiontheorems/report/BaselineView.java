package org.attentiontheorems.report;

import java.util.List;
import java.util.Optional;
import org.attentiontheorems.report.Baseline.Drift;
import org.attentiontheorems.report.Baseline.Moved;
import org.attentiontheorems.verify.Json;
import org.attentiontheorems.verify.TheoremEvidence;

/**
 * How the numbers of a theorem compare with the accepted ones.
 *
 * @param numbers how many are accepted; 0 if there is no baseline
 * @param drift numbers that differ
 * @param trend medians and slopes that have moved by more than a tenth
 */
public record BaselineView(int numbers, List<DriftRow> drift, List<TrendRow> trend) {

    /** A number that is not the accepted one. */
    public record DriftRow(String quantity, String accepted, String found, String ulps, String relative) {}

    /** A median or slope that has moved. */
    public record TrendRow(String claim, String what, String accepted, String found) {}

    static BaselineView of(Optional<Baseline> baseline, TheoremEvidence evidence) {
        return baseline.map(accepted -> new BaselineView(
                        accepted.quantities().size(),
                        accepted.drift(evidence.golden()).stream()
                                .map(BaselineView::row)
                                .toList(),
                        accepted.moved(evidence).stream().map(BaselineView::row).toList()))
                .orElse(new BaselineView(0, List.of(), List.of()));
    }

    /** The comparison in a word or two. */
    public String words() {
        return numbers == 0 ? "none" : drift.isEmpty() ? "same" : "drift of " + drift.size();
    }

    private static DriftRow row(Drift one) {
        return new DriftRow(
                one.quantity(),
                one.accepted().map(Json::number).orElse(Figures.NONE),
                one.found().map(Json::number).orElse(Figures.NONE),
                one.ulps().map(Figures::count).orElse(""),
                one.relative().map(x -> Figures.of(x, 2)).orElse(""));
    }

    private static TrendRow row(Moved moved) {
        return new TrendRow(moved.claim(), moved.what(), Figures.of(moved.accepted()), Figures.of(moved.found()));
    }
}
