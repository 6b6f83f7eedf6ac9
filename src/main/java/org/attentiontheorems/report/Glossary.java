package org.attentiontheorems.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.attentiontheorems.verify.Basis;
import org.attentiontheorems.verify.TheoremEvidence.ClaimEvidence;

/** What the words of the report mean: a page of its own, and the text behind each linked word. */
final class Glossary {
    private static final Map<String, String> VERDICTS = verdicts();
    private static final Map<String, String> KINDS = kinds();
    private static final Map<String, String> WORDS = words();

    private Glossary() {}

    /** A word with its meaning. */
    public record Term(String word, String meaning) {
        /** Name of its place on the glossary page. */
        public String anchor() {
            return word.replace(' ', '-');
        }
    }

    /** Words that belong together. */
    public record Chapter(String title, List<Term> terms) {}

    /** The glossary page. */
    public record View(List<Chapter> chapters) {}

    static View view() {
        List<Term> bases = new ArrayList<>();
        for (Basis basis : Basis.values()) {
            bases.add(new Term(basis(basis), meaning(basis)));
        }
        return new View(List.of(
                new Chapter("Verdicts", terms(VERDICTS)),
                new Chapter("Kinds of claims", terms(KINDS)),
                new Chapter("What a verdict rests on", bases),
                new Chapter("Words of the report", terms(WORDS))));
    }

    /** All words with their meanings: the texts behind linked words. */
    static Map<String, String> meanings() {
        Map<String, String> all = new LinkedHashMap<>(VERDICTS);
        all.putAll(KINDS);
        all.putAll(WORDS);
        return all;
    }

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

    private static List<Term> terms(Map<String, String> meanings) {
        return meanings.entrySet().stream()
                .map(entry -> new Term(entry.getKey(), entry.getValue()))
                .toList();
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

    private static Map<String, String> verdicts() {
        Map<String, String> verdicts = new LinkedHashMap<>();
        verdicts.put(
                "holds",
                "every claim survived all its tries, the statement \u201cthe claim fails by more than the indifference margin\u201d was refuted, "
                        + "and every false version was rejected. It is no proof, and says nothing about instances outside the ranges");
        verdicts.put(
                "violated",
                "a claim is refuted on an instance that is stored, with the command that repeats the answer");
        verdicts.put(
                "inconclusive",
                "neither the claim nor its opposite could be refuted within the budget, a check has lost its power, or a false "
                        + "version survived. It is counted, and never turned into holds");
        verdicts.put("error", "a computation gave a number that no verdict may rest on");
        return verdicts;
    }

    private static Map<String, String> kinds() {
        Map<String, String> kinds = new LinkedHashMap<>();
        kinds.put("bound", "measured \u2264 bound on every instance, up to the numerical error");
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

    private static Map<String, String> words() {
        Map<String, String> words = new LinkedHashMap<>();
        words.put(
                "tightness",
                "measured / bound: how much of the bound an instance uses. At 1 the bound is attained. For an identity it is the share of "
                        + "the numerical allowance that two computations differ by");
        words.put("tries", "random draws that a claim speaks of, or instances of a declared family");
        words.put("corners", "degenerate instances, written by hand");
        words.put("searched", "instances evaluated by an evolution strategy that looks for large tightness");
        words.put("not applicable", "draws that a claim does not speak of");
        words.put("vacuous", "an instance that could not have shown a violation, such as one with an infinite bound");
        words.put(
                "negative control",
                "a false version of the theorem, or a broken implementation, that the same check must reject: it shows that the check can fail");
        words.put(
                "margin",
                "how clearly a negative control is rejected: measured / bound on the rejecting instance, or the distance of a slope to its "
                        + "threshold in standard errors");
        words.put(
                "indifference margin",
                "violations smaller than this share of the bound may be reported as holds by a statistical check: 10 % for means and 50 % for "
                        + "probabilities, unless the claim says otherwise");
        words.put(
                "false-alarm probability",
                "probability that a run reports a violation although all theorems are true: the sum of the levels of all statistical decisions");
        words.put("replicates", "independent random repetitions that a statistical decision needed");
        words.put("tie", "measured and bound agree within the numerical error");
        words.put(
                "family",
                "instances declared for one question: sharpness, necessity, a simulation at a realistic size");
        words.put(
                "slow run",
                "a run that also examines families that take minutes; its last evidence is kept and shown with date and seed");
        words.put(
                "baseline",
                "numbers of golden instances that are kept in the repository and compared bit for bit in every run");
        return words;
    }
}
