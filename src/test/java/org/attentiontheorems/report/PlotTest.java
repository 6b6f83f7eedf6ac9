package org.attentiontheorems.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PlotTest {
    /** Ten units an axis unit: coordinates can be read off. */
    private static final Plot.Frame FRAME = new Plot.Frame(130, 120, 20, 10, 10, 10);

    @Test
    void placesShapesByTheirValues() {
        String svg = plot().line("bound", new double[] {0, 10}, new double[] {0, 10})
                .points("measured", new double[] {5}, new double[] {5}, new double[] {4}, new double[] {6})
                .bars("tries", new double[] {0, 1, 2}, new double[] {0, 3})
                .band("fit", new double[] {0, 10}, new double[] {1, 1}, new double[] {2, 2})
                .polygon("claimed", new double[] {0, 1, 0}, new double[] {0, 0, 1})
                .text("start", 1, 1, "slope −1")
                .svg();
        assertThat(svg)
                .contains("<path class=\"bound\" d=\"M0,100L100,0\"/>")
                .contains("<g class=\"measured\"><path d=\"M50,60V40\"/><circle cx=\"50\" cy=\"50\" r=\"3.5\"/></g>")
                .contains("<g class=\"tries\"><rect x=\"10\" y=\"70\" width=\"10\" height=\"30\"/></g>")
                .contains("<polygon class=\"fit\" points=\"0,80 100,80 100,90 0,90\"/>")
                .contains("<polygon class=\"claimed\" points=\"0,100 10,100 0,90\"/>")
                .contains("<text text-anchor=\"start\" x=\"10\" y=\"90\">slope −1</text>");
        assertThat(Markup.parsed(svg)).isNotNull();
    }

    @Test
    void leavesOutBarsOfNoLength() {
        String svg = plot().points("measured", new double[] {5}, new double[] {5}, new double[] {5}, new double[] {5})
                .svg();
        assertThat(svg).contains("<g class=\"measured\"><circle cx=\"50\" cy=\"50\" r=\"3.5\"/></g>");
    }

    @Test
    void namesItselfAndEscapesTexts() {
        String svg = new Plot(FRAME, "a < b", "c & d", Axis.linear("<x>", 0, 10), Axis.linear("y", 0, 10)).svg();
        assertThat(svg)
                .startsWith("<svg class=\"plot\" viewBox=\"0 0 130 120\" role=\"img\">")
                .contains("<title>a &lt; b</title>\n<desc>c &amp; d</desc>")
                .contains("&lt;x&gt;");
        assertThat(Markup.parsed(svg)).isNotNull();
    }

    @Test
    void drawsGridLinesAtLabelledTicks() {
        String svg = plot().svg();
        assertThat(svg)
                .contains("<path class=\"grid\" d=\"M20 110V10M40 110V10M60 110V10")
                .contains("<text x=\"40\" y=\"127\">2</text>")
                .contains("<text x=\"13\" y=\"94\">2</text>");
    }

    @Test
    void roundsCoordinatesToHundredths() {
        assertThat(Plot.coordinate(0)).isEqualTo("0");
        assertThat(Plot.coordinate(-0.001)).isEqualTo("0");
        assertThat(Plot.coordinate(12.3)).isEqualTo("12.3");
        assertThat(Plot.coordinate(12.345678)).isEqualTo("12.35");
        assertThat(Plot.coordinate(-0.05)).isEqualTo("-0.05");
    }

    private static Plot plot() {
        return new Plot(FRAME, "title", "description", Axis.linear("x", 0, 10), Axis.linear("y", 0, 10));
    }
}
