package org.attentiontheorems.report;

import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.attentiontheorems.pages.Page;
import org.attentiontheorems.verify.TheoremEvidence;
import tools.jackson.databind.JsonNode;

/**
 * A theorem as the report knows it: its page, what a run found out, or why that cannot be read. One of the first two may be missing.
 *
 * @param counterexamples content of the counterexample files that can be read, by name
 * @param slow what the last slow run that was kept found out about the slow families
 * @param baseline the accepted numbers, if there are any that can be read
 * @param problem why there is an evidence file but no evidence; empty otherwise
 */
record Subject(
        String id,
        Optional<Page> page,
        Optional<TheoremEvidence> evidence,
        SortedMap<String, JsonNode> counterexamples,
        Optional<TheoremEvidence> slow,
        Optional<Baseline> baseline,
        String problem) {

    /** A subject without evidence. */
    static Subject withoutEvidence(String id, Optional<Page> page, String problem) {
        return new Subject(id, page, Optional.empty(), new TreeMap<>(), Optional.empty(), Optional.empty(), problem);
    }

    Badge badge() {
        if (!problem.isEmpty()) {
            return Badge.UNREADABLE;
        }
        return evidence.map(Badge::of).orElse(Badge.NOT_RUN);
    }

    /** The title as Markdown; the id where there is no page. */
    String title() {
        return page.map(Page::title).orElse(id);
    }

    /** This subject with evidence that turned out to be unusable. */
    Subject unreadable(String why) {
        return withoutEvidence(id, page, why);
    }
}
