package org.attentiontheorems.verify;

/**
 * Effort of the adversarial search for tight instances (verification.md, section 2h): {@code draws} random instances, then an evolution
 * strategy of {@code steps} steps from each of the best {@code starts}.
 */
public record Search(int draws, int starts, int steps) {
    /** 200 draws, 5 starts of 160 steps: a thousand evaluations a claim. */
    public static final Search STANDARD = new Search(200, 5, 160);

    /** A tenth of the standard, for instances that take milliseconds. */
    public static final Search SHORT = new Search(40, 2, 30);
}
