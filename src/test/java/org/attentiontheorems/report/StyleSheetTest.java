package org.attentiontheorems.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class StyleSheetTest {
    private static final Pattern THEME = Pattern.compile(":root \\{([^}]*)\\}");
    private static final Pattern COLOUR = Pattern.compile("--([a-z-]+): #([0-9a-f]{6})");

    /** WCAG 2.1: 4.5 for text, 3 for graphics. */
    @Test
    void keepsContrastInBothThemes() throws IOException {
        Matcher theme = THEME.matcher(styleSheet());
        int themes = 0;
        while (theme.find()) {
            Map<String, Double> luminance = luminances(theme.group(1));
            for (String text : List.of("text", "muted", "link", "violated", "inconclusive")) {
                assertContrast(luminance, text, "ground", 4.5);
            }
            assertContrast(luminance, "text", "raised", 4.5);
            assertContrast(luminance, "muted", "raised", 4.5);
            for (String verdict : List.of("holds", "violated", "inconclusive", "error")) {
                assertContrast(luminance, verdict, verdict + "-ground", 4.5);
            }
            for (String line : List.of("measured", "bound", "fit", "claimed")) {
                assertContrast(luminance, line, "ground", 3);
            }
            themes++;
        }
        assertThat(themes).isEqualTo(2);
    }

    private static void assertContrast(Map<String, Double> luminance, String front, String back, double least) {
        double a = luminance.getOrDefault(front, Double.NaN);
        double b = luminance.getOrDefault(back, Double.NaN);
        assertThat((Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05))
                .as("%s on %s", front, back)
                .isGreaterThanOrEqualTo(least);
    }

    private static Map<String, Double> luminances(String theme) {
        Map<String, Double> luminances = new TreeMap<>();
        for (Matcher colour = COLOUR.matcher(theme); colour.find(); ) {
            int rgb = Integer.parseInt(colour.group(2), 16);
            luminances.put(
                    colour.group(1),
                    0.2126 * linear(rgb >> 16) + 0.7152 * linear(rgb >> 8 & 255) + 0.0722 * linear(rgb & 255));
        }
        return luminances;
    }

    private static double linear(int channel) {
        double c = channel / 255.0;
        return c <= 0.03928 ? c / 12.92 : StrictMath.pow((c + 0.055) / 1.055, 2.4);
    }

    private static String styleSheet() throws IOException {
        try (InputStream in = StyleSheetTest.class.getResourceAsStream("report.css")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
