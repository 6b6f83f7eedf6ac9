package org.attentiontheorems.prompts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.attentiontheorems.verify.InstanceVerdict;
import org.attentiontheorems.verify.InvalidInstance;
import org.attentiontheorems.verify.Json;
import org.attentiontheorems.verify.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PromptInstanceTest {
    private static final double[][] ROW = {{1, 0.5}};
    private static final double[] U = {0.8, -0.4};

    private static Law.Gaussian gaussian() {
        return new Law.Gaussian(new double[] {0, 1}, new double[][] {{1}, {2}});
    }

    @Test
    void bothLawsSurviveAFile() {
        String gaussian = "{\"law\":{\"type\":\"gaussian\",\"mean\":[0.0,1],\"factor\":[[1],[2]]},"
                + "\"valueMatrix\":[[1,0.5]],\"logitVector\":[0.8,-0.4],\"promptLength\":7}";
        String atoms = "{\"law\":{\"type\":\"atoms\",\"atoms\":[[1,2]],\"weights\":[1]},"
                + "\"valueMatrix\":[[1,0.5]],\"logitVector\":[0.8,-0.4],\"promptLength\":7}";
        for (String text : new String[] {gaussian, atoms}) {
            PromptInstance read = Json.mapper().readValue(text, PromptInstance.class);
            assertThat(Json.mapper().writeValueAsString(read)).isEqualTo(text);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\":\"gaussian\",\"mean\":[0.0,1.0],\"factor\":[[1.0],[2.0,3.0]]}",
                "{\"type\":\"gaussian\",\"mean\":[0.0,1.0],\"factor\":[[1.0]]}",
                "{\"type\":\"gaussian\",\"mean\":[],\"factor\":[]}",
                "{\"type\":\"gaussian\",\"mean\":[0.0,1e999],\"factor\":[[1.0],[2.0]]}",
                "{\"type\":\"gaussian\",\"mean\":[0.0,1.0]}",
                "{\"type\":\"gaussian\",\"mean\":[0.0,1.0],\"factor\":[[],[]]}",
                "{\"type\":\"gaussian\",\"mean\":[0.0,1.0],\"factor\":[[1.0],[2.0]],\"weights\":[1.0]}",
                "{\"type\":\"cauchy\",\"mean\":[0.0,1.0],\"factor\":[[1.0],[2.0]]}",
                "{\"mean\":[0.0,1.0],\"factor\":[[1.0],[2.0]]}",
                "{\"type\":\"atoms\",\"atoms\":[],\"weights\":[]}",
                "{\"type\":\"atoms\",\"atoms\":[[1.0,2.0],[1.0]],\"weights\":[0.5,0.5]}",
                "{\"type\":\"atoms\",\"atoms\":[[1.0,2.0]],\"weights\":[0.9]}",
                "{\"type\":\"atoms\",\"atoms\":[[1.0,2.0],[3.0,4.0]],\"weights\":[1.5,-0.5]}",
                "{\"type\":\"atoms\",\"atoms\":[[1.0,2.0],[3.0,4.0]],\"weights\":[1.0]}",
                "null"
            })
    void refusesBrokenLaws(String law) {
        String text = "{\"law\":" + law + ",\"valueMatrix\":[[1.0,0.5]],\"logitVector\":[0.8,-0.4],\"promptLength\":7}";
        assertThatThrownBy(() -> Json.mapper().readValue(text, PromptInstance.class))
                .isInstanceOf(tools.jackson.core.JacksonException.class);
    }

    @Test
    void refusesNullRows() {
        String law = "{\"type\":\"gaussian\",\"mean\":[0.0,1.0],\"factor\":[[1.0],null]}";
        String text = "{\"law\":" + law + ",\"valueMatrix\":[[1.0,0.5]],\"logitVector\":[0.8,-0.4],\"promptLength\":7}";
        assertThatThrownBy(() -> Json.mapper().readValue(text, PromptInstance.class))
                .isInstanceOf(tools.jackson.databind.exc.InvalidNullException.class);
    }

    @ParameterizedTest
    @CsvSource({"0", "-1", "1000001"})
    void refusesLengthsOutsideItsRange(int promptLength) {
        assertThatThrownBy(() -> new PromptInstance(gaussian(), ROW, U, promptLength))
                .isInstanceOf(InvalidInstance.class)
                .hasMessageStartingWith("promptLength: must be between 1 and 1000000, is " + promptLength);
    }

    @Test
    void refusesShapesThatDoNotFit() {
        assertThatThrownBy(() -> new PromptInstance(gaussian(), new double[][] {{1}}, U, 5))
                .hasMessageStartingWith("valueMatrix[0]: needs 2 entries");
        assertThatThrownBy(() -> new PromptInstance(gaussian(), new double[0][], U, 5))
                .hasMessageStartingWith("valueMatrix: ");
        assertThatThrownBy(() -> new PromptInstance(gaussian(), ROW, new double[] {1}, 5))
                .hasMessageStartingWith("logitVector: needs 2 entries");
        assertThatThrownBy(() -> new PromptInstance(gaussian(), ROW, new double[] {1, Double.NaN}, 5))
                .hasMessageStartingWith("logitVector[1]: must be a finite number");
    }

    @Test
    void refusesLogitsOutsideTheSupportedRange() {
        assertThatThrownBy(() -> new PromptInstance(gaussian(), ROW, new double[] {0, 2}, 5))
                .hasMessage("logitVector: gives logits of standard deviation 4.0, more than 3.0");
        assertThatThrownBy(() -> new PromptInstance(gaussian(), ROW, new double[] {1e308, 1e308}, 5))
                .isInstanceOf(InvalidInstance.class);
        Law wide = new Law.Atoms(new double[][] {{0, 0}, {1, 0}, {2, 0}}, new double[] {0.5, 0.5, 0});
        assertThatThrownBy(() -> new PromptInstance(wide, ROW, new double[] {51, 0}, 5))
                .hasMessage("logitVector: gives logits that spread over 51.0, more than 50.0");
        assertThat(new PromptInstance(wide, ROW, new double[] {50, 0}, 5).promptLength())
                .isEqualTo(5);
        assertThatThrownBy(() -> new PromptInstance(wide, ROW, new double[] {1e308, 1e308}, 5))
                .isInstanceOf(InvalidInstance.class);
    }

    /** Where logits hardly vary, the mean output is small against the tokens that cancel in it. */
    @Test
    void tinyLogitsAreReadToRounding() {
        Law.Gaussian tiny = new Law.Gaussian(
                new double[] {0, 0}, new double[][] {{9.2e-7, -5.7e-8, -9e-7}, {6e-8, -1.3e-8, -9.8e-9}});
        double[][] v = {{0.78, 0.39}, {0.91, -0.7}};
        for (double size : new double[] {1, 1e-3, 1e-9}) {
            PromptInstance x = new PromptInstance(tiny, v, new double[] {-0.1 * size, -0.26 * size}, 4096);
            assertThat(InstanceVerdict.of(new PromptOutputConcentration(), x).verdict())
                    .isEqualTo(Verdict.HOLDS);
        }
    }

    @Test
    void refusesWhatOverflows() {
        PromptInstance huge = new PromptInstance(gaussian(), new double[][] {{1e200, 1}}, U, 5);
        assertThatThrownBy(() -> new PromptOutputConcentration().quantities(huge))
                .isInstanceOf(InvalidInstance.class)
                .hasMessageStartingWith("valueMatrix: is too large");
    }
}
