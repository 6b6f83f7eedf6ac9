package org.attentiontheorems.report;

import java.util.Optional;
import org.attentiontheorems.verify.TheoremEvidence;
import org.attentiontheorems.verify.TheoremEvidence.ClaimEvidence;
import org.attentiontheorems.verify.Verdict;

/** A verdict as it is shown: a word, an icon and a colour, most urgent first. */
public enum Badge {
    /** A claim is refuted. */
    VIOLATED("violated"),
    /** Something threw: no verdict. */
    ERROR("error"),
    /** The evidence file cannot be read. */
    UNREADABLE("unreadable"),
    /** The checks could not decide, or lost their power. */
    INCONCLUSIVE("inconclusive"),
    /** There is no evidence yet. */
    NOT_RUN("not run"),
    /** Everything held. */
    HOLDS("holds");

    private final String word;

    Badge(String word) {
        this.word = word;
    }

    /** The word for readers. */
    public String word() {
        return word;
    }

    /** The word after a number of theorems. */
    public String word(int theorems) {
        return this == HOLDS && theorems != 1 ? "hold" : word;
    }

    /** Name of icon and colour in the style sheet. */
    public String style() {
        return word.replace(" ", "-");
    }

    /** Whether such a row goes to the top of the index. */
    public boolean failing() {
        return compareTo(NOT_RUN) < 0;
    }

    static Badge of(Verdict verdict) {
        return switch (verdict) {
            case HOLDS -> HOLDS;
            case VIOLATED -> VIOLATED;
            case INCONCLUSIVE -> INCONCLUSIVE;
        };
    }

    /** The badge of a claim; words that are no verdict count as errors. */
    static Badge of(ClaimEvidence claim) {
        return switch (claim.verdict()) {
            case "HOLDS" -> HOLDS;
            case "VIOLATED" -> VIOLATED;
            case "INCONCLUSIVE" -> INCONCLUSIVE;
            default -> ERROR;
        };
    }

    /** The badge of a theorem: its verdict, or an error if a claim threw and none is violated. */
    static Badge of(TheoremEvidence evidence) {
        Badge verdict = of(evidence.verdict());
        Optional<ClaimEvidence> thrown =
                evidence.claims().stream().filter(claim -> of(claim) == ERROR).findFirst();
        return thrown.isPresent() && verdict != VIOLATED ? ERROR : verdict;
    }
}
