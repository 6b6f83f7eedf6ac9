package org.attentiontheorems.report;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Objects;
import org.attentiontheorems.pages.Page;
import org.attentiontheorems.verify.InstanceVerdict;
import org.attentiontheorems.verify.Publication;

/** One instance that was judged by {@code check}, as a page in the style of the report. */
public final class InstancePage {
    private InstancePage() {}

    /**
     * Writes the page, and {@code assets/} beside it.
     *
     * @param page catalogue page of the theorem
     * @param file name of the instance file, as the user gave it
     * @param answer what the theorem says of the instance
     * @param html file to be written; its folder is made if needed
     * @throws UncheckedIOException if it cannot be written
     */
    public static void write(Page page, String file, InstanceVerdict answer, Path html) {
        Path folder = Objects.requireNonNull(html.toAbsolutePath().getParent(), "a file stands in a folder");
        String text = Templates.fill("instance", InstanceView.of(page, file, answer));
        Publication out = Publication.to(folder);
        Assets.put(out, folder.resolve("assets"));
        out.put(html, text);
        out.publish(() -> {});
    }
}
