package org.attentiontheorems.heads;

import java.util.List;
import org.attentiontheorems.flow.Flow;
import org.attentiontheorems.heads.PropagationOfChaos.Instance;
import org.attentiontheorems.heads.TrainingErrors.Start;
import org.attentiontheorems.heads.TrainingErrors.Steps;
import org.attentiontheorems.verify.Memo;

/** The parts of an instance of {@link PropagationOfChaos}, each computed when a claim first asks for it. */
final class ChaosRun {
    private static final Memo<Instance, TrainingBounds> BOUNDS =
            Memo.of(x -> TrainingBounds.of(x.model(), x.horizon()));
    private static final Memo<Instance, TrainingErrors> ERRORS =
            Memo.of(x -> TrainingErrors.of(x.model(), x.horizon()));
    private static final Memo<Instance, MeanField> MEAN_FIELD = Memo.of(x -> MeanField.of(
            HeadRisk.of(x.model()),
            x.model().atomWeights(),
            x.model().parameters(),
            x.horizon(),
            bounds(x).growth(),
            Flow.TIGHT));
    private static final Memo<Instance, List<Start>> STARTS =
            Memo.of(x -> errors(x).starts(x.nHeads()));
    private static final Memo<Instance, List<double[]>> FLOWS =
            Memo.of(x -> errors(x).flows(starts(x)));
    private static final Memo<Instance, Steps> STEPS =
            Memo.of(x -> errors(x).steps(starts(x), x.steps(), meanField(x).theta()));

    private ChaosRun() {}

    /** The constants of the theorem. */
    static TrainingBounds bounds(Instance x) {
        return BOUNDS.apply(x);
    }

    /** The ways to train its heads. */
    static TrainingErrors errors(Instance x) {
        return ERRORS.apply(x);
    }

    /** The mean-field flow. */
    static MeanField meanField(Instance x) {
        return MEAN_FIELD.apply(x);
    }

    /** The ways N heads can start. */
    static List<Start> starts(Instance x) {
        return STARTS.apply(x);
    }

    /** Where the flow of each start ends. */
    static List<double[]> flows(Instance x) {
        return FLOWS.apply(x);
    }

    /** Where the mean-field particles of each start end. */
    static List<double[]> particles(Instance x) {
        return TrainingErrors.particles(starts(x), meanField(x).theta());
    }

    /** What the steps do. */
    static Steps steps(Instance x) {
        return STEPS.apply(x);
    }
}
