package org.attentiontheorems.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.attentiontheorems.verify.Basis;
import org.attentiontheorems.verify.TheoremEvidence.ClaimEvidence;

/** What the words in evidence mean. */
final class Glossary {
    private static final Map<String, String> KINDS = kinds();

    private Glossary() {}

    /** A word with its meaning. */
    public record Term(String word, String meaning) {}

    static String basis(Basis basis) {
        return switch (basis) {
            case EXACT -> "exact";
            case TEST_MARTINGALE -> "martingale";
            case ASYMPTOTIC -> "normal";
        };
    }

    /** The kinds and bases that these claims use, in a fixed order. */
    static List<Term> of(List<ClaimEvidence> claims) {
        List<Term> terms = new ArrayList<>();
        KINDS.forEach((kind, meaning) -> {
            if (claims.stream().anyMatch(claim -> claim.kind().equals(kind))) {
                terms.add(new Term(kind, meaning));
            }
        });
        for (Basis basis : Basis.values()) {
            if (claims.stream().anyMatch(claim -> claim.basis() == basis)) {
                terms.add(new Term(basis(basis), meaning(basis)));
            }
        }
        return terms;
    }

    private static String meaning(Basis basis) {
        return switch (basis) {
            case EXACT -> "computed with a certified numerical error; no error probability";
            case TEST_MARTINGALE ->
                "decided by a test martingale, a sequential bet against the claim; the false-alarm level is a theorem";
            case ASYMPTOTIC ->
                "decided by a normal approximation, at six standard errors of a fitted slope; the level is nominal";
        };
    }

    private static Map<String, String> kinds() {
        Map<String, String> kinds = new LinkedHashMap<>();
        kinds.put("bound", "measured ≤ bound on every instance, up to the numerical error");
        kinds.put("identity", "two independent computations agree to at least nine digits");
        kinds.put("mean", "the mean of a random number is at most the bound");
        kinds.put("tail", "a random number exceeds the bound with at most the stated probability");
        kinds.put("rate", "a mean falls with the size at least as fast as claimed, by its log-log slope");
        kinds.put("sharp rate", "a mean falls with the size exactly as fast as claimed, by its log-log slope");
        kinds.put("exact rate", "a computed number falls with the size at least as fast as claimed");
        kinds.put("sharp exact rate", "a computed number falls with the size exactly as fast as claimed");
        kinds.put("decay", "a quantity decays in time at least exponentially at the claimed rate");
        kinds.put("order", "the error of an integrator falls with the step size at the claimed order");
        kinds.put("monotone", "a quantity never increases in time");
        return kinds;
    }
}
