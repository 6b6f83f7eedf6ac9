package org.attentiontheorems.heads;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Models of the ridge regime, degenerate in one respect each: where theorems on convex training must still hold. */
final class RidgeCorners {
    private RidgeCorners() {}

    /** A model of two heads of equal mass, two sequences of two positions. */
    static HeadModel base() {
        return StrongMonotonicityStability.worked().instance().model();
    }

    /** Those of {@link DegenerateModels} with a ridge, and the least law itself. */
    static List<HeadModel> all() {
        HeadModel base = base();
        List<HeadModel> models = new ArrayList<>(DegenerateModels.of(base));
        models.removeIf(model -> model.lambda() == 0);
        Head best = Head.of(base.shape(), RidgeRegime.uniformAttention(base), 0);
        models.add(base.withAtoms(
                base.atomWeights(), Collections.nCopies(base.atoms().size(), best)));
        return models;
    }
}
