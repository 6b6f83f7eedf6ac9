package org.attentiontheorems.report;

import org.attentiontheorems.verify.TheoremEvidence.ControlEvidence;

/** A negative control. */
public record ControlRow(
        String id,
        String whatIsWrong,
        String claim,
        String family,
        boolean rejected,
        String margin,
        String tried,
        String note) {
    static ControlRow of(ControlEvidence control) {
        return new ControlRow(
                control.id(),
                control.whatIsWrong(),
                control.claim(),
                control.family().orElse(""),
                control.rejected(),
                control.rejected() ? margin(control) : "",
                Figures.count(control.instancesTried()),
                control.note());
    }

    private static String margin(ControlEvidence control) {
        String unit = control.marginUnit().equals("measured / bound") ? "times the bound" : control.marginUnit();
        return Figures.of(control.margin()) + " " + unit;
    }
}
