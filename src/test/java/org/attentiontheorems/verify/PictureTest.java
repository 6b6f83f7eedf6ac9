package org.attentiontheorems.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.attentiontheorems.verify.Picture.Axis;
import org.attentiontheorems.verify.Picture.Style;
import org.junit.jupiter.api.Test;

class PictureTest {
    private static final double[] ONE_TWO = {1, 2};
    private static final Picture EMPTY = Picture.of("p", "A picture", Axis.linear("x"), Axis.logarithmic("y"));

    @Test
    void collectsLayersInOrder() {
        Picture picture = EMPTY.line("measured", ONE_TWO, new double[] {3, 4})
                .claimed("bound", ONE_TWO, new double[] {5, 6})
                .points("simulated", ONE_TWO, new double[] {3, 4}, new double[] {0.5, 0.25})
                .band("spread", ONE_TWO, new double[] {2, 3}, new double[] {4, 5})
                .saying("Look.");
        assertThat(picture.layers())
                .extracting(Picture.Layer::style)
                .containsExactly(Style.LINE, Style.CLAIMED, Style.POINTS, Style.BAND);
        assertThat(picture.layers().get(2).low()).containsExactly(2.5, 3.75);
        assertThat(picture.layers().get(3).y()).containsExactly(3.0, 4.0);
        assertThat(picture.caption()).isEqualTo("Look.");
        assertThat(EMPTY.layers()).isEmpty();
    }

    @Test
    void comesBackFromJsonUnchanged() {
        Picture picture = EMPTY.line("measured", ONE_TWO, new double[] {3, 4.1});
        assertThat(Json.mapper().readValue(Json.mapper().writeValueAsString(picture), Picture.class))
                .isEqualTo(picture);
    }

    @Test
    void refusesWhatCannotBeDrawn() {
        assertThatThrownBy(() -> EMPTY.line("gap", ONE_TWO, new double[] {1, Double.NaN}))
                .isInstanceOf(InvalidComputation.class)
                .hasMessageContaining("gap");
        assertThatThrownBy(() -> EMPTY.line("short", ONE_TWO, new double[] {1})).isInstanceOf(InvalidComputation.class);
        assertThatThrownBy(() -> EMPTY.line("none", new double[0], new double[0]))
                .isInstanceOf(InvalidComputation.class);
        assertThatThrownBy(() -> EMPTY.line("long", new double[401], new double[401]))
                .isInstanceOf(InvalidComputation.class);
    }
}
