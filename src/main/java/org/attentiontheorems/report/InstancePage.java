package org.attentiontheorems.report;

import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import org.attentiontheorems.pages.Page;
import org.attentiontheorems.verify.Evidence;
import org.attentiontheorems.verify.Verdict;

/** One instance that was judged by {@code check}, as a page in the style of the report. */
public final class InstancePage {
    private InstancePage() {}

    /**
     * Writes the page, and {@code assets/} beside it.
     *
     * @param page catalogue page of the theorem
     * @param file name of the instance file, as the user gave it
     * @param verdict the answer as a whole
     * @param claims the answers claim by claim
     * @param quantities named numbers of the instance
     * @param html file to be written; its folder is made if needed
     * @throws UncheckedIOException if it cannot be written
     */
    public static void write(
            Page page,
            String file,
            Verdict verdict,
            List<Evidence> claims,
            SortedMap<String, Double> quantities,
            Path html) {
        Path folder = Objects.requireNonNull(html.toAbsolutePath().getParent(), "a file stands in a folder");
        String text = Templates.fill("instance", InstanceView.of(page, file, verdict, claims, quantities));
        ReportFolder.locked(folder, () -> {
            Assets.unpack(folder.resolve("assets"));
            ReportFolder.put(html, text.getBytes(StandardCharsets.UTF_8));
        });
    }
}
