package org.attentiontheorems.homogenization;

import java.util.List;
import org.attentiontheorems.random.RandomField;
import org.attentiontheorems.verify.Picture;

final class StochasticLimitPictures {
    private StochasticLimitPictures() {}

    static List<Picture> all(RandomField random) {
        return List.of();
    }
}
