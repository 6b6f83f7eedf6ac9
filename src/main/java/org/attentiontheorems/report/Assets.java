package org.attentiontheorems.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.attentiontheorems.verify.Publication;

/** What the pages need beside them: the style sheet, and KaTeX with its fonts. No page loads anything else. */
final class Assets {
    private static final String KATEX = "/META-INF/resources/webjars/katex/0.18.11/dist/";
    private static final Pattern FONT = Pattern.compile("fonts/[A-Za-z0-9_-]+\\.woff2");

    private Assets() {}

    /** Adds the files, to stand in {@code folder}. */
    static void put(Publication out, Path folder) {
        put(out, folder, "report.css", resource("report.css"));
        put(out, folder, "report.js", resource("report.js"));
        byte[] style = resource(KATEX + "katex.min.css");
        put(out, folder, "katex.min.css", style);
        put(out, folder, "katex.min.js", resource(KATEX + "katex.min.js"));
        put(out, folder, "auto-render.min.js", resource(KATEX + "contrib/auto-render.min.js"));
        for (String font : fonts(new String(style, StandardCharsets.UTF_8))) {
            put(out, folder, font, resource(KATEX + font));
        }
    }

    /** The fonts that the style sheet names. */
    private static List<String> fonts(String style) {
        List<String> fonts = new ArrayList<>();
        for (Matcher font = FONT.matcher(style); font.find(); ) {
            fonts.add(font.group());
        }
        return fonts.stream().distinct().sorted().toList();
    }

    private static void put(Publication out, Path folder, String name, byte[] bytes) {
        out.put(folder.resolve(name), bytes);
    }

    private static byte[] resource(String name) {
        try (InputStream in = Assets.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the class path lacks " + name);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
