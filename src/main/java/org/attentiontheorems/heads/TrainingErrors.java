package org.attentiontheorems.heads;

import java.util.ArrayList;
import java.util.List;
import org.attentiontheorems.flow.Flow;
import org.attentiontheorems.measure.Multinomial;

/**
 * How far N heads that start at iid draws from an atomic law, trained by k steps of stochastic gradient descent up to a horizon H, are from
 * the mean-field particles that start with them; and the three parts of that distance. All expectations are exact: sums over the
 * compositions of N and over the n^k paths of sequences. Reuses its workspace: one thread at a time.
 */
final class TrainingErrors {
    private final HeadRisk risk;
    private final StochasticDescent descent;
    private final double[] masses;
    private final double[] theta;
    private final double horizon;

    private TrainingErrors(HeadRisk risk, StochasticDescent descent, double[] masses, double[] theta, double horizon) {
        this.risk = risk;
        this.descent = descent;
        this.masses = masses;
        this.theta = theta;
        this.horizon = horizon;
    }

    static TrainingErrors of(HeadModel model, double horizon) {
        HeadRisk risk = HeadRisk.of(model);
        return new TrainingErrors(risk, StochasticDescent.of(risk), model.atomWeights(), model.parameters(), horizon);
    }

    /** The same under another way of drawing sequences. */
    TrainingErrors with(StochasticDescent other) {
        return new TrainingErrors(risk, other, masses, theta, horizon);
    }

    StochasticDescent descent() {
        return descent;
    }

    /** One way N heads can start, with its probability and where their flow ends. */
    record Start(HeadEnsemble heads, double probability, double[] flow) {
        private double square(double[] particles) {
            return heads.meanSquare(flow, heads.rows(particles));
        }
    }

    /** All ways N heads can start, of positive probability. O(number of compositions) flows. */
    List<Start> starts(int heads) {
        List<Start> starts = new ArrayList<>();
        Multinomial.of(heads, masses).forEach((counts, weight) -> {
            if (weight > 0) {
                HeadEnsemble ensemble = HeadEnsemble.of(HeadEnsemble.fractions(counts), theta);
                starts.add(new Start(ensemble, weight, flow(ensemble)));
            }
        });
        return starts;
    }

    /** The law itself: infinitely many heads. */
    Start limit() {
        HeadEnsemble all = HeadEnsemble.of(masses, theta);
        return new Start(all, 1, flow(all));
    }

    double[] flow(HeadEnsemble heads) {
        return TrainingFlow.of(risk, heads.masses())
                .after(heads.start(), horizon, Flow.TIGHT)
                .theta();
    }

    double risk(HeadEnsemble heads, double[] at) {
        return risk.value(heads.masses(), at);
    }

    /**
     * Chaos: the distance of the flow of N heads from their mean-field particles.
     *
     * @param particles where the mean-field particles of all atoms end, A x p
     * @return {@code E_c ‖θ^c(H) - θ̄(H)‖²_c}
     */
    static double chaosSquare(List<Start> starts, double[] particles) {
        double sum = 0;
        for (Start start : starts) {
            sum += start.probability() * start.square(particles);
        }
        return sum;
    }

    /** The same in the fourth mean: {@code E_c ‖θ^c(H) - θ̄(H)‖⁴_c}. */
    static double chaosFourth(List<Start> starts, double[] particles) {
        double sum = 0;
        for (Start start : starts) {
            sum += start.probability() * start.square(particles) * start.square(particles);
        }
        return sum;
    }

    /**
     * What k steps do.
     *
     * @param eulerSquare {@code E ‖ϑ_k - θ(H)‖²}: gradient descent against the flow
     * @param sgdSquare {@code E ‖θ^SGD_k - ϑ_k‖²}: stochastic against plain gradient descent
     * @param sgdFourth {@code E ‖θ^SGD_k - ϑ_k‖⁴}
     * @param totalSquare {@code E ‖θ^SGD_k - θ̄(H)‖²}: stochastic gradient descent against the mean-field particles
     * @param speedSquare {@code E ‖∇F‖²} at the start
     * @param noise {@code σ_i² = E Σ_j ω_j ‖∇F^j - ∇F‖²} before step i
     */
    record Steps(
            double eulerSquare,
            double sgdSquare,
            double sgdFourth,
            double totalSquare,
            double speedSquare,
            double[] noise) {}

    /** O(number of starts) times O(n^k) gradients. */
    Steps steps(List<Start> starts, int k, double[] particles) {
        Sum sum = new Sum(k, particles);
        starts.forEach(sum::add);
        return new Steps(sum.euler, sum.sgd, sum.sgdFourth, sum.total, sum.speed, sum.noise);
    }

    private final class Sum {
        private final int k;
        private final double[] particles;
        private final double[] noise;
        private double euler;
        private double sgd;
        private double sgdFourth;
        private double total;
        private double speed;

        Sum(int k, double[] particles) {
            this.k = k;
            this.particles = particles;
            this.noise = new double[k];
        }

        void add(Start start) {
            HeadEnsemble heads = start.heads();
            double w = start.probability();
            double[] particle = heads.rows(particles);
            double[] plain = gradientDescent(heads, k);
            euler += w * heads.meanSquare(plain, start.flow());
            speed += w * TrainingFlow.of(risk, heads.masses()).dissipation(heads.start());
            double[] spread = descent.forEachPath(heads.masses(), heads.start(), horizon / k, k, (end, probability) -> {
                double weight = w * probability;
                double square = heads.meanSquare(end, plain);
                sgd += weight * square;
                sgdFourth += weight * square * square;
                total += weight * heads.meanSquare(end, particle);
            });
            for (int i = 0; i < k; i++) {
                noise[i] += w * spread[i];
            }
        }
    }

    /** {@code E R_λ} after k steps of stochastic gradient descent. */
    double expectedRisk(List<Start> starts, int k) {
        double[] sum = new double[1];
        for (Start start : starts) {
            HeadEnsemble heads = start.heads();
            double[] unused = descent.forEachPath(
                    heads.masses(),
                    heads.start(),
                    horizon / k,
                    k,
                    (end, probability) -> sum[0] += start.probability() * probability * risk(heads, end));
        }
        return sum[0];
    }

    /** Where k steps of plain gradient descent end. */
    double[] gradientDescent(HeadEnsemble heads, int k) {
        TrainingFlow training = TrainingFlow.of(risk, heads.masses());
        double[] at = heads.start();
        for (int i = 0; i < k; i++) {
            at = training.step(at, horizon / k);
        }
        return at;
    }
}
