package org.attentiontheorems.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.attentiontheorems.random.RandomField;
import org.junit.jupiter.api.Test;

class CheckTest {
    @Test
    void weightsOnceNormalisedStayAsTheyAre() {
        for (int key = 0; key < 1000; key++) {
            double[] raw = RandomField.of(1, "weights", key).uniforms("w", 0, 1 + key % 40);
            double sum = 0;
            for (double w : raw) {
                sum += w;
            }
            for (int i = 0; i < raw.length; i++) {
                raw[i] *= (1 + 1e-10) / sum;
            }
            double[] once = Check.weights("weights", raw);
            assertThat(Check.weights("weights", once)).containsExactly(once);
        }
    }

    @Test
    void weightsAreDividedByTheirSum() {
        assertThat(Check.weights("weights", new double[] {0.5 + 4e-10, 0.5 + 4e-10}))
                .containsExactly(0.5, 0.5);
        assertThatThrownBy(() -> Check.weights("weights", new double[] {0.5, 0.6}))
                .hasMessage("weights: must sum to 1, sum is 1.1");
    }
}
