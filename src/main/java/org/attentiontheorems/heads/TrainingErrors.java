package org.attentiontheorems.heads;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.attentiontheorems.flow.Flow;
import org.attentiontheorems.measure.Multinomial;
import org.attentiontheorems.verify.Check;

/**
 * How far N heads that start at iid draws from an atomic law, trained by k steps of stochastic gradient descent up to a horizon H, are from
 * the mean-field particles that start with them; and the three parts of that distance. All expectations are exact: sums over the
 * compositions of N and over the n^k paths of sequences. Reuses its workspace: one thread at a time.
 */
final class TrainingErrors {
    private static final double MAX_ENUMERATION = 2e6;
    private static final double MAX_WORK = 1e7;
    private static final int LEAST_FLOW_STEPS = 400;

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

    /**
     * Refuses what would take minutes: {@code compositions (4 flow steps + k + (n + 1) Σ_(i<k) n^i)} gradients.
     *
     * @param stiffness steps that the flow takes at least
     * @throws org.attentiontheorems.verify.InvalidInstance if there are too many starts and paths, or too many gradients
     */
    static void requireAffordable(HeadModel model, int heads, int steps, double stiffness) {
        double n = model.seqWeights().length;
        double compositions = Multinomial.compositions(heads, model.atoms().size());
        double paths = StrictMath.pow(n, steps);
        Check.that(
                compositions * paths <= MAX_ENUMERATION,
                "steps",
                "enumeration too large: %s starts of %d heads and %s paths of %d steps",
                compositions,
                heads,
                paths,
                steps);
        double nodes = n == 1 ? steps : (paths - 1) / (n - 1);
        double work = compositions * (4 * Math.max(LEAST_FLOW_STEPS, 2 * stiffness) + steps + (n + 1) * nodes);
        Check.that(
                work <= MAX_WORK,
                "steps",
                String.format(Locale.ROOT, "too much work: %.2g gradients, more than %.0g", work, MAX_WORK));
    }

    /** The same under another way of drawing sequences. */
    TrainingErrors with(StochasticDescent other) {
        return new TrainingErrors(risk, other, masses, theta, horizon);
    }

    StochasticDescent descent() {
        return descent;
    }

    /** One way N heads can start, with its probability. */
    record Start(HeadEnsemble heads, double probability) {}

    /** All ways N heads can start, of positive probability. */
    List<Start> starts(int heads) {
        List<Start> starts = new ArrayList<>();
        Multinomial.of(heads, masses).forEach((counts, weight) -> {
            if (weight > 0) {
                starts.add(new Start(HeadEnsemble.of(HeadEnsemble.fractions(counts), theta), weight));
            }
        });
        return starts;
    }

    /** The law itself: infinitely many heads, which start in one way. */
    Start limit() {
        return new Start(HeadEnsemble.of(masses, theta), 1);
    }

    // ---- where heads end, for every start

    /** By the flow. */
    List<double[]> flows(List<Start> starts) {
        return starts.stream().map(start -> flow(start.heads())).toList();
    }

    double[] flow(HeadEnsemble heads) {
        return TrainingFlow.of(risk, heads.masses())
                .after(heads.start(), horizon, Flow.TIGHT)
                .theta();
    }

    /** By k steps of plain gradient descent. */
    List<double[]> descents(List<Start> starts, int k) {
        return starts.stream().map(start -> gradientDescent(start.heads(), k)).toList();
    }

    double[] gradientDescent(HeadEnsemble heads, int k) {
        TrainingFlow training = TrainingFlow.of(risk, heads.masses());
        double[] at = heads.start();
        for (int i = 0; i < k; i++) {
            at = training.step(at, horizon / k);
        }
        return at;
    }

    /** As the particles of the atoms that they start from, given for all atoms, A x p. */
    static List<double[]> particles(List<Start> starts, double[] theta) {
        return starts.stream().map(start -> start.heads().rows(theta)).toList();
    }

    // ---- distances between them

    /** {@code E_c ‖x^c - y^c‖²_c}. */
    static double meanSquare(List<Start> starts, List<double[]> x, List<double[]> y) {
        double sum = 0;
        for (int c = 0; c < starts.size(); c++) {
            Start start = starts.get(c);
            sum += start.probability() * start.heads().meanSquare(x.get(c), y.get(c));
        }
        return sum;
    }

    /** {@code E_c ‖x^c - y^c‖⁴_c}. */
    static double meanFourth(List<Start> starts, List<double[]> x, List<double[]> y) {
        double sum = 0;
        for (int c = 0; c < starts.size(); c++) {
            Start start = starts.get(c);
            double square = start.heads().meanSquare(x.get(c), y.get(c));
            sum += start.probability() * square * square;
        }
        return sum;
    }

    /** {@code E ‖∇F‖²} at the start. */
    double speedSquare(List<Start> starts) {
        double sum = 0;
        for (Start start : starts) {
            HeadEnsemble heads = start.heads();
            sum += start.probability() * TrainingFlow.of(risk, heads.masses()).dissipation(heads.start());
        }
        return sum;
    }

    /**
     * What k steps of stochastic gradient descent do.
     *
     * @param sgdSquare {@code E ‖θ^SGD_k - ϑ_k‖²}: from plain gradient descent
     * @param sgdFourth {@code E ‖θ^SGD_k - ϑ_k‖⁴}
     * @param totalSquare {@code E ‖θ^SGD_k - θ̄(H)‖²}: from the mean-field particles
     * @param noise {@code σ_i² = E Σ_j ω_j ‖∇F^j - ∇F‖²} before step i
     */
    record Steps(double sgdSquare, double sgdFourth, double totalSquare, double[] noise) {}

    /** O(number of starts) times O(n^k) gradients; {@code particles} for all atoms, A x p. */
    Steps steps(List<Start> starts, int k, double[] particles) {
        Sum sum = new Sum(k, particles);
        starts.forEach(sum::add);
        return new Steps(sum.sgd, sum.sgdFourth, sum.total, sum.noise);
    }

    private final class Sum {
        private final int k;
        private final double[] particles;
        private final double[] noise;
        private double sgd;
        private double sgdFourth;
        private double total;

        Sum(int k, double[] particles) {
            this.k = k;
            this.particles = particles;
            this.noise = new double[k];
        }

        void add(Start start) {
            HeadEnsemble heads = start.heads();
            double[] particle = heads.rows(particles);
            double[] plain = gradientDescent(heads, k);
            double[] spread = descent.forEachPath(heads.masses(), heads.start(), horizon / k, k, (end, probability) -> {
                double weight = start.probability() * probability;
                double square = heads.meanSquare(end, plain);
                sgd += weight * square;
                sgdFourth += weight * square * square;
                total += weight * heads.meanSquare(end, particle);
            });
            for (int i = 0; i < k; i++) {
                noise[i] += start.probability() * spread[i];
            }
        }
    }

    double risk(HeadEnsemble heads, double[] at) {
        return risk.value(heads.masses(), at);
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
}
