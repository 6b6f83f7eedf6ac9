package org.attentiontheorems.heads;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import org.attentiontheorems.flow.Flow;
import org.attentiontheorems.measure.Multinomial;
import org.attentiontheorems.random.RandomField;

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

    /** Those of all instances alive: the claims of a family each go through all of them. */
    private static final Map<TwoAtomTraining, Flows> FLOWS = Collections.synchronizedMap(new WeakHashMap<>());

    /** Where the flow ends from each fraction of heads at the first atom. */
    private static final class Flows {
        private final TrainingErrors errors;
        private final double[][] ends = new double[HEADS + 1][];
        private final HeadEnsemble[] ensembles = new HeadEnsemble[HEADS + 1];
        private final TrainingErrors.Start limit;
        private final double[] limitEnd;
        private final double firstOrderConstant;
        private final TrainingBounds bounds;
        private final MeanField meanField;

        Flows(TwoAtomTraining x) {
            this.errors = TrainingErrors.of(x.model(), x.horizon());
            this.limit = errors.limit();
            this.limitEnd = errors.flow(limit.heads());
            this.firstOrderConstant = x.differentiated();
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

    /** A random law on two sequences; those of odd index have a ridge. */
    static TwoAtomTraining drawn(RandomField random, int index) {
        HeadDraws sizes = new HeadDraws(
                HeadDraws.among(random, "d", 1, 3),
                HeadDraws.among(random, "dk", 1, 3),
                HeadDraws.among(random, "vocab", 2, 5),
                HeadDraws.among(random, "seqLen", 1, 4),
                2,
                2);
        return new TwoAtomTraining(
                PropagationOfChaos.model(random, sizes, 0.1 * (index % 2)), PropagationOfChaos.HORIZON);
    }

    private Flows flows() {
        return FLOWS.computeIfAbsent(this, Flows::new);
    }

    /** {@code E ‖θ^c(H) - θ̄(H)‖²} of N heads. */
    double chaosSquare(int heads) {
        Flows flows = flows();
        return mean(heads, c -> flows.ensembles[c].meanSquare(flows.ends[c], flows.ensembles[c].rows(flows.limitEnd)));
    }

    /** What the theorem allows for its root. */
    double chaosBound(int heads) {
        Flows flows = flows();
        return flows.bounds.chaos(flows.meanField.spread(), heads);
    }

    /** The same for N heads that follow {@code -∂R/∂θ_i}, without the factor N of the mean-field time scale. */
    double chaosSquareWithoutTimeScale(int heads) {
        Flows flows = flows();
        TrainingErrors slow = TrainingErrors.of(model, horizon / heads);
        return mean(
                heads,
                c -> flows.ensembles[c].meanSquare(
                        slow.flow(flows.ensembles[c]), flows.ensembles[c].rows(flows.limitEnd)));
    }

    /** {@code E R_λ(μ^c_H) - R_λ(μ_H)} of N heads. */
    double bias(int heads) {
        Flows flows = flows();
        double limit = flows.errors.risk(flows.limit.heads(), flows.limitEnd);
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
        return flows().firstOrderConstant;
    }

    private double differentiated() {
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
        Flows flows = flows();
        return flows.errors.steps(List.of(flows.limit), k, flows.meanField.theta());
    }

    /** {@code (E ‖θ^SGD_k - ϑ_k‖²)^½} of infinitely many heads is at most this. */
    double sgdBound(int k) {
        return flows().bounds.sgd(steps(k).noise());
    }

    /** {@code ‖ϑ_k - θ(H)‖} of infinitely many heads. */
    double eulerRms(int k) {
        Flows flows = flows();
        HeadEnsemble all = flows.limit.heads();
        return Math.sqrt(all.meanSquare(flows.errors.gradientDescent(all, k), flows.limitEnd));
    }

    /** What the theorem allows for it. */
    double eulerBound(int k) {
        Flows flows = flows();
        return flows.bounds.euler(Math.sqrt(flows.errors.speedSquare(List.of(flows.limit))), k);
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
