package org.attentiontheorems.report;

import freemarker.core.TemplateHTMLOutputModel;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.attentiontheorems.pages.Page;
import org.attentiontheorems.pages.Section;
import org.attentiontheorems.verify.Evidence;
import org.attentiontheorems.verify.InstanceVerdict;
import org.attentiontheorems.verify.InstanceVerdict.ClaimAnswer;
import org.attentiontheorems.verify.Json;

/** The page of one instance. */
public record InstanceView(
        String id,
        Heading heading,
        String file,
        Badge badge,
        String replayed,
        TemplateHTMLOutputModel statement,
        List<ClaimRow> claims,
        List<SeriesView> series,
        List<TheoremView.Quantity> quantities,
        List<Remark> remarks,
        InstanceDrawing instance) {

    /** What there is to say in words. */
    public record Remark(String name, String text) {}

    /** The answer to one claim; {@code share} is where to draw the tightness, 0 to 100, empty if there is none. */
    public record ClaimRow(
            String claim,
            Badge badge,
            String kind,
            String measured,
            String relation,
            String bound,
            String err,
            String tightness,
            String share,
            String remark) {}

    static InstanceView of(Page page, String file, InstanceVerdict answer) {
        Subject subject = Subject.withoutEvidence(page.id(), Optional.of(page), "");
        return new InstanceView(
                page.id(),
                Heading.of(subject, Map.of()),
                file.equals("-") ? "standard input" : file,
                Badge.of(answer.verdict()),
                answer.replayed().map(InstanceView::origin).orElse(""),
                Markdown.html(page.section(Section.STATEMENT)),
                answer.claims().stream().map(InstanceView::row).toList(),
                answer.claims().stream()
                        .flatMap(claim -> SeriesView.of(Series.of(claim.kind(), claim.evidence())).stream())
                        .toList(),
                TheoremView.quantities(answer.quantities()),
                answer.remarks().entrySet().stream()
                        .map(entry -> new Remark(entry.getKey(), entry.getValue()))
                        .toList(),
                InstanceDrawing.of(Json.mapper().readTree(Json.mapper().writeValueAsString(answer.instance()))));
    }

    private static String origin(InstanceVerdict.Replayed from) {
        String family = from.family().map(name -> ", family " + name).orElse("");
        return "Replayed with seed " + from.seed() + " and key " + from.key() + family + ".";
    }

    private static ClaimRow row(ClaimAnswer answer) {
        Evidence found = answer.evidence();
        Optional<Double> used = used(answer);
        return new ClaimRow(
                found.claim(),
                Badge.of(found.verdict()),
                answer.kind(),
                Json.number(found.measured()),
                isEquation(answer.kind()) ? "=" : "≤",
                Double.isInfinite(found.bound()) ? Figures.of(found.bound()) : Json.number(found.bound()),
                Figures.of(found.err(), 2),
                used.map(share -> Figures.of(share, 4)).orElse("")
                        + (used.isPresent() && answer.kind().equals("identity") ? " of the allowance" : ""),
                used.map(IndexView::place).orElse(""),
                found.tie() ? "tie" : found.vacuous() ? "vacuous" : "");
    }

    private static boolean isEquation(String kind) {
        return kind.equals("identity") || kind.equals("order");
    }

    /** Share of the bound, or of the numerical allowance of an identity; none where a slope or a sign is claimed. */
    private static Optional<Double> used(ClaimAnswer answer) {
        Evidence found = answer.evidence();
        if (answer.kind().equals("identity")) {
            double difference = Math.abs(found.measured() - found.bound());
            return Optional.of(difference == 0 ? 0 : difference / found.err());
        }
        boolean none = answer.kind().equals("monotone") || found.fit().isPresent() || Double.isInfinite(found.bound());
        return none ? Optional.empty() : Optional.of(found.tightness());
    }
}
