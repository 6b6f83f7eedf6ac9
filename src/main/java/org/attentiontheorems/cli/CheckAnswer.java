package org.attentiontheorems.cli;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;
import org.attentiontheorems.verify.Evidence;
import org.attentiontheorems.verify.InstanceVerdict;
import org.attentiontheorems.verify.InstanceVerdict.ClaimAnswer;
import org.attentiontheorems.verify.Json;
import org.attentiontheorems.verify.Verdict;

/**
 * The answer of {@code check} as one line of JSON.
 *
 * @param verdict in lower case
 * @param remarks words by name, each a field of its own beside the others
 * @param measured of the first claim that speaks of the instance
 * @param bound of the same claim; may be infinite
 * @param tightness measured / bound; left out where that is not a finite number
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
record CheckAnswer(
        String theorem,
        String verdict,
        SortedMap<String, Double> quantities,
        @JsonAnyGetter SortedMap<String, String> remarks,
        double measured,
        double bound,
        Optional<Double> tightness) {
    private static final double LEAST_PLAIN = 1e-4;
    private static final double LARGEST_PLAIN = 1e9;

    static CheckAnswer of(InstanceVerdict answer) {
        ClaimAnswer first = answer.first();
        OptionalDouble tightness = first.tightness();
        return new CheckAnswer(
                answer.theorem(),
                word(answer.verdict()),
                answer.quantities(),
                answer.remarks(),
                first.evidence().measured(),
                first.evidence().bound(),
                tightness.isPresent() ? Optional.of(tightness.getAsDouble()) : Optional.empty());
    }

    String line() {
        return Json.mapper().writeValueAsString(this) + "\n";
    }

    /** The same answer for people, with all claims. */
    static String forPeople(InstanceVerdict answer) {
        StringBuilder text = new StringBuilder();
        text.append(answer.theorem())
                .append(": ")
                .append(word(answer.verdict()))
                .append('\n');
        answer.replayed()
                .ifPresent(from -> text.append("replayed with seed ")
                        .append(from.seed())
                        .append(" and key ")
                        .append(from.key())
                        .append('\n'));
        Table claims = new Table().row("claim", "verdict", "measured", "", "bound", "measured/bound", "");
        answer.claims().forEach(claim -> addTo(claims, claim));
        text.append('\n').append(claims);
        if (!answer.quantities().isEmpty()) {
            Table quantities = new Table().row("quantity", "value");
            answer.quantities().forEach((name, value) -> quantities.row(name, number(value)));
            answer.remarks().forEach(quantities::row);
            text.append('\n').append(quantities);
        }
        return text.toString();
    }

    private static void addTo(Table claims, ClaimAnswer answer) {
        Evidence found = answer.evidence();
        OptionalDouble tightness = answer.tightness();
        claims.row(
                found.claim(),
                word(found.verdict()),
                number(found.measured()),
                isEquation(answer.kind()) ? "=" : "<=",
                number(found.bound()),
                tightness.isPresent() ? String.format(Locale.ROOT, "%.4g", tightness.getAsDouble()) : "",
                found.vacuous() ? "vacuous" : found.tie() ? "tie" : "");
    }

    /** All digits; without an exponent where it is not needed. */
    private static String number(double x) {
        double size = Math.abs(x);
        boolean isPlain = size >= LEAST_PLAIN && size < LARGEST_PLAIN;
        return isPlain ? new BigDecimal(Json.number(x)).toPlainString() : Json.number(x);
    }

    private static boolean isEquation(String kind) {
        return kind.equals("identity") || kind.equals("order");
    }

    private static String word(Verdict verdict) {
        return verdict.name().toLowerCase(Locale.ROOT);
    }
}
