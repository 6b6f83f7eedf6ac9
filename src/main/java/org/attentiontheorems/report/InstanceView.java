package org.attentiontheorems.report;

import freemarker.core.TemplateHTMLOutputModel;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import org.attentiontheorems.pages.Page;
import org.attentiontheorems.pages.Section;
import org.attentiontheorems.verify.Evidence;
import org.attentiontheorems.verify.Json;
import org.attentiontheorems.verify.Verdict;

/** The page of one instance. */
public record InstanceView(
        String id,
        Heading heading,
        String file,
        Badge badge,
        TemplateHTMLOutputModel statement,
        List<ClaimRow> claims,
        List<TheoremView.Quantity> quantities) {

    /** The answer to one claim. */
    public record ClaimRow(
            String claim,
            Badge badge,
            String basis,
            String measured,
            String bound,
            String err,
            String tightness,
            String share,
            String remark) {}

    static InstanceView of(
            Page page, String file, Verdict verdict, List<Evidence> claims, SortedMap<String, Double> quantities) {
        Subject subject = new Subject(page.id(), Optional.of(page), Optional.empty(), "");
        return new InstanceView(
                page.id(),
                Heading.of(subject, Map.of()),
                file,
                Badge.of(verdict),
                Markdown.html(page.section(Section.STATEMENT)),
                claims.stream().map(InstanceView::row).toList(),
                TheoremView.quantities(quantities));
    }

    private static ClaimRow row(Evidence found) {
        boolean finite = !Double.isInfinite(found.bound());
        return new ClaimRow(
                found.claim(),
                Badge.of(found.verdict()),
                Glossary.basis(found.basis()),
                Json.number(found.measured()),
                finite ? Json.number(found.bound()) : Figures.of(found.bound()),
                Figures.of(found.err(), 2),
                finite ? Figures.of(found.tightness(), 4) : "",
                finite ? IndexView.place(found.tightness()) : "",
                found.tie() ? "tie" : found.vacuous() ? "vacuous" : "");
    }
}
