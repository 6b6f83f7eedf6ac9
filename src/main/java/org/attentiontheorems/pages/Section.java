package org.attentiontheorems.pages;

/** The sections of a catalogue page, in the order in which they are read. Every page has them all. */
public enum Section {
    /** The theorem with its formula. */
    STATEMENT("Statement"),
    /** What it presupposes. */
    ASSUMPTIONS("Assumptions"),
    /** Short proof of the explicit constant. */
    WHY_IT_HOLDS("Why it holds"),
    /** Every claim with its formula. */
    WHAT_IS_CHECKED("What is checked"),
    /** Every negative control. */
    WHAT_WOULD_BE_WRONG("What would be wrong"),
    /** What the check says nothing about. */
    LIMITS("Limits");

    private final String heading;

    Section(String heading) {
        this.heading = heading;
    }

    /** The heading, as it stands on the page after {@code ##}. */
    public String heading() {
        return heading;
    }
}
