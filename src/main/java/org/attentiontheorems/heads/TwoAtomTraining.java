package org.attentiontheorems.heads;

import java.util.List;
import org.attentiontheorems.flow.Flow;
import org.attentiontheorems.measure.Multinomial;
import org.attentiontheorems.verify.Memo;

/**
 * Training from a law of two atoms, where the number c of the N heads at the first atom is all there is to the draw: its orders in N and in
 * the step size.
 *
 * @param model data, ridge, and a law of two heads
 * @param horizon H
 */
record TwoAtomTraining(HeadModel model, double horizon) {
    /** Numbers of heads are divisors of this one. */
    static final int HEADS = 64;

    private static final double DIFFERENCE = 1e-4;
    private static final Memo<TwoAtomTraining, Flows> FLOWS = Memo.of(Flows::new);

    /** Where the flow ends from each fraction of heads at the first atom. */
    private static final class Flows {
        private final TrainingErrors errors;
        private final double[][] ends = new double[HEADS + 1][];
        private final HeadEnsemble[] ensembles = new HeadEnsemble[HEADS + 1];
        private final TrainingErrors.Start limit;
        private final TrainingBounds bounds;
        private final MeanField meanField;

        Flows(TwoAtomTraining x) {
            this.errors = TrainingErrors.of(x.model(), x.horizon());
            this.limit = errors.limit();
            this.bounds = TrainingBounds.of(x.model(), x.horizon());
            this.meanField = MeanField.of(
                    HeadRisk.of(x.model()),
                    x.model().atomWeights(),
                    x.model().parameters(),
                    x.horizon(),
                    bounds.growth(),
                    Flow.TIGHT);
            for (int c = 0; c <= HEADS; c++) {
                ensembles[c] = HeadEnsemble.of(
                        HeadEnsemble.fractions(c, HEADS - c), x.model().parameters());
                ends[c] = errors.flow(ensembles[c]);
            }
        }
    }

    /** {@code E ‖θ^c(H) - θ̄(H)‖²} of N heads. */
    double chaosSquare(int heads) {
        Flows flows = FLOWS.apply(this);
        return mean(
                heads, c -> flows.ensembles[c].meanSquare(flows.ends[c], flows.ensembles[c].rows(flows.limit.flow())));
    }

    /** What the theorem allows for its root. */
    double chaosBound(int heads) {
        Flows flows = FLOWS.apply(this);
        return flows.bounds.chaos(flows.meanField.spread(), heads);
    }

    /** The same for N heads that follow {@code -∂R/∂θ_i}, without the factor N of the mean-field time scale. */
    double chaosSquareWithoutTimeScale(int heads) {
        Flows flows = FLOWS.apply(this);
        TrainingErrors slow = TrainingErrors.of(model, horizon / heads);
        return mean(
                heads,
                c -> flows.ensembles[c].meanSquare(
                        slow.flow(flows.ensembles[c]), flows.ensembles[c].rows(flows.limit.flow())));
    }

    /** {@code E R_λ(μ^c_H) - R_λ(μ_H)} of N heads. */
    double bias(int heads) {
        Flows flows = FLOWS.apply(this);
        double limit = flows.errors.risk(flows.limit.heads(), flows.limit.flow());
        return mean(heads, c -> flows.errors.risk(flows.ensembles[c], flows.ends[c]) - limit);
    }

    /** {@code E W_2²(μ_N, μ_0)} at the start: the mass that must move times the squared distance of the atoms. */
    double startW2Square(int heads) {
        double[] theta = model.parameters();
        int p = theta.length / 2;
        double square = 0;
        for (int k = 0; k < p; k++) {
            square += (theta[k] - theta[p + k]) * (theta[k] - theta[p + k]);
        }
        double distance = square;
        double first = model.atomWeights()[0];
        return mean(heads, c -> distance * Math.abs((double) c / HEADS - first));
    }

    /** {@code lim N E ‖θ^c(H) - θ̄(H)‖² = m_1 m_2 Σ_a m_a |D_a|²}, D the derivative of the flow when mass moves to the first atom. */
    double firstOrderConstant() {
        double[] m = model.atomWeights();
        double[] more = flow(m[0] + DIFFERENCE, m[1] - DIFFERENCE);
        double[] less = flow(m[0] - DIFFERENCE, m[1] + DIFFERENCE);
        HeadEnsemble both = HeadEnsemble.of(m, model.parameters());
        return m[0] * m[1] * both.meanSquare(more, less) / (4 * DIFFERENCE * DIFFERENCE);
    }

    private double[] flow(double... masses) {
        return TrainingFlow.of(HeadRisk.of(model), masses)
                .after(model.parameters(), horizon, Flow.TIGHT)
                .theta();
    }

    /** What k steps do to infinitely many heads, by every path. */
    TrainingErrors.Steps steps(int k) {
        Flows flows = FLOWS.apply(this);
        return flows.errors.steps(List.of(flows.limit), k, flows.meanField.theta());
    }

    /** {@code (E ‖θ^SGD_k - ϑ_k‖²)^½} of infinitely many heads is at most this. */
    double sgdBound(int k) {
        return FLOWS.apply(this).bounds.sgd(steps(k).noise());
    }

    /** {@code ‖ϑ_k - θ(H)‖} of infinitely many heads. */
    double eulerRms(int k) {
        Flows flows = FLOWS.apply(this);
        HeadEnsemble all = flows.limit.heads();
        return Math.sqrt(all.meanSquare(flows.errors.gradientDescent(all, k), flows.limit.flow()));
    }

    /** What the theorem allows for it. */
    double eulerBound(int k) {
        return FLOWS.apply(this).bounds.euler(Math.sqrt(steps(1).speedSquare()), k);
    }

    @FunctionalInterface
    private interface OfFraction {
        double at(int sixtyFourths);
    }

    private double mean(int heads, OfFraction value) {
        double[] sum = new double[1];
        Multinomial.of(heads, model.atomWeights()).forEach((counts, weight) -> {
            if (weight > 0) {
                sum[0] += weight * value.at(counts[0] * (HEADS / heads));
            }
        });
        return sum[0];
    }
}
